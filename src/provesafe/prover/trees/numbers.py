"""What a number in a fault tree is, and what it comes to: a value, or one of many drawn.

An expression is a value, a parameter's name, arithmetic, or a distribution. The value of a
distribution is its mean. `value_of` gives the number that exact answers are computed with;
`draw` gives `trials` of them, one drawn for each name, so that two events that rest on one
parameter vary together.

Nothing here is random: the stream of numbers follows from the seed that is passed in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from provesafe.prover.errors import TreeError

__all__ = ["DISTRIBUTIONS", "OPERATIONS", "Draw", "Expression", "Numbers", "value_of"]

Operation = Literal[
    "float", "parameter", "neg", "add", "sub", "mul", "div", "exponential", "mission-time",
    "lognormal", "normal", "uniform", "beta", "gamma",
]  # fmt: skip

OPERATIONS: tuple[Operation, ...] = ("neg", "add", "sub", "mul", "div", "exponential")
DISTRIBUTIONS: tuple[Operation, ...] = ("lognormal", "normal", "uniform", "beta", "gamma")
MISSION_HOURS = 8760.0
"""A year, as other readers of the format have it where nobody says."""


@dataclass(frozen=True, slots=True)
class Expression:
    """`operation` of `of`; a plain number holds `value`, a parameter its `name`."""

    operation: Operation
    of: tuple[Expression, ...] = ()
    value: float = 0.0
    name: str = ""


Draw = NDArray[np.float64]


def value_of(
    expression: Expression,
    parameters: Mapping[str, Expression],
    known: dict[str, float] | None = None,
) -> float:
    """The number an expression comes to, every distribution at its mean.

    Args:
        expression: what was written.
        parameters: what the names in it stand for.
        known: what parameters come to, as far as that was worked out; filled further.

    Raises:
        TreeError: a parameter is not defined, rests on itself, or the number is not one.
    """
    values = {} if known is None else known
    for name in _rests_on(expression, parameters, values):
        values[name] = _value(parameters[name], values)
    return _value(expression, values)


def _value(expression: Expression, values: Mapping[str, float]) -> float:
    kind = expression.operation
    if kind == "float":
        return expression.value
    if kind == "mission-time":
        return MISSION_HOURS
    if kind == "parameter":
        return values[expression.name]
    parts = [_value(part, values) for part in expression.of]
    try:
        return _mean(kind, parts)
    except (ZeroDivisionError, OverflowError) as error:
        raise TreeError(f"`{kind}` of {parts} is not a number") from error


def _rests_on(
    expression: Expression, parameters: Mapping[str, Expression], known: Container[str]
) -> list[str]:
    """The parameters an expression needs that are not known yet, each after those it rests on.

    What waits is a list, not calls: parameters may rest on parameters as often as they like.
    """
    order: list[str] = []
    done: set[str] = set()
    path: dict[str, None] = {}
    waiting = [(name, False) for name in reversed(_named(expression))]
    while waiting:
        name, ready = waiting.pop()
        if ready:
            path.pop(name)
            done.add(name)
            order.append(name)
        elif name in path:
            raise TreeError(f"the parameter `{name}` rests on itself")
        elif name not in done and name not in known:
            if name not in parameters:
                raise TreeError(f"the parameter `{name}` is not defined")
            path[name] = None
            waiting.append((name, True))
            waiting += [(other, False) for other in reversed(_named(parameters[name]))]
    return order


def _named(expression: Expression) -> list[str]:
    """The parameters that an expression names itself, in its order."""
    own = [expression.name] if expression.operation == "parameter" else []
    return own + [name for part in expression.of for name in _named(part)]


class Numbers:
    """Draws of every event of a tree: the same seed gives the same draws."""

    def __init__(self, parameters: Mapping[str, Expression], *, seed: int, trials: int) -> None:
        """
        Args:
            parameters: what names stand for; each is drawn once.
            seed: where the stream of numbers begins.
            trials: how many numbers are drawn for each distribution.
        """
        self._parameters = parameters
        self._stream = np.random.default_rng(seed)
        self._trials = trials
        self._drawn: dict[str, Draw] = {}

    def draw(self, expression: Expression) -> Draw:
        """`trials` values of an expression, as they come: not cut to probabilities.

        Raises:
            TreeError: as `value_of`.
        """
        for name in _rests_on(expression, self._parameters, self._drawn):
            self._drawn[name] = self._values(self._parameters[name])
        return self._values(expression)

    def _values(self, expression: Expression) -> Draw:
        kind = expression.operation
        if kind in ("float", "mission-time"):
            return np.full(self._trials, _value(expression, {}))
        if kind == "parameter":
            return self._drawn[expression.name]
        if kind in DISTRIBUTIONS:
            # Read over plain numbers only.
            return self._spread(kind, [_value(part, {}) for part in expression.of])
        return _combined(kind, [self._values(part) for part in expression.of])

    def _spread(self, kind: str, parts: list[float]) -> Draw:
        n = self._trials
        if kind == "lognormal":
            mean, sigma = _lognormal(parts)
            return np.exp(self._stream.normal(math.log(mean) - sigma * sigma / 2, sigma, n))
        if kind == "normal":
            return self._stream.normal(parts[0], parts[1], n)
        if kind == "uniform":
            return self._stream.uniform(parts[0], parts[1], n)
        if kind == "beta":
            return self._stream.beta(parts[0], parts[1], n)
        return self._stream.gamma(parts[0], parts[1], n)


def _lognormal(parts: list[float]) -> tuple[float, float]:
    """Mean and sigma; the error factor is the upper bound over the median, at its level."""
    mean, factor, level = (*parts, 0.95)[:3]
    return mean, math.log(factor) / NormalDist().inv_cdf(level)


def _mean(kind: str, parts: list[float]) -> float:
    simple: Mapping[str, Callable[[], float]] = {
        "neg": lambda: -parts[0],
        "add": lambda: math.fsum(parts),
        "sub": lambda: parts[0] - math.fsum(parts[1:]),
        "mul": lambda: math.prod(parts),
        "div": lambda: parts[0] / math.prod(parts[1:]),
        "exponential": lambda: -math.expm1(-parts[0] * parts[1]),
        "lognormal": lambda: parts[0],
        "normal": lambda: parts[0],
        "uniform": lambda: (parts[0] + parts[1]) / 2,
        "beta": lambda: parts[0] / (parts[0] + parts[1]),
        "gamma": lambda: parts[0] * parts[1],
    }
    return simple[kind]()


def _combined(kind: str, drawn: list[Draw]) -> Draw:
    if kind == "neg":
        return -drawn[0]
    if kind == "exponential":
        return np.asarray(-np.expm1(-drawn[0] * drawn[1]))
    found = drawn[0]
    for part in drawn[1:]:
        if kind == "add":
            found = found + part
        elif kind == "sub":
            found = found - part
        elif kind == "mul":
            found = found * part
        else:
            found = found / part
    return found
