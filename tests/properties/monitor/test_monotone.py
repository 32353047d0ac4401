"""Widening what would meet a rule never adds a violation of it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generate import SIGNATURE, make_trace
from provesafe.monitor import ask, columns_of, compile_formula
from provesafe.rulebook import TimePoint, parse_formula

LONG_AFTER = 100_000

RULES = (
    "out(w) AND NOT (ONCE[{low},{high}] checked(w))",
    "out(w) AND NOT (EVENTUALLY[{low},{high}] checked(w))",
    "gave(w, r) AND NOT ((NOT out(w)) SINCE[{low},{high}] checked(w))",
    "gave(w, r) AND NOT ((NOT out(w)) UNTIL[{low},{high}] checked(w))",
    "out(w) AND NOT (PREVIOUS[{low},{high}] (ONCE checked(w)))",
)


def violations(text: str, trace: tuple[TimePoint, ...]) -> set[tuple[int, object]]:
    """Where a rule is not met, when nothing comes after the trace."""
    question = compile_formula(parse_formula(text), SIGNATURE)
    found = ask(question, columns_of(trace, SIGNATURE), observed_until=LONG_AFTER)
    return {(answer.index, row) for answer in found for row in answer.rows}


@pytest.mark.parametrize("rule", RULES)
@given(
    seed=st.integers(0, 10**6),
    low=st.integers(0, 6),
    less=st.integers(0, 6),
    width=st.integers(0, 9),
    more=st.integers(0, 9),
)
def test_a_wider_window_never_adds_a_violation(
    rule: str, seed: int, low: int, less: int, width: int, more: int
) -> None:
    """A window that begins earlier and ends later is met wherever the narrower one is."""
    trace = make_trace(Random(seed), 15)
    narrow = violations(rule.format(low=low, high=low + width), trace)
    wide = violations(rule.format(low=max(0, low - less), high=low + width + more), trace)
    assert wide <= narrow


@given(seed=st.integers(0, 10**6), bound=st.integers(0, 12))
def test_a_fact_that_meets_a_rule_never_adds_a_violation(seed: int, bound: int) -> None:
    """Checking once more, anywhere, leaves open at most what was open."""
    rng = Random(seed)
    trace = make_trace(rng, 15)
    index = rng.randrange(len(trace))
    looked = next(iter(columns for columns in make_trace(rng, 3)))
    more = frozenset(fact for fact in looked.facts if fact.predicate == "checked")
    point = TimePoint(trace[index].seconds, trace[index].facts | more)
    richer = (*trace[:index], point, *trace[index + 1 :])
    rule = f"out(w) AND NOT (ONCE[0,{bound}] checked(w))"
    assert violations(rule, richer) <= violations(rule, trace)
