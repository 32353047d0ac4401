"""May several things be entered together, as one time-point, and if not, which of them.

A batch is tested whole, because its items can depend on one another: two of them may be allowed
only together, or only apart. Each item with a violation of its own is taken out and named, and
the rest is tested as one again, until nothing is violated. An item owns a violation if `on` holds
for its own facts alone with the same binding; where only several items together call for a rule,
every item without which it would not apply owns it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from provesafe.monitor.gate import Gate
from provesafe.monitor.verdicts import Outcome, Violation
from provesafe.rulebook import Fact

__all__ = ["BatchOutcome", "judge_batch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutcome:
    """Which items of a batch may go, and what stands against the others."""

    go: tuple[int, ...]
    """The places of the items that may be entered together, ascending."""
    taken_out: tuple[tuple[int, tuple[Violation, ...]], ...]
    """The places of those that own violations, ascending, each with what it owned when it went."""
    outcome: Outcome
    """What entering the items that go would mean; what did not count is still in it."""


def judge_batch(
    gate: Gate,
    seconds: int,
    items: Sequence[Iterable[Fact]],
    *,
    atomic: bool = False,
    counts: Callable[[int, Violation], bool] | None = None,
) -> BatchOutcome:
    """Test a batch whole, and take out what cannot go.

    Args:
        gate: remembers nothing of this.
        seconds: the time-stamp of the whole batch.
        items: the facts of each item.
        atomic: let all go or none.
        counts: whether a violation stands in the way of the item at a place that owns it; by
            default each does. What does not count takes nothing out.

    Raises:
        FactError: a fact does not fit the signature.
        TimeOrderError: `seconds` lies before the clock.
    """
    facts = [frozenset(item) for item in items]
    left = tuple(range(len(facts)))
    taken_out: dict[int, tuple[Violation, ...]] = {}
    while True:
        outcome = gate.test(seconds, _union(facts, left))
        owned = _counting(_owned(gate, seconds, facts, left, outcome.violations), counts)
        if not owned:
            break
        taken_out |= owned
        if atomic:
            left = ()
            outcome = gate.test(seconds, ())
            break
        left = tuple(place for place in left if place not in owned)
    return BatchOutcome(go=left, taken_out=tuple(sorted(taken_out.items())), outcome=outcome)


def _counting(
    owned: Mapping[int, tuple[Violation, ...]], counts: Callable[[int, Violation], bool] | None
) -> dict[int, tuple[Violation, ...]]:
    """The items with violations that count, each with those."""
    if counts is None:
        return dict(owned)
    found = {place: tuple(one for one in own if counts(place, one)) for place, own in owned.items()}
    return {place: own for place, own in found.items() if own}


def _owned(
    gate: Gate,
    seconds: int,
    facts: Sequence[frozenset[Fact]],
    places: tuple[int, ...],
    violations: tuple[Violation, ...],
) -> dict[int, tuple[Violation, ...]]:
    """The items that own violations, each with its own."""
    alone = {place: set(gate.triggered(seconds, facts[place])) for place in places}
    found: dict[int, list[Violation]] = {}
    for violation in violations:
        occasion = violation.rule_id, violation.binding
        owners = [place for place in places if occasion in alone[place]]
        owners = owners or _needed(gate, seconds, facts, places, occasion)
        for place in owners or places:
            found.setdefault(place, []).append(violation)
    return {place: tuple(own) for place, own in found.items()}


def _needed(
    gate: Gate,
    seconds: int,
    facts: Sequence[frozenset[Fact]],
    places: tuple[int, ...],
    occasion: tuple[str, object],
) -> list[int]:
    """The items without each of which the rule would not apply."""
    return [
        place
        for place in places
        if occasion
        not in gate.triggered(seconds, _union(facts, tuple(p for p in places if p != place)))
    ]


def _union(facts: Sequence[frozenset[Fact]], places: tuple[int, ...]) -> frozenset[Fact]:
    return frozenset[Fact]().union(*(facts[place] for place in places))
