"""Intake: what a text says is found with its place, nothing is guessed, nothing is rewritten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from damage import damaged
from intake_gold import gold_files, places_of, score
from provesafe.casefile import IntakeError, document, take_in

CRAWLED = gold_files("known")[0].read_text().split("'''")[1]


@pytest.mark.parametrize("path", gold_files("known"), ids=lambda path: path.stem)
def test_a_known_text_is_read_as_a_careful_reader_reads_it(path: Path) -> None:
    """Of the texts the rules were written beside, nothing is missed, misread or made up."""
    assert score(path).misses == []


def test_every_place_reads_again_from_the_raw_text() -> None:
    """What stands at each place given is what the intake says stands there, debris and all."""
    found = take_in(CRAWLED)
    places = places_of(found)
    assert len(places) > 100
    assert all(CRAWLED[start:end] == text for start, end, text in places)


def test_the_same_text_gives_the_same_bytes() -> None:
    """Two readings of one text are one document."""
    first, second = (json.dumps(document(take_in(CRAWLED))) for _ in range(2))
    assert first == second


def test_without_a_publication_date_no_year_is_given() -> None:
    """A text without a year gets none, and the date is asked for with the places that need it."""
    found = take_in(CRAWLED)
    assert not any(re.match(r"\d{4}", one.edtf or "") for one in found.times)
    assert "XXXX-02-14" in [one.edtf for one in found.times]
    (question,) = [one for one in found.questions if one.ask == "when was this published"]
    assert [one.text for one in question.at] == [
        "Last week",
        "last Thursday",
        "April or May",
        "February 14th",
    ]


def test_what_follows_from_a_given_date_is_marked_inferred() -> None:
    """With the date given, times are placed, each with the rule it was placed by."""
    found = take_in(CRAWLED, published="2026-03-09")
    placed = [one for one in found.times if one.how == "inferred"]
    assert len(placed) == 4
    assert all(one.rule for one in placed)


def test_debris_and_adverts_are_hidden_with_their_reason() -> None:
    """Torn links and an advert line are hidden; the words beside them stay where they are."""
    found = take_in(CRAWLED)
    assert [one.reason for one in found.hidden] == ["link debris", "link debris", "advert"]
    assert [CRAWLED[one.end : one.end + 9] for one in found.hidden[:2]] == [
        "Dry Creek",
        "the Ford ",
    ]


def test_the_credit_names_author_and_first_publication() -> None:
    """A credit line gives author and publication, apart from the people of the story."""
    head = take_in(CRAWLED).head
    assert head.byline is not None
    assert head.publication is not None
    assert (head.byline.text, head.publication.text) == ("Kit Marlow", "Ranchlight.com")


def test_an_insertion_of_the_editor_is_not_the_speakers_word() -> None:
    """Square brackets inside quoted words are listed as insertions."""
    insertions = [one.text for claim in take_in(CRAWLED).claims for one in claim.insertions]
    assert insertions == ["[armorer Ada Quill]"]


def test_a_passive_names_no_teller() -> None:
    """`was told` without a name gives a claim without a speaker, and a question."""
    found = take_in("Tom Arden said he was told the gun was empty. Ada Quill loaded it.")
    inner = [one for one in found.claims if one.level == 2]
    assert [(one.speaker, one.speaker_how) for one in inner] == [(None, "not recorded")]
    assert [one.why for one in found.questions if one.ask == "who said this"] == [
        "the text does not name who told it"
    ]


def test_a_page_gives_its_article_alone() -> None:
    """Of an HTML page, menus, scripts and footers are hidden and offsets stay those of the file."""
    page = (
        "<!doctype html><html><head><title>T</title><script>x='<p>“No,” said Ada Quill.</p>'"
        "</script></head><body><nav>“Buy now,” said Gil Park.</nav><article><p>“I&nbsp;looked "
        "twice,” Ada Quill told the Ford Courier.</p></article><footer>© 2026</footer></body>"
    )
    found = take_in(page)
    (claim,) = found.claims
    assert claim.text == page[claim.start : claim.end] == "I&nbsp;looked twice,"
    assert {one.text for one in found.parties} == {"Ada Quill", "Ford Courier"}


@pytest.mark.parametrize("published", ["March 2026", "2026-02-30", "2026", "26-03-09"])
def test_a_date_that_is_none_is_an_error(published: str) -> None:
    """What is no whole date is not taken for one."""
    with pytest.raises(IntakeError, match="is no date"):
        take_in("x", published=published)


def test_a_text_of_no_length_says_nothing() -> None:
    """An empty text gives an empty intake."""
    found = take_in("")
    assert (found.claims, found.parties, found.times, found.questions) == ((), (), (), ())


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_text_is_read_without_a_wrong_place(seed: int) -> None:
    """Whatever was cut, doubled or put in: no crash, and every place reads again from the text."""
    text = damaged(CRAWLED, seed)
    assert all(text[start:end] == said for start, end, said in places_of(take_in(text)))


def test_every_long_quotation_is_listed() -> None:
    """No quotation of five words or more is left out, whoever said it."""
    for path in gold_files("known"):
        text = path.read_text().split("'''")[1]
        found = take_in(text)
        listed = " ".join(one.text for claim in found.claims for one in (*claim.quotes, claim))
        for quotation in re.findall(r"“([^“”]+)”", text):
            if len(quotation.split()) >= 5:
                assert quotation in listed, f"{path.stem}: {quotation}"


SUBTITLES = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
INTERVIEWER: Who handed it to you?

2
00:00:04.500 --> 00:00:09.000
TOM ARDEN: I was told it was empty.
Ada Quill gave it to me.

3
00:00:09.500 --> 00:00:12.000
INTERVIEWER: When was that?
"""


def test_a_transcript_gives_each_turn_to_its_speaker() -> None:
    """Names before a colon speak; numbers and times of subtitles are hidden, words are not."""
    found = take_in(SUBTITLES)
    names = {one.id: one.text for one in found.parties}
    spoken = [(names.get(one.speaker or ""), one.text) for one in found.claims if one.level == 1]
    assert spoken == [
        ("INTERVIEWER", "Who handed it to you?"),
        ("TOM ARDEN", "I was told it was empty.\nAda Quill gave it to me."),
        ("INTERVIEWER", "When was that?"),
    ]
    assert [one.text for one in found.claims if one.level == 2] == ["it was empty"]
    assert {one.reason for one in found.hidden} == {"subtitle time"}
    assert found.statements == ()
