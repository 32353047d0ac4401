"""A second reading of what formulas mean, with nothing in common with the first.

Truth of one formula at one time-point under one full assignment, clause by clause over every
operator as it is written, quantifiers trying out a finite domain. Only for traces whose end is
closed, so that nothing is pending.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

from provesafe.rulebook import (
    Aggregate,
    Always,
    And,
    Arith,
    Atom,
    Compare,
    Const,
    Eventually,
    Exists,
    Fact,
    Falsity,
    Forall,
    Formula,
    Historically,
    Iff,
    Implies,
    Let,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    TimePoint,
    Truth,
    Until,
    Value,
    Var,
    free_variables,
)

Lets: TypeAlias = tuple[Any, ...]
"""The LETs around a part, outermost first: (name, parameters, meaning, the LETs around that)."""

DOMAIN: tuple[Value, ...] = ("ada", "basil", "cleo", *range(-6, 16))
"""Every value that samples of few, short time-points can speak of."""


class Naive:
    """One trace, all of it known."""

    def __init__(self, trace: Sequence[TimePoint]) -> None:
        self.trace = trace
        self.known: dict[object, bool] = {}

    def holds(self, f: Formula, i: int, env: Mapping[str, Value], lets: Lets = ()) -> bool:
        """Whether a formula holds at a time-point under an assignment of its free variables."""
        free = tuple((v, env[v]) for v in free_variables(f))
        key = (id(f), i, tuple((v, type(x), x) for v, x in free), lets)
        if key not in self.known:
            self.known[key] = self._holds(f, i, dict(free), lets)
        return self.known[key]

    def _holds(self, f: Formula, i: int, env: dict[str, Value], lets: Lets) -> bool:
        def h(part: Formula, at: int = i) -> bool:
            return self.holds(part, at, env, lets)

        def tried(names: tuple[str, ...], part: Formula) -> Iterator[bool]:
            for c in choices(len(names)):
                yield self.holds(part, i, {**env, **dict(zip(names, c, strict=True))}, lets)

        def gap(j: int) -> int:
            return abs(self.trace[i].seconds - self.trace[j].seconds)

        past, future = range(i + 1), range(i, len(self.trace))
        match f:
            case Truth() | Falsity():
                return isinstance(f, Truth)
            case Atom(name, terms):
                values = tuple(value(t, env) for t in terms)
                for let_name, parameters, meaning, outer in reversed(lets):
                    if let_name == name:
                        inner = dict(zip(parameters, values, strict=True))
                        return self.holds(meaning, i, inner, outer)
                return Fact(name, values) in self.trace[i].facts
            case Let(name, parameters, meaning, body):
                return self.holds(body, i, env, (*lets, (name, parameters, meaning, lets)))
            case Compare(op, left, right):
                return compared(op, value(left, env), value(right, env))
            case Not(body):
                return not h(body)
            case And(left, right):
                return h(left) and h(right)
            case Or(left, right):
                return h(left) or h(right)
            case Implies(left, right):
                return not h(left) or h(right)
            case Iff(left, right):
                return h(left) == h(right)
            case Exists(variables, body):
                return any(tried(variables, body))
            case Forall(variables, body):
                return all(tried(variables, body))
            case Previous(interval, body):
                return i > 0 and gap(i - 1) in interval and h(body, i - 1)
            case Next(interval, body):
                return i + 1 < len(self.trace) and gap(i + 1) in interval and h(body, i + 1)
            case Once(interval, body):
                return any(gap(j) in interval and h(body, j) for j in past)
            case Historically(interval, body):
                return all(h(body, j) for j in past if gap(j) in interval)
            case Eventually(interval, body):
                return any(gap(j) in interval and h(body, j) for j in future)
            case Always(interval, body):
                return all(h(body, j) for j in future if gap(j) in interval)
            case Since(interval, left, right):
                return any(
                    gap(j) in interval and h(right, j) and all(h(left, k) for k in past[j + 1 :])
                    for j in past
                )
            case Until(interval, left, right):
                return any(
                    gap(j) in interval and h(right, j) and all(h(left, k) for k in range(i, j))
                    for j in future
                )
            case Aggregate():
                return self._aggregated(f, i, env, lets)

    def _aggregated(self, f: Aggregate, i: int, env: dict[str, Value], lets: Lets) -> bool:
        hidden = [v for v in free_variables(f.body) if v not in f.group]
        column: list[Any] = [
            {**env, **dict(zip(hidden, c, strict=True))}[f.over]
            for c in choices(len(hidden))
            if self.holds(f.body, i, {**env, **dict(zip(hidden, c, strict=True))}, lets)
        ]
        if not column and f.group:
            return False
        match f.op:
            case "CNT":
                result = len(column)
            case "SUM":
                result = sum(column)
            case "MIN":
                result = min(column, default=0)
            case _:
                result = max(column, default=0)
        return type(env[f.result]) is type(result) and env[f.result] == result


def choices(count: int) -> Iterator[tuple[Value, ...]]:
    """Every way to give `count` variables a value of the domain."""
    return product(DOMAIN, repeat=count)


def value(term: Term, env: Mapping[str, Value]) -> Value:
    """The value of a term; where a string stands in arithmetic, one that equals nothing."""
    match term:
        case Var(name):
            return env[name]
        case Const(constant):
            return constant
        case Arith(op, left, right):
            a = value(left, env)
            b = 0 if right is None else value(right, env)
            if isinstance(a, str) or isinstance(b, str):
                return "no number"
            cut = int(a / b) if b else 0
            return {"+": a + b, "-": a - b, "*": a * b, "/": cut, "MOD": a - b * cut, "NEG": -a}[op]


def compared(op: str, a: Any, b: Any) -> bool:
    """Whether `a op b`; an integer and a string are never even compared."""
    if type(a) is not type(b):
        return False
    return bool({"=": a == b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op])
