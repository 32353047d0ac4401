"""Claims of a transcript: each turn is said by whoever is named before it."""

from __future__ import annotations

from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import HONORIFICS, ROLES, TITLES
from provesafe.casefile.intake.page.turns import Turn
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.saying.draft import Draft, Paragraph

__all__ = ["claims_of_turns", "introduce_speakers"]

_ASIDES = frozenset(("q", "a", "question", "answer", "unidentified", "unknown", "voice", "speaker"))


def introduce_speakers(text: str, people: People, turns: Sequence[Turn]) -> None:
    """Make parties of the full names before turns, so that a first name later finds its person."""
    for turn in turns:
        label = text[turn.who[0] : turn.who[1]] if turn.who is not None else ""
        words = _names_in(label)
        if len(words) < 2 or _is_role(words) or turn.who is None:
            continue
        if people.named(" ".join(words)) is None:
            people.introduce(label, turn.who)


def _names_in(label: str) -> list[str]:
    return [word for word in label.split() if word.lower().rstrip(".") not in HONORIFICS]


def _is_role(words: Sequence[str]) -> bool:
    last = words[-1].lower()
    return last in ROLES or last in TITLES


def claims_of_turns(
    text: str, people: People, turns: Sequence[Turn], paragraphs: Sequence[Paragraph]
) -> list[Draft]:
    """One direct claim a turn.

    Args:
        text: the shown text.
        people: its parties; names before turns are added.
        turns: the turns.
        paragraphs: the words of each turn as a paragraph, in the same order.
    """
    known: dict[str, Person | None] = {}
    found: list[Draft] = []
    before: str | None = None
    for number, (turn, paragraph) in enumerate(zip(turns, paragraphs, strict=True)):
        label = text[turn.who[0] : turn.who[1]].lower() if turn.who is not None else None
        speaker = None
        if turn.who is not None and label is not None:
            if label not in known:
                known[label] = _speaker(people, text[turn.who[0] : turn.who[1]], turn.who)
            speaker = known[label]
            if speaker is not None and turn.who not in speaker.mentions:
                speaker.mentions.append(turn.who)
        if found and label is not None and label == before:
            found[-1].spans += turn.parts
            found[-1].quotes += turn.parts
        elif paragraph.sentences:
            found.append(
                Draft(
                    kind="direct",
                    spans=list(turn.parts),
                    quotes=list(turn.parts),
                    paragraph=number,
                    sentence=paragraph.sentences[0],
                    speaker=speaker,
                    how="unresolved" if speaker is None else "name",
                    source=turn.who,
                )
            )
        before = label
    return found


def _speaker(people: People, label: str, place: Place) -> Person | None:
    words = _names_in(label)
    if not words or words[0].lower().rstrip(".") in _ASIDES:
        return None
    named = people.named(" ".join(words))
    if named is not None:
        return named
    if _is_role(words):
        return people.unnamed(place, words[-1].lower())
    return people.introduce(label, place)
