"""The documented JSON of audits: of one source, of many, and of two rulebooks compared.

Speaks by role; see docs/reference/json.md and the schemas beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provesafe.service.auditing.comparing import Comparison, Difference
from provesafe.service.auditing.finding import Finding, NoEntry, Place, Undecided
from provesafe.service.auditing.hands import Given, HandedBy
from provesafe.service.auditing.report import AuditReport, BookUsed, RuleCount
from provesafe.service.auditing.totals import (
    Tally,
    all_hands,
    by_day,
    by_role,
    by_set_up,
    by_weapon,
    day_words,
    rules_together,
)

__all__ = ["comparison_document", "fleet_document", "report_document"]


def report_document(report: AuditReport) -> dict[str, Any]:
    """One source, as `provesafe.audit/v1`."""
    return {"schema": "provesafe.audit/v1", **_report(report)}


def fleet_document(
    reports: Sequence[AuditReport], failed: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Many sources, as `provesafe.audits/v1`.

    Args:
        reports: of the sources that could be audited.
        failed: of those that could not: `{source, code, message, hint, place}` each.
    """
    exceptions, counts = all_hands(reports)
    return {
        "schema": "provesafe.audits/v1",
        "sources": len(reports) + len(failed),
        "failed": list(failed),
        "who_hands_it": {
            "exceptions": [{"source": report.source, **_handed(one)} for report, one in exceptions],
            "counts": [_given(one) for one in counts],
        },
        "rules": [_rule(one) for one in rules_together(reports)],
        "vacuous": sorted(one.rule for one in rules_together(reports) if not one.asked),
        "by_role": [_tally("role", one) for one in by_role(reports)],
        "productions": [_report(report) for report in reports],
    }


def comparison_document(
    names: tuple[str, str], found: Sequence[Comparison], failed: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Two rulebooks on the same records, as `provesafe.audit-compare/v1`.

    Args:
        names: the two rulebooks, as they were asked for.
        found: one comparison for each source.
        failed: as for `fleet_document`.
    """
    return {
        "schema": "provesafe.audit-compare/v1",
        "rulebooks": list(names),
        "failed": list(failed),
        "not_met": [sum(one.not_met[side] for one in found) for side in (0, 1)],
        "no_entry": [sum(one.no_entry[side] for one in found) for side in (0, 1)],
        "both": sum(one.both for one in found),
        "sources": [
            {
                "source": one.source,
                "title": one.title,
                "not_met": list(one.not_met),
                "no_entry": list(one.no_entry),
                "both": one.both,
                "only_first": [_difference(each) for each in one.only_first],
                "only_second": [_difference(each) for each in one.only_second],
            }
            for one in found
        ],
    }


def _report(report: AuditReport) -> dict[str, Any]:
    audit = report.audit
    return {
        "observed_until": audit.observed_until_ms,
        "source": report.source,
        "kind": report.kind,
        "title": report.title,
        "origin": report.origin,
        "record": report.real,
        "entries": report.entries,
        "occasions": report.occasions,
        "first": report.first_ms,
        "last": report.last_ms,
        "verified": report.verified,
        "explained": report.explained,
        "rulebooks": [_book(one) for one in report.books],
        "who_hands_it": {
            "exceptions": [_handed(one) for one in report.hands.exceptions],
            "counts": [_given(one) for one in report.hands.counts],
        },
        "rules": [_rule(one) for one in report.rules],
        "not_met": [_finding(one, explained=report.explained) for one in audit.not_met],
        "no_entry": [_no_entry(one) for one in audit.no_entry],
        "pending": [_no_entry(one) for one in audit.pending],
        "undetermined": [_undecided(one) for one in audit.undetermined],
        "vacuous": list(audit.vacuous),
        "by_role": [_tally("role", one) for one in by_role([report])],
        "by_weapon": [_tally("weapon", one) for one in by_weapon(report)],
        "by_set_up": [_tally("set_up", one) for one in by_set_up(report)],
        "by_day": [_tally("day", one) for one in by_day(report)],
    }


def _book(one: BookUsed) -> dict[str, Any]:
    return {
        "id": one.id,
        "version": one.version,
        "title": one.title,
        "digest": one.digest,
        "watched": one.watched,
        "rules": one.rules,
        "set_aside": [{"rule": rule, "reason": reason} for rule, reason in one.set_aside],
    }


def _rule(one: RuleCount) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "title": one.title,
        "weight": one.weight,
        "source": {"document": one.document, "section": one.section},
        "asked": one.asked,
        "met": one.met,
        "not_met": one.not_met,
        "no_entry": one.no_entry,
        "pending": one.pending,
        "undetermined": one.undetermined,
    }


def _handed(one: HandedBy) -> dict[str, Any]:
    return {
        "day": day_words(one.day),
        "at": one.at_ms,
        "entry": one.entry,
        "act": one.act,
        "weapon": one.weapon,
        "giver": one.giver,
        "receiver": one.receiver,
        "went_ahead": one.went_ahead,
        "after_not_yet": one.after_not_yet,
    }


def _given(one: Given) -> dict[str, Any]:
    return {"receiver": one.receiver, "giver": one.giver, "count": one.count, "of": one.of}


def _tally(key: str, one: Tally) -> dict[str, Any]:
    found = {key: one.key, "not_met": one.not_met, "no_entry": one.no_entry}
    return found if one.entries is None else {**found, "entries": one.entries}


def _place(place: Place) -> dict[str, Any]:
    return {
        "day": day_words(place.day),
        "weapon": place.weapon,
        "set_up": place.set_up,
        "roles": list(place.roles),
    }


def _finding(one: Finding, *, explained: bool) -> dict[str, Any]:
    reason = one.reason.to_json()
    if not explained:
        reason["nearest"] = None
    return {
        **reason,
        "at": one.at_ms,
        "entry": one.leaf,
        "as_said": "not met" if one.as_said else "met by an entry made late",
        **_place(one.place),
    }


def _no_entry(one: NoEntry) -> dict[str, Any]:
    return {
        **one.opens.to_json(),
        "opened": one.opened_ms,
        "entry": one.leaf,
        "meets": one.meets,
        "record": "open" if one.record_open else "could not receive",
        "as_said": "no entry" if one.as_said else "met by an entry made late",
        **_place(one.place),
    }


def _undecided(one: Undecided) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "at": one.at_ms,
        "entry": one.leaf,
        "reason": one.reason,
        **_place(one.place),
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "kind": one.kind,
        "weight": one.weight,
        "at": one.at_ms,
        "day": day_words(one.day),
        "entry": one.entry,
        "weapon": one.weapon,
        "say": one.say,
        "other_found": one.other_found,
    }
