"""What a formula is: the tree that the parser makes and every engine reads.

Metric first-order temporal logic in MonPoly's concrete syntax. A trace is a sequence of
time-points; each has a time-stamp in whole seconds (never decreasing, ties allowed) and a set of
facts. Rules of the tree:

- terms are variables, constants (int or str) or integer arithmetic over them;
- an interval is closed and in whole seconds, `high = None` is unbounded; half-open text such as
  `[0,10)` is `[0,9]` here, and an interval without an integer in it is never built;
- spans say where a node stood in its text and take no part in equality;
- a rule file also has `$name` parameters; they are replaced before this tree is built, so that no
  engine ever sees one.

Source: MonPoly's grammar; semantics as in Basin, Klaedtke, Mueller, Zalinescu, "Monitoring metric
first-order temporal properties", J. ACM 62(2), 2015.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from provesafe.errors import Span

__all__ = [
    "AGGREGATIONS",
    "ANY_TIME",
    "Aggregate",
    "AggregateOp",
    "Always",
    "And",
    "Arith",
    "Atom",
    "Compare",
    "CompareOp",
    "Const",
    "Eventually",
    "Exists",
    "Fact",
    "Falsity",
    "Forall",
    "Formula",
    "Historically",
    "Iff",
    "Implies",
    "Interval",
    "Let",
    "Next",
    "Not",
    "Once",
    "Or",
    "Previous",
    "Since",
    "Term",
    "TimePoint",
    "Truth",
    "Until",
    "Value",
    "Var",
    "children",
    "free_variables",
    "term_variables",
]

Value: TypeAlias = int | str
CompareOp: TypeAlias = Literal["=", "<", "<=", ">", ">="]
AggregateOp: TypeAlias = Literal["CNT", "SUM", "MIN", "MAX", "AVG", "MED"]
AGGREGATIONS: tuple[AggregateOp, ...] = ("CNT", "SUM", "MIN", "MAX", "AVG", "MED")


@dataclass(frozen=True, slots=True)
class Fact:
    """One ground fact of a time-point: a predicate of the signature and its arguments."""

    predicate: str
    arguments: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class TimePoint:
    """One time-point: a time-stamp in whole seconds since the epoch and a set of facts."""

    seconds: int
    facts: frozenset[Fact]


@dataclass(frozen=True, slots=True)
class Var:
    """A variable, `[A-Za-z_][A-Za-z0-9_']*`."""

    name: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Const:
    """A constant: an integer of any size, or a string (shown in double quotes)."""

    value: Value
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arith:
    """Integer arithmetic; division and MOD round toward zero, as MonPoly (OCaml) does."""

    op: Literal["+", "-", "*", "/", "MOD", "NEG"]
    left: Term
    right: Term | None
    """None only for the unary minus `NEG`."""
    span: Span | None = field(default=None, compare=False, repr=False)


Term: TypeAlias = Var | Const | Arith


@dataclass(frozen=True, slots=True)
class Interval:
    """`[low, high]` in seconds, both ends included; `high = None` means `*`."""

    low: int = 0
    high: int | None = None

    def __contains__(self, seconds: int) -> bool:
        return self.low <= seconds and (self.high is None or seconds <= self.high)


ANY_TIME = Interval()


@dataclass(frozen=True, slots=True)
class Truth:
    """TRUE."""

    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Falsity:
    """FALSE."""

    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Atom:
    """`predicate(term, …)`: some fact of the time-point matches."""

    predicate: str
    terms: tuple[Term, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`; strings compare by code point and never with integers."""

    op: CompareOp
    left: Term
    right: Term
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """NOT body."""

    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """Left AND right."""

    left: Formula
    right: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Left OR right."""

    left: Formula
    right: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Implies:
    """Left IMPLIES right."""

    left: Formula
    right: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Iff:
    """Left EQUIV right."""

    left: Formula
    right: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Exists:
    """`EXISTS x, y. body`; the names are distinct and not empty."""

    variables: tuple[str, ...]
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Forall:
    """`FORALL x, y. body`; the names are distinct and not empty."""

    variables: tuple[str, ...]
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Previous:
    """`PREVIOUS I body`: at the time-point just before, whoever's it is, `I` seconds ago."""

    interval: Interval
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Next:
    """`NEXT I body`: at the time-point just after."""

    interval: Interval
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Once:
    """`ONCE I body`: at some time-point up to and including now."""

    interval: Interval
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Historically:
    """`HISTORICALLY I body`: at every time-point of the window up to and including now."""

    interval: Interval
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Eventually:
    """`EVENTUALLY I body`: at some time-point from now on."""

    interval: Interval
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Always:
    """`ALWAYS I body`: at every time-point of the window from now on."""

    interval: Interval
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Since:
    """`left SINCE I right`: `right` held in the window and `left` at every time-point after it."""

    interval: Interval
    left: Formula
    right: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Until:
    """`left UNTIL I right`: `right` will hold in the window, `left` at each time-point before."""

    interval: Interval
    left: Formula
    right: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`result <- OP over; group (body)`: one row for each group; over sets of bindings of `body`.

    Without a group there is one row even when nothing satisfies `body`: 0, whatever the OP, as
    MonPoly and VeriMon have it. With a group an empty group has no row.
    """

    result: str
    op: AggregateOp
    over: str
    group: tuple[str, ...]
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Let:
    """`LET name(parameters) = definition IN body`: a predicate defined for `body` alone."""

    name: str
    parameters: tuple[str, ...]
    definition: Formula
    body: Formula
    span: Span | None = field(default=None, compare=False, repr=False)


Formula: TypeAlias = (
    Truth
    | Falsity
    | Atom
    | Compare
    | Not
    | And
    | Or
    | Implies
    | Iff
    | Exists
    | Forall
    | Previous
    | Next
    | Once
    | Historically
    | Eventually
    | Always
    | Since
    | Until
    | Aggregate
    | Let
)


def children(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly inside a formula, in the order they are written."""
    match formula:
        case Truth() | Falsity() | Atom() | Compare():
            return ()
        case (
            And(left, right)
            | Or(left, right)
            | Implies(left, right)
            | Iff(left, right)
            | Since(_, left, right)
            | Until(_, left, right)
            | Let(_, _, left, right)
        ):
            return (left, right)
        case _:
            return (formula.body,)


