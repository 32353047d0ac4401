"""Claims of a transcript: each turn is said by whoever is named before it."""

from __future__ import annotations

from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import HONORIFICS, ROLES, TITLES
from provesafe.casefile.intake.page.turns import Turn
from provesafe.casefile.intake.parties.party import People, Person
from provesafe.casefile.intake.saying.claims import Draft, Paragraph

__all__ = ["claims_of_turns"]

_ASIDES = frozenset(("q", "a", "question", "answer", "unidentified", "unknown", "voice", "speaker"))


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
    for number, (turn, paragraph) in enumerate(zip(turns, paragraphs, strict=True)):
        label = text[turn.who[0] : turn.who[1]]
        if label.lower() not in known:
            known[label.lower()] = _speaker(people, label, turn)
        speaker = known[label.lower()]
        if speaker is not None and turn.who not in speaker.mentions:
            speaker.mentions.append(turn.who)
        if paragraph.sentences:
            found.append(
                Draft(
                    kind="direct",
                    spans=[turn.words],
                    quotes=[turn.words],
                    paragraph=number,
                    sentence=paragraph.sentences[0],
                    speaker=speaker,
                    how="unresolved" if speaker is None else "name",
                    source=turn.who,
                )
            )
    return found


def _speaker(people: People, label: str, turn: Turn) -> Person | None:
    words = [word for word in label.split() if word.lower().rstrip(".") not in HONORIFICS]
    if not words or words[0].lower().rstrip(".") in _ASIDES:
        return None
    named = people.named(" ".join(words))
    if named is not None:
        return named
    last = words[-1].lower()
    if last in ROLES or last in TITLES:
        return people.unnamed(turn.who, last)
    return people.introduce(label, turn.who)
