"""Names and types, settled before a formula is compiled.

- `apart` gives every bound variable a name of its own, so that one table of types serves the whole
  formula and no context can catch a hidden name;
- `kinds_of` finds what each variable holds, by the facts, constants and equations it stands in;
- `converted` finds the conversions between decimals and whole numbers;
- `settled` puts decimals in their places and says which divisions are exact.

Decimals are for files of other tools alone: rules have none. The language has no decimals either,
so to the well-formedness check a decimal is a whole number that stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count
from types import MappingProxyType
from typing import Literal, TypeAlias, cast

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

__all__ = ["NO_DECIMALS", "Decimals", "apart", "converted", "kinds_of", "renamed_term", "settled"]


Conversion: TypeAlias = Literal["I2F", "F2I"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decimals:
    """Where numbers need not be whole."""

    fields: frozenset[tuple[str, int]] = frozenset()
    """(predicate, place) of the fields that hold decimals."""
    constants: Mapping[int, Fraction] = field(default_factory=lambda: MappingProxyType({}))
    """Constants of the formula that stand for decimals."""
    conversions: Mapping[int, Conversion] = field(default_factory=lambda: MappingProxyType({}))
    """Constants that stand for a conversion of what they divide."""


NO_DECIMALS = Decimals()


def apart(core: Formula) -> Formula:
    """A formula in core operators with every bound variable renamed to a name of its own."""
    numbers = count()
    return _apart(core, {}, lambda name: f"{name}~{next(numbers)}")


def kinds_of(
    core: Formula, signature: Signature, decimals: Decimals = NO_DECIMALS
) -> Mapping[str, Kind]:
    """What every variable of a formula, bound ones included, holds.

    Args:
        core: well-formed, as `apart` gives it.
        signature: the predicates there are.
        decimals: which fields and constants need not be whole.
    """
    known = _Known(decimals)
    waiting = [core]
    while waiting:
        part = waiting.pop()
        waiting += children(part)
        match part:
            case Atom(predicate, terms):
                for place, kind in enumerate(signature.types(predicate)):
                    term = terms[place]
                    if isinstance(term, Var):
                        real = (predicate, place) in decimals.fields
                        known.learn(term.name, "string" if kind == "string" else "number", real)
            case Compare("=", left, right):
                known.equate(left, right)
                known.equate(right, left)
            case Aggregate(result, op, over):
                if op in ("MIN", "MAX", "SUM"):
                    known.equate(Var(result), Var(over))
                else:
                    known.learn(result, "number", op in ("AVG", "MED"))
            case _:
                pass
    return known.spread()


def converted(core: Formula, decimals: Decimals) -> Formula:
    """A formula in which each conversion is an operator of its own.

    Args:
        core: as `apart` gives it.
        decimals: the constants that stand for conversions.
    """

    def term(part: Term) -> Term:
        match part:
            case Arith("/", left, Const(value)) if value in decimals.conversions:
                op = decimals.conversions[cast(int, value)]
                return Arith(cast(Literal["NEG"], op), term(left), None)
            case Arith(_, left, right):
                return replace(part, left=term(left), right=None if right is None else term(right))
            case Var() | Const():
                return part

    return _with_terms(core, term) if decimals.conversions else core


def settled(core: Formula, kinds: Mapping[str, Kind], decimals: Decimals) -> Formula:
    """A formula with its decimals put in, and division among them exact.

    Args:
        core: as `converted` gives it.
        kinds: what its variables hold.
        decimals: the constants that stand for decimals.
    """

    def term(part: Term) -> Term:
        match part:
            case Const(value):
                real = decimals.constants.get(value) if isinstance(value, int) else None
                return part if real is None else Const(cast(int, real))
            case Arith(op, left, right):
                exact = op == "/" and any(_is_real(t, kinds, decimals) for t in (left, right) if t)
                return Arith(
                    cast(Literal["/"], "EXACT") if exact else op,
                    term(left),
                    None if right is None else term(right),
                )
            case Var():
                return part

    return _with_terms(core, term)


def _with_terms(core: Formula, term: Callable[[Term], Term]) -> Formula:
    def again(part: Formula) -> Formula:
        return _with_terms(part, term)

    match core:
        case Atom(_, terms):
            return replace(core, terms=tuple(map(term, terms)))
        case Compare(_, left, right):
            return replace(core, left=term(left), right=term(right))
        case And() | Or() | Since() | Until():
            return replace(core, left=again(core.left), right=again(core.right))
        case Truth() | Falsity():
            return core
        case Exists() | Aggregate() | Not() | Previous() | Next() | Once() | Eventually():
            return replace(core, body=again(core.body))
        case _:
            invariant(False, f"{type(core).__name__} is not a core operator")
            return core


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


class _Known:
    """What has been learned of the variables."""

    def __init__(self, decimals: Decimals) -> None:
        self._decimals = decimals
        self._kinds: dict[str, Kind] = {}
        self._equal: list[tuple[str, str]] = []

    def learn(self, name: str, kind: Kind, real: bool) -> None:
        """A variable holds values of a kind, decimals among them if `real`."""
        if real or name not in self._kinds:
            self._kinds[name] = "real" if real else kind

    def equate(self, one: Term, other: Term) -> None:
        """What one side holds, the other does."""
        match one, other:
            case Var(name), Const(value):
                real = value in self._decimals.constants
                self.learn(name, "string" if isinstance(value, str) else "number", real)
            case Var(name), Var(same):
                self._equal.append((name, same))
            case Var(name), Arith():
                self.learn(name, "number", _is_real(other, {}, self._decimals))
                self._equal += [(name, v) for v in _reckoned_with(other)]

    def spread(self) -> Mapping[str, Kind]:
        """What is known of one side of an equation is known of the other, by any chain."""
        growing = True
        while growing:
            growing = False
            for one, two in self._equal:
                for here, there in ((one, two), (two, one)):
                    kind = self._kinds.get(here)
                    more = kind is not None and self._kinds.get(there) in (None, "number")
                    if kind is not None and more and kind != self._kinds.get(there):
                        self._kinds[there] = kind
                        growing = True
        return self._kinds


def _is_conversion(op: str) -> bool:
    return op in ("I2F", "F2I")


def _reckoned_with(term: Term) -> Iterator[str]:
    """The variables of a term that hold what it holds: those that no conversion stands around."""
    match term:
        case Var(name):
            yield name
        case Arith(op, left, right) if not _is_conversion(op):
            yield from _reckoned_with(left)
            if right is not None:
                yield from _reckoned_with(right)


def _is_real(term: Term, kinds: Mapping[str, Kind], decimals: Decimals) -> bool:
    match term:
        case Var(name):
            return kinds.get(name) == "real"
        case Const(value):
            return value in decimals.constants
        case Arith(op) if _is_conversion(op):
            return str(op) == "I2F"
        case Arith(_, left, right):
            return any(_is_real(part, kinds, decimals) for part in (left, right) if part)


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
