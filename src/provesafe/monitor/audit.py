"""Which rules were not met by a whole trace, and what has no entry by its time.

Gate and deadline rules are replayed through the gate; the rest is judged by the reference. The end
of the record is said aloud: every second before `observed_until` is known, and what may still be
met after it is pending, never "no entry".

The start can be said too. With `opened`, a verdict is undetermined where a window of so many
seconds starts before the record was open and an earlier entry could have turned the verdict. A
window without bound begins with the record: `ONCE f` asks what the record has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from provesafe.monitor.engine.normal import normal
from provesafe.monitor.gate import Gate, program_of
from provesafe.monitor.program import Program
from provesafe.monitor.rules import rule_id
from provesafe.monitor.verdicts import Binding, Opened, Overdue, RuleLike, Violation
from provesafe.rulebook import (
    Aggregate,
    And,
    Eventually,
    Exists,
    Formula,
    Interval,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Signature,
    Since,
    TimePoint,
    Until,
    expand_lets,
    free_variables,
    verdicts,
)

__all__ = ["AuditResult", "Undetermined", "audit"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Undetermined:
    """A rule applied, and the record cannot tell whether what it requires held."""

    rule_id: str
    binding: Binding
    index: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditResult:
    """What a trace means for every rule; each tuple is sorted."""

    observed_until: int
    not_met: tuple[Violation, ...] = ()
    no_entry: tuple[Overdue, ...] = ()
    pending: tuple[Opened, ...] = ()
    undetermined: tuple[Undetermined, ...] = ()
    vacuous: tuple[str, ...] = ()
    """The ids of the rules that never applied: vacuous, not kept."""


def audit(
    rules: Sequence[RuleLike] | Program,
    trace: Sequence[TimePoint],
    observed_until: int,
    *,
    signature: Signature | None = None,
    opened: int | None = None,
) -> AuditResult:
    """Judge a whole trace.

    Args:
        rules: parameters and definitions already put in; or a program, compiled before.
        trace: time-points, their seconds never decreasing.
        observed_until: every second before this one is known; the same for every slice.
        signature: the predicates facts may have; a program has its own.
        opened: the first second the record could have received an entry; None: from ever.

    Raises:
        FactError: a fact does not fit the signature.
        TimeOrderError: the time-stamps go back.
        WellFormedError: a rule is not well-formed under the signature.
    """
    program = program_of(rules, signature)
    aside = {name for name, _ in program.set_aside}
    replayed = _replayed(program, trace, observed_until, opened)
    others = [
        _referred(rule, trace, observed_until) for rule in program.rules if rule_id(rule) in aside
    ]
    every = [replayed, *others]
    return AuditResult(
        observed_until=observed_until,
        not_met=tuple(sorted(one for part in every for one in part.not_met)),
        no_entry=replayed.no_entry,
        pending=tuple(sorted(one for part in every for one in part.pending)),
        undetermined=replayed.undetermined,
        vacuous=tuple(sorted(one for part in every for one in part.vacuous)),
    )


def reach(core: Formula) -> tuple[int, int]:
    """How many seconds back an unknown entry could lie that would turn a formula's truth.

    Args:
        core: in core form, without a future operator but EVENTUALLY.

    Returns:
        to make it true, and to make it false; 0 where none could.
    """
    match core:
        case Not(body):
            gain, loss = reach(body)
            return loss, gain
        case And(left, right) | Or(left, right):
            return _widest(reach(left), reach(right))
        case Exists(_, body) | Eventually(_, body) | Next(_, body) | Until(_, _, body):
            return reach(body)
        case Aggregate(_, _, _, _, body):
            both = max(reach(body))
            return both, both
        case Previous(interval, body):
            gain, loss = reach(body)
            return _further(interval, gain), _further(interval, loss)
        case Once(interval, body):
            gain, loss = reach(body)
            return (interval.high or 0) + gain, _further(interval, loss)
        case Since(interval, left, right):
            gain, loss = _widest(reach(left), reach(right))
            return (interval.high or 0) + gain, _further(interval, loss)
    return 0, 0


def _widest(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    return max(one[0], two[0]), max(one[1], two[1])


def _further(interval: Interval, seconds: int) -> int:
    """What lies that far back from a time-point of the window; 0 stays 0."""
    return seconds + (interval.high or 0) if seconds else 0


def _replayed(
    program: Program, trace: Sequence[TimePoint], observed_until: int, opened: int | None
) -> AuditResult:
    gate = Gate(program)
    judged = [rule for rule in program.rules if rule_id(rule) not in dict(program.set_aside)]
    dark = _Dark(judged, opened)
    unseen = {rule_id(rule) for rule in judged}
    not_met: list[Violation] = []
    no_entry: list[Overdue] = []
    for index, point in enumerate(trace):
        no_entry += gate.advance(point.seconds)
        asked = unseen | dark.asking(point.seconds)
        if asked:
            applied = gate.triggered(point.seconds, point.facts, only=asked)
            unseen -= {name for name, _ in applied}
            dark.applied(index, point.seconds, applied)
        not_met += gate.commit(point.seconds, point.facts).violations
    no_entry += gate.advance(max([observed_until, *(point.seconds for point in trace[-1:])]))
    return AuditResult(
        observed_until=observed_until,
        not_met=tuple(one for one in not_met if not dark.hides_violation(one)),
        no_entry=tuple(sorted(one for one in no_entry if not dark.hides_violation(one.opened))),
        pending=gate.pending(),
        undetermined=dark.undetermined(
            [*not_met, *(one.opened for one in no_entry)], gate.pending()
        ),
        vacuous=tuple(sorted(unseen)),
    )


class _Dark:
    """Occasions so early that their windows start before the record was open."""

    def __init__(self, rules: Iterable[RuleLike], opened: int | None) -> None:
        self._opened = opened
        self._reach: dict[str, tuple[int, int]] = {}
        self._early: dict[tuple[str, int, Binding], int] = {}
        if opened is not None:
            for rule in rules:
                gain, loss = reach(normal(expand_lets(rule.require)))
                on_loss = reach(normal(expand_lets(rule.on)))[1]
                self._reach[rule_id(rule)] = max(gain, on_loss), max(loss, on_loss)

    def asking(self, seconds: int) -> set[str]:
        """The rules with a window that starts before the record, at this second."""
        if self._opened is None:
            return set()
        known = seconds - self._opened
        return {name for name, reaches in self._reach.items() if max(reaches) > known}

    def applied(self, index: int, seconds: int, occasions: Iterable[tuple[str, Binding]]) -> None:
        """Take down the occasions of a time-point."""
        for name, binding in occasions:
            if name in self.asking(seconds):
                self._early[name, index, binding] = seconds - (self._opened or 0)

    def hides_violation(self, one: Violation | Opened) -> bool:
        """Whether an earlier entry could have turned this violation."""
        known = self._early.get((one.rule_id, one.index, one.binding))
        return known is not None and self._reach[one.rule_id][0] > known

    def undetermined(
        self, violated: Iterable[Violation | Opened], pending: Iterable[Opened]
    ) -> tuple[Undetermined, ...]:
        """Every early occasion whose verdict an earlier entry could have turned."""
        wrong = {(one.rule_id, one.index, one.binding) for one in violated}
        still_open = {(one.rule_id, one.index, one.binding) for one in pending}
        found = []
        for occasion, known in self._early.items():
            if occasion in still_open:
                continue
            gain, loss = self._reach[occasion[0]]
            window = gain if occasion in wrong else loss
            if window > known:
                found.append(
                    Undetermined(
                        rule_id=occasion[0],
                        binding=occasion[2],
                        index=occasion[1],
                        reason=f"its window of {window} s starts before the record was open",
                    )
                )
        return tuple(sorted(found))


def _referred(rule: RuleLike, trace: Sequence[TimePoint], observed_until: int) -> AuditResult:
    """Judge a rule by the reference."""
    name = rule_id(rule)
    not_met: list[Violation] = []
    pending: list[Opened] = []
    found = verdicts(rule.on, rule.require, trace, observed_until=observed_until)
    for index, row, verdict in found:
        binding = tuple((variable, row[variable]) for variable in free_variables(rule.on))
        if verdict == "violated":
            not_met.append(Violation(rule_id=name, binding=binding, index=index))
        elif verdict == "pending":
            pending.append(
                Opened(
                    rule_id=name,
                    binding=binding,
                    index=index,
                    opened_seconds=trace[index].seconds,
                    due_seconds=None,
                )
            )
    return AuditResult(
        observed_until=observed_until,
        not_met=tuple(not_met),
        pending=tuple(pending),
        vacuous=() if found else (name,),
    )
