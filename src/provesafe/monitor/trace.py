"""A trace that finds its own entries: which time-points have a fact that can matter to a formula.

It only grows. `append` takes what the gate has committed; `with_candidate` looks at one time-point
more without keeping it, so that a refusal can be explained before anything is entered.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, overload

from provesafe.monitor.errors import TimeOrderError
from provesafe.monitor.pointwise import Forms, Row
from provesafe.monitor.verdicts import RuleLike
from provesafe.rulebook import (
    And,
    Atom,
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


class _Inside(NamedTuple):
    """A predicate with one of its later arguments; these are put together when first asked for."""

    predicate: str
    place: int
    value: Value


Posting = tuple[str, Value | None] | tuple[str, tuple[Value, ...], bool] | _Inside
"""A predicate with an argument, or with None for all its facts; or a whole fact."""


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
        self._inside: dict[tuple[str, int], tuple[int, dict[Value, list[int]]]] = {}
        """By a later argument, with how many time-points of the predicate were looked at."""
        self._forms: dict[int, tuple[RuleLike, Forms]] = {}  # rules kept, so that ids stay
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

    def forms(self, rule: RuleLike) -> Forms:
        """A rule as its explanations take it, found once for all that look at this trace."""
        found = self._forms.get(id(rule))
        if found is None:
            found = rule, Forms(rule.on, rule.require)
            self._forms[id(rule)] = found
        return found[1]

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
        if last < first:
            return range(first, last + 1)
        wanted = self._wanted(formula, row, quiet=quiet)
        if wanted is None:
            return range(first, last + 1)
        lists = [self._posted(posting, first, last) for posting in wanted]
        if len(lists) == 1:
            return lists[0]
        return sorted({index for found in lists for index in found})

    def _wanted(self, formula: Formula, row: Row, *, quiet: bool) -> list[Posting] | None:
        """Facts without any of which a formula is `quiet` at a time-point, whatever is around it.

        None where it is not. Where one side of an AND or OR is enough, the one with fewer facts.
        """
        match formula:
            case Truth():
                return [] if quiet else None
            case Atom():
                return None if quiet else [_posting(formula, row)]
            case Not(body):
                return self._wanted(body, row, quiet=not quiet)
            case And(left, right) | Or(left, right):
                sides = [self._wanted(one, row, quiet=quiet) for one in (left, right)]
                found = [one for one in sides if one is not None]
                if quiet is isinstance(formula, Or):
                    return min(found, key=self._weight, default=None)
                return [posting for one in found for posting in one] if len(found) == 2 else None
            case Exists(names, body):
                free = {name: value for name, value in row.items() if name not in names}
                return self._wanted(body, free, quiet=quiet)
        return None

    def _weight(self, postings: Sequence[Posting]) -> int:
        """How many time-points some facts stand at, counted once for each."""
        return sum(map(self._count, postings))

    def _count(self, posting: Posting) -> int:
        return len(self._found(posting))

    def _found(self, posting: Posting) -> list[int]:
        """The time-points that have a fact, ascending."""
        if not isinstance(posting, _Inside):
            return self._postings.get(posting, [])
        name, place, value = posting
        every = self._postings.get((name, None), [])
        done, by_value = self._inside.get((name, place), (0, {}))
        for index in every[done:]:
            for fact in self._points[index].facts:
                if fact.predicate == name:
                    found = by_value.setdefault(fact.arguments[place], [])
                    if not found or found[-1] != index:
                        found.append(index)
        self._inside[name, place] = len(every), by_value
        return by_value.get(value, [])

    def _posted(self, posting: Posting, first: int, last: int) -> list[int]:
        found = self._found(posting)
        return found[bisect_left(found, first) : bisect_right(found, last)]


class _Extended(IndexedTrace):
    """A trace and one time-point more."""

    def __init__(self, whole: IndexedTrace, point: TimePoint) -> None:
        self.until = whole.until
        self._whole = whole
        self._point = point
        self._own = frozenset(_postings(point))
        self._forms = whole._forms

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

    def _count(self, posting: Posting) -> int:
        return self._whole._count(posting)

    def _posted(self, posting: Posting, first: int, last: int) -> list[int]:
        found = self._whole._posted(posting, first, last)
        if last >= len(self._whole) and self._has(posting):
            return [*found, len(self._whole)]
        return found

    def _has(self, posting: Posting) -> bool:
        """Whether the one time-point more has a fact."""
        if not isinstance(posting, _Inside):
            return posting in self._own
        name, place, value = posting
        facts = self._point.facts
        return any(one.predicate == name and one.arguments[place] == value for one in facts)


def _postings(point: TimePoint) -> set[Posting]:
    found: set[Posting] = set()
    for fact in point.facts:
        found.add((fact.predicate, None))
        found.add((fact.predicate, fact.arguments, True))
        if len(fact.arguments) > 1:
            found.add((fact.predicate, fact.arguments[0]))
    return found


def _posting(atom: Atom, row: Row) -> Posting:
    """What a time-point must have so that an atom can hold there."""
    values = [_bound(term, row) for term in atom.terms]
    if None not in values:
        return atom.predicate, tuple(value for value in values if value is not None), True
    later, known = next(((at, one) for at, one in enumerate(values) if one is not None), (0, None))
    if later and known is not None:
        return _Inside(atom.predicate, later, known)
    return atom.predicate, values[0]


def _bound(term: Term, row: Row) -> Value | None:
    match term:
        case Const(value):
            return value
        case Var(name):
            found: Value | None = row.get(name)
            return found
    return None
