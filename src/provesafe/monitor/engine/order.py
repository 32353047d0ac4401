"""In which order to take conjuncts: every variable bound in time, and the cheapest step first.

A part is `ready` from some bound variables if its solutions can then be listed. Well-formed
formulas always are, in some order. What only tests goes before what lists, facts of the time-point
before tables of the past.
"""

from __future__ import annotations

from collections.abc import Sequence

from provesafe.monitor.engine.parts import (
    Among,
    Both,
    Bound,
    Either,
    Gap,
    Kept,
    Match,
    Neither,
    Part,
    Some,
    Sure,
    Test,
    Total,
    conjuncts,
)
from provesafe.rulebook import Var, term_variables

__all__ = ["ordered"]


def ordered(parts: Sequence[Part], bound: Bound) -> list[Part] | None:
    """The order in which to take conjuncts; None if some cannot be listed."""
    left = list(parts)
    taken: list[Part] = []
    while left:
        able = [
            (_cost(part, bound), place) for place, part in enumerate(left) if _ready(part, bound)
        ]
        if not able:
            return None
        _, place = min(able)
        best = left.pop(place)
        taken.append(best)
        bound |= best.names
    return taken


def _ready(part: Part, bound: Bound) -> bool:
    match part:
        case Sure() | Match() | Kept() | Gap() | Among():
            return True
        case Test():
            return part.names <= bound or _assigns(part, bound)
        case Neither(inner):
            return inner.names <= bound and _ready(inner, bound)
        case Both():
            return ordered(conjuncts(part), bound) is not None
        case Either(left, right):
            same = left.names | bound == right.names | bound
            return same and _ready(left, bound) and _ready(right, bound)
        case Some(_, inner):
            return _ready(inner, bound)
        case Total():
            return _ready(part.part, bound & frozenset(part.group))


def _cost(part: Part, bound: Bound) -> int:
    """How dear a step is, roughly: a test of facts 2, of memory 3, a list of facts 6, …"""
    free = not part.names <= bound
    match part:
        case Sure() | Gap():
            return 0
        case Test():
            return 1 if free else 0
        case Among(_, values):
            return 4 * len(values) if free else 1
        case Match():
            return 6 if free else 2
        case Kept():
            return 3 if not free else 12 if part.names & bound else 30
        case Neither(inner) | Some(_, inner):
            return 1 + _cost(inner, bound)
        case Both(left, right):
            return max(_cost(left, bound), _cost(right, bound | left.names))
        case Either(left, right):
            return _cost(left, bound) + _cost(right, bound)
        case Total():
            return 40


def _assigns(test: Test, bound: Bound) -> bool:
    """Whether this is `x = term` that gives a variable its value."""
    sides = ((test.left, test.right), (test.right, test.left))
    return test.op == "=" and any(
        isinstance(side, Var)
        and side.name not in bound
        and frozenset(term_variables(other)) <= bound
        for side, other in sides
    )
