"""The columnar monitor says what the reference says."""

from __future__ import annotations

from hypothesis import settings

from columns import as_if_complete, expected, found, is_telling, make_any_sample
from generate import operators
from provesafe.rulebook import satisfies

SAMPLES = 3 * settings().max_examples  # 150, or 6,000 with the long profile


def test_columns_and_reference_give_the_same_bindings() -> None:
    """On random formulas and traces, with the end open and closed, the solutions are the same."""
    telling, seen = 0, set[str]()
    for seed in range(SAMPLES):
        sample = make_any_sample(seed)
        sample = as_if_complete(sample) if seed % 4 < 2 else sample
        decided, pairs = found(sample)
        assert (seed, pairs) == (seed, expected(sample, decided))
        telling += is_telling(pairs, sample.trace)
        seen |= operators(sample.formula)
    assert telling >= 0.4 * SAMPLES
    assert {"CNT", "SUM", "MIN", "MAX", "AVG", "MED", "Since", "Until", "Next", "Let"} <= seen


def test_what_is_decided_does_not_depend_on_what_comes() -> None:
    """At a decided time-point no answer is pending, and at the one after it some answer may be."""
    open_ends = 0
    for seed in range(0, 80, 2):
        sample = make_any_sample(seed)
        decided, pairs = found(sample)
        for index in range(decided):
            closed = satisfies(
                sample.formula, sample.trace, index, observed_until=sample.observed_until
            )
            assert (seed, index, closed) != (seed, index, "pending")
        open_ends += decided < len(sample.trace)
        whole = as_if_complete(sample)
        _, later = found(whole)
        assert pairs == {pair for pair in later if pair[0] < decided}
    assert open_ends > 10
