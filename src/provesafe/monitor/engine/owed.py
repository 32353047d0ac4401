"""What is owed: rows with a timer, from the time-point that opens them to their end.

A row opened at second t by EVENTUALLY[a, b] is met by a time-point at second s if its body holds
there and a <= s - t <= b. Its last second is t + b; it is overdue at the first second after. A body
that holds at the opening time-point itself meets it when a = 0, so nothing is ever opened.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from provesafe.errors import invariant
from provesafe.monitor.engine.plan import FOUND, Go, Registers
from provesafe.monitor.engine.table import Key, Place, Table
from provesafe.rulebook import Interval

__all__ = ["Owed", "OwedTable"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing owed: the row, and the second and time-point that opened it."""

    key: Key
    seconds: int
    index: int


class OwedTable:
    """What one rule has open, found by the facts that can meet it.

    Args:
        place: where compiled formulas find the rows.
        interval: when it must be met, in seconds after its opening; bounded.
        registers: of the memory it belongs to.
    """

    def __init__(self, place: Place, interval: Interval, registers: Registers) -> None:
        invariant(interval.high is not None, "a deadline has an upper bound")
        self._rows = Table(place, registers)
        self._registers = registers
        self._interval = interval
        self._last: int = interval.high or 0
        self._open: dict[Key, list[Owed]] = {}
        self._timers: deque[Owed] = deque()

    def catch_up(self, registers: Registers) -> None:
        """Make the indexes that some formula asks for since the last time."""
        self._rows.catch_up(registers)

    def enter(self, owed: Owed) -> None:
        """Remember what is owed."""
        self._rows.add(owed.key, owed.seconds)
        self._open.setdefault(owed.key, []).append(owed)
        self._timers.append(owed)

    def met(self, how: tuple[Go, ...], seconds: int) -> list[Owed]:
        """What the present time-point meets; nothing is forgotten yet."""
        if not self._open:
            return []
        found: list[Key] = []
        self._registers[FOUND] = found
        for go in how:
            go(self._registers)
        return [
            owed
            for key in dict.fromkeys(found)
            for owed in self._open[key]
            if seconds - owed.seconds in self._interval
        ]

    def is_due(self, seconds: int) -> bool:
        """Whether some timer has run out at `seconds`."""
        return bool(self._timers) and self._timers[0].seconds + self._last < seconds

    def overdue(self, seconds: int) -> list[Owed]:
        """What can be met no longer at `seconds`; nothing is forgotten yet."""
        found: list[Owed] = []
        for owed in self._timers:
            if owed.seconds + self._last >= seconds:
                break
            if owed in self._open.get(owed.key, ()):
                found.append(owed)
        return found

    def forget(self, owed: Owed) -> None:
        """It was met, or it is overdue: it is owed no longer."""
        left = [other for other in self._open[owed.key] if other != owed]
        if left:
            self._open[owed.key] = left
        else:
            del self._open[owed.key]
            self._rows.discard(owed.key)

    def tidy(self, seconds: int) -> None:
        """Let go of timers that have run out."""
        while self._timers and self._timers[0].seconds + self._last < seconds:
            self._timers.popleft()

    def __iter__(self) -> Iterator[Owed]:
        for every in self._open.values():
            yield from every

    def dump(self) -> list[list[Any]]:
        """What is owed as JSON values, in the order it was opened: `[[values…], second, index]`."""
        every = sorted(self, key=lambda owed: (owed.index, repr(owed.key)))
        return [[self._rows.written(owed.key), owed.seconds, owed.index] for owed in every]

    def load(self, rows: Iterable[list[Any]]) -> None:
        """Replace what is owed by what `dump` gave."""
        self._rows.clear()
        self._open.clear()
        self._timers.clear()
        for values, seconds, index in rows:
            self.enter(Owed(self._rows.read(values), seconds, index))
