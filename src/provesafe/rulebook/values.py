"""What terms, comparisons and aggregations come to, once every variable has a value.

- Integers are of any size; `/` and MOD round toward zero, so `-7 / 2` is -3 and `-7 MOD 2` is -1.
- Strings compare by code point. An integer is never equal to a string, and never before or after
  one.
- AVG and MED are exact: a Fraction where the value is not whole.
- Every aggregation of nothing is 0, by the convention of MonPoly and VeriMon; it comes up only
  where there is no group, since an empty group has no row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from provesafe.rulebook.errors import EvaluationError
from provesafe.rulebook.formula import AggregateOp, Arith, CompareOp, Const, Term, Value, Var

__all__ = ["Known", "aggregate_value", "compare_values", "same_value", "term_value"]

Known: TypeAlias = Value | Fraction
"""A value of a variable; a Fraction comes only from AVG and MED."""


def term_value(term: Term, row: Mapping[str, Any]) -> Known:
    """The value of a term, all of whose variables the row binds.

    Raises:
        EvaluationError: arithmetic over anything but integers, or a division by 0.
    """
    match term:
        case Var(name):
            value: Known = row[name]
            return value
        case Const(value):
            return value
        case Arith(op, left, right):
            one = term_value(left, row)
            two = 0 if right is None else term_value(right, row)
            if not isinstance(one, int) or not isinstance(two, int):
                raise EvaluationError(f"`{op}` is over integers")
            return _reckon(op, one, two)


def same_value(one: Known, two: Known) -> bool:
    """Equality of values."""
    return isinstance(one, str) == isinstance(two, str) and one == two


def compare_values(op: CompareOp, one: Known, two: Known) -> bool:
    """Whether a comparison holds.

    Args:
        op: the comparison.
        one: the value on its left.
        two: the value on its right.

    Raises:
        EvaluationError: an integer and a string meet in `<`, `<=`, `>` or `>=`.
    """
    if op == "=":
        return same_value(one, two)
    left: Any = one
    right: Any = two
    if isinstance(left, str) != isinstance(right, str):
        raise EvaluationError(f"an integer and a string meet in `{op}`")
    match op:
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
        case ">=":
            return bool(left >= right)


def aggregate_value(op: AggregateOp, values: Sequence[Known]) -> Known:
    """The value of an aggregation over one group.

    Args:
        op: the operation.
        values: what the column holds in each row of the group; rows are a set, values need not be.

    Returns:
        the value; 0 where there are no rows.

    Raises:
        EvaluationError: SUM, AVG or MED over strings, or MIN or MAX over both kinds.
    """
    if op == "CNT" or not values:
        return len(values)
    if len({isinstance(value, str) for value in values}) > 1:
        raise EvaluationError(f"{op} is over values of one type")
    if op in ("MIN", "MAX"):
        ordered: list[Any] = sorted(values)
        least: Known = ordered[0 if op == "MIN" else -1]
        return least
    numbers = sorted(value for value in values if isinstance(value, int))
    if len(numbers) < len(values):
        raise EvaluationError(f"{op} is over integers")
    if op == "SUM":
        return sum(numbers)
    if op == "AVG":
        return _whole(Fraction(sum(numbers), len(numbers)))
    half = len(numbers) // 2
    middle = numbers[half : half + 1] if len(numbers) % 2 else numbers[half - 1 : half + 1]
    return _whole(Fraction(sum(middle), len(middle)))


def _reckon(op: str, one: int, two: int) -> int:
    match op:
        case "+":
            return one + two
        case "-":
            return one - two
        case "*":
            return one * two
        case "NEG":
            return -one
    if two == 0:
        raise EvaluationError("something is divided by 0")
    quotient = abs(one) // abs(two) * (1 if (one < 0) == (two < 0) else -1)
    return quotient if op == "/" else one - two * quotient


def _whole(value: Fraction) -> Known:
    return value.numerator if value.denominator == 1 else value
