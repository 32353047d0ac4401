"""What one temporal operator remembers: rows, when each was true, and ways to find them.

A row is the tuple of the operator's free variables; a table of one column keeps bare values, which
saves a tuple at each look-up. Beside each row stands the least that decides its window:

    window        kept beside a row                        the row counts at second `now` if
    [0, *]        the latest second it was true            it is there
    [0, b]        the latest second it was true            now - latest <= b
    [a, *]        the earliest second it was true          now - earliest >= a
    [a, b]        the seconds it was true, ascending       one of them is in [now - b, now - a]

An index answers "which rows have these values in these columns". A `Place` says what a table will
be like and in which registers compiled formulas find its rows and its indexes; a `Table` is one
memory of that kind, so that rules are compiled once however many records they judge.

Rows whose window has passed are dropped when the table is next written, so look-ups must and do
test the window themselves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any, TypeAlias

from provesafe.rulebook import Interval, Value

__all__ = ["Key", "Place", "Seconds", "Table", "picker", "window_test"]

Key: TypeAlias = Any
"""A row: a bare value for one column, else a tuple."""
Seconds: TypeAlias = Any
"""What is kept beside a row: a second, or an ascending list of them."""


def picker(positions: tuple[int, ...]) -> Callable[[Any], Key]:
    """A function that picks these positions out of a sequence, as a row is written."""
    if not positions:
        return lambda _sequence: ()
    return itemgetter(*positions)


def window_test(interval: Interval) -> Callable[[Seconds, int], bool] | None:
    """A test of what is kept beside a row against a second; None when being there is enough."""
    low, high = interval.low, interval.high
    if high is None:
        return None if low == 0 else lambda kept, now: now - kept >= low
    if low == 0:
        return lambda kept, now: now - kept <= high

    def among(kept: list[int], now: int) -> bool:
        first = bisect_left(kept, now - high)
        return first < len(kept) and kept[first] <= now - low

    return among


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Place:
    """What a table is like, and where compiled formulas find it."""

    columns: int
    interval: Interval
    rows: int
    """The register of its rows."""
    indexes: dict[tuple[int, ...], int]
    """The register of the index by each tuple of columns that some formula asks for."""


class Table:
    """The rows of one temporal operator; see the module for what is kept beside each.

    Args:
        place: what it is like.
        registers: where compiled formulas find it.
    """

    __slots__ = ("_expiring", "_high", "_indexes", "_many", "_oldest", "_place", "_single", "rows")

    def __init__(self, place: Place, registers: list[Any]) -> None:
        self._place = place
        self.rows: dict[Key, Seconds] = {}
        self._indexes: list[tuple[Callable[[Key], Key], dict[Key, dict[Key, None]]]] = []
        registers[place.rows] = self.rows
        self.catch_up(registers)
        interval = place.interval
        self._single = place.columns == 1
        self._high = interval.high
        self._oldest = interval.high is None and interval.low > 0
        self._many = interval.high is not None and interval.low > 0
        # Seconds and rows in the order written; what no longer agrees with `rows` is passed over.
        self._expiring: deque[tuple[int, Key]] = deque()

    def catch_up(self, registers: list[Any]) -> None:
        """Make the indexes that some formula asks for since the last time."""
        asked = [*self._place.indexes.items()][len(self._indexes) :]
        for positions, register in asked:
            pick = picker(positions)
            index: dict[Key, dict[Key, None]] = {}
            registers[register] = index
            self._indexes.append((pick, index))
            for key in self.rows:
                index.setdefault(pick(key), {})[key] = None

    def add(self, key: Key, seconds: int) -> None:
        """Remember that `key` was true at `seconds`, not earlier than any second before."""
        kept = self.rows.get(key)
        if kept is None:
            self.rows[key] = [seconds] if self._many else seconds
            self._enter(key)
        elif self._many:
            if kept[-1] != seconds:
                kept.append(seconds)
        elif not self._oldest:
            self.rows[key] = seconds
        if self._high is not None:
            self._expiring.append((seconds, key))

    def discard(self, key: Key) -> None:
        """Forget a row; one that is not there stays away."""
        if self.rows.pop(key, None) is not None:
            for pick, index in self._indexes:
                part = pick(key)
                rows = index[part]
                del rows[key]
                if not rows:
                    del index[part]

    def prune(self, now: int) -> None:
        """Drop what no window can reach at `now` or later."""
        expiring, high = self._expiring, self._high
        if high is None:
            return
        while expiring and expiring[0][0] < now - high:
            seconds, key = expiring.popleft()
            kept = self.rows.get(key)
            if kept is None:
                continue
            if not self._many:
                if kept == seconds:
                    self.discard(key)
            elif kept[0] <= seconds:
                del kept[: bisect_left(kept, seconds + 1)]
                if not kept:
                    self.discard(key)

    def clear(self) -> None:
        """Forget every row; indexes stay registered."""
        self.rows.clear()
        self._expiring.clear()
        for _, index in self._indexes:
            index.clear()

    def dump(self) -> list[list[Any]]:
        """The rows as JSON values, sorted: `[[values…], kept]`."""
        rows = sorted((self._values(key), kept) for key, kept in self.rows.items())
        return [
            [[_written(value) for value in values], kept[:] if self._many else kept]
            for values, kept in rows
        ]

    def load(self, rows: Iterable[tuple[list[Any], Seconds]]) -> None:
        """Replace the rows by what `dump` gave."""
        self.clear()
        for values, kept in rows:
            key = self.read(values)
            self.rows[key] = list(kept) if self._many else kept
            self._enter(key)
        if self._high is not None:
            every = (
                (seconds, key)
                for key, kept in self.rows.items()
                for seconds in (kept if self._many else (kept,))
            )
            self._expiring.extend(sorted(every, key=itemgetter(0)))

    def written(self, key: Key) -> list[Any]:
        """A row as JSON values."""
        return [_written(value) for value in self._values(key)]

    def read(self, values: list[Any]) -> Key:
        """The row that `written` gave."""
        read = tuple(_read(value) for value in values)
        return read[0] if self._single else read

    def _enter(self, key: Key) -> None:
        for pick, index in self._indexes:
            index.setdefault(pick(key), {})[key] = None

    def _values(self, key: Key) -> tuple[Value, ...]:
        return (key,) if self._single else key


def _written(value: Any) -> Any:
    """A value as JSON; AVG and MED may have given a Fraction."""
    return [value.numerator, value.denominator] if isinstance(value, Fraction) else value


def _read(written: Any) -> Any:
    return Fraction(*written) if isinstance(written, list) else written
