"""Hold the gate to the reference on one sample: every verdict, every step, every restart."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from generate import Sample
from monitored import WrittenRule
from provesafe.monitor import Gate, Opened, Outcome, RuleLike, Violation
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


def replayed(
    sample: Sample, make: MakeGate = plain_gate, *, laws: bool = True
) -> tuple[Verdicts, list[str]]:
    """What the gate says step by step, and every law of the gate that it broke on the way."""
    rule = rule_of(sample)
    gate = make([rule], sample.signature)
    found: Verdicts = set()
    broken: list[str] = []
    for point in sample.trace:
        plain = point.seconds, point.facts
        outcome = _step(gate, point, broken) if laws else gate.commit(*plain)
        found |= {_said(violation, "violated") for violation in outcome.violations}
        found |= {_said(late.opened, "violated") for late in outcome.overdue}
    until = max(sample.observed_until, sample.trace[-1].seconds)
    found |= {_said(late.opened, "violated") for late in gate.advance(until)}
    found |= {_said(owed, "pending") for owed in gate.pending()}
    return found, broken


def _said(one: Violation | Opened, verdict: str) -> tuple[int, tuple[tuple[str, Any], ...], str]:
    return one.index, tuple(sorted(one.binding)), verdict


def _step(gate: Gate, point: TimePoint, broken: list[str]) -> Outcome:
    before = gate.snapshot()
    kept = json.loads(json.dumps(before))
    restored = Gate.restore(gate.program, kept)
    tested = gate.test(point.seconds, point.facts)
    gate.test(point.seconds, frozenset())  # what else is tried in between changes nothing
    if gate.snapshot() != before:
        broken.append("test changed the snapshot")
    outcome = gate.commit(point.seconds, point.facts)
    if (tested.violations, tested.opens) != (outcome.violations, outcome.opens):
        broken.append("commit says other than test")
    if restored.snapshot() != before or restored.commit(point.seconds, point.facts) != outcome:
        broken.append("a restored gate goes on otherwise")
    if restored.snapshot() != gate.snapshot():
        broken.append("a restored gate remembers otherwise")
    return outcome


def disagreements(sample: Sample, make: MakeGate = plain_gate) -> list[str]:
    """Every way in which the gate differs from the reference, or breaks a law, on a sample."""
    want = expected(sample)
    found, broken = replayed(sample, make)
    missing = [f"missing {one}" for one in sorted(want - found, key=repr)]
    wrong = [f"wrong {one}" for one in sorted(found - want, key=repr)]
    return [*broken, *missing, *wrong]
