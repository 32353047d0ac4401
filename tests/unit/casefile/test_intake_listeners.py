"""To whom something was said: beside the verb, through a paper, by a pronoun."""

from __future__ import annotations

import pytest

from provesafe.casefile import take_in


def heard(text: str, words: str = "it was wet") -> list[str]:
    """Whom and what outlet those words were said to, as far as the text states it."""
    found = take_in(text)
    names = {one.id: one.text for one in found.parties}
    claim = next(one for one in found.claims if one.text.strip("“”‘’.,").lower() == words)
    told = claim.recipient_how == "stated"
    return [names[one] for one in (claim.recipient, claim.outlet) if one and told]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("He told the coroner, Dr Brendan Hale, that it was wet.", "Brendan Hale"),
        ("Ada Quill told Dov Hale, the foreman, that it was wet.", "Dov Hale"),
        ("“It was wet,” Ada Quill told her husband, Dov.", "Dov"),
        ("“It was wet,” Ada Quill told her bosses.", "her bosses"),
        ("Ada Quill told a jury of six men and five women that it was wet.", "jury"),
        ("Ada Quill told friends and family that it was wet.", "friends and family"),
        ("Chief Wanda Hale later conceded to reporters that it was wet.", "reporters"),
        ("Ada Quill testified before the jury that it was wet.", "jury"),
        ("Ada Quill confided in Dov Hale that it was wet.", "Dov Hale"),
        ("In a message to this newspaper Ada Quill wrote that it was wet.", "newspaper"),
        ("Ada Quill said in a text to The Fallow Pilot that it was wet.", "Fallow Pilot"),
        ("In a statement read to the jury, rigger Pete Hale said it was wet.", "jury"),
        ("Giving evidence to the inquiry, Ada Quill said it was wet.", "inquiry"),
        ("According to Ada Quill’s account to the detective, it was wet.", "detective"),
        ("Ada Quill says her crew left and that Gil Park told her it was wet.", "Ada Quill"),
        ("The family of a rigger says he told them it was wet.", "The family"),
        ("The report says Ada Quill radioed Harbour Control that it was wet.", "Harbour Control"),
        ("“It was wet,” Ada Quill told Tuesday’s meeting.", "Tuesday’s meeting"),
        ("Ada Quill, 39, told the Sunday Lantern: “It was wet.”", "Sunday Lantern"),
        ("Ada Quill revealed that Gil Park had told pals it was wet.", "pals"),
        ("“No,” Gil Park told the Fallow Echo. Ada Quill told us it was wet.", "Fallow Echo"),
        ("The judge said Ada Quill lied to police when she told them it was wet.", "police"),
        ("Ada Quill put it to Dov Hale that it was wet.", "Dov Hale"),
        ("“It was wet,” first assistant Ada Quill wrote to chief Burt Hale.", "Burt Hale"),
        ("According to Gil Park, Ada Quill told Dov Hale that it was wet.", "Dov Hale"),
        ("Gil Park left. Dov Hale swore. Ada Quill warned him that it was wet.", "Dov Hale"),
        ("“It was wet,” business agent Ada Quill tells Slate & Signal.", "Slate & Signal"),
        ("Ada Quill thanked the jurors and told them it was wet.", "jurors"),
        ("Ada Quill told Dov Hale that Gil Park left. “It was wet,” she told him.", "Dov Hale"),
    ],
)
def test_whom_it_was_said_to_is_found(text: str, whom: str) -> None:
    """Names after roles and roles after names, papers, courts, pronouns: whoever heard it."""
    assert any(whom in one for one in heard(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill wrote on her blog that it was wet.",
        "Ada Quill wrote in an email seen by the Fallow Echo that it was wet.",
        "Asked by Dov Hale whether it rained, Ada Quill said it was wet.",
        "Ada Quill tells anyone who asks that it was wet.",
        "Ada Quill said the district was never told it was wet.",
        "Dov Hale met Gil Park. Ada Quill told him it was wet.",
    ],
)
def test_nobody_is_made_to_hear(text: str) -> None:
    """Who saw a paper, who asked, and one of two whom a pronoun may mean: none was stated."""
    assert heard(text) == []


def test_who_is_told_within_somebodys_words_is_that_somebody() -> None:
    """`He texted me, ‘…’` in somebody's words was said to them."""
    assert heard("“He texted me, ‘It was wet.’ I left,” Ada Quill said.") == ["Ada Quill"]


def test_who_writes_is_told_and_no_newspaper() -> None:
    """`he told me`, outside quotations, is who signs the article."""
    assert heard("By Ada Quill\n\nThe yard was shut. Gil Park told me it was wet.") == ["Ada Quill"]


def test_who_tells_of_another_being_told_tells_it_to_nobody() -> None:
    """`According to NAME, X told Y that …`: two claims, and only the inner one was said to Y."""
    found = take_in("According to Gil Park, Ada Quill told Dov Hale that it was wet.")
    names = {one.id: one.text for one in found.parties}
    assert [
        (names.get(one.speaker or ""), names.get(one.recipient or ""), one.level)
        for one in found.claims
    ] == [("Gil Park", None, 1), ("Ada Quill", "Dov Hale", 2)]


def test_a_sentence_before_a_colon_makes_no_transcript() -> None:
    """`He tells us:` on lines of its own is nobody's name."""
    text = "He tells us: “It was wet.”\nShe has said: “It was dry.”\nHe tells us: “It was cold.”\n"
    assert [one.text for one in take_in(text).parties if one.kind == "person"] == []
