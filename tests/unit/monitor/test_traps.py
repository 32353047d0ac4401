"""The traps of the field, each with its expected reading, in every engine at once.

Where tools of the field answer differently, or a reader expects something else, one test says what
is so here. `told` asks the reference, the gate and the columns, and wants one answer.
"""

from __future__ import annotations

from typing import TypeAlias

import pytest

from monitored import SIGNATURE, WrittenRule, facts, gate, rule, trace, violated
from provesafe.errors import InputError
from provesafe.monitor import Gate, TimeOrderError, ask, audit, columns_of, compile_formula
from provesafe.rulebook import (
    AmbiguousFormulaError,
    ParseError,
    TimePoint,
    WellFormedError,
    parse_formula,
    render,
    solutions,
)

LONG_AFTER = 1_000_000

Point: TypeAlias = tuple[int, list[str]]


def told(text: str, *points: Point) -> list[list[tuple[object, ...]]]:
    """The rows that satisfy a formula at each time-point; every engine must say the same."""
    formula = parse_formula(text, strict=False)
    steps = trace(*points)
    question = compile_formula(formula, SIGNATURE, strict=False)
    names = question.variables
    by_reference = [
        sorted(
            tuple(row[name] for name in names)
            for row in solutions(formula, steps, index, observed_until=LONG_AFTER)
        )
        for index in range(len(steps))
    ]
    answers = ask(question, columns_of(steps, SIGNATURE), observed_until=LONG_AFTER)
    by_columns = {answer.index: sorted(answer.rows) for answer in answers}
    assert by_reference == [by_columns.get(index, []) for index in range(len(steps))]
    judge = gate(rule(text))
    if not judge.set_aside:
        by_gate: list[list[tuple[object, ...]]] = [[] for _ in steps]
        for index, binding in violated(judge, steps):
            by_gate[index].append(tuple(binding[name] for name in names))
        assert by_reference == [sorted(rows) for rows in by_gate]
    return [list(rows) for rows in by_reference]


def read_here(text: str) -> str:
    """How a text of MonPoly's is read."""
    return render(parse_formula(text, strict=False))


# Syntax ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "monpoly", "others"),
    [
        (
            "ONCE stopped() AND stopped()",
            "(ONCE[0,*) (stopped() AND stopped()))",
            "(ONCE[0,*) stopped()) AND stopped()",
        ),
        (
            "counted(n) AND stopped() SINCE counted(n)",
            "((counted(n) AND stopped()) SINCE[0,*) counted(n))",
            "counted(n) AND (stopped() SINCE[0,*) counted(n))",
        ),
        (
            "counted(n) AND NOT ONCE locked(w) AND stopped()",
            "(counted(n) AND (NOT (ONCE[0,*) (locked(w) AND stopped()))))",
            "(counted(n) AND (NOT (ONCE[0,*) locked(w)))) AND stopped()",
        ),
    ],
)
def test_precedence_differs_between_tools(text: str, monpoly: str, others: str) -> None:
    """A file of MonPoly's is read as MonPoly reads it; a rule is refused with both readings."""
    assert read_here(text) == monpoly
    with pytest.raises(AmbiguousFormulaError) as caught:
        parse_formula(text)
    assert others in caught.value.message


def test_tuples_come_in_the_order_variables_are_named() -> None:
    """First appearance in the text, in the left side of SINCE too, whatever is evaluated first."""
    text = "(NOT took(w, b)) SINCE shown(b, w, c)"
    assert told(text, (1, ["shown(ada, colt, cleo)"])) == [[("colt", "ada", "cleo")]]


def test_a_closed_rule_has_no_witness_and_an_open_one_has() -> None:
    """FORALL tells a time-point alone; with the variables left free each binding is told."""
    points = (5, ["loaded(colt, 1)", "loaded(uzi, 2)", "called(uzi)"])
    closed = "NOT (FORALL w, n. (loaded(w, n) IMPLIES called(w)))"
    assert told(closed, points) == [[()]]
    assert told("loaded(w, n) AND NOT called(w)", points) == [[("colt", 1)]]


def test_a_quoted_word_is_a_constant_and_a_bare_one_a_variable() -> None:
    """`called(colt)` asks for anything, `called("colt")` for the colt."""
    points = (5, ["called(colt)", "called(uzi)"])
    assert told("called(colt)", points) == [[("colt",), ("uzi",)]]
    assert told('called("colt")', points) == [[()]]


# Time --------------------------------------------------------------------------------------------


def test_time_points_are_not_seconds() -> None:
    """Several share a second; a window from 0 takes in what came before in it, one from 1 not."""
    points: tuple[Point, ...] = ((3, ["called(colt)"]), (3, []), (4, []))
    assert told("ONCE[0,0] called(w)", *points) == [[("colt",)], [("colt",)], []]
    assert told("ONCE[1,5] called(w)", *points) == [[], [], [("colt",)]]


