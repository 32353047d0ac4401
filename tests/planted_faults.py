"""Faults to plant in the columnar monitor: what its tests must notice.

Each replaces one function by one that is wrong in the way a programmer is wrong: a bound off by
one, a key left out, a set taken for a bag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np

from provesafe.monitor.columnar.plan import Scan
from provesafe.monitor.columnar.table import Table
from provesafe.rulebook import Const, Interval

__all__ = ["FAULTS", "Fault", "planted"]


@dataclass(frozen=True)
class Fault:
    """One wrong function: where it stands, and how it is made from the right one."""

    name: str
    where: str
    """Module and attribute, as in `clock:Clock.end_within`."""
    wrong: Callable[[Any], Any]


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """Let the fault be there for a while."""
    module, _, path = fault.where.partition(":")
    owner: Any = import_module(f"provesafe.monitor.columnar.{module}")
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    right = getattr(owner, name)
    setattr(owner, name, fault.wrong(right))
    try:
        yield
    finally:
        setattr(owner, name, right)


def _shifted(by: int) -> Callable[[Any], Any]:
    """The same with its number of seconds off."""
    return lambda right: (
        lambda self, points, s: right(self, points, None if s is None else max(s + by, 0))
    )


def _interval(change: Callable[[Interval], Interval]) -> Callable[[Any], Any]:
    return lambda right: lambda self, interval: right(self, change(interval))


def _always_one(right: Any) -> Any:
    return lambda one, *_rest: one


def _without_columns(right: Any) -> Any:
    return lambda points, table, size: right(points, Table({}, table.lo, table.hi), size)


def _moved(by: int) -> Callable[[Any], Any]:
    """The nearest time-point is looked for from another one."""
    return lambda right: (
        lambda points, table, size: right(
            points.during(np.clip(points.lo + by, 0, size - 1), None), table, size
        )
    )


def _as_bag(right: Any) -> Any:
    return lambda table, _size, intervals=False: table.during(
        table.lo, table.end if intervals else table.hi, tidy=True
    )


def _column(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An aggregation asked for something else."""
    return lambda right: lambda body, column, **rest: right(body, change(column), **rest)


def _other_extreme(column: Any) -> Any:
    return replace(column, op={"MIN": "MAX", "MAX": "MIN"}.get(column.op, column.op))


def _floored(right: Any) -> Any:
    def wrong(op: str, one: Any, two: Any) -> Any:
        if op == "/":
            return one // two
        return one % two if op == "MOD" else right(op, one, two)

    return wrong


def _constants_forgotten(right: Any) -> Any:
    def wrong(self: Any, scan: Scan) -> Table:
        variables = sum(isinstance(place, int) for place in scan.places)
        places = tuple(
            variables + number if isinstance(place, Const) else place
            for number, place in enumerate(scan.places)
        )
        table: Table = right(self, Scan(scan.predicate, places))
        kept = {name: c for name, c in table.columns.items() if int(name) < variables}
        return Table(kept, table.lo)

    return wrong


def _repeats_forgotten(right: Any) -> Any:
    def wrong(self: Any, scan: Scan) -> Table:
        places = tuple(
            place if place not in scan.places[:number] else 90 + number
            for number, place in enumerate(scan.places)
        )
        table: Table = right(self, Scan(scan.predicate, places))
        return Table({n: c for n, c in table.columns.items() if int(n) < 90}, table.lo)

    return wrong


def _lower_middle(right: Any) -> Any:
    def wrong(body: Table, column: Any, edges: Any, pool: Any) -> Any:
        medians = right(body, column, edges, pool)
        whole = [pool.value(code, "number") for code in medians.tolist()]
        return np.array([int(value // 1) for value in whole], np.int64)

    return wrong


FAULTS = (
    Fault("a window ends a second early", "clock:Clock.end_within", _shifted(-1)),
    Fault("a window ends a second late", "clock:Clock.end_within", _shifted(1)),
    Fault("a window begins a second late", "clock:Clock.first_from", _shifted(1)),
    Fault("a window begins a second early", "clock:Clock.first_from", _shifted(-1)),
    Fault(
        "PREVIOUS has no lower bound",
        "clock:Clock.step_within",
        _interval(lambda i: Interval(0, i.high)),
    ),
    Fault(
        "PREVIOUS has no upper bound",
        "clock:Clock.step_within",
        _interval(lambda i: Interval(i.low, None)),
    ),
    Fault("silences are not cut out", "temporal:_cut", _always_one),
    Fault("neighbours are not made one", "temporal:tidied", _as_bag),
    Fault("what is near forgets the key", "meet:latest", _without_columns),
    Fault("what was near forgets the key", "evaluate:latest", _without_columns),
    Fault("now is not in the window", "evaluate:latest", _moved(-1)),
    Fault("now is not in the window ahead", "evaluate:soonest", _moved(1)),
    Fault(
        "the left side of SINCE is forgotten",
        "evaluate:since",
        lambda right: (
            lambda anchors, _left, interval, clock: right(
                anchors, Table({}, np.zeros(1, np.int64), np.full(1, clock.size)), interval, clock
            )
        ),
    ),
    Fault(
        "a stop at the anchor breaks it",
        "temporal:_begun",
        lambda right: lambda table, rows, points, size: right(table, rows, points - 1, size),
    ),
    Fault("AND NOT takes nothing away", "evaluate:without", _always_one),
    Fault(
        "OR forgets its right side",
        "evaluate:together",
        lambda right: lambda tables, size: right(tables[:1], size),
    ),
    Fault("an aggregation is over a bag", "aggregate:tidied", _as_bag),
    Fault(
        "nothing is not counted as 0",
        "aggregate:_with_nothing",
        lambda _right: lambda whole, _result, _size: whole,
    ),
    Fault("MIN is MAX", "evaluate:aggregated", _column(_other_extreme)),
    Fault(
        "CNT is SUM",
        "evaluate:aggregated",
        _column(lambda c: replace(c, op="SUM") if c.op == "CNT" and c.kind == "number" else c),
    ),
    Fault("a median is rounded", "aggregate:_median", _lower_middle),
    Fault("division rounds down", "values:_fast", _floored),
    Fault(
        "strings compare by their place",
        "values:Pool.ranks",
        lambda right: (
            lambda self, codes, kind: codes if kind == "string" else right(self, codes, kind)
        ),
    ),
    Fault(
        "a time-point is decided too early",
        "answers:decided",
        lambda right: (
            lambda core, seconds, until: min(right(core, seconds, until) + 1, len(seconds))
        ),
    ),
    Fault(
        "the trace run backwards is off by one",
        "evaluate:mirrored",
        lambda right: lambda table, size: right(table, size + 1),
    ),
    Fault("constants are forgotten", "evaluate:Evaluation._scanned", _constants_forgotten),
    Fault("a variable named twice is two", "evaluate:Evaluation._scanned", _repeats_forgotten),
    Fault(
        "a window has no end",
        "evaluate:Evaluation._within",
        lambda right: (
            lambda self, near, points, interval: right(
                self, near, points, Interval(interval.low, None)
            )
        ),
    ),
)
