"""Which way a parameter moves a rule: found by changing it and looking where the formula changes.

The formula is read twice, with two values of one parameter. Where the two trees differ stands the
parameter; what encloses that place says whether the larger value makes the formula hold more often
or less. A rule's violations are `on AND NOT require`: what makes them hold more often is stricter.

- a later upper bound, or an earlier lower one, of ONCE, SINCE, EVENTUALLY, UNTIL, PREVIOUS, NEXT
  lets them hold more often; of HISTORICALLY and ALWAYS, less often;
- a larger set holds more often than a smaller one;
- `x <= c` holds more often for a larger c, `c <= x` less often;
- NOT, and the left of IMPLIES, turn it round;
- inside EQUIV, an aggregate, an atom or an equation the way cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from provesafe.rulebook.formula import (
    Always,
    And,
    Arith,
    Compare,
    Const,
    Eventually,
    Exists,
    Forall,
    Formula,
    Historically,
    Implies,
    Interval,
    Let,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    Until,
)

__all__ = ["Way", "way_of"]


class Way(Enum):
    """What the second formula does where it differs from the first."""

    SAME = "same"
    MORE = "more"
    """It holds at least as often."""
    LESS = "less"
    """It holds at most as often."""
    UNCLEAR = "unclear"

    def turned(self) -> Way:
        """The way of NOT this."""
        return {Way.MORE: Way.LESS, Way.LESS: Way.MORE}.get(self, self)


def way_of(first: Formula, second: Formula) -> Way:
    """How `second` differs from `first`, two readings of one text with a parameter made larger."""
    return _joined(_ways(first, second))


def _joined(ways: Iterator[Way]) -> Way:
    seen = {way for way in ways if way is not Way.SAME}
    if not seen:
        return Way.SAME
    return seen.pop() if len(seen) == 1 else Way.UNCLEAR


def _ways(first: Formula, second: Formula) -> Iterator[Way]:
    match first, second:
        case _ if first == second:
            yield Way.SAME
        case _ if _options(second) > _options(first):
            yield Way.MORE
        case _ if _options(first) > _options(second):
            yield Way.LESS
        case Not(a), Not(b):
            yield way_of(a, b).turned()
        case (And(a, c), And(b, d)) | (Or(a, c), Or(b, d)):
            yield from _ways(a, b)
            yield from _ways(c, d)
        case Implies(a, c), Implies(b, d):
            yield way_of(a, b).turned()
            yield from _ways(c, d)
        case (Exists(v, a), Exists(w, b)) | (Forall(v, a), Forall(w, b)) if v == w:
            yield from _ways(a, b)
        case Since(i, a, c), Since(j, b, d):
            yield from (_bounds(i, j), way_of(a, b), way_of(c, d))
        case Until(i, a, c), Until(j, b, d):
            yield from (_bounds(i, j), way_of(a, b), way_of(c, d))
        case (
            (Once(i, a), Once(j, b))
            | (Eventually(i, a), Eventually(j, b))
            | (Previous(i, a), Previous(j, b))
            | (Next(i, a), Next(j, b))
        ):
            yield from (_bounds(i, j), way_of(a, b))
        case (Historically(i, a), Historically(j, b)) | (Always(i, a), Always(j, b)):
            yield from (_bounds(i, j).turned(), way_of(a, b))
        case Let(_, _, a, c), Let(_, _, b, d):
            yield Way.UNCLEAR if a != b else way_of(c, d)
        case Compare(op, a, c), Compare(other, b, d) if op == other:
            yield _comparison(op, _term(a, b), _term(c, d))
        case _:
            yield Way.UNCLEAR


def _options(formula: Formula) -> frozenset[Formula]:
    """The equations a set became; empty for anything else."""
    match formula:
        case Compare("=", _, Const()):
            return frozenset((formula,))
        case Or(left, right):
            one, other = _options(left), _options(right)
            return one | other if one and other else frozenset()
    return frozenset()


def _bounds(first: Interval, second: Interval) -> Way:
    """The way of an existential operator when its window changes."""
    ways = []
    if first.low != second.low:
        ways.append(Way.LESS if second.low > first.low else Way.MORE)
    if first.high != second.high:
        wider = second.high is None or (first.high is not None and second.high > first.high)
        ways.append(Way.MORE if wider else Way.LESS)
    return _joined(iter(ways))


def _term(first: Term, second: Term) -> Way:
    """MORE where the second term is the larger one."""
    match first, second:
        case _ if first == second:
            return Way.SAME
        case Const(int() as a), Const(int() as b):
            return Way.MORE if b > a else Way.LESS
        case Arith("+", a, c), Arith("+", b, d) if c is not None and d is not None:
            return _joined(iter((_term(a, b), _term(c, d))))
        case Arith("-", a, c), Arith("-", b, d) if c is not None and d is not None:
            return _joined(iter((_term(a, b), _term(c, d).turned())))
    return Way.UNCLEAR


def _comparison(op: str, left: Way, right: Way) -> Way:
    if left is Way.SAME and right is Way.SAME:
        return Way.SAME
    if op == "=":
        return Way.UNCLEAR
    if op in {"<", "<="}:
        left = left.turned()
    else:
        right = right.turned()
    return _joined(iter((left, right)))
