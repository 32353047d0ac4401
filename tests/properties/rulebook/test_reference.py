"""The reference evaluator keeps the laws of what it evaluates."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from generate import KLASSES, Sample, is_telling, make_sample, operators
from naive import DOMAIN, Naive
from provesafe.rulebook import (
    Eventually,
    Formula,
    Interval,
    TimePoint,
    children,
    free_variables,
    solutions,
)

SEEDS = st.integers(0, 2**32)
AFTER = 1_000  # seconds; longer than every window of a sample together


def test_the_reference_agrees_with_trying_out_every_value() -> None:
    """Where the future is known, verdicts are those of a naive reading over a finite domain."""
    judged = 0
    for seed in range(80):
        made = make_sample(seed, depth=2, length=5)
        end = made.trace[-1].seconds
        # Empty time-points far away, so that NEXT has somewhere to look and no window is open.
        silence = tuple(TimePoint(end + n * AFTER, frozenset()) for n in range(1, 5))
        sample = replace(made, trace=made.trace + silence, observed_until=end + 9 * AFTER)
        naive = Naive(sample.trace)
        names = free_variables(sample.on)
        expected = {
            (i, values, "satisfied" if naive.holds(sample.require, i, row) else "violated")
            for i in range(len(made.trace))
            for values in product(DOMAIN, repeat=len(names))
            if naive.holds(sample.on, i, row := dict(zip(names, values, strict=True)))
        }
        found = {
            (i, tuple(row[n] for n in names), verdict)
            for i, row, verdict in sample.verdicts()
            if i < len(made.trace) and set(row.values()) <= set(DOMAIN)
        }
        assert (seed, found) == (seed, expected)
        judged += len(found)
    assert judged > 150


@given(SEEDS)
def test_what_is_settled_stays_settled(seed: int) -> None:
    """As the record grows, satisfied stays satisfied and violated stays violated."""
    sample = make_sample(seed, length=8)
    whole = known(sample)
    for cut in range(1, len(sample.trace)):
        # The record as it was known when its first `cut` time-points were in, and a while later.
        for until in (sample.trace[cut - 1].seconds, sample.trace[cut].seconds):
            part = replace(sample, trace=sample.trace[:cut], observed_until=until)
            for occasion, verdict in known(part).items():
                if verdict != "pending" and occasion in whole:
                    assert whole[occasion] == verdict


@given(SEEDS)
def test_past_rules_are_never_pending(seed: int) -> None:
    """Where nothing looks ahead, every verdict is final at once, whatever comes after."""
    sample = make_sample(seed, klass="past", length=8)
    whole = known(sample)
    assert "pending" not in whole.values()
    cut = replace(sample, trace=sample.trace[: len(sample.trace) // 2 + 1])
    kept = {o: v for o, v in whole.items() if o[0] < len(cut.trace)}
    assert known(cut) == kept


@given(SEEDS)
def test_a_deadline_is_pending_up_to_its_last_second(seed: int) -> None:
    """A duty is open while its last second has not passed, and violated from the next on."""
    sample = make_sample(seed, klass="deadline", length=6)
    assert isinstance(sample.require, Eventually)
    within = sample.require.interval.high
    assert within is not None
    for (index, row), verdict in known(sample).items():
        due = sample.trace[index].seconds + within
        at = max(sample.observed_until, sample.trace[-1].seconds)
        if verdict != "satisfied":
            assert (index, row, verdict) == (index, row, "pending" if at <= due else "violated")


@given(SEEDS)
def test_violations_are_the_solutions_of_on_and_not_require(seed: int) -> None:
    """A rule's violated occasions are the bindings of `on AND NOT require`."""
    sample = make_sample(seed, klass="past", length=8)
    violated = {o for o, verdict in known(sample).items() if verdict == "violated"}
    found = set()
    for index in range(len(sample.trace)):
        for row in solutions(
            sample.formula, sample.trace, index, observed_until=sample.observed_until
        ):
            found.add((index, tuple(sorted(row.items()))))
    assert found == violated


def test_samples_tell_engines_apart() -> None:
    """At least two in five samples are telling; every operator, tie, gap and exact bound occurs."""
    seen: set[str] = set()
    telling, count = 0, 150
    steps: set[bool] = set()
    empty = exact = 0
    for seed in range(count):
        sample = make_sample(seed, klass=KLASSES[seed % 3])
        telling += is_telling([verdict for *_, verdict in sample.verdicts()])
        seen |= operators(sample.formula)
        seconds = [point.seconds for point in sample.trace]
        steps |= {a == b for a, b in pairwise(seconds)}
        empty += sum(not point.facts for point in sample.trace)
        exact += bool(bounds(sample.formula) & {b - a for a in seconds for b in seconds if b > a})
    assert telling / count >= 0.4
    assert seen >= OPERATORS
    assert steps == {True, False}
    assert empty > count / 4
    assert exact > count / 2


OPERATORS = {
    *("Atom", "Compare", "Not", "And", "Or", "Implies", "Iff", "Exists", "Forall", "Let"),
    *("Previous", "Next", "Once", "Historically", "Eventually", "Always", "Since", "Until"),
    *("CNT", "SUM", "MIN", "MAX", "+", "-", "*", "/", "MOD", "NEG", "Truth", "Falsity"),
}


def known(sample: Sample) -> dict[tuple[int, tuple[tuple[str, object], ...]], str]:
    """Occasion -> verdict."""
    return {(i, tuple(sorted(row.items()))): verdict for i, row, verdict in sample.verdicts()}


def bounds(formula: Formula) -> set[int]:
    """The upper bounds of a formula's intervals."""
    found: set[int] = set()
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        waiting += children(part)
        high = getattr(part, "interval", Interval()).high
        found |= {high} if high else set()
    return found
