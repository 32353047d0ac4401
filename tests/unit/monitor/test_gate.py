"""The gate judges a candidate with its own facts, and remembers on commit alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from monitored import SIGNATURE, facts, gate, rule, trace, violated
from provesafe.errors import InvariantBroken
from provesafe.monitor import (
    FactError,
    Gate,
    Opened,
    Program,
    SnapshotError,
    TimeOrderError,
    Violation,
)
from provesafe.rulebook import EvaluationError, TimePoint, WellFormedError

SHOWN = rule(
    "handed_over(w, g, r)",
    "(NOT sight_lost(w)) SINCE shown(w, g, r)",
    name="shown",
)
BEFORE_TEN = rule("handed_over(w, g, r)", "ONCE[0,10] inspected(w, g)", name="inspected")


def test_a_hand_over_without_a_showing_is_named_with_its_binding() -> None:
    """The violation carries the rule, the free variables of `on` in order, and the time-point."""
    outcome = gate(SHOWN).test(5, facts("handed_over(colt, ada, cleo)"))
    binding = (("w", "colt"), ("g", "ada"), ("r", "cleo"))
    assert outcome.violations == (Violation(rule_id="test/shown", binding=binding, index=0),)


def test_the_candidates_own_facts_count() -> None:
    """What is shown at the very time-point of the hand-over has been shown."""
    points = trace((5, ["handed_over(colt, ada, cleo)", "shown(colt, ada, cleo)"]))
    assert violated(gate(SHOWN), points) == []


@pytest.mark.parametrize(
    ("between", "open_again"),
    [([], False), (["sight_lost(colt)"], True), (["sight_lost(uzi)"], False)],
)
def test_since_breaks_for_the_same_weapon_alone(between: list[str], open_again: bool) -> None:
    """A row of SINCE ends when its left side fails for it, and for no other."""
    points = trace(
        (1, ["shown(colt, ada, cleo)"]), (2, between), (3, ["handed_over(colt, ada, cleo)"])
    )
    assert bool(violated(gate(SHOWN), points)) is open_again


def test_a_break_and_a_showing_at_one_time_point_leave_it_shown() -> None:
    """SINCE asks nothing of its left side at the time-point of its right side."""
    points = trace(
        (1, ["sight_lost(colt)", "shown(colt, ada, cleo)"]), (1, ["handed_over(colt, ada, cleo)"])
    )
    assert violated(gate(SHOWN), points) == []


@pytest.mark.parametrize(("seconds", "kept"), [(10, True), (11, True), (12, False)])
def test_a_window_ends_with_its_last_second(seconds: int, kept: bool) -> None:
    """ONCE[0,10] still holds ten seconds later and no longer eleven seconds later."""
    points = trace((1, ["inspected(colt, ada)"]), (seconds, ["handed_over(colt, ada, cleo)"]))
    assert (violated(gate(BEFORE_TEN), points) == []) is kept


def test_a_tie_counts_for_a_window_from_zero_and_not_for_one_from_one() -> None:
    """ONCE[1,9] leaves out an earlier time-point of the same second; ONCE[0,9] takes it in."""
    points = trace((4, ["inspected(colt, ada)"]), (4, ["called(colt)"]))
    none = violated(gate(rule("called(w) AND EXISTS a. ONCE[1,9] inspected(w, a)")), points)
    some = violated(gate(rule("called(w) AND EXISTS a. ONCE[0,9] inspected(w, a)")), points)
    assert (none, some) == ([], [(1, {"w": "colt"})])


def test_previous_is_the_global_time_point_before() -> None:
    """PREVIOUS looks at the entry just before, whoever's it was."""
    strict = rule("called(w) AND PREVIOUS[0,3] locked(w)")
    near = trace((1, ["locked(colt)"]), (4, ["called(colt)"]))
    far = trace((1, ["locked(colt)"]), (5, ["called(colt)"]))
    other = trace((1, ["locked(colt)"]), (2, ["stopped()"]), (3, ["called(colt)"]))
    found = [violated(gate(strict), points) for points in (near, far, other)]
    assert found == [[(1, {"w": "colt"})], [], []]


