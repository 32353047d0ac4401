"""What the facts of single time-points say: the ground that explanations stand on.

- `core` writes a formula with few operators: ONCE f is TRUE SINCE f, and so on;
- `decided` says whether the facts of one time-point decide a formula, whatever came before;
- `candidates` says which values variables could take if a formula were to hold: a superset;
- `window` says which time-points lie in an operator's interval.

It knows no tables and shares nothing with the gate, because it must be able to find it wrong.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

from provesafe.errors import VerificationError
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
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    TimePoint,
    Truth,
    Until,
    Value,
    Var,
    expand_lets,
    free_variables,
    term_variables,
)

__all__ = [
    "TRUE",
    "ExplanationError",
    "Forms",
    "Names",
    "PlainView",
    "Row",
    "View",
    "candidates",
    "closed",
    "conjuncts",
    "core",
    "decided",
    "needed",
    "neighbour",
    "possible_values",
    "value_of",
    "window",
]

Row: TypeAlias = Mapping[str, Any]
TRUE = Truth()


class ExplanationError(VerificationError):
    """An explanation does not follow from its rule and its trace: show nothing of it."""

    code = "monitor.explanation"


def needed(condition: bool, why_not: str) -> None:
    """Go on only if the condition holds.

    Raises:
        ExplanationError: it does not.
    """
    if not condition:
        raise ExplanationError(f"the explanation does not follow: {why_not}")


class Names:
    """The free variables of formulas, each found once."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Formula, frozenset[str]]] = {}  # kept, so that ids stay

    def __call__(self, formula: Formula) -> frozenset[str]:
        """The free variables of a formula."""
        found = self._found.get(id(formula))
        if found is None:
            found = formula, frozenset(free_variables(formula))
            self._found[id(formula)] = found
        return found[1]


class Forms:
    """A rule in the form in which it is explained, made once for many explanations."""

    def __init__(self, on: Formula, require: Formula) -> None:
        self.on = core(expand_lets(on))
        self.parts = conjuncts(core(expand_lets(require)))
        """What is required, one conjunct each, left to right."""
        self.binds = free_variables(on)
        self.names = Names()
        self._anytime: dict[int, Exists] = {}

    def anytime(self, formula: Exists) -> Exists:
        """A quantifier in this rule, with every window open and nothing to undo it."""
        found = self._anytime.get(id(formula))
        if found is None:
            found = Exists(formula.variables, _anytime(formula.body))
            self._anytime[id(formula)] = found
        return found


class View(Protocol):
    """A trace as an explanation reads it."""

    @property
    def until(self) -> int | None:
        """Every second before this one is known; None: nothing is known after the last entry."""

    @property
    def names(self) -> Names:
        """The free variables of formulas, as far as they were asked for."""

    def __len__(self) -> int: ...

    def seconds(self, index: int) -> int:
        """The time-stamp of a time-point."""

    def rows(self, index: int, predicate: str) -> Sequence[tuple[Value, ...]]:
        """The arguments of the facts with a predicate at a time-point, in a fixed order."""

    def spots(
        self, formula: Formula, first: int, last: int, row: Row, *, quiet: bool
    ) -> Iterable[int]:
        """The time-points of a range, ascending.

        Those may be left out at which the lack of facts alone decides the formula as `quiet`.
        """


class PlainView:
    """A trace just as it is."""

    def __init__(self, trace: Sequence[TimePoint], until: int | None = None) -> None:
        self._trace = trace
        self.until = until
        self.names = Names()

    def __len__(self) -> int:
        return len(self._trace)

    def seconds(self, index: int) -> int:
        """The time-stamp of a time-point."""
        return self._trace[index].seconds

    def rows(self, index: int, predicate: str) -> Sequence[tuple[Value, ...]]:
        """The arguments of the facts with a predicate at a time-point, in a fixed order."""
        facts = self._trace[index].facts
        return sorted((f.arguments for f in facts if f.predicate == predicate), key=repr)

    def spots(
        self, formula: Formula, first: int, last: int, row: Row, *, quiet: bool
    ) -> Iterable[int]:
        """Every time-point of a range, ascending."""
        del formula, row, quiet
        return range(first, last + 1)


