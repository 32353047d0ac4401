"""People without a name: `several others`, `two crew members`, `a doctor at the clinic`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provesafe.casefile.intake.lexicon import (
    ADVERBS,
    AUXILIARIES,
    FORMS,
    GROUPS,
    PREPOSITIONS,
    ROLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece, words_of
from provesafe.casefile.intake.parties.party import People, Place
from provesafe.casefile.intake.parties.trades import begins_of, is_determined, surely_a_trade
from provesafe.casefile.intake.saying.draft import Paragraph

__all__ = ["find_groups", "find_unnamed"]

_KINDS = "|".join(
    sorted({*GROUPS, *(role + "s" for role in ROLES)} - {"people"}, key=len, reverse=True)
)
_GROUP = re.compile(
    r"\b(?:[Ss]everal|[Ss]ome|[Mm]any|[Oo]ther|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Aa] dozen|"
    r"[Aa] number of|\d{1,3})\s(?:others|people|other\s\w+|(?:crew|cast|union|staff)\smembers|"
    rf"(?:[a-z]+\s)?(?:{_KINDS}))\b"
)


def find_groups(text: str, people: People, paragraphs: Sequence[Paragraph]) -> None:
    """Make a party of each group that is counted or called some, several, others."""
    for paragraph in paragraphs:
        for match in _GROUP.finditer(text, paragraph.start, paragraph.end):
            if not people.within(match.start(), match.end()):
                people.unnamed(match.span(), match[0].split()[-1].lower()).counted = True


Pieces = Sequence[Piece]
_INDEFINITE = wordset("a an another one my our")
_OWNERS = wordset("his her their its")
_BESIDE = wordset("of for at from in with")
_OPENING = 3
"""Whom the first sentences call by a role alone is named later, as a rule."""


def find_unnamed(text: str, people: People, paragraphs: Sequence[Paragraph]) -> None:
    """Make a party of each person without a name who does something and has a role.

    `a doctor at the clinic rang`: somebody. `the driver` is somebody only where nobody who is named
    may be the driver, and who is already a party by that description stays the same one.
    """
    sentences = [one for paragraph in paragraphs for one in paragraph.sentences]
    named = {
        word.lower()
        for one in people.all
        if one.kind == "person"
        for at in (*one.roles, *one.inferred_roles)
        for word in words_of(text[at[0] : at[1]])
    }
    open_roles = any(
        one.kind == "person" and not (one.roles or one.inferred_roles) for one in people.all
    )
    for number, sentence in enumerate(sentences):
        for place, head, article in _doers(sentence.pieces):
            definite = article not in _INDEFINITE | _OWNERS
            told_apart = len(words_of(text[place[0] : place[1]])) > 2
            if definite and (head in named or (open_roles and not told_apart)):
                continue
            if not definite and number < _OPENING:
                continue
            inside = [one for _, one in people.said_of(*place) if one.kind != "organisation"]
            for other in inside:
                other.counted = other.counted or other.kind == "unnamed"
            if inside:
                continue
            people.unnamed(place, head).counted = True


def _doers(pieces: Pieces) -> Iterator[tuple[Place, str, str]]:
    """Each `a doctor at the clinic` with a verb after it: its place, its role, its article."""
    for row, one in enumerate(pieces):
        if one.kind != "word" or (one.capital and row > 1) or not surely_a_trade(one):
            continue
        if one.possessive or one.low in GROUPS:
            continue
        begins = begins_of(pieces, row)
        last = _past_beside(pieces, row + 1)
        following = pieces[last] if last < len(pieces) else None
        if following is None or not is_determined(pieces, begins):
            continue
        first = begins - 1
        if pieces[first].possessive:
            while first > 0 and pieces[first - 1].kind == "word" and begins - first < 5:
                first -= 1
                if pieces[first].low in ("the", "a", "an") or pieces[first + 1].capital:
                    break
        if first > 0 and pieces[first - 1].low in PREPOSITIONS - {"by"}:
            continue
        if _does(pieces, last):
            yield (pieces[first].start, pieces[last - 1].end), one.low, pieces[begins - 1].low


def _past_beside(pieces: Pieces, row: int) -> int:
    """Past `of the mill`, `at Ford Memorial`: where they belong."""
    if row + 1 >= len(pieces) or pieces[row].low not in _BESIDE:
        return row
    last = row + 1 + (pieces[row + 1].low in ("the", "a", "an", "his", "her", "their", "its"))
    start = last
    while last < len(pieces) and last - start < 6 and pieces[last].kind == "word":
        one = pieces[last]
        if one.low in AUXILIARIES or one.low in PREPOSITIONS - {"of"} or _finite(one):
            break
        last += 1
    return last if last > start else row


def _does(pieces: Pieces, row: int) -> bool:
    while row < len(pieces) and pieces[row].low in ADVERBS:
        row += 1
    if row >= len(pieces) or pieces[row].kind != "word":
        return False
    return pieces[row].low in AUXILIARIES or _finite(pieces[row])


def _finite(piece: Piece) -> bool:
    low = piece.low
    past = low.endswith("ed") and len(low) > 4
    return not piece.capital and (past or low in _PAST or low in FORMS)


_PAST = wordset(
    "went came took gave got made began broke brought built bought caught cut did drew drove fell "
    "felt fought found fled had heard held hit kept knew laid left lost met paid put ran rang rose "
    "sat saw sent set shot shut slept sold spoke stood struck swore threw understood won wrote"
)
