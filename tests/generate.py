"""Random rules and traces from a seed, for every law that says two engines agree.

    sample = make_sample(7)                    # signature, on, require, trace, observed_until
    sample = make_sample(7, klass="past")      # no operator looks ahead
    sample = make_sample(7, klass="deadline")  # require is one EVENTUALLY[0,b] over past parts

The same seed gives the same sample everywhere. Formulas are well-formed by construction: a part is
made either *alone* (it binds exactly the variables asked for) or as a *condition* on variables that
something else has bound. Traces have ties, gaps, empty time-points, and steps taken from the same
few numbers as the bounds of intervals, so that bounds are often hit exactly. A sample without both
a satisfied and a violated occasion is mostly thrown away and made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Literal

from provesafe.rulebook import (
    Aggregate,
    AggregateOp,
    Always,
    And,
    Arith,
    Atom,
    Compare,
    CompareOp,
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
    Interval,
    Let,
    Next,
    Not,
    Once,
    Or,
    Previous,
    RuleVerdict,
    Signature,
    Since,
    Term,
    TimePoint,
    Truth,
    Until,
    Value,
    Var,
    children,
    free_variables,
    verdicts,
)

Klass = Literal["past", "deadline", "any"]
KLASSES: tuple[Klass, ...] = ("past", "deadline", "any")

SIGNATURE = Signature(
    predicates={
        "stopped": (),
        "out": (("w", "string"),),
        "checked": (("w", "string"),),
        "gave": (("w", "string"), ("r", "string")),
        "loaded": (("w", "string"), ("k", "int")),
        "count": (("k", "int"),),
    }
)
WORDS = ("ada", "basil", "cleo")
NUMBERS = (-1, 0, 1, 2)
STEPS = (0, 0, 0, 1, 1, 2, 3, 5, 8, 40)
BOUNDS = (0, 1, 2, 3, 5, 8)
TRIES = 8

ArithOp = Literal["+", "-", "*", "/", "MOD"]
Typed = tuple[str, str]
"""A variable and its type."""


@dataclass(frozen=True)
class Sample:
    """One rule and one trace to judge it on."""

    seed: int
    signature: Signature
    on: Formula
    require: Formula
    trace: tuple[TimePoint, ...]
    observed_until: int

    @property
    def formula(self) -> Formula:
        """The formula whose solutions are the rule's violations."""
        return And(self.on, Not(self.require))

    def verdicts(self) -> list[RuleVerdict]:
        """What the reference says of it."""
        return verdicts(self.on, self.require, self.trace, observed_until=self.observed_until)


def make_sample(
    seed: int, *, klass: Klass = "any", depth: int = 3, length: int = 12, aggregates: bool = True
) -> Sample:
    """The sample of a seed; `aggregates=False` leaves aggregations out."""
    rng = Random(f"{seed} {klass} {depth} {length} {aggregates}")
    for _ in range(TRIES):
        maker = FormulaMaker(rng, future=klass == "any", aggregates=aggregates)
        on, require = maker.rule(klass, depth)
        trace = make_trace(rng, length)
        end = trace[-1].seconds + rng.choice((0, 0, *BOUNDS, 100))
        sample = Sample(seed, SIGNATURE, on, require, trace, end)
        if is_telling([verdict for _, _, verdict in sample.verdicts()]):
            break
    return sample


def is_telling(found: Sequence[str]) -> bool:
    """Whether verdicts tell occasions apart: not none, and not all alike."""
    return len(set(found)) > 1