def term_variables(term: Term) -> tuple[str, ...]:
    """The variables of a term, each once, in order of first appearance."""
    match term:
        case Var(name):
            return (name,)
        case Const():
            return ()
        case Arith(_, left, right):
            found = term_variables(left) + (term_variables(right) if right is not None else ())
            return tuple(dict.fromkeys(found))


def free_variables(formula: Formula) -> tuple[str, ...]:
    """The free variables of a formula, each once, in order of first appearance."""
    found: dict[str, None] = {}
    _gather(formula, found)
    return tuple(found)


def _gather(formula: Formula, found: dict[str, None]) -> None:
    """Add the free variables of a formula, in order; asked so often that it builds nothing."""
    match formula:
        case Truth() | Falsity():
            return
        case Atom(_, terms):
            _gather_terms(terms, found)
        case And(left, right) | Or(left, right) | Implies(left, right) | Iff(left, right):
            _gather(left, found)
            _gather(right, found)
        case Not(body):
            _gather(body, found)
        case Exists(variables, body) | Forall(variables, body):
            inside: dict[str, None] = {}
            _gather(body, inside)
            for name in inside:
                if name not in variables:
                    found[name] = None
        case Compare(_, left, right):
            _gather_terms((left, right), found)
        case Since(_, left, right) | Until(_, left, right):
            _gather(left, found)
            _gather(right, found)
        case Aggregate(result, _, _, group, _):
            found.update(dict.fromkeys((result, *group)))
        case Let(_, _, _, body):
            _gather(body, found)
        case _:
            _gather(formula.body, found)


def _gather_terms(terms: Iterable[Term], found: dict[str, None]) -> None:
    for term in terms:
        if isinstance(term, Var):
            found[term.name] = None
        elif not isinstance(term, Const):
            found.update(dict.fromkeys(term_variables(term)))
