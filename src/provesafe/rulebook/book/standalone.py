"""The same formula, each part of which stands by itself, as MonPoly asks it to.

Our engines judge a part where its neighbours have already bound its variables. MonPoly takes every
part alone: the sides of OR have the same free variables, what NOT denies can be listed by itself,
a comparison speaks of variables its own AND has bound. Nothing changes in what is meant:

- `g AND NOT f` becomes `g AND NOT (g AND f)`, and `g` goes on inwards to where it is needed;
- `(NOT (a OR b)) SINCE r` becomes `(NOT ((ONCE r AND a) OR (ONCE r AND b))) SINCE r`: the left
  side is only asked at time-points after `r`, where `ONCE r` holds.

Source: the conditions of `is_monitorable` in MonPoly's rewriting, as its paper states them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from provesafe.rulebook.formula import (
    ANY_TIME,
    Aggregate,
    And,
    Atom,
    Compare,
    Const,
    Eventually,
    Exists,
    Falsity,
    Formula,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Truth,
    Until,
    Var,
    free_variables,
    term_variables,
)
from provesafe.rulebook.substitute import substitute

__all__ = ["standalone", "stands_alone"]


def stands_alone(formula: Formula) -> bool:
    """True when MonPoly takes the formula as it stands, without rewriting it."""
    match formula:
        case Truth() | Falsity() | Atom():
            return True
        case Compare("=", left, right):
            return isinstance(left, Const) or isinstance(right, Const)
        case Compare(_, left, right):
            return isinstance(left, Const) and isinstance(right, Const)
        case Not(body):
            return not free_variables(body) and stands_alone(body)
        case And(left, right):
            return stands_alone(left) and _follows(_free(left), right)
        case Or(left, right):
            same = _free(left) == _free(right)
            return same and stands_alone(left) and stands_alone(right)
        case Since(_, left, right) | Until(_, left, right):
            asked = _asked(left)
            inside = _free(asked) <= _free(right)
            return inside and stands_alone(asked) and stands_alone(right)
        case (
            Exists(_, body)
            | Once(_, body)
            | Previous(_, body)
            | Next(_, body)
            | Eventually(_, body)
            | Aggregate(body=body)
        ):
            return stands_alone(body)
    return False


def standalone(formula: Formula) -> Formula:
    """The same formula, written so that it stands alone.

    Args:
        formula: safe-range, in the operators of `stands_alone`, its conjuncts in an order in which
            each variable is bound before it is compared or denied, as `arrange` gives it.
    """
    if stands_alone(formula):
        return formula
    match formula:
        case And(left, right):
            return _under(standalone(left), right)
        case Or(left, right):
            return Or(standalone(left), standalone(right))
        case Since(interval, left, right):
            bound = standalone(right)
            asked = _under(Once(ANY_TIME, bound), _asked(left))
            return Since(interval, Not(asked) if isinstance(left, Not) else asked, bound)
        case Not() | Exists() | Once() | Previous() | Next() | Eventually() | Aggregate():
            return replace(formula, body=standalone(formula.body))
    return formula


def _under(guard: Formula, formula: Formula) -> Formula:
    """`guard AND formula`, where only `guard` has to stand alone."""
    if _follows(_free(guard), formula):
        return And(guard, formula)
    match formula:
        case And(left, right):
            return _under(_under(guard, left), right)
        case Or(left, right):
            return Or(_under(guard, left), _under(guard, right))
        case Not(body):
            return And(guard, Not(_under(_onto(guard, _free(body)), body)))
        case Exists():
            variables, body = _renamed(formula, _free(guard))
            return Exists(variables, _under(guard, body))
    return And(guard, standalone(formula))


def _onto(guard: Formula, wanted: set[str]) -> Formula:
    """`guard` with all but the wanted variables hidden."""
    hidden = tuple(name for name in free_variables(guard) if name not in wanted)
    return Exists(hidden, guard) if hidden else guard


def _renamed(formula: Exists, taken: set[str]) -> tuple[tuple[str, ...], Formula]:
    """The quantifier's variables and body, none of them named as something outside."""
    outside = taken | _free(formula.body)
    names = {}
    for name in formula.variables:
        fresh = name
        if name in taken:
            fresh = next(n for i in count(2) if (n := f"{name}_{i}") not in outside)
            outside.add(fresh)
        names[name] = fresh
    changed = {old: Var(new) for old, new in names.items() if old != new}
    return tuple(names.values()), substitute(formula.body, changed)


def _follows(bound: set[str], formula: Formula) -> bool:
    """True when `AND formula` may stand behind something that binds these variables."""
    match formula:
        case Compare(op, left, right):
            ours, theirs = set(term_variables(left)), set(term_variables(right))
            if ours | theirs <= bound or op != "=":
                return ours | theirs <= bound
            return (isinstance(left, Var) and theirs <= bound) or (
                isinstance(right, Var) and ours <= bound
            )
        case Not(Compare() as compared):
            return _free(compared) <= bound
        case Not(body):
            return _free(body) <= bound and stands_alone(body)
    return stands_alone(formula)


def _asked(left: Formula) -> Formula:
    return left.body if isinstance(left, Not) else left


def _free(formula: Formula) -> set[str]:
    return set(free_variables(formula))
