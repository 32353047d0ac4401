"""Which rules were not met by a whole trace in columns, and what has no entry by its time.

The same answers as `monitor.audit`, from the same halves of a rule: what must hold at once, what
makes a duty void, and what must have happened by the end of its window. Rules that the columns
cannot take (those that look ahead in other ways) are judged by `monitor.audit` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from provesafe.errors import invariant
from provesafe.monitor.audit import AuditResult, Undetermined, audit
from provesafe.monitor.column_program import AskedRule, ColumnProgram
from provesafe.monitor.columnar.answers import Answers
from provesafe.monitor.columnar.compile import Question
from provesafe.monitor.columnar.evaluate import Evaluation
from provesafe.monitor.columnar.table import tidied
from provesafe.monitor.columnar.trace import ColumnTrace, points_of
from provesafe.monitor.verdicts import Binding, Opened, Overdue, RuleLike, Violation
from provesafe.rulebook import Signature, TimePoint, Value, verdicts

__all__ = ["audit_columns", "count_occasions"]

_Occasion = tuple[int, Binding]
"""A time-point and the values of the variables of `on`."""


def audit_columns(
    rules: Sequence[RuleLike] | ColumnProgram,
    trace: ColumnTrace | Evaluation,
    observed_until: int,
    *,
    signature: Signature | None = None,
    opened: int | None = None,
) -> AuditResult:
    """Judge a whole trace, as `audit` does.

    Args:
        rules: LETs, definitions and parameters already expanded; or a program of them, compiled
            before.
        trace: the facts, in columns; or an evaluation of them, of which more is asked.
        observed_until: every second before this one is known; the same for every slice.
        signature: the predicates facts may have; a program has its own.
        opened: the first second the record could have received an entry; None: from ever.

    Raises:
        WellFormedError: a rule is not well-formed under the signature.
    """
    program = _program(rules, signature)
    auditor = _Auditor(_evaluation(trace), program.signature, observed_until, opened)
    for asked in program.asked():
        auditor.judge(asked)
    return AuditResult(
        observed_until=observed_until,
        not_met=tuple(sorted(auditor.not_met)),
        no_entry=tuple(sorted(auditor.no_entry)),
        pending=tuple(sorted(auditor.pending)),
        undetermined=tuple(sorted(auditor.undetermined)),
        vacuous=tuple(sorted(auditor.vacuous)),
    )


def count_occasions(
    program: ColumnProgram, trace: ColumnTrace | Evaluation, *, first: int = 0
) -> Mapping[str, int]:
    """How often each rule applied, by its id: what its violations are counted out of.

    Args:
        program: the rules.
        trace: as for `audit_columns`.
        first: occasions at time-points before this one are not counted.
    """
    evaluation = _evaluation(trace)
    found = {}
    for asked in program.asked():
        if asked.occasions is not None:
            count = _answers(asked.occasions, evaluation).count(first)
        else:
            on, points = asked.rule.on, points_of(evaluation.trace, program.signature)
            until = points[-1].seconds if points else 0
            told = verdicts(on, on, points, observed_until=until)
            count = sum(1 for index, _, _ in told if index >= first)
        found[asked.halves.rule_id] = count
    return found


def _program(
    rules: Sequence[RuleLike] | ColumnProgram, signature: Signature | None
) -> ColumnProgram:
    if isinstance(rules, ColumnProgram):
        return rules
    invariant(signature is not None, "rules that are not compiled come with their signature")
    return ColumnProgram(rules, signature=cast(Signature, signature))


def _evaluation(trace: ColumnTrace | Evaluation) -> Evaluation:
    return trace if isinstance(trace, Evaluation) else Evaluation(trace)


def _answers(question: Question, evaluation: Evaluation) -> Answers:
    """Every solution, as if nothing came after the trace."""
    size = evaluation.size
    table = tidied(evaluation.named(question.use), size)
    return Answers(question=question, evaluation=evaluation, decided=size, table=table)


@dataclass(slots=True)
class _Auditor:
    """What has been found so far."""

    evaluation: Evaluation
    signature: Signature
    observed_until: int
    opened: int | None
    points: tuple[TimePoint, ...] | None = None
    not_met: list[Violation] = field(default_factory=list)
    no_entry: list[Overdue] = field(default_factory=list)
    pending: list[Opened] = field(default_factory=list)
    undetermined: list[Undetermined] = field(default_factory=list)
    vacuous: list[str] = field(default_factory=list)

    @property
    def trace(self) -> ColumnTrace:
        """What is judged."""
        return self.evaluation.trace

    def judge(self, asked: AskedRule) -> None:
        """Judge one rule."""
        if asked.wrong is None or asked.occasions is None:
            self._refer(asked.rule)
            return
        occasions = _answers(asked.occasions, self.evaluation)
        if not len(occasions.table):
            self.vacuous.append(asked.halves.rule_id)
            return
        violations = [
            Violation(rule_id=asked.halves.rule_id, binding=binding, index=index)
            for index, binding in _occasions(_answers(asked.wrong, self.evaluation))
        ]
        duties = self._duties(asked)
        until = max([self.observed_until, *self.trace.seconds[-1:].tolist()])
        late = [one for one in duties if one.due_seconds is not None and one.due_seconds < until]
        waiting = [one for one in duties if one.due_seconds is None or one.due_seconds >= until]
        hidden = self._dark(asked, occasions, [*violations, *late], waiting)
        self.not_met += [one for one in violations if one not in hidden]
        self.no_entry += [Overdue(opened=one) for one in late if one not in hidden]
        self.pending += waiting

    def _duties(self, asked: AskedRule) -> list[Opened]:
        if asked.owed is None:
            return []
        halves = asked.halves
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
            for index, binding in _occasions(_answers(asked.owed, self.evaluation))
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
        asked: AskedRule,
        occasions: Answers,
        violated: Sequence[Violation | Opened],
        waiting: Sequence[Opened],
    ) -> frozenset[Violation | Opened]:
        """Find what a window from before the record leaves open; gives the violations so hidden."""
        if self.opened is None:
            return frozenset()
        dark = self.opened + max(asked.gain, asked.loss)
        early = int(np.searchsorted(self.trace.seconds, dark, "left"))
        wrong = {(one.index, one.binding): one for one in violated}
        still_open = {(one.index, one.binding) for one in waiting}
        hidden: list[Violation | Opened] = []
        for occasion in _occasions(occasions, early):
            if occasion in still_open:
                continue
            index, binding = occasion
            known = int(self.trace.seconds[index]) - self.opened
            window = asked.gain if occasion in wrong else asked.loss
            if window > known:
                hidden += [wrong[occasion]] if occasion in wrong else []
                self.undetermined.append(
                    Undetermined(
                        rule_id=asked.halves.rule_id,
                        binding=binding,
                        index=index,
                        reason=f"its window of {window} s starts before the record was open",
                    )
                )
        return frozenset(hidden)


def _occasions(found: Answers, before: int | None = None) -> Iterable[_Occasion]:
    names = found.question.variables
    for answer in found:
        if before is not None and answer.index >= before:
            return
        for row in answer.rows:
            # `on` has no AVG or MED among its free variables in any rule that a gate could take.
            yield answer.index, tuple(zip(names, cast(tuple[Value, ...], row), strict=True))