def test_previous_of_memory_is_the_memory_before_this_entry() -> None:
    """PREVIOUS (ONCE …) leaves out what the entry itself says: the state just before the act."""
    before = rule("took(w, p) AND PREVIOUS (ONCE took(w, p))")
    points = trace((1, ["took(colt, ada)"]), (1, ["took(colt, ada)"]))
    assert violated(gate(before), points) == [(1, {"w": "colt", "p": "ada"})]


def test_a_sum_over_a_window_is_over_a_set_of_bindings() -> None:
    """Two equal rows at two time-points are one binding, so they are summed once."""
    total = rule("(s <- SUM n; w (ONCE[0,9] loaded(w, n))) AND called(w)")
    points = trace(
        (1, ["loaded(colt, 2)"]), (2, ["loaded(colt, 3)", "loaded(colt, 2)"]), (9, ["called(colt)"])
    )
    assert violated(gate(total), points) == [(2, {"s": 5, "w": "colt"})]


def test_a_count_of_nothing_is_zero_only_without_a_group() -> None:
    """An ungrouped CNT has a row for nothing; a grouped one has none."""
    points = trace((1, ["called(colt)"]))
    free = violated(gate(rule("c <- CNT w (ONCE locked(w))")), points)
    grouped = violated(gate(rule("c <- CNT n; w (ONCE loaded(w, n))")), points)
    assert (free, grouped) == ([(0, {"c": 0})], [])


@pytest.mark.parametrize(
    ("op", "value"), [("AVG", 3), ("MED", Fraction(5, 2)), ("MIN", 1), ("MAX", 6), ("CNT", 4)]
)
def test_aggregates_are_exact(op: str, value: object) -> None:
    """AVG and MED give a Fraction where the value is not whole, also through a snapshot."""
    told = rule(f"ONCE (a <- {op} n (EXISTS w. loaded(w, n)))")
    judge = gate(told)
    judge.commit(1, facts("loaded(a, 1)", "loaded(b, 2)", "loaded(c, 3)", "loaded(d, 6)"))
    again = Gate.restore([told], json.loads(json.dumps(judge.snapshot())), signature=SIGNATURE)
    found = [v.binding for v in again.test(1, facts("stopped()")).violations]
    assert (("a", value),) in found


def test_testing_remembers_nothing() -> None:
    """However often a candidate is tested, the snapshot stays the same."""
    judge = gate(SHOWN, BEFORE_TEN)
    judge.commit(1, facts("shown(colt, ada, cleo)"))
    before = judge.snapshot()
    judge.test(9, facts("sight_lost(colt)", "handed_over(colt, ada, cleo)"))
    assert judge.snapshot() == before


def test_a_commit_after_a_test_is_a_commit() -> None:
    """What was tried is entered as if it had not been, whatever else was tried."""
    tried, plain = gate(SHOWN, BEFORE_TEN), gate(SHOWN, BEFORE_TEN)
    for seconds, texts in ((1, ["shown(colt, ada, cleo)"]), (2, ["sight_lost(colt)"])):
        candidate = facts(*texts)
        tried.test(seconds, candidate)
        tried.test(seconds, facts("inspected(colt, ada)"))
        tried.test(seconds, candidate)
        assert tried.commit(seconds, candidate) == plain.commit(seconds, candidate)
    hand_over = facts("handed_over(colt, ada, cleo)")
    first = tried.test(3, hand_over)
    assert len(tried.commit(3, hand_over).violations) == len(first.violations) == 2
    assert [one.index for one in tried.commit(3, hand_over).violations] == [3, 3]
    plain.commit(3, hand_over)
    plain.commit(3, hand_over)
    assert tried.snapshot() == plain.snapshot()


