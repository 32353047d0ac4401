"""Aggregations: the value of a column, over the bindings that hold at each time-point, by group.

Each row of the body opens an edge at its first time-point and closes it after its last. Between two
neighbouring edges of a group nothing changes, so one value stands for the whole segment:

- CNT, SUM, AVG: running sums over the sorted edges;
- MIN, MAX: each row covers a run of segments, told as two runs of a power of two that overlap, and
  these are handed down from the longest to the shortest;
- MED: a sorted list that follows the edges.

A group with no binding has no row. Without a group, every aggregation of nothing is 0. For files
of other tools, as MonPoly has it, the MIN and MAX of no strings are the empty string, and those of
no decimals are infinite.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from provesafe.monitor.columnar.keys import Ints, argsort
from provesafe.monitor.columnar.meet import without
from provesafe.monitor.columnar.table import Table, everywhere, keyed, tidied
from provesafe.monitor.columnar.values import SPECIAL, Kind, Pool, is_plain
from provesafe.rulebook import AggregateOp

__all__ = ["Column", "aggregated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What is aggregated, and how."""

    op: AggregateOp
    over: str
    kind: Kind
    group: tuple[str, ...]


def aggregated(body: Table, column: Column, *, result: str, size: int, pool: Pool) -> Table:
    """The table of an aggregation: its result and its group, with intervals.

    Args:
        body: any table with the columns aggregated and grouped by.
        column: what is aggregated, and how.
        result: the name of the new column.
        size: how many time-points the trace has.
        pool: what codes stand for.
    """
    body = tidied(body, size)
    edges = _edges(body, column.group, size)
    match column.op:
        case "CNT":
            values = edges.counts
        case "SUM" | "AVG":
            values = _summed(body, column, edges, pool)
        case "MIN" | "MAX":
            values = _extreme(body, column, edges, pool)
        case "MED":
            values = _median(body, column, edges, pool)
    some = np.flatnonzero(edges.counts)
    columns = {name: body.columns[name][edges.row[some]] for name in column.group}
    whole = Table({result: values[some], **columns}, edges.at[some], edges.until[some])
    if not column.group:
        whole = _with_nothing(whole, result, size, _of_nothing(column, pool))
    return tidied(whole, size)


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Where something changes, by group and time; the segment after each edge."""

    order: Ints
    """Of all openings, followed by all closings, the order in which they happen."""
    last: Ints
    """The place in that order of the last change at each edge."""
    at: Ints
    until: Ints
    """The next edge of the same group; anything where no row holds."""
    row: Ints
    """A row of the body in the same group."""
    counts: Ints
    """How many rows hold in the segment."""

    def of_rows(self) -> tuple[Ints, Ints]:
        """For each row of the body, the edges at which it opens and closes."""
        edge = np.empty(len(self.order), np.int64)
        edge[self.order] = np.searchsorted(self.last, np.arange(len(self.order)))
        opens, closes = np.split(edge, 2)
        return opens, closes


def _edges(body: Table, group: Sequence[str], size: int) -> _Edges:
    rows = len(body)
    span = size + 2
    (key,) = keyed([body], group, span)
    codes = np.append(key * span + body.lo, key * span + body.end)
    order = argsort(codes)
    if order is None:
        order = np.arange(2 * rows)
    ascending = codes[order]
    last = np.flatnonzero(np.append(ascending[1:] != ascending[:-1], np.ones(min(rows, 1), bool)))
    edges = ascending[last]
    change = np.where(order < rows, 1, -1)
    at = edges % span
    return _Edges(
        order=order,
        last=last,
        at=at,
        until=np.append(at[1:], np.zeros(min(rows, 1), np.int64)),
        row=order[last] % max(rows, 1),
        counts=np.cumsum(change)[last],
    )


def _summed(body: Table, column: Column, edges: _Edges, pool: Pool) -> Ints:
    codes = body.columns[column.over]
    fits = is_plain(codes) and _total(codes) < SPECIAL
    amounts: Any = codes if fits else np.array(pool.values(codes, "number"), object)
    sums = np.cumsum(np.append(amounts, -amounts)[edges.order])[edges.last]
    if column.op == "SUM":
        return sums if fits else pool.codes(sums.tolist())
    pairs = list(zip(sums.tolist(), edges.counts.tolist(), strict=True))
    averages = {pair: pool.code(Fraction(*pair)) for pair in dict.fromkeys(pairs) if pair[1]}
    return np.array([averages.get(pair, 0) for pair in pairs], np.int64)


def _total(codes: Ints) -> int:
    """No running sum is larger than this."""
    if not len(codes):
        return 0
    return max(abs(int(codes.min())), abs(int(codes.max()))) * len(codes)


def _extreme(body: Table, column: Column, edges: _Edges, pool: Pool) -> Ints:
    distinct, places = _ascending(body.columns[column.over], column.kind, pool)
    if column.op == "MAX":
        distinct, places = distinct[::-1], len(distinct) - 1 - places
    opens, closes = edges.of_rows()
    lengths = closes - opens
    levels = np.frexp(lengths.astype(np.float64))[1].astype(np.int64) - 1
    least = np.full(len(edges.at), len(distinct), np.int64)
    for level in range(int(levels.max(initial=0)), -1, -1):
        rows = np.flatnonzero(levels == level)
        np.minimum.at(least, opens[rows], places[rows])
        np.minimum.at(least, closes[rows] - (1 << level), places[rows])
        if level:
            half = 1 << (level - 1)
            handed = least.copy()
            handed[half:] = np.minimum(least[half:], least[:-half])
            least = handed
    return np.append(distinct, 0)[least]


def _median(body: Table, column: Column, edges: _Edges, pool: Pool) -> Ints:
    distinct, places = _ascending(body.columns[column.over], column.kind, pool)
    values: list[Any] = pool.values(distinct, "number")
    rows = len(body)
    change, place_of = edges.order.tolist(), places.tolist()
    held: list[int] = []
    medians: list[int] = []
    begin = 0
    for last in edges.last.tolist():
        for edge in change[begin : last + 1]:
            if edge < rows:
                insort(held, place_of[edge])
            else:
                del held[bisect_left(held, place_of[edge - rows])]
        begin = last + 1
        half = len(held) // 2
        middle = held[half : half + 1] if len(held) % 2 else held[half - 1 : half + 1]
        total = sum(values[place] for place in middle)
        medians.append(pool.code(Fraction(total, len(middle))) if held else 0)
    return np.array(medians, np.int64)


def _ascending(codes: Ints, kind: Kind, pool: Pool) -> tuple[Ints, Ints]:
    """The distinct values in ascending order, and the place of each row's value among them."""
    distinct, inverse = np.unique(codes, return_inverse=True)
    ranks = pool.ranks(distinct, kind)
    order = np.argsort(ranks)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return distinct[order], place[inverse]


def _of_nothing(column: Column, pool: Pool) -> int:
    """The code of what an aggregation without a group is of nothing."""
    if column.op not in ("MIN", "MAX") or column.kind == "number":
        return 0
    if column.kind == "string":
        return pool.code("")
    return pool.code(math.inf if column.op == "MIN" else -math.inf)


def _with_nothing(whole: Table, result: str, size: int, code: int) -> Table:
    """Add what an aggregation without a group is where nothing holds."""
    empty = without(everywhere(size), Table({}, whole.lo, whole.hi), size)
    return Table(
        {result: np.append(whole.columns[result], np.full(len(empty), code))},
        np.append(whole.lo, empty.lo),
        np.append(whole.end, empty.end),
    )
