"""What is owed is met, or overdue at the first second after its last, and told once."""

from __future__ import annotations

import json

import pytest

from monitored import SIGNATURE, facts, gate, rule
from provesafe.monitor import Gate, classify
from provesafe.rulebook import parse_formula

LOCK = rule("called(w)", "EVENTUALLY[0,900] locked(w)", name="lock")


@pytest.mark.parametrize(("seconds", "told"), [(1000, 0), (1001, 1)])
def test_the_last_second_still_counts(seconds: int, told: int) -> None:
    """An obligation of [0,900] opened at 100 is overdue at 1001 and not at 1000."""
    judge = gate(LOCK)
    judge.commit(100, facts("called(colt)"))
    assert len(judge.advance(seconds)) == told
    assert len(judge.pending()) == 1 - told


def test_what_is_overdue_is_told_once() -> None:
    """Time passing further, or the next entry, does not tell it again."""
    judge = gate(LOCK)
    judge.commit(100, facts("called(colt)"))
    first = judge.advance(2000)
    assert [late.opened.due_seconds for late in first] == [1000]
    assert judge.advance(3000) == ()
    assert judge.commit(3000, facts("locked(colt)")).overdue == ()


def test_an_entry_after_the_last_second_tells_what_is_overdue() -> None:
    """A commit that comes late tells it itself, and does not meet it."""
    judge = gate(LOCK)
    judge.commit(100, facts("called(colt)"))
    outcome = judge.commit(1001, facts("locked(colt)"))
    assert (len(outcome.overdue), outcome.met) == (1, ())


def test_an_entry_at_the_last_second_meets_it() -> None:
    """The obligation ends as met, with the time-point that met it."""
    judge = gate(LOCK)
    judge.commit(100, facts("called(colt)"))
    judge.commit(1000, facts("locked(uzi)"))
    outcome = judge.commit(1000, facts("locked(colt)"))
    assert [(met.opened.index, met.index) for met in outcome.met] == [(0, 2)]
    assert (judge.pending(), judge.advance(5000)) == ((), ())


def test_one_entry_meets_every_obligation_it_can() -> None:
    """Two calls of one weapon owe two things, and one lock-up meets both."""
    judge = gate(LOCK)
    judge.commit(100, facts("called(colt)"))
    judge.commit(200, facts("called(colt)"))
    assert [opened.due_seconds for opened in judge.pending()] == [1000, 1100]
    assert len(judge.commit(300, facts("locked(colt)")).met) == 2


def test_a_wait_is_not_met_too_early() -> None:
    """EVENTUALLY[60,900] is met from the sixtieth second on."""
    judge = gate(rule("called(w)", "EVENTUALLY[60,900] locked(w)"))
    judge.commit(100, facts("called(colt)", "locked(colt)"))
    assert judge.commit(159, facts("locked(colt)")).met == ()
    assert len(judge.commit(160, facts("locked(colt)")).met) == 1


def test_what_is_met_at_once_is_never_owed() -> None:
    """A body that already holds at the trigger opens nothing when the window starts at zero."""
    assert gate(LOCK).test(5, facts("called(colt)", "locked(colt)")).opens == ()


def test_a_void_duty_is_never_owed() -> None:
    """What stands beside EVENTUALLY under OR sets the duty aside at the trigger."""
    judge = gate(rule("called(w)", "(EVENTUALLY[0,900] locked(w)) OR (ONCE stopped())"))
    judge.commit(1, facts("stopped()"))
    assert judge.test(2, facts("called(colt)")).opens == ()


def test_what_must_hold_at_once_is_violated_at_once() -> None:
    """What stands beside EVENTUALLY under AND is decided at the trigger."""
    text = "(EVENTUALLY[0,900] locked(w)) AND (EXISTS a. ONCE inspected(w, a))"
    judge = gate(rule("called(w)", text))
    outcome = judge.test(2, facts("called(colt)"))
    assert (len(outcome.violations), outcome.opens) == (1, ())
    judge.commit(2, facts("inspected(colt, ada)"))
    outcome = judge.test(2, facts("called(colt)"))
    assert (outcome.violations, len(outcome.opens)) == ((), 1)


def test_what_is_owed_survives_a_restart() -> None:
    """A snapshot keeps obligations with their seconds."""
    first = gate(LOCK)
    first.commit(100, facts("called(colt)"))
    kept = json.loads(json.dumps(first.snapshot()))
    second = Gate.restore([LOCK], kept, signature=SIGNATURE)
    assert second.pending() == first.pending()
    assert second.advance(1001) == first.advance(1001)


@pytest.mark.parametrize(
    ("on", "require", "klass"),
    [
        ("called(w)", "ONCE locked(w)", "gate"),
        ("called(w)", "NOT stopped()", "gate"),
        ("called(w)", "EVENTUALLY[0,9] locked(w)", "deadline"),
        ("called(w)", "stopped() OR (locked(w) AND EVENTUALLY[0,9] locked(w))", "deadline"),
        ("called(w)", "stopped() IMPLIES (EVENTUALLY[0,9] locked(w))", "deadline"),
        ("called(w)", "EXISTS a. EVENTUALLY[0,9] inspected(w, a)", "deadline"),
        ("called(w)", "NOT (ALWAYS[0,9] (NOT locked(w)))", "deadline"),
        ("called(w)", "EVENTUALLY[0,*] locked(w)", "audit"),
        ("called(w)", "NOT (EVENTUALLY[0,9] locked(w))", "audit"),
        ("called(w)", "ONCE (EVENTUALLY[0,9] locked(w))", "audit"),
        ("called(w)", "(EVENTUALLY[0,9] locked(w)) AND (EVENTUALLY[0,8] stopped())", "audit"),
        ("called(w)", "EVENTUALLY[0,9] (EVENTUALLY[0,9] locked(w))", "audit"),
        ("called(w)", "NEXT locked(w)", "audit"),
        ("called(w) AND EVENTUALLY[0,9] locked(w)", "stopped()", "audit"),
        ("called(w)", "locked(x)", "audit"),
    ],
)
def test_each_rule_has_the_engine_that_can_decide_it(on: str, require: str, klass: str) -> None:
    """Past rules go to the gate, one bounded EVENTUALLY is a deadline, the rest is audited."""
    found = classify(parse_formula(on, strict=False), parse_formula(require, strict=False))
    assert found.klass == klass
    assert found.reason
