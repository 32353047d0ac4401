"""What a subformula means over a whole trace: bindings, each with the time-points where it holds.

A table has one column for each variable and, for each row, an interval `[lo, hi)` of time-points:
"this binding satisfies the subformula at every time-point from lo to hi - 1". Two forms:

- *points* (`hi` is None): each row stands for one time-point. What the facts of a trace give.
- *intervals*: what the temporal operators give.

A table is *tidy* when no (binding, time-point) is told twice and, of intervals, when those of one
binding do not touch either. `tidied` makes it so; every operator says what it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from provesafe.monitor.columnar.keys import Ints, Mask, order_by, pack

__all__ = [
    "Table",
    "everywhere",
    "keyed",
    "nothing",
    "projected",
    "tidied",
    "together",
]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Bindings of variables with intervals of time-points."""

    columns: Mapping[str, Ints]
    lo: Ints
    hi: Ints | None = None
    """One past the last time-point of each row; None where every row is one time-point."""
    tidy: bool = False

    def __len__(self) -> int:
        return len(self.lo)

    @property
    def end(self) -> Ints:
        """One past the last time-point of each row, for points as well."""
        return self.lo + 1 if self.hi is None else self.hi

    @property
    def nbytes(self) -> int:
        """How much memory the columns take, if nobody else holds them."""
        each = [self.lo, *self.columns.values(), *([] if self.hi is None else [self.hi])]
        return sum(array.nbytes for array in each)

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables, in no order that means anything."""
        return tuple(self.columns)

    def take(self, rows: Ints | Mask, *, tidy: bool | None = None) -> Table:
        """Some of the rows; as tidy as the whole unless said otherwise."""
        return Table(
            {name: column[rows] for name, column in self.columns.items()},
            self.lo[rows],
            None if self.hi is None else self.hi[rows],
            tidy=self.tidy if tidy is None else tidy,
        )

    def during(self, lo: Ints, hi: Ints | None, *, tidy: bool = False) -> Table:
        """The same bindings with other time-points."""
        return Table(self.columns, lo, hi, tidy=tidy)

    def named(self, names: Mapping[str, str]) -> Table:
        """The same rows with other names for the variables."""
        columns = {names[name]: column for name, column in self.columns.items()}
        return Table(columns, self.lo, self.hi, tidy=self.tidy)


def nothing(variables: Sequence[str]) -> Table:
    """No row at all."""
    empty = np.zeros(0, np.int64)
    return Table(dict.fromkeys(variables, empty), empty, tidy=True)


def everywhere(size: int) -> Table:
    """The empty binding at every one of `size` time-points: what TRUE means."""
    if not size:
        return nothing(())
    return Table({}, np.zeros(1, np.int64), np.full(1, size), tidy=True)


def keyed(tables: Sequence[Table], on: Sequence[str], span: int) -> list[Ints]:
    """Codes for the rows of several tables by the columns `on`, comparable between the tables.

    Args:
        tables: each has every variable of `on`.
        on: the variables to tell rows apart by.
        span: the codes times `span` still fit.
    """
    if len(tables) == 1:
        (table,) = tables
        return [pack([table.columns[name] for name in on], len(table), span)]
    columns = [np.concatenate([table.columns[name] for table in tables]) for name in on]
    sizes = [len(table) for table in tables]
    return np.split(pack(columns, sum(sizes), span), np.cumsum(sizes)[:-1])


def projected(table: Table, keep: Sequence[str]) -> Table:
    """EXISTS: the columns `keep` alone; tidy if that costs nothing."""
    if len(keep) == len(table.columns):
        return table
    columns = {name: table.columns[name] for name in keep}
    tidy = table.tidy and table.hi is None and _one_each(table.lo)
    return Table(columns, table.lo, table.hi, tidy=tidy)


def tidied(table: Table, size: int, *, intervals: bool = False) -> Table:
    """The same (binding, time-point) pairs, none told twice, sorted by binding and time.

    Args:
        table: any table.
        size: how many time-points the trace has.
        intervals: give intervals even where the table is points, neighbours made one.
    """
    points = table.hi is None and not intervals
    if table.tidy and (points or table.hi is not None):
        return table
    span = size + 2
    (key,) = keyed([table], sorted(table.columns), span)
    start = key * span + table.lo
    order = order_by(key, table.lo, start)
    if order is not None:
        table, key, start = table.take(order), key[order], start[order]
    if not len(table):
        return table.during(table.lo, None if points else table.end, tidy=True)
    if points:
        first = np.flatnonzero(np.append(True, start[1:] != start[:-1]))
        return table.take(first, tidy=True)
    # Later keys have larger codes, so the furthest end so far is always one of the same key.
    reach = np.maximum.accumulate(key * span + table.end)
    first = np.flatnonzero(np.append(True, start[1:] > reach[:-1]))
    last = np.append(first[1:], len(start)) - 1
    merged = table.take(first)
    return merged.during(merged.lo, reach[last] - key[last] * span, tidy=True)


def together(tables: Sequence[Table], size: int) -> Table:
    """OR: the rows of several tables with the same variables, tidied."""
    some = [table for table in tables if len(table)]
    if len(some) < 2:
        return tidied(some[0] if some else tables[0], size)
    columns = {
        name: np.concatenate([table.columns[name] for table in some]) for name in some[0].columns
    }
    lo = np.concatenate([table.lo for table in some])
    points = all(table.hi is None for table in some)
    hi = None if points else np.concatenate([table.end for table in some])
    return tidied(Table(columns, lo, hi), size)


def _one_each(lo: Ints) -> bool:
    """Whether no two rows share a time-point, as the rows stand."""
    return bool(np.all(lo[1:] > lo[:-1]))
