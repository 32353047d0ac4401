"""The columnar monitor beside the reference, on the same random samples.

`make_wide_sample` adds to the common samples what the gate leaves out: AVG and MED, and MIN and MAX
over strings. `make_shaped_sample` fills random windows into shapes that are known to be hard.
`expected` asks the reference at every time-point that is decided, `found` asks the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import TypeAlias

from generate import (
    SIGNATURE,
    FormulaMaker,
    Klass,
    Sample,
    Typed,
    make_sample,
    make_trace,
)
from provesafe.monitor.columnar import Question, ask, columns_of, compile_formula
from provesafe.rulebook import (
    Aggregate,
    AggregateOp,
    And,
    Compare,
    CompareOp,
    Const,
    Exists,
    Falsity,
    Formula,
    TimePoint,
    Var,
    free_variables,
    parse_formula,
    solutions,
)

Pairs: TypeAlias = frozenset[tuple[int, tuple[object, ...]]]
"""(time-point, values of the free variables in order of first appearance)."""

LONG_AFTER = 1_000_000
COMPARISONS: tuple[CompareOp, ...] = ("=", "<", "<=", ">", ">=")


SHAPES = (
    "ONCE{} (ONCE{} out(w))",
    "ONCE{} ((NOT checked(w)) SINCE{} out(w))",
    "(ONCE{} checked(w)) SINCE{} (ONCE{} out(w))",
    "(NOT (ONCE{} checked(w))) SINCE{} (ONCE{} out(w))",
    "((ONCE{} checked(w)) OR out(w)) SINCE{} gave(w, r)",
    "((ONCE{} stopped()) AND (NOT checked(w))) SINCE{} (EXISTS k. loaded(w, k))",
    "(NOT (EXISTS r. gave(w, r))) UNTIL{} (checked(w) AND (ONCE{} out(w)))",
    "(NOT stopped()) UNTIL{} (EVENTUALLY{} out(w))",
    "EVENTUALLY{} (ONCE{} out(w))",
    "ONCE{} (EVENTUALLY{} out(w))",
    "NEXT{} (ONCE{} out(w))",
    "PREVIOUS{} ((NOT stopped()) SINCE{} out(w))",
    "out(w) AND (NOT (PREVIOUS{} (ONCE{} checked(w))))",
    "out(w) AND (NOT ((NOT checked(w)) UNTIL{} (EXISTS k. loaded(w, k))))",
    "(ONCE{} gave(w, r)) AND (ONCE{} loaded(w, k))",
    "(ONCE{} gave(w, r)) AND (ONCE{} gave(r, z))",
    "(ONCE{} loaded(w, k)) AND (NOT (ONCE{} gave(w, w)))",
    "(ONCE{} loaded(w, k)) AND (k < 1 OR (ONCE{} count(k)))",
    "HISTORICALLY{} ((EXISTS w. out(w)) IMPLIES (EXISTS k. count(k)))",
    "c <- CNT w (EXISTS k. loaded(w, k))",
    "c <- CNT k; w (ONCE{} loaded(w, k))",
    "s <- SUM k; w (ONCE{} loaded(w, k))",
    "s <- SUM k (ONCE{} count(k))",
    "s <- SUM k (ONCE{} loaded(w, k))",
    "m <- AVG k; w (ONCE{} loaded(w, k))",
    "m <- MED k; w (ONCE{} loaded(w, k))",
    "m <- MED k (ONCE{} loaded(w, k))",
    "m <- MIN k; w (ONCE{} loaded(w, k))",
    "m <- MAX r; w (ONCE{} gave(w, r))",
    "(m <- AVG k (ONCE{} count(k))) AND (NOT (m = 1))",
    "count(c) AND (c <- CNT w (ONCE{} out(w)))",
    "(ONCE{} count(k)) AND (j = ((k - 2) / 2)) AND (i = ((k - 2) MOD 2))",
    "loaded(w, k) AND (EXISTS j. (count(j) AND j > k))",
    "(ONCE{} loaded(w, k)) AND (EXISTS j. ((ONCE{} count(j)) AND j > k))",
    "loaded(w, k) AND NOT (EXISTS j. (count(j) AND j > k AND NOT (ONCE{} loaded(w, j))))",
    "(ONCE{} loaded(w, k)) AND NOT (EXISTS j. (count(j) AND j > k AND NOT (ONCE{} loaded(w, j))))",
    "(ONCE{} loaded(w, k)) AND (j = k + 1 OR j = k - 1 OR (count(j) AND j > k))",
    "loaded(w, k) AND (j = k + 1 OR (EXISTS i. (count(i) AND j = i + k)))",
    "(NOT (EXISTS j. (count(j) AND j < k))) SINCE{} loaded(w, k)",
    "(EXISTS j. (count(j) AND j = k)) UNTIL{} (ONCE{} loaded(w, k))",
    "out(w) AND (FORALL j. (loaded(w, j) IMPLIES (EXISTS i. (count(i) AND i >= j))))",
    "PREVIOUS{} (loaded(w, k) AND (EXISTS i. (i = k AND count(i))))",
    "gave(w, r) AND (EXISTS z. (gave(r, z) AND (EXISTS y. (gave(z, y) AND (NOT y = w)))))",
    "(ONCE{} gave(w, r)) AND (EXISTS z. (gave(r, z) AND NOT (EXISTS y. (gave(z, y) AND y = w))))",
    "s <- SUM c; w (c <- CNT k; w (ONCE{} loaded(w, k)))",
)
"""Formulas of which each `{}` is a window; those of the future get an end."""


class WideMaker(FormulaMaker):
    """Also makes averages, medians, and extremes of strings."""

    def condition(self, variables: Sequence[Typed], depth: int) -> Formula:
        """As in the common samples, now and then about an average, or somebody else's value."""
        if depth > 0 and self.rng.random() < 0.35:
            return self.rng.choice((self._average, self._within))(variables, depth)
        return super().condition(variables, depth)

    def alone(self, variables: Sequence[Typed], depth: int) -> Formula:
        """As in the common samples, now and then an extreme of strings."""
        strings = [kind for _, kind in variables].count("string")
        if depth > 0 and self.rng.random() < 0.1 and strings and len(variables) > 1:
            return self._extreme(variables, depth)
        return super().alone(variables, depth)

    def _average(self, variables: Sequence[Typed], depth: int) -> Formula:
        ops: tuple[AggregateOp, ...] = ("AVG", "MED")
        group = self._some(variables)
        over, result = self._fresh("n"), self._fresh("f")
        body = self.alone([*group, (over, "int")], depth - 1)
        names = tuple(name for name, _ in group)
        mean = Aggregate(result, self.rng.choice(ops), over, names, body)
        bound = Const(self.rng.choice((0, 1)))
        compare = Compare(self.rng.choice(COMPARISONS), Var(result), bound)
        return Exists((result,), And(mean, compare))

    def _within(self, variables: Sequence[Typed], depth: int) -> Formula:
        """EXISTS whose inside cannot be judged without what is bound around it."""
        extra = (self._fresh("z"), self.rng.choice(("string", "int")))
        binder = self.alone([extra], depth - 1)
        some = [*variables, extra]
        kinds = [v for v in variables if v[1] == extra[1]]
        check = self.condition(some, depth - 1)
        if kinds:
            other = Var(self.rng.choice(kinds)[0])
            check = And(check, Compare(self.rng.choice(COMPARISONS), Var(extra[0]), other))
        return Exists((extra[0],), And(check, binder))

    def _extreme(self, variables: Sequence[Typed], depth: int) -> Formula:
        ops: tuple[AggregateOp, ...] = ("MIN", "MAX")
        result = self.rng.choice([v for v in variables if v[1] == "string"])
        group = [v for v in variables if v != result]
        over = self._fresh("t")
        body = self.alone([*group, (over, "string")], depth - 1)
        names = tuple(name for name, _ in group)
        return Aggregate(result[0], self.rng.choice(ops), over, names, body)


