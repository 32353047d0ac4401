"""The core form: the few operators the engine runs on, and what can be known of a formula early.

Rules of the core form:

- TRUE, FALSE, atoms, comparisons, NOT, AND, OR, EXISTS, PREVIOUS, ONCE, SINCE, EVENTUALLY and
  aggregates remain; IMPLIES, EQUIV, FORALL, HISTORICALLY and ALWAYS are written with these;
- NOT stands only in front of an atom, a comparison, EXISTS, an aggregate or a temporal operator;
- every bound variable has a name of its own, so that no name can be captured.

`HISTORICALLY I f` is `NOT ONCE I NOT f`, so it needs no state of its own.

`(NOT f) SINCE (g AND ONCE f)`, where g speaks of fewer things than f ("inspected since it was last
planned"), is `ONCE f AND NOT ((NOT g) SINCE (f AND NOT g))`: then each g ends what stands open,
once, and need not renew a row for each f there ever was.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from provesafe.errors import InvariantBroken
from provesafe.rulebook import (
    ANY_TIME,
    Aggregate,
    Always,
    And,
    Arith,
    Atom,
    Compare,
    Const,
    Eventually,
    Exists,
    Falsity,
    Forall,
    Formula,
    Historically,
    Iff,
    Implies,
    Let,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    Truth,
    Until,
    Var,
    children,
    free_variables,
)

__all__ = [
    "FALSE",
    "TRUE",
    "canonical",
    "conjoin",
    "disjoin",
    "negated",
    "normal",
    "numbered",
    "predicates_of",
]

TRUE = Truth()
FALSE = Falsity()


def normal(formula: Formula, mark: str = "") -> Formula:
    """The core form of a formula whose LETs are already expanded; the same meaning everywhere.

    Args:
        formula: what was written.
        mark: goes into the names of bound variables; formulas that are evaluated inside one
            another need different marks.
    """
    numbers = count()
    return _renamed(_core(formula), {}, lambda name: f"{name}~{mark}{next(numbers)}")


def negated(core: Formula) -> Formula:
    """The core form of NOT `core`."""
    return _refuted(core)


def canonical(
    core: Formula, variables: tuple[str, ...] | None = None
) -> tuple[Formula, tuple[str, ...]]:
    """A name-free twin of `core`, equal for formulas that differ in variable names alone.

    Args:
        core: the formula.
        variables: its free variables, or more, in the order in which to number them; by default
            as they first appear.

    Returns:
        The twin, whose free variables are `c0`, `c1`, … and the variables of `core` they stand
        for, in that order.
    """
    variables = free_variables(core) if variables is None else variables
    numbers = count()
    names = {name: f"c{position}" for position, name in enumerate(variables)}
    return _renamed(core, names, lambda _name: f"b{next(numbers)}"), variables


def numbered(core: Formula, variables: tuple[str, ...], mark: str) -> Formula:
    """`core` with these free variables numbered as `canonical` does, its bound ones marked."""
    numbers = count()
    names = {name: f"c{position}" for position, name in enumerate(variables)}
    return _renamed(core, names, lambda _name: f"{mark}{next(numbers)}")


def predicates_of(core: Formula) -> frozenset[str]:
    """The predicates that stand in a formula."""
    own = frozenset({core.predicate}) if isinstance(core, Atom) else frozenset()
    return own.union(*(predicates_of(child) for child in children(core)))


def conjoin(left: Formula, right: Formula) -> Formula:
    """Left AND right, without a TRUE or below a FALSE."""
    if isinstance(left, Falsity) or isinstance(right, Falsity):
        return FALSE
    if isinstance(left, Truth):
        return right
    return left if isinstance(right, Truth) else And(left, right)


def disjoin(left: Formula, right: Formula) -> Formula:
    """Left OR right, without a FALSE or below a TRUE."""
    if isinstance(left, Truth) or isinstance(right, Truth):
        return TRUE
    if isinstance(left, Falsity):
        return right
    return left if isinstance(right, Falsity) else Or(left, right)


def _core(formula: Formula) -> Formula:
    match formula:
        case Truth() | Falsity() | Atom() | Compare():
            return formula
        case Not(body):
            return _refuted(body)
        case And(left, right):
            return conjoin(_core(left), _core(right))
        case Or(left, right):
            return disjoin(_core(left), _core(right))
        case Implies(left, right):
            return disjoin(_refuted(left), _core(right))
        case Iff(left, right):
            both = disjoin(_refuted(left), _core(right)), disjoin(_refuted(right), _core(left))
            return conjoin(*both)
        case Exists(variables, body):
            return _exists(variables, _core(body))
        case Forall(variables, body):
            return _refuted_exists(variables, _refuted(body))
        case Previous(interval, body):
            inner = _core(body)
            return FALSE if isinstance(inner, Falsity) else Previous(interval, inner)
        case Once(interval, body):
            return _once(Once(interval, _core(body)))
        case Historically(interval, body):
            return _refuted_once(Once(interval, _refuted(body)))
        case Since(interval, left, right):
            return _since(Since(interval, _core(left), _core(right)))
        case Eventually(interval, body):
            return _eventually(Eventually(interval, _core(body)))
        case Always(interval, body):
            inner = _eventually(Eventually(interval, _refuted(body)))
            return _refuted(inner)
        case Next(interval, body):
            return Next(interval, _core(body))
        case Until(interval, left, right):
            return Until(interval, _core(left), _core(right))
        case Aggregate(result, op, over, group, body):
            return _aggregate(Aggregate(result, op, over, group, _core(body)))
        case Let():
            raise InvariantBroken("LET must be expanded before a formula is compiled")


def _refuted(formula: Formula) -> Formula:
    match formula:
        case Truth():
            return FALSE
        case Falsity():
            return TRUE
        case Not(body):
            return _core(body)
        case And(left, right):
            return disjoin(_refuted(left), _refuted(right))
        case Or(left, right):
            return conjoin(_refuted(left), _refuted(right))
        case Implies(left, right):
            return conjoin(_core(left), _refuted(right))
        case Forall(variables, body):
            return _exists(variables, _refuted(body))
        case Historically(interval, body):
            return _once(Once(interval, _refuted(body)))
        case Always(interval, body):
            return _eventually(Eventually(interval, _refuted(body)))
    inner = _core(formula)
    match inner:
        case Atom() | Compare() | Exists() | Aggregate() | Previous() | Once() | Since():
            return Not(inner)
        case Eventually() | Next() | Until():
            return Not(inner)
    return _refuted(inner)


def _exists(variables: tuple[str, ...], body: Formula) -> Formula:
    if isinstance(body, Eventually):  # the quantifier may as well stand at the later time-point
        return _eventually(Eventually(body.interval, _exists(variables, body.body)))
    free = free_variables(body)
    kept = tuple(name for name in variables if name in free)
    return Exists(kept, body) if kept else body


def _refuted_exists(variables: tuple[str, ...], body: Formula) -> Formula:
    inner = _exists(variables, body)
    return Not(inner) if isinstance(inner, Exists | Eventually) else _refuted(inner)


def _once(once: Once) -> Formula:
    if isinstance(once.body, Falsity):
        return FALSE
    return TRUE if isinstance(once.body, Truth) and once.interval.low == 0 else once


def _refuted_once(once: Once) -> Formula:
    inner = _once(once)
    return Not(inner) if isinstance(inner, Once) else _refuted(inner)


def _since(since: Since) -> Formula:
    if isinstance(since.right, Falsity):
        return FALSE
    if isinstance(since.left, Truth):
        return _once(Once(since.interval, since.right))
    if isinstance(since.left, Falsity):
        return since.right if since.interval.low == 0 else FALSE
    renewed = _renewed(since)
    if renewed is None:
        return since
    last, again = renewed
    unanswered = conjoin(last.body, _refuted(again))
    return conjoin(last, Not(Since(ANY_TIME, _refuted(again), unanswered)))


def _renewed(since: Since) -> tuple[Once, Formula] | None:
    """`ONCE f` and g of `(NOT f) SINCE (g AND ONCE f)`, if g speaks of fewer things than f."""
    if since.interval != ANY_TIME or not isinstance(since.left, Not):
        return None
    body, parts = since.left.body, _conjuncts(since.right)
    every = frozenset(free_variables(body))
    for last in parts:
        if isinstance(last, Once) and last.interval == ANY_TIME and _same(last.body, body):
            again: Formula = TRUE
            for part in parts:
                again = conjoin(again, TRUE if part is last else part)
            fewer = frozenset(free_variables(again)) < every
            return (last, again) if fewer and not isinstance(again, Truth) else None
    return None


def _conjuncts(core: Formula) -> list[Formula]:
    if isinstance(core, And):
        return [*_conjuncts(core.left), *_conjuncts(core.right)]
    return [core]


def _same(one: Formula, other: Formula) -> bool:
    """Whether two formulas differ in the names of bound variables at most."""
    variables = free_variables(one)
    same = frozenset(variables) == frozenset(free_variables(other))
    return same and canonical(one, variables) == canonical(other, variables)


def _eventually(eventually: Eventually) -> Formula:
    # EVENTUALLY FALSE stays: it is owed until its time has passed, though nothing can meet it.
    at_once = isinstance(eventually.body, Truth) and eventually.interval.low == 0
    return TRUE if at_once else eventually


def _aggregate(aggregate: Aggregate) -> Formula:
    if not isinstance(aggregate.body, Falsity):
        return aggregate
    if aggregate.group:
        return FALSE
    return Compare("=", Var(aggregate.result), Const(0))


def _renamed(core: Formula, names: dict[str, str], fresh: Callable[[str], str]) -> Formula:
    """Rename free variables by `names` and every bound one by `fresh`; drops spans."""

    def again(inner: Formula) -> Formula:
        return _renamed(inner, names, fresh)

    match core:
        case Truth():
            return TRUE
        case Falsity():
            return FALSE
        case Atom(predicate, terms):
            return Atom(predicate, tuple(_renamed_term(term, names) for term in terms))
        case Compare(op, left, right):
            return Compare(op, _renamed_term(left, names), _renamed_term(right, names))
        case Not(body):
            return Not(again(body))
        case And(left, right):
            return And(again(left), again(right))
        case Or(left, right):
            return Or(again(left), again(right))
        case Exists(variables, body):
            inner = names | {name: fresh(name) for name in variables}
            return Exists(tuple(inner[name] for name in variables), _renamed(body, inner, fresh))
        case Previous(interval, body):
            return Previous(interval, again(body))
        case Next(interval, body):
            return Next(interval, again(body))
        case Once(interval, body):
            return Once(interval, again(body))
        case Eventually(interval, body):
            return Eventually(interval, again(body))
        case Since(interval, left, right):
            return Since(interval, again(left), again(right))
        case Until(interval, left, right):
            return Until(interval, again(left), again(right))
        case Aggregate():
            return _renamed_aggregate(core, names, fresh)
    raise InvariantBroken(f"{type(core).__name__} is not in core form")


def _renamed_aggregate(
    core: Aggregate, names: dict[str, str], fresh: Callable[[str], str]
) -> Aggregate:
    group = tuple(names.get(name, name) for name in core.group)
    inner = dict(zip(core.group, group, strict=True))
    for name in free_variables(core.body):
        if name not in inner:
            inner[name] = fresh(name)
    body = _renamed(core.body, inner, fresh)
    return Aggregate(names.get(core.result, core.result), core.op, inner[core.over], group, body)


def _renamed_term(term: Term, names: dict[str, str]) -> Term:
    match term:
        case Var(name):
            return Var(names.get(name, name))
        case Const(value):
            return Const(value)
        case Arith(op, left, right):
            renamed = _renamed_term(right, names) if right is not None else None
            return Arith(op, _renamed_term(left, names), renamed)
