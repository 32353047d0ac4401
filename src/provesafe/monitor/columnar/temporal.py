"""The temporal operators on intervals of time-points.

Each operator is told for the past. Its twin in the future is the same on the trace run backwards:
`mirrored` turns a table round, so EVENTUALLY is ONCE and UNTIL is SINCE there.

- ONCE[a,b] of a binding that holds in [lo, hi): from the first time-point a seconds after lo to
  the last one b seconds after hi - 1. With a > 0 that may have holes where the trace is silent for
  more than b - a seconds, so the interval is cut there first.
- `left SINCE[a,b] right`: each anchor (a time-point of `right`) reaches as far as `left` lasts from
  just after it. With a = 0 the last anchor of a run is the best one. With a > 0 anchors are cut
  into runs that share their reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from provesafe.monitor.columnar.clock import Clock
from provesafe.monitor.columnar.keys import Ints, Mask, argsort
from provesafe.monitor.columnar.meet import by_start, expanded, joined, searched, without
from provesafe.monitor.columnar.table import Table, keyed, tidied
from provesafe.rulebook import Interval

__all__ = ["mirrored", "once", "previous", "region", "since", "since_not"]


def mirrored(table: Table, size: int) -> Table:
    """The same rows on the trace run backwards."""
    lo = size - table.end
    return table.during(lo, None if table.hi is None else size - table.lo, tidy=table.tidy)


def previous(table: Table, interval: Interval, clock: Clock) -> Table:
    """PREVIOUS: a step later, where that step took `interval` seconds."""
    size = clock.size
    hi = None if table.hi is None else np.minimum(table.hi + 1, size)
    later = table.during(table.lo + 1, hi, tidy=table.tidy)
    if len(later):
        later = later.take(later.lo < size)
    within = clock.step_within(interval)
    if later.hi is None:
        return later.take(within[later.lo])
    edges = np.flatnonzero(np.diff(np.concatenate(([False], within, [False]))))
    return joined(later, Table({}, edges[::2], edges[1::2], tidy=True), size)


def once(table: Table, interval: Interval, clock: Clock) -> Table:
    """ONCE: `table` is carried forward by `interval`; tidy."""
    low = interval.low
    if low:
        table = _cut(table, interval, clock)
        lo = clock.first_from(table.lo, low)
    else:
        lo = table.lo
    hi = clock.end_within(table.end - 1, interval.high)
    return _kept(table, lo, hi, clock.size)


def since(right: Table, left: Table, interval: Interval, clock: Clock) -> Table:
    """`left SINCE right`, tidy; the variables of `left` are among those of `right`.

    Args:
        right: the anchors.
        left: what must last from just after an anchor up to now.
        interval: how long ago the anchor may be.
        clock: the trace's time-stamps.
    """
    left = tidied(left, clock.size, intervals=True)
    if interval.low:
        # An anchor shares the reach of all whose next time-point is in the same run of `left`.
        shared = _a_step_back(Table({**left.columns, _REACH: left.end}, left.lo, left.hi))
        runs = joined(_as_intervals(right), shared, clock.size)
        return _reached(runs, interval, clock)
    next_point = right.end
    found = _begun(left, right, next_point, clock.size)
    reach = np.where(found.hit & (found.end > next_point), found.end, next_point)
    return _extended(right, reach, interval, clock)


def since_not(right: Table, stop: Table, interval: Interval, clock: Clock) -> Table:
    """`(NOT stop) SINCE right`, tidy; the variables of `stop` are among those of `right`.

    Args:
        right: the anchors.
        stop: what must not hold from just after an anchor up to now.
        interval: how long ago the anchor may be.
        clock: the trace's time-stamps.
    """
    size = clock.size
    if not len(stop):
        return once(right, interval, clock)
    stop = tidied(stop, size, intervals=True)
    if interval.low:
        # An anchor just before a stop reaches nothing, any other reaches up to the next stop.
        runs = without(_as_intervals(right), _a_step_back(stop), size)
        found = _begun(stop, runs, runs.end - 1, size)
        runs = Table({**runs.columns, _REACH: found.next_lo}, runs.lo, runs.hi)
        return _reached(runs, interval, clock)
    next_point = right.end
    found = _begun(stop, right, next_point, size)
    reach = np.where(found.hit & (found.end > next_point), next_point, found.next_lo)
    return _extended(right, reach, interval, clock)


def region(right: Table, interval: Interval, clock: Clock) -> Table:
    """Where the left side of a SINCE can matter at all: from each anchor to its window's end."""
    return _kept(right, right.lo, clock.end_within(right.end - 1, interval.high), clock.size)