def core(formula: Formula) -> Formula:
    """The same formula with TRUE, atoms, comparisons, NOT, AND, OR, EXISTS, PREVIOUS, NEXT, SINCE,
    UNTIL and aggregates alone."""
    match formula:
        case Truth() | Atom() | Compare():
            return formula
        case Falsity():
            return Not(TRUE)
        case And() | Or() | Since() | Until():
            return replace(formula, left=core(formula.left), right=core(formula.right))
        case Not() | Exists() | Previous() | Next() | Aggregate():
            return replace(formula, body=core(formula.body))
        case Implies(left, right):
            return Or(Not(core(left)), core(right))
        case Iff(left, right):
            return core(And(Implies(left, right), Implies(right, left)))
        case Forall(names, body):
            return Not(Exists(names, Not(core(body))))
        case Once(interval, body):
            return Since(interval, TRUE, core(body))
        case Eventually(interval, body):
            return Until(interval, TRUE, core(body))
        case Historically(interval, body):
            return Not(Since(interval, TRUE, Not(core(body))))
        case Always(interval, body):
            return Not(Until(interval, TRUE, Not(core(body))))
    return core(expand_lets(formula))


def conjuncts(formula: Formula) -> list[Formula]:
    """The parts of nested ANDs, left to right."""
    if isinstance(formula, And):
        return [*conjuncts(formula.left), *conjuncts(formula.right)]
    return [formula]


def decided(
    view: View, formula: Formula, index: int, row: Row, *, deep: bool = False
) -> bool | None:
    """Whether a formula holds, as far as the facts of one time-point say; None if they do not.

    Args:
        view: the trace.
        formula: in core form.
        index: the time-point.
        row: the values of variables; those without one may have any.
        deep: look back at earlier time-points too (inside aggregates).
    """
    match formula:
        case Truth():
            return True
        case Atom(predicate, terms):
            fits = any(_matched(terms, f, row) is not None for f in view.rows(index, predicate))
            return None if fits and not _known(view, formula, row) else fits
        case Compare(op, left, right):
            known = _known(view, formula, row)
            return _compared(op, value_of(left, row), value_of(right, row)) if known else None
        case Not(body):
            inner = decided(view, body, index, row, deep=deep)
            return None if inner is None else not inner
        case And(left, right) | Or(left, right):
            stop = isinstance(formula, Or)
            first = decided(view, left, index, row, deep=deep)
            second = first if first is stop else decided(view, right, index, row, deep=deep)
            return stop if second is stop else None if first is None else second
        case Exists(_, body):
            found = possible_values(view, formula, index, row, wide=deep)
            if found is None:  # perhaps it is the same for all values
                needed(not deep, "the values of a variable cannot be told")
                return decided(view, body, index, _without(row, formula.variables))
            every = [decided(view, body, index, given, deep=deep) for _, given in found]
            return True if True in every else None if None in every else False
        case Aggregate() if _known(view, formula, row):
            values = [value for _, value in _reckoned(view, formula, index, row)]
            return row[formula.result] in values
        case Previous(_, body) | Next(_, body):
            at_the_end = index + 1 == len(view)
            if isinstance(formula, Next) and at_the_end and not closed(view, formula, index):
                return None
            there = neighbour(view, formula, index)
            if there is None or not deep:
                return False if there is None else None
            return decided(view, body, there, row, deep=True)
        case Since(_, left, right) if deep:
            return any(
                decided(view, right, spot, row, deep=True)
                and all(
                    decided(view, left, later, row, deep=True)
                    for later in view.spots(left, spot + 1, index, row, quiet=True)
                )
                for spot in view.spots(right, *window(view, formula, index), row, quiet=False)
            )
    needed(not deep, "an aggregate over what comes after")
    return None