def test_a_program_serves_many_gates() -> None:
    """Gates over one program share what is compiled and nothing that is remembered."""
    program = Program([SHOWN, BEFORE_TEN], signature=SIGNATURE)
    first, second = Gate(program), Gate(program)
    first.commit(1, facts("shown(colt, ada, cleo)", "inspected(colt, ada)"))
    hand_over = facts("handed_over(colt, ada, cleo)")
    assert first.test(2, hand_over).violations == ()
    assert len(second.test(2, hand_over).violations) == 2
    assert Gate.restore(program, first.snapshot()).test(2, hand_over).violations == ()


def test_a_restored_gate_answers_as_the_first() -> None:
    """A snapshot goes through JSON and back into a gate with the same memory."""
    first = gate(SHOWN, BEFORE_TEN)
    first.commit(1, facts("shown(colt, ada, cleo)", "inspected(colt, ada)"))
    kept = json.loads(json.dumps(first.snapshot()))
    second = Gate.restore([SHOWN, BEFORE_TEN], kept, signature=SIGNATURE)
    candidate = 12, facts("handed_over(colt, ada, cleo)", "handed_over(uzi, ada, cleo)")
    assert second.snapshot() == kept
    assert second.test(*candidate) == first.test(*candidate)


def test_a_snapshot_of_other_rules_is_refused() -> None:
    """The snapshot carries the digest of its rules, bounds included."""
    wider = rule("handed_over(w, g, r)", "ONCE[0,11] inspected(w, g)", name="inspected")
    with pytest.raises(SnapshotError):
        Gate.restore([wider], gate(BEFORE_TEN).snapshot(), signature=SIGNATURE)


def test_time_does_not_go_back() -> None:
    """Neither an entry nor the clock may lie before what has passed, not even to try."""
    judge = gate(SHOWN)
    judge.commit(5, facts("stopped()"))
    for ask in (lambda: judge.test(4, ()), lambda: judge.commit(4, ()), lambda: judge.advance(4)):
        with pytest.raises(TimeOrderError):
            ask()
    assert judge.position == 1


@pytest.mark.parametrize("text", ["shown(colt)", "loaded(colt, many)", "handed_on(colt)"])
def test_a_fact_outside_the_signature_is_refused(text: str) -> None:
    """An unknown predicate, arity or type is an error and never a silent miss."""
    judge = gate(SHOWN)
    with pytest.raises(FactError):
        judge.commit(1, facts(text))
    assert judge.snapshot() == gate(SHOWN).snapshot()


def test_rules_it_cannot_judge_are_set_aside_with_a_reason() -> None:
    """A rule about the future is named and left to the audit."""
    later = rule("called(w)", "ALWAYS[0,9] (NOT stopped())", name="later")
    judge = gate(later, SHOWN)
    ((rule_id, reason),) = judge.set_aside
    assert (rule_id, bool(reason)) == ("test/later", True)
    assert judge.triggered(1, facts("called(colt)")) == ()


@pytest.mark.parametrize(
    ("on", "require"),
    [
        ("called(w)", "ONCE handed_on(w)"),
        ("called(w)", "ONCE locked(w, w)"),
        ("called(w)", "w < 3"),
        ("NOT called(w)", "stopped()"),
        ("called(w)", "ONCE (NOT locked(w))"),
    ],
)
def test_a_rule_that_is_not_well_formed_is_refused(on: str, require: str) -> None:
    """Unknown names, wrong types and what cannot be listed are errors when the gate is made."""
    with pytest.raises(WellFormedError):
        gate(rule(on, require))


def test_two_rules_of_one_name_are_our_bug() -> None:
    """A verdict must name one rule."""
    with pytest.raises(InvariantBroken):
        gate(SHOWN, SHOWN)


