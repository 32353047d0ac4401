"""Names in a paragraph: runs of capitalised words, what each is, and the role beside it.

Nothing is looked up outside the text but the closed lists of the lexicon. A run that might be a
person or a place or a title stays "unknown" until something says which: a role, an age, a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from provesafe.casefile.intake.lexicon import (
    AFTER_NAMES,
    CONJUNCTIONS,
    FIRST_NAMES,
    FORMS,
    HONORIFICS,
    MAYBE_NOUN,
    NAME_PARTICLES,
    NOT_NAMES,
    ORGANISATION_WORDS,
    OUTLETS,
    PLACE_WORDS,
    PLACES,
    PREPOSITIONS,
    ROLES,
    SHORT_MONTHS,
    SUBORDINATORS,
    TITLES,
    wordset,
)
from provesafe.casefile.intake.page.text import Piece
from provesafe.casefile.intake.parties.described import body_after, role_after, tells_of_a_person
from provesafe.casefile.intake.parties.roles import body_before, role_before
from provesafe.casefile.intake.parties.trades import CHILDREN, looks_like_a_trade, surely_a_trade

__all__ = ["Mention", "mentions_of"]

MentionKind = Literal["person", "organisation", "place", "role", "unknown"]

# Surnames that are also a word of organisations: with a first name before, a person.
_ALSO_SURNAMES = wordset("church post court bank press college herald star club council")
_JOINS = frozenset(("of", "for", "the"))
_OFFICES = frozenset(("KC", "QC", "SC", "MP"))
_PLAIN = wordset("mr mrs ms miss mx")
"""Honorifics that say nothing of what somebody is."""
_CLOCK = frozenset(
    ("AM", "PM", "GMT", "BST", "UTC", "EST", "EDT", "CST", "CDT", "PST", "PDT", "IST")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name `[start, end)` of the shown text, without title or possessive ending."""

    start: int
    end: int
    name: str
    kind: MentionKind
    roles: tuple[tuple[int, int], ...]
    honorific: str
    """The gender an honorific gives: "m", "f", or "" without one."""
    titled: bool
    """Whether an honorific stands before it: a surname alone."""
    at_head: bool
    """Whether it begins its sentence, where any word has a capital."""


def mentions_of(pieces: Sequence[Piece], heads: frozenset[int]) -> Iterator[Mention]:
    """Every capitalised run that may name somebody or something.

    Args:
        pieces: words and marks of a whole paragraph, those inside quotations among them.
        heads: where sentences begin, in the shown text.
    """
    for first, last in _runs(pieces):
        mention = _read(pieces, first, last, heads)
        if mention is not None:
            yield mention


