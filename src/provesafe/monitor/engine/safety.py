"""Can a formula be enumerated: from some bound variables, do finitely many steps bind the rest.

`ready(f, bound)` holds when the engine can list every solution of `f` that extends a binding of
`bound`. An operator with memory must be listable from nothing, because its rows are entered when
they become true and not when somebody asks. `cost` says in which order to take the conjuncts: what
only tests goes before what lists, facts of the time-point before tables of the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from provesafe.monitor.engine.table import Table
from provesafe.rulebook import (
    Aggregate,
    And,
    Atom,
    Compare,
    Exists,
    Falsity,
    Formula,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Truth,
    Var,
    free_variables,
    term_variables,
)

__all__ = ["Conjunct", "Stored", "conjuncts", "cost", "names_of", "ordered", "ready"]

Bound: TypeAlias = frozenset[str]
NONE: Bound = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A conjunct of the engine's own: "this is a row of the table", whatever its window."""

    table: Table
    variables: tuple[str, ...]


Conjunct: TypeAlias = Formula | Stored


def names_of(conjunct: Conjunct) -> Bound:
    """The free variables of a conjunct, as a set."""
    if isinstance(conjunct, Stored):
        return frozenset(conjunct.variables)
    return frozenset(free_variables(conjunct))


def conjuncts(core: Formula) -> list[Formula]:
    """The parts of nested ANDs, left to right."""
    if isinstance(core, And):
        return [*conjuncts(core.left), *conjuncts(core.right)]
    return [core]


def ready(conjunct: Conjunct, bound: Bound, *, before: bool = False) -> bool:
    """Whether every solution that extends a binding of `bound` can be listed.

    Args:
        conjunct: a formula in core form, or a stored row.
        bound: the variables that have values already.
        before: whether it stands below PREVIOUS, where another PREVIOUS needs memory.
    """
    match conjunct:
        case Truth() | Falsity() | Atom() | Stored():
            return True
        case Compare():
            return names_of(conjunct) <= bound or _assigned(conjunct, bound) is not None
        case Not(body):
            return names_of(body) <= bound and ready(body, bound, before=before)
        case And():
            return ordered(conjuncts(conjunct), bound, before=before) is not None
        case Or(left, right):
            same = names_of(left) | bound == names_of(right) | bound
            return same and ready(left, bound, before=before) and ready(right, bound, before=before)
        case Exists(_, body):
            return ready(body, bound, before=before)
        case Previous(_, body):
            return ready(body, NONE) if before else ready(body, bound, before=True)
        case Once(_, body):
            return ready(body, NONE)
        case Since(_, left, right):
            rows = names_of(right)
            return ready(right, NONE) and names_of(left) <= rows and ready(left, rows)
        case Aggregate(_, _, over, group, body):
            return {over, *group} <= names_of(body) and ready(body, NONE, before=before)
    return False


def ordered(
    parts: Sequence[Conjunct], bound: Bound, *, before: bool = False
) -> list[Conjunct] | None:
    """The order in which to take conjuncts, cheapest first; None if some cannot be listed."""
    left = list(parts)
    taken: list[Conjunct] = []
    while left:
        able = [part for part in left if ready(part, bound, before=before)]
        if not able:
            return None
        best = min(able, key=lambda part: cost(part, bound))
        left.remove(best)
        taken.append(best)
        bound |= names_of(best)
    return taken


def cost(conjunct: Conjunct, bound: Bound) -> int:
    """How dear a step is, roughly: a test of facts 2, of memory 3, a list of facts 6, …"""
    free = names_of(conjunct) - bound
    match conjunct:
        case Compare():
            return 1 if free else 0
        case Atom():
            return 6 if free else 2
        case Not(body):
            return 1 + cost(body, bound)
        case And(left, right):
            return max(cost(left, bound), cost(right, bound | names_of(left)))
        case Or(left, right):
            return cost(left, bound) + cost(right, bound)
        case Exists(_, body):
            return 1 + cost(body, bound)
        case Previous(_, body):
            return 1 + cost(body, bound)
        case Once() | Since() | Stored():
            if not free:
                return 3
            return 12 if names_of(conjunct) & bound else 30
        case Aggregate():
            return 40
    return 0


def _assigned(compare: Compare, bound: Bound) -> str | None:
    """The variable that `x = term` gives a value to, if this is such a comparison."""
    if compare.op != "=":
        return None
    for side, other in ((compare.left, compare.right), (compare.right, compare.left)):
        if (
            isinstance(side, Var)
            and side.name not in bound
            and frozenset(term_variables(other)) <= bound
        ):
            return side.name
    return None
