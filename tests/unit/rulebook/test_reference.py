"""What is asked of the reference evaluator beyond the cases in tests/vectors."""

from __future__ import annotations

from fractions import Fraction

import pytest

from provesafe.rulebook import (
    Fact,
    TimePoint,
    WellFormedError,
    arrange,
    parse_formula,
    render,
    satisfies,
    solutions,
    verdicts,
)
from provesafe.rulebook.substitute import DEPTH_MAX
from traces import read_trace

TRACE = read_trace('@0 r(1,2) r(3,4) @5 r(1,9) p(3) @5 w("ada")')


def test_a_binding_is_extended() -> None:
    """Values given from outside select, and stay in every result."""
    found = list(solutions(parse_formula("ONCE r(x, y)"), TRACE, 1, {"x": 1}, observed_until=9))
    assert found == [{"x": 1, "y": 2}, {"x": 1, "y": 9}]


def test_a_binding_of_another_variable_is_kept() -> None:
    """A value for a variable that the formula does not name is passed through."""
    found = list(solutions(parse_formula("p(x)"), TRACE, 1, {"other": "o"}, observed_until=9))
    assert found == [{"other": "o", "x": 3}]


def test_a_string_given_for_an_int_selects_nothing() -> None:
    """ "3" is not 3."""
    assert list(solutions(parse_formula("p(x)"), TRACE, 1, {"x": "3"}, observed_until=9)) == []


def test_an_average_is_exact() -> None:
    """AVG gives a Fraction where the value is not whole, and compares exactly."""
    trace = read_trace("@0 p(1) p(2) p(5)")
    average = parse_formula("m <- AVG x (p(x))")
    assert list(solutions(average, trace, 0, observed_until=9)) == [{"m": Fraction(8, 3)}]
    above = parse_formula("EXISTS m. ((m <- AVG x (p(x))) AND m > 2)")
    assert satisfies(above, trace, 0, observed_until=9) == "satisfied"


def test_an_unsafe_formula_is_refused() -> None:
    """The reference never guesses a domain."""
    with pytest.raises(WellFormedError):
        list(solutions(parse_formula("NOT p(x)"), TRACE, 0, observed_until=9))
    with pytest.raises(WellFormedError):
        verdicts(parse_formula("p(x)"), parse_formula("NOT q(y)"), TRACE, observed_until=9)


def test_an_occasion_that_is_open_is_pending() -> None:
    """Where `on` itself looks ahead, a broken `require` is not yet a violation."""
    on = parse_formula("p(x) AND NOT (EVENTUALLY[0,10] q(x))")
    found = verdicts(on, parse_formula("FALSE"), read_trace("@0 p(1)"), observed_until=10)
    assert found == [(0, {"x": 1}, "pending")]
    later = verdicts(on, parse_formula("FALSE"), read_trace("@0 p(1)"), observed_until=11)
    assert later == [(0, {"x": 1}, "violated")]


def test_an_occasion_the_future_must_name_is_none_yet() -> None:
    """A binding that has not come is no occasion."""
    on = parse_formula("EVENTUALLY[0,10] p(x)")
    assert verdicts(on, parse_formula("TRUE"), read_trace("@0 @1"), observed_until=5) == []


def test_an_empty_trace_has_no_occasions() -> None:
    """Nothing happened, so nothing was called for."""
    assert verdicts(parse_formula("p(x)"), parse_formula("TRUE"), [], observed_until=0) == []


@pytest.mark.parametrize(
    "word",
    ["NOT", "ONCE[0,5]", "PREVIOUS", "HISTORICALLY[0,5]", "EVENTUALLY[0,5]", "ALWAYS[0,5]", "NEXT"],
)
def test_the_deepest_formulas_are_judged(word: str) -> None:
    """No formula within the limits exhausts the stack; what core form makes too deep is refused."""
    text = f"{word} " * (DEPTH_MAX // 3 - 2) + "a()"
    trace = read_trace("@0 a() @0 a() @1 a()")
    assert satisfies(parse_formula(text), trace, 1, observed_until=2) in (
        "satisfied",
        "violated",
        "pending",
    )


def test_the_deepest_since_is_judged() -> None:
    """The same for operators with two sides, nested on either."""
    text = "a()"
    for level in range(DEPTH_MAX - 2):
        text = f"({text}) SINCE a()" if level % 2 else f"a() SINCE ({text})"
    trace = read_trace("@0 a() @0 a()")
    assert satisfies(parse_formula(text), trace, 1, observed_until=2) == "satisfied"


def test_a_tangle_of_conjuncts_is_arranged_in_time() -> None:
    """Conjuncts that fail deep inside at first do not make arranging explode."""
    text = "p(x0)"
    for level in range(1, 24):
        text = f"(EXISTS x{level - 1}. (({text}) AND x{level} > 0)) AND p(x{level})"
    assert render(arrange(parse_formula(text))).count("EXISTS") == 23


def test_facts_of_another_arity_match_nothing() -> None:
    """A fact whose predicate has other arguments than the signature says is never matched."""
    trace = [TimePoint(0, frozenset({Fact("p", (1, 2))}))]
    assert satisfies(parse_formula("EXISTS x. p(x)"), trace, 0, observed_until=9) == "violated"
