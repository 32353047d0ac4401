"""An explanation names what fails, what came nearest and why it did not count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitored import fact, rule, trace
from provesafe.monitor import Explanation, ExplanationError, IndexedTrace, explain, recheck
from provesafe.rulebook import TimePoint

BROKEN = "sight_lost(w) OR (EXISTS p. ((took(w, p) AND (NOT (p = g))) AND (NOT (p = r))))"
SHOWN = rule(
    "handed_over(w, g, r)",
    f"((NOT ({BROKEN})) SINCE[0,600] shown(w, g, r)) AND (ONCE[0,60] inspected(w, g))",
)
HAND_OVER = {"w": "colt", "g": "ada", "r": "cleo"}


def explained(*points: tuple[int, list[str]]) -> Explanation:
    """Explain the hand-over that comes last, and have the explanation checked."""
    whole = trace(*points)
    found = explain(SHOWN, HAND_OVER, whole, len(whole) - 1)
    recheck(found, SHOWN, whole)
    return found


def test_each_failing_conjunct_is_told_and_no_other() -> None:
    """Of two conjuncts the one that holds is not among the failing."""
    found = explained((1, ["inspected(colt, ada)"]), (2, ["handed_over(colt, ada, cleo)"]))
    assert (found.failing, [near.conjunct for near in found.near]) == ((0,), [0])
    assert [near.miss for near in found.near] == ["never"]


def test_what_was_undone_names_the_showing_and_what_undid_it() -> None:
    """The nearest miss is the last showing, with the first entry that broke it."""
    near, _ = explained(
        (1, ["shown(colt, ada, cleo)"]),
        (5, ["shown(colt, ada, cleo)"]),
        (7, ["sight_lost(uzi)"]),
        (8, ["sight_lost(colt)"]),
        (9, ["sight_lost(colt)"]),
        (9, ["handed_over(colt, ada, cleo)"]),
    ).near
    assert (near.miss, near.fact, near.seconds) == ("undone", fact("shown(colt, ada, cleo)"), 5)
    assert (near.undone_by, near.undone_seconds) == (fact("sight_lost(colt)"), 8)


def test_what_somebody_else_took_is_undone_by_that() -> None:
    """Below a quantifier the fact of whoever it was is named."""
    near, _ = explained(
        (5, ["shown(colt, ada, cleo)"]),
        (8, ["took(colt, cleo)"]),
        (9, ["took(colt, basil)"]),
        (9, ["handed_over(colt, ada, cleo)"]),
    ).near
    assert (near.undone_by, near.undone_seconds) == (fact("took(colt, basil)"), 9)


@pytest.mark.parametrize(("seconds", "short_by"), [(62, 1), (100, 39)])
def test_a_window_that_was_missed_says_by_how_much(seconds: int, short_by: int) -> None:
    """An inspection at second 1 is one second too long ago for 60 s at second 62."""
    _, near = explained(
        (1, ["inspected(colt, ada)"]), (seconds, ["handed_over(colt, ada, cleo)"])
    ).near
    assert (near.miss, near.seconds, near.short_by) == ("too-long-ago", 1, short_by)
    assert near.fact == fact("inspected(colt, ada)")


def test_what_stands_against_it_is_named() -> None:
    """A prohibition is explained by the entry that broke it, wherever it stands."""
    quiet = rule("called(w)", "NOT (ONCE[0,60] (EXISTS n. loaded(w, n)))")
    whole = trace((1, ["loaded(uzi, 3)"]), (2, ["loaded(colt, 5)"]), (9, ["called(colt)"]))
    found = explain(quiet, {"w": "colt"}, whole, 2)
    recheck(found, quiet, whole)
    (near,) = found.near
    assert (near.miss, near.fact, near.seconds) == ("happened", fact("loaded(colt, 5)"), 2)
    assert found.evidence == (1, 2)


def test_a_wait_that_was_not_kept_says_how_long_was_left() -> None:
    """ONCE[60,*] is missed by the seconds that are still to wait."""
    wait = rule("took(w, p)", "ONCE[60,*] called(w)")
    whole = trace((1, ["called(colt)"]), (31, ["took(colt, cleo)"]))
    (near,) = explain(wait, {"w": "colt", "p": "cleo"}, whole, 1).near
    assert (near.miss, near.short_by) == ("too-recent", 30)


def test_of_many_who_could_have_the_nearest_is_named() -> None:
    """Below EXISTS, the latest entry of anybody is the nearest, and its values are told."""
    anyone = rule("called(w)", "EXISTS p. ONCE[0,60] inspected(w, p)")
    whole = trace(
        (1, ["inspected(colt, ada)"]), (9, ["inspected(colt, dov)"]), (99, ["called(colt)"])
    )
    found = explain(anyone, {"w": "colt"}, whole, 2)
    recheck(found, anyone, whole)
    (near,) = found.near
    assert (near.values, near.seconds, near.short_by) == (("dov",), 9, 30)


def test_an_entry_that_came_too_late_is_named() -> None:
    """A deadline that was missed names the first entry after it, and by how many seconds."""
    lock = rule("called(w)", "EVENTUALLY[0,10] locked(w)")
    whole = trace((1, ["called(colt)"]), (14, ["locked(colt)"]), (20, ["locked(colt)"]))
    found = explain(lock, {"w": "colt"}, whole, 0, observed_until=30)
    recheck(found, lock, whole, observed_until=30)
    (near,) = found.near
    assert (near.miss, near.seconds, near.short_by) == ("too-late", 14, 3)


def test_what_is_still_open_has_no_explanation() -> None:
    """Before its time has passed, nothing is missing, and nothing of the kind is accepted."""
    lock = rule("called(w)", "EVENTUALLY[0,10] locked(w)")
    whole = trace((1, ["called(colt)"]), (5, ["stopped()"]))
    with pytest.raises(ExplanationError):
        explain(lock, {"w": "colt"}, whole, 0, observed_until=11)
    found = explain(lock, {"w": "colt"}, whole, 0, observed_until=12)
    recheck(found, lock, whole, observed_until=12)
    with pytest.raises(ExplanationError):
        recheck(found, lock, whole, observed_until=11)


def test_what_is_not_violated_has_no_explanation() -> None:
    """Neither an occasion that is satisfied nor one that is none can be explained."""
    whole = trace(
        (1, ["inspected(colt, ada)", "shown(colt, ada, cleo)"]),
        (2, ["handed_over(colt, ada, cleo)"]),
    )
    for index in (0, 1):
        with pytest.raises(ExplanationError):
            explain(SHOWN, HAND_OVER, whole, index)


def test_an_explanation_of_another_trace_is_refused() -> None:
    """The same words about a record in which the weapon was shown do not follow."""
    points = trace((1, ["inspected(colt, ada)"]), (2, ["handed_over(colt, ada, cleo)"]))
    found = explain(SHOWN, HAND_OVER, points, 1)
    first = points[0]
    shown = TimePoint(first.seconds, first.facts | {fact("shown(colt, ada, cleo)")})
    with pytest.raises(ExplanationError):
        recheck(found, SHOWN, (shown, points[1]))


def test_an_explanation_of_another_rule_is_refused() -> None:
    """A derivation follows from its own formula alone."""
    points = trace((1, ["inspected(colt, ada)"]), (2, ["handed_over(colt, ada, cleo)"]))
    found = explain(SHOWN, HAND_OVER, points, 1)
    other = replace(SHOWN, require=rule("called(w)", "ONCE shown(w, r, g)").require)
    with pytest.raises(ExplanationError):
        recheck(found, other, points)


def test_a_candidate_is_explained_before_it_is_entered() -> None:
    """One time-point more is looked at and not kept."""
    points = trace((1, ["shown(colt, ada, cleo)"]), (2, ["sight_lost(colt)"]))
    candidate = TimePoint(3, frozenset({fact("handed_over(colt, ada, cleo)")}))
    kept = IndexedTrace(points)
    found = explain(SHOWN, HAND_OVER, kept.with_candidate(candidate), 2)
    assert found == explain(SHOWN, HAND_OVER, (*points, candidate), 2)
    assert len(kept) == 2


def test_an_explanation_gives_up_after_so_many_steps() -> None:
    """Whoever cannot wait says how many steps are enough, and gets none of it otherwise."""
    points = trace((1, ["inspected(colt, ada)"]), (2, ["handed_over(colt, ada, cleo)"]))
    with pytest.raises(ExplanationError):
        explain(SHOWN, HAND_OVER, points, 1, steps_max=1)
    assert explain(SHOWN, HAND_OVER, points, 1, steps_max=9).failing == (0,)
