"""What somebody's words say that somebody said, read as any other sentence is.

    “He called at noon and said, ‘It is cold,’” …      the words between the inner marks
    … that he had told the foreman that it was cold    the clause after the inner verb

Whose it is, and who heard it, is for the reader of the outer words to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    DOCUMENTS,
    GROUPS,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
)
from provesafe.casefile.intake.page.text import Piece, quotations_of, sentences_of
from provesafe.casefile.intake.parties.party import Place
from provesafe.casefile.intake.saying.cues import Cue, cues_of
from provesafe.casefile.intake.saying.draft import Draft, inside_of, outer_of, place_of
from provesafe.casefile.intake.saying.frames import Frame, frame_of
from provesafe.casefile.intake.saying.phrases import Range, is_finite

__all__ = ["Told", "told_within"]

_STANCES = frozenset(
    ("neutral", "narrative", "doubt-marking", "emphasis", "denial", "concession", "confirmation")
)
_NO_TELLERS = frozenset(("it", "there", "that", "this", "who", "what"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing told within a claim; stretches of the shown text."""

    words: Place
    quoted: bool
    cue: Place
    lemma: str
    by: Place | None
    """Who tells it, as the words name them; None where the verb is joined to an earlier one."""
    heard: Place | None


def told_within(text: str, claim: Draft) -> Iterator[Told]:
    """What the words of a claim say that somebody said, in order."""
    for start, end in claim.spans:
        for sentence in sentences_of(
            text, start, end, quotations_of(text, start, end, single=True)
        ):
            pieces = sentence.pieces
            for cue in cues_of(pieces):
                if cue.passive or cue.participle or cue.stance not in _STANCES:
                    continue
                told = _told(pieces, cue)
                if told is not None:
                    yield told


def _told(pieces: Sequence[Piece], cue: Cue) -> Told | None:
    frame = frame_of(pieces, cue, frozenset())
    if frame is None or len(frame.content) != 1 or frame.content[0][0] <= cue.row:
        return None
    first, last = frame.content[0]
    quoted = pieces[first].kind == "quote" and last == first + 1
    if not quoted and not is_finite(pieces[first:last]):
        return None
    sure = quoted or frame.listener is not None or pieces[first - 1].low == "that"
    if not _may_tell(pieces, frame, sure=sure):
        return None
    teller = frame.subject or _opening(pieces, cue.row)
    return Told(
        words=inside_of(pieces[first]) if quoted else outer_of(pieces, first, last),
        quoted=quoted,
        cue=(pieces[cue.row].start, pieces[cue.row].end),
        lemma=cue.lemma,
        by=place_of(pieces, teller) if teller is not None else None,
        heard=place_of(pieces, frame.listener) if frame.listener is not None else None,
    )


def _opening(pieces: Sequence[Piece], row: int) -> Range | None:
    """`He rang at noon and said …`: whoever the sentence begins with, for a joined verb."""
    first = 0
    while first < row and pieces[first].low in CONJUNCTIONS | ADVERBS:
        first += 1
    last = first
    while last < row and pieces[last].kind == "word" and not is_finite([pieces[last]]):
        if last > first and pieces[last].low in SUBJECT_PRONOUNS:
            break  # `a man she knew came and said`
        last += 1
    opens = pieces[first].low in DETERMINERS | set(SUBJECT_PRONOUNS) or pieces[first].capital
    plain = all(one.low not in PREPOSITIONS for one in pieces[first:last])
    opens = opens and pieces[first].low not in ("his", "her", "their", "its")
    return (first, last) if opens and plain and 0 < last - first <= 4 and last < row else None


def _may_tell(pieces: Sequence[Piece], frame: Frame, *, sure: bool) -> bool:
    if frame.subject is None:
        return frame.left_out and sure
    phrase = pieces[slice(*frame.subject)]
    if len(phrase) == 1 and phrase[0].low in _NO_TELLERS:
        return False
    if len(phrase) == 1 and phrase[0].low == "you":
        return frame.listener is not None  # `you know`, `you say that`: nobody is told
    if len(phrase) == 1 and phrase[0].low in SUBJECT_PRONOUNS:
        return True
    return sure or any(one.capital or one.stem in ROLES | GROUPS | DOCUMENTS for one in phrase)
