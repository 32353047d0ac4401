"""Quotations without a cue: whose they are where nothing beside them says it.

A quotation that no cue claims continues whoever spoke before it in its paragraph; one of five words
or more that nobody can be given is listed with no speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from provesafe.casefile.intake.lexicon import CONJUNCTIONS, DETERMINERS, PREPOSITIONS
from provesafe.casefile.intake.page.text import Piece, Sentence, words_of
from provesafe.casefile.intake.parties.party import People, Person, Place
from provesafe.casefile.intake.parties.speakers import Resolved, Speakers
from provesafe.casefile.intake.saying.draft import (
    ClaimKind,
    Draft,
    inside_of,
    is_open,
    outer_of,
)
from provesafe.casefile.intake.saying.phrases import Range
from provesafe.casefile.intake.saying.subjects import Subjects

__all__ = ["QuotationReader", "SentenceState"]


@dataclass(frozen=False, slots=True, kw_only=True)
class SentenceState:
    """What of one sentence is known so far."""

    used: set[int] = field(default_factory=set)
    claims: list[Draft] = field(default_factory=list)
    subject: Person | None = None
    last_cue: Person | None = None
    lost: bool = False
    """Whether somebody spoke of whom it is not known who they are."""
    told: list[Person] = field(default_factory=list)
    """Whom something was said to."""


class QuotationReader:
    """Keeps what was said so far, and gives the quotations that no cue took."""

    def __init__(self, text: str, people: People, speakers: Speakers) -> None:
        self.text = text
        self.people = people
        self.speakers = speakers
        self.subjects = Subjects(text, people, speakers)
        self.claims: list[Draft] = []
        self._paragraph = 0
        self._last: Draft | None = None
        self._before: Draft | None = None
        self._previous_subject: Person | None = None
        self._spoke_before: Person | None = None
        self._asked: Person | None = None
        """Whom the sentence before asked something."""
        self._spoken_of: list[Person] = []
        """Who spoke in the sentence before, then whom it was about: whom a pronoun means first."""
        self._previous_claimed = True
        self._court: Person | None = None
        """The court that last heard something, for `It heard that …`."""
        self._opening: Sentence | None = None
        """The first sentence of the paragraph."""
        self._introduced: Resolved | None = None
        """Whose words a sentence that ended in a colon announced."""

    def leftover(self, sentence: Sentence, state: SentenceState, *, first: bool) -> None:
        """Give each quotation that no cue took to whoever goes on speaking, or list it."""
        pieces = sentence.pieces
        for row, one in enumerate(pieces):
            if one.kind != "quote" or row in state.used or one.quotation is None:
                continue
            inner = self.text[one.quotation.first : one.quotation.last]
            words = words_of(inner)
            named = row > 0 and pieces[row - 1].kind == "word" and _is_title(inner)
            if not words or named:
                continue
            if self._joins_claim(sentence, row, state):
                continue
            starts = not any(piece.kind == "word" for piece in pieces[:row])
            stops = inner.rstrip()[-1:] in (".", "?", "!", "…")
            if starts and self._introduced is not None and not self._attributed_after(pieces, row):
                self._begin(sentence, row, self._introduced, state)
                self._introduced = None
                continue
            if (
                starts
                and (len(words) >= 4 or stops)
                and not self._somebody_else(sentence, row)
                and self._continues(sentence, row, state, first)
            ):
                continue
            led = row > 0 and pieces[row - 1].text == ":" and state.subject is not None
            if len(words) >= 5 or (stops and (led or len(words) >= 3)):
                self._unattributed(sentence, row, state)

    def _attributed_after(self, pieces: Sequence[Piece], row: int) -> bool:
        return any(one.kind == "word" for one in pieces[row + 1 :])

    def _begin(self, sentence: Sentence, row: int, who: Resolved, state: SentenceState) -> None:
        """A quotation announced before: all that follow it in this sentence go with it."""
        rows = [n for n in range(row, len(sentence.pieces)) if sentence.pieces[n].kind == "quote"]
        draft = self.make(sentence, tuple((n, n + 1) for n in rows), state)
        draft.speaker, draft.how = who.person, who.how
        state.claims.append(draft)
        if who.person is not None:
            self.speakers.touch(who.person, spoke=True)

    def _joins_claim(self, sentence: Sentence, row: int, state: SentenceState) -> bool:
        """`“A,” he said, “B”` is one claim; after a full stop, B is a claim of its own."""
        if not state.claims or not any(used < row for used in state.used):
            return False
        pieces, claim = sentence.pieces, state.claims[-1]
        before = pieces[row - 1]
        if (
            before.text in (",", ":", "—", "–", "…")
            or before.kind == "quote"
            or before.low == "and"
        ):
            state.used.add(row)
            place = inside_of(pieces[row])
            claim.spans.append(place)
            claim.quotes.append(place)
            claim.open = is_open(pieces[row])
            return True
        if before.kind == "mark" or row - 1 == claim.cue_row:
            self._continue(sentence, row, claim, state)
            return True
        return False

    def _somebody_else(self, sentence: Sentence, row: int) -> bool:
        """Whether after this quotation somebody is named who is not its continued speaker."""
        pieces = sentence.pieces
        after = [one for one in pieces[row + 1 :] if one.kind == "word"]
        before = self._last or self._before
        if not after or before is None:
            return False
        inside = self.people.within(after[0].start, min(after[-1].end, after[0].start + 40))
        return any(one is not before.speaker for _, one in inside if one.kind == "person")

    def _continues(self, sentence: Sentence, row: int, state: SentenceState, first: bool) -> bool:
        before = self._last
        if before is None and first and self._before is not None and self._before.open:
            place = inside_of(sentence.pieces[row])
            self._before.spans.append(place)
            self._before.quotes.append(place)
            self._before.open = is_open(sentence.pieces[row])
            self._last = self._before
            state.used.add(row)
            return True
        if not self._previous_claimed and self._previous_subject is not None:
            spoke_last = before.speaker if before is not None else None
            if spoke_last is not None and spoke_last is not self._previous_subject:
                return False
        before = before or self._before
        if before is None:
            return False
        if first and self._asks(before):
            draft = self.make(sentence, ((row, row + 1),), state)
            state.claims.append(draft)
            return True
        self._continue(sentence, row, before, state)
        return True

    def _join_open(self, draft: Draft) -> None:
        """`“A.`, in the next paragraph `“B,” she said`: one quotation, and she says all of it."""
        before = self._before
        if before is None or not before.open or before.cue is not None or not draft.quotes:
            return
        if draft.sentence is not self._opening or draft.start != draft.sentence.start + 1:
            return
        draft.spans[:0] = before.spans
        draft.quotes[:0] = before.quotes
        self.claims.remove(before)

    def _asks(self, before: Draft) -> bool:
        """Whether it is a question: what follows in a paragraph of its own may be the answer."""
        return self.text[before.start : before.end].rstrip(" ,")[-1:] == "?"

    def _continue(self, sentence: Sentence, row: int, before: Draft, state: SentenceState) -> None:
        draft = self.make(sentence, ((row, row + 1),), state)
        draft.speaker, draft.how = before.speaker, "continued"
        if before.speaker is None:
            draft.how = before.how
        draft.continues = before
        state.claims.append(draft)

    def _unattributed(self, sentence: Sentence, row: int, state: SentenceState) -> None:
        pieces = sentence.pieces
        draft = self.make(sentence, ((row, row + 1),), state)
        before = pieces[row - 1] if row > 0 else None
        at_end = all(one.kind != "word" for one in pieces[row + 1 :])
        led = before is not None and (before.text == ":" or (before.text == "," and at_end))
        if led and state.subject is not None:
            draft.speaker, draft.how = state.subject, "inherited"
            self.speakers.touch(state.subject, spoke=True)
        elif not self._previous_claimed and self._previous_subject is not None and row == 0:
            draft.speaker, draft.how = self._previous_subject, "inherited"
        state.claims.append(draft)

    # -- making

    def make(self, sentence: Sentence, content: tuple[Range, ...], state: SentenceState) -> Draft:
        """A claim of these pieces, listed; its quotations are taken."""
        pieces = sentence.pieces
        spans: list[Place] = []
        quotes: list[Place] = []
        plain = False
        open_end = False
        for first, last in content:
            inside = [row for row in range(first, last) if pieces[row].kind == "quote"]
            quotes += [inside_of(pieces[row]) for row in inside if row not in state.used]
            state.used.update(inside)
            only = all(pieces[n].kind != "word" for n in range(first, last)) and bool(inside)
            if only:
                spans += [inside_of(pieces[row]) for row in inside]
            else:
                plain = True
                spans.append(outer_of(pieces, first, last))
            open_end = any(is_open(pieces[row]) for row in inside)
        kind: ClaimKind = "indirect" if not quotes else "mixed" if plain else "direct"
        draft = Draft(
            kind=kind,
            spans=spans,
            quotes=quotes,
            paragraph=self._paragraph,
            sentence=sentence,
            open=open_end,
            rows=(content[0][0], content[-1][1]),
        )
        self.claims.append(draft)
        self._last = draft
        return draft


def _is_title(words: str) -> bool:
    """`… on the set of “The Winter Ledger.”`: the name of a film, and nobody's words."""
    parts = words_of(words)
    small = PREPOSITIONS | DETERMINERS | CONJUNCTIONS
    big = [one for one in parts if one.lower() not in small]
    return (
        1 < len(parts) < 5
        and bool(big)
        and parts[0][0].isupper()
        and all(one[0].isupper() for one in big)
        and words.rstrip()[-1:] not in "?!"
    )