def test_strictly_before_is_previous_once() -> None:
    """It leaves out the present time-point and nothing else."""
    points: tuple[Point, ...] = ((3, ["called(colt)"]), (3, ["called(uzi)"]))
    assert told("PREVIOUS (ONCE called(w))", *points) == [[], [("colt",)]]


def test_previous_is_the_record_s_entry_before_not_this_weapon_s() -> None:
    """Whatever stands between, of whomever, is the one before."""
    points: tuple[Point, ...] = ((3, ["called(colt)"]), (4, ["stopped()"]), (5, []))
    assert told("PREVIOUS called(w)", *points) == [[], [("colt",)], []]


def test_bounds_are_closed_and_half_open_forms_leave_out_their_end() -> None:
    """`[0,10]` has its tenth second and `[0,10)` has not."""
    points: tuple[Point, ...] = ((0, ["called(colt)"]), (10, []))
    assert told("ONCE[0,10] called(w)", *points)[1] == [("colt",)]
    assert told("ONCE[0,10) called(w)", *points)[1] == []


def test_an_interval_without_a_whole_second_is_refused() -> None:
    """MonPoly takes `(0,1)` and it never holds; nobody can have meant that."""
    with pytest.raises(ParseError):
        parse_formula("ONCE(0,1) stopped()", strict=False)


def test_units_are_seconds_and_a_day_is_86400_of_them() -> None:
    """`1d` is no civil day: the shooting day is data."""
    points: tuple[Point, ...] = ((0, ["called(colt)"]), (86_400, []), (86_401, []))
    assert told("ONCE[0,1d] called(w)", *points)[1:] == [[("colt",)], []]


def test_since_holds_where_its_right_side_does_and_needs_its_left_up_to_now() -> None:
    """At the beginning the left side is not asked; afterwards it must hold, now too."""
    points: tuple[Point, ...] = ((1, ["called(colt)"]), (2, ["locked(colt)"]), (3, []))
    assert told("locked(w) SINCE called(w)", *points) == [[("colt",)], [("colt",)], []]


def test_time_passes_only_at_time_points() -> None:
    """That a window has run out shows at the next entry; a clock alone tells what is overdue."""
    ran_out = rule("stopped()", "ONCE[0,5] counted(1)", name="ran-out")
    due = rule("called(w)", "EVENTUALLY[0,5] locked(w)", name="due")
    judge = gate(ran_out, due)
    judge.commit(0, facts("called(colt)", "counted(1)"))
    assert [late.opened.rule_id for late in judge.advance(60)] == ["test/due"]
    assert len(judge.commit(60, facts("stopped()")).violations) == 1


def test_within_a_time_point_there_is_no_order_and_a_fact_stands_once() -> None:
    """Facts of one entry are a set."""
    both = facts("called(colt)", "called(colt)", "locked(colt)")
    assert both == facts("locked(colt)", "called(colt)")
    assert told("n <- CNT w (called(w))", (1, ["called(colt)", "called(colt)"])) == [[(1,)]]


def test_a_late_time_point_is_refused_and_never_skipped() -> None:
    """Time-stamps never go back, in any engine."""
    steps = (TimePoint(5, frozenset()), TimePoint(4, frozenset()))
    judge = gate(rule("stopped()"))
    judge.commit(5, frozenset())
    with pytest.raises(TimeOrderError):
        judge.commit(4, frozenset())
    with pytest.raises(TimeOrderError):
        columns_of(steps, SIGNATURE)


# Data --------------------------------------------------------------------------------------------


def test_aggregations_are_over_sets_of_rows() -> None:
    """Equal amounts count once, unless something beside them tells the rows apart."""
    points = (1, ["loaded(colt, 3)", "loaded(uzi, 3)"])
    assert told("s <- SUM n loaded(w, n)", points) == [[(6,)]]
    assert told("s <- SUM n (EXISTS w. loaded(w, n))", points) == [[(3,)]]


