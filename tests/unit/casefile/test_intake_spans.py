"""Which words are a claim and where it ends, in pages as they are crawled."""

from __future__ import annotations

import pytest

from provesafe.casefile import take_in


def said(text: str) -> list[str]:
    """The words of each claim, in order."""
    return [" … ".join(part.text for part in one.spans) for one in take_in(text).claims]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Esi Hale, who said she had counted twice, was asked to count again.",
            ["she had counted twice"],
        ),
        (
            "When the unit broke, Ada Quill told the coroner, the rifle was on a cart.",
            ["When the unit broke … the rifle was on a cart"],
        ),
        (
            "Ada Quill said on a podcast posted in May that she was new.",
            ["she was new"],
        ),
        (
            "The guild confirmed that it had opened an inquiry but would not say how it ended.",
            ["it had opened an inquiry"],
        ),
        ("Gil Park, the star of “The Ford,” told jurors that it was cold.", ["it was cold"]),
        ("“We settled,” his lawyer, Dov van der Hale, told Film Post.", ["We settled,"]),
        ("Judge Ines Noor ruled the case could go ahead.", ["the case could go ahead"]),
        ("An inquiry by the Works Board (WB) found that it was cold.", ["it was cold"]),
        (
            "The jury was told there were two. It heard nobody counted them.",
            ["there were two", "nobody counted them"],
        ),
        ("An expert called by the defense in the “Ford” trial left.", []),
        (
            "Hale, who was late, called 911, according to Gil Park.",
            ["Hale, who was late, called 911"],
        ),
        (
            "He told me that he had said no. “They gave me a day,” he said.",
            ["he had said no", "They gave me a day,"],
        ),
        ("A woman told News 6 she was near the cart.", ["she was near the cart"]),
    ],
)
def test_a_claim_is_what_was_said_and_nothing_beside_it(text: str, wanted: list[str]) -> None:
    """Relative clauses, asides, titles of films, brackets and what was kept back end a claim."""
    assert said(text) == wanted


def test_a_quotation_whose_speaker_comes_after_its_second_paragraph_is_one() -> None:
    """A paragraph whose quotation does not close belongs to the next one's speaker."""
    found = take_in("“I will not guess.\n\n“The medic was quick,” Ines Noor said.")
    assert [[part.text for part in one.spans] for one in found.claims] == [
        ["I will not guess.", "The medic was quick,"]
    ]
    assert found.claims[0].speaker is not None


def test_each_line_of_a_crawled_page_is_a_paragraph_though_some_are_apart() -> None:
    """Headline, byline and first sentence are three, with one newline between or two."""
    text = (
        " date 2026-03-09 Two hurt in Harbour Nine blast\nTwo hurt in Harbour Nine blast\n"
        "By: Esi Hale\n\nTwo people were hurt on a barge, police said.\nIt was cold on the barge.\n"
        "Nobody had counted the tins.\n\nThe barge had been hired."
    )
    assert said(text) == ["Two people were hurt on a barge"]


@pytest.mark.parametrize(
    "torn",
    [
        "â€œIt was Adaâ€™s,â€ he said.",
        "Ã¢â‚¬Å“It was AdaÃ¢â‚¬â„¢s,Ã¢â‚¬\u009d he said.",
        "\x93It was Ada\x92s,\x94 he said.",
        "\ufffdIt was Ada\ufffds,\ufffd he said.",
    ],
)
def test_marks_torn_by_a_wrong_decoding_still_quote(torn: str) -> None:
    """UTF-8 read as Windows-1252, once or twice, its marks lost or not: the words are found."""
    found = take_in(torn).claims
    assert [one.kind for one in found] == ["direct"]
    assert [torn[part.start : part.end] for part in found[0].spans] == [
        part.text for part in found[0].spans
    ]
    assert found[0].text.startswith("It was Ada")
