"""What a formula says of a trace: at each time-point the bindings that satisfy it.

    question = compile_formula(parse_formula(text), signature)
    for answer in ask(question, columns_of(points, signature)):
        answer.index, answer.seconds, answer.rows

Time-points without a binding are left out; those not yet decided are not answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from provesafe.monitor.columnar.compile import Question
from provesafe.monitor.columnar.decided import decided
from provesafe.monitor.columnar.evaluate import Evaluation
from provesafe.monitor.columnar.keys import Ints, argsort, pack
from provesafe.monitor.columnar.meet import expanded
from provesafe.monitor.columnar.table import Table, tidied
from provesafe.monitor.columnar.trace import ColumnTrace
from provesafe.monitor.columnar.values import Known

__all__ = ["Answer", "Answers", "Row", "ask"]

Row: TypeAlias = tuple[Known, ...]

PAIRS_AT_ONCE = 1 << 20
"""LIMIT: so many (binding, time-point) pairs are written out at a time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The bindings that satisfy the formula at one time-point."""

    index: int
    """The time-point, counted from 0."""
    seconds: int
    rows: tuple[Row, ...]
    """Values of the free variables, in order of first appearance; ascending, none twice."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """The answers to one formula over one trace; iterating gives them by time-point."""

    question: Question
    evaluation: Evaluation
    decided: int
    """Time-points before this one are answered; the others are still open."""
    table: Table

    def __iter__(self) -> Iterator[Answer]:
        for points, columns in self._pieces():
            yield from self._answers(points, columns)

    def count(self, first: int = 0) -> int:
        """How many (binding, time-point) pairs there are, from a time-point on."""
        end = np.minimum(self.table.end, self.decided)
        return int(np.maximum(end - np.maximum(self.table.lo, first), 0).sum())

    def _pieces(self) -> Iterator[tuple[Ints, list[Ints]]]:
        """The pairs, written out for one run of time-points after another."""
        table = self.table
        lo, end = table.lo, np.minimum(table.end, self.decided)
        begin = 0
        while begin < self.decided:
            stop = _stop(lo, end, begin, self.decided)
            rows = np.flatnonzero((lo < stop) & (end > begin))
            row, points = expanded(np.maximum(lo[rows], begin), np.minimum(end[rows], stop))
            row = rows[row]
            yield points, [table.columns[name][row] for name in self.question.variables]
            begin = stop

    def _answers(self, points: Ints, columns: list[Ints]) -> Iterator[Answer]:
        question, pool = self.question, self.evaluation.pool
        kinds = [question.kinds[name] for name in question.variables]
        ranks = [pool.ranks(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        order = argsort(pack([points - points.min(initial=0), *ranks], len(points), 1))
        if order is not None:
            points, columns = points[order], [column[order] for column in columns]
        values = [pool.values(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        rows: list[Row] = list(zip(*values, strict=True)) if values else [()] * len(points)
        edges = np.flatnonzero(np.diff(points, prepend=-1, append=self.evaluation.size)).tolist()
        seconds = self.evaluation.clock.seconds
        for first, last in pairwise(edges):
            index = int(points[first])
            yield Answer(index, int(seconds[index]), tuple(rows[first:last]))


def ask(
    question: Question,
    trace: ColumnTrace | Evaluation,
    *,
    observed_until: int | None = None,
) -> Answers:
    """Ask a trace a formula.

    Args:
        question: the formula.
        trace: the trace, or an evaluation of it that other formulas have been asked of: what they
            share is then worked out once.
        observed_until: the second up to which the trace is known; its last one if None or earlier.
            Windows that end later are open, and time-points that look into them not answered.

    Raises:
        EvaluationError: something is divided by 0, which only formulas not held to `strict` can.
    """
    evaluation = trace if isinstance(trace, Evaluation) else Evaluation(trace)
    seconds = evaluation.clock.seconds
    last = int(seconds[-1]) if len(seconds) else 0
    until = last if observed_until is None else max(last, observed_until)
    return Answers(
        question=question,
        evaluation=evaluation,
        decided=decided(question.core, seconds, until),
        table=tidied(evaluation.named(question.use), evaluation.size),
    )


def _stop(lo: Ints, end: Ints, begin: int, last: int) -> int:
    """One past the last time-point of the next piece: as many as give PAIRS_AT_ONCE pairs."""
    step = last - begin
    while step > 1:
        stop = begin + step
        pairs = np.maximum(np.minimum(end, stop) - np.maximum(lo, begin), 0).sum()
        if pairs <= PAIRS_AT_ONCE:
            break
        step //= 2
    return begin + step
