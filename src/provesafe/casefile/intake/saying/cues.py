"""Cues of a sentence: the verbs of saying that attribute something to somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provesafe.casefile.intake.lexicon import (
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    FORMS,
    GROUPS,
    MAYBE_NOUN,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    VERBS,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece, words_of
from provesafe.casefile.intake.parties.trades import HUMAN
from provesafe.casefile.intake.saying.phrases import PARTICLES, is_adverb

__all__ = ["Cue", "cues_of"]

_PERFECT = wordset("has have had having did do does")
_NEGATIONS = wordset(
    "not never didn’t doesn’t don’t hasn’t haven’t hadn’t wouldn’t won’t can’t couldn’t "
    "cannot wasn’t isn’t weren’t nobody"
)
_WENT_ON = wordset("went continued corrected proceeded came goes liked likes used")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A verb of saying at `row` of its sentence."""

    row: int
    lemma: str
    stance: str
    takes: str
    passive: bool
    participle: bool
    """Whether it ends in -ing: its subject stands elsewhere."""


def cues_of(pieces: Sequence[Piece]) -> Iterator[Cue]:
    """The verbs of this sentence that may attribute something, outside quotations."""
    for row, one in enumerate(pieces):
        phrasal = _phrasal(pieces, row)
        if phrasal:
            stance, takes = VERBS[phrasal]
            yield Cue(
                row=row,
                lemma=phrasal,
                stance=stance,
                takes=takes,
                passive=False,
                participle=pieces[row - 1].low.endswith("ing"),
            )
            continue
        if one.kind != "word":
            continue
        if one.low in ("put", "puts") and _put_it(pieces, row):
            stance, takes = VERBS["put"]
            yield Cue(
                row=row, lemma="put", stance=stance, takes=takes, passive=False, participle=False
            )
            continue
        if one.low not in FORMS and _voices(pieces, row):
            yield Cue(
                row=row, lemma="voice", stance="neutral", takes="q", passive=False, participle=False
            )
            continue
        if one.low not in FORMS or _looks_like_noun(pieces, row):
            continue
        if one.capital and row > 0 and pieces[row - 1].kind == "word":
            continue
        lemma = FORMS[one.low]
        participle = one.low.endswith("ing")
        passive = not participle and (_is_passive(pieces, row) or _has_agent(pieces, row))
        if passive and lemma == "hear" and _is_heard_saying(pieces, row):
            continue
        if (lemma == "post" and _was_posted(pieces, row)) or _describes(pieces, row):
            continue
        if _is_infinitive(pieces, row) or _is_unreal(pieces, row, passive=passive):
            continue
        stance, takes = VERBS[lemma]
        yield Cue(
            row=row,
            lemma=lemma,
            stance=stance,
            takes=takes,
            passive=passive,
            participle=participle,
        )


def _phrasal(pieces: Sequence[Piece], row: int) -> str:
    """`points out` at its particle, `goes on` at its own if quoted words stand beside it."""
    if row == 0 or pieces[row].kind != "word":
        return ""
    verb = pieces[row - 1].low
    if pieces[row].low == "out" and verb in ("point", "points", "pointed", "pointing"):
        return "point"
    if pieces[row].low == "evidence" and verb in ("gave", "gives", "given"):
        that = row + 1 < len(pieces) and pieces[row + 1].low == "that"
        return "testify" if that else ""
    if pieces[row].low == "on" and verb in ("goes", "went"):
        near = [one.kind for one in pieces[row + 1 : row + 3] if not _is_title(one)]
        aside = row > 2 and row + 1 < len(pieces) and pieces[row + 1].text == ","
        aside = aside and pieces[row - 3].text == ","  # `…, he went on, …`
        return "go" if "quote" in near or aside else ""
    return ""


def _put_it(pieces: Sequence[Piece], row: int) -> bool:
    """`put it to NAME that …`: what counsel says to a witness."""
    return [one.low for one in pieces[row + 1 : row + 3]] == ["it", "to"]


def _is_title(piece: Piece) -> bool:
    """`went on “The Late Desk”`: the name of a broadcast is nobody's words."""
    words = words_of(piece.text)
    return piece.quotation is not None and len(words) < 7 and all(w[0].isupper() for w in words)


_SOUNDS = re.compile(r"[a-z]{3,}(?:ed|s)")


def _voices(pieces: Sequence[Piece], row: int) -> bool:
    """Any verb beside a quotation that ends in a comma: `“…,” moaned NAME`, `“…,” he fumed.`"""
    one = pieces[row]
    if not _SOUNDS.fullmatch(one.text) or one.low in _NO_VERBS:
        return False
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    if following is not None and following.low in PARTICLES:
        return False
    if one.low.endswith("ss") or any(
        other.low in FORMS and other.low not in MAYBE_NOUN for other in pieces[row + 1 : row + 7]
    ):
        return False  # `“…,” business agent NAME tells …`
    if row > 0 and _asks_for_more(pieces[row - 1]):
        return following is not None and (
            following.capital or following.low in DETERMINERS or following.stem in ROLES
        )
    begins = row - 1
    while begins > 0 and row - begins <= 4 and pieces[begins].kind == "word":
        begins -= 1
    if begins < 0 or not _asks_for_more(pieces[begins]) or begins == row - 1:
        return False
    subject = pieces[begins + 1 : row]
    named = all(other.capital for other in subject) or (
        len(subject) == 1 and subject[0].low in ("he", "she", "they")
    )
    ends = following is None or following.text in ".,;" or following.low in PREPOSITIONS
    return named and ends


