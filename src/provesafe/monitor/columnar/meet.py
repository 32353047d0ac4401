"""How two tables meet: AND, AND NOT, and the nearest time-point at which a binding holds.

Every question comes down to binary search among codes `key * span + time-point`, sorted, with the
queries sorted as well, since searching in order is an order of magnitude faster than at random.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from provesafe.monitor.columnar.keys import Ints, Mask, argsort, order_by
from provesafe.monitor.columnar.table import Table, keyed, tidied

__all__ = ["by_start", "covered", "expanded", "joined", "latest", "searched", "soonest", "without"]


def joined(one: Table, two: Table, size: int) -> Table:
    """AND: rows of both that agree on the shared variables, at the time-points of both."""
    if one.hi is None and two.columns.keys() <= one.columns.keys():
        return one.take(covered(one, two, size))
    if two.hi is None and one.columns.keys() <= two.columns.keys():
        return two.take(covered(two, one, size))
    on = sorted(one.columns.keys() & two.columns.keys())
    span = size + 2
    keys_one, keys_two = keyed([one, two], on, span)
    one, keys_one, starts_one = by_start(one, keys_one, span)
    two, keys_two, starts_two = by_start(two, keys_two, span)
    # Of two intervals that overlap, just one starts within the other, or both start together.
    left, right = expanded(
        np.searchsorted(starts_two, keys_one * span + one.lo, "left"),
        np.searchsorted(starts_two, keys_one * span + one.end, "left"),
    )
    later_right, later_left = expanded(
        np.searchsorted(starts_one, keys_two * span + two.lo, "right"),
        np.searchsorted(starts_one, keys_two * span + two.end, "left"),
    )
    left, right = np.append(left, later_left), np.append(right, later_right)
    columns = {name: column[left] for name, column in one.columns.items()}
    for name, column in two.columns.items():
        if name not in columns:
            columns[name] = column[right]
    lo = np.maximum(one.lo[left], two.lo[right])
    points = one.hi is None or two.hi is None
    hi = None if points else np.minimum(one.end[left], two.end[right])
    return Table(columns, lo, hi, tidy=one.tidy and two.tidy)


def without(one: Table, two: Table, size: int) -> Table:
    """AND NOT: the rows of `one` less the time-points where `two` holds for their binding.

    Args:
        one: any table.
        two: its variables are among those of `one`.
        size: how many time-points the trace has.
    """
    if one.hi is None:
        return one.take(~covered(one, two, size))
    if not len(two) or not len(one):
        return one
    two = tidied(two, size, intervals=True)
    span = size + 2
    keys_one, keys_two = keyed([one, two], sorted(two.columns), span)
    two, keys_two, starts = by_start(two, keys_two, span)
    ends = keys_two * span + two.end
    queries = keys_one * span + one.lo
    order = argsort(queries)
    if order is not None:
        one, keys_one, queries = one.take(order), keys_one[order], queries[order]
    first = np.searchsorted(ends, queries, "right")
    last = np.searchsorted(starts, keys_one * span + one.end, "left")
    holes = np.maximum(last - first, 0)
    # Between k holes, and around them, lie k + 1 pieces.
    row, place = expanded(np.zeros(len(one), np.int64), holes + 1)
    hole = first[row] + place
    before = np.maximum(hole - 1, 0)
    after = np.minimum(hole, len(two) - 1)
    lo = np.where(place == 0, one.lo[row], two.end[before])
    hi = np.where(place == holes[row], one.end[row], two.lo[after])
    kept = np.flatnonzero(lo < hi)
    return one.take(row[kept]).during(lo[kept], hi[kept], tidy=one.tidy)


def covered(points: Table, table: Table, size: int) -> Mask:
    """Which rows of `points` have their binding, at their time-point, in `table`.

    Args:
        points: a table of points.
        table: its variables are among those of `points`.
        size: how many time-points the trace has.
    """
    return np.equal(latest(points, table, size), points.lo)


def latest(points: Table, table: Table, size: int) -> Ints:
    """For each row of `points`, the last time-point up to its own at which its binding holds.

    Args:
        points: a table of points.
        table: its variables are among those of `points`.
        size: how many time-points the trace has.

    Returns:
        time-points; -1 where there is none.
    """
    if not len(points) or not len(table):
        return np.full(len(points), -1)
    if table.hi is not None:
        table = tidied(table, size)
    span = size + 2
    keys_points, keys = keyed([points, table], sorted(table.columns), span)
    table, keys, starts = by_start(table, keys, span)
    queries = keys_points * span + points.lo
    order = order_by(keys_points, points.lo, queries)
    found = searched(starts, queries, "right", order) - 1
    near = np.maximum(found, 0)
    hit = (found >= 0) & (keys[near] == keys_points)
    if table.hi is None:
        return np.where(hit, table.lo[near], -1)
    return np.where(hit, np.minimum(table.hi[near] - 1, points.lo), -1)


def soonest(points: Table, table: Table, size: int) -> Ints:
    """For each row of `points`, the first time-point from its own on at which its binding holds.

    Args:
        points: a table of points.
        table: its variables are among those of `points`.
        size: how many time-points the trace has.

    Returns:
        time-points; `size` where there is none.
    """
    if not len(points) or not len(table):
        return np.full(len(points), size)
    if table.hi is not None:
        table = tidied(table, size)
    span = size + 2
    keys_points, keys = keyed([points, table], sorted(table.columns), span)
    table, keys, _ = by_start(table, keys, span)
    queries = keys_points * span + points.lo
    order = order_by(keys_points, points.lo, queries)
    found = searched(keys * span + table.end, queries, "right", order)
    near = np.minimum(found, len(table) - 1)
    hit = (found < len(table)) & (keys[near] == keys_points)
    return np.where(hit, np.maximum(table.lo[near], points.lo), size)


def expanded(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """All pairs (i, k) with first[i] <= k < last[i]."""
    counts = np.maximum(last - first, 0)
    row = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, place + first[row]


def by_start(table: Table, keys: Ints, span: int) -> tuple[Table, Ints, Ints]:
    """A table sorted by key and first time-point, with its keys and codes of both.

    Args:
        table: any table.
        keys: the key of each row.
        span: what a key is multiplied by to make room for a time-point.
    """
    starts = keys * span + table.lo
    order = order_by(keys, table.lo, starts)
    if order is None:
        return table, keys, starts
    return table.take(order), keys[order], starts[order]


def searched(
    codes: Ints, queries: Ints, side: Literal["left", "right"], order: Ints | None
) -> Ints:
    """Where each query would stand among sorted codes, before equal ones or after them.

    Args:
        codes: ascending.
        queries: in any order.
        side: `left` for before equal codes, `right` for after.
        order: that in which the queries ascend, since searching in order is far faster; None if
            they do already.
    """
    if order is None:
        return np.searchsorted(codes, queries, side)
    found = np.empty(len(queries), np.int64)
    found[order] = np.searchsorted(codes, queries[order], side)
    return found
