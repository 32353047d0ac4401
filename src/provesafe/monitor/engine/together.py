"""Ask many questions at once: what they begin with in common is asked once.

Each question is a part whose rows are wanted, and tests to put to every row. A part becomes a path
of steps, in the order in which they are cheapest; its variables are named along the path, so that
parts which begin alike share those steps whatever their variables were called:

    handed_over(v0,v1,v2) ── v1 is an armorer ── of_kind(v0,v3), v3 real or blank ── tests …
                          │                   └─ set-up of v0 is v3 ── tests …
                          └─ tests …
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from provesafe.errors import InvariantBroken
from provesafe.monitor.engine.order import ordered
from provesafe.monitor.engine.parts import (
    NOTHING,
    Both,
    Bound,
    Neither,
    Part,
    Some,
    conjuncts,
    renamed,
)
from provesafe.monitor.engine.plan import Go, Planner, Registers

__all__ = ["Question", "together"]

Asker = TypeVar("Asker", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[Asker]):
    """Rows of a part, and a test for each."""

    part: Part
    variables: tuple[str, ...]
    """The free variables of the part that make a row."""
    holds: Part
    """Closed once the part's variables are bound."""
    asker: Asker


@dataclass(slots=True, eq=False)
class _Fork(Generic[Asker]):
    """What follows after some steps: other steps, and tests."""

    steps: dict[Part, _Fork[Asker]] = field(default_factory=dict)
    tests: dict[Part, list[tuple[tuple[str, ...], Asker]]] = field(default_factory=dict)


def together(
    planner: Planner,
    questions: Sequence[Question[Asker]],
    found: Callable[[Asker, Callable[[Registers], object]], Go],
) -> Go:
    """Compile questions to one listing.

    Args:
        planner: compiles the steps.
        questions: what is asked.
        found: what to do with a row whose test fails, given the asker and how to read the row.

    Returns:
        A function of the registers that always returns False.
    """
    root: _Fork[Asker] = _Fork()
    for question in questions:
        names: dict[str, str] = {}
        fork = _followed(root, question.part, names)
        row = tuple(names[name] for name in question.variables)
        test = renamed(question.holds, dict(names), "t")
        fork.tests.setdefault(test, []).append((row, question.asker))
    return _compiled(planner, root, NOTHING, found)


def _followed(root: _Fork[Asker], part: Part, names: dict[str, str]) -> _Fork[Asker]:
    """The end of a part's path; `names` takes down what its variables are called there.

    A test that others ask at the same place comes first, otherwise the cheapest step. Quantifiers
    whose variables must be listed anyway are opened up.
    """
    fork, bound, parts = root, NOTHING, conjuncts(part)
    while parts:
        step = _shared(fork, parts, bound, names) or _cheapest(parts, bound)
        parts = [other for other in parts if other is not step]
        if isinstance(step, Some | Both) and not step.names <= bound:
            parts = conjuncts(step.part if isinstance(step, Some) else step) + parts
            continue
        fork = fork.steps.setdefault(renamed(step, names, "v"), _Fork())
        bound |= step.names
    return fork


def _shared(
    fork: _Fork[Asker], parts: Sequence[Part], bound: Bound, names: Mapping[str, str]
) -> Part | None:
    for part in parts:
        if part.names <= bound and renamed(part, dict(names), "v") in fork.steps:
            return part
    return None


def _cheapest(parts: Sequence[Part], bound: Bound) -> Part:
    order = ordered(parts, bound)
    if order is None:
        raise InvariantBroken("a well-formed formula can be listed")
    return order[0]


def _compiled(
    planner: Planner,
    fork: _Fork[Asker],
    bound: Bound,
    found: Callable[[Asker, Callable[[Registers], object]], Go],
) -> Go:
    ways: list[Go] = []
    for part, askers in fork.tests.items():
        told = [found(asker, planner.row(row)) for row, asker in askers]
        if isinstance(part, Neither):
            ways.append(_told_if(planner.test(part.part, bound), told))
        else:
            ways.append(_told_unless(planner.test(part, bound), told))
    for step, following in fork.steps.items():
        then = _compiled(planner, following, bound | step.names, found)
        ways.append(planner.plan([step], bound, then))
    return ways[0] if len(ways) == 1 else _each(tuple(ways))


def _each(ways: tuple[Go, ...]) -> Go:
    def go(registers: Registers) -> bool:
        for way in ways:
            way(registers)
        return False

    return go


def _told_unless(holds: Go, told: list[Go]) -> Go:
    def go(registers: Registers) -> bool:
        if not holds(registers):
            for tell in told:
                tell(registers)
        return False

    return go


def _told_if(holds: Go, told: list[Go]) -> Go:
    def go(registers: Registers) -> bool:
        if holds(registers):
            for tell in told:
                tell(registers)
        return False

    return go
