"""Who a phrase means: each kind of phrase that reports use, with a sentence of its own."""

from __future__ import annotations

import pytest

from provesafe.casefile import take_in


def speakers(text: str) -> list[str]:
    """Each claim's speaker as the text names them first, in order; "" for a blank."""
    found = take_in(text)
    names = {one.id: one.text for one in found.parties}
    return [names.get(one.speaker or "", "") for one in found.claims]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Gil Park from Ford Studios said it was wet.", "Gil Park"),
        ("Ada Quill of Averell Polytechnic said that it was wet.", "Ada Quill"),
        ("Ada Quill with the Harbour Guild said it was cold.", "Ada Quill"),
        ("Dov Hale, of Mill Lane, Marlbeck, said it was wet.", "Dov Hale"),
        ("Dov Hale, of Mill Lane, Marlbeck, who ran the bar, said it was wet.", "Dov Hale"),
        ("Gaffer Dov Hale, of Mill Lane, Marlbeck said it was wet.", "Dov Hale"),
        ("Gil Park fell and in a note after the matinee said: “It was wet there.”", "Gil Park"),
        ("The woman who called the plumber says she called him twice.", "The woman"),
        ("A letter to the board says it was wet.", "A letter to the board"),
        ("In a note, a clerk for the Ford Company, Ada Quill, wrote it was wet.", "Ada Quill"),
        ("“It is dry,” his agent, Ada van der Moss, told FilmPost.", "Ada van der Moss"),
        ("President of the Harbour Riggers’ Union R Moss claimed it was wet.", "R Moss"),
        ("Dean of Student Music Hana Moss said it was wet.", "Hana Moss"),
        ("They left after their union said that it was wet.", "their union"),
    ],
)
def test_what_stands_behind_a_name_speaks_for_nobody(text: str, wanted: str) -> None:
    """Houses, towns, offices and occasions beside the subject are not the subject."""
    assert speakers(text) == [wanted]
