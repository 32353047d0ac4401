"""Conditions over flags, each kept once: small reduced ordered decision diagrams.

A condition is a number; 0 never holds and 1 always does. Flags are asked in the order of their
numbers. Guards of a day's acts have a dozen flags, so a library would cost more than it saves.

Source: Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE TC 35(8), 1986.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["ALWAYS", "NEVER", "Conditions", "Literals"]

NEVER, ALWAYS = 0, 1
Literals = Mapping[int, bool]
"""What some flags are."""
_LAST = 1 << 60


class Conditions:
    """Conditions that share their parts; equal ones are the same number."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, int]] = [(_LAST, 0, 0), (_LAST, 1, 1)]
        self._known: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {NEVER: ALWAYS, ALWAYS: NEVER}

    def flag(self, number: int) -> int:
        """That a flag is set."""
        return self._node(number, NEVER, ALWAYS)

    def both(self, one: int, other: int) -> int:
        """That both hold."""
        if one == other or other == ALWAYS:
            return one
        if one == ALWAYS:
            return other
        if NEVER in (one, other):
            return NEVER
        key = (one, other) if one < other else (other, one)
        if key not in self._both:
            flag, low, high = self._nodes[one]
            other_flag, other_low, other_high = self._nodes[other]
            top = min(flag, other_flag)
            if flag != top:
                low = high = one
            if other_flag != top:
                other_low = other_high = other
            found = self._node(top, self.both(low, other_low), self.both(high, other_high))
            self._both[key] = found
        return self._both[key]

    def negation(self, one: int) -> int:
        """That it does not hold."""
        if one not in self._not:
            flag, low, high = self._nodes[one]
            found = self._node(flag, self.negation(low), self.negation(high))
            self._not[one] = found
            self._not[found] = one
        return self._not[one]

    def either(self, one: int, other: int) -> int:
        """That at least one of them holds."""
        if ALWAYS in (one, other):
            return ALWAYS
        return self.negation(self.both(self.negation(one), self.negation(other)))

    def top(self, one: int) -> int:
        """The flag that is asked first.

        Args:
            one: neither 0 nor 1.
        """
        return self._nodes[one][0]

    def given(self, one: int, flag: int, value: bool) -> int:
        """What is left of it when a flag is known."""
        top, low, high = self._nodes[one]
        if top > flag:
            return one
        if top == flag:
            return high if value else low
        return self._node(top, self.given(low, flag, value), self.given(high, flag, value))

    def flags(self, one: int) -> Iterator[int]:
        """Every flag it asks, each once."""
        seen: set[int] = set()
        asked: set[int] = set()
        waiting = [one]
        while waiting:
            node = waiting.pop()
            if node <= ALWAYS or node in seen:
                continue
            seen.add(node)
            flag, low, high = self._nodes[node]
            if flag not in asked:
                asked.add(flag)
                yield flag
            waiting += (low, high)

    def holds(self, one: int, literals: Literals) -> bool:
        """Whether it holds where every flag is known; one that is not named is not set."""
        while one > ALWAYS:
            flag, low, high = self._nodes[one]
            one = high if literals.get(flag, False) else low
        return one == ALWAYS

    def _node(self, flag: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (flag, low, high)
        if key not in self._known:
            self._known[key] = len(self._nodes)
            self._nodes.append(key)
        return self._known[key]
