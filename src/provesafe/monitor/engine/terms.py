"""Values: terms, comparisons and aggregates over whole numbers and strings.

Division and MOD round toward zero; strings compare by code point. AVG and MED are exact: a Fraction
where the value is not whole.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from provesafe.errors import invariant
from provesafe.rulebook import (
    AggregateOp,
    Arith,
    CompareOp,
    Const,
    EvaluationError,
    Term,
    Value,
    Var,
)

__all__ = ["aggregated", "compared_slots", "comparison", "evaluator"]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluator(term: Term, slot: Callable[[str], int]) -> Callable[[list[Any]], Any]:
    """Compile a term whose variables are bound to a function of the registers."""
    match term:
        case Const(value):
            return lambda _registers: value
        case Var(name):
            return operator.itemgetter(slot(name))
        case Arith("NEG", inner, _):
            read = evaluator(inner, slot)
            return lambda registers: -read(registers)
        case Arith(op, left, right):
            invariant(right is not None, "arithmetic with two sides has two sides")
            first = evaluator(left, slot)
            second = evaluator(right or left, slot)
            join = _ARITHMETIC[op]
            return lambda registers: join(first(registers), second(registers))


def comparison(
    op: CompareOp,
    left: Callable[[list[Any]], Any],
    right: Callable[[list[Any]], Any],
    then: Callable[[list[Any]], bool],
) -> Callable[[list[Any]], bool]:
    """Compile a comparison of two bound terms."""
    holds = _COMPARISONS[op]
    return lambda registers: holds(left(registers), right(registers)) and then(registers)


def compared_slots(
    op: CompareOp, left: int, right: int, then: Callable[[list[Any]], bool]
) -> Callable[[list[Any]], bool]:
    """Compile a comparison of two registers.

    Args:
        op: the comparison.
        left: the register of its left side.
        right: the register of its right side.
        then: what comes next.
    """
    if op == "=":
        return lambda registers: registers[left] == registers[right] and then(registers)
    holds = _COMPARISONS[op]
    return lambda registers: holds(registers[left], registers[right]) and then(registers)


def aggregated(op: AggregateOp, values: list[Any]) -> Value | Fraction:
    """The aggregate of one group; 0 for one of nothing."""
    if op == "CNT" or not values:
        return len(values)
    if op == "SUM":
        return int(sum(values))
    if op in ("MIN", "MAX"):
        least_or_most: Value = min(values) if op == "MIN" else max(values)
        return least_or_most
    ascending = sorted(values)
    half = len(ascending) // 2
    middle = ascending[half : half + 1] if len(ascending) % 2 else ascending[half - 1 : half + 1]
    chosen = ascending if op == "AVG" else middle
    mean = Fraction(sum(chosen), len(chosen))
    return mean.numerator if mean.denominator == 1 else mean


def _divided(left: int, right: int) -> int:
    if right == 0:
        raise EvaluationError("something is divided by 0")
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "MOD": lambda left, right: left - right * _divided(left, right),
}
