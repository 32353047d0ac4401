"""From formula to plan.

The well-formedness check has said that an order of conjuncts exists in which each can be judged;
here the cheapest is taken: facts first, since they are few points in time, then what only tests
the bindings there are, then what brings in new variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from provesafe.errors import invariant
from provesafe.monitor.columnar.kinds import (
    NO_DECIMALS,
    Decimals,
    apart,
    converted,
    kinds_of,
    renamed_term,
    settled,
)
from provesafe.monitor.columnar.plan import (
    Adjacent,
    Carried,
    Chain,
    Either,
    Give,
    Grouped,
    Hide,
    Lasting,
    Never,
    Query,
    Rows,
    Scan,
    Step,
    Test,
    Use,
    Without,
)
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
    VariableType,
    check_formula,
    children,
    free_variables,
    term_variables,
)

__all__ = ["Question", "compile_formula"]

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A formula ready to be asked of traces."""

    formula: Formula
    core: Formula
    """The same in core operators; what `decided` measures how far the future is open by."""
    use: Use
    """The plan, and the formula's own names for its variables."""
    variables: tuple[str, ...]
    """The free variables in order of first appearance: the columns of the answers."""
    kinds: Mapping[str, Kind]
    types: Mapping[str, VariableType]
    """The types of the free variables."""
    predicates: frozenset[str]
    """Those whose facts can matter."""


def compile_formula(
    formula: Formula,
    signature: Signature,
    *,
    strict: bool = True,
    decimals: Decimals = NO_DECIMALS,
) -> Question:
    """Check a formula against a signature and compile it.

    Args:
        formula: as parsed, its definitions and parameters already put in.
        signature: the predicates there are.
        strict: as for `check_formula`: refuse to divide by anything but a constant.
        decimals: fields and constants that need not be whole, for files of other tools.

    Raises:
        WellFormedError: it cannot be judged; span and hint say where and what to do.
        FormulaTooLargeError: it is beyond the limits once its LETs are written out.
    """
    checked = check_formula(formula, signature, strict=strict)
    core = checked.arranged
    named = converted(apart(core), decimals)
    kinds = kinds_of(named, signature, decimals)
    named = settled(named, kinds, decimals)
    variables = free_variables(formula)
    real: dict[str, VariableType] = {v: "fraction" for v in variables if kinds[v] == "real"}
    # To the check, what is converted from an average is still one.
    whole: dict[str, VariableType] = {v: "int" for v in variables if kinds[v] == "number"}
    return Question(
        formula=formula,
        core=core,
        use=_Compiler(kinds).use(named),
        variables=variables,
        kinds={name: kinds[name] for name in variables},
        types={**checked.types, **whole, **real},
        predicates=_predicates(core),
    )


@dataclass(slots=True)
class _Scope:
    """The names inside one query: its own variables and those hidden in it."""

    names: dict[str, str]
    numbers: Iterator[int] = field(default_factory=count)

    def hide(self, variables: Sequence[str]) -> tuple[str, ...]:
        """Names for hidden variables, used nowhere else in the query."""
        for name in variables:
            self.names[name] = f"e{next(self.numbers)}"
        return tuple(self.names[name] for name in variables)


