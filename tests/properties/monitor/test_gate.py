"""Step by step, the gate says what the reference says of the whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement import disagreements, expected, plain_gate, rule_of
from generate import make_sample
from provesafe.monitor import classify

SEEDS = st.integers(min_value=0, max_value=2**48)


@given(SEEDS)
def test_the_gate_is_the_reference_for_past_rules(seed: int) -> None:
    """For each past rule and trace, violations are equal at every time-point."""
    assert disagreements(make_sample(seed, klass="past")) == []


@given(SEEDS)
def test_obligations_are_the_references_pending_and_violated(seed: int) -> None:
    """For each deadline rule and trace, what is overdue and what is pending are equal."""
    assert disagreements(make_sample(seed, klass="deadline")) == []


def test_kept_seeds_agree_and_tell_rules_apart() -> None:
    """On a fixed run of seeds nothing differs, and enough occasions are violated to say so."""
    violated = 0
    for seed in range(60):
        for sample in (make_sample(seed, klass="past"), make_sample(seed, klass="deadline")):
            assert (seed, disagreements(sample)) == (seed, [])
            violated += len(expected(sample))
    assert violated > 200


@given(SEEDS)
def test_every_past_or_deadline_rule_is_taken_in(seed: int) -> None:
    """A well-formed rule that does not look ahead, but for one deadline, is never set aside."""
    for sample in (make_sample(seed, klass="past"), make_sample(seed, klass="deadline")):
        found = classify(sample.on, sample.require)
        assert found.klass != "audit", found.reason
        assert plain_gate([rule_of(sample)], sample.signature).set_aside == ()


@given(SEEDS)
def test_many_rules_are_judged_as_each_alone(seed: int) -> None:
    """Rules compiled together, sharing what they have in common, say what each says alone."""
    samples = [make_sample(seed + n, klass="past") for n in range(4)]
    rules = [replace(rule_of(one), id=f"r{n}") for n, one in enumerate(samples)]
    together = plain_gate(rules, samples[0].signature)
    alone = [plain_gate([rule], samples[0].signature) for rule in rules]
    for point in samples[0].trace:
        each = [gate.commit(point.seconds, point.facts) for gate in alone]
        whole = together.commit(point.seconds, point.facts)
        assert whole.violations == tuple(sorted(v for one in each for v in one.violations))


@pytest.mark.parametrize(
    "limit", ["program.DISPATCHES_MAX", "program.KINDS_MAX", "engine.nodes.KINDS_MAX"]
)
def test_what_is_compiled_for_any_facts_says_the_same(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When there are more kinds of time-points than are compiled for, no verdict changes."""
    monkeypatch.setattr(f"provesafe.monitor.{limit}", 2)
    for seed in range(20):
        for sample in (make_sample(seed, klass="past"), make_sample(seed, klass="deadline")):
            assert (seed, disagreements(sample)) == (seed, [])
