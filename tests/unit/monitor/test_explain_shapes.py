"""Each operator of a rule has a derivation that holds it or fails it, and the checker follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitored import WrittenRule, gate, rule, trace
from provesafe.monitor import (
    Derivation,
    Explanation,
    ExplanationError,
    IndexedTrace,
    TimeOrderError,
    explain,
    recheck,
)
from provesafe.rulebook import TimePoint

DAY = trace(
    (1, ["inspected(colt, ada)", "loaded(colt, 2)", "shown(colt, ada, cleo)"]),
    (2, ["inspected(colt, dov)", "loaded(colt, 5)"]),
    (2, ["took(colt, dov)", "loaded(uzi, 4)"]),
    (5, ["sight_lost(colt)", "took(colt, colt)"]),
    (9, ["called(colt)", "counted(3)"]),
)


def explained(judged: WrittenRule, points: tuple[TimePoint, ...] = DAY) -> Explanation:
    """Explain the one violation of a rule at the last time-point, and have it checked."""
    judge = gate(judged)
    for point in points:
        outcome = judge.commit(point.seconds, point.facts)
    (violation,) = outcome.violations
    found = explain(judged, violation.binding, points, violation.index)
    recheck(found, judged, points)
    return found


@pytest.mark.parametrize(
    "require",
    [
        "EXISTS p. ((ONCE inspected(w, p)) AND (ONCE[0,2] took(w, p)))",
        "EXISTS p. (((NOT sight_lost(w)) SINCE inspected(w, p)) AND (NOT stopped()))",
        "EXISTS p. ((ONCE inspected(w, p)) AND (PREVIOUS took(w, p)))",
        "EXISTS n. ((ONCE loaded(w, n)) AND (n > 5))",
        "EXISTS n, m. (((ONCE loaded(w, n)) AND (m = n + 2)) AND (ONCE counted(m)))",
        "FORALL p. ((ONCE inspected(w, p)) IMPLIES (ONCE took(w, p)))",
        "NOT ((NOT stopped()) SINCE (EXISTS p. took(w, p)))",
        "HISTORICALLY (NOT (EXISTS p. took(w, p)))",
        "HISTORICALLY[0,4] (stopped() OR (EXISTS v. called(v)))",
        "(ONCE stopped()) EQUIV (ONCE called(w))",
        "PREVIOUS[0,3] sight_lost(w)",
        "PREVIOUS (PREVIOUS (ONCE[0,0] sight_lost(w)))",
        "(ONCE took(w, w)) IMPLIES (ONCE stopped())",
        "EXISTS s. ((s <- SUM n; w (ONCE loaded(w, n))) AND (s > 7))",
        "EXISTS s. ((s <- AVG n; w (ONCE loaded(w, n))) AND (s > 4))",
        "EXISTS s. ((s <- MED n; w (ONCE[0,8] loaded(w, n))) AND (s < 3))",
        "EXISTS s. ((s <- CNT p; w ((NOT sight_lost(w)) SINCE inspected(w, p))) AND (s > 0))",
        "EXISTS s. ((s <- MAX n (ONCE (EXISTS v. loaded(v, n)))) AND (s < 5))",
        "EXISTS s. ((s <- CNT n; w (PREVIOUS (ONCE loaded(w, n)))) AND (s > 2))",
        "EXISTS s. ((s <- MIN n (ONCE[0,1] (EXISTS v. loaded(v, n)))) AND (s > 0))",
        "(EXISTS p. ONCE[0,2] inspected(w, p)) OR (EXISTS p. ONCE[0,3] took(w, p))",
    ],
)
def test_every_shape_has_an_explanation_that_rechecks(require: str) -> None:
    """Whatever the operator, the gate refuses, the derivation says why, the checker agrees."""
    found = explained(rule("called(w)", require))
    assert found.failing
    assert len(found.conjuncts) > found.failing[-1]


def test_a_value_left_out_of_a_derivation_is_missed() -> None:
    """That nobody will do needs a derivation for everybody who might."""
    judged = rule("called(w)", "EXISTS p. ((ONCE inspected(w, p)) AND (ONCE[0,2] took(w, p)))")
    found = explained(judged)
    (whole,) = found.conjuncts
    assert [part.values for part in whole.parts] == [("ada",), ("dov",)]
    for parts in (whole.parts[:1], whole.parts[1:], whole.parts[::-1], whole.parts * 2, ()):
        with pytest.raises(ExplanationError):
            recheck(replace(found, conjuncts=(replace(whole, parts=parts),)), judged, DAY)


def test_a_derivation_of_nothing_is_refused() -> None:
    """A leaf that the facts do not decide, or decide otherwise, is no derivation."""
    judged = rule("called(w)", "ONCE[0,2] (EXISTS p. inspected(w, p))")
    found = explained(judged)
    for holds in (True, False):
        leaf = Derivation(index=len(DAY) - 1, holds=holds, side=1)
        with pytest.raises(ExplanationError):
            recheck(replace(found, conjuncts=(leaf,)), judged, DAY)
    leaf = Derivation(index=len(DAY) - 1, holds=False)
    with pytest.raises(ExplanationError):
        recheck(replace(found, applies=leaf), judged, DAY)


def test_an_indexed_trace_is_a_trace() -> None:
    """It has its time-points in order, with a candidate at the end, and takes none from before."""
    kept = IndexedTrace(DAY)
    later = TimePoint(10, frozenset())
    view = kept.with_candidate(later)
    assert (list(kept), list(view)) == (list(DAY), [*DAY, later])
    assert (view[-2:], view[5], kept[1:3]) == ([DAY[4], later], later, list(DAY[1:3]))
    with pytest.raises(TimeOrderError):
        kept.append(TimePoint(8, frozenset()))
