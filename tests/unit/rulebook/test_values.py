"""Arithmetic, comparisons and aggregations on values."""

from __future__ import annotations

from fractions import Fraction

import pytest

from provesafe.rulebook import (
    AggregateOp,
    Arith,
    Const,
    EvaluationError,
    Known,
    WellFormedError,
    aggregate_value,
    check_formula,
    compare_values,
    parse_formula,
    parse_signature,
    same_value,
    solutions,
    term_value,
)
from provesafe.rulebook.formula import TimePoint, Var
from traces import read_trace


@pytest.mark.parametrize(
    ("one", "two", "quotient", "rest"),
    [(7, 2, 3, 1), (-7, 2, -3, -1), (7, -2, -3, 1), (-7, -2, 3, -1), (6, 3, 2, 0), (0, -5, 0, 0)],
)
def test_division_is_toward_zero(one: int, two: int, quotient: int, rest: int) -> None:
    """The quotient is cut, the rest has the sign of the dividend."""
    assert term_value(Arith("/", Const(one), Var("y")), {"y": two}) == quotient
    assert term_value(Arith("MOD", Const(one), Var("y")), {"y": two}) == rest


@pytest.mark.parametrize(
    ("op", "values", "wanted"),
    [
        ("CNT", [], 0),
        ("SUM", [], 0),
        ("MIN", [], 0),
        ("MAX", [], 0),
        ("AVG", [], 0),
        ("MED", [], 0),
        ("CNT", ["a", "a"], 2),
        ("SUM", [3, 3], 6),
        ("MIN", ["b", "a"], "a"),
        ("MAX", [1, 5, 3], 5),
        ("AVG", [1, 2], Fraction(3, 2)),
        ("AVG", [1, 3], 2),
        ("MED", [5, 1, 3], 3),
        ("MED", [4, 1, 2, 9], 3),
        ("MED", [1, 2], Fraction(3, 2)),
    ],
)
def test_an_aggregation_has_its_value(op: AggregateOp, values: list[Known], wanted: Known) -> None:
    """Each operation over each kind of column, empty ones among them."""
    found = aggregate_value(op, values)
    assert (found, type(found)) == (wanted, type(wanted))


@pytest.mark.parametrize(
    ("op", "values"), [("SUM", ["a"]), ("AVG", ["a"]), ("MED", ["a"]), ("MIN", [1, "a"])]
)
def test_an_aggregation_over_the_wrong_kind_is_an_error(
    op: AggregateOp, values: list[Known]
) -> None:
    """What well-formedness refuses is never given a value."""
    with pytest.raises(EvaluationError):
        aggregate_value(op, values)


def test_an_integer_never_equals_a_string() -> None:
    """10 and "10" differ, and are not even ordered."""
    assert (same_value(10, "10"), same_value(2, Fraction(2))) == (False, True)
    with pytest.raises(EvaluationError, match="meet in `<`"):
        compare_values("<", 9, "10")


@pytest.mark.parametrize("term", [Arith("/", Const(1), Const(0)), Arith("+", Const("a"), Const(1))])
def test_arithmetic_without_a_value_is_an_error(term: Arith) -> None:
    """Division by 0 and arithmetic on strings have no value."""
    with pytest.raises(EvaluationError):
        term_value(term, {})


def test_division_by_a_variable_is_for_other_peoples_formulas() -> None:
    """What a rule may not do MonPoly's formulas may: it fails only where something is 0."""
    signature = parse_signature("r(x:int, y:int)")
    formula = parse_formula("r(x, y) AND z = x / y")
    with pytest.raises(WellFormedError):
        check_formula(formula, signature)
    assert check_formula(formula, signature, strict=False).types["z"] == "int"
    trace = read_trace("@0 r(7,2) @1 r(1,0)")
    assert [row["z"] for row in solutions(formula, trace, 0, observed_until=9)] == [3]
    with pytest.raises(EvaluationError, match="divided by 0"):
        list(solutions(formula, trace, 1, observed_until=9))


def test_time_that_goes_back_is_an_error() -> None:
    """A trace whose time-stamps go back is refused, not judged."""
    trace = [TimePoint(5, frozenset()), TimePoint(4, frozenset())]
    with pytest.raises(EvaluationError, match="go back"):
        list(solutions(parse_formula("a()"), trace, 0, observed_until=9))