def make_wide_sample(seed: int, *, depth: int = 3, length: int = 12) -> Sample:
    """A sample with every operator there is."""
    rng = Random(f"wide {seed} {depth} {length}")
    maker = WideMaker(rng, future=True, aggregates=True)
    on, require = maker.rule("any", depth)
    trace = make_trace(rng, length)
    until = trace[-1].seconds + rng.choice((0, 1, 2, 5, 100))
    return Sample(seed, SIGNATURE, on, require, trace, until)


def make_shaped_sample(seed: int, *, length: int = 20) -> Sample:
    """One of the shapes with random windows, on a random trace."""
    rng = Random(f"shaped {seed} {length}")
    first, *rest = SHAPES[seed % len(SHAPES)].split("{}")
    text = first
    for part in rest:
        low = rng.choice((0, 0, 1, 2, 3, 5))
        ahead = text.endswith(("EVENTUALLY", "UNTIL"))
        high = "*" if not ahead and rng.random() < 0.2 else str(low + rng.choice((0, 1, 2, 5, 8)))
        text += f"[{low},{high}]{part}"
    trace = make_trace(rng, length)
    until = trace[-1].seconds + rng.choice((0, 1, 2, 5, 100))
    on = parse_formula(text, strict=False)
    return Sample(seed, SIGNATURE, on, Falsity(), trace, until)


def make_any_sample(seed: int) -> Sample:
    """Samples of all kinds in turn."""
    kinds: tuple[Klass, ...] = ("past", "deadline", "any")
    length = 8 + seed % 13
    match seed % 3:
        case 0:
            return make_sample(seed, klass=kinds[seed // 3 % 3], length=length)
        case 1:
            return make_wide_sample(seed, length=length)
        case _:
            return make_shaped_sample(seed // 3, length=2 * length)


def as_if_complete(sample: Sample) -> Sample:
    """The same sample, observed until long after every window has closed."""
    return replace(sample, observed_until=sample.trace[-1].seconds + LONG_AFTER)


def found(sample: Sample, question: Question | None = None) -> tuple[int, Pairs]:
    """How many time-points the columns have decided, and what they say of these."""
    question = question or compile_formula(sample.formula, sample.signature)
    trace = columns_of(sample.trace, sample.signature)
    result = ask(question, trace, observed_until=sample.observed_until)
    return result.decided, frozenset((a.index, row) for a in result for row in a.rows)


def expected(sample: Sample, decided: int) -> Pairs:
    """What the reference says of the first so many time-points."""
    names = free_variables(sample.formula)
    return frozenset(
        (index, tuple(row[name] for name in names))
        for index in range(decided)
        for row in solutions(
            sample.formula, sample.trace, index, observed_until=sample.observed_until
        )
    )


def is_telling(pairs: Pairs, trace: Sequence[TimePoint]) -> bool:
    """Whether verdicts tell time-points apart: neither none nor one at each."""
    return 0 < len({index for index, _ in pairs}) < len(trace)


def has_fraction(pairs: Pairs) -> bool:
    """Whether some value is no whole number."""
    return any(isinstance(value, Fraction) for _, row in pairs for value in row)
