"""What a formula means: the short, slow evaluator that every engine must agree with.

It is the definition of metric first-order temporal logic, read off clause by clause:

- a *row* gives values to variables; `_rows` gives every row that satisfies a part at a time-point;
- time-points are positions 0, 1, 2 … in the trace; time-stamps are their seconds. An interval
  measures seconds between time-points, so ONCE[0,b] takes in now and all of the same second, and
  PREVIOUS is the time-point before, whoever's it is;
- `a SINCE b`: b held at some time-point, and a at every later one up to and including now;
- an aggregation is over the set of the rows of its body; a group that has none gives no row, and
  without a group nothing comes to 0.

The future is three-valued. The record is complete for every second *before* `observed_until`; at
that second and later, more may come. Each question is asked twice: what if nothing comes that
helps (`hope=False`), and what if all comes that could (`hope=True`)? *Satisfied* is true without
hope, *violated* is false even with it, *pending* lies between. NOT turns hope round. A variable
that only the future could bind is `ANYTHING` meanwhile.

Source: Basin, Klaedtke, Mueller, Zalinescu, "Monitoring metric first-order temporal properties",
J. ACM 62(2), 2015, definition 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias, cast

from provesafe.errors import invariant
from provesafe.rulebook.errors import EvaluationError
from provesafe.rulebook.formula import (
    Aggregate,
    And,
    Atom,
    Compare,
    Eventually,
    Exists,
    Falsity,
    Formula,
    Interval,
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
    free_variables,
    term_variables,
)
from provesafe.rulebook.safety import arrange
from provesafe.rulebook.values import (
    Known,
    aggregate_value,
    compare_values,
    same_value,
    term_value,
)

__all__ = ["Row", "RuleVerdict", "Solving", "Verdict", "satisfies", "solutions", "verdicts"]

Verdict: TypeAlias = Literal["satisfied", "violated", "pending"]
Row: TypeAlias = dict[str, Value]
RuleVerdict: TypeAlias = tuple[int, Row, Verdict]


class _Anything:
    """The value of a variable that only the future could bind."""


ANYTHING: Final = _Anything()
_Value: TypeAlias = Known | _Anything
_Row: TypeAlias = dict[str, _Value]
_TRUE: Final = Truth()


def solutions(
    formula: Formula,
    trace: Sequence[TimePoint],
    index: int,
    binding: Mapping[str, Value] | None = None,
    *,
    observed_until: int,
) -> Iterator[Row]:
    """Every binding of the free variables that satisfies a formula at a time-point.

    Args:
        formula: safe-range once the variables of `binding` are given.
        trace: time-points, their seconds never decreasing.
        index: position of the time-point in the trace.
        binding: values given from outside; every result extends it.
        observed_until: the second up to which the record is known.

    Yields:
        each binding once, in a fixed order; AVG and MED may give a Fraction.

    Raises:
        WellFormedError: the formula is not safe-range.
        EvaluationError: an integer and a string meet in `<`, or something is divided by 0.
    """
    yield from Solving(trace, observed_until=observed_until).at(formula, index, binding)


class Solving:
    """The same for many formulas and time-points of one trace: what was found is not sought again.

    Args:
        trace: time-points, their seconds never decreasing.
        observed_until: the second up to which the record is known.
    """

    def __init__(self, trace: Sequence[TimePoint], *, observed_until: int) -> None:
        self._run = _Run(trace, observed_until)
        self._arranged: dict[tuple[int, frozenset[str]], tuple[Formula, Formula]] = {}

    def at(
        self, formula: Formula, index: int, binding: Mapping[str, Value] | None = None
    ) -> Iterator[Row]:
        """Every binding that satisfies a formula at a time-point; as `solutions`."""
        given = dict(binding or {})
        key = id(formula), frozenset(given)
        if key not in self._arranged:
            # The formula is kept beside it, so that no id is used twice.
            self._arranged[key] = formula, arrange(formula, key[1])
        rows = self._run.rows(self._arranged[key][1], index, dict(given), hope=False)
        for row in sorted(rows, key=_order):
            yield _settled({**given, **row})


def satisfies(
    formula: Formula,
    trace: Sequence[TimePoint],
    index: int,
    binding: Mapping[str, Value] | None = None,
    *,
    observed_until: int,
) -> Verdict:
    """Whether a formula holds at a time-point for one binding of its free variables.

    Args:
        formula: safe-range once the variables of `binding` are given; a free variable without a
            value is taken as if EXISTS stood around the formula.
        trace: time-points, their seconds never decreasing.
        index: position of the time-point in the trace.
        binding: values given from outside.
        observed_until: the second up to which the record is known.

    Raises:
        WellFormedError: the formula is not safe-range.
        EvaluationError: as for `solutions`.
    """
    given = dict(binding or {})
    core = arrange(formula, frozenset(given))
    return _verdict(_Run(trace, observed_until), core, index, dict(given))


def verdicts(
    on: Formula, require: Formula, trace: Sequence[TimePoint], *, observed_until: int
) -> list[RuleVerdict]:
    """The verdict on every occasion of a rule: each binding of `on`, at each time-point.

    A binding whose `on` is itself still open is pending unless `require` holds already; one that
    the future would have to supply is no occasion yet.

    Args:
        on: what calls for the rule.
        require: what must then hold; its free variables are among those of `on`.
        trace: time-points, their seconds never decreasing.
        observed_until: the second up to which the record is known.

    Returns:
        (position, binding, verdict) by position, then binding.

    Raises:
        WellFormedError: `on` is not safe-range, or `require` is not once `on` has bound its own.
        EvaluationError: as for `solutions`.
    """
    run = _Run(trace, observed_until)
    trigger = arrange(on)
    duty = arrange(require, frozenset(free_variables(on)))
    found: list[RuleVerdict] = []
    for index in range(len(trace)):
        certain = run.rows(trigger, index, {}, hope=False)
        for row in sorted(run.rows(trigger, index, {}, hope=True), key=_order):
            if ANYTHING in row.values():
                continue
            verdict = _verdict(run, duty, index, row)
            if row not in certain and verdict == "violated":
                verdict = "pending"
            found.append((index, _settled(row), verdict))
    return found


def _verdict(run: _Run, core: Formula, index: int, row: _Row) -> Verdict:
    if run.holds(core, index, row, hope=False):
        return "satisfied"
    return "pending" if run.holds(core, index, row, hope=True) else "violated"


class _Run:
    """One trace, known up to a second; remembers the rows it has found."""

    def __init__(self, trace: Sequence[TimePoint], observed_until: int) -> None:
        self.seconds = [point.seconds for point in trace]
        if any(later < earlier for earlier, later in pairwise(self.seconds)):
            raise EvaluationError("the time-stamps of a trace go back")
        self.until = max([observed_until, *self.seconds[-1:]])
        self.facts = [
            sorted(p.facts, key=lambda f: (f.predicate, repr(f.arguments))) for p in trace
        ]
        self._free: dict[int, tuple[str, ...]] = {}
        self._found: dict[object, list[_Row]] = {}
        self._kept: list[Formula] = []  # so that no id is used twice

    def holds(self, part: Formula, i: int, row: _Row, *, hope: bool) -> bool:
        """Whether some row that extends this one satisfies a part."""
        return bool(self.rows(part, i, row, hope=hope))

    def rows(self, part: Formula, i: int, row: _Row, *, hope: bool) -> list[_Row]:
        """The rows over a part's free variables that agree with `row` and satisfy it, each once."""
        if id(part) not in self._free:
            self._kept.append(part)
            self._free[id(part)] = free_variables(part)
        free = self._free[id(part)]
        known = {v: row[v] for v in free if v in row}
        key = (id(part), i, hope, _key(known))
        if key not in self._found:
            distinct: dict[object, _Row] = {}
            for found in self._rows(part, i, known, hope):
                kept = {v: found[v] for v in free if v in found}
                distinct.setdefault(_key(kept), kept)
            self._found[key] = list(distinct.values())
        return self._found[key]

    def _rows(self, part: Formula, i: int, row: _Row, hope: bool) -> Iterator[_Row]:
        match part:
            case Truth():
                yield row
            case Falsity():
                pass
            case Atom(predicate, terms):
                for fact in self.facts[i]:
                    if fact.predicate == predicate and len(fact.arguments) == len(terms):
                        yield from _matched(terms, fact.arguments, row, hope)
            case Compare():
                yield from _compared(part, row, hope)
            case Not(body):
                if not self.holds(body, i, row, hope=not hope):
                    yield row
            case And(left, right):
                for first in self.rows(left, i, row, hope=hope):
                    for second in self.rows(right, i, {**row, **first}, hope=hope):
                        yield {**row, **first, **second}
            case Or(left, right):
                yield from self.rows(left, i, row, hope=hope)
                yield from self.rows(right, i, row, hope=hope)
            case Exists(_, body):
                yield from self.rows(body, i, row, hope=hope)  # `rows` forgets the bound ones
            case Aggregate():
                yield from self._aggregated(part, i, row, hope)
            case Previous(interval, body):
                if i > 0 and self.seconds[i] - self.seconds[i - 1] in interval:
                    yield from self.rows(body, i - 1, row, hope=hope)
            case Once(interval, body):
                yield from self._since(interval, _TRUE, body, i, row, hope)
            case Since(interval, left, right):
                yield from self._since(interval, left, right, i, row, hope)
            case Next(interval, body):
                if i + 1 < len(self.seconds):
                    if self.seconds[i + 1] - self.seconds[i] in interval:
                        yield from self.rows(body, i + 1, row, hope=hope)
                elif hope and self._open(interval, i):
                    yield self._hoped(body, row)
            case Eventually(interval, body):
                yield from self._until(interval, _TRUE, body, i, row, hope)
            case Until(interval, left, right):
                yield from self._until(interval, left, right, i, row, hope)
            case _:
                invariant(False, f"{type(part).__name__} is not a core operator")

    def _since(
        self, interval: Interval, left: Formula, right: Formula, i: int, row: _Row, hope: bool
    ) -> Iterator[_Row]:
        for j in range(i, -1, -1):
            if self.seconds[i] - self.seconds[j] in interval:
                for found in self.rows(right, j, row, hope=hope):
                    whole = {**row, **found}
                    if all(self.holds(left, k, whole, hope=hope) for k in range(j + 1, i + 1)):
                        yield whole

    def _until(
        self, interval: Interval, left: Formula, right: Formula, i: int, row: _Row, hope: bool
    ) -> Iterator[_Row]:
        for j in range(i, len(self.seconds)):
            if self.seconds[j] - self.seconds[i] in interval:
                for found in self.rows(right, j, row, hope=hope):
                    whole = {**row, **found}
                    if all(self.holds(left, k, whole, hope=hope) for k in range(i, j)):
                        yield whole
        if hope and self._open(interval, i):
            whole = self._hoped(right, row)
            if all(self.holds(left, k, whole, hope=True) for k in range(i, len(self.seconds))):
                yield whole

    def _open(self, interval: Interval, i: int) -> bool:
        """Whether a time-point within the interval after i may still come."""
        return interval.high is None or self.until <= self.seconds[i] + interval.high

    def _hoped(self, part: Formula, row: _Row) -> _Row:
        return {**dict.fromkeys(free_variables(part), ANYTHING), **row}

    def _aggregated(self, part: Aggregate, i: int, row: _Row, hope: bool) -> Iterator[_Row]:
        given = {v: row[v] for v in part.group if v in row}
        groups: dict[tuple[_Value, ...], list[_Value]] = {} if part.group else {(): []}
        rows = self.rows(part.body, i, given, hope=hope)
        others = self.rows(part.body, i, given, hope=not hope)
        undecided = {_key(found) for found in rows} != {_key(found) for found in others}
        if undecided and not hope:
            return
        for found in rows:
            groups.setdefault(tuple(found[v] for v in part.group), []).append(found[part.over])
        for group, values in groups.items():
            whole = {**row, **dict(zip(part.group, group, strict=True))}
            if undecided:
                yield {part.result: ANYTHING, **whole}
            else:
                value = aggregate_value(part.op, cast(list[Known], values))
                yield from _matched((Var(part.result),), (value,), whole, hope)


