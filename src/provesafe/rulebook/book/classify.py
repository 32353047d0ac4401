"""What kind of rule a formula makes: decided before the act, due by a time, or looked at after.

- `gate`: past only, and asked at an act that may be refused;
- `deadline`: `require` waits, once and at its top, for something within a bounded time;
- `audit`: past only, but asked at an act that is never refused, because it makes something safe or
  only adds to what is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from provesafe.rulebook.book.rule import Deadline
from provesafe.rulebook.book.words import CONTEXT, NEVER_REFUSED, Klass
from provesafe.rulebook.errors import RulebookError
from provesafe.rulebook.formula import (
    Aggregate,
    Always,
    And,
    Atom,
    Eventually,
    Exists,
    Falsity,
    Formula,
    Next,
    Not,
    Or,
    Previous,
    Until,
    Var,
    children,
    free_variables,
)

__all__ = [
    "classify",
    "deadline_of",
    "key_of",
    "nodes_of",
    "present_weapon",
    "triggers_of",
    "violation_of",
]


def classify(on: Formula, require: Formula, *, place: str) -> tuple[Klass, str]:
    """The class of a rule and why, in one sentence.

    Raises:
        RulebookError: it waits in a way no engine serves, or mixes triggers that may be refused
            with triggers that never are.
    """
    if _has_future(on):
        raise RulebookError(f"{place}: `on` looks into the future")
    triggers = triggers_of(on)
    if not triggers:
        raise RulebookError(f"{place}: `on` names no fact of the act that asks it")
    if _has_future(require):
        return "deadline", f"due within a time after {_listed(triggers)}"
    never = tuple(one for one in triggers if one in NEVER_REFUSED)
    if not never:
        return "gate", f"decided before {_listed(triggers)}"
    if len(never) == len(triggers):
        return "audit", f"{_listed(never)} is never refused, so this is said afterwards"
    raise RulebookError(
        f"{place}: {_listed(never)} is never refused, and the other triggers are",
        hint="write two rules",
    )


def triggers_of(on: Formula) -> tuple[str, ...]:
    """The predicates of the present act that `on` asks for, in order."""
    names = dict.fromkeys(atom.predicate for atom in _present(on))
    return tuple(name for name in names if name not in CONTEXT)


def present_weapon(on: Formula, variable: str) -> bool:
    """True when the act that asks the rule itself names this weapon, whichever way it is asked."""
    match on:
        case Or(left, right):
            return present_weapon(left, variable) and present_weapon(right, variable)
        case And(left, right):
            return present_weapon(left, variable) or present_weapon(right, variable)
        case Exists(names, body):
            return variable not in names and present_weapon(body, variable)
        case Atom(_, terms):
            return Var(variable) in terms
    return False


def deadline_of(on: Formula, require: Formula, *, place: str) -> Deadline:
    """Take a waiting rule apart.

    Raises:
        RulebookError: it is not `past OR EVENTUALLY[0,b] past`.
    """
    goals: list[Formula] = []
    opened = on
    seconds: set[int] = set()
    for option in _options(require):
        match option:
            case Eventually(interval, body) if interval.high is not None and not _has_future(body):
                if interval.low != 0:
                    raise RulebookError(f"{place}: a deadline starts at 0")
                seconds.add(interval.high)
                goals.append(body)
            case _ if not _has_future(option):
                opened = And(opened, Not(option))
            case _:
                raise RulebookError(
                    f"{place}: this waits in a way no engine serves",
                    hint="write `EVENTUALLY[0,$within] (…)` at the top of `require`",
                )
    if len(goals) != 1:
        raise RulebookError(
            f"{place}: a deadline waits for one thing, not {len(goals)}",
            hint="write `EVENTUALLY[0,$within] (a OR b)`",
        )
    return Deadline(seconds=seconds.pop(), opened=opened, goal=goals[0])


def violation_of(on: Formula, require: Formula) -> Formula:
    """`on AND NOT require`, with NOT carried to where `on` already binds every variable."""
    match require:
        case Falsity():
            return on
        case Or(left, right):
            return violation_of(violation_of(on, left), right)
        case And(left, right) if _has_open_option(require):
            return Or(violation_of(on, left), violation_of(on, right))
        case Not(body):
            return And(on, body)
    return And(on, Not(require))


def _has_open_option(formula: Formula) -> bool:
    """True when an OR inside joins parts with different free variables: no tool monitors that."""
    match formula:
        case And(left, right):
            return _has_open_option(left) or _has_open_option(right)
        case Or(left, right):
            return set(free_variables(left)) != set(free_variables(right))
        case Not():
            return True
    return False


def key_of(violation: Formula) -> str | None:
    """The first free variable that every atom carries; None where PREVIOUS or NEXT look across."""
    if any(isinstance(node, Previous | Next) for node in nodes_of(violation)):
        return None
    candidates = list(free_variables(violation))
    for node in nodes_of(violation):
        match node:
            case Atom(_, terms):
                carried = {term.name for term in terms if isinstance(term, Var)}
                candidates = [name for name in candidates if name in carried]
            case Aggregate(_, _, _, group, _):
                candidates = [name for name in candidates if name in group]
            case Exists(names):
                candidates = [name for name in candidates if name not in names]
            case _:
                pass
    return candidates[0] if candidates else None


def nodes_of(formula: Formula) -> Iterator[Formula]:
    """A formula and every formula inside it, in no promised order."""
    waiting = [formula]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += children(node)


def _options(formula: Formula) -> Iterator[Formula]:
    match formula:
        case Or(left, right) if _has_future(formula):
            yield from _options(left)
            yield from _options(right)
        case _:
            yield formula


def _present(formula: Formula) -> Iterator[Atom]:
    match formula:
        case Atom():
            yield formula
        case And(left, right) | Or(left, right):
            yield from _present(left)
            yield from _present(right)
        case Exists(_, body):
            yield from _present(body)
        case _:
            pass


def _has_future(formula: Formula) -> bool:
    return any(isinstance(node, Eventually | Always | Next | Until) for node in nodes_of(formula))


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)
