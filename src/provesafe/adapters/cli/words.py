"""How decisions read at a terminal: set words, danger and paper apart at a glance.

A line for each act; under a *not yet*, two lines for each open point: what is open and who mends
it, then the clause it comes from. Readable without colour; colour only repeats what a word says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import click

from provesafe.service import Afterwards, Audit, Decision, Reason

__all__ = ["NOTHING_OPEN", "NOT_YET", "act_words", "decision_lines", "mends_words", "reason_lines"]

NOT_YET = "NOT YET"
NOTHING_OPEN = "nothing open"

Label = Callable[[str], str]


def act_words(decision: Decision, label: Label) -> str:
    """An act in one short phrase: `hand over colt-2, ada to cleo`."""
    fields = decision.fields
    thing = next(
        (str(fields[name]) for name in ("weapon", "lot", "set_up", "meeting") if name in fields), ""
    )
    parts = [decision.act.replace("_", " ")]
    if thing:
        parts.append(thing)
    phrase = " ".join(parts)
    by = label(str(fields["by"])) if "by" in fields else ""
    to = fields.get("to", "")
    whom = ", ".join(label(one) for one in ((to,) if isinstance(to, str) else to) if one)
    if by and whom:
        return f"{phrase}, {by} to {whom}"
    return f"{phrase}, {by}" if by else phrase


def decision_lines(
    decision: Decision, *, label: Label, clock: Callable[[int], str], details: bool = True
) -> Iterator[str]:
    """One decision as lines of text."""
    if decision.decision == "refuse":
        answer = click.style(f"{NOT_YET}  {_counted(decision.reasons)}", bold=True)
    elif decision.decision == "permit":
        gone = [r for r in decision.advice if r.gone_ahead_by]
        answer = f"went ahead against {len(gone)}" if gone else NOTHING_OPEN
    else:
        answer = f"entered, {_counted(decision.reasons)}" if decision.reasons else "entered"
    late = " (late entry)" if decision.late else ""
    yield f"{clock(decision.at_ms):<9}{act_words(decision, label):<48} {answer}{late}"
    if details:
        for reason in decision.reasons:
            yield from (f"         {line}" for line in reason_lines(reason))


def audit_lines(audit: Audit, *, clock: Callable[[int], str]) -> Iterator[str]:
    """What was not met and what has no entry, with the record open or not."""
    if audit.not_met:
        yield click.style("rules not met, by the entries", bold=True)
    for finding in audit.not_met:
        late = "" if finding.as_said else " · met by an entry made late"
        reason = finding.reason
        yield f"  {clock(finding.at_ms):<9}{reason.weight:<7}{reason.say}{late} [{reason.id}]"
    if audit.no_entry:
        yield click.style("no entry by its time", bold=True)
    for one in audit.no_entry:
        record = "no entry, record open" if one.record_open else "record could not receive"
        late = "" if one.as_said else " · met by an entry made late"
        due = _due(one.opens.due_ms, clock)
        yield f"  {due:<9}{one.opens.say} {record}{late} [{one.opens.rule}]"
    for one in audit.pending:
        yield f"  until {_due(one.opens.due_ms, clock)}: {one.opens.say} [{one.opens.rule}]"


def afterwards_lines(
    found: Afterwards, *, label: Label, clock: Callable[[int], str]
) -> Iterator[str]:
    """One use of a weapon afterwards: entered, no entry, who handed it, everyone involved."""
    for one in found.entered:
        entered = f"entered {clock(one.recorded_ms)}: " if one.late else ""
        yield f"{clock(one.said_ms):<9}{entered}{one.words}"
    for record_open in (True, False):
        missing = [one.words for one in found.no_entry if one.record_open is record_open]
        if missing:
            lead = "no entry, record open" if record_open else "record could not receive"
            yield f"{lead}: {' · '.join(missing)}"
    yield handed_line(found, label=label, clock=clock)
    parts: dict[str, list[str]] = {}
    for row in found.people:
        role = f" ({', '.join(row.roles)})" if row.roles else ""
        who = f"{label(row.person)}{role}"
        if row.part != "entered" and who not in parts.setdefault(row.part, []):
            parts[row.part].append(who)
    for part, people in parts.items():
        if people:
            yield f"{part}: {', '.join(people)}"


def handed_line(found: Afterwards, *, label: Label, clock: Callable[[int], str]) -> str:
    """Who handed it over, as far as that is recorded."""
    handed = label(found.handed_by) if found.handed_by else "not recorded"
    before = found.last_seen
    last = f"; before that, {clock(before.said_ms)}: {before.words}" if before else ""
    return f"who handed it to {label(found.user)}: {handed}{last}"


def reason_lines(reason: Reason) -> Iterator[str]:
    """One open point: what and who mends it, then where it comes from."""
    colour = "red" if reason.weight == "danger" else "yellow"
    weight = click.style(f"{reason.weight:<7}", fg=colour)
    nearest = f" ({reason.nearest})" if reason.nearest else ""
    yield f"{weight}{reason.say}{nearest}"
    yield f"       {mends_words(reason)}{reason.document}, {reason.section}"


def mends_words(reason: Reason) -> str:
    """What mends an open point, or that nothing does but not doing it."""
    if reason.remedy:
        return f"mends it: {reason.remedy.words} · "
    return f"nothing mends it: {reason.no_remedy} · " if reason.no_remedy else ""


def _due(ms: int | None, clock: Callable[[int], str]) -> str:
    return "open" if ms is None else clock(ms)


def _counted(reasons: Iterable[Reason]) -> str:
    reasons = tuple(reasons)
    danger = sum(1 for reason in reasons if reason.weight == "danger")
    paper = len(reasons) - danger
    parts = [f"{n} {word}" for n, word in ((danger, "danger"), (paper, "paper")) if n]
    return f"rule not met: {', '.join(parts)}" if reasons else ""