_REACH = "~reach"  # no variable is called so


@dataclass(frozen=True, slots=True, eq=False)
class _Begun:
    """For each row asked for, the last interval of its key that has begun by its time-point."""

    hit: Mask
    """Whether there is one."""
    end: Ints
    """Its end; anything where there is none."""
    next_lo: Ints
    """Where the next one of the key begins; the trace's size where there is none."""


def _begun(table: Table, rows: Table, points: Ints, size: int) -> _Begun:
    if not len(table):
        none = np.zeros(len(rows), bool)
        return _Begun(none, np.zeros(len(rows), np.int64), np.full(len(rows), size))
    span = size + 2
    keys, row_keys = keyed([table, rows], sorted(table.columns), span)
    table, keys, starts = by_start(table, keys, span)
    queries = row_keys * span + points
    found = searched(starts, queries, "right", argsort(queries)) - 1
    here = np.maximum(found, 0)
    ahead = np.minimum(found + 1, len(table) - 1)
    more = (found + 1 < len(table)) & (keys[ahead] == row_keys)
    return _Begun(
        hit=(found >= 0) & (keys[here] == row_keys),
        end=table.end[here],
        next_lo=np.where(more, table.lo[ahead], size),
    )


def _as_intervals(table: Table) -> Table:
    return table.during(table.lo, table.end)


def _a_step_back(table: Table) -> Table:
    """The intervals one time-point earlier; what falls off the beginning is left out."""
    later = table.take(table.end > 1)
    return later.during(np.maximum(later.lo - 1, 0), later.end - 1)


def _extended(right: Table, reach: Ints, interval: Interval, clock: Clock) -> Table:
    """From each anchor on, and past the last of its run as far as window and reach allow."""
    end = clock.end_within(right.end - 1, interval.high)
    return _kept(right, right.lo, np.maximum(right.end, np.minimum(reach, end)), clock.size)


def _reached(runs: Table, interval: Interval, clock: Clock) -> Table:
    """As ONCE with a low bound, but no run further than its reach."""
    runs = _cut(runs, interval, clock)
    columns = dict(runs.columns)
    reach = columns.pop(_REACH)
    lo = clock.first_from(runs.lo, interval.low)
    hi = np.minimum(clock.end_within(runs.end - 1, interval.high), reach)
    return _kept(Table(columns, runs.lo, runs.hi), lo, hi, clock.size)


def _kept(table: Table, lo: Ints, hi: Ints, size: int) -> Table:
    """The rows with other intervals, empty ones left out; tidy."""
    some = lo < hi
    if bool(np.all(some)):
        return tidied(table.during(lo, hi), size)
    return tidied(table.take(some).during(lo[some], hi[some]), size)


def _cut(table: Table, interval: Interval, clock: Clock) -> Table:
    """Cut intervals where carrying both neighbours forward would leave a hole between them."""
    if interval.high is None or table.hi is None or not len(table):
        return table
    every = np.arange(clock.size)
    begins = clock.first_from(every, interval.low)
    ends = clock.end_within(every, interval.high)
    holes = np.flatnonzero(begins[1:] > ends[:-1])
    if not len(holes):
        return table
    first = np.searchsorted(holes, table.lo, "left")
    last = np.searchsorted(holes, table.hi - 1, "left")
    row, place = expanded(first, last + 1)
    before = np.maximum(place - 1, 0)
    after = np.minimum(place, len(holes) - 1)
    lo = np.where(place == first[row], table.lo[row], holes[before] + 1)
    hi = np.where(place == last[row], table.hi[row], holes[after] + 1)
    return table.take(row).during(lo, hi)
