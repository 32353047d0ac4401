"""Who gave it and who took it, where a text says so plainly of a hand-over.

    NAME handed the gun to NAME        giver, taker
    NAME handed her the gun            giver; her only if she can be but one
    NAME was handed the gun by NAME    taker, giver
    I gave it to NAME                  whoever says so, NAME

What is proposed waits for a person like everything else. Of a pronoun that could mean two, and of a
passive without "by", nobody is proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from provesafe.casefile.intake.lexicon import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    GROUPS,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    ROLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece, pieces_of
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.saying.draft import Draft
from provesafe.casefile.intake.saying.phrases import Range, is_adverb, subject_before

__all__ = ["Hand", "hands_of"]

_THINGS = wordset(
    "gun weapon revolver pistol rifle shotgun firearm prop musket carbine derringer it one"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A stretch of the shown text that names who gave or who took, and the party if it is clear."""

    slot: Literal["giver", "taker"]
    place: Place
    person: Person | None


def hands_of(
    text: str, people: People, sentence: Place, verb: Place, claim: Draft | None
) -> tuple[Hand, ...]:
    """Giver and taker of the hand-over whose verb stands at `verb`.

    Args:
        text: the shown text.
        people: its parties.
        sentence: the sentence it stands in.
        verb: `handed`, `gave`, `passed`.
        claim: in whose words it stands; None in the publication's own.
    """
    first, last = _voice(sentence, verb, claim)
    pieces = pieces_of(text, first, last)
    row = next((n for n, one in enumerate(pieces) if one.start == verb[0]), None)
    if row is None:
        return ()
    reader = _Hands(text, people, pieces, claim)
    found = reader.passive(row) if _is_passive(pieces, row) else reader.active(row)
    return tuple(sorted(found, key=lambda one: one.place))


def _voice(sentence: Place, verb: Place, claim: Draft | None) -> Place:
    """The words of one voice around the verb: a claim's, or the sentence's own."""
    if claim is not None:
        for start, end in claim.spans:
            if start <= verb[0] < end:
                return max(start, sentence[0]) if claim.kind != "direct" else start, end
    return sentence


def _is_passive(pieces: Sequence[Piece], row: int) -> bool:
    before = row - 1
    while before >= 0 and is_adverb(pieces[before]):
        before -= 1
    return before >= 0 and pieces[before].low in BE


