"""The tables of an audit, for spreadsheets and data tools: one row for each thing found.

    not_met      an occasion that did not meet a rule
    no_entry     a duty whose time passed, with whether the record could have received an entry
    hand_overs   every hand-over past those whose work weapons are; then the counts, by role
    rules        each rule of each source: k of n
    vacuous      rules that were never asked
    productions  the sources

No column holds a person: roles stand where people would, and `KEYS` says what can be counted by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from provesafe.service.auditing.finding import Finding, NoEntry, Place
from provesafe.service.auditing.report import AuditReport, times_of_report
from provesafe.service.auditing.totals import day_words

__all__ = ["COLUMNS", "Cell", "Table", "tables_of"]

Cell = str | int | bool | None

_PLACE = ("day", "at", "at_ms", "entry", "weapon", "set_up", "roles")
_RULE = ("rulebook", "version", "rule", "weight")

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "not_met": (
            *("source", "production", *_PLACE, *_RULE),
            *("force", "watched", "say", "nearest", "as_said", "went_ahead"),
            *("document", "section"),
        ),
        "no_entry": (
            *("source", "production", *_PLACE, *_RULE),
            *("state", "due", "due_ms", "say", "meets", "record", "as_said"),
        ),
        "hand_overs": (
            *("source", "production", "row", "day", "at", "at_ms", "entry", "act", "weapon"),
            *("giver", "receiver", "went_ahead", "after_not_yet", "count", "of"),
        ),
        "rules": (
            *("source", "production", *_RULE, "title", "asked", "met", "not_met", "no_entry"),
            *("pending", "undetermined", "document", "section"),
        ),
        "vacuous": ("source", "production", "rulebook", "rule", "title"),
        "productions": (
            *("source", "production", "kind", "record", "origin", "entries", "occasions"),
            *("first", "last", "observed_until", "zone", "rulebooks", "not_met", "no_entry"),
            *("pending", "undetermined", "never_asked", "verified"),
        ),
    }
)
"""The tables and their columns, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_of(reports: Sequence[AuditReport]) -> tuple[Table, ...]:
    """Every table of an audit, those without a row too."""
    makers: Mapping[str, Callable[[AuditReport], Iterable[dict[str, Cell]]]] = {
        "not_met": _not_met,
        "no_entry": _no_entry,
        "hand_overs": _hand_overs,
        "rules": _rules,
        "vacuous": _vacuous,
        "productions": _productions,
    }
    return tuple(
        Table(
            name=name,
            columns=columns,
            rows=tuple(
                tuple(row.get(column) for column in columns)
                for report in reports
                for row in ({**_source(report), **found} for found in makers[name](report))
            ),
        )
        for name, columns in COLUMNS.items()
    )


def _source(report: AuditReport) -> dict[str, Cell]:
    return {"source": report.source, "production": report.title}


def _place(report: AuditReport, place: Place, at_ms: int, entry: int) -> dict[str, Cell]:
    return {
        "day": day_words(place.day),
        "at": times_of_report(report).show_date(at_ms),
        "at_ms": at_ms,
        "entry": entry,
        "weapon": place.weapon,
        "set_up": place.set_up,
        "roles": "; ".join(place.roles),
    }


def _not_met(report: AuditReport) -> Iterable[dict[str, Cell]]:
    for one in report.audit.not_met:
        yield _finding(report, one)


def _finding(report: AuditReport, one: Finding) -> dict[str, Cell]:
    reason = one.reason
    return {
        **_place(report, one.place, one.at_ms, one.leaf),
        "rulebook": reason.rulebook,
        "version": reason.version,
        "rule": reason.rule,
        "weight": reason.weight,
        "force": reason.force,
        "watched": reason.watched,
        "say": reason.say,
        "nearest": reason.nearest if report.explained else None,
        "as_said": "not met" if one.as_said else "met by an entry made late",
        "went_ahead": bool(reason.gone_ahead_by),
        "document": reason.document,
        "section": reason.section,
    }


def _no_entry(report: AuditReport) -> Iterable[dict[str, Cell]]:
    for one in report.audit.no_entry:
        yield _duty(report, one, "no entry")
    for one in report.audit.pending:
        yield _duty(report, one, "still open")


def _duty(report: AuditReport, one: NoEntry, state: str) -> dict[str, Cell]:
    rules = {rule.rule: rule for rule in report.rules}
    versions = {book.id: book.version for book in report.books}
    rulebook, _, rule = one.opens.rule.partition("/")
    due_ms = one.opens.due_ms
    return {
        **_place(report, one.place, one.opened_ms, one.leaf),
        "rulebook": rulebook,
        "version": versions.get(rulebook),
        "rule": rule,
        "weight": rules[one.opens.rule].weight,
        "state": state,
        "due": None if due_ms is None else times_of_report(report).show_date(due_ms),
        "due_ms": due_ms,
        "say": one.opens.say,
        "meets": one.meets,
        "record": "open" if one.record_open else "could not receive",
        "as_said": "no entry" if one.as_said else "met by an entry made late",
    }


def _hand_overs(report: AuditReport) -> Iterable[dict[str, Cell]]:
    for one in report.hands.exceptions:
        yield {
            "row": "exception",
            "day": day_words(one.day),
            "at": times_of_report(report).show_date(one.at_ms),
            "at_ms": one.at_ms,
            "entry": one.entry,
            "act": one.act,
            "weapon": one.weapon,
            "giver": one.giver,
            "receiver": one.receiver,
            "went_ahead": one.went_ahead,
            "after_not_yet": one.after_not_yet,
        }
    for given in report.hands.counts:
        yield {
            "row": "count",
            "giver": given.giver,
            "receiver": given.receiver,
            "count": given.count,
            "of": given.of,
        }


def _rules(report: AuditReport) -> Iterable[dict[str, Cell]]:
    versions = {book.id: book.version for book in report.books}
    for one in report.rules:
        rulebook, _, rule = one.rule.partition("/")
        yield {
            "rulebook": rulebook,
            "version": versions.get(rulebook),
            "rule": rule,
            "weight": one.weight,
            "title": one.title,
            "asked": one.asked,
            "met": one.met,
            "not_met": one.not_met,
            "no_entry": one.no_entry,
            "pending": one.pending,
            "undetermined": one.undetermined,
            "document": one.document,
            "section": one.section,
        }


def _vacuous(report: AuditReport) -> Iterable[dict[str, Cell]]:
    for one in report.rules:
        if not one.asked:
            rulebook, _, rule = one.rule.partition("/")
            yield {"rulebook": rulebook, "rule": rule, "title": one.title}


def _productions(report: AuditReport) -> Iterable[dict[str, Cell]]:
    times, audit = times_of_report(report), report.audit
    yield {
        "kind": report.kind,
        "record": report.real,
        "origin": report.origin,
        "entries": report.entries,
        "occasions": report.occasions,
        "first": None if report.first_ms is None else times.show_date(report.first_ms),
        "last": None if report.last_ms is None else times.show_date(report.last_ms),
        "observed_until": times.show_date(audit.observed_until_ms),
        "zone": report.zone,
        "rulebooks": "; ".join(f"{one.id} {one.version}" for one in report.books),
        "not_met": len(audit.not_met),
        "no_entry": len(audit.no_entry),
        "pending": len(audit.pending),
        "undetermined": len(audit.undetermined),
        "never_asked": len(audit.vacuous),
        "verified": report.verified,
    }