def _matched(
    terms: tuple[Term, ...], arguments: tuple[Known, ...], row: _Row, hope: bool
) -> Iterator[_Row]:
    """The row, extended so that the terms are the arguments, if it can be."""
    for term, argument in zip(terms, arguments, strict=True):
        match term:
            case Var(name) if name not in row or (row[name] is ANYTHING and hope):
                row = {**row, name: argument}
            case _ if _open_term(term, row) or not same_value(term_value(term, row), argument):
                return
    yield row


def _compared(part: Compare, row: _Row, hope: bool) -> Iterator[_Row]:
    for one, other in ((part.left, part.right), (part.right, part.left)):
        if isinstance(one, Var) and one.name not in row:
            value = ANYTHING if _open_term(other, row) else term_value(other, row)
            yield {**row, one.name: value}
            return
    if _open_term(part.left, row) or _open_term(part.right, row):
        if hope:
            yield row
    elif compare_values(part.op, term_value(part.left, row), term_value(part.right, row)):
        yield row


def _open_term(term: Term, row: _Row) -> bool:
    return any(row[v] is ANYTHING for v in term_variables(term))


def _key(row: _Row) -> tuple[object, ...]:
    """What tells rows apart; Python alone would take 1 and Fraction(1) for the same."""
    return tuple((name, type(value), value) for name, value in row.items())


def _order(row: _Row) -> str:
    return repr(sorted((name, repr(value)) for name, value in row.items()))


def _settled(row: _Row) -> Row:
    invariant(ANYTHING not in row.values(), "without hope, every value comes from a fact")
    return cast(Row, row)  # a Fraction from AVG or MED is the one thing that is not a Value
