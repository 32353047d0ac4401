"""A formula at one time-point, with its past already in tables: what the planner compiles.

Nothing in a part looks back: a temporal operator has become a row that is kept in a table (with
what the facts of now add to it), PREVIOUS has become facts and rows as they stood before. So for a
given set of predicates the parts that cannot hold fall away before anything is compiled.

Parts are equal if they say the same with the same names. `names` are a part's free variables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from provesafe.monitor.engine.table import Place
from provesafe.rulebook import (
    AggregateOp,
    Arith,
    CompareOp,
    Const,
    Interval,
    Term,
    Value,
    Var,
    term_variables,
)

__all__ = [
    "NO",
    "NOTHING",
    "YES",
    "Among",
    "Both",
    "Bound",
    "Either",
    "Gap",
    "Kept",
    "Match",
    "Neither",
    "Part",
    "Some",
    "Sure",
    "Test",
    "Total",
    "both",
    "compared",
    "conjuncts",
    "either",
    "opposite",
    "renamed",
    "some",
]

Bound: TypeAlias = frozenset[str]
NOTHING: Bound = frozenset()


@dataclass(frozen=True, slots=True)
class Sure:
    """Always so, or never."""

    holds: bool
    names: Bound = field(default=NOTHING, init=False, compare=False, repr=False)


YES = Sure(True)
NO = Sure(False)


@dataclass(frozen=True, slots=True)
class Match:
    """A fact of the time-point, or of the one before it; terms are variables and constants."""

    predicate: str
    terms: tuple[Term, ...]
    before: bool
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        names = frozenset(name for term in self.terms for name in term_variables(term))
        object.__setattr__(self, "names", names)


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of a table, within a window that ends now, or at the time-point before.

    `window` is None for a row that counts whenever it is there.
    """

    place: Place
    variables: tuple[str, ...]
    window: Interval | None
    before: bool
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(self.variables))


@dataclass(frozen=True, slots=True)
class Gap:
    """There is a time-point before, so many seconds ago."""

    interval: Interval
    names: Bound = field(default=NOTHING, init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison, or an equation that gives one variable its value."""

    op: CompareOp
    left: Term
    right: Term
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        names = frozenset((*term_variables(self.left), *term_variables(self.right)))
        object.__setattr__(self, "names", names)


@dataclass(frozen=True, slots=True)
class Among:
    """A variable has one of these values."""

    variable: str
    values: tuple[Value, ...]
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset((self.variable,)))


@dataclass(frozen=True, slots=True)
class Neither:
    """The part does not hold."""

    part: Part
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", self.part.names)


@dataclass(frozen=True, slots=True)
class Both:
    """Both parts hold."""

    left: Part
    right: Part
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", self.left.names | self.right.names)


@dataclass(frozen=True, slots=True)
class Either:
    """One part holds, or both do."""

    left: Part
    right: Part
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", self.left.names | self.right.names)


@dataclass(frozen=True, slots=True)
class Some:
    """The part holds for some values of the variables."""

    variables: tuple[str, ...]
    part: Part
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", self.part.names - frozenset(self.variables))


@dataclass(frozen=True, slots=True)
class Total:
    """An aggregate over the rows of the part, which binds `columns`."""

    result: str
    op: AggregateOp
    over: str
    group: tuple[str, ...]
    columns: tuple[str, ...]
    part: Part
    names: Bound = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset((self.result, *self.group)))


Part: TypeAlias = Sure | Match | Kept | Gap | Test | Among | Neither | Both | Either | Some | Total


def conjuncts(part: Part) -> list[Part]:
    """The parts that a chain of Both joins, left to right."""
    if isinstance(part, Both):
        return [*conjuncts(part.left), *conjuncts(part.right)]
    return [part]


def both(left: Part, right: Part) -> Part:
    """Both, without what is sure."""
    if isinstance(left, Sure):
        return right if left.holds else NO
    if isinstance(right, Sure):
        return left if right.holds else NO
    return Both(left, right)


def either(left: Part, right: Part) -> Part:
    """Either, without what is sure."""
    if isinstance(left, Sure):
        return YES if left.holds else right
    if isinstance(right, Sure):
        return YES if right.holds else left
    if isinstance(left, Among) and isinstance(right, Among) and left.variable == right.variable:
        return Among(left.variable, tuple(dict.fromkeys((*left.values, *right.values))))
    return Either(left, right)


def opposite(part: Part) -> Part:
    """Not the part, without what is sure."""
    if isinstance(part, Sure):
        return NO if part.holds else YES
    return part.part if isinstance(part, Neither) else Neither(part)


def compared(op: CompareOp, left: Term, right: Term) -> Part:
    """A comparison; one variable with a constant is `Among` its values."""
    if op == "=":
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Var) and isinstance(other, Const):
                return Among(one.name, (other.value,))
    return Test(op, left, right)


def some(variables: tuple[str, ...], part: Part) -> Part:
    """The part for some values, without variables it no longer has."""
    left = tuple(name for name in variables if name in part.names)
    return Some(left, part) if left else part


def renamed(part: Part, names: dict[str, str], mark: str) -> Part:
    """A part with other names.

    Args:
        part: the part.
        names: new names by old ones; a variable without one, free or bound, gets the next number
            after `mark`, and is added.
        mark: how such names begin.
    """

    def new(name: str) -> str:
        return names.setdefault(name, f"{mark}{len(names)}")

    def term(old: Term) -> Term:
        match old:
            case Var(name):
                return Var(new(name))
            case Const():
                return old
            case Arith(op, left, right):
                return Arith(op, term(left), None if right is None else term(right))

    match part:
        case Sure() | Gap():
            return part
        case Match(predicate, terms, before):
            return Match(predicate, tuple(term(old) for old in terms), before)
        case Kept(place, variables, window, before):
            return Kept(place, tuple(new(name) for name in variables), window, before)
        case Test(op, left, right):
            return Test(op, term(left), term(right))
        case Among(variable, values):
            return Among(new(variable), values)
        case Neither(inner):
            return Neither(renamed(inner, names, mark))
        case Both(left, right):
            return Both(renamed(left, names, mark), renamed(right, names, mark))
        case Either(left, right):
            return Either(renamed(left, names, mark), renamed(right, names, mark))
        case Some(variables, inner):
            return Some(tuple(new(name) for name in variables), renamed(inner, names, mark))
        case Total(result, op, over, group, columns, inner):
            own = tuple(new(name) for name in columns)
            groups = tuple(new(name) for name in group)
            inside = renamed(inner, names, mark)
            return Total(new(result), op, new(over), groups, own, inside)
