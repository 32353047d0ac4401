"""Take the past out of a formula: what of it is in tables, what the facts of now can add.

    now                                        at the time-point before
    ONCE f      row kept, or f                 row kept
    f SINCE g   row kept and f, or g           row kept
    PREVIOUS f  a gap, and f at the one before row kept

With a set of predicates, an atom of any other predicate cannot hold now, and what rests on it
falls away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from provesafe.errors import InvariantBroken
from provesafe.monitor.engine.normal import canonical
from provesafe.monitor.engine.parts import (
    NO,
    YES,
    Among,
    Gap,
    Kept,
    Match,
    Part,
    Total,
    both,
    compared,
    either,
    opposite,
    some,
)
from provesafe.monitor.engine.table import Place
from provesafe.rulebook import (
    ANY_TIME,
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
    free_variables,
)

__all__ = ["PlaceOf", "unfold"]

PlaceOf: TypeAlias = Callable[[Formula], Place]
"""The place of the table of a canonical Once, Since or Previous."""


def unfold(
    core: Formula, place_of: PlaceOf, predicates: frozenset[str] | None, *, before: bool = False
) -> Part:
    """A formula in core form as a part of the present time-point.

    Args:
        core: without a future operator.
        place_of: where each temporal operator keeps its rows.
        predicates: those that facts of now may have; None for any.
        before: take it at the time-point before.
    """

    def of(inner: Formula) -> Part:
        return unfold(inner, place_of, predicates, before=before)

    match core:
        case Truth() | Falsity():
            return YES if isinstance(core, Truth) else NO
        case Atom(predicate, terms):
            able = before or predicates is None or predicate in predicates
            return Match(predicate, terms, before) if able else NO
        case Compare(op, left, right):
            return compared(op, left, right)
        case Not(body):
            return opposite(of(body))
        case And(left, right):
            return both(of(left), of(right))
        case Or(left, right):
            return either(of(left), of(right))
        case Exists(variables, body):
            return some(variables, of(body))
        case Aggregate():
            return _total(core, of(core.body))
        case Previous(interval, body) if not before:
            return both(Gap(interval), unfold(body, place_of, predicates, before=True))
        case Once() | Since() | Previous():
            twin, variables = canonical(core)
            window = ANY_TIME if isinstance(core, Previous) else core.interval
            kept = Kept(place_of(twin), variables, None if window == ANY_TIME else window, before)
            if before or isinstance(core, Previous):
                return kept
            fresh = (
                NO if window.low > 0 else of(core.body if isinstance(core, Once) else core.right)
            )
            past = both(kept, of(core.left)) if isinstance(core, Since) else kept
            return either(past, fresh)
    raise InvariantBroken(f"{type(core).__name__} is not about now and before")


def _total(core: Aggregate, part: Part) -> Part:
    if part is not NO:
        columns = free_variables(core.body)
        return Total(core.result, core.op, core.over, core.group, columns, part)
    return NO if core.group else Among(core.result, (0,))
