"""A trace that finds its own entries: which time-points have a fact that can matter to a formula.

It only grows. `append` takes what the gate has committed; `with_candidate` looks at one time-point
more without keeping it, so that a refusal can be explained before anything is entered.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from provesafe.monitor.errors import TimeOrderError
from provesafe.monitor.pointwise import Row
from provesafe.rulebook import (
    And,
    Atom,
    Compare,
    Const,
    Exists,
    Formula,
    Not,
    Or,
    Term,
    TimePoint,
    Truth,
    Value,
    Var,
)

__all__ = ["IndexedTrace"]

Posting = tuple[str, Value | None] | tuple[str, tuple[Value, ...], bool]
"""A predicate with its first argument, or with None for all its facts; or a whole fact."""


class IndexedTrace(Sequence[TimePoint]):
    """Time-points with an index from facts to the time-points that have them.

    Args:
        points: the time-points there are already, their seconds never decreasing.
        until: every second before this one is known; None: nothing after the last entry.
    """

    def __init__(self, points: Iterable[TimePoint] = (), *, until: int | None = None) -> None:
        self.until = until
        self._points: list[TimePoint] = []
        self._postings: dict[Posting, list[int]] = {}
        for point in points:
            self.append(point)

    def append(self, point: TimePoint) -> None:
        """Add a time-point at the end.

        Raises:
            TimeOrderError: it lies before the last one.
        """
        if self._points and point.seconds < self._points[-1].seconds:
            raise TimeOrderError(f"second `{point.seconds}` lies before the last time-point")
        index = len(self._points)
        self._points.append(point)
        for posting in _postings(point):
            self._postings.setdefault(posting, []).append(index)

    def with_candidate(self, point: TimePoint) -> IndexedTrace:
        """This trace and one time-point more; shares everything, so use it before appending."""
        return _Extended(self, point)

    def __len__(self) -> int:
        return len(self._points)

    @overload
    def __getitem__(self, index: int) -> TimePoint: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[TimePoint]: ...

    def __getitem__(self, index: int | slice) -> TimePoint | Sequence[TimePoint]:
        return self._points[index]

    def seconds(self, index: int) -> int:
        """The time-stamp of a time-point."""
        return self[index].seconds

    def rows(self, index: int, predicate: str) -> Sequence[tuple[Value, ...]]:
        """The arguments of the facts with a predicate at a time-point, in a fixed order."""
        found = [fact.arguments for fact in self[index].facts if fact.predicate == predicate]
        return sorted(found, key=repr) if len(found) > 1 else found

    def spots(
        self, formula: Formula, first: int, last: int, row: Row, *, quiet: bool
    ) -> Iterable[int]:
        """The time-points of a range, ascending, without those known to be quiet."""
        if last < first or _without_facts(formula, row) is not quiet:
            return range(first, last + 1)
        lists = [self._posted(posting, first, last) for posting in _relevant(formula, row)]
        if len(lists) == 1:
            return lists[0]
        return sorted({index for found in lists for index in found})

    def _posted(self, posting: Posting, first: int, last: int) -> list[int]:
        found = self._postings.get(posting, [])
        return found[bisect_left(found, first) : bisect_right(found, last)]


class _Extended(IndexedTrace):
    """A trace and one time-point more."""

    def __init__(self, whole: IndexedTrace, point: TimePoint) -> None:
        self.until = whole.until
        self._whole = whole
        self._point = point
        self._own = frozenset(_postings(point))

    def __len__(self) -> int:
        return len(self._whole) + 1

    @overload
    def __getitem__(self, index: int) -> TimePoint: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[TimePoint]: ...

    def __getitem__(self, index: int | slice) -> TimePoint | Sequence[TimePoint]:
        if isinstance(index, slice):
            return [*self._whole, self._point][index]
        return self._point if index == len(self._whole) else self._whole[index]

    def _posted(self, posting: Posting, first: int, last: int) -> list[int]:
        found = self._whole._posted(posting, first, last)
        if posting in self._own and last >= len(self._whole):
            return [*found, len(self._whole)]
        return found


def _postings(point: TimePoint) -> set[Posting]:
    found: set[Posting] = set()
    for fact in point.facts:
        found.add((fact.predicate, None))
        found.add((fact.predicate, fact.arguments, True))
        if len(fact.arguments) > 1:
            found.add((fact.predicate, fact.arguments[0]))
    return found


def _relevant(formula: Formula, row: Row) -> Iterator[Posting]:
    """What a time-point must have so that a fact can matter, below no temporal operator."""
    match formula:
        case Atom(predicate, terms):
            values = [_bound(term, row) for term in terms]
            if None not in values:
                yield predicate, tuple(value for value in values if value is not None), True
            else:
                yield predicate, values[0]
        case Not(body):
            yield from _relevant(body, row)
        case And(left, right) | Or(left, right):
            yield from _relevant(left, row)
            yield from _relevant(right, row)
        case Exists(names, body):
            free = {name: value for name, value in row.items() if name not in names}
            yield from _relevant(body, free)


def _bound(term: Term, row: Row) -> Value | None:
    match term:
        case Const(value):
            return value
        case Var(name):
            found: Value | None = row.get(name)
            return found
    return None


def _without_facts(formula: Formula, row: Row) -> bool | None:
    """What a formula comes to at a time-point without facts, whatever is around it."""
    match formula:
        case Truth():
            return True
        case Atom():
            return False
        case Not(body):
            inner = _without_facts(body, row)
            return None if inner is None else not inner
        case And(left, right) | Or(left, right):
            stop = isinstance(formula, Or)
            both = _without_facts(left, row), _without_facts(right, row)
            return stop if stop in both else None if None in both else not stop
        case Exists(_, body):
            return _without_facts(body, row)
        case Compare():
            return None
    return None
