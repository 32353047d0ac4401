"""A trace in columns: one array for each argument of each predicate, by time-point.

Whatever reads a file makes one of these; `columns_of` makes one from a sequence of time-points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from types import MappingProxyType
from typing import Any

import numpy as np

from provesafe.monitor.columnar.keys import Ints, argsort, pack
from provesafe.monitor.columnar.values import Pool
from provesafe.monitor.errors import FactError, TimeOrderError
from provesafe.rulebook import Fact, Field, Signature, SignatureError, TimePoint

__all__ = [
    "SECONDS_MAX",
    "ColumnTrace",
    "Relation",
    "columns_of",
    "points_of",
    "relation",
    "with_clock_predicates",
]

SECONDS_MAX = 1 << 53
"""LIMIT: time-stamps lie within this of 0; sums of two stay within 64 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """All facts of one predicate, ordered by time-point, none twice at one time-point."""

    points: Ints
    columns: tuple[Ints, ...]
    """One array for each argument: numbers, or places in the trace's list of strings."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ColumnTrace:
    """Time-points with their seconds, and the facts of each predicate.

    `seconds` never decrease; every relation is made by `relation`.
    """

    seconds: Ints
    relations: Mapping[str, Relation]
    pool: Pool
    """What the codes in the columns stand for; never changed once the trace is made."""

    def __post_init__(self) -> None:
        late = np.flatnonzero(self.seconds[1:] < self.seconds[:-1])
        if len(late):
            before, here = self.seconds[late[0] : late[0] + 2].tolist()
            raise TimeOrderError(
                f"time-point {late[0] + 1} is at second `{here}`, after one at second `{before}`",
                hint="put the time-points in order of time; none is left out silently",
            )
        if len(self.seconds) and max(abs(self.seconds[0]), abs(self.seconds[-1])) > SECONDS_MAX:
            raise TimeOrderError(f"a time-stamp is further than {SECONDS_MAX} seconds from 0")

    @property
    def size(self) -> int:
        """How many time-points there are."""
        return len(self.seconds)

    def facts(self, predicate: str, arity: int) -> Relation:
        """The facts of a predicate; none if the trace has none."""
        known = self.relations.get(predicate)
        if known is not None:
            return known
        every = np.arange(self.size)
        match predicate:
            case "tp":
                return Relation(every, (every,))
            case "ts":
                return Relation(every, (self.seconds,))
            case "tpts":
                return Relation(every, (every, self.seconds))
        none = np.zeros(0, np.int64)
        return Relation(none, (none,) * arity)


def with_clock_predicates(signature: Signature) -> Signature:
    """A signature with what MonPoly knows by itself of every time-point.

    `tp(i)` holds of its number, `ts(t)` of its time-stamp, `tpts(i, t)` of both.

    Raises:
        SignatureError: the signature declares one of these itself.
    """
    for name in _CLOCK:
        if name in signature:
            raise SignatureError(
                f"predicate `{name}` is already there, as `{name}` of each time-point",
                hint="give yours another name",
            )
    return Signature(predicates={**signature.predicates, **_CLOCK})


def relation(points: Ints, columns: Sequence[Ints]) -> Relation:
    """The facts of one predicate from rows in any order.

    Args:
        points: the time-point of each row.
        columns: the arguments, each an array as long as `points`.
    """
    order = argsort(points)
    if order is not None:
        points, columns = points[order], [column[order] for column in columns]
    twice = points[1:] == points[:-1]
    if bool(np.any(twice)):
        codes = pack([points, *columns], len(points), 1)
        _, first = np.unique(codes, return_index=True)
        if len(first) < len(points):
            first.sort()
            points, columns = points[first], [column[first] for column in columns]
    return Relation(points, tuple(columns))


def columns_of(points: Sequence[TimePoint], signature: Signature) -> ColumnTrace:
    """A trace in columns from one in time-points.

    Args:
        points: their seconds never decrease.
        signature: the predicates there are, and the types of their arguments.

    Raises:
        FactError: a fact does not fit the signature.
        TimeOrderError: the seconds go back, or lie beyond SECONDS_MAX.
    """
    pool = Pool()
    rows: dict[str, list[tuple[int, ...]]] = {}
    types = {name: tuple(map(_PYTHON.__getitem__, signature.types(name))) for name in signature}
    for index, point in enumerate(points):
        for fact in point.facts:
            if tuple(map(type, fact.arguments)) != types.get(fact.predicate):
                raise FactError(f"`{fact.predicate}` with these arguments is not in the signature")
            row = (index, *map(pool.code, fact.arguments))
            rows.setdefault(fact.predicate, []).append(row)
    relations = {}
    for name, found in sorted(rows.items()):
        first, *columns = np.array(sorted(found), np.int64).T
        relations[name] = relation(first, columns)
    try:
        seconds = np.array([point.seconds for point in points], np.int64)
    except OverflowError as error:
        raise TimeOrderError(
            f"a time-stamp is further than {SECONDS_MAX} seconds from 0"
        ) from error
    return ColumnTrace(seconds=seconds, relations=MappingProxyType(relations), pool=pool)


def points_of(trace: ColumnTrace, signature: Signature) -> tuple[TimePoint, ...]:
    """The time-points that columns stand for; the inverse of `columns_of`.

    Args:
        trace: a trace in columns.
        signature: the predicates it was made by.
    """
    facts: list[list[Fact]] = [[] for _ in range(trace.size)]
    for name, known in trace.relations.items():
        columns = [
            trace.pool.values(column, "string" if kind == "string" else "number")
            for column, kind in zip(known.columns, signature.types(name), strict=True)
        ]
        rows: Iterable[Any] = zip(*columns, strict=True) if columns else repeat(())
        for point, row in zip(known.points.tolist(), rows, strict=False):
            facts[point].append(Fact(name, row))
    seconds = trace.seconds.tolist()
    return tuple(TimePoint(s, frozenset(held)) for s, held in zip(seconds, facts, strict=True))


_CLOCK: Mapping[str, tuple[Field, ...]] = MappingProxyType(
    {
        "tp": (("i", "int"),),
        "ts": (("t", "int"),),
        "tpts": (("i", "int"), ("t", "int")),
    }
)

_PYTHON: Mapping[str, type] = MappingProxyType({"int": int, "string": str})
