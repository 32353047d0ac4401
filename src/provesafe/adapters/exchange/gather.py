"""Facts on their way from a file into columns.

Readers hand over pieces: for one predicate, the time-points of some facts and one column for each
argument. Strings arrive as Arrow dictionaries or as plain lists; all end in one list of strings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from provesafe.adapters.exchange.decimals import Declared, decimal
from provesafe.monitor import ColumnTrace, Pool, Relation, piece_of, relation

__all__ = ["Column", "Gathering", "Ints", "Mask"]

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

Column: TypeAlias = pa.Array | Sequence[int] | Sequence[str]
"""Values of one argument: an Arrow array without nulls, or a list."""


@dataclass(slots=True)
class Gathering:
    """The columns of a trace while its file is being read."""

    declared: Declared
    _places: dict[str, int] = field(default_factory=dict)
    _pool: Pool = field(default_factory=Pool)
    _pieces: dict[str, list[tuple[Ints, list[Ints]]]] = field(default_factory=dict)
    _seconds: list[Ints] = field(default_factory=list)
    _dealt: list[int] = field(default_factory=list)
    """The piece of each string, once they are asked for."""

    def add_points(self, seconds: Ints) -> None:
        """Time-points that follow those already there."""
        self._seconds.append(seconds)

    def add_facts(self, predicate: str, points: Ints, columns: Sequence[Ints]) -> None:
        """Facts of one predicate.

        Args:
            predicate: its name, in the signature.
            points: the time-point of each fact, counted from 0 over the whole file.
            columns: one for each argument, as `strings` and `numbers` give them.
        """
        self._pieces.setdefault(predicate, []).append((points, list(columns)))

    def pieces(self, codes: Ints, kind: str, pieces: int) -> Ints:
        """Which of so many pieces each of some codes belongs to, as `piece_of` says.

        Args:
            codes: as `strings` or `numbers` gave them.
            kind: `string`, `int` or `float`.
            pieces: how many pieces there are.
        """
        if kind == "float":
            numbers = [piece_of(value, pieces) for value in self._pool.values(codes, "real")]
            return np.array(numbers, np.int64)
        if kind != "string":
            return codes % pieces
        texts = list(self._places)
        while len(self._dealt) < len(texts):
            self._dealt.append(piece_of(texts[len(self._dealt)], pieces))
        return np.array(self._dealt, np.int64)[codes]

    def finish(self) -> ColumnTrace:
        """The trace.

        Raises:
            TimeOrderError: the seconds go back, or lie too far from 0.
        """
        relations = {name: _whole(self._pieces.pop(name)) for name in sorted(self._pieces)}
        seconds = np.concatenate(self._seconds) if self._seconds else np.zeros(0, np.int64)
        frozen: Mapping[str, Relation] = MappingProxyType(relations)
        pool = self._pool.with_strings(tuple(self._places))
        return ColumnTrace(seconds=seconds, relations=frozen, pool=pool)

    def numbers(self, column: Column) -> Ints:
        """The codes of numbers."""
        if isinstance(column, pa.Array):
            numbers: Ints = column.to_numpy(zero_copy_only=False)
            return np.ascontiguousarray(numbers, np.int64)
        return self._pool.codes(int(value) for value in column)

    def decimals(self, column: Column) -> Ints | None:
        """The codes of decimals written as text; None if one of them is none."""
        texts = column.to_pylist() if isinstance(column, pa.Array) else column
        known: dict[object, int] = {}
        for text in dict.fromkeys(texts):
            value = Fraction(text) if isinstance(text, int) else decimal(text)
            if value is None:
                return None
            known[text] = self._pool.code(value)
        return np.array([known[text] for text in texts], np.int64)

    def strings(self, column: Column) -> Ints:
        """The codes of strings."""
        places = self._places
        if isinstance(column, pa.Array):
            coded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
            known: list[Any] = coded.dictionary.to_pylist()
            codes = [places.setdefault(text, len(places)) for text in known]
            indices = coded.indices.fill_null(len(known)) if coded.null_count else coded.indices
            found: Ints = np.array([*codes, 0], np.int64)[indices.to_numpy()]
            return found
        return np.array([places.setdefault(str(text), len(places)) for text in column], np.int64)


def _whole(pieces: list[tuple[Ints, list[Ints]]]) -> Relation:
    if len(pieces) == 1:
        points, columns = pieces[0]
        return relation(points, columns)
    points = np.concatenate([piece for piece, _ in pieces])
    width = len(pieces[0][1])
    columns = [np.concatenate([codes[i] for _, codes in pieces]) for i in range(width)]
    return relation(points, columns)
