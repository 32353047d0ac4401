"""Values: terms, comparisons and aggregates over whole numbers and strings.

Division and MOD round toward zero; strings compare by code point. AVG and MED are exact where the
result is a whole number and round toward zero otherwise, because formulas have no other numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from provesafe.errors import invariant
from provesafe.rulebook import (
    AggregateOp,
    Arith,
    CompareOp,
    Const,
    Term,
    Value,
    Var,
)

__all__ = ["aggregated", "comparison", "evaluator"]

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


def aggregated(op: AggregateOp, values: list[Value]) -> Value | None:
    """The aggregate of one group, 0 for one of nothing; None for what this engine leaves out."""
    if op == "CNT" or not values:
        return len(values)
    if op == "SUM":
        return sum(int(value) for value in values)
    ascending = sorted(values)
    if op == "MIN":
        return ascending[0]
    if op == "MAX":
        return ascending[-1]
    return None


def _divided(left: int, right: int) -> int:
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "MOD": lambda left, right: left - right * _divided(left, right),
}
