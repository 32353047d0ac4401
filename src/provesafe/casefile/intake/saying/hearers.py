"""The phrase that says to whom: right after a verb of telling, or after its "to"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provesafe.casefile.intake.lexicon import (
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    GROUPS,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    ROLES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.saying.phrases import Range

__all__ = ["listener_after", "to_whom"]

Pieces = Sequence[Piece]
_LISTENERS = wordset(
    "reporters journalists investigators police officers detectives jurors authorities him her "
    "them me us it deputies viewers readers followers listeners mps"
)
_OUTLET_WORDS = frozenset(("news", "agency", "newspaper", "radio", "television", "magazine"))
_HEADS = DETERMINERS | GROUPS | _LISTENERS | {"media", "local", "fellow"}
_NOBODY = PREPOSITIONS | {"that"}
_BODIES = ("court", "jury", "inquest", "hearing", "inquiry", "tribunal", "panel", "committee")


_SHORT = re.compile(r"(?:i|he|she|they|we|it|there|you)’")
"""`he’d`, `there’s`: somebody and a verb."""


def to_whom(pieces: Pieces, row: int) -> Range | None:
    """`wrote to NAME that …` · `testified before the jury`: to whom, if no verb stands there."""
    if row + 1 >= len(pieces) or pieces[row].low not in ("to", "before", "in"):
        return None
    head = pieces[row + 1]
    if not (head.capital or head.low in _HEADS or _role_then_name(pieces, row + 1)):
        return None
    found = listener_after(pieces, row + 1)
    if found is None or pieces[row].low == "to":
        return found
    heard = pieces[found[1] - 1].stem in _BODIES or any(
        one.low in _BODIES for one in pieces[found[0] : found[1]]
    )
    if pieces[row].low == "in":  # `confided in NAME`
        heard = row > 0 and pieces[row - 1].low.startswith("confid")
    return found if heard else None


def _role_then_name(pieces: Pieces, first: int) -> bool:
    """`production manager NAME`, `fellow actors`: small words, a role, a name."""
    for row in range(first, min(first + 4, len(pieces))):
        one = pieces[row]
        if one.kind != "word" or one.capital:
            return False
        if one.stem in ROLES | GROUPS:
            named = row + 1 < len(pieces) and pieces[row + 1].capital
            return named or one.stem in GROUPS
    return False


def listener_after(pieces: Pieces, first: int) -> Range | None:
    """Whom it is said to, right after the verb: `told reporters …`, `told “OUTLET” …`."""
    if first >= len(pieces) or pieces[first].kind != "word" or pieces[first].low in _NOBODY:
        return None
    if pieces[first].low in ("he", "she", "they", "we", "i"):
        return None
    following = pieces[first + 1] if first + 1 < len(pieces) else None
    owned = pieces[first].low == "her" and following is not None
    owned = owned and following is not None and following.stem in ROLES | GROUPS
    if pieces[first].low in OBJECT_PRONOUNS and not owned:
        return (first, first + 1)
    last = first
    while last < len(pieces) and last - first < 12 and _in_listener(pieces, first, last):
        last += 1
        if pieces[last - 1].low in _LISTENERS and not (owned and last == first + 1):
            break
    last = _with_name(pieces, first, last)
    while last < len(pieces) and pieces[last].text in "’‘'&" and last + 1 < len(pieces):
        if not pieces[last + 1].capital:
            break
        last += 2
        while last < len(pieces) and pieces[last].kind == "word" and pieces[last].capital:
            last += 1
    if last > first and last < len(pieces) and pieces[last].low == "who":
        # `anyone who asks that …`: the listener goes on to its "that".
        last = next(
            (n for n in range(last, min(len(pieces), last + 6)) if pieces[n].low == "that"), last
        )
    return (first, last) if last > first else None


def _with_name(pieces: Pieces, first: int, last: int) -> int:
    """`the coroner, NAME` · `NAME, the foreman,`: who it is, with the comma that closes it."""
    if last <= first or last + 1 >= len(pieces) or pieces[last].text != ",":
        return last
    row = last + 1
    if pieces[last - 1].capital:
        while row < len(pieces) and row - last < 9 and pieces[row].kind == "word":
            row += 1
        known = pieces[last + 1].low in DETERMINERS and pieces[row - 1].stem in ROLES
        closed = row + 1 < len(pieces) and pieces[row].text == ","
        return row + 1 if known and closed and pieces[row + 1].low == "that" else last
    if pieces[last - 1].stem not in ROLES or not pieces[row].capital:
        return last
    while row < len(pieces) and pieces[row].kind == "word" and pieces[row].capital:
        row += 1
    closed = row + 1 < len(pieces) and pieces[row].text == "," and pieces[row + 1].kind == "word"
    return row + int(closed and pieces[row + 1].low in _GOES_ON)


_GOES_ON = DETERMINERS | frozenset(SUBJECT_PRONOUNS) | {"that", "there"}


def _in_listener(pieces: Pieces, first: int, last: int) -> bool:
    one = pieces[last]
    if one.kind != "word":
        return False
    low = one.low
    if low in SUBORDINATORS | AUXILIARIES | {
        "that",
        "in",
        "on",
        "during",
        "at",
        "by",
        "about",
        "to",
    }:
        return False
    if (low in SUBJECT_PRONOUNS or _SHORT.match(low)) and last > first:
        return False
    following = pieces[last + 1] if last + 1 < len(pieces) else None
    paper = last > first and pieces[last - 1].low == "the" and following is not None
    if one.stem in DAYS and paper and following is not None and following.capital:
        return True  # `the Sunday NAME`
    if (one.stem in DAYS and not one.possessive) or low in TIME_WORDS - {"this"}:
        return False
    if last > first and low in DETERMINERS and pieces[last - 1].low not in ("of", "and"):
        return False
    before = pieces[last - 1] if last > first else None
    if before is not None and before.capital and one.text.isdigit():
        return True  # `News 6`
    if before is not None and not before.possessive and not one.capital and before.capital:
        if one.text.isdigit():
            return True  # `told News 6`
        return one.stem in ROLES | GROUPS | _OUTLET_WORDS
    if last == first + 1 and one.capital and before is not None and not before.capital:
        return not before.low.endswith("s") or before.stem in ROLES  # `told affiliate NAME`
    if before is not None and one.capital and not before.capital and before.stem not in ROLES:
        return before.low in DETERMINERS or before.possessive or before.low in ("of", "and")
    return not (low.endswith("ly") and not one.capital) or low == "family"
