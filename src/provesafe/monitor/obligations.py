"""What is owed: obligations of one deadline rule, from the time-point that opens them to their end.

An obligation opened at second t by EVENTUALLY[a, b] is met by a time-point at second s if its body
holds there and a <= s - t <= b. Its last second is t + b; it is overdue at the first second after.
A body that holds at the opening time-point itself meets it when a = 0, so nothing is ever opened.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from provesafe.errors import invariant
from provesafe.monitor.engine.nodes import spread
from provesafe.monitor.engine.normal import possible
from provesafe.monitor.engine.plan import FOUND, Go, Planner, Registers
from provesafe.monitor.engine.safety import Stored
from provesafe.monitor.engine.table import Key, Table
from provesafe.monitor.rules import Compiled
from provesafe.monitor.verdicts import Opened
from provesafe.rulebook import ANY_TIME, Formula, Interval

__all__ = ["Obligations"]


@dataclass(frozen=True, slots=True)
class _Owed:
    seconds: int
    index: int


class Obligations:
    """The open obligations of one rule, found by the facts that can meet them."""

    def __init__(self, rule: Compiled, planner: Planner) -> None:
        invariant(rule.deadline is not None, "only a deadline rule opens obligations")
        self.rule = rule
        self.interval: Interval = rule.deadline.interval if rule.deadline else ANY_TIME
        self._body: Formula = rule.deadline.body if rule.deadline else rule.on
        self._rows = Table(columns=len(rule.variables), interval=ANY_TIME)
        self._owed: dict[Key, list[_Owed]] = {}
        self._due: deque[tuple[int, Key, _Owed]] = deque()
        self._found = _meeting(self._body, Stored(self._rows, rule.variables), planner)

    def meeting(self, predicates: frozenset[str]) -> tuple[Go, ...]:
        """How to find what facts with just these predicates can meet."""
        return self._found if self._owed_can_be_met(predicates) else ()

    def open(self, key: Key, *, seconds: int, index: int) -> Opened:
        """What would be owed from this time-point on; nothing is remembered."""
        high = self.interval.high
        invariant(high is not None, "a deadline has an upper bound")
        return Opened(
            rule_id=self.rule.rule_id,
            binding=self._binding(key),
            index=index,
            opened_seconds=seconds,
            due_seconds=seconds + (high or 0),
        )

    def enter(self, opened: Opened) -> None:
        """Remember what is owed."""
        values = tuple(value for _, value in opened.binding)
        key = values[0] if len(values) == 1 else values
        owed = _Owed(opened.opened_seconds, opened.index)
        self._rows.add(key, owed.seconds)
        self._owed.setdefault(key, []).append(owed)
        self._due.append((owed.seconds + (self.interval.high or 0), key, owed))

    def met(self, registers: Registers, how: tuple[Go, ...], seconds: int) -> list[Opened]:
        """What the present time-point meets, as a list; nothing is forgotten yet."""
        if not self._owed:
            return []
        found: list[Key] = []
        registers[FOUND] = found
        for go in how:
            go(registers)
        return [
            self.open(key, seconds=owed.seconds, index=owed.index)
            for key in dict.fromkeys(found)
            for owed in self._owed[key]
            if seconds - owed.seconds in self.interval
        ]

    def forget(self, opened: Opened) -> None:
        """It was met, or it is overdue: it is owed no longer."""
        values = tuple(value for _, value in opened.binding)
        key = values[0] if len(values) == 1 else values
        left = [owed for owed in self._owed[key] if owed.index != opened.index]
        if left:
            self._owed[key] = left
        else:
            del self._owed[key]
            self._rows.discard(key)

    def overdue(self, seconds: int) -> list[Opened]:
        """What can be met no longer at `seconds`; nothing is forgotten yet."""
        found = []
        for due, key, owed in self._due:
            if due >= seconds:
                break
            if owed in self._owed.get(key, ()):
                found.append(self.open(key, seconds=owed.seconds, index=owed.index))
        return found

    def tidy(self, seconds: int) -> None:
        """Let go of timers that have run out."""
        while self._due and self._due[0][0] < seconds:
            self._due.popleft()

    def pending(self) -> Iterator[Opened]:
        """Everything still owed."""
        for key, every in self._owed.items():
            for owed in every:
                yield self.open(key, seconds=owed.seconds, index=owed.index)

    def dump(self) -> list[list[Any]]:
        """What is owed as JSON values, in the order it was opened: `[[values…], second, index]`."""
        every = sorted(self.pending(), key=lambda opened: (opened.index, opened.binding))
        return [
            [[value for _, value in opened.binding], opened.opened_seconds, opened.index]
            for opened in every
        ]

    def load(self, rows: list[list[Any]]) -> None:
        """Replace what is owed by what `dump` gave."""
        self._rows.clear()
        self._owed.clear()
        self._due.clear()
        for values, seconds, index in rows:
            key = values[0] if len(values) == 1 else tuple(values)
            self.enter(self.open(key, seconds=seconds, index=index))

    def _owed_can_be_met(self, predicates: frozenset[str]) -> bool:
        return possible(self._body, predicates)

    def _binding(self, key: Key) -> tuple[tuple[str, Any], ...]:
        names = self.rule.variables
        return tuple(zip(names, (key,) if len(names) == 1 else key, strict=True))


def _meeting(body: Formula, row: Stored, planner: Planner) -> tuple[Go, ...]:
    read = planner.row(row.variables)

    def take(registers: Registers) -> bool:
        registers[FOUND].append(read(registers))
        return False

    return tuple(planner.conjunction([*branch, row], frozenset(), take) for branch in spread(body))