_NO_VERBS = AUXILIARIES | PREPOSITIONS | DETERMINERS | ROLES | GROUPS


def _asks_for_more(piece: Piece) -> bool:
    quoted = piece.quotation
    if quoted is None or _is_title(piece):
        return False
    return piece.text[: quoted.last - piece.start].rstrip()[-1:] in (",", "?", "!")


def _looks_like_noun(pieces: Sequence[Piece], row: int) -> bool:
    one = pieces[row]
    if one.low not in MAYBE_NOUN or row == 0:
        return one.low in MAYBE_NOUN and row == 0
    before = pieces[row - 1]
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    if following is not None and (following.kind == "quote" or following.text == ":"):
        return before.low in DETERMINERS | PREPOSITIONS or before.possessive
    if before.kind == "quote":
        return following is None or not (following.capital or following.low in DETERMINERS)
    if before.kind != "word":
        that = following is not None and following.low == "that"
        return not (that and before.text == ",")
    if before.low in DETERMINERS | PREPOSITIONS or before.possessive:
        return True
    could_be_subject = (
        is_adverb(before)
        or before.low in AUXILIARIES | CONJUNCTIONS | SUBORDINATORS
        or before.low in SUBJECT_PRONOUNS
        or before.capital
        or before.stem in GROUPS | ROLES | HUMAN
        or _paper_reads(before, one, following)
    )
    return not could_be_subject


def _paper_reads(before: Piece, one: Piece, following: Piece | None) -> bool:
    """`“…,” the report reads`; a letter read to the court or a text message does nothing."""
    if before.stem not in DOCUMENTS or not one.low.endswith(("s", "read")):
        return False
    return following is None or following.low not in PREPOSITIONS | {"out", "aloud"}


def _is_passive(pieces: Sequence[Piece], row: int) -> bool:
    place = row - 1
    while place >= 0 and is_adverb(pieces[place]):
        place -= 1
    if place < 0 or pieces[place].kind != "word":
        return False
    low = pieces[place].low
    return (
        low in BE
        or low in ("i’m", "he’s", "she’s", "it’s")
        or (
            low.endswith("n’t")
            and low
            in (
                "wasn’t",
                "weren’t",
                "isn’t",
                "aren’t",
            )
        )
    )


_BY_MEANS = wordset("phone telephone email e-mail text letter message post video")


def _has_agent(pieces: Sequence[Piece], row: int) -> bool:
    """`an expert called by the defense`: who did it follows; a message is only a means."""
    if row + 2 >= len(pieces) or pieces[row + 1].low != "by":
        return False
    return pieces[row + 2].stem not in _BY_MEANS | set(DAYS)


def _was_posted(pieces: Sequence[Piece], row: int) -> bool:
    """`a podcast posted in May`, `in a post that …`: what was put up, and nobody's saying it."""
    if pieces[row].low in ("post", "posts"):
        return row + 1 >= len(pieces) or pieces[row + 1].kind != "quote"
    if row == 0 or row + 1 >= len(pieces) or pieces[row + 1].low not in PREPOSITIONS:
        return False
    before = pieces[row - 1]
    speaks = before.capital or before.low in SUBJECT_PRONOUNS or before.stem in GROUPS | ROLES
    return before.kind == "word" and not speaks


def _describes(pieces: Sequence[Piece], row: int) -> bool:
    """`an emailed statement`, `his reported words`: a participle before its noun."""
    if row == 0 or row + 1 >= len(pieces) or not pieces[row].low.endswith("ed"):
        return False
    owned = pieces[row - 1].low in ("a", "an", "the", "his", "its", "their")
    return owned and pieces[row + 1].kind == "word"


def _is_heard_saying(pieces: Sequence[Piece], row: int) -> bool:
    """`can be heard saying`: the cue is what they are heard to do."""
    following = pieces[row + 1] if row + 1 < len(pieces) else None
    return following is not None and following.low in FORMS and following.low.endswith("ing")


def _is_infinitive(pieces: Sequence[Piece], row: int) -> bool:
    if row == 0 or pieces[row - 1].low != "to":
        return False
    return not any(one.low in _WENT_ON for one in pieces[max(0, row - 4) : row - 1])


def _is_unreal(pieces: Sequence[Piece], row: int, *, passive: bool) -> bool:
    """Whether it says that something was not said, or might be."""
    place = row - 1
    asked = next((n for n in range(row - 1, -1, -1) if pieces[n].low in ("whether", ",")), -1)
    if asked >= 0 and pieces[asked].low == "whether":
        return True  # `asked whether NAME told her …`
    while place >= 0 and pieces[place].kind == "word":
        low = pieces[place].low
        if low in _NEGATIONS:
            return True
        if low in AUXILIARIES and not passive and low not in _PERFECT and low not in BE:
            return low not in ("would",) or pieces[row].low not in ("say", "add")
        if not (is_adverb(pieces[place]) or low in AUXILIARIES):
            return False
        place -= 1
    return False
