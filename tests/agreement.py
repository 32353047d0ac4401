"""Hold the gate to the reference on one sample: every verdict, every step, every restart."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from generate import Sample
from monitored import WrittenRule
from provesafe.monitor import Gate, RuleLike
from provesafe.rulebook import Signature, TimePoint

MakeGate = Callable[[Sequence[RuleLike], Signature], Gate]
Verdicts = set[tuple[int, tuple[tuple[str, Any], ...], str]]


def plain_gate(rules: Sequence[RuleLike], signature: Signature) -> Gate:
    """The gate as it is."""
    return Gate(rules, signature=signature)


def rule_of(sample: Sample) -> WrittenRule:
    """The rule of a sample."""
    return WrittenRule("sample", sample.on, sample.require)


def expected(sample: Sample) -> Verdicts:
    """What the reference says, without what is satisfied."""
    return {
        (index, tuple(sorted(row.items())), verdict)
        for index, row, verdict in sample.verdicts()
        if verdict != "satisfied"
    }


def replayed(sample: Sample, make: MakeGate = plain_gate) -> tuple[Verdicts, list[str]]:
    """What the gate says step by step, and every law of the gate that it broke on the way."""
    rule = rule_of(sample)
    gate = make([rule], sample.signature)
    found: Verdicts = set()
    broken: list[str] = []
    for point in sample.trace:
        gate, said = _step(gate, rule, sample, point, broken)
        found |= said
    until = max(sample.observed_until, sample.trace[-1].seconds)
    overdue = gate.advance(until)
    found |= {(o.opened.index, tuple(sorted(o.opened.binding)), "violated") for o in overdue}
    found |= {(o.index, tuple(sorted(o.binding)), "pending") for o in gate.pending()}
    return found, broken


def _step(
    gate: Gate, rule: WrittenRule, sample: Sample, point: TimePoint, broken: list[str]
) -> tuple[Gate, Verdicts]:
    before = gate.snapshot()
    restored = Gate.restore([rule], json.loads(json.dumps(before)), signature=sample.signature)
    tested = gate.test(point.seconds, point.facts)
    if gate.snapshot() != before:
        broken.append("test changed the snapshot")
    outcome = gate.commit(point.seconds, point.facts)
    if (tested.violations, tested.opens) != (outcome.violations, outcome.opens):
        broken.append("commit says other than test")
    if restored.snapshot() != before or restored.commit(point.seconds, point.facts) != outcome:
        broken.append("a restored gate goes on otherwise")
    if restored.snapshot() != gate.snapshot():
        broken.append("a restored gate remembers otherwise")
    said: Verdicts = {
        (violation.index, tuple(sorted(violation.binding)), "violated")
        for violation in outcome.violations
    }
    late = {(o.opened.index, tuple(sorted(o.opened.binding)), "violated") for o in outcome.overdue}
    return gate, said | late


def disagreements(sample: Sample, make: MakeGate = plain_gate) -> list[str]:
    """Every way in which the gate differs from the reference, or breaks a law, on a sample."""
    want = expected(sample)
    found, broken = replayed(sample, make)
    missing = [f"missing {one}" for one in sorted(want - found, key=repr)]
    wrong = [f"wrong {one}" for one in sorted(found - want, key=repr)]
    return [*broken, *missing, *wrong]
