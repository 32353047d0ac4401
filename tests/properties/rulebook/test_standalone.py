"""A formula written so that it stands alone means what it meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generate import make_sample
from provesafe.rulebook import Formula, TimePoint, check_formula, solutions
from provesafe.rulebook.book.classify import violation_of
from provesafe.rulebook.book.standalone import standalone, stands_alone

SEEDS = st.integers(min_value=0, max_value=100_000)


def rows(
    formula: Formula, trace: tuple[TimePoint, ...]
) -> list[set[tuple[tuple[str, object], ...]]]:
    """What satisfies a past formula at each time-point."""
    end = trace[-1].seconds if trace else 0
    return [
        {
            tuple(sorted(found.items()))
            for found in solutions(formula, trace, index, {}, observed_until=end)
        }
        for index in range(len(trace))
    ]


@given(seed=SEEDS)
def test_standing_alone_changes_no_meaning(seed: int) -> None:
    """The reference finds the same rows for a violation and for its self-contained writing."""
    sample = make_sample(seed, klass="past", depth=3, length=8, aggregates=False)
    violation = violation_of(sample.on, sample.require)
    alone = standalone(check_formula(violation, sample.signature).arranged)
    assert rows(alone, tuple(sample.trace)) == rows(violation, tuple(sample.trace))


def test_most_random_rules_come_to_stand_alone() -> None:
    """Of those that do not as they are written, nearly all do afterwards."""
    before = after = 0
    for seed in range(150):
        sample = make_sample(seed, klass="past", depth=3, length=1, aggregates=False)
        violation = violation_of(sample.on, sample.require)
        if not stands_alone(violation):
            before += 1
            arranged = check_formula(violation, sample.signature).arranged
            after += stands_alone(standalone(arranged))
    assert before >= 10
    assert after >= 0.9 * before