class _Hands:
    def __init__(
        self, text: str, people: People, pieces: Sequence[Piece], claim: Draft | None
    ) -> None:
        self.text = text
        self.people = people
        self.pieces = pieces
        self.claim = claim

    def active(self, row: int) -> list[Hand]:
        giver = self._hand("giver", self._giver(row))
        taker = self._hand("taker", self._taker(row + 1))
        return [one for one in (giver, taker) if one is not None]

    def passive(self, row: int) -> list[Hand]:
        subject, _ = subject_before(self.pieces, row)
        thing = subject is not None and self.pieces[subject[1] - 1].stem in _THINGS
        taker = self._hand("taker", self._after("to", row) if thing else subject)
        giver = self._hand("giver", self._after("by", row))
        return [one for one in (giver, taker) if one is not None]

    def _giver(self, row: int) -> Range | None:
        inserted = self._inserted(row)
        subject, left_out = subject_before(self.pieces, row)
        if inserted is not None or subject is not None or not left_out:
            return inserted or subject
        before = self.pieces[0].start, self.pieces[row].start
        named = [(at, one) for at, one in self.people.within(*before) if one.kind == "person"]
        if len({id(one) for _, one in named}) != 1:
            return None
        at = named[0][0]
        rows = [n for n, one in enumerate(self.pieces) if at[0] <= one.start < at[1]]
        return (rows[0], rows[-1] + 1) if rows else None

    def _inserted(self, row: int) -> Range | None:
        """`[armorer NAME] would hand me …`: who an editor's brackets say it was."""
        last = row - 1
        while last > 0 and (self.pieces[last].low in AUXILIARIES or is_adverb(self.pieces[last])):
            last -= 1
        if last < 1 or self.pieces[last].text != "]":
            return None
        first = next((n for n in range(last, -1, -1) if self.pieces[n].text == "["), None)
        return (first + 1, last) if first is not None and first + 1 < last else None

    def _taker(self, row: int) -> Range | None:
        """`handed her the gun`, `handed NAME a gun`, or after "to"."""
        pieces = self.pieces
        if row >= len(pieces) or pieces[row].kind != "word":
            return None
        if pieces[row].low in OBJECT_PRONOUNS and pieces[row].low != "it":
            following = pieces[row + 1] if row + 1 < len(pieces) else None
            owned = pieces[row].low == "her" and following is not None
            if not (owned and following is not None and following.stem in _THINGS | ROLES):
                return (row, row + 1)
        phrase = self._phrase(row)
        if phrase is not None and pieces[phrase[1] - 1].stem not in _THINGS:
            after = pieces[phrase[1]] if phrase[1] < len(pieces) else None
            if after is not None and after.low in DETERMINERS | {"what"}:
                return phrase
        return self._after("to", row - 1)

    def _after(self, word: str, row: int) -> Range | None:
        """The phrase after "to" or "by", within the clause of the verb."""
        for place in range(row + 1, min(len(self.pieces) - 1, row + 12)):
            one = self.pieces[place]
            if one.text in ".;:" or one.low in ("and", "but", "who", "when", "while", "after"):
                return None
            if one.low == word:
                return self._phrase(place + 1)
        return None

    def _phrase(self, first: int) -> Range | None:
        """A name with its role before it, a description, or a pronoun."""
        pieces = self.pieces
        if pieces[first].low in OBJECT_PRONOUNS:
            return (first, first + 1)
        last = first
        while last < len(pieces) and last - first < 7 and pieces[last].kind == "word":
            one = pieces[last]
            if last > first and one.low in PREPOSITIONS | DETERMINERS | {"and", "who", "that"}:
                break
            if last > first and pieces[last - 1].capital and not one.capital:
                break
            last += 1
        return (first, last) if last > first else None

    def _hand(self, slot: Literal["giver", "taker"], phrase: Range | None) -> Hand | None:
        if phrase is None:
            return None
        part = self.pieces[phrase[0] : phrase[1]]
        place = part[0].start, part[-1].end
        if len(part) == 1 and part[0].low in ("i", "me"):
            return Hand(slot=slot, place=place, person=self._first_person())
        if len(part) == 1 and part[0].low in ("he", "him", "she", "her"):
            return Hand(slot=slot, place=place, person=self._pronoun(part[0].low, place))
        named = [one for _, one in self.people.within(place[0], place[1] + 1)]
        people = [one for one in named if one.kind == "person"]
        if people:
            return Hand(slot=slot, place=place, person=people[-1] if len(people) == 1 else None)
        words = {one.stem for one in part}
        if not words & (ROLES | GROUPS | {"somebody", "someone"}):
            return None
        known = {id(one): one for at, one in self.people.said_of(*place) if at[1] <= place[1]}
        return Hand(slot=slot, place=place, person=next(iter(known.values()), None))

    def _first_person(self) -> Person | None:
        """Whose "I" it is: in words reported inside a quotation, that of whoever is quoted."""
        claim = self.claim
        if claim is None:
            return self.people.author
        reported = claim.kind == "indirect" and claim.parent is not None
        return claim.parent.speaker if reported and claim.parent is not None else claim.speaker

    def _pronoun(self, low: str, place: Place) -> Person | None:
        """In reported words, whoever speaks if it can be them and nobody else named there can."""
        gender = "m" if low in ("he", "him") else "f"
        claim = self.claim
        if claim is None or claim.kind == "direct" or claim.speaker is None:
            return None
        rivals = [
            one
            for _, one in self.people.within(claim.start, place[0])
            if one.kind == "person" and one is not claim.speaker and one.fits(gender)
        ]
        return claim.speaker if claim.speaker.gender == gender and not rivals else None
