"""Who a sentence is about: its subject, who acts upon it, and whose a possessive is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import (
    DETERMINERS,
    DOCUMENTS,
    FORMS,
    GROUPS,
    PREPOSITIONS,
    ROLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece, Sentence
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.parties.speakers import BODIES, SOMEBODY, Speakers, head_of
from provesafe.casefile.intake.saying.cues import cues_of
from provesafe.casefile.intake.saying.phrases import is_finite, is_verb_of_saying

__all__ = ["Subjects"]


def _in_role(piece: Piece) -> bool:
    return piece.kind == "word" and not piece.capital and piece.low not in PREPOSITIONS


_DONE_TO = wordset("told shown seen given shot hit sworn")

_BY_OR_WHAT = wordset("by about why whether if what how to in on when")


class Subjects:
    """Finds the subjects of the sentences of one text, in order."""

    def __init__(self, text: str, people: People, speakers: Speakers) -> None:
        self.text = text
        self.people = people
        self.speakers = speakers

    def of(self, sentence: Sentence) -> Person | None:
        """The first person of the sentence who is not an object, after an introduction."""
        pieces = sentence.pieces
        paper = self._paper(pieces)
        if paper is not None:
            return paper
        begins = self._past_introduction(pieces)
        quotes = [(one.start, one.end) for one in pieces if one.kind == "quote"]
        found: Person | None = None
        head = next((one.low for one in pieces if one.start >= begins), "")
        if begins == sentence.start and head in ("he", "she"):
            return self.speakers.pronoun(head).person
        for place, person in self.people.within(sentence.start, sentence.end):
            if person.kind == "organisation" or any(a <= place[0] < b for a, b in quotes):
                continue
            if self._is_object(pieces, place):
                continue
            if place[0] >= begins:
                return person
            found = found or person
        after = next((one for one in pieces if one.start >= begins), None)
        if begins > sentence.start and after is not None and after.low in ("he", "she"):
            self.speakers.blocked = self.agents(pieces)
            return self.speakers.pronoun(after.low).person
        return (
            found
            or self._subject_without_name(pieces)
            or self._body(sentence)
            or self._owner(sentence)
        )

    def _paper(self, pieces: Sequence[Piece]) -> Person | None:
        """`The memo, seen by …, was written by …`: a document at the head of its sentence."""
        for row, one in enumerate(pieces[:8]):
            if one.kind != "word" or (row and (one.low in PREPOSITIONS or is_finite([one]))):
                return None
            owned = any(before.possessive for before in pieces[:row])
            if row and one.stem in DOCUMENTS and (owned or pieces[0].low in DETERMINERS):
                after = pieces[row + 1] if row + 1 < len(pieces) else one
                ends = after.text == "," or after.low in PREPOSITIONS or is_finite([after])
                return (
                    self.speakers.resolve(pieces, (0, row + 1), speaks=False).person
                    if ends
                    else None
                )
        return None

    def _body(self, sentence: Sentence) -> Person | None:
        """An organisation that the sentence begins with."""
        for place, one in self.people.within(sentence.start, sentence.end):
            if one.kind == "organisation" and place[0] - sentence.start <= 4:
                return one
        return None

    def _owner(self, sentence: Sentence) -> Person | None:
        """`NAME’s memory was another`: whose it is, where it is nobody."""
        for place, one in self.people.within(sentence.start, sentence.end):
            rest = [row for row, piece in enumerate(sentence.pieces) if piece.start >= place[1]]
            if place[0] - sentence.start > 4 or one.kind != "person" or len(rest) < 2:
                return None
            thing = sentence.pieces[rest[0]]
            following = sentence.pieces[rest[0] + 1]
            nobody = thing.kind == "word" and thing.stem not in ROLES | GROUPS and not thing.capital
            return one if nobody and is_finite([following]) else None
        return None

    def _subject_without_name(self, pieces: Sequence[Piece]) -> Person | None:
        """A pronoun or a description with a role at the head of the sentence."""
        for one in pieces[:4]:
            if one.low in ("he", "she"):
                return self.speakers.pronoun(one.low).person
        if pieces[0].low in PREPOSITIONS or pieces[0].low == "according":
            return None
        for row, one in enumerate(pieces[:10]):
            relative = row > 0 and one.low in ("who", "that", "which", "whose")
            if one.kind != "word" or relative or (row > 0 and is_finite([one])):
                heads = ROLES | GROUPS | SOMEBODY
                if pieces[0].low in ("the", "a", "an"):
                    heads |= DOCUMENTS | BODIES
                human = "who" in (one.low, *(after.low for after in pieces[row + 1 : row + 2]))
                known = row > 0 and {pieces[row - 1].stem, head_of(pieces[:row])} & heads
                says = row > 0 and is_verb_of_saying(one) and pieces[0].low in DETERMINERS
                if not (known or says or (human and pieces[0].low in DETERMINERS)):
                    return None
                found = self.speakers.resolve(pieces, (0, row), speaks=False).person
                if found is not None:
                    found.human = found.human or human
                return found
        return None

    def _past_introduction(self, pieces: Sequence[Piece]) -> int:
        head = pieces[0]
        if (
            head.low in PREPOSITIONS
            or head.low in ("as", "when", "while", "asked", "earlier")
            or _opens_with_participle(pieces)
        ):
            for one in pieces:
                if one.text == ",":
                    return one.end
        return head.start

    def agents(self, pieces: Sequence[Piece]) -> list[Person]:
        """`Cross-examined by NAME, he …`: whoever does it to him is not him."""
        if not _opens_with_participle(pieces):
            return []
        commas = [row for row, one in enumerate(pieces) if one.text == ","] or [0]
        by = next((one.end for one in pieces if one.low == "by"), pieces[commas[0]].end)
        last = commas[0]
        for row in commas[1:]:
            if not (pieces[last + 1].capital and pieces[row - 1].capital and row - last < 6):
                break
            last = row  # `Asked by her lawyer, NAME, whether …`
        return [one for _, one in self.people.within(by, pieces[last].end)]

    def _is_object(self, pieces: Sequence[Piece], place: Place) -> bool:
        row = next((n for n, one in enumerate(pieces) if one.start <= place[0] < one.end), 0)
        before = pieces[row - 1].low if row > 0 else ""
        first = row
        while first > 1 and row - first < 4 and _in_role(pieces[first - 1]):
            first -= 1
        if first > 1 and first < row and pieces[first - 1].low in ("of", "for"):
            return True  # `The family of stunt rider NAME said`
        if before in PREPOSITIONS and before != "by":
            return True
        return bool(re.match(r"[’'‘]s\b", self.text[place[1] : place[1] + 2]))

    def leads(self, sentence: Sentence, subject: Person) -> bool:
        """Whether they stand before the first verb of saying."""
        first = next((one.row for one in cues_of(sentence.pieces)), len(sentence.pieces))
        limit = sentence.pieces[first].start if first < len(sentence.pieces) else sentence.end
        return any(sentence.start <= at[0] < limit for at in subject.mentions)

    def named_before(self, pieces: Sequence[Piece], row: int) -> list[Person]:
        """The people of this sentence before a piece, outside quotations."""
        inside = self.people.within(pieces[0].start, pieces[row].start)
        quotes = [(one.start, one.end) for one in pieces[:row] if one.kind == "quote"]
        return [
            one
            for at, one in inside
            if one.kind == "person" and not any(a <= at[0] < b for a, b in quotes)
        ]

    def vote(self, sentence: Sentence, subject: Person) -> None:
        """`Basil said his …`: a possessive in the same clause tells the gender."""
        named = min((at[1] for at in subject.mentions if at[0] >= sentence.start), default=0)
        for row, one in enumerate(sentence.pieces[:16]):
            if one.start < named:
                continue  # `His sister, NAME, said`: another's
            if row > 0 and sentence.pieces[row - 1].low in FORMS:
                continue  # `told him`: somebody else
            if one.low in ("his", "himself", "him"):
                subject.vote("m", 0.6)
                return
            if one.low in ("her", "herself"):
                subject.vote("f", 0.4)
                return


def _opens_with_participle(pieces: Sequence[Piece]) -> bool:
    """`Asked whether …, he said` · `Questioned by NAME, she said`: what was done to the subject."""
    if len(pieces) < 4 or pieces[0].kind != "word":
        return False
    done = pieces[0].low.endswith("ed") or pieces[0].low in _DONE_TO
    return done and pieces[1].low in _BY_OR_WHAT
