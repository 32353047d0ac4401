"""The samples notice every fault that is planted in the columnar monitor."""

from __future__ import annotations

from functools import lru_cache

import pytest

from columns import (
    SHAPES,
    Pairs,
    as_if_complete,
    expected,
    found,
    make_any_sample,
    make_shaped_sample,
)
from generate import Sample
from planted_faults import FAULTS, Fault, planted
from provesafe.monitor.columnar import Question, compile_formula

MORE = 60


@lru_cache(maxsize=1)
def known() -> list[tuple[Sample, Question, int, Pairs]]:
    """Samples, question, with how many time-points are decided and what the reference says."""
    rows = []
    shaped = [make_shaped_sample(seed, length=24) for seed in range(4 * len(SHAPES))]
    every = [*shaped, *(make_any_sample(seed) for seed in range(MORE))]
    ended = [as_if_complete(sample) if n % 2 else sample for n, sample in enumerate(every)]
    for sample in ended:
        decided, _ = found(sample)
        question = compile_formula(sample.formula, sample.signature)
        rows.append((sample, question, decided, expected(sample, decided)))
    return rows


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_noticed(fault: Fault) -> None:
    """With the fault there, some answer differs from the reference, or there is none at all."""
    samples = known()
    with planted(fault):
        assert any(_differs(*row) for row in samples)


def _differs(sample: Sample, question: Question, decided: int, wanted: Pairs) -> bool:
    try:
        return found(sample, question) != (decided, wanted)
    except (IndexError, ValueError, KeyError, TypeError):
        return True  # a fault that stops the engine is noticed by anybody