def _runs(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(pieces):
        if not _may_name(pieces[place]):
            place += 1
            continue
        last = place + 1
        while last < len(pieces):
            step = _extends(pieces, place, last)
            if not step:
                break
            last += step
        yield place, last
        place = last


def _may_name(piece: Piece) -> bool:
    if piece.text in _CLOCK:
        return False
    return piece.kind == "word" and piece.capital and piece.stem not in ("i", "i’m", "i’ve", "i’d")


def _extends(pieces: Sequence[Piece], first: int, last: int) -> int:
    """How many pieces from `last` on belong to the run that began at `first`."""
    here, before = pieces[last], pieces[last - 1]
    following = pieces[last + 1] if last + 1 < len(pieces) else None
    if before.possessive:
        return 1 if _names_an_office(before, here) else 0
    if before.text.endswith(","):
        return 0
    if here.kind == "word" and here.capital:
        return 0 if before.low in NOT_NAMES and last - first == 1 and here.low in NOT_NAMES else 1
    nick = _nickname(pieces, last)
    if nick:
        return nick
    if following is None or following.kind != "word":
        return 0
    if here.low in NAME_PARTICLES and following.low in NAME_PARTICLES and last + 2 < len(pieces):
        return 3 if pieces[last + 2].capital and not following.capital else 0  # `NAME van der NAME`
    if not following.capital:
        return 0
    joined = _joined_body(pieces, first, last)
    if joined:
        return joined
    if here.text == "&" or here.low in NAME_PARTICLES:
        return 2
    if here.low in _JOINS and any(
        one.stem in ORGANISATION_WORDS or one.stem in ("secretary", "board")
        for one in pieces[first:last]
    ):
        return 2
    return 2 * _office_then_name(pieces, first, last)


def _office_then_name(pieces: Sequence[Piece], first: int, last: int) -> bool:
    """`Dean of Student Life NAME SURNAME`: the whole office stands before the name."""
    if pieces[last].low not in ("of", "for") or not all(
        one.stem in ROLES | TITLES for one in pieces[first:last]
    ):
        return False
    end = last + 1
    while end < len(pieces) and pieces[end].kind == "word" and pieces[end].capital:
        end += 1
    return any(one.stem in FIRST_NAMES for one in pieces[last + 2 : end - 1])


_OWNERS = ROLES | TITLES | wordset("women men children king queen people veterans")


def _names_an_office(owner: Piece, here: Piece) -> bool:
    """`Sheriff’s Office`, `Writers’ Guild`: a possessive inside the name of a body."""
    if not here.capital or here.stem not in ORGANISATION_WORDS:
        return False
    return owner.stem in _OWNERS or owner.low.endswith("s’") or owner.stem.rstrip("s") in _OWNERS


def _joined_body(pieces: Sequence[Piece], first: int, last: int) -> int:
    """`Health and Safety Bureau`, `Media, Entertainment and Arts Alliance`: how far it goes on."""
    here = pieces[last]
    if here.low not in ("and", ",") or pieces[first].stem in FIRST_NAMES:
        return 0
    before = [one for one in pieces[first:last] if one.low != "the"]
    if len(before) > 1 and before[-1].stem in ORGANISATION_WORDS:
        return 0  # whole already: `Ford Studios and …`
    row = last
    while row < len(pieces) and row - last < 6:
        one = pieces[row]
        if one.stem in FIRST_NAMES:
            return 0
        if one.stem in ORGANISATION_WORDS and one.capital and pieces[row - 1].capital:
            seen_and = any(other.low == "and" for other in pieces[last:row])
            return row + 1 - last if seen_and else 0
        if not (one.capital or one.low in ("and", ",")):
            return 0
        row += 1
    return 0


def _nickname(pieces: Sequence[Piece], row: int) -> int:
    """`NAME “Blue” SURNAME`, `NAME (Blue) SURNAME`: how many pieces from the mark on."""
    if row + 2 >= len(pieces) or pieces[row].text not in "“\"‘'(":
        return 0
    if row > 0 and pieces[row - 1].stem in ORGANISATION_WORDS | TITLES:
        return 0  # `Chief of Police (North) NAME`
    inner, after = pieces[row + 1], pieces[row + 2]
    if not (inner.kind == "word" and inner.capital):
        return 0
    if inner.text[-1] in "’'" and after.kind == "word" and after.capital:
        return 3  # the closing mark was taken for the word's own
    if row + 3 >= len(pieces) or after.text not in "”\"’')" or inner.end != after.start:
        return 0
    surname = pieces[row + 3]
    if surname.kind != "word" or not surname.capital or surname.low in FIRST_NAMES:
        return 0
    return 4


_NUMBERS = wordset(
    "two three four five six seven eight nine ten every all no any many first second"
)
_COMMON_TITLES = frozenset(("People", "Time", "Times", "Variety", "Deadline", "Mirror", "X", "Sun"))
_CAPITAL_INSIDE = re.compile(r"(?!(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|O[’'])[A-Z])[A-Z][a-z]+[A-Z]\w+")
"""`WorkSafe`: no surname is written so but those with a prefix."""


def _read(pieces: Sequence[Piece], first: int, last: int, heads: frozenset[int]) -> Mention | None:
    while first < last and _no_name(pieces[first], at_head=pieces[first].start in heads):
        if last - first >= 3 and pieces[first].low in _NUMBERS and pieces[first].start not in heads:
            break  # `Two Rivers Pictures`
        first += 1
    if last - first >= 3 and pieces[first].start in heads:
        # `Hulking NAME SURNAME`: what a sentence begins with may describe.
        first += pieces[first].low.endswith(("ing", "ed")) and pieces[first].low not in FIRST_NAMES
    while last > first and pieces[last - 1].stem in NOT_NAMES:
        last -= 1
    if last - first >= 3 and pieces[last - 1].text in AFTER_NAMES:
        last -= 1
    if first >= last:
        return None
    at_head = pieces[first].start in heads
    run = pieces[first:last]
    titles = [
        row for row, one in enumerate(run) if one.stem.rstrip(".") in TITLES and not one.possessive
    ]
    aged = last + 1 < len(pieces) and pieces[last].text == ","
    aged = aged and bool(re.fullmatch(r"\d{2}", pieces[last + 1].text))
    titles = titles or _trades(run, at_head=at_head, aged=aged) or _past_office(pieces, first, last)
    if titles and len(run) > titles[-1] + 1:
        return _titled(pieces, first, titles[-1], last, at_head=at_head)
    name = _name_text(run)
    if at_head and name in _COMMON_TITLES and not _may_speak(pieces, last):
        return None
    kind = "role" if titles and titles[-1] == len(run) - 1 else _kind(run, name)
    office = len(run) == 1 and run[0].stem in ROLES and last < len(pieces)
    if office and pieces[last].low == "of":
        return None  # `Dean of Music`: no first name
    if kind == "role" and len(run) == 1 and at_head:
        return None
    return _mention(pieces, first, last, kind=kind, name=name, at_head=at_head)


def _past_office(pieces: Sequence[Piece], first: int, last: int) -> list[int]:
    """`President of the Riggers’ Union R NAME`, `Coroner for PLACE NAME SURNAME`: the last of it.

    Where the office ends is told by a word of organisations or by a first name.
    """
    before = _office_before(pieces, first)
    if before < 0 or pieces[first].low in FIRST_NAMES:
        return []
    ends = [
        row
        for row in range(first + 1, last)
        if pieces[row - 1].stem in ORGANISATION_WORDS or pieces[row].low in FIRST_NAMES
    ]
    named = [row for row in ends if 2 <= last - row <= 3]
    if not named or any(one.stem in ORGANISATION_WORDS for one in pieces[named[-1] : last]):
        return []
    return [named[-1] - first - 1]


def _office_before(pieces: Sequence[Piece], first: int) -> int:
    """Before `… of the NAMED`: where the word for an office stands; -1 if none does."""
    before = first - 1
    while before > 0 and pieces[before].low in ("the", "and", "&"):
        before -= 1
    office = before > 0 and pieces[before].low in ("of", "for")
    return before - 1 if office and pieces[before - 1].stem in ROLES | TITLES else -1


def _trades(run: Sequence[Piece], *, at_head: bool, aged: bool) -> list[int]:
    """`Drummer NAME SURNAME`, `Background Artist NAME SURNAME`: what stands there like a title."""
    if CHILDREN.fullmatch(run[0].text):
        return [0]
    if at_head and len(run) == 2 and run[0].stem in ROLES - frozenset(FIRST_NAMES):
        return [0] if aged and run[1].stem not in PLACE_WORDS else []  # `Survivor NAME, 22,`
    if at_head and len(run) == 3 and run[1].stem in FIRST_NAMES and looks_like_a_trade(run[0]):
        return [0]  # `Beachcomber NAME SURNAME`
    if not at_head and (len(run) > 3 or not surely_a_trade(run[0])):
        return []
    if any(one.stem in ORGANISATION_WORDS for one in run[1:]):
        return []
    for row in range(len(run) - 3, -1, -1):
        if row > 0 and run[row - 1].low in _JOINS:
            continue
        if run[row].possessive or (run[row].stem in FIRST_NAMES and run[row].stem not in ROLES):
            continue
        if surely_a_trade(run[row]):
            return [row]
    return []


def _may_speak(pieces: Sequence[Piece], last: int) -> bool:
    return last < len(pieces) and pieces[last].low in FORMS


def _no_name(piece: Piece, *, at_head: bool) -> bool:
    low = piece.stem
    if (
        low in NOT_NAMES
        or low.rstrip(".") in ("no", "am", "pm", "a.m", "p.m")
        or (low.rstrip(".") in SHORT_MONTHS and piece.text.endswith("."))
    ):
        return True
    return at_head and (low in FORMS or low.endswith("ly")) and low not in FIRST_NAMES


def _name_text(run: Sequence[Piece]) -> str:
    nick = next((row for row in range(len(run)) if _nickname(run, row)), None)
    if nick is not None:
        run = [*run[:nick], *run[nick + _nickname(run, nick) - 1 :]]
    words = [one.text for one in run]
    words[-1] = re.sub(r"[’'‘]s?$", "", words[-1])
    return " ".join(words)


def _kind(run: Sequence[Piece], name: str) -> MentionKind:
    plain = name.removeprefix("The ")
    lows = [one.stem.rstrip(".") for one in run]
    if plain.lower() in PLACES:
        return "place"
    if lows[-1] in PLACE_WORDS and lows[0] not in FIRST_NAMES:
        return "place"
    if plain in OUTLETS:
        return "organisation"
    if len(run) == 2 and lows[0] in FIRST_NAMES and lows[1] in _ALSO_SURNAMES:
        return "person"
    if any(low in ORGANISATION_WORDS for low in lows) or any(one.text == "&" for one in run):
        return "organisation"
    if re.fullmatch(r"[A-Z]{2,6}|[\w.-]+\.(?:com|org|net|co\.uk)", name):
        return "organisation"
    if _CAPITAL_INSIDE.fullmatch(name.split()[0]):
        return "organisation"
    if len(run) in (2, 3, 4, 5) and lows[0] in FIRST_NAMES:
        return "person"
    return "unknown"


def _titled(
    pieces: Sequence[Piece], first: int, row: int, last: int, *, at_head: bool
) -> Mention | None:
    """A run with a title inside: what comes before and with it is the role, the rest the name."""
    rest = pieces[first + row + 1 : last]
    if rest[0].low in ("of", "for"):
        named = [n for n, one in enumerate(rest[:-1]) if n > 1 and one.stem in FIRST_NAMES]
        row += named[0] if named else 0
        rest = pieces[first + row + 1 : last]
    if any(one.stem in ORGANISATION_WORDS for one in rest) and len(rest) != 2:
        return _mention(
            pieces,
            first,
            last,
            kind="organisation",
            name=_name_text(pieces[first:last]),
            at_head=at_head,
        )
    title = pieces[first + row].stem.rstrip(".")
    honorific = title in HONORIFICS
    begins = first + row + 1
    after = last + (last < len(pieces) and pieces[last].text in AFTER_NAMES)
    rank = row - (
        title in _PLAIN
    )  # of `Chairman Sir NAME` the role is what stands before the honorific
    role = None if rank < 0 else (pieces[first].start, pieces[first + rank].end)
    before = role_before(pieces, first)
    office = _office_before(pieces, first)
    before = before or role_before(pieces, first, is_person=True)
    if pieces[last - 1].possessive and first > 0 and pieces[first - 1].text == ",":
        before = None
    if office >= 0:
        before = role_before(pieces, office + 1)  # `coroner for PLACE NAME`
    name = _name_text(rest)
    if name.lower() in PLACES:
        return None
    return Mention(
        start=pieces[begins].start,
        end=_end_of(pieces[last - 1]),
        name=name,
        kind="person",
        roles=_both(_joined(before, role), role_after(pieces, after, is_person=True)),
        honorific=HONORIFICS.get(title, ""),
        titled=honorific,
        at_head=False,
    )


def _both(*roles: tuple[int, int] | None) -> tuple[tuple[int, int], ...]:
    return tuple(one for one in roles if one is not None)


def _joined(before: tuple[int, int] | None, role: tuple[int, int] | None) -> tuple[int, int] | None:
    if before and role:
        return before[0], role[1]
    return before or role


def _end_of(piece: Piece) -> int:
    return piece.end - (len(piece.text) - len(re.sub(r"[’'‘]s?$", "", piece.text)))


def _mention(
    pieces: Sequence[Piece],
    first: int,
    last: int,
    *,
    kind: MentionKind,
    name: str,
    at_head: bool = False,
) -> Mention:
    roles: tuple[tuple[int, int], ...] = ()
    if kind in ("person", "unknown"):
        beyond = last + (last < len(pieces) and pieces[last].text in AFTER_NAMES)
        is_person = kind == "person" or beyond > last or _says_it_is_a_person(pieces, first, last)
        put_in = last < len(pieces) and pieces[last].text == "["
        is_person = is_person or (put_in and role_after(pieces, last, is_person=True) is not None)
        after = role_after(pieces, beyond, is_person=is_person)
        before = role_before(pieces, first, is_person=is_person)
        if pieces[last - 1].possessive and first > 0 and pieces[first - 1].text == ",":
            before = None  # `…, read by an officer, NAME’s sister said`
        roles = _both(before, after)
        if beyond > last and pieces[last].text in _OFFICES:
            roles = (*roles, (pieces[last].start, pieces[last].end))
        if roles or is_person:
            kind = "person"
        elif last - first > 1 and (body_after(pieces, last) or body_before(pieces, first)):
            kind = "organisation"
    if kind == "organisation":
        roles = _both(body_before(pieces, first), body_after(pieces, last))
    return Mention(
        start=pieces[first].start,
        end=_end_of(pieces[last - 1]),
        name=name,
        kind=kind,
        roles=roles,
        honorific="",
        titled=False,
        at_head=at_head,
    )


def _says_where(pieces: Sequence[Piece], first: int) -> bool:
    """`NAME of NAME` · `NAME, of NAME`: the second is where they live or work."""
    if first < 2 or pieces[first - 1].low not in ("of", "from", "with", "at", "in", "near"):
        return False
    if pieces[first - 1].low in ("in", "at", "near"):
        return True
    before = pieces[first - 2]
    return before.capital or (before.text == "," and first > 2 and pieces[first - 3].capital)


def _says_it_is_a_person(pieces: Sequence[Piece], first: int, last: int) -> bool:
    """An age, a home, kin, a verb of saying: signs that an unknown full name is a person's."""
    if last - first < 2 or last >= len(pieces) or _says_where(pieces, first):
        return False
    following = pieces[last]
    if pieces[last - 1].possessive:
        return following.stem in _KIN
    before = pieces[first - 1] if first > 0 else None
    aged = following.text in ",(" and before is not None and before.low in ("the", "in", "at")
    if following.text in ",(" and not aged and tells_of_a_person(pieces, last + 1):
        return True
    if following.low in FORMS and following.low not in MAYBE_NOUN:
        return True
    if before is not None and (before.low in _BEFORE_PEOPLE or before.low.endswith("-year-old")):
        return True
    if body_after(pieces, last) or (before is not None and before.low in PREPOSITIONS):
        return False
    return _then_says(pieces, last)


def _then_says(pieces: Sequence[Piece], last: int) -> bool:
    """`NAME, for the family, said`, `NAME of the NAMED Council said`: a verb after that."""
    if last + 1 >= len(pieces) or pieces[last + 1].low in SUBORDINATORS | CONJUNCTIONS:
        return False
    for row in range(last + 1, min(last + 14, len(pieces))):
        one = pieces[row]
        if one.text in '.?!;:“”"':
            return False
        if one.low in FORMS and one.low not in MAYBE_NOUN:
            between = pieces[last:row]
            closed = pieces[row - 1].text == "," and between[0].text == "," and row - last > 2
            named = between[0].low in ("of", "from") and all(
                other.capital or other.low in ("of", "from", "the", "and") for other in between
            )
            return closed or named
    return False


_BEFORE_PEOPLE = wordset("said says added told named called")
_KIN = wordset(
    "mother father wife husband widow widower son daughter brother sister family parents partner "
    "mum dad mom boyfriend girlfriend fiancee fiance lawyer attorney solicitor barrister agent "
    "colleague colleagues relatives friends injuries body death funeral"
)
"""What people have: `NAME’s widow`."""
