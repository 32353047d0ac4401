"""Auditing in columns says what auditing time-point by time-point says."""

from __future__ import annotations

from hypothesis import settings

from generate import Klass, make_sample
from monitored import WrittenRule
from provesafe.monitor import (
    ColumnProgram,
    Evaluation,
    audit,
    audit_columns,
    columns_of,
    count_occasions,
    points_of,
)
from provesafe.rulebook import verdicts

SAMPLES = settings().max_examples


def test_columns_and_replay_give_the_same_audit() -> None:
    """On random rules of each class: not met, no entry, pending, undetermined and vacuous."""
    seen = dict.fromkeys(("not_met", "no_entry", "pending", "undetermined", "vacuous"), 0)
    kinds: tuple[Klass, ...] = ("past", "deadline", "deadline", "any")
    for seed in range(2 * SAMPLES):
        samples = [make_sample(seed + n, klass=kinds[(seed + n) % 4]) for n in (0, 1)]
        rules = [WrittenRule(f"r{n}", s.on, s.require) for n, s in enumerate(samples)]
        sample = samples[0]
        opened = sample.trace[0].seconds - seed % 7 if seed % 3 == 0 else None
        columns = columns_of(sample.trace, sample.signature)
        wanted = audit(
            rules, sample.trace, sample.observed_until, signature=sample.signature, opened=opened
        )
        found = audit_columns(
            rules, columns, sample.observed_until, signature=sample.signature, opened=opened
        )
        assert (seed, found) == (seed, wanted)
        for name in seen:
            seen[name] += bool(getattr(found, name))
    assert all(count > SAMPLES / 15 for count in seen.values()), seen


def test_a_program_serves_many_traces_and_counts_the_occasions_of_each() -> None:
    """Compiled once, asked of two traces: the audit of each, and as many occasions as verdicts."""
    counted = 0
    for seed in range(SAMPLES):
        kinds: tuple[Klass, ...] = ("past", "deadline", "any")
        sample = make_sample(seed, klass=kinds[seed % 3])
        rule = WrittenRule("r0", sample.on, sample.require)
        program = ColumnProgram([rule], signature=sample.signature)
        for trace in (sample.trace, sample.trace[: len(sample.trace) // 2]):
            evaluation = Evaluation(columns_of(trace, sample.signature))
            until = sample.observed_until
            wanted = audit([rule], trace, until, signature=sample.signature)
            assert (seed, audit_columns(program, evaluation, until)) == (seed, wanted)
            first = seed % 3
            end = trace[-1].seconds if trace else 0
            asked = verdicts(sample.on, sample.on, trace, observed_until=end)
            found = count_occasions(program, evaluation, first=first)
            assert (seed, found) == (seed, {program.ids()[0]: sum(i >= first for i, _, _ in asked)})
            counted += sum(found.values())
    assert counted > SAMPLES


def test_columns_stand_for_the_trace_they_were_made_of() -> None:
    """Time-points come back from columns as they went in."""
    for seed in range(SAMPLES):
        sample = make_sample(seed, klass="past")
        columns = columns_of(sample.trace, sample.signature)
        assert points_of(columns, sample.signature) == sample.trace
