"""Roles told in a sentence rather than beside the name: `NAME was hired as armorer`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from provesafe.casefile.intake.lexicon import ROLES, TITLES
from provesafe.casefile.intake.page.text import words_of
from provesafe.casefile.intake.parties.names import Mention
from provesafe.casefile.intake.parties.trades import HUMAN

__all__ = ["with_told_roles"]

Place = tuple[int, int]
_ROLE = r"(?P<role>(?:an?\s|the\s)?[a-z’'-]+(?:\s[a-z’'-]+){0,4}?)"
_ENDS = (
    r"(?=\s(?:on|in|for|at|from|by|when|until|till|and|with|to|who|since|during|before|under)\b"
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
        r",?\s(?:who\s)?(?:(?:has|had|was|is)\s)?(?:served|worked|acted|works|serves|acts|working|serving|"
        rf"acting|(?:takes|took)\sover|(?:joins|joined)(?:\s[^,.;“”]{{2,30}}?)?)\sas\s{_ROLE}{_ENDS}"
    ),
    re.compile(rf",\sin\s(?:his|her|their)\s(?:role|capacity|position)\sas\s{_ROLE}{_ENDS}"),
    re.compile(rf"\s(?:steps|stepped)\sup\sto\s{_ROLE}{_ENDS}"),
)
_LISTED = re.compile(
    r"\b(?:list|lists|listed|names?|named|describes?|described|credits?|credited|identify|"
    r"identifies|identified|appointed|hired|brought\sin|introduced)\s$"
)
_AS = re.compile(rf"\sas\s{_ROLE}{_ENDS}")
_OWN = r"(?:[Aa]n?|[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Tt]hat)\s"
_BEFORE = (
    re.compile(
        rf"(?:\b[Aa]s\s|\b{_OWN})(?P<role>[a-z’'-]+(?:\s[a-z’'-]+){{0,3}}?)"
        r"(?:,\s[^,.;“”]{3,40},)?\s(?:is|was)\s(?:(?:\w+ly\s)?(?:named|identified|known)\s"
        r"(?:[^,.;“”]{2,40}\s)?as\s)?(?:\d\d-year-old\s)?$"
    ),
    re.compile(
        rf"\b(?:identified|named|described)\s{_OWN}(?P<role>[a-z’'-]+(?:\s[a-z’'-]+){{0,3}}?)\sas\s"
        r"(?:\d\d-year-old\s)?$"
    ),
    re.compile(
        rf"\b{_OWN}(?P<role>[a-z’'-]+(?:\s[a-z’'-]+){{0,3}}?),\swhom\s[^,.;“”]{{2,40}}?\s"
        r"(?:identified|named|described)\sas\s$"
    ),
    re.compile(
        r"(?:(?<=[.;:]\s)|(?<=\n)|\b(?:is|was|are|were|been|and|film|play|show|series|production)\s)(?P<role>(?:[Dd]irected|"
        r"[Pp]roduced|[Ww]ritten|[Ee]dited|[Cc]haired|[Ll]ed|[Hh]eaded|[Rr]un|[Oo]wned|[Ff]ounded|"
        r"[Cc]horeographed|[Cc]omposed)\sby)\s$"
    ),
)
_REACH = 90


def with_told_roles(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with the roles that verbs beside them tell; a role makes a full name a person's.

    Args:
        text: the shown text.
        mentions: the names found in it.
    """
    return [_with_told(text, one) for one in mentions]


def _with_told(text: str, mention: Mention) -> Mention:
    unknown = mention.kind == "unknown" and " " in mention.name
    if mention.kind != "person" and not unknown:
        return mention
    places = (_after(text, mention), _before(text, mention.start))
    told = tuple(at for at in places if at is not None and at not in mention.roles)
    return replace(mention, kind="person", roles=mention.roles + told) if told else mention


def _after(text: str, mention: Mention) -> Place | None:
    first = mention.end
    last = min(len(text), first + 140)
    patterns: tuple[re.Pattern[str], ...] = _AFTER
    if _LISTED.search(text, max(0, mention.start - 20), mention.start):
        patterns = (*_AFTER, _AS)
    for pattern in patterns:
        found = pattern.match(text, first, last)
        if found is not None and _names_a_role(found["role"]):
            return found.span("role")
    return None


def _before(text: str, last: int) -> Place | None:
    start = max(0, last - _REACH)
    for pattern in _BEFORE:
        found = pattern.search(text[start:last])
        if found is not None and _names_a_role(found["role"]):
            return start + found.start("role"), start + found.end("role")
    return None


def _names_a_role(words: str) -> bool:
    found = [word.lower() for word in words_of(words)]
    if found[-1:] == ["by"]:
        return True  # `directed by`
    return any(word in ROLES | TITLES | HUMAN for word in found)
