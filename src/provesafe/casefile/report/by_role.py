"""A case cut by role: nobody's name, and no words in which one may stand.

What is left: roles, places by offset and entry number, which rule put what beside what, standings,
duties, gaps, hashes. Words of sources are left out as a whole: a name can stand in any of them, and
a list of names to look for would miss the one that matters. Whoever holds the sources finds the
words again by the offsets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any

from provesafe.casefile.model import (
    Account,
    Acquisition,
    Assertion,
    Beside,
    Case,
    Condition,
    Decided,
    Difference,
    EntryRef,
    Investigation,
    Known,
    Party,
    PartyRole,
    Published,
    Request,
    SheetLine,
    Source,
    Span,
    Standing,
    Stated,
)

__all__ = ["by_role"]

_CUT: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        Span: ("exact", "prefix", "suffix"),
        EntryRef: ("words",),
        Source: ("publication", "byline", "credit", "file", "origin", "licence"),
        Acquisition: ("by", "from_whom", "how"),
        Published: ("by",),
        PartyRole: ("text",),
        Party: ("person", "record"),
        Stated: ("text",),
        Account: ("text", "outlet", "verb", "instrument", "means"),
        Condition: ("text", "condition", "instrument"),
        Decided: ("by", "note"),
        Difference: ("by", "note"),
        Request: ("of", "what", "by", "answer"),
        Investigation: ("title", "purpose", "signed_by", "analysis", "conclusions"),
        Known: ("words",),
        SheetLine: ("words",),
        Beside: ("words",),
    }
)
"""Fields in which a name, or somebody's own words, may stand."""


def by_role(case: Case) -> Case:
    """The same case without names and without the words of its sources."""
    title = f"Case {case.id[:12]}"
    whole = replace(case, names=(), comments=(), waiting=(), dropped=(), title=title)
    cut: Case = _cut(whole, frozenset(one.id for one in case.parties))
    return cut


def _cut(value: Any, parties: frozenset[str]) -> Any:
    """Every place, source and free text within a value, cut."""
    if isinstance(value, tuple):
        return tuple(_cut(one, parties) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {one.name: _cut(getattr(value, one.name), parties) for one in fields(value)}
    changed |= dict.fromkeys(_CUT.get(type(value), ()), "")
    if isinstance(value, Source):
        changed["title"] = value.id
    elif isinstance(value, Assertion) and value.value not in parties:
        changed["value"] = ""
    elif isinstance(value, Decided):
        changed["changed"] = ()
    elif isinstance(value, Standing):
        changed["values"] = tuple(
            (one if one.removeprefix("not ") in parties else "", lines)
            for one, lines in value.values
        )
    return replace(value, **changed)