def test_an_overdue_duty_holds_up_what_depends_on_it() -> None:
    """The past shadow of a deadline refuses the next call, from the first second after it."""
    shadow = rule(
        "handed_over(w, g, r)",
        "NOT ((NOT locked(w)) SINCE[901,*] called(w))",
        name="shadow",
    )
    judge = gate(shadow)
    judge.commit(100, facts("called(colt)"))
    hand_over = facts("handed_over(colt, ada, cleo)")
    assert not judge.test(1000, hand_over).violations
    assert judge.test(1001, hand_over).violations
    judge.commit(1001, facts("locked(colt)"))
    assert not judge.test(1001, hand_over).violations


def test_equal_parts_of_different_rules_share_one_memory() -> None:
    """Two rules that name their variables differently keep one table between them."""
    one = rule("handed_over(w, g, r)", "ONCE inspected(w, g)", name="one")
    two = rule("took(x, y)", "ONCE inspected(x, y)", name="two")
    assert len(gate(one, two).snapshot()["tables"]) == 1


def test_an_empty_time_point_is_a_time_point() -> None:
    """A time-point without facts is counted and is what PREVIOUS then sees."""
    judge = gate(rule("called(w) AND PREVIOUS locked(w)"))
    points = (*trace((1, ["locked(colt)"])), TimePoint(2, frozenset()))
    assert violated(judge, (*points, *trace((3, ["called(colt)"])))) == []
    assert judge.position == 3


def test_what_opens_is_not_opened_by_a_test() -> None:
    """`test` says what would be owed; only `commit` makes it owed."""
    owed = rule("called(w)", "EVENTUALLY[0,900] locked(w)", name="lock")
    judge = gate(owed)
    opened = Opened(
        rule_id="test/lock",
        binding=(("w", "colt"),),
        index=0,
        opened_seconds=7,
        due_seconds=907,
    )
    assert judge.test(7, facts("called(colt)")).opens == (opened,)
    assert judge.pending() == ()
    judge.commit(7, facts("called(colt)"))
    assert judge.pending() == (opened,)


def test_a_variable_twice_in_an_atom_is_one_value() -> None:
    """`took(x, x)` matches only facts whose arguments are equal."""
    points = trace((1, ["took(ada, ada)", "took(colt, ada)"]))
    assert violated(gate(rule("EXISTS n. (took(x, x) AND n = 1)")), points) == [(0, {"x": "ada"})]


def test_an_aggregate_of_what_never_holds() -> None:
    """Over FALSE, a count is zero without a group and has no row with one."""
    points = trace((1, ["called(colt)"]))
    free = gate(rule("c <- CNT n (loaded(w, n) AND FALSE)"))
    grouped = gate(rule("c <- CNT n; w (loaded(w, n) AND FALSE)"))
    assert (violated(free, points), violated(grouped, points)) == ([(0, {"c": 0})], [])


def test_a_division_by_nothing_has_no_answer_and_no_trace() -> None:
    """Where a formula divides by what a fact says, 0 is an error, and nothing is remembered."""
    divides = rule("(EXISTS m. (counted(n) AND loaded(w, m))) AND (10 / n > 3)")
    program = Program([divides], signature=SIGNATURE, checked=True)
    judge = Gate(program)
    before = judge.snapshot()
    with pytest.raises(EvaluationError):
        judge.commit(1, facts("counted(0)", "loaded(colt, 1)"))
    assert judge.snapshot() == before
    assert len(judge.commit(1, facts("counted(2)", "loaded(colt, 1)")).violations) == 1


DIGEST = """
from monitored import SIGNATURE, rule
from provesafe.monitor import Program
told = rule("handed_over(w, g, r)", "(NOT sight_lost(w)) SINCE shown(w, g, r)")
print(Program([told], signature=SIGNATURE).digest)
"""


def test_a_program_has_the_same_digest_in_every_run() -> None:
    """A snapshot can be restored by another process, whatever its hash seed."""
    tests = str(Path(__file__).resolve().parents[2])
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": tests},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
