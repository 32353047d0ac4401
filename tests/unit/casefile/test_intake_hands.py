"""Who gave a weapon and who took it, proposed from a text that says so plainly."""

from __future__ import annotations

import pytest

from provesafe.casefile import Intake, document, intake_of, take_in

CAST = "Ada Quill is an armorer. Cleo Marsh is a performer. Basil Crane is an assistant director. "


def hands(found: Intake) -> list[list[tuple[str, str]]]:
    """Of each hand-over, its slots and whose they are; empty where it could be two."""
    names = {one.id: one.text for one in found.parties}
    return [
        [(one.slot, names.get(one.party or "", "")) for one in event.slots]
        for event in found.events
        if event.kind == "hand-over"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ada Quill handed the gun to Cleo Marsh.", ["Ada Quill", "Cleo Marsh"]),
        ("Ada Quill handed Cleo Marsh the gun.", ["Ada Quill", "Cleo Marsh"]),
        ("Ada Quill gave the loaded revolver to Cleo Marsh.", ["Ada Quill", "Cleo Marsh"]),
        ("Crane took a gun from the cart and handed it to Marsh.", ["Basil Crane", "Cleo Marsh"]),
        ("Marsh was handed the gun by Quill.", ["Cleo Marsh", "Ada Quill"]),
        ("The gun was handed to Marsh by Quill.", ["Cleo Marsh", "Ada Quill"]),
        ("“I handed it to Basil Crane,” Quill said.", ["Ada Quill", "Basil Crane"]),
        ("“[Armorer Ada Quill] would hand me the gun,” Marsh said.", ["Ada Quill", "Cleo Marsh"]),
        ("Marsh was handed the gun.", ["Cleo Marsh"]),
        ("Crane handed her the gun.", ["Basil Crane", ""]),
        ("The gun was handed to somebody on the crew.", [""]),
    ],
)
def test_hands_are_named_only_where_the_text_names_them(text: str, wanted: list[str]) -> None:
    """A giver or taker is who stands there; a pronoun that could be two is only a place."""
    found = take_in(CAST + text)
    assert [[who for _, who in each] for each in hands(found)] == [wanted]


def test_slots_read_again_from_the_file_and_from_the_document() -> None:
    """The place of each slot is a place of the raw text, and the document keeps it."""
    raw = CAST + "Ada Quill handed the gun to Cleo Marsh."
    found = take_in(raw)
    slots = [one for event in found.events for one in event.slots]
    assert [raw[one.start : one.end] for one in slots] == [one.text for one in slots]
    assert len(slots) == 2
    assert intake_of(document(found)) == found


def test_a_document_from_before_there_were_slots_is_still_read() -> None:
    """What a case kept of an intake lacks the slots and says the rest."""
    kept = dict(document(take_in(CAST + "Ada Quill handed the gun to Cleo Marsh.")))
    kept["events"] = [
        {name: value for name, value in event.items() if name != "slots"}
        for event in kept["events"]
    ]
    assert [one.slots for one in intake_of(kept).events] == [()]
