"""Values as integers: how the columns of a table stand for numbers and strings.

- An int whose size is below 2^62 stands for itself. Larger ones, and the fractions that AVG and MED
  give, are kept in a list and stand as 2^62 + their place in it.
- A string stands as its place in a list. Places say nothing about order; `rank` does.

Equal values have equal codes, within one type; the well-formedness check keeps types apart. What
cannot be reckoned in 64 bits is reckoned with Python's integers, and is as exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np

from provesafe.errors import invariant
from provesafe.monitor.columnar.keys import Ints, Mask
from provesafe.rulebook import Arith, Compare, Const, EvaluationError, Term, Var, term_variables

__all__ = ["SPECIAL", "Kind", "Known", "Pool", "compared", "reckoned"]

Known: TypeAlias = int | str | Fraction | float
"""A float only where it is infinite."""
Kind: TypeAlias = Literal["number", "real", "string"]
"""`real`: numbers that need not be whole."""

SPECIAL = 1 << 62
"""The first code of a number that does not stand for itself."""

_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


@dataclass(eq=False, frozen=False, slots=True)
class Pool:
    """The values that codes stand for; grows when a formula brings in new ones."""

    strings: Sequence[str] = ()
    """Those of the trace."""
    _places: dict[str, int] | None = None
    _more: list[str] = field(default_factory=list)
    _specials: list[Known] = field(default_factory=list)
    _special_places: dict[Known, int] = field(default_factory=dict)
    _ranks: Ints | None = None

    def branch(self) -> Pool:
        """A pool that begins as this one; what is added to it is not added here."""
        return Pool(
            self.strings,
            dict(self._places) if self._more and self._places is not None else self._places,
            list(self._more),
            list(self._specials),
            dict(self._special_places),
            self._ranks,
        )

    def with_strings(self, strings: Sequence[str]) -> Pool:
        """The same numbers, and these strings; strings brought in by `code` are left out."""
        specials, places = list(self._specials), dict(self._special_places)
        return Pool(strings, _specials=specials, _special_places=places)

    def code(self, value: Known) -> int:
        """The code of a value, a new one if need be."""
        if isinstance(value, str):
            if self._places is None:
                self._places = {text: place for place, text in enumerate(self.strings)}
            known = self._places.get(value)
            if known is None:
                known = self._places[value] = len(self.strings) + len(self._more)
                self._more.append(value)
                self._ranks = None
            return known
        if isinstance(value, Fraction) and value.denominator == 1:
            value = value.numerator
        if isinstance(value, int) and abs(value) < SPECIAL:
            return value
        place = self._special_places.setdefault(value, len(self._specials))
        if place == len(self._specials):
            self._specials.append(value)
        return SPECIAL + place

    def codes(self, values: Iterable[Known]) -> Ints:
        """The codes of several values."""
        return np.array([self.code(value) for value in values], np.int64)

    def value(self, code: int, kind: Kind) -> Known:
        """The value a code stands for."""
        if kind == "string":
            known = len(self.strings)
            return self.strings[code] if code < known else self._more[code - known]
        return self._specials[code - SPECIAL] if code >= SPECIAL else code

    def values(self, codes: Ints, kind: Kind) -> list[Known]:
        """The values of a column."""
        if kind != "string" and is_plain(codes):
            plain: list[Known] = codes.tolist()
            return plain
        return [self.value(code, kind) for code in codes.tolist()]

    def ranks(self, codes: Ints, kind: Kind) -> Ints:
        """Integers that compare as the values of a column do: numbers by size, strings by text."""
        if kind == "string":
            if self._ranks is None or len(self._ranks) < len(self.strings) + len(self._more):
                self._ranks = _ranked([*self.strings, *self._more])
            return self._ranks[codes]
        if is_plain(codes):
            return codes
        distinct, places = np.unique(codes, return_inverse=True)
        return _ranked(self.values(distinct, "number"))[places]


def _ranked(values: Sequence[Any]) -> Ints:
    """The place of each of several distinct values among all of them, ascending."""
    ranks = np.empty(len(values), np.int64)
    ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return ranks


def is_plain(codes: Ints) -> bool:
    """Whether every number of a column stands for itself."""
    return not len(codes) or int(codes.max()) < SPECIAL


def reckoned(term: Term, columns: Mapping[str, Ints], rows: int, pool: Pool) -> Ints:
    """The codes of a term's values.

    Args:
        term: its variables are all among the columns.
        columns: the bindings.
        rows: how many of them there are.
        pool: what codes stand for.

    Raises:
        EvaluationError: something is divided by 0.
    """
    match term:
        case Var(name):
            return columns[name]
        case Const(value):
            return np.full(rows, pool.code(value))
        case Arith(op, left, right):
            one = reckoned(left, columns, rows, pool)
            two = one if right is None else reckoned(right, columns, rows, pool)
            fast = _fast(op, one, two)
            return fast if fast is not None else _slow(op, one, two, pool)


def compared(
    part: Compare, columns: Mapping[str, Ints], kinds: Mapping[str, Kind], rows: int, pool: Pool
) -> Mask:
    """Which rows a comparison holds of.

    Args:
        part: the comparison; its variables are all among the columns.
        columns: the bindings.
        kinds: what the columns hold.
        rows: how many rows there are.
        pool: what codes stand for.
    """
    one = reckoned(part.left, columns, rows, pool)
    two = reckoned(part.right, columns, rows, pool)
    if part.op == "=":
        return np.equal(one, two)
    kind = kind_of(part.left, kinds)
    both = pool.ranks(np.append(one, two), kind)
    holds: Mask = _COMPARISONS[part.op](both[:rows], both[rows:])
    return holds


def kind_of(term: Term, kinds: Mapping[str, Kind]) -> Kind:
    """What a term's value is."""
    match term:
        case Var(name):
            return kinds[name]
        case Const(value):
            return "string" if isinstance(value, str) else "number"
        case _:
            invariant(all(kinds[v] != "string" for v in term_variables(term)), "only numbers add")
            return "number"


def _fast(op: str, one: Ints, two: Ints) -> Ints | None:
    """The result in 64-bit arithmetic, or None where some value might not fit."""
    if not len(one):
        return one
    most, other = _size(one), _size(two)
    if most >= SPECIAL or other >= SPECIAL:
        return None
    match op:
        case "NEG":
            return -one
        case "I2F" | "F2I":
            return one
        case "+" if most + other < SPECIAL:
            return one + two
        case "-" if most + other < SPECIAL:
            return one - two
        case "*" if most * other < SPECIAL:
            return one * two
        case "/" | "MOD" if bool(np.all(two != 0)):
            quotient = np.abs(one) // np.abs(two) * np.where((one < 0) == (two < 0), 1, -1)
            return quotient if op == "/" else one - two * quotient
    return None


def _slow(op: str, one: Ints, two: Ints, pool: Pool) -> Ints:
    pairs: list[tuple[Any, Any]] = list(
        zip(pool.values(one, "number"), pool.values(two, "number"), strict=True)
    )
    return pool.codes(_exact(op, left, right) for left, right in pairs)


def _exact(op: str, left: Any, right: Any) -> Known:
    result: Any
    match op:
        case "NEG":
            result = -left
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case "I2F":
            result = left
        case "F2I":
            result = 0 if isinstance(left, float) else int(left)
        case _ if right == 0:
            raise EvaluationError("something is divided by 0")
        case "EXACT":
            result = Fraction(left) / Fraction(right)
        case _:
            quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
            result = quotient if op == "/" else left - right * quotient
    known: Known = result
    return known


def _size(codes: Ints) -> int:
    return max(abs(int(codes.min())), abs(int(codes.max())))
