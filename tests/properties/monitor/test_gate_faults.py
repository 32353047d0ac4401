"""The samples notice every fault that is planted in the gate."""

from __future__ import annotations

from functools import lru_cache

import pytest

from agreement import Verdicts, expected, replayed
from focused import focused
from gate_faults import FAULTS, Fault, planted
from generate import Sample


@lru_cache(maxsize=1)
def known() -> tuple[tuple[Sample, Verdicts], ...]:
    """Samples with what the reference says of them."""
    return tuple((sample, expected(sample)) for sample in focused(traces=5, length=12))


def test_without_a_fault_nothing_differs() -> None:
    """On the same samples the gate as it is says what the reference says."""
    assert [sample.seed for sample, want in known() if replayed(sample) != (want, [])] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_noticed(fault: Fault) -> None:
    """With the fault there, some verdict or some law of the gate is broken."""
    samples = known()
    with planted(fault):
        assert any(_differs(sample, want, fault) for sample, want in samples)


def _differs(sample: Sample, want: Verdicts, fault: Fault) -> bool:
    try:
        return replayed(sample, laws=fault.law) != (want, [])
    except (IndexError, KeyError, ValueError):
        return True  # a fault that stops the engine is noticed by anybody
