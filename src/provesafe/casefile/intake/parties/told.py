"""Roles told in a sentence rather than beside the name: `NAME was hired as armorer`."""

from __future__ import annotations

import re

from provesafe.casefile.intake.lexicon import ROLES, TITLES
from provesafe.casefile.intake.page.text import words_of
from provesafe.casefile.intake.parties.party import People, Place

__all__ = ["told_roles"]

_ROLE = r"(?P<role>(?:an?\s|the\s)?[a-z’'-]+(?:\s[a-z’'-]+){0,4}?)"
_ENDS = (
    r"(?=\s(?:on|in|for|at|from|by|when|until|till|and|with|to|who|since|during|before)\b"
    r"|[,.;:”\"])"
)
_AFTER = (
    re.compile(
        r",?\s(?:(?:also|then|now|later)\s)?(?:was|is|had\sbeen|has\sbeen|were)\s(?:\w+ly\s)?(?:hired|"
        r"appointed|named|made|engaged|employed|credited|listed|described|brought\sin|taken\son|promoted)"
        rf"\s(?:as\s|to\s)?{_ROLE}{_ENDS}"
    ),
    re.compile(
        rf",\s(?:described|listed|credited|named|billed)\s[^,.;“”]{{0,30}}?as\s{_ROLE}{_ENDS}"
    ),
    re.compile(
        r",?\s(?:who\s)?(?:has\s|had\s)?(?:served|worked|acted|works|serves|acts|working|serving|acting)"
        rf"\sas\s{_ROLE}{_ENDS}"
    ),
)
_BEFORE = re.compile(
    r"(?:\b[Aa]s\s|\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur)\s)"
    r"(?P<role>[a-z’'-]+(?:\s[a-z’'-]+){0,3}?)(?:,\s[^,.;“”]{3,40},)?\s(?:is|was)\s$"
)
_REACH = 90


def told_roles(text: str, people: People) -> None:
    """Give each person the roles that verbs beside their name tell.

    Args:
        text: the shown text.
        people: its parties.
    """
    for at, person in sorted(people.at.items(), key=lambda pair: pair[0]):
        if person.kind != "person":
            continue
        places = [_after(text, at[1]), _before(text, at[0])]
        for place in places:
            if place is not None:
                people.give_role(person, place)


def _after(text: str, first: int) -> Place | None:
    for pattern in _AFTER:
        found = pattern.match(text, first, min(len(text), first + 140))
        if found is not None and _names_a_role(found["role"]):
            return found.span("role")
    return None


def _before(text: str, last: int) -> Place | None:
    start = max(0, last - _REACH)
    found = _BEFORE.search(text[start:last])
    if found is None or not _names_a_role(found["role"]):
        return None
    return start + found.start("role"), start + found.end("role")


def _names_a_role(words: str) -> bool:
    found = [word.lower() for word in words_of(words)]
    return bool(found) and any(word in ROLES | TITLES for word in found)
