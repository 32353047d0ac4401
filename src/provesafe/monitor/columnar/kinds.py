"""Names and types, settled before a formula is compiled.

- `apart` gives every bound variable a name of its own, so that one table of types serves the whole
  formula and no context can catch a hidden name;
- `kinds_of` finds what each variable holds, by the facts, constants and equations it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count

from provesafe.errors import invariant
from provesafe.monitor.columnar.values import Kind
from provesafe.rulebook import (
    Aggregate,
    And,
    Arith,
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
    Signature,
    Since,
    Term,
    Truth,
    Until,
    Var,
    children,
    free_variables,
)

__all__ = ["apart", "kinds_of", "renamed_term"]


def apart(core: Formula) -> Formula:
    """A formula in core operators with every bound variable renamed to a name of its own."""
    numbers = count()
    return _apart(core, {}, lambda name: f"{name}~{next(numbers)}")


def kinds_of(core: Formula, signature: Signature) -> Mapping[str, Kind]:
    """What every variable of a formula, bound ones included, holds.

    Args:
        core: well-formed, as `apart` gives it.
        signature: the predicates there are.
    """
    kinds: dict[str, Kind] = {}
    equal: list[tuple[str, str]] = []
    waiting = [core]
    while waiting:
        part = waiting.pop()
        waiting += children(part)
        match part:
            case Atom(predicate, terms):
                for term, kind in zip(terms, signature.types(predicate), strict=True):
                    if isinstance(term, Var):
                        kinds[term.name] = "string" if kind == "string" else "number"
            case Compare(_, left, right):
                _learn(left, right, kinds, equal)
                _learn(right, left, kinds, equal)
            case Aggregate(result, op, over):
                if op in ("MIN", "MAX"):
                    equal.append((result, over))
                else:
                    kinds[result] = "number"
            case _:
                pass
    _spread(kinds, equal)
    return kinds


def renamed_term(term: Term, names: Mapping[str, str]) -> Term:
    """A term with its variables renamed; those not in `names` stay."""
    match term:
        case Var(name):
            return Var(names.get(name, name))
        case Const():
            return term
        case Arith(op, left, right):
            other = None if right is None else renamed_term(right, names)
            return Arith(op, renamed_term(left, names), other)


def _learn(one: Term, other: Term, kinds: dict[str, Kind], equal: list[tuple[str, str]]) -> None:
    match one, other:
        case Var(name), Const(value):
            kinds.setdefault(name, "string" if isinstance(value, str) else "number")
        case Var(name), Var(same):
            equal.append((name, same))
        case Var(name), Arith():
            kinds[name] = "number"


def _spread(kinds: dict[str, Kind], equal: list[tuple[str, str]]) -> None:
    """What is known of one side of an equation is known of the other, however long the chain."""
    growing = True
    while growing:
        growing = False
        for one, two in equal:
            for here, there in ((one, two), (two, one)):
                if here in kinds and there not in kinds:
                    kinds[there] = kinds[here]
                    growing = True


def _apart(core: Formula, names: Mapping[str, str], fresh: Callable[[str], str]) -> Formula:
    match core:
        case Truth() | Falsity():
            return core
        case Atom(_, terms):
            return replace(core, terms=tuple(renamed_term(term, names) for term in terms))
        case Compare(_, left, right):
            return replace(core, left=renamed_term(left, names), right=renamed_term(right, names))
        case Exists(variables, body):
            inner = {**names, **{name: fresh(name) for name in variables}}
            bound = tuple(inner[name] for name in variables)
            return replace(core, variables=bound, body=_apart(body, inner, fresh))
        case Aggregate():
            shown = {name: names.get(name, name) for name in core.group}
            hidden = {name: fresh(name) for name in free_variables(core.body) if name not in shown}
            inner = {**shown, **hidden}
            return replace(
                core,
                result=names.get(core.result, core.result),
                over=inner[core.over],
                group=tuple(shown[name] for name in core.group),
                body=_apart(core.body, inner, fresh),
            )
        case And() | Or() | Since() | Until():
            return replace(
                core,
                left=_apart(core.left, names, fresh),
                right=_apart(core.right, names, fresh),
            )
        case Not() | Previous() | Next() | Once() | Eventually():
            return replace(core, body=_apart(core.body, names, fresh))
        case _:
            invariant(False, f"{type(core).__name__} is not a core operator")
            return core
