"""Where columns of 64-bit integers end, and what lies beyond."""

from __future__ import annotations

from fractions import Fraction

import pytest

from provesafe.monitor import FactError, TimeOrderError
from provesafe.monitor.columnar import (
    Answers,
    Evaluation,
    ask,
    columns_of,
    compile_formula,
)
from provesafe.rulebook import (
    EvaluationError,
    Fact,
    TimePoint,
    parse_formula,
    parse_signature,
)
from traces import read_trace

SIGNATURE = parse_signature("a() p(x:int) r(x:int, y:int, z:int) w(s:string) n(s:string, x:int)")
HUGE = 10**30


def asked(text: str, points: tuple[TimePoint, ...], *, strict: bool = True) -> Answers:
    """What a formula says of a trace."""
    formula = parse_formula(text, strict=False)
    compiled = compile_formula(formula, SIGNATURE, strict=strict)
    return ask(compiled, columns_of(points, SIGNATURE))


def rows(text: str, points: tuple[TimePoint, ...], *, strict: bool = True) -> list[object]:
    """Time-points with their bindings."""
    return [(answer.index, answer.rows) for answer in asked(text, points, strict=strict)]


def numbers(*values: int) -> tuple[TimePoint, ...]:
    """One time-point a second, each with one number."""
    return tuple(TimePoint(i, frozenset({Fact("p", (v,))})) for i, v in enumerate(values))


def test_a_trace_without_time_points_has_no_answers() -> None:
    """Nothing holds nowhere, whatever the formula."""
    for text in ("TRUE", "NOT a()", "s <- SUM x (p(x))", "ONCE p(x)", "EVENTUALLY[0,5] p(x)"):
        assert rows(text, ()) == []
    assert rows("(NOT a()) SINCE[1,5] w(s)", ()) == []


def test_sums_beyond_64_bits_are_exact() -> None:
    """A running sum leaves 64 bits and comes back without losing a unit."""
    big = 2**62 - 1
    assert rows("s <- SUM x (ONCE p(x))", numbers(big, big - 1, HUGE, -HUGE)) == [
        (0, ((big,),)),
        (1, ((2 * big - 1,),)),
        (2, ((2 * big - 1 + HUGE,),)),
        (3, ((2 * big - 1,),)),
    ]


