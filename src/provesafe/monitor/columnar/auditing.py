"""Which rules were not met by a whole trace in columns, and what has no entry by its time.

The same answers as `monitor.audit`, from the same halves of a rule: what must hold at once, what
makes a duty void, and what must have happened by the end of its window. Rules that the columns
cannot take (those that look ahead in other ways) are judged by `monitor.audit` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from provesafe.monitor.audit import AuditResult, Undetermined, audit, reach
from provesafe.monitor.columnar.answers import Answers
from provesafe.monitor.columnar.compile import compile_formula
from provesafe.monitor.columnar.evaluate import Evaluation
from provesafe.monitor.columnar.table import tidied
from provesafe.monitor.columnar.trace import ColumnTrace, points_of
from provesafe.monitor.engine.normal import normal
from provesafe.monitor.rules import Compiled, Deadline, halves_of, rule_id
from provesafe.monitor.verdicts import Binding, Opened, Overdue, RuleLike, Violation
from provesafe.rulebook import (
    And,
    Eventually,
    Formula,
    Not,
    Signature,
    TimePoint,
    Value,
    WellFormedError,
    expand_lets,
)

__all__ = ["audit_columns"]

_Occasion = tuple[int, Binding]
"""A time-point and the values of the variables of `on`."""


def audit_columns(
    rules: Sequence[RuleLike],
    trace: ColumnTrace,
    observed_until: int,
    *,
    signature: Signature,
    opened: int | None = None,
) -> AuditResult:
    """Judge a whole trace, as `audit` does.

    Args:
        rules: LETs, definitions and parameters already expanded.
        trace: the facts, in columns.
        observed_until: every second before this one is known; the same for every slice.
        signature: the predicates facts may have.
        opened: the first second the record could have received an entry; None: from ever.

    Raises:
        WellFormedError: a rule is not well-formed under the signature.
    """
    auditor = _Auditor(trace, signature, observed_until, opened)
    for rule in rules:
        auditor.judge(rule)
    return AuditResult(
        observed_until=observed_until,
        not_met=tuple(sorted(auditor.not_met)),
        no_entry=tuple(sorted(auditor.no_entry)),
        pending=tuple(sorted(auditor.pending)),
        undetermined=tuple(sorted(auditor.undetermined)),
        vacuous=tuple(sorted(auditor.vacuous)),
    )


@dataclass(slots=True)
class _Auditor:
    """What has been found so far."""

    trace: ColumnTrace
    signature: Signature
    observed_until: int
    opened: int | None
    evaluation: Evaluation = field(init=False)
    points: tuple[TimePoint, ...] | None = None
    not_met: list[Violation] = field(default_factory=list)
    no_entry: list[Overdue] = field(default_factory=list)
    pending: list[Opened] = field(default_factory=list)
    undetermined: list[Undetermined] = field(default_factory=list)
    vacuous: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.evaluation = Evaluation(self.trace)

    def judge(self, rule: RuleLike) -> None:
        """Judge one rule."""
        halves = halves_of(rule)
        if halves.classified.klass == "audit":
            self._refer(rule)
            return
        try:
            wrong = self._ask(And(rule.on, Not(halves.require)))
            owed = self._owed(rule.on, halves, halves.deadline) if halves.deadline else None
        except WellFormedError:
            self._refer(rule)
            return
        if not len(self._ask(rule.on).table):
            self.vacuous.append(halves.rule_id)
        violations = [
            Violation(rule_id=halves.rule_id, binding=binding, index=index)
            for index, binding in _occasions(wrong)
        ]
        duties = self._duties(owed, halves) if owed is not None else []
        until = max([self.observed_until, *self.trace.seconds[-1:].tolist()])
        late = [one for one in duties if one.due_seconds is not None and one.due_seconds < until]
        waiting = [one for one in duties if one not in late]
        hidden = self._dark(rule, [*violations, *late], waiting)
        self.not_met += [one for one in violations if one not in hidden]
        self.no_entry += [Overdue(opened=one) for one in late if one not in hidden]
        self.pending += waiting

    def _ask(self, formula: Formula) -> Answers:
        """Every solution, as if nothing came after the trace."""
        question = compile_formula(formula, self.signature)
        size = self.evaluation.size
        table = tidied(self.evaluation.named(question.use), size)
        return Answers(question=question, evaluation=self.evaluation, decided=size, table=table)

    def _owed(self, on: Formula, halves: Compiled, deadline: Deadline) -> Answers:
        """Where a duty began that nothing in the trace has met."""
        at_once = And(on, halves.require)
        not_void = And(at_once, Not(deadline.void))
        return self._ask(And(not_void, Not(Eventually(deadline.interval, deadline.body))))

    def _duties(self, owed: Answers, halves: Compiled) -> list[Opened]:
        high = halves.deadline.interval.high if halves.deadline else None
        seconds = self.trace.seconds
        return [
            Opened(
                rule_id=halves.rule_id,
                binding=binding,
                index=index,
                opened_seconds=int(seconds[index]),
                due_seconds=int(seconds[index]) + (high or 0),
            )
            for index, binding in _occasions(owed)
        ]

    def _refer(self, rule: RuleLike) -> None:
        if self.points is None:
            self.points = points_of(self.trace, self.signature)
        found = audit(
            [rule],
            self.points,
            self.observed_until,
            signature=self.signature,
            opened=self.opened,
        )
        self.not_met += found.not_met
        self.no_entry += found.no_entry
        self.pending += found.pending
        self.undetermined += found.undetermined
        self.vacuous += found.vacuous

    def _dark(
        self,
        rule: RuleLike,
        violated: Sequence[Violation | Opened],
        waiting: Sequence[Opened],
    ) -> list[Violation | Opened]:
        """Find what a window from before the record leaves open; gives the violations so hidden."""
        if self.opened is None:
            return []
        gain, loss = reach(normal(expand_lets(rule.require)))
        on_loss = reach(normal(expand_lets(rule.on)))[1]
        gain, loss = max(gain, on_loss), max(loss, on_loss)
        early = int(np.searchsorted(self.trace.seconds, self.opened + max(gain, loss), "left"))
        wrong = {(one.index, one.binding): one for one in violated}
        still_open = {(one.index, one.binding) for one in waiting}
        hidden: list[Violation | Opened] = []
        for occasion in _occasions(self._ask(rule.on), early):
            if occasion in still_open:
                continue
            index, binding = occasion
            known = int(self.trace.seconds[index]) - self.opened
            window = gain if occasion in wrong else loss
            if window > known:
                hidden += [wrong[occasion]] if occasion in wrong else []
                self.undetermined.append(
                    Undetermined(
                        rule_id=rule_id(rule),
                        binding=binding,
                        index=index,
                        reason=f"its window of {window} s starts before the record was open",
                    )
                )
        return hidden


def _occasions(found: Answers, before: int | None = None) -> Iterable[_Occasion]:
    names = found.question.variables
    for answer in found:
        if before is not None and answer.index >= before:
            return
        for row in answer.rows:
            # `on` has no AVG or MED among its free variables in any rule that a gate could take.
            yield answer.index, tuple(zip(names, cast(tuple[Value, ...], row), strict=True))
