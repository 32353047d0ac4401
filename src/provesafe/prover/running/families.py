"""The temporal parts of rules as families of flags, and what cannot be one.

`left SINCE right` with free variables x, y is a family: a flag for each (x, y) that `right` can
ever bind, which an act sets where `right` holds and keeps where `left` does. Parts that differ only
in the names of variables are one family. What would take more than flags is refused with a reason:
time that has to pass, the future, sums; a window that closes is a flag that may drop by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from provesafe.prover.errors import TooLargeError
from provesafe.rulebook import (
    Aggregate,
    And,
    Atom,
    Compare,
    Const,
    Exists,
    Formula,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    Truth,
    Var,
    children,
    free_variables,
)

__all__ = ["Families", "Family", "NotFiniteError"]


class NotFiniteError(TooLargeError):
    """A rule asks for more than flags can keep."""

    code = "prover.not_finite"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """One temporal part; its flags are numbered by what its variables stand for."""

    number: int
    variables: tuple[str, ...]
    left: Formula | None
    """None where it is always true: ONCE."""
    right: Formula
    window: int | None
    """For how many seconds a flag stays; None for ever."""
    quiet: frozenset[str] | None
    """A time-point with none of these facts leaves every flag as it is; None: ask always."""


@dataclass(frozen=False, slots=True)
class Families:
    """Every family of a set of formulas, those inside others first."""

    listed: list[Family] = field(default_factory=list)
    _by_shape: dict[str, Family] = field(default_factory=dict)
    _places: dict[int, tuple[Family, tuple[str, ...]]] = field(default_factory=dict)
    _kept: list[Formula] = field(default_factory=list)  # so that no id is used twice

    def gather(self, formula: Formula) -> None:
        """Note the families of a formula.

        Args:
            formula: in core operators, arranged.

        Raises:
            NotFiniteError: flags cannot keep what it asks for; nothing of it is noted.
        """
        for part in _parts(formula):
            _check(part)
        self._gather(formula)

    def at(self, part: Once | Since) -> tuple[Family, tuple[str, ...]]:
        """The family of a part of a gathered formula, and what the part calls its variables."""
        return self._places[id(part)]

    def _gather(self, formula: Formula) -> None:
        for inner in children(formula):
            self._gather(inner)
        if isinstance(formula, Once | Since):
            shape = _Shape()
            text = shape.of(formula, {})
            family = self._by_shape.get(text)
            if family is None:
                family = self._made(formula, tuple(shape.free))
                self._by_shape[text] = family
                self.listed.append(family)
            self._kept.append(formula)
            self._places[id(formula)] = (family, tuple(shape.free))

    def _made(self, part: Once | Since, variables: tuple[str, ...]) -> Family:
        left = part.left if isinstance(part, Since) else None
        right = part.right if isinstance(part, Since) else part.body
        return Family(
            number=len(self.listed),
            variables=variables,
            left=left,
            right=right,
            window=part.interval.high,
            quiet=self._quiet(left, right),
        )

    def _quiet(self, left: Formula | None, right: Formula) -> frozenset[str] | None:
        """The predicates without which nothing changes, where that is so.

        A flag that is set stays if `left` holds whenever none of its facts are there; none is set
        anew if `right` gains nothing from a fact's absence. See the test for both directions.
        """
        sides = [right] if left is None else [left, right]
        if any(isinstance(part, Previous) for side in sides for part in _outside(side)):
            return None
        bare = {p.predicate for side in sides for p in _outside(side) if isinstance(p, Atom)}
        if bare and not (
            (left is None or _without_facts(left) is True) and _only_gains(right, gains=True)
        ):
            return None
        touched = set(bare)
        for side in sides:
            for part in _outside(side):
                if isinstance(part, Once | Since):
                    inner = self.at(part)[0].quiet
                    if inner is None:
                        return None
                    touched |= inner
        return frozenset(touched)


def _parts(formula: Formula) -> Iterator[Formula]:
    yield formula
    for inner in children(formula):
        yield from _parts(inner)


def _outside(formula: Formula) -> Iterator[Formula]:
    """The parts not inside a temporal part, temporal parts themselves included."""
    yield formula
    if not isinstance(formula, Once | Since):
        for inner in children(formula):
            yield from _outside(inner)


def _check(part: Formula) -> None:
    match part:
        case Once(interval) | Since(interval):
            if interval.low > 0:
                raise NotFiniteError("it waits until some time has passed")
        case Previous(interval, body):
            if interval.low > 0 or interval.high is not None:
                raise NotFiniteError("it measures the time since the entry before")
            if any(isinstance(one, Atom | Previous) for one in _outside(body)):
                raise NotFiniteError("it asks what the entry before was, whatever it was about")
        case Aggregate():
            raise NotFiniteError("it counts or adds up")
        case And() | Or() | Not() | Exists() | Atom() | Compare():
            pass
        case _ if children(part):
            raise NotFiniteError("it waits for what comes after")


_Known: TypeAlias = bool | None


def _without_facts(formula: Formula) -> _Known:
    """Whether it holds when none of its own facts are there; None where that depends."""
    match formula:
        case Truth():
            return True
        case Atom():
            return False
        case Not(body):
            inside = _without_facts(body)
            return None if inside is None else not inside
        case And(left, right) | Or(left, right):
            sides = (_without_facts(left), _without_facts(right))
            decisive = isinstance(formula, Or)
            if decisive in sides:
                return decisive
            return None if None in sides else not decisive
        case Exists(_, body):
            return _without_facts(body)
        case _:
            return None


def _only_gains(formula: Formula, *, gains: bool) -> bool:
    """Whether every own fact can only help it to hold."""
    if isinstance(formula, Atom):
        return gains
    if isinstance(formula, Once | Since):
        return True
    turned = not gains if isinstance(formula, Not) else gains
    return all(_only_gains(inner, gains=turned) for inner in children(formula))


class _Shape:
    """A formula as text in which variables are numbers, and the free ones in that order."""

    def __init__(self) -> None:
        self.free: dict[str, str] = {}
        self.bound = 0

    def of(self, part: Formula, names: dict[str, str]) -> str:
        match part:
            case Atom(predicate, terms):
                return f"{predicate}({','.join(self._term(one, names) for one in terms)})"
            case Compare(op, left, right):
                return f"({self._term(left, names)}{op}{self._term(right, names)})"
            case Exists(variables, body):
                inner = dict(names)
                for one in variables:
                    self.bound += 1
                    inner[one] = f"b{self.bound}"
                return f"E{len(variables)}{self.of(body, inner)}"
            case _:
                window = repr(getattr(part, "interval", ""))
                inside = ";".join(self.of(one, names) for one in children(part))
                return f"{type(part).__name__}{window}[{inside}]"

    def _term(self, term: Term, names: dict[str, str]) -> str:
        match term:
            case Var(name):
                if name in names:
                    return names[name]
                return self.free.setdefault(name, f"f{len(self.free)}")
            case Const(value):
                return repr(value)
            case _:
                for name in free_variables(Compare("=", term, term)):
                    self._term(Var(name), names)
                return repr(term)
