"""The audit says what was not met, what has no entry, what is open, and what it cannot say."""

from __future__ import annotations

import pytest

from monitored import SIGNATURE, WrittenRule, rule, trace
from provesafe.monitor import AuditResult, audit
from provesafe.rulebook import TimePoint

LOCK = rule("called(w)", "EVENTUALLY[0,900] locked(w)", name="lock")
INSPECTED = rule("took(w, p)", "ONCE[0,60] inspected(w, p)", name="inspected")
QUIET = rule("took(w, p)", "NOT (ONCE[0,60] loaded(w, 1))", name="quiet")
AHEAD = rule("called(w)", "ALWAYS[0,60] (NOT sight_lost(w))", name="ahead")


def audited(
    points: tuple[TimePoint, ...], until: int, *rules: WrittenRule, opened: int | None = None
) -> AuditResult:
    """Audit a trace by rules of a test."""
    return audit(rules, points, until, signature=SIGNATURE, opened=opened)


@pytest.mark.parametrize(("until", "no_entry", "pending"), [(1000, 0, 1), (1001, 1, 0)])
def test_nothing_is_missing_before_its_time_has_passed(
    until: int, no_entry: int, pending: int
) -> None:
    """What is due at second 1000 is pending while only the seconds before 1000 are known."""
    found = audited(trace((100, ["called(colt)"])), until, LOCK)
    assert (len(found.no_entry), len(found.pending)) == (no_entry, pending)


def test_a_rule_whose_trigger_never_came_is_vacuous() -> None:
    """A rule is not kept by what never happened; it is listed apart, whatever engine judges it."""
    found = audited(trace((1, ["took(colt, cleo)"]), (2, ["locked(colt)"])), 5, LOCK, QUIET, AHEAD)
    assert found.vacuous == ("test/ahead", "test/lock")
    assert (found.not_met, found.no_entry) == ((), ())


def test_a_rule_the_gate_cannot_judge_is_judged_by_the_reference() -> None:
    """ALWAYS is violated by a later entry, open while it can be, and satisfied afterwards."""
    points = trace((1, ["called(colt)", "called(uzi)"]), (9, ["sight_lost(colt)"]))
    found = audited(points, 50, AHEAD)
    assert [(v.index, v.binding) for v in found.not_met] == [(0, (("w", "colt"),))]
    assert [(o.binding, o.due_seconds) for o in found.pending] == [((("w", "uzi"),), None)]
    assert audited(points, 70, AHEAD).pending == ()


@pytest.mark.parametrize(("seconds", "known"), [(159, False), (160, True)])
def test_what_an_entry_before_the_record_could_have_met_is_undetermined(
    seconds: int, known: bool
) -> None:
    """A window of 60 s that starts before the record was open leaves a violation unsaid."""
    found = audited(trace((seconds, ["took(colt, cleo)"])), 999, INSPECTED, opened=100)
    assert (len(found.not_met), len(found.undetermined)) == ((1, 0) if known else (0, 1))


@pytest.mark.parametrize(("seconds", "known"), [(159, False), (160, True)])
def test_what_an_entry_before_the_record_could_have_broken_is_undetermined(
    seconds: int, known: bool
) -> None:
    """A prohibition over 60 s is not known to be kept while the record is younger than that."""
    found = audited(trace((seconds, ["took(colt, cleo)"])), 999, QUIET, opened=100)
    assert (found.not_met, len(found.undetermined)) == ((), 0 if known else 1)


def test_what_is_known_is_not_undetermined() -> None:
    """An entry in the record decides, however young the record is."""
    points = trace(
        (101, ["inspected(colt, cleo)", "loaded(uzi, 1)"]),
        (102, ["took(colt, cleo)", "took(uzi, cleo)"]),
    )
    found = audited(points, 999, INSPECTED, opened=100)
    assert [one.binding for one in found.undetermined] == [(("w", "uzi"), ("p", "cleo"))]
    found = audited(points, 999, QUIET, opened=100)
    assert [one.binding for one in found.not_met] == [(("w", "uzi"), ("p", "cleo"))]
    assert [one.binding for one in found.undetermined] == [(("w", "colt"), ("p", "cleo"))]


def test_a_window_without_bound_begins_with_the_record() -> None:
    """ONCE asks what the record has, so it is decided from the first second."""
    shown = rule("took(w, p)", "ONCE inspected(w, p)", name="shown")
    found = audited(trace((101, ["took(colt, cleo)"])), 999, shown, opened=100)
    assert (len(found.not_met), found.undetermined) == (1, ())


def test_an_overdue_duty_can_be_undetermined_too() -> None:
    """What sets a duty aside may lie before the record."""
    duty = rule("called(w)", "(EVENTUALLY[0,9] locked(w)) OR (ONCE[0,60] stopped())", name="duty")
    found = audited(trace((110, ["called(colt)"])), 999, duty, opened=100)
    assert (found.no_entry, len(found.undetermined)) == ((), 1)


@pytest.mark.parametrize(
    ("require", "seconds", "known"),
    [
        ("(NOT sight_lost(w)) SINCE[0,60] (EXISTS b. inspected(w, b))", 159, False),
        ("(NOT sight_lost(w)) SINCE[0,60] (EXISTS b. inspected(w, b))", 160, True),
        ("(NOT sight_lost(w)) SINCE (EXISTS b. inspected(w, b))", 101, True),
        ("ONCE[0,20] (called(w) AND (ONCE[0,40] locked(w)))", 159, False),
        ("ONCE[0,20] (called(w) AND (ONCE[0,40] locked(w)))", 160, True),
        ("PREVIOUS[0,30] (ONCE[0,30] locked(w))", 159, False),
        ("PREVIOUS[0,30] (ONCE[0,30] locked(w))", 160, True),
        ("EXISTS c. ((c <- CNT n; w (ONCE[0,60] loaded(w, n))) AND (c > 1))", 159, False),
        ("EXISTS c. ((c <- CNT n; w (ONCE[0,60] loaded(w, n))) AND (c > 1))", 160, True),
        ('HISTORICALLY[0,60] called("colt")', 159, True),
    ],
)
def test_how_far_back_an_entry_could_turn_a_verdict(
    require: str, seconds: int, known: bool
) -> None:
    """The windows of operators inside one another add up, each in its own direction."""
    far = rule("took(w, p)", require, name="far")
    found = audited(trace((seconds, ["took(colt, cleo)"])), 999, far, opened=100)
    assert (len(found.not_met), len(found.undetermined)) == ((1, 0) if known else (0, 1))


def test_what_is_pending_is_not_undetermined() -> None:
    """A duty that is still open says so and nothing else, however young the record is."""
    duty = rule("called(w)", "(EVENTUALLY[0,900] locked(w)) OR (ONCE[0,60] stopped())", name="d")
    found = audited(trace((110, ["called(colt)"])), 200, duty, opened=100)
    assert (len(found.pending), found.undetermined, found.no_entry) == (1, (), ())