def candidates(
    view: View, formula: Formula, index: int, row: Row, *, sign: bool = True, wide: bool = True
) -> list[Row] | None:
    """Rows that bind more, among them all that make a formula hold; None if it binds nothing.

    Args:
        view: the trace.
        formula: in core form.
        index: the time-point.
        row: the values that are fixed.
        sign: False to make the formula fail instead.
        wide: whether to look at other time-points.
    """
    if _known(view, formula, row):
        return None
    match formula:
        case Atom(predicate, terms) if sign:
            rows = (_matched(terms, found, row) for found in view.rows(index, predicate))
            return [found for found in rows if found is not None]
        case Compare("=", left, right) if sign:
            for one, other in ((left, right), (right, left)):
                if isinstance(one, Var) and row.keys() >= set(term_variables(other)):
                    return [{**row, one.name: value_of(other, row)}]
        case Not(body):
            return candidates(view, body, index, row, sign=not sign, wide=wide)
        case And(left, right) | Or(left, right):

            def of(part: Formula, given: Row) -> list[Row] | None:
                return candidates(view, part, index, given, sign=sign, wide=wide)

            if sign == isinstance(formula, And):
                return _joined(of, [left, right], row)
            these, those = of(left, row), of(right, row)
            return None if these is None or those is None else these + those
        case Exists(names, body) if sign:
            found = candidates(view, body, index, _without(row, names), wide=wide)
            if found is not None:
                return [{**_without(each, names), **row} for each in found]
        case Aggregate() if sign and wide:
            groups = _reckoned(view, formula, index, row)
            return [{**row, **group, formula.result: value} for group, value in groups]
        case Previous(_, body) | Next(_, body) if sign and wide:
            there = neighbour(view, formula, index)
            return [] if there is None else candidates(view, body, there, row)
        case Since(_, _, right) | Until(_, _, right) if (
            sign and wide and closed(view, formula, index)
        ):
            first, last = window(view, formula, index)
            if isinstance(formula, Since):
                first = max(first, _broken(view, formula.left, (first, index), row))
            spots = view.spots(right, first, last, row, quiet=False)
            return _union([_at(view, right, spot, row) for spot in spots])
    return None


def possible_values(
    view: View, formula: Exists, index: int, row: Row, *, wide: bool
) -> list[tuple[tuple[Value, ...], Row]] | None:
    """Every tuple of values that EXISTS must try, in a fixed order, each with its whole row.

    None if they cannot be told, from this time-point alone or (`wide`) at all.
    """
    names, body = formula.variables, formula.body
    rows = candidates(view, body, index, _without(row, names), wide=wide)
    if rows is None or not all(found.keys() >= set(names) for found in rows):
        return None
    found = {tuple(given[name] for name in names) for given in rows}
    every = sorted(found, key=lambda values: [(type(v).__name__, v) for v in values])
    return [(values, {**row, **dict(zip(names, values, strict=True))}) for values in every]


def window(view: View, formula: Since | Until, index: int) -> tuple[int, int]:
    """The first and the last time-point within an operator's interval; empty if last < first."""
    low, high = formula.interval.low, formula.interval.high
    now, points = view.seconds(index), range(len(view))
    if isinstance(formula, Until):
        first = max(index, bisect_left(points, now + low, key=view.seconds))
        end = len(view) if high is None else bisect_right(points, now + high, key=view.seconds)
        return first, end - 1
    first = 0 if high is None else bisect_left(points, now - high, key=view.seconds)
    return first, min(index, bisect_right(points, now - low, key=view.seconds) - 1)


def closed(view: View, formula: Since | Until | Next, index: int) -> bool:
    """Whether everything that can come within an operator's interval is known."""
    if isinstance(formula, Since):
        return True
    high = formula.interval.high
    return high is not None and view.until is not None and view.seconds(index) + high < view.until


def neighbour(view: View, formula: Previous | Next, index: int) -> int | None:
    """The time-point just before or after, if it lies within the operator's interval."""
    there = index - 1 if isinstance(formula, Previous) else index + 1
    if there < 0:
        return None
    if there == len(view):
        needed(isinstance(formula, Next) and closed(view, formula, index), "the record ends")
        return None
    gap = abs(view.seconds(index) - view.seconds(there))
    return there if gap in formula.interval else None


def value_of(term: Term, row: Row) -> Any:
    """The value of a term whose variables have values."""
    match term:
        case Var(name):
            return row[name]
        case Const(value):
            return value
        case Arith("NEG", inner, _):
            return -value_of(inner, row)
        case Arith(op, left, right):
            one, two = value_of(left, row), value_of(right or left, row)
            if op in ("+", "-", "*"):
                return one + two if op == "+" else one - two if op == "-" else one * two
            needed(two != 0, "something is divided by 0")
            quotient = abs(one) // abs(two) * (1 if (one < 0) == (two < 0) else -1)
            return quotient if op == "/" else one - two * quotient


def _compared(op: str, one: Any, two: Any) -> bool:
    same_type = isinstance(one, str) == isinstance(two, str)
    if op == "=":
        return same_type and bool(one == two)
    needed(same_type, f"a number and a string meet in `{op}`")
    if op in ("<", "<="):
        return bool(one < two or (op == "<=" and one == two))
    return bool(one > two or (op == ">=" and one == two))


