"""Searching a system state by state, in plain Python: the engine that always works.

Three questions: how many states there are, the shortest run to a hazard with given failures, and
all minimal sets of failures. For the last, a *label* is a state with the failures a run took to
get there; labels are looked at by number of failures, and one that another label of the same state
is part of is dropped. So sets come smallest first, and stopping after order k leaves an answer that
is complete up to k.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from provesafe.prover.systems.system import System

__all__ = ["FoundSets", "minimal_sets", "reachable", "shortest_run"]

Progress = Callable[[int], None]
LABELS_MAX = 2_000_000
"""LIMIT: some 400 MB of labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSets:
    """Minimal sets of failures, each as bits; complete where `order_limit` is None."""

    sets: tuple[int, ...]
    order_limit: int | None
    labels: int
    states: int


def reachable(system: System, failures: int) -> int:
    """How many states can be reached when the failures in `failures` are allowed.

    Args:
        system: the table.
        failures: which failures may happen, as bits.
    """
    rows = _allowed(system, failures)
    seen = {system.initial}
    waiting = [system.initial]
    while waiting:
        state = waiting.pop()
        for mask, value, kept, written, _ in rows:
            if state & mask == value:
                after = state & kept | written
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
    return len(seen)


def shortest_run(system: System, failures: int) -> tuple[int, ...] | None:
    """The row numbers of a shortest run to a hazard; None where none is reached.

    Args:
        system: the table.
        failures: which failures may happen, as bits.
    """
    if system.is_hazard(system.initial):
        return ()
    rows = _allowed(system, failures)
    came: dict[int, tuple[int, int]] = {system.initial: (-1, -1)}
    waiting = deque([system.initial])
    hazards = system.hazards
    while waiting:
        state = waiting.popleft()
        for mask, value, kept, written, number in rows:
            if state & mask != value:
                continue
            after = state & kept | written
            if after in came:
                continue
            came[after] = (state, number)
            if any(after & one == other for one, other in hazards):
                return _run(came, after)
            waiting.append(after)
    return None


def minimal_sets(
    system: System, *, order_max: int | None = None, labels_max: int = LABELS_MAX
) -> FoundSets:
    """All minimal sets of failures that reach a hazard.

    Args:
        system: the table.
        order_max: look no further than sets of so many failures.
        labels_max: stop before the order that would need more labels.

    Returns:
        The sets; with `order_limit` where the search ended before it was complete.
    """
    return _Search(system, labels_max).run(order_max)


class _Search:
    def __init__(self, system: System, labels_max: int) -> None:
        self.system = system
        self.labels_max = labels_max
        self.rows = [
            (r.guard_mask, r.guard_value, ~r.write_mask, r.write_value, _bit(r.failure))
            for r in system.rows
        ]
        self.best: dict[int, list[int]] = {system.initial: [0]}
        self.found: list[int] = []
        self.labels = 1

    def run(self, order_max: int | None) -> FoundSets:
        current = [(self.system.initial, 0)]
        order = 0
        limit: int | None = None
        if self.system.is_hazard(self.system.initial):
            current, self.found = [], [0]
        while current:
            further: list[tuple[int, int]] = []
            complete = self._spread(current, further)
            if not complete or (order == order_max and further):
                limit = order if complete else order - 1
                self.found = [one for one in self.found if one.bit_count() <= limit]
                break
            current = further
            order += 1
        return FoundSets(
            sets=tuple(sorted(self.found, key=lambda one: (one.bit_count(), one))),
            order_limit=limit,
            labels=self.labels,
            states=len(self.best),
        )

    def _spread(self, current: list[tuple[int, int]], further: list[tuple[int, int]]) -> bool:
        """Everything reached with this many failures; false where the labels ran out."""
        hazards, best, found = self.system.hazards, self.best, self.found
        at = 0
        while at < len(current):
            state, taken = current[at]
            at += 1
            if taken not in best[state]:
                continue  # a part of it got here too
            if any(state & mask == value for mask, value in hazards):
                if not any(one & taken == one for one in found):
                    found.append(taken)
                continue
            if any(one & taken == one for one in found):
                continue
            for mask, value, kept, written, failure in self.rows:
                if state & mask != value:
                    continue
                after, needed = state & kept | written, taken | failure
                known = best.get(after)
                if known is None:
                    best[after] = [needed]
                elif any(one & needed == one for one in known):
                    continue
                else:
                    known[:] = [one for one in known if one & needed != needed]
                    known.append(needed)
                (current if needed == taken else further).append((after, needed))
                self.labels += 1
            if self.labels > self.labels_max:
                return False
        return True


def _allowed(system: System, failures: int) -> list[tuple[int, int, int, int, int]]:
    return [
        (row.guard_mask, row.guard_value, ~row.write_mask, row.write_value, number)
        for number, row in enumerate(system.rows)
        if row.failure < 0 or failures >> row.failure & 1
    ]


def _bit(failure: int) -> int:
    return 0 if failure < 0 else 1 << failure


def _run(came: dict[int, tuple[int, int]], state: int) -> tuple[int, ...]:
    found: list[int] = []
    while came[state][1] >= 0:
        state, number = came[state]
        found.append(number)
    return tuple(reversed(found))
