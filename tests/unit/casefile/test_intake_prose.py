"""Ways of news prose, court reports and testimony: who speaks, to whom, where it ends, and when."""

from __future__ import annotations

import pytest

from provesafe.casefile import take_in


def said(text: str) -> list[tuple[str, str]]:
    """Each claim's speaker as the text names them, and its words."""
    found = take_in(text)
    names = {one.id: one.text for one in found.parties}
    return [
        (names.get(one.speaker or "", ""), " … ".join(part.text for part in one.spans))
        for one in found.claims
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Gordon Hale is a gunsmith. Cross-examined by Rupert Oakes KC, he admitted he left.",
            ["Gordon Hale"],
        ),
        (
            "Rupert Oakes suggested to Tom Reddy that he left. “I did not,” he replied.",
            ["Rupert Oakes", "Tom Reddy"],
        ),
        ("The inquest heard that nobody looked at it.", [""]),
        ("“One is down,” the caller can be heard saying.", ["the caller"]),
        ("“It broke,” says Dov Noor, the film’s director, who was there.", ["Dov Noor"]),
        ("“We looked,” said Kit Tremaine’s agent, Esi Vale.", ["Esi Vale"]),
        ("The head of the guild, Dov Aske, said it was cold.", ["Dov Aske"]),
        ("One of them, gaffer Basil “Blue” Hand, said it was cold.", ["Basil “Blue” Hand"]),
        (
            "The Calder County Sheriff’s Office said it was cold.",
            ["Calder County Sheriff’s Office"],
        ),
        ("A note beside it in pencil reads: “Ask somebody else.”", ["A note beside it in pencil"]),
        ("The manager told Cleo Drew that it was cold, she said.", ["Cleo Drew", "The manager"]),
        ("Ada Quill’s brother-in-arms said it was cold.", [""]),
        (
            "A spokesman for the film sent this statement:\n\n“We are sorry for what happened.”",
            ["A spokesman for the film"],
        ),
        ("Ada Quill denied firing it.", ["Ada Quill"]),
        ("“It was cold,” replied @oldpowder, an account.", ["@oldpowder"]),
    ],
)
def test_whoever_speaks_is_who_the_sentence_says(text: str, wanted: list[str]) -> None:
    """Agents, askers, owners and hearers are not speakers; nicknames and offices can be."""
    assert sorted(who for who, _ in said(text)) == sorted(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The bag was his, Ada Quill said, and the pistol was not.",
            "The bag was his … and the pistol was not",
        ),
        ("Ada Quill said that is not what happened.", "that is not what happened"),
        ("Ada Quill told police she left, the affidavit states.", "she left"),
        (
            "Ada Quill said the plan was “a prank” and asked anybody to write.",
            "the plan was “a prank",
        ),
        ("Dov Hale, a retired dentist, said he saw it.", "he saw it"),
        (
            "Ada Quill said deputies called at 9:42 p.m. Wednesday from home.",
            "deputies called at 9:42 p.m. Wednesday from home",
        ),
    ],
)
def test_what_is_said_ends_where_the_publication_goes_on(text: str, wanted: str) -> None:
    """An aside divides what is said, a closing attribution ends it, a conjunction may go on."""
    assert said(text)[0][1] == wanted


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("on 14 December last year", "2025-11-14", ["2024-12-14"]),
        ("in May last year", "2023-08-22", ["2022-05"]),
        ("at 9:42 p.m. Wednesday", "2026-03-05", ["2026-03-04T21:42:00"]),
        ("in late June or early July 2025", None, ["[2025-06,2025-07]"]),
        ("in the 1990s", None, ["199X"]),
        ("over the weekend", "2025-03-12", ["2025-03-08/2025-03-09"]),
        ("on the following Tuesday", "2025-03-12", [None]),
        ("on Thursday or Friday", "2025-03-12", ["[2025-03-06,2025-03-07]"]),
        ("on Christmas Eve", None, ["XXXX-12-24"]),
        ("about two years ago", "2026-03-09", ["2024~"]),
        ("on 21/10/2021", None, ["2021-10-21"]),
        ("on 04/05/2021", None, ["2021"]),
        ("on Friday afternoon", "2025-08-08", ["2025-08-08"]),
        ("at the end of the month", "2026-01-22", ["2026-01"]),
        ("last October", "2025-03-12", ["2024-10"]),
    ],
)
def test_a_time_is_placed_as_far_as_it_can_be(
    text: str, published: str | None, wanted: list[str | None]
) -> None:
    """Days of last year, clocks before weekdays, decades; what hangs on an event has no date."""
    found = take_in(f"It was cold {text}.", published=published)
    assert [one.edtf for one in found.times] == wanted


def test_testimony_by_letters_is_whose_the_page_says() -> None:
    """`Q.` is whoever examines, `A.` the witness."""
    text = (
        "THE COURT: You are under oath.\n\nTHE WITNESS: Yes.\n\nBY MS. BROOK:\n\n"
        "Q. Was it cold?\n\nA. I was told so.\n\nTHE COURT: Go on.\n"
    )
    asked, answered = (one for one in said(text) if one[1] in ("Was it cold?", "I was told so."))
    assert (asked[0].upper(), answered[0]) == ("MS. BROOK", "THE WITNESS")


def test_an_interview_is_no_role() -> None:
    """Who is spoken to in an interview is a party without a role."""
    found = take_in("In an interview with Cleo Marsh, Ada Quill said it was cold.")
    assert [one.text for party in found.parties for one in party.roles] == []
    assert {one.text for one in found.parties} == {"Cleo Marsh", "Ada Quill"}
