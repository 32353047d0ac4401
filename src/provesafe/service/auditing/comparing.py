"""Two rulebooks on the same record: what the one asks for that the other does not, act by act.

A finding of one side is matched by a finding of the other at the same entry, about the same weapon,
of the rule with the same id inside its rulebook: so two versions of a rulebook are compared rule by
rule, and two different rulebooks entry by entry, each difference saying whether the other side
found anything at that entry at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from provesafe.service.auditing.finding import Finding, NoEntry
from provesafe.service.auditing.report import AuditReport

__all__ = ["Comparison", "Difference", "compared"]

_Key = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One finding that only one side has."""

    rule: str
    """`rulebook/rule`."""
    kind: str
    """`not met` or `no entry`."""
    at_ms: int
    day: int
    entry: int
    weapon: str
    weight: str
    say: str
    other_found: bool
    """Whether the other side found something else at that entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One source under two rulebooks."""

    source: str
    title: str
    not_met: tuple[int, int]
    """Under the first, under the second."""
    no_entry: tuple[int, int]
    both: int
    """Findings that both sides have."""
    only_first: tuple[Difference, ...]
    only_second: tuple[Difference, ...]


def compared(first: AuditReport, second: AuditReport) -> Comparison:
    """Compare what two rulebooks find in one source.

    Args:
        first: the source under one of them.
        second: the same source, up to the same moment, under the other.
    """
    mine, theirs = _findings(first), _findings(second)
    common = Counter(key for key, _ in mine) & Counter(key for key, _ in theirs)
    return Comparison(
        source=first.source,
        title=first.title,
        not_met=(len(first.audit.not_met), len(second.audit.not_met)),
        no_entry=(len(first.audit.no_entry), len(second.audit.no_entry)),
        both=common.total(),
        only_first=_only(mine, common, {one.leaf for _, one in theirs}, first),
        only_second=_only(theirs, common, {one.leaf for _, one in mine}, second),
    )


def _findings(report: AuditReport) -> list[tuple[_Key, Finding | NoEntry]]:
    found: list[tuple[_Key, Finding | NoEntry]] = [
        (("not met", one.reason.rule, one.leaf, one.place.weapon), one)
        for one in report.audit.not_met
    ]
    found += [
        (("no entry", one.opens.rule.partition("/")[2], one.leaf, one.place.weapon), one)
        for one in report.audit.no_entry
    ]
    return sorted(found, key=lambda pair: (pair[1].leaf, pair[0]))


def _only(
    found: Iterable[tuple[_Key, Finding | NoEntry]],
    common: Counter[_Key],
    other: set[int],
    report: AuditReport,
) -> tuple[Difference, ...]:
    left = Counter(common)
    weights = {one.rule: one.weight for one in report.rules}
    differences = []
    for key, one in found:
        if left[key] > 0:
            left[key] -= 1
            continue
        rule, at_ms, say = (
            (one.reason.id, one.at_ms, one.reason.say)
            if isinstance(one, Finding)
            else (one.opens.rule, one.opened_ms, one.opens.say)
        )
        differences.append(
            Difference(
                rule=rule,
                kind=key[0],
                at_ms=at_ms,
                day=one.place.day,
                entry=one.leaf,
                weapon=one.place.weapon,
                weight=weights[rule],
                say=say,
                other_found=one.leaf in other,
            )
        )
    return tuple(differences)
