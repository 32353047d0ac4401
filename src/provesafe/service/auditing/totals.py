"""Findings counted: by rule, role, weapon, set-up and day, for one source or a fleet of them.

Never by person: what is counted here holds no person (`report`), and a test holds the keys of every
table to this list. A weapon, set-up or day belongs to its production; only rules and roles are
added up over several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from provesafe.service.auditing.finding import Place
from provesafe.service.auditing.hands import Given, HandedBy, counted
from provesafe.service.auditing.report import AuditReport, RuleCount

__all__ = [
    "KEYS",
    "Tally",
    "all_hands",
    "by_day",
    "by_role",
    "by_set_up",
    "by_weapon",
    "day_words",
    "rules_together",
]

KEYS = ("rule", "role", "weapon", "set_up", "day", "production")
"""What results are counted by; there is no other way to count them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was found under one key."""

    key: str
    not_met: int
    no_entry: int
    entries: int | None
    """Entries it is counted out of; None where there is no such number."""


def rules_together(reports: Iterable[AuditReport]) -> tuple[RuleCount, ...]:
    """Each rule over all sources, in the order in which they were first in force."""
    found: dict[str, RuleCount] = {}
    for report in reports:
        for one in report.rules:
            known = found.get(one.rule)
            found[one.rule] = one if known is None else _sum(known, one)
    return tuple(found.values())


def all_hands(
    reports: Iterable[AuditReport],
) -> tuple[tuple[tuple[AuditReport, HandedBy], ...], tuple[Given, ...]]:
    """Every hand-over past those whose work weapons are, each with its source; then the counts."""
    every: list[tuple[AuditReport, HandedBy]] = []
    counts: Counter[tuple[str, str]] = Counter()
    for report in reports:
        every += [(report, one) for one in report.hands.exceptions]
        for given in report.hands.counts:
            counts[given.receiver, given.giver] += given.count
    return tuple(every), counted(counts)


def by_role(reports: Iterable[AuditReport]) -> tuple[Tally, ...]:
    """By the role of those who owed it; somebody of two roles counts under the first."""
    return _tallied(reports, lambda place: place.roles[:1], lambda _report: {})


def by_weapon(report: AuditReport) -> tuple[Tally, ...]:
    """By weapon, of one source."""
    return _tallied([report], lambda place: (place.weapon,), lambda one: one.by_weapon)


def by_set_up(report: AuditReport) -> tuple[Tally, ...]:
    """By set-up, of one source."""
    return _tallied([report], lambda place: (place.set_up,), lambda _one: {})


def by_day(report: AuditReport) -> tuple[Tally, ...]:
    """By shooting day, of one source."""
    return _tallied(
        [report],
        lambda place: (day_words(place.day),),
        lambda one: {day_words(day): count for day, count in one.by_day.items()},
        ordered=True,
    )


def day_words(day: int) -> str:
    """A day as `2026-03-02`; empty where it is not known."""
    text = str(day)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else ""


def _tallied(
    reports: Iterable[AuditReport],
    keys_of: Callable[[Place], Sequence[str]],
    out_of: Callable[[AuditReport], Mapping[str, int]],
    *,
    ordered: bool = False,
) -> tuple[Tally, ...]:
    not_met: Counter[str] = Counter()
    no_entry: Counter[str] = Counter()
    entries: Counter[str] = Counter()
    for report in reports:
        not_met.update(key for one in report.audit.not_met for key in keys_of(one.place) if key)
        no_entry.update(key for one in report.audit.no_entry for key in keys_of(one.place) if key)
        entries.update(out_of(report))
    found = [
        Tally(key=key, not_met=not_met[key], no_entry=no_entry[key], entries=entries.get(key))
        for key in sorted(not_met.keys() | no_entry.keys())
    ]
    if not ordered:
        found.sort(key=lambda one: (-one.not_met - one.no_entry, one.key))
    return tuple(found)


def _sum(one: RuleCount, other: RuleCount) -> RuleCount:
    return replace(
        one,
        asked=one.asked + other.asked,
        not_met=one.not_met + other.not_met,
        no_entry=one.no_entry + other.no_entry,
        pending=one.pending + other.pending,
        undetermined=one.undetermined + other.undetermined,
    )
