"""Looking back at a record: which rules were not met, and which duties have no entry.

Two views of one record, side by side:

    as entered   in the order and at the seconds in which the laptop recorded it; decisions and
                 laws use this one
    as said      each act at the time its signer says it happened, never later than it was
                 recorded and never before the record began

A late entry changes only the second. A finding of the first that the second does not have is
listed with "met by an entry made late". Silence is not proof: a duty has *no entry*, and it is said
whether the record could have received one.
"""

from __future__ import annotations

from dataclasses import dataclass

from provesafe import custody
from provesafe.monitor import Opened, Undetermined, Violation, audit
from provesafe.rulebook import Fact, TimePoint
from provesafe.service.answers.decision import Opens, Reason
from provesafe.service.answers.reasons import Scene, opens_of, reason_of, roles_held
from provesafe.service.production import Production
from provesafe.service.record.coverage import Coverage, coverage_of

__all__ = ["Audit", "Finding", "NoEntry", "Undecided", "audit_production"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that an entry did not meet."""

    reason: Reason
    at_ms: int
    leaf: int
    """The entry at which it showed."""
    as_said: bool
    """Whether it also stands at the times people gave; false: met by an entry made late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEntry:
    """A duty whose time passed, or is still running, without an entry that meets it."""

    opens: Opens
    opened_ms: int
    leaf: int
    """The entry that opened it."""
    as_said: bool
    """Whether it also has no entry at the times people gave."""
    record_open: bool
    """Whether the record could have received an entry while there was time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A rule was asked, and the record cannot say whether it was met."""

    rule: str
    at_ms: int
    leaf: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a record shows under the rulebooks in force, up to a moment."""

    observed_until_ms: int
    not_met: tuple[Finding, ...]
    no_entry: tuple[NoEntry, ...]
    pending: tuple[NoEntry, ...]
    undetermined: tuple[Undecided, ...]
    """Where the record cannot say whether a rule was met."""
    vacuous: tuple[str, ...]
    """Rules that were never asked: their occasion did not occur. Not the same as kept."""


def audit_production(production: Production, *, observed_until_ms: int) -> Audit:
    """Audit an open production.

    Args:
        production: the record, opened; not moved.
        observed_until_ms: the moment up to which the record is looked at.
    """
    until = observed_until_ms // 1000
    program = production.gate.program
    # A window that reaches back behind the record's first entry may hold what nobody could enter.
    opened = production.trace[0].seconds if production.trace else None
    entered = audit(program, production.trace, until, opened=opened)
    as_said = _as_said(production)
    # Where nobody entered anything late the two views are one, and it is judged once.
    said = entered if as_said == production.trace else audit(program, as_said, until, opened=opened)
    said_violations = {_same(v) for v in said.not_met}
    said_owed = {_owed(one.opened) for one in said.no_entry}
    scene = Scene(
        trace=production.history.indexed,
        leaves=production.leaves,
        label=production.people.label,
        clock=production.times.show,
        watched=production.books.watched,
        phrases=production.phrases,
        roles=roles_held(production.state),
    )
    coverage = coverage_of(production.entered)
    return Audit(
        observed_until_ms=observed_until_ms,
        not_met=tuple(
            _finding(production, scene, v, as_said=_same(v) in said_violations)
            for v in entered.not_met
            if _in_force(production, v.rule_id, v.index)
        ),
        no_entry=tuple(
            _no_entry(
                production, scene, coverage, one.opened, as_said=_owed(one.opened) in said_owed
            )
            for one in entered.no_entry
            if _in_force(production, one.opened.rule_id, one.opened.index)
        ),
        pending=tuple(
            _no_entry(production, scene, coverage, o, as_said=True)
            for o in entered.pending
            if _in_force(production, o.rule_id, o.index)
        ),
        undetermined=tuple(_undetermined(production, one) for one in entered.undetermined),
        vacuous=entered.vacuous,
    )


def _finding(production: Production, scene: Scene, v: Violation, *, as_said: bool) -> Finding:
    return Finding(
        reason=reason_of(production.books.rule(v.rule_id), v, scene),
        at_ms=production.trace[v.index].seconds * 1000,
        leaf=production.leaves[v.index],
        as_said=as_said,
    )


def _no_entry(
    production: Production, scene: Scene, coverage: Coverage, o: Opened, *, as_said: bool
) -> NoEntry:
    opens = opens_of(production.books.rule(o.rule_id), o, scene)
    return NoEntry(
        opens=opens,
        opened_ms=o.opened_seconds * 1000,
        leaf=production.leaves[o.index],
        as_said=as_said,
        record_open=_could_receive(coverage, opens, o),
    )


def _could_receive(coverage: Coverage, opens: Opens, o: Opened) -> bool:
    """Whether any of those who owed it could have entered it while there was time."""
    # In the second that opened it the record was open, or it would not have been opened.
    start = (o.opened_seconds + 1) * 1000
    end = None if o.due_seconds is None else o.due_seconds * 1000
    people = [one for one in opens.duty if one in coverage.people]
    if not people or len(people) < len(opens.duty):
        # A duty of a role may be done by whoever has it.
        return coverage.could_receive(start, end)
    return any(coverage.could_receive(start, end, person=one) for one in people)


def _undetermined(production: Production, one: Undetermined) -> Undecided:
    return Undecided(
        rule=one.rule_id,
        at_ms=production.trace[one.index].seconds * 1000,
        leaf=production.leaves[one.index],
        reason=one.reason,
    )


def _in_force(production: Production, rule_id: str, index: int) -> bool:
    """Each time-point is judged by the rulebooks that were taken on by then."""
    return index >= production.adopted_from.get(rule_id.split("/")[0], 0)


def _as_said(production: Production) -> list[TimePoint]:
    """The trace with each act at the time its signer gave, folded anew in that order."""
    began = production.trace[0].seconds if production.trace else 0
    moments = sorted(
        (max(began, min(one.ms, one.said_ms) // 1000), one.index, one) for one in production.entered
    )
    walk = custody.Walk()
    trace = []
    for seconds, _, one in moments:
        found = [f for act in one.refused for f in custody.refused_facts(act, walk.state())]
        for act in one.acts:
            found.extend(walk.take(act, late=False))
        facts = frozenset(Fact(name, arguments) for name, arguments in found)
        trace.append(TimePoint(seconds, facts))
    return trace


def _same(violation: Violation) -> tuple[str, object]:
    return (violation.rule_id, violation.binding)


def _owed(opened: Opened) -> tuple[str, object]:
    return (opened.rule_id, opened.binding)