def test_an_empty_group_vanishes_and_an_empty_whole_is_zero() -> None:
    """A count of nothing by weapon has no row, so that it is never 0."""
    assert told("c <- CNT n loaded(w, n)", (1, [])) == [[(0,)]]
    assert told("c <- CNT n; w loaded(w, n)", (1, [])) == [[]]
    assert told("called(w) AND NOT (EXISTS n. loaded(w, n))", (1, ["called(a)"])) == [[("a",)]]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("locked(w) OR took(w, b)", "locked(w) OR took(w, b)"),
        ("locked(w) AND NOT took(w, b)", "NOT took(w, b)"),
        ("took(w, b) SINCE locked(w)", "took(w, b)"),
        ("NOT locked(w)", "NOT locked(w)"),
        ("counted(n) AND n < m", "n < m"),
        ("EVENTUALLY locked(w)", "EVENTUALLY locked(w)"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_the_part_named(text: str, at: str) -> None:
    """The smallest part that binds too little, and what to do."""
    with pytest.raises(WellFormedError) as caught:
        compile_formula(parse_formula(text), SIGNATURE)
    span = caught.value.span
    assert span is not None
    assert text[span.start : span.end] == at
    assert caught.value.hint


def test_nothing_correlates_but_what_is_named() -> None:
    """An inspection by somebody else counts, unless the rule names the person."""
    points: tuple[Point, ...] = ((1, ["inspected(colt, ada)"]), (2, ["took(colt, cleo)"]))
    named = "took(w, b) AND NOT (ONCE inspected(w, b))"
    anybody = "took(w, b) AND NOT (ONCE (EXISTS c. inspected(w, c)))"
    assert told(named, *points)[1] == [("colt", "cleo")]
    assert told(anybody, *points)[1] == []


# The end of the record ---------------------------------------------------------------------------

DUE = rule("called(w)", "EVENTUALLY[0,900] locked(w)", name="due")


def test_pending_is_neither_kept_nor_broken() -> None:
    """Until the second after its last, a duty is owed; what is observed is said, not guessed."""
    steps = trace((0, ["called(colt)"]))
    until = [audit([DUE], steps, second, signature=SIGNATURE) for second in (0, 900, 901)]
    assert [(len(one.pending), len(one.no_entry)) for one in until] == [(1, 0), (1, 0), (0, 1)]


def test_a_slice_ends_where_the_record_does_not_where_its_own_facts_do() -> None:
    """With the same end, one weapon's entries alone give the verdicts they give among all."""
    points: tuple[Point, ...] = (
        (0, ["called(colt)"]),
        (10, ["called(uzi)"]),
        (2000, ["locked(uzi)"]),
    )
    whole = audit([DUE], trace(*points), 2000, signature=SIGNATURE)
    alone = audit([DUE], trace(*points[:1]), 2000, signature=SIGNATURE)
    of_colt = [one for one in whole.no_entry if one.opened.binding == (("w", "colt"),)]
    assert tuple(of_colt) == alone.no_entry != ()


def test_entries_that_no_rule_speaks_of_still_move_the_clock() -> None:
    """MonPoly's filters would drop them and the clock with them; nothing is dropped here."""
    question = compile_formula(
        parse_formula("called(w) AND NOT (EVENTUALLY[0,5] locked(w))"), SIGNATURE
    )
    open_end = columns_of(trace((0, ["called(colt)"]), (6, ["stopped()"])), SIGNATURE)
    assert [answer.rows for answer in ask(question, open_end)] == [(("colt",),)]


# Enforcement -------------------------------------------------------------------------------------

SHADOW = rule(
    "took(w, b)", "NOT ((NOT locked(w)) SINCE[901,*) called(w))", name="locked-before-the-next"
)


def _gate() -> Gate:
    return gate(SHADOW, DUE)


def test_a_deadline_is_held_by_its_past_shadow() -> None:
    """Nobody can be made to lock a weapon up; the next taking waits for it, and a timer tells."""
    judge = _gate()
    judge.commit(0, facts("called(colt)"))
    assert not judge.test(900, facts("took(colt, cleo)")).violations
    assert len(judge.advance(901)) == 1
    assert len(judge.test(901, facts("took(colt, cleo)")).violations) == 1


def test_a_duty_that_was_met_is_never_told_again() -> None:
    """A record that keeps every rule passes without a word."""
    judge = _gate()
    judge.commit(0, facts("called(colt)"))
    judge.commit(5, facts("locked(colt)"))
    assert judge.advance(5_000) == ()
    assert not judge.commit(5_000, facts("took(colt, cleo)")).violations


def test_what_is_refused_never_enters_history() -> None:
    """A try leaves nothing behind, so that it can meet no rule later."""
    judge = gate(rule("took(w, b)", "PREVIOUS (ONCE took(w, b))", name="again"))
    assert judge.test(1, facts("took(colt, cleo)")).violations
    assert judge.test(2, facts("took(colt, cleo)")).violations
    assert judge.position == 0


def test_a_batch_is_one_time_point() -> None:
    """Three that each would pass alone may not pass together."""
    rules: WrittenRule = rule(
        "loaded(w, n)", "EXISTS s. ((s <- SUM m (loaded(v, m))) AND (s <= 5))", name="five"
    )
    judge = gate(rules)
    each = [facts(f"loaded({weapon}, 2)") for weapon in ("a", "b", "c")]
    assert not any(judge.test(1, one).violations for one in each)
    assert len(judge.test(1, frozenset().union(*each)).violations) == 3


def test_an_unknown_word_is_an_error_everywhere() -> None:
    """A misspelt predicate silently never fires in other tools; here nothing starts."""
    with pytest.raises(InputError):
        compile_formula(parse_formula("call(w)"), SIGNATURE)
    with pytest.raises(InputError):
        gate(DUE).test(1, facts("call(colt)"))
