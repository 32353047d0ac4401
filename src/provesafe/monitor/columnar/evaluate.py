"""Working a plan out over a trace.

Three ways to take a step, from the general to the fast:

- `rows`: from a table of bindings (or from nothing) to those that remain;
- `mask`: where the context is points and the step brings in no variable, one truth value for each;
- `_near`: a temporal operator that begins now (low bound 0), asked at points, needs only the last
  or next time-point at which its inside holds, and no intervals at all.

The trace is taken as complete: nothing comes after its last time-point. Up to which time-point the
answers do not depend on that says `decided`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

import numpy as np

from provesafe.errors import invariant
from provesafe.monitor.columnar.aggregate import Column, aggregated
from provesafe.monitor.columnar.clock import Clock
from provesafe.monitor.columnar.keys import Ints, Mask
from provesafe.monitor.columnar.meet import covered, joined, latest, soonest, without
from provesafe.monitor.columnar.plan import (
    Adjacent,
    Carried,
    Chain,
    Either,
    Give,
    Grouped,
    Hide,
    Lasting,
    Never,
    Query,
    Rows,
    Scan,
    Step,
    Test,
    Use,
    Without,
)
from provesafe.monitor.columnar.table import (
    Table,
    everywhere,
    nothing,
    projected,
    tidied,
    together,
)
from provesafe.monitor.columnar.temporal import (
    mirrored,
    once,
    previous,
    region,
    since,
    since_not,
)
from provesafe.monitor.columnar.trace import ColumnTrace
from provesafe.monitor.columnar.values import Pool, compared, reckoned
from provesafe.rulebook import Interval

__all__ = ["Evaluation"]

REMEMBERED_BYTES_MAX = 512 << 20
"""LIMIT: tables that other formulas may ask for again take no more memory than this."""

_ROW = "~row"  # no variable is called so


@dataclass(eq=False, frozen=False, slots=True)
class Evaluation:
    """Plans over one trace; a query met again, in whatever formula, is not worked out again."""

    trace: ColumnTrace
    pool: Pool = field(init=False)
    clock: Clock = field(init=False)
    _back: Clock | None = None
    _known: dict[Query, Table] = field(init=False, default_factory=dict)
    _bytes: int = 0

    def __post_init__(self) -> None:
        self.pool = self.trace.pool.branch()
        self.clock = Clock(self.trace.seconds)

    @property
    def size(self) -> int:
        """How many time-points the trace has."""
        return self.trace.size

    def named(self, use: Use) -> Table:
        """The table of a query under the names it is used with."""
        names = {str(number): name for number, name in enumerate(use.names)}
        return self.table(use.query).named(names)

    def table(self, query: Query) -> Table:
        """The table of a query, its variables called "0", "1", …"""
        known = self._known.pop(query, None)
        if known is None:
            known = self._table(query)
            self._bytes += known.nbytes
        self._known[query] = known  # at the end: what was needed last is forgotten last
        while self._bytes > REMEMBERED_BYTES_MAX and len(self._known) > 1:
            self._bytes -= self._known.pop(next(iter(self._known))).nbytes
        return known

    def _table(self, query: Query) -> Table:
        match query:
            case Scan():
                return self._scanned(query)
            case Rows(step, variables):
                names = {name: str(number) for number, name in enumerate(variables)}
                return projected(self.rows(step, None), variables).named(names)
            case Adjacent(interval, body, future):
                clock, inside = self._turned(self.table(body), future)
                return self._turned(previous(inside, interval, clock), future)[1]
            case Carried(interval, body, future):
                clock, inside = self._turned(self.table(body), future)
                return self._turned(once(inside, interval, clock), future)[1]
            case Lasting():
                return self._lasted(query)
            case Grouped(op, over, kind, group, body):
                column = Column(op=op, over=over, kind=kind, group=group)
                result = aggregated(
                    self.named(body), column, result=_ROW, size=self.size, pool=self.pool
                )
                names = {name: str(number) for number, name in enumerate((_ROW, *group))}
                return result.named(names)
        assert_never(query)

    def _turned(self, table: Table, future: bool) -> tuple[Clock, Table]:
        """Clock and table as they are, or run backwards for the future."""
        if not future:
            return self.clock, table
        if self._back is None:
            self._back = self.clock.mirrored()
        return self._back, mirrored(table, self.size)

    def _scanned(self, scan: Scan) -> Table:
        facts = self.trace.facts(scan.predicate, len(scan.places))
        columns: dict[str, Ints] = {}
        kept: Mask | None = None
        for place, column in zip(scan.places, facts.columns, strict=True):
            if isinstance(place, int) and str(place) not in columns:
                columns[str(place)] = column
                continue
            wanted = columns[str(place)] if isinstance(place, int) else self.pool.code(place.value)
            same: Mask = column == wanted
            kept = same if kept is None else kept & same
        table = Table(columns, facts.points, tidy=True)
        return table if kept is None else table.take(kept)

    def _lasted(self, query: Lasting) -> Table:
        """SINCE or UNTIL; what cannot be told of `left` alone is told where it can matter."""
        interval = query.interval
        clock, right = self._turned(self.named(query.right), query.future)
        match query.left:
            case Without(Use() as stop):
                stopping = self._turned(self.named(stop), query.future)[1]
                result = since_not(right, stopping, interval, clock)
            case Use() as left:
                lasting = self._turned(self.named(left), query.future)[1]
                result = since(right, lasting, interval, clock)
            case left:
                where = self._turned(region(right, interval, clock), query.future)[1]
                lasting = self._turned(self.rows(left, where), query.future)[1]
                result = since(right, lasting, interval, clock)
        names = {name: name for name in right.columns}
        return self._turned(result, query.future)[1].named(names)

    # Rows ----------------------------------------------------------------------------------------

    def rows(self, step: Step, context: Table | None) -> Table:
        """The bindings that remain; None stands for the empty binding at every time-point."""
        if context is not None and context.hi is None and _names(step) <= context.columns.keys():
            return context.take(self.mask(step, context))
        match step:
            case Use():
                table = self.named(step)
                return table if context is None else joined(context, table, self.size)
            case Chain(steps):
                for part in steps:
                    if context is not None and not len(context):
                        return nothing(sorted(_names(step) | context.columns.keys()))
                    context = self.rows(part, context)
                return everywhere(self.size) if context is None else context
            case Either(left, right):
                sides = [self.rows(left, context), self.rows(right, context)]
                return together(sides, self.size)
            case Without(body):
                context = everywhere(self.size) if context is None else context
                held = self.named(body) if isinstance(body, Use) else self.rows(body, context)
                return without(context, held, self.size)
            case Hide(variables, body):
                inside = self.rows(body, context)
                keep = [name for name in inside.columns if name not in variables]
                return tidied(projected(inside, keep), self.size)
            case Never():
                return nothing(sorted(context.columns) if context is not None else ())
            case Test() | Give():
                return self._checked(step, everywhere(self.size) if context is None else context)
        assert_never(step)

    def _checked(self, step: Test | Give, context: Table) -> Table:
        if isinstance(step, Test):
            return context.take(self._tested(step, context))
        value = reckoned(step.term, context.columns, len(context), self.pool)
        columns = {**context.columns, step.variable: value}
        return Table(columns, context.lo, context.hi, tidy=context.tidy)

    def _tested(self, test: Test, context: Table) -> Mask:
        kinds = dict(test.kinds)
        return compared(test.compare, context.columns, kinds, len(context), self.pool)

    # Masks ---------------------------------------------------------------------------------------

    def mask(self, step: Step, points: Table) -> Mask:
        """Of which rows of a table of points a step holds that brings in no variable."""
        if not len(points):
            return np.zeros(0, bool)
        match step:
            case Use(query, names):
                return self._met(query, names, points)
            case Test():
                return self._tested(step, points)
            case Chain(steps):
                left = np.arange(len(points))
                for part in steps:
                    left = left[self.mask(part, points.take(left))]
                return _marked(left, points)
            case Either(one, two):
                held = self.mask(one, points)
                other = np.flatnonzero(~held)
                held[other] = self.mask(two, points.take(other))
                return held
            case Without(body):
                return ~self.mask(body, points)
            case Never():
                return np.zeros(len(points), bool)
            case Hide(_, body):
                numbered = Table({**points.columns, _ROW: np.arange(len(points))}, points.lo)
                return _marked(self.rows(body, numbered).columns[_ROW], points)
            case Give():
                invariant(False, f"`{step.variable}` is given a value where it has one")
                return np.zeros(0, bool)
        assert_never(step)

    def _met(self, query: Query, names: tuple[str, ...], points: Table) -> Mask:
        """Whether each point's binding is in the table of a query, at its time-point."""
        if query not in self._known:
            match query:
                case Carried(Interval(0), body, future):
                    return self._near(query.interval, Use(body, names), points, future=future)
                case Lasting(Interval(0), Without(Use() as stop)):
                    return self._unbroken(query, stop, names, points)
                case Adjacent():
                    return self._adjacent(query, names, points)
                case _:
                    pass
        return covered(points, self.named(Use(query, names)), self.size)

    def _near(self, interval: Interval, use: Use, points: Table, *, future: bool) -> Mask:
        inside = self.named(use)
        search = soonest if future else latest
        return self._within(search(points, inside, self.size), points, interval)

    def _unbroken(self, query: Lasting, stop: Use, names: tuple[str, ...], points: Table) -> Mask:
        """(NOT stop) SINCE right: the last anchor counts, and no stop after it."""
        outer = dict(zip(map(str, range(len(names))), names, strict=True))
        anchors = self.named(query.right).named(outer)
        stopping = self.named(stop).named({name: outer[name] for name in stop.names})
        if query.future:
            anchor = soonest(points, anchors, self.size)
            clear = soonest(points, stopping, self.size) >= anchor
        else:
            anchor = latest(points, anchors, self.size)
            clear = latest(points, stopping, self.size) <= anchor
        return clear & self._within(anchor, points, query.interval)

    def _within(self, found: Ints, points: Table, interval: Interval) -> Mask:
        """Whether a time-point was found, no further off than the upper bound."""
        some = (found >= 0) & (found < self.size)
        if interval.high is None:
            return some
        seconds = self.clock.seconds
        there = seconds[np.clip(found, 0, self.size - 1)]
        near: Mask = np.abs(seconds[points.lo] - there) <= interval.high
        return some & near

    def _adjacent(self, query: Adjacent, names: tuple[str, ...], points: Table) -> Mask:
        within = self.clock.step_within(query.interval)
        if query.future:
            ahead = points.lo + 1
            some = np.flatnonzero(np.append(within, False)[ahead])
        else:
            ahead = points.lo - 1
            some = np.flatnonzero(within[points.lo])
        moved = points.take(some).during(ahead[some], None)
        held = np.zeros(len(points), bool)
        held[some] = self._met(query.body, names, moved)
        return held


def _marked(rows: Ints, points: Table) -> Mask:
    mask = np.zeros(len(points), bool)
    mask[rows] = True
    return mask


def _names(step: Step) -> frozenset[str]:
    """The variables a step speaks of, but for those it hides."""
    match step:
        case Use(_, names):
            return frozenset(names)
        case Test(_, kinds):
            return frozenset(name for name, _ in kinds)
        case Give(variable):
            return frozenset((variable,))
        case Chain(steps):
            return frozenset[str]().union(*map(_names, steps))
        case Either(left, right):
            return _names(left) | _names(right)
        case Without(body):
            return _names(body)
        case Hide(variables, body):
            return _names(body) - frozenset(variables)
        case Never():
            return frozenset()
    assert_never(step)
