"""How an audit reads at a terminal: who hands it, then what was not met, then what is missing.

Set words, by role, exceptions above any count, each rule with *k of n*. Readable without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import click

from provesafe.service import (
    AuditReport,
    Comparison,
    Difference,
    Finding,
    Given,
    HandedBy,
    NoEntry,
    RuleCount,
    all_hands,
    by_role,
    day_words,
    rules_together,
    spoken_role,
    times_of_report,
)

__all__ = ["comparison_lines", "fleet_lines", "report_lines"]

OCCASIONS_SHOWN = 12
"""Of one rule, unless all are asked for: a screen holds some forty lines."""


def report_lines(report: AuditReport, *, every: bool) -> Iterator[str]:
    """One source.

    Args:
        report: what was found.
        every: whether each occasion is listed, however many there are.
    """
    yield from _head(report)
    yield ""
    yield from _hands_lines([(report, one) for one in report.hands.exceptions], report.hands.counts)
    rules = {one.rule: one for one in report.rules}
    not_met = sorted(report.audit.not_met, key=_finding_order)
    if not_met:
        yield ""
        yield _bold("rules not met, by the entries")
    for rule, found in groupby(not_met, key=lambda one: one.reason.id):
        yield from _rule_head(rules[rule], rules[rule].not_met)
        yield from _some((_finding_line(report, one) for one in found), every=every)
    if report.audit.no_entry:
        yield ""
        yield _bold("no entry by its time")
    missing = sorted(report.audit.no_entry, key=lambda one: (one.opens.rule, one.leaf))
    for rule, duties in groupby(missing, key=lambda one: one.opens.rule):
        yield from _rule_head(rules[rule], rules[rule].no_entry)
        yield from _some((_no_entry_line(report, one) for one in duties), every=every)
    if report.audit.pending:
        yield ""
        yield _bold("still open")
        yield from _some((_pending_line(report, one) for one in report.audit.pending), every=every)
    if report.audit.undetermined:
        yield ""
        yield _bold("undetermined")
        yield from _some(
            (
                f"    {_when(report, one.at_ms)}  entry {one.leaf}  {one.reason} [{one.rule}]"
                for one in report.audit.undetermined
            ),
            every=every,
        )
    yield ""
    yield _summary(report)


def fleet_lines(reports: Sequence[AuditReport], *, every: bool) -> Iterator[str]:
    """Many sources: who hands it, the rules over all of them, and a line for each.

    Args:
        reports: of the sources that could be audited.
        every: whether each source is told in full as well.
    """
    exceptions, counts = all_hands(reports)
    entries = sum(report.entries for report in reports)
    yield _bold(f"{_many(len(reports), 'production')}, {entries} entries")
    yield ""
    yield from _hands_lines(exceptions, counts, named=True)
    rules = rules_together(reports)
    wrong = [one for one in rules if one.not_met or one.no_entry]
    if wrong:
        yield ""
        yield _bold("rules not met, or without an entry by their time")
    for one in sorted(wrong, key=_rule_order):
        yield from _rule_head(one, one.not_met + one.no_entry)
    roles = by_role(reports)
    if roles:
        yield ""
        yield _bold("by the role that owed it")
    for tally in roles:
        role = spoken_role(tally.key)
        yield f"  {role:<28}{tally.not_met} not met, {tally.no_entry} no entry"
    yield ""
    yield _bold("by production")
    for report in reports:
        yield f"  {_among(report):<40}{_summary(report)}"
    never = sum(1 for one in rules if not one.asked)
    yield ""
    yield f"{len(rules)} rules, {never} of them never asked in any of these"
    if every:
        for report in reports:
            yield ""
            yield from report_lines(report, every=True)


def comparison_lines(names: tuple[str, str], found: Sequence[Comparison]) -> Iterator[str]:
    """Two rulebooks on the same records: the difference in numbers, then each difference.

    Args:
        names: the two, as they were asked for.
        found: one comparison for each source.
    """
    for word, pairs in (
        ("not met", [one.not_met for one in found]),
        ("no entry", [one.no_entry for one in found]),
    ):
        first, second = sum(a for a, _ in pairs), sum(b for _, b in pairs)
        change = f"{abs(second - first)} {'more' if second >= first else 'fewer'}"
        yield _bold(f"under {names[1]} {change} {word}: {second}, under {names[0]} {first}")
    yield f"{sum(one.both for one in found)} found by both"
    for one in found:
        for name, only in ((names[0], one.only_first), (names[1], one.only_second)):
            if only:
                yield ""
                yield _bold(f"{one.title or one.source}: only under {name}")
            yield from (_difference_line(each) for each in only)


def _head(report: AuditReport) -> Iterator[str]:
    times = times_of_report(report)
    until = times.show_date(report.audit.observed_until_ms)
    yield _bold(f"{_name(report)} · {report.kind} · {_many(report.entries, 'entr')}")
    signed = "every signature checked" if report.verified else "signatures not checked again"
    yield f"looked at until {until}, by the clock of {report.zone}; {signed}"
    books = ", ".join(
        f"{one.id} {one.version}{' (watched)' if one.watched else ''}" for one in report.books
    )
    yield f"judged by {books or 'no rulebook'}"
    aside = sum(len(one.set_aside) for one in report.books)
    if aside:
        yield f"{_many(aside, 'rule')} set aside: not binding here, or a number it needs is not set"


def _hands_lines(
    exceptions: Sequence[tuple[AuditReport, HandedBy]],
    counts: Iterable[Given],
    *,
    named: bool = False,
) -> Iterator[str]:
    yield _bold("who hands it")
    if not exceptions:
        yield "  past those whose work weapons are: none entered"
    for report, one in exceptions:
        at = _when(report, one.at_ms)
        source = f"{_among(report)}  " if named else ""
        went = "went ahead" if one.went_ahead else "asked, not yet; no entry that it was done"
        again = ", after not yet" if one.after_not_yet and one.went_ahead else ""
        yield (
            f"  {source}{at}  entry {one.entry}  {one.act} {one.weapon}:"
            f" {spoken_role(one.giver)} to {spoken_role(one.receiver)}, {went}{again}"
        )
    for receiver, given in groupby(counts, key=lambda one: one.receiver):
        parts = [f"{spoken_role(one.giver)} {one.count} of {one.of}" for one in given]
        yield f"  to {_receivers(receiver):<20}{' · '.join(parts)}"


def _receivers(kind: str) -> str:
    return {"crew": "crew", "no role": "somebody of no role", "handler": "weapons handlers"}.get(
        kind, f"{kind}s"
    )


def _rule_head(one: RuleCount, count: int) -> Iterator[str]:
    colour = "red" if one.weight == "danger" else "yellow"
    weight = click.style(f"{one.weight:<7}", fg=colour)
    yield f"  {weight}{count} of {one.asked}  {one.title} [{one.rule}]"


def _finding_line(report: AuditReport, one: Finding) -> str:
    late = " · met by an entry made late" if not one.as_said else ""
    nearest = f" ({one.reason.nearest})" if one.reason.nearest else ""
    gone = one.reason.gone_ahead_by
    ahead = f" · {spoken_role(gone)} went ahead against it" if gone else ""
    say = one.reason.say
    say = f"T{say[1:]}" if say.startswith("the ") else say
    return f"    {_when(report, one.at_ms)}  entry {one.leaf}  {say}{nearest}{ahead}{late}"


def _no_entry_line(report: AuditReport, one: NoEntry) -> str:
    record = "no entry, record open" if one.record_open else "record could not receive"
    late = " · met by an entry made late" if not one.as_said else ""
    due = "" if one.opens.due_ms is None else f" to {_when(report, one.opens.due_ms)}"
    meets = f" · would have met it: {one.meets}" if one.meets else ""
    owed = " or ".join(spoken_role(role) for role in one.place.roles)
    return (
        f"    {_when(report, one.opened_ms)}{due}  entry {one.leaf}  owed by {owed or 'anyone'}:"
        f" {one.opens.say}{meets} · {record}{late}"
    )


def _pending_line(report: AuditReport, one: NoEntry) -> str:
    due = "with no last moment" if one.opens.due_ms is None else _when(report, one.opens.due_ms)
    return f"    until {due}: {one.opens.say} [{one.opens.rule}]"


def _difference_line(one: Difference) -> str:
    beside = "" if one.other_found else ", nothing else found there"
    return (
        f"  {day_words(one.day)}  entry {one.entry}  {one.weight:<7}{one.kind}: {one.say}"
        f" [{one.rule}]{beside}"
    )


def _summary(report: AuditReport) -> str:
    audit = report.audit
    return (
        f"{len(audit.not_met)} not met, {len(audit.no_entry)} no entry, "
        f"{len(audit.pending)} pending, {len(audit.undetermined)} undetermined, "
        f"{_many(len(audit.vacuous), 'rule')} never asked"
    )


def _some(lines: Iterator[str], *, every: bool) -> Iterator[str]:
    shown = 0
    more = 0
    for line in lines:
        if every or shown < OCCASIONS_SHOWN:
            shown += 1
            yield line
        else:
            more += 1
    if more:
        yield f"    and {more} more: --all lists them"


def _finding_order(one: Finding) -> tuple[bool, str, int]:
    return one.reason.weight != "danger", one.reason.id, one.leaf


def _rule_order(one: RuleCount) -> tuple[bool, int, str]:
    return one.weight != "danger", -one.not_met - one.no_entry, one.rule


def _when(report: AuditReport, ms: int) -> str:
    return times_of_report(report).show_date(ms)


def _name(report: AuditReport) -> str:
    return report.title or report.source


def _among(report: AuditReport) -> str:
    """A source among others: two may be called the same."""
    place = report.source.rstrip("/").rpartition("/")[2]
    return f"{report.title} ({place})" if report.title not in ("", place) else place


def _many(count: int, word: str) -> str:
    if word.endswith("entr"):
        return f"{count} {word}{'y' if count == 1 else 'ies'}"
    return f"{count} {word}{'' if count == 1 else 's'}"


def _bold(text: str) -> str:
    return click.style(text, bold=True)
