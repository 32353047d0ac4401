"""Ways of saying who said what and when, one by one, each with a sentence of its own."""

from __future__ import annotations

import pytest

from provesafe.casefile import Claim, Intake, take_in

SUBTITLES = """WEBVTT

NOTE made by hand

first
00:01.000 --> 00:04.000 align:start
<v.host Vera Stoll>Who counted?

00:04.500 --> 00:09.000
<v Ada Quill>I counted at seven.

00:09.500 --> 00:13.000
<v Ada Quill>Gil said we were one over.
"""


def said(text: str, published: str | None = None) -> list[tuple[str, str]]:
    """Each claim's speaker as the text names them, and its words."""
    found = take_in(text, published=published)
    names = {one.id: one.text for one in found.parties}
    return [
        (names.get(one.speaker or "", ""), " … ".join(part.text for part in one.spans))
        for one in found.claims
    ]


def times(text: str, published: str | None = None) -> list[str | None]:
    """The places in time of a text, in order."""
    return [one.edtf for one in take_in(text, published=published).times]


def roles(text: str) -> dict[str, list[str]]:
    """What a text calls its people."""
    return {
        one.text: [role.text for role in one.roles]
        for one in take_in(text).parties
        if one.kind == "person"
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“It stuck,” moaned Gil Park. “Twice.”", ["Gil Park", "Gil Park"]),
        ("“It stuck,” Gil Park recounted drily.", ["Gil Park"]),
        ("The rifle was cold, lawyers for both sides said Tuesday.", ["lawyers for both sides"]),
        ("The rifle was cold, two people who saw it said.", ["two people"]),
        ("Gil Park pointed out that the rifle was cold.", ["Gil Park"]),
        ("The log was wet. It says that the rifle was cold.", ["The log"]),
        ("It was reported that the rifle was cold.", [""]),
        ("By Gil Park’s account the rifle was cold.", ["Gil Park"]),
        ("It was, in the words of Gil Park, “a cold rifle in a cold room.”", ["Gil Park"]),
        ("The rifle was cold, records show.", ["records"]),
        ("In a message left at noon, Gil Park told Ada Quill it was cold.", ["Gil Park"]),
        ("Ada Quill laughed. “It was cold,” the armorer said.", ["Ada Quill"]),
    ],
)
def test_a_speaker_is_found_however_the_sentence_is_built(text: str, wanted: list[str]) -> None:
    """Inversion, unknown verbs, relative clauses, papers, accounts: the speaker is who it says."""
    assert [who for who, _ in said(text)] == wanted


def test_a_surname_is_whose_it_was_when_it_stood_there() -> None:
    """Before the second of one surname is named it means the first; after that nobody."""
    found = said(
        "Dov Hale ran the cart. “I counted,” Hale said. His sister, Esi Hale, came at noon. "
        "“Nobody counted,” Hale said."
    )
    assert [who for who, _ in found] == ["Dov Hale", ""]


def test_a_voice_tag_names_who_speaks_and_a_turn_goes_on_over_two_subtitles() -> None:
    """`<v NAME>` is the speaker; numbers, notes, names of cues and tags are no words."""
    assert said(SUBTITLES) == [
        ("Vera Stoll", "Who counted?"),
        ("Ada Quill", "I counted at seven. … Gil said we were one over."),
        ("Gil", "we were one over"),
    ]


def test_notes_and_corrections_do_not_make_a_transcript() -> None:
    """Three lines with a word and a colon, none of them twice, are an article."""
    text = (
        "NOTE: mended on Monday.\n\nUPDATE: “I looked,” Gil Park said.\n\n"
        "CORRECTION: a name was wrong.\n"
    )
    assert said(text) == [("Gil Park", "I looked,")]


def test_whoever_writes_a_statement_says_i() -> None:
    """In a typed statement “I” is its author: as speaker, and as whoever was told."""
    found = take_in(
        "STATEMENT OF INES CALDER\n\nI am a set medic. Gil Park told me that it was cold. "
        "I said that it was not.\n"
    )
    names = {one.id: one.text for one in found.parties}
    author = next(one for one in found.parties if one.text == "INES CALDER")
    told, answered = (one for one in found.claims if one.level == 1)
    assert (names[told.speaker or ""], told.recipient) == ("Gil Park", author.id)
    assert answered.speaker == author.id
    assert [role.text for role in author.roles] == ["a set medic"]


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("from 8 to 19 June 2026", None, ["2026-06-08/2026-06-19"]),
        ("on May 6 or 7", None, ["[XXXX-05-06,XXXX-05-07]"]),
        ("between March and May", None, ["XXXX-03/XXXX-05"]),
        ("between November and February", "2026-03-09", ["2025-11/2026-02"]),
        ("from 1981 to 1986", None, ["1981/1986"]),
        ("in the summer of 2017", None, ["2017-22"]),
        ("this autumn", "2026-03-09", ["2026-23"]),
        ("two years ago", "2026-03-09", ["2024"]),
        ("two years ago", None, [None]),
        ("It would be decided in September.", "2026-03-09", ["2026-09"]),
        ("It happened in September.", "2026-03-09", ["2025-09"]),
    ],
)
def test_a_time_is_placed(text: str, published: str | None, wanted: list[str | None]) -> None:
    """Ranges, alternatives, seasons and counts back are placed, and never in a year nobody gave."""
    assert times(text if text[0] == "I" else f"It was cold {text}.", published) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“No,” said Ada Quill, who ran the armory.", {"Ada Quill": ["ran the armory"]}),
        ("The owner of the tent, Ada Quill, left.", {"Ada Quill": ["owner of the tent"]}),
        ("Ada Quill was a night watchman then.", {"Ada Quill": ["a night watchman"]}),
        ("Dr Ada Quill, a pathologist, left.", {"Ada Quill": ["Dr", "a pathologist"]}),
        ("Armorer: Ada Quill", {}),
        ("The film was long. Armorer: Ada Quill.", {"Ada Quill": ["Armorer"]}),
    ],
)
def test_a_role_is_found_beside_its_name(text: str, wanted: dict[str, list[str]]) -> None:
    """What somebody does, owns or was is their role, in the words of the text."""
    assert roles(text) == wanted


def _inner(found: Intake) -> list[Claim]:
    return [one for one in found.claims if one.level == 2]


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        ("“Gil Park said it was cold,” Ada Quill said.", "Gil Park"),
        ("“I told him it was cold,” Ada Quill said.", "Ada Quill"),
        ("Ada Quill said she had heard from Gil Park that it was cold.", "Gil Park"),
        ("“Nobody looked. He said it was cold,” Ada Quill said.", None),
    ],
)
def test_what_somebody_says_another_said_has_its_own_teller(text: str, teller: str | None) -> None:
    """Second-hand words are a claim within a claim; a pronoun that could be anybody is nobody."""
    found = take_in(f"{text} Gil Park and Dov Hale were there.")
    names = {one.id: one.text for one in found.parties}
    (inner,) = _inner(found)
    assert (inner.text, names.get(inner.speaker or "")) == ("it was cold", teller)
