"""The reference evaluator keeps the laws of what it evaluates."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from generate import make_sample
from naive import DOMAIN, Naive
from provesafe.rulebook import TimePoint, free_variables

AFTER = 1_000  # seconds; longer than every window of a sample together


def test_the_reference_agrees_with_trying_out_every_value() -> None:
    """Where the future is known, verdicts are those of a naive reading over a finite domain."""
    judged = 0
    for seed in range(150):
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
    assert judged > 300
