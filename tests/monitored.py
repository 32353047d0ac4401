"""Rules and traces for the tests of the monitor, written as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from provesafe.monitor import Gate
from provesafe.rulebook import Fact, Falsity, Formula, Signature, TimePoint, parse_formula

SIGNATURE = Signature(
    predicates={
        "inspected": (("w", "string"), ("by", "string")),
        "shown": (("w", "string"), ("by", "string"), ("to", "string")),
        "handed_over": (("w", "string"), ("by", "string"), ("to", "string")),
        "sight_lost": (("w", "string"),),
        "took": (("w", "string"), ("by", "string")),
        "loaded": (("w", "string"), ("n", "int")),
        "counted": (("n", "int"),),
        "called": (("w", "string"),),
        "locked": (("w", "string"),),
        "on_day": (("day", "int"),),
        "stopped": (),
    }
)


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule that exists only in a test."""

    id: str
    on: Formula
    require: Formula = field(default_factory=Falsity)
    rulebook: str = "test"


def rule(on: str, require: str = "FALSE", *, name: str = "rule") -> WrittenRule:
    """A rule from two texts; without `require` its violations are the solutions of `on`."""
    return WrittenRule(name, parse_formula(on, strict=False), parse_formula(require, strict=False))


def fact(text: str) -> Fact:
    """`loaded(colt-2, 3)` as a fact; what looks like a whole number is one."""
    predicate, _, inside = text.removesuffix(")").partition("(")
    values = (part.strip() for part in inside.split(",") if part.strip())
    return Fact(predicate, tuple(int(v) if v.lstrip("-").isdigit() else v for v in values))


def facts(*texts: str) -> frozenset[Fact]:
    """A set of facts from their texts."""
    return frozenset(map(fact, texts))


def trace(*points: tuple[int, Iterable[str]]) -> tuple[TimePoint, ...]:
    """Time-points from seconds and texts of facts."""
    return tuple(TimePoint(seconds, facts(*texts)) for seconds, texts in points)


def gate(*rules: WrittenRule) -> Gate:
    """A gate over rules of a test."""
    return Gate(rules, signature=SIGNATURE)


def violated(judge: Gate, points: Iterable[TimePoint]) -> list[tuple[int, dict[str, object]]]:
    """Commit every time-point; each violation as its time-point and its binding."""
    return [
        (violation.index, dict(violation.binding))
        for point in points
        for violation in judge.commit(point.seconds, point.facts).violations
    ]