def make_trace(rng: Random, length: int) -> tuple[TimePoint, ...]:
    """A trace of 1 to `length` time-points, some of them empty."""
    seconds = rng.choice((0, 1, 1000))
    points = []
    for _ in range(rng.randint(max(1, length // 2), length)):
        points.append(TimePoint(seconds, frozenset(_facts(rng))))
        seconds += rng.choice(STEPS)
    return tuple(points)


def _facts(rng: Random) -> Iterator[Fact]:
    if rng.random() < 0.1:
        return
    for _ in range(rng.randint(1, 5)):
        predicate = rng.choice(list(SIGNATURE))
        kinds = SIGNATURE.types(predicate)
        yield Fact(predicate, tuple(_value(rng, kind) for kind in kinds))


def _value(rng: Random, kind: str) -> Value:
    return rng.choice(WORDS) if kind == "string" else rng.choice(NUMBERS)


class FormulaMaker:
    """Makes well-formed formulas from one source of randomness."""

    def __init__(self, rng: Random, *, future: bool, aggregates: bool) -> None:
        self.rng = rng
        self.future = future
        self.aggregates = aggregates
        self.names = 0

    def rule(self, klass: Klass, depth: int) -> tuple[Formula, Formula]:
        """A trigger and what it requires."""
        rng = self.rng
        variables: list[Typed] = [("w", "string")]
        if rng.random() < 0.5:
            variables.append(rng.choice((("r", "string"), ("k", "int"))))
        on: Formula = self.atom(variables)
        if rng.random() < 0.2:
            on = self.alone(variables, 1)
        if klass == "deadline":
            within = Interval(0, rng.choice(BOUNDS))
            return on, Eventually(within, self.alone(self._some(variables), depth - 1))
        return on, self.condition(variables, depth)

    # Parts that bind exactly the variables asked for ---------------------------------------------

    def alone(self, variables: Sequence[Typed], depth: int) -> Formula:
        """A part whose free variables are exactly these, and that binds them all."""
        if depth <= 0:
            return self.atom(variables)
        makers: list[Callable[[Sequence[Typed], int], Formula]] = [
            self.atom, self._guarded, self._joined, self._either, self._hidden, self._previous,
            self._once, self._once, self._since, self._since, self._defined,
        ]  # fmt: skip
        if self.future:
            makers += [self._next, self._eventually, self._until]
        if self.aggregates and any(kind == "int" for _, kind in variables):
            makers += [self._aggregate, self._aggregate]
        if variables:
            makers.append(self._equated)
        return self.rng.choice(makers)(variables, depth)

    def atom(self, variables: Sequence[Typed], _depth: int = 0) -> Formula:
        """Atoms that name each of the variables, joined; places left over are closed."""
        fitting = [
            (name, fields)
            for name in SIGNATURE
            if (fields := self._places(SIGNATURE.types(name), variables)) is not None
        ]
        if not fitting:
            first, rest = [variables[0]], list(variables[1:])
            return And(self.atom(first), self.atom(rest))
        name, terms = self.rng.choice(fitting)
        hidden = tuple(t.name for t in terms if isinstance(t, Var) and t.name.startswith("any"))
        made = Atom(name, tuple(terms))
        return Exists(hidden, made) if hidden else made

    def _places(self, kinds: Sequence[str], variables: Sequence[Typed]) -> list[Term] | None:
        """Terms for the places of a predicate that name every variable, or None."""
        wanted = list(variables)
        terms: list[Term] = []
        for place, kind in enumerate(kinds):
            match = next((v for v in wanted if v[1] == kind), None)
            left = len(kinds) - place
            if match and (left <= len(wanted) or self.rng.random() < 0.7):
                wanted.remove(match)
                terms.append(Var(match[0]))
            elif self.rng.random() < 0.4:
                terms.append(Const(_value(self.rng, kind)))
            else:
                terms.append(Var(self._fresh("any")))
        return None if wanted else terms

    def _guarded(self, variables: Sequence[Typed], depth: int) -> Formula:
        binder, check = self.alone(variables, depth - 1), self.condition(variables, depth - 1)
        # The order of conjuncts does not matter.
        return And(binder, check) if self.rng.random() < 0.5 else And(check, binder)

    def _joined(self, variables: Sequence[Typed], depth: int) -> Formula:
        one = self._some(variables)
        rest = [v for v in variables if v not in one]
        return And(self.alone(one, depth - 1), self.alone(rest or one, depth - 1))

    def _either(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Or(self.alone(variables, depth - 1), self.alone(variables, depth - 1))

    def _hidden(self, variables: Sequence[Typed], depth: int) -> Formula:
        extra = (self._fresh("z"), self.rng.choice(("string", "int")))
        return Exists((extra[0],), self.alone([*variables, extra], depth - 1))

    def _previous(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Previous(self._interval(), self.alone(variables, depth - 1))

    def _once(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Once(self._interval(), self.alone(variables, depth - 1))

    def _since(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Since(
            self._interval(),
            self._kept(variables, depth - 1),
            self.alone(variables, depth - 1),
        )

    def _next(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Next(self._interval(), self.alone(variables, depth - 1))

    def _eventually(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Eventually(self._interval(bounded=True), self.alone(variables, depth - 1))

    def _until(self, variables: Sequence[Typed], depth: int) -> Formula:
        interval = self._interval(bounded=True)
        left = self._kept(variables, depth - 1)
        return Until(interval, left, self.alone(variables, depth - 1))

    def _kept(self, variables: Sequence[Typed], depth: int) -> Formula:
        """The left side of SINCE or UNTIL: most often a negation."""
        if self.rng.random() < 0.6:
            return Not(self.alone(self._some(variables), depth))
        return self.condition(variables, depth)

    def _aggregate(self, variables: Sequence[Typed], depth: int) -> Formula:
        result = self.rng.choice([v for v in variables if v[1] == "int"])
        group = [v for v in variables if v != result]
        ops: tuple[AggregateOp, ...] = ("CNT", "SUM", "MIN", "MAX")
        op = self.rng.choice(ops)
        over = (self._fresh("n"), "int")
        body = self.alone([*group, over], depth - 1)
        return Aggregate(result[0], op, over[0], tuple(v for v, _ in group), body)

    def _equated(self, variables: Sequence[Typed], depth: int) -> Formula:
        """One variable gets its value from an equation."""
        *rest, last = self.rng.sample(list(variables), len(variables))
        others = [v for v in rest if v[1] == last[1]]
        value: Term = Const(_value(self.rng, last[1]))
        if others and self.rng.random() < 0.7:
            value = Var(self.rng.choice(others)[0])
            if last[1] == "int":
                value = Arith("+", value, Const(self.rng.choice(NUMBERS)))
        one, two = Var(last[0]), value
        equation = Compare("=", one, two) if self.rng.random() < 0.5 else Compare("=", two, one)
        return And(self.alone(rest, depth - 1), equation)

    def _defined(self, variables: Sequence[Typed], depth: int) -> Formula:
        """A LET around a use of it with the arguments renamed."""
        name = self._fresh("def")
        inner = [(f"{v}_", kind) for v, kind in variables]
        meaning = self.alone(inner, depth - 1)
        use: Formula = Atom(name, tuple(Var(v) for v, _ in variables))
        if self.rng.random() < 0.5:
            use = Once(self._interval(), use)
        return Let(name, tuple(v for v, _ in inner), meaning, use)

    # Conditions on variables that are bound already ----------------------------------------------

    def condition(self, variables: Sequence[Typed], depth: int) -> Formula:
        """A part whose free variables are among these, all of them bound."""
        if depth <= 0:
            makers = [self._compared, self._plain, self._plain, self._constant]
            return self.rng.choice(makers)(variables, depth)
        makers = [
            self._plain, self._plain, self._plain, self._not, self._both, self._any, self._implies,
            self._iff, self._forall, self._historically, self._compared,
        ]  # fmt: skip
        if self.future:
            makers.append(self._always)
        return self.rng.choice(makers)(variables, depth)

    def _plain(self, variables: Sequence[Typed], depth: int) -> Formula:
        return self.alone(self._some(variables), depth)

    def _constant(self, _variables: Sequence[Typed], _depth: int) -> Formula:
        return self.rng.choice((Truth(), Falsity()))

    def _not(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Not(self.condition(variables, depth - 1))

    def _both(self, variables: Sequence[Typed], depth: int) -> Formula:
        return And(self.condition(variables, depth - 1), self.condition(variables, depth - 1))

    def _any(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Or(self.condition(variables, depth - 1), self.condition(variables, depth - 1))

    def _implies(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Implies(self.condition(variables, depth - 1), self.condition(variables, depth - 1))

    def _iff(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Iff(self.condition(variables, depth - 1), self.condition(variables, depth - 1))

    def _forall(self, variables: Sequence[Typed], depth: int) -> Formula:
        extra = (self._fresh("z"), self.rng.choice(("string", "int")))
        some = [*self._some(variables), extra]
        body = Implies(self.alone(some, depth - 1), self.condition(some, depth - 1))
        return Forall((extra[0],), body)

    def _historically(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Historically(self._interval(), self._lasting(variables, depth - 1))

    def _always(self, variables: Sequence[Typed], depth: int) -> Formula:
        return Always(self._interval(bounded=True), self._lasting(variables, depth - 1))

    def _lasting(self, variables: Sequence[Typed], depth: int) -> Formula:
        """What HISTORICALLY and ALWAYS may hold: its negation binds its variables."""
        some = self._some(variables)
        if self.rng.random() < 0.5:
            return Not(self.alone(some, depth))
        return Implies(self.alone(some, depth), self.condition(some, depth))

    def _compared(self, variables: Sequence[Typed], _depth: int) -> Formula:
        if not variables:
            return Compare("=", Const(1), Const(self.rng.choice((1, 2))))
        name, kind = self.rng.choice(list(variables))
        one: Term = Var(name)
        other = [v for v, k in variables if k == kind and v != name]
        two: Term = Const(_value(self.rng, kind))
        if other and self.rng.random() < 0.5:
            two = Var(self.rng.choice(other))
        if kind == "int" and self.rng.random() < 0.5:
            ops: tuple[ArithOp, ...] = ("+", "-", "*", "/", "MOD")
            op = self.rng.choice(ops)
            divisor = self.rng.choice((-2, 2, 3)) if op in ("/", "MOD") else 1
            one = Arith(op, one, Const(divisor))
            if self.rng.random() < 0.3:
                one = Arith("NEG", one, None)
        comparisons: tuple[CompareOp, ...] = ("=", "<", "<=", ">", ">=")
        return Compare(self.rng.choice(comparisons), one, two)

    # Odds and ends ------------------------------------------------------------------------------

    def _some(self, variables: Sequence[Typed]) -> list[Typed]:
        """A part of the variables, usually not empty, in their order."""
        if not variables or self.rng.random() < 0.05:
            return []
        kept = self.rng.sample(list(variables), self.rng.randint(1, len(variables)))
        return [v for v in variables if v in kept]

    def _interval(self, *, bounded: bool = False) -> Interval:
        low = self.rng.choice((0, 0, 0, *BOUNDS))
        if not bounded and self.rng.random() < 0.3:
            return Interval(low, None)
        return Interval(low, low + self.rng.choice(BOUNDS))

    def _fresh(self, stem: str) -> str:
        self.names += 1
        return f"{stem}{self.names}"


def operators(formula: Formula) -> set[str]:
    """The kinds of node a formula holds, aggregations by their operation."""
    found: set[str] = set()
    waiting: list[Formula | Term] = [formula]
    while waiting:
        node = waiting.pop()
        found.add(node.op if isinstance(node, Aggregate | Arith) else type(node).__name__)
        for name in ("left", "right", "body", "definition"):
            part = getattr(node, name, None)
            if part is not None:
                waiting.append(part)
        waiting += getattr(node, "terms", ())
    return found


def is_closed(formula: Formula) -> bool:
    """Whether a formula has no free variable."""
    return not free_variables(formula)


def operators_met(sample: Sample) -> Iterator[tuple[str, str]]:
    """Each operator of the formula with what the trace held for it: tie, gap, bound hit."""
    seconds = [point.seconds for point in sample.trace]
    tie = any(one == two for one, two in pairwise(seconds))
    apart = {two - one for one in seconds for two in seconds if two >= one}
    longest = max((two - one for one, two in pairwise(seconds)), default=0)
    for name in operators(sample.formula):
        yield name, "cases"
        if tie:
            yield name, "tie"
    timed = set()
    for name, interval in _windows(sample.formula):
        bounds = {interval.low, interval.high} - {0, None}
        timed |= {(name, "hit")} if bounds & apart else set()
        gap = interval.high is not None and longest > interval.high
        timed |= {(name, "gap")} if gap else set()
    yield from timed


def _windows(formula: Formula) -> Iterator[tuple[str, Interval]]:
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        waiting += children(part)
        interval = getattr(part, "interval", None)
        if isinstance(interval, Interval):
            yield type(part).__name__, interval