class _Compiler:
    """One formula, every bound variable of which has a name of its own."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self._free: dict[int, tuple[str, ...]] = {}
        self._kept: list[Formula] = []  # so that no id is used twice
        self._readiness: dict[tuple[int, frozenset[str]], bool] = {}
        self._dividing: dict[int, bool] = {}

    def use(self, part: Formula) -> Use:
        """The query of a part that stands on its own, under the part's own names."""
        return Use(self.query(part), self.free(part))

    def query(self, part: Formula) -> Query:
        """The query of a part that stands on its own."""
        scope = _Scope({name: str(number) for number, name in enumerate(self.free(part))})
        match part:
            case Atom(predicate, terms):
                return Scan(predicate, tuple(_place(term, scope) for term in terms))
            case Previous(interval, body) | Next(interval, body):
                return Adjacent(interval, self.query(body), isinstance(part, Next))
            case Once(interval, body) | Eventually(interval, body):
                return Carried(interval, self.query(body), isinstance(part, Eventually))
            case Since(interval, left, right) | Until(interval, left, right):
                anchors = self._inside(right, scope)
                kept = self._kept_up(left, scope, frozenset(self.free(right)))
                return Lasting(interval, kept, anchors, isinstance(part, Until))
            case Aggregate():
                return self._grouped(part)
            case Exists(variables, body):
                scope.hide(variables)
                names = tuple(scope.names[name] for name in self.free(part))
                return Rows(self.step(body, scope, _NONE), names)
            case _:
                names = tuple(scope.names.values())
                return Rows(self.step(part, scope, _NONE), names)

    def step(self, part: Formula, scope: _Scope, bound: frozenset[str]) -> Step:
        """The step of a part, taken where `bound` variables have values."""
        match part:
            case Truth():
                return Chain(())
            case Falsity():
                return Never()
            case Compare():
                return self._compare(part, scope, bound)
            case Not(body):
                return Without(self.step(body, scope, bound))
            case And():
                steps: list[Step] = []
                for conjunct in self._ordered(conjuncts(part), bound) or ():
                    steps.append(self.step(conjunct, scope, bound))
                    bound |= frozenset(self.free(conjunct))
                return Chain(tuple(steps))
            case Or(left, right):
                return Either(self.step(left, scope, bound), self.step(right, scope, bound))
            case Exists(variables, body) if self._asks_around(part, bound):
                hidden = scope.hide(variables)
                return Hide(hidden, self.step(body, scope, bound - frozenset(variables)))
            case _:
                return self._inside(part, scope)

    def free(self, part: Formula) -> tuple[str, ...]:
        """The free variables of a part."""
        if id(part) not in self._free:
            self._kept.append(part)
            self._free[id(part)] = free_variables(part)
        return self._free[id(part)]

    def _kept_up(self, left: Formula, scope: _Scope, bound: frozenset[str]) -> Step:
        """The left side of SINCE or UNTIL: alone if it can be, else where it matters."""
        match left:
            case Not(body) if self._ready(body, _NONE):
                return Without(self._inside(body, scope))
            case _:
                return self.step(left, scope, bound)

    def _asks_around(self, part: Exists, bound: frozenset[str]) -> bool:
        """Whether EXISTS is better asked of the bindings there are than of all time-points.

        What has several conditions inside would be joined for every time-point; beside bindings
        it is joined for these alone.
        """
        joins = isinstance(part.body, And | Or | Exists)
        return not self._ready(part, _NONE) or (joins and not bound.isdisjoint(self.free(part)))

    def _inside(self, part: Formula, scope: _Scope) -> Use:
        return Use(self.query(part), tuple(scope.names[name] for name in self.free(part)))

    def _grouped(self, part: Aggregate) -> Grouped:
        inside = {name: f"b{number}" for number, name in enumerate(self.free(part.body))}
        return Grouped(
            op=part.op,
            over=inside[part.over],
            kind=self._kinds[part.over],
            group=tuple(inside[name] for name in part.group),
            body=Use(self.query(part.body), tuple(inside.values())),
        )

    def _compare(self, part: Compare, scope: _Scope, bound: frozenset[str]) -> Step:
        given = _assigned(part, bound)
        if given is not None:
            variable, term = given
            return Give(scope.names[variable], renamed_term(term, scope.names))
        left, right = renamed_term(part.left, scope.names), renamed_term(part.right, scope.names)
        kinds = tuple((scope.names[name], self._kinds[name]) for name in self.free(part))
        return Test(Compare(part.op, left, right), kinds)

    # In which order ------------------------------------------------------------------------------

    def _ready(self, part: Formula, bound: frozenset[str]) -> bool:
        """Whether every solution that extends a binding of `bound` can be listed."""
        key = id(part), bound & frozenset(self.free(part))
        if key not in self._readiness:
            self._readiness[key] = self._is_ready(part, bound)
        return self._readiness[key]

    def _is_ready(self, part: Formula, bound: frozenset[str]) -> bool:
        match part:
            case Compare():
                return self._tests(part, bound) or _assigned(part, bound) is not None
            case Not(body):
                return self._tests(part, bound) and self._ready(body, bound)
            case And():
                return self._ordered(conjuncts(part), bound) is not None
            case Or(left, right):
                same = {*self.free(left)} - bound == {*self.free(right)} - bound
                return same and self._ready(left, bound) and self._ready(right, bound)
            case Exists(variables, body):
                return self._ready(body, bound - frozenset(variables))
            case _:
                return True

    def _tests(self, part: Formula, bound: frozenset[str]) -> bool:
        return bound.issuperset(self.free(part))

    def _ordered(self, parts: Sequence[Formula], bound: frozenset[str]) -> list[Formula] | None:
        """The conjuncts, cheapest first; None if some can never be judged."""
        waiting, taken = list(parts), list[Formula]()
        while waiting:
            able = [part for part in waiting if self._ready(part, bound)]
            if not able:
                return None
            # min keeps the first of equals: the order written is the order taken.
            best = min(able, key=lambda part: self._cost(part, bound))
            waiting.remove(best)
            taken.append(best)
            bound |= frozenset(self.free(best))
        return taken

    def _cost(self, part: Formula, bound: frozenset[str]) -> int:
        """How dear a conjunct is: what gives few rows goes first, what multiplies them last."""
        tests = self._tests(part, bound)
        if self._divides(part):
            return 40  # nothing is divided by what another conjunct rules out
        match part:
            case Truth() | Falsity():
                return 0
            case Compare():
                return 1 if tests else 2
            case Atom():
                return 3
            case _ if _is_momentary(part):
                return 4
            case _ if tests and bound:
                return 5 if _is_looked_up(part) else 6
            case _:
                # Without a shared variable every row would meet every other.
                return 20 if bound.isdisjoint(self.free(part)) else 10

    def _divides(self, part: Formula) -> bool:
        """Whether judging it could come to a division by 0."""
        self.free(part)  # keeps it, and so its id
        if id(part) not in self._dividing:
            own = isinstance(part, Compare) and any(map(_divides_by_some, (part.left, part.right)))
            self._dividing[id(part)] = own or any(map(self._divides, children(part)))
        return self._dividing[id(part)]


