"""Every explanation rechecks, and an altered one is refused or just as true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement import rule_of
from altered import altered
from generate import Sample, make_sample
from naive import Naive
from provesafe.monitor import (
    Derivation,
    Explanation,
    ExplanationError,
    IndexedTrace,
    explain,
    recheck,
)
from provesafe.monitor.pointwise import conjuncts, core
from provesafe.rulebook import (
    And,
    Exists,
    Formula,
    Next,
    Or,
    Previous,
    Since,
    Until,
    expand_lets,
)

SEEDS = st.integers(min_value=0, max_value=2**48)


def explanations(sample: Sample) -> Iterator[tuple[Explanation, int]]:
    """An explanation for each violation of a sample, and the second up to which all is known."""
    until = max(sample.observed_until, sample.trace[-1].seconds)
    for index, row, verdict in sample.verdicts():
        if verdict == "violated":
            found = explain(rule_of(sample), row, sample.trace, index, observed_until=until)
            yield found, until


@given(SEEDS)
def test_every_violation_has_an_explanation_that_rechecks(seed: int) -> None:
    """What the gate can judge can be explained, and the checker accepts it."""
    for sample in (make_sample(seed, klass="past"), make_sample(seed, klass="deadline")):
        for found, until in explanations(sample):
            assert found.failing
            recheck(found, rule_of(sample), sample.trace, observed_until=until)


@given(SEEDS)
def test_what_is_kept_has_no_explanation(seed: int) -> None:
    """An occasion that the reference does not call violated is never explained away."""
    sample = make_sample(seed, klass="any")
    until = max(sample.observed_until, sample.trace[-1].seconds)
    for index, row, verdict in sample.verdicts():
        if verdict != "violated":
            with pytest.raises(ExplanationError):
                explain(rule_of(sample), row, sample.trace, index, observed_until=until)


@given(SEEDS)
def test_an_index_changes_no_explanation(seed: int) -> None:
    """A trace that finds its own entries explains as a trace that is read whole."""
    sample = make_sample(seed, klass="past")
    rule, *before = rule_of(sample), *sample.trace[:-1]
    last = len(before)
    view = IndexedTrace(before).with_candidate(sample.trace[-1])
    for index, row, verdict in sample.verdicts():
        if verdict == "violated" and index == last:
            found = explain(rule, row, view, index)
            assert found == explain(rule, row, sample.trace, index)
            recheck(found, rule, sample.trace)


def test_an_altered_explanation_is_refused_or_just_as_true() -> None:
    """Whatever single place is changed, nothing untrue is accepted."""
    refused = accepted = 0
    for seed in range(24):
        sample = make_sample(seed, klass="past")
        for found, until in list(explanations(sample))[:3]:
            for changed in altered(found):
                try:
                    recheck(changed, rule_of(sample), sample.trace, observed_until=until)
                except ExplanationError:
                    refused += 1
                    continue
                accepted += 1
                assert untruths(changed, sample) == []
    assert refused > 5_000
    assert accepted < refused // 50


def untruths(explanation: Explanation, sample: Sample) -> list[object]:
    """Every statement of an explanation that a naive reading of the formulas denies."""
    naive = Naive(sample.trace)
    row = dict(explanation.binding)
    parts = conjuncts(core(expand_lets(sample.require)))
    steps = [(core(expand_lets(sample.on)), explanation.applies)]
    steps += zip(parts, explanation.conjuncts, strict=True)
    found: list[object] = []
    for formula, derivation in steps:
        found += _denied(naive, formula, derivation, row)
    for near in explanation.near:
        if near.fact is not None:
            stands = [p for p in sample.trace if p.seconds == near.seconds and near.fact in p.facts]
            found += [] if stands else [near]
        if near.undone_by is not None:
            found += (
                []
                if any(
                    point.seconds == near.undone_seconds and near.undone_by in point.facts
                    for point in sample.trace
                )
                else [near]
            )
    return found


def _denied(
    naive: Naive, formula: Formula, derivation: Derivation, row: dict[str, Any]
) -> Iterator[object]:
    if naive.holds(formula, derivation.index, row) is not derivation.holds:
        yield formula, derivation
    for part, inner in _parts(formula, derivation):
        given = dict(row)
        if isinstance(formula, Exists):
            given |= dict(zip(formula.variables, inner.values, strict=True))
        yield from _denied(naive, part, inner, given)


def _parts(formula: Formula, derivation: Derivation) -> Iterator[tuple[Formula, Derivation]]:
    parts = derivation.parts
    if isinstance(formula, Since | Until):
        lasting = derivation.holds or derivation.broken
        first, rest = (formula.right, formula.left) if derivation.holds else (formula.left,) * 2
        if derivation.broken:
            rest = formula.right
        for place, inner in enumerate(parts):
            if not lasting:
                yield formula.right, inner
            else:
                yield first if place == 0 else rest, inner
    elif isinstance(formula, And | Or):
        sides = (formula.left, formula.right)
        operands = sides if len(parts) == 2 else (sides[derivation.side],)
        yield from zip(operands, parts, strict=False)
    elif isinstance(formula, Previous | Next) or hasattr(formula, "body"):
        yield from ((formula.body, inner) for inner in parts)
