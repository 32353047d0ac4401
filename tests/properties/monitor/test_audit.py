"""The audit of the whole is the gate step by step, and the reference where the gate has no say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agreement import expected, rule_of
from generate import Sample, make_sample
from provesafe.monitor import audit

SEEDS = st.integers(min_value=0, max_value=2**48)


def audited(sample: Sample) -> set[tuple[int, tuple[tuple[str, object], ...], str]]:
    """What the audit says of a sample, in the reference's words."""
    found = audit(
        [rule_of(sample)], sample.trace, sample.observed_until, signature=sample.signature
    )
    overdue = [one.opened for one in found.no_entry]
    violated = [(one.index, one.binding) for one in found.not_met]
    violated += [(one.index, one.binding) for one in overdue]
    pending = [(one.index, one.binding) for one in found.pending]
    return {(index, tuple(sorted(binding)), "violated") for index, binding in violated} | {
        (index, tuple(sorted(binding)), "pending") for index, binding in pending
    }


@given(SEEDS)
def test_every_rule_is_audited_as_the_reference_says(seed: int) -> None:
    """Past, deadline or any other rule: not met, no entry and pending are the reference's."""
    for sample in (
        make_sample(seed, klass="past"),
        make_sample(seed, klass="deadline"),
        make_sample(seed, klass="any"),
    ):
        assert audited(sample) == expected(sample)


@given(SEEDS)
def test_vacuous_means_that_nothing_applied(seed: int) -> None:
    """A rule is listed as vacuous exactly if the reference has no occasion for it."""
    sample = make_sample(seed, klass="past")
    found = audit(
        [rule_of(sample)], sample.trace, sample.observed_until, signature=sample.signature
    )
    assert bool(found.vacuous) is (sample.verdicts() == [])