def _divides_by_some(term: Term) -> bool:
    match term:
        case Arith(op, left, right):
            known = isinstance(right, Const) and right.value != 0
            apart = op in ("+", "-", "*", "NEG", "I2F", "F2I") or known
            return not apart or any(_divides_by_some(part) for part in (left, right) if part)
        case _:
            return False


def _is_momentary(part: Formula) -> bool:
    """Whether it holds only where facts of the same time-point say so."""
    match part:
        case Atom():
            return True
        case And(left, right):
            return _is_momentary(left) or _is_momentary(right)
        case Or(left, right):
            return _is_momentary(left) and _is_momentary(right)
        case Exists(_, body):
            return _is_momentary(body)
        case _:
            return False


def _is_looked_up(part: Formula) -> bool:
    """Whether asking it of a binding needs no join."""
    match part:
        case Exists(_, body):
            return not isinstance(body, And | Or | Exists)
        case Not(body):
            return _is_looked_up(body)
        case And(left, right) | Or(left, right):
            return _is_looked_up(left) and _is_looked_up(right)
        case _:
            return True


def _predicates(core: Formula) -> frozenset[str]:
    own = frozenset({core.predicate}) if isinstance(core, Atom) else frozenset[str]()
    return own.union(*map(_predicates, children(core)))


def conjuncts(part: Formula) -> list[Formula]:
    """The parts that a chain of ANDs joins, in the order they are written."""
    if isinstance(part, And):
        return [*conjuncts(part.left), *conjuncts(part.right)]
    return [part]


def _place(term: Term, scope: _Scope) -> int | Const:
    match term:
        case Var(name):
            return int(scope.names[name])
        case Const():
            return term
        case Arith():
            invariant(False, "well-formed facts have no arithmetic among their arguments")
            return 0


def _assigned(part: Compare, bound: frozenset[str]) -> tuple[str, Term] | None:
    """The variable that `x = term` gives a value to, if this is such a comparison."""
    if part.op != "=":
        return None
    for one, other in ((part.left, part.right), (part.right, part.left)):
        given = bound.issuperset(term_variables(other))
        if isinstance(one, Var) and one.name not in bound and given:
            return one.name, other
    return None