def _matched(terms: Sequence[Term], arguments: Sequence[Value], row: Row) -> Row | None:
    """The row with what an atom binds; None if a fact does not fit what is fixed."""
    found = dict(row)
    for term, argument in zip(terms, arguments, strict=True):
        match term:
            case Var(name) if found.setdefault(name, argument) != argument:
                return None
            case Const(value) if value != argument:
                return None
    return found


def _known(view: View, formula: Formula, row: Row) -> bool:
    return row.keys() >= view.names(formula)


def _broken(view: View, left: Formula, reach: tuple[int, int], row: Row) -> int:
    """Where a left side last fails by the facts there, whatever is still to be bound.

    Nothing that began before can have lasted. Without such a place, the start of the range.
    """
    first, last = reach
    if not isinstance(left, Truth) and _known(view, left, row):
        for spot in reversed([*view.spots(left, first, last, row, quiet=True)]):
            if decided(view, left, spot, row) is False:
                return spot
    return first


def _at(view: View, body: Formula, index: int, row: Row) -> list[Row] | None:
    """Candidates at another time-point, without those that the facts there rule out."""
    found = candidates(view, body, index, row)
    if found is None:
        return None
    names = view.names(body)
    return [
        given
        for given in found
        if not (given.keys() >= names and decided(view, body, index, given) is False)
    ]


def _without(row: Row, names: Sequence[str]) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _joined(
    of: Callable[[Formula, Row], list[Row] | None], parts: list[Formula], row: Row
) -> list[Row] | None:
    """Rows that several parts bind together, taking the parts in whatever order binds."""
    rows: list[Row] = [row]
    bound = False
    while parts:
        for part in parts:
            found = _each(of, part, rows)
            if found is not None:
                rows, bound = found, True
                parts = [other for other in parts if other is not part]
                break
        else:
            break
    return rows if bound else None


def _each(
    of: Callable[[Formula, Row], list[Row] | None], part: Formula, rows: list[Row]
) -> list[Row] | None:
    """The rows that a part binds in every one of some; None if there is none it binds in."""
    found: list[Row] = []
    for given in rows:
        some = of(part, given)
        if some is None:
            return None
        found += some
    return found if rows else None


def _union(parts: Sequence[list[Row] | None]) -> list[Row] | None:
    distinct: dict[tuple[tuple[str, Value], ...], Row] = {}
    for rows in parts:
        if rows is None:
            return None
        for row in rows:
            distinct[tuple(sorted(row.items()))] = row
    return list(distinct.values())


def _reckoned(view: View, formula: Aggregate, index: int, row: Row) -> list[tuple[Row, Any]]:
    """Each group of an aggregate with its value, looking back through the whole record."""
    names = free_variables(formula.body)
    given = {name: row[name] for name in formula.group if name in row}
    rows = candidates(view, formula.body, index, given)
    groups: dict[tuple[Value, ...], dict[tuple[Value, ...], Any]] = {}
    for found in [given] if rows is None else rows:
        needed(found.keys() >= set(names), "an aggregate cannot be reckoned")
        if decided(view, formula.body, index, found, deep=True):
            key = tuple(found[name] for name in formula.group)
            groups.setdefault(key, {})[tuple(found[name] for name in names)] = found[formula.over]
    if not groups and not formula.group:
        groups[()] = {}
    return [
        (dict(zip(formula.group, key, strict=True)), _total(formula.op, [*values.values()]))
        for key, values in groups.items()
    ]


def _total(op: str, values: list[Any]) -> Any:
    if op in ("CNT", "SUM") or not values:
        return sum(values) if op == "SUM" else len(values)
    values.sort()
    if op in ("MIN", "MAX"):
        return values[0] if op == "MIN" else values[-1]
    middle = values if op == "AVG" else values[(len(values) - 1) // 2 : len(values) // 2 + 1]
    mean = Fraction(sum(middle), len(middle))
    return mean.numerator if mean.denominator == 1 else mean


def _anytime(formula: Formula) -> Formula:
    """A formula with every window open and nothing to undo it: what it ever waited for."""
    match formula:
        case Since(_, _, right):
            return Since(ANY_TIME, TRUE, _anytime(right))
        case And(left, right):
            return And(_anytime(left), _anytime(right))
        case Or(left, right):
            return Or(_anytime(left), _anytime(right))
        case Exists(names, body):
            return Exists(names, _anytime(body))
    return formula