def test_products_and_quotients_beyond_64_bits_are_exact() -> None:
    """Arithmetic that overflows machine integers gives what whole numbers give."""
    trace = numbers(2**40, -HUGE)
    assert rows("p(x) AND y = x * x", trace) == [
        (0, ((2**40, 2**80),)),
        (1, ((-HUGE, HUGE * HUGE),)),
    ]
    assert rows("p(x) AND y = (- x) / 7", trace)[1] == (1, ((-HUGE, HUGE // 7),))
    assert rows("p(x) AND y = x - 1", numbers(-(2**62) + 1)) == [(0, ((1 - 2**62, -(2**62)),))]


def test_large_numbers_compare_by_size() -> None:
    """Numbers inside and outside 64 bits stand in one order, and print in it."""
    points = tuple(
        TimePoint(0, frozenset(Fact("p", (v,)) for v in (HUGE, -HUGE, 3, 2**62, -(2**62))))
        for _ in range(1)
    )
    assert rows("p(x)", points) == [
        (0, ((-HUGE,), (-(2**62),), (3,), (2**62,), (HUGE,))),
    ]
    assert rows("p(x) AND x > 3", points) == [(0, ((2**62,), (HUGE,)))]
    assert rows("m <- MIN x (p(x))", points) == [(0, ((-HUGE,),))]
    assert rows("m <- MED x (p(x))", points) == [(0, ((3,),))]


def test_averages_are_fractions_and_compare_as_such() -> None:
    """AVG is exact, whole where it can be, and comes between the whole numbers around it."""
    trace = numbers(1, 2, 3)
    assert rows("m <- AVG x (ONCE p(x))", trace) == [
        (0, ((1,),)),
        (1, ((Fraction(3, 2),),)),
        (2, ((2,),)),
    ]
    assert rows("EXISTS m. ((m <- AVG x (ONCE p(x))) AND m > 1 AND m < 2)", trace) == [(1, ((),))]


def test_windows_as_wide_as_can_be_written_are_kept() -> None:
    """A bound of 2^53 - 1 seconds is no overflow, at either end of the scale of time."""
    high = 2**53 - 1
    points = (
        TimePoint(-(2**53), frozenset({Fact("a", ())})),
        TimePoint(0, frozenset()),
        TimePoint(2**53, frozenset()),
    )
    assert rows(f"ONCE[0,{high}] a()", points) == [(0, ((),))]
    assert rows(f"ONCE[{high},*] a()", points) == [(1, ((),)), (2, ((),))]
    assert rows(f"PREVIOUS[{high},*] a()", points) == [(1, ((),))]


def test_strings_compare_by_code_point_and_keep_their_characters() -> None:
    """Accents, other scripts, quotes and what lies outside the basic plane are plain strings."""
    words = ("", "Z", "a", 'a"', "é", "\uffff", "\U0001f3ac")
    points = (TimePoint(0, frozenset(Fact("w", (word,)) for word in words)),)
    assert rows("w(s)", points) == [(0, tuple((word,) for word in words))]
    assert rows('w(s) AND s > "é"', points) == [(0, (("\uffff",), ("\U0001f3ac",)))]
    assert rows('w(s) AND s < "b" AND s >= "Z"', points) == [(0, (("Z",), ("a",), ('a"',)))]
    assert rows("m <- MAX s; x (n(s, x))", ()) == []


def test_a_constant_the_trace_does_not_have_can_still_be_given() -> None:
    """An equation binds a variable to a value that no fact mentions."""
    assert rows('a() AND s = "nobody"', read_trace("@0 a()")) == [(0, (("nobody",),))]
    assert rows('w(s) AND s = "nobody"', read_trace('@0 w("ada")')) == []


def test_keys_far_apart_are_still_told_apart() -> None:
    """Three columns that each span 60 bits make one key without a collision."""
    far = 2**60
    facts = frozenset(Fact("r", (x, y, x - y)) for x in (-far, 0, far) for y in (-far, 5, far))
    points = (TimePoint(0, facts), TimePoint(1, facts), TimePoint(9, frozenset()))
    found = rows("ONCE[8,8] r(x, y, z)", points)
    assert found == [(2, tuple(sorted(fact.arguments for fact in facts)))]
    assert rows("r(x, y, z) AND (NOT (PREVIOUS r(x, y, z)))", points) == [(0, found[0][1])]  # type: ignore[index]


def test_traces_that_go_back_are_refused() -> None:
    """No time-point is left out silently."""
    with pytest.raises(TimeOrderError, match="time-point 1 is at second `4`"):
        columns_of((TimePoint(5, frozenset()), TimePoint(4, frozenset())), SIGNATURE)
    with pytest.raises(TimeOrderError, match="further than"):
        columns_of((TimePoint(2**53 + 1, frozenset()),), SIGNATURE)
    with pytest.raises(TimeOrderError, match="further than"):
        columns_of((TimePoint(10**40, frozenset()),), SIGNATURE)


@pytest.mark.parametrize("fact", [Fact("q", ()), Fact("p", ("1",)), Fact("p", (1, 2))])
def test_facts_outside_the_signature_are_refused(fact: Fact) -> None:
    """A name, a type or a number of arguments that is not declared."""
    with pytest.raises(FactError, match=f"`{fact.predicate}`"):
        columns_of((TimePoint(0, frozenset({fact})),), SIGNATURE)


def test_division_by_zero_is_an_error_and_a_guard_goes_before_it() -> None:
    """Only formulas not held to strictness can divide by 0, and then there is no answer."""
    trace = read_trace("@0 r(6, 0, 0) r(6, 4, 0)")
    assert rows("r(x, y, z) AND u = x / y AND y > 0", trace, strict=False) == [(0, ((6, 4, 0, 1),))]
    with pytest.raises(EvaluationError, match="divided by 0"):
        rows("r(x, y, z) AND u = x / y", trace, strict=False)


def test_answers_come_in_pieces_and_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few pairs are written out at a time, each time-point is told once and whole."""
    trace = read_trace("@0 p(1) p(2) @1 @2 p(3) @9 @9 p(1) @30")
    whole = rows("ONCE[0,9] p(x)", trace)
    monkeypatch.setattr("provesafe.monitor.columnar.answers.PAIRS_AT_ONCE", 1)
    assert rows("ONCE[0,9] p(x)", trace) == whole
    assert asked("ONCE[0,9] p(x)", trace).count() == 13


def test_what_formulas_share_is_worked_out_once() -> None:
    """Parts that differ in the names of variables alone are one query."""
    evaluation = Evaluation(columns_of(read_trace("@0 p(1) @1 p(2)"), SIGNATURE))
    known = []
    for text in ("ONCE[0,5] p(x)", "a() AND (ONCE[0,5] p(other))", "ONCE[0,6] p(x)"):
        list(ask(compile_formula(parse_formula(text), SIGNATURE), evaluation))
        known.append(len(evaluation._known))
    assert known == [2, 4, 5]
