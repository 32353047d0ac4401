"""Rules that each aim at one thing the gate must get right, on random traces.

Random formulas seldom hit two windows on one part, or equal values in one sum; these do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from generate import BOUNDS, SIGNATURE, Sample
from provesafe.rulebook import Atom, Fact, Formula, TimePoint, Value, children, parse_formula

RULES: tuple[tuple[str, str], ...] = (
    ("out(w)", "(ONCE[0,3] checked(w)) OR (ONCE[2,8] checked(w))"),
    ("out(w)", "(ONCE[0,1] checked(w)) OR ((ONCE[0,5] checked(w)) AND stopped())"),
    ("out(w)", "ONCE[1,3] checked(w)"),
    ("out(w)", "ONCE[2,*] checked(w)"),
    ("out(w)", "PREVIOUS (ONCE[0,3] checked(w))"),
    ("out(w)", "PREVIOUS (ONCE[1,5] checked(w))"),
    ("out(w)", "PREVIOUS[0,2] (PREVIOUS[1,3] checked(w))"),
    ("out(w)", "PREVIOUS ((NOT stopped()) SINCE[0,5] checked(w))"),
    ("out(w)", "(NOT (EXISTS r. gave(w, r))) SINCE checked(w)"),
    ("out(w)", "(NOT (EXISTS r. gave(w, r))) SINCE[1,5] checked(w)"),
    ("gave(w, r)", "(NOT (gave(r, w) OR out(w))) SINCE[0,8] gave(w, r)"),
    ("gave(w, r)", "(ONCE checked(w)) SINCE[2,*] (EXISTS k. loaded(w, k))"),
    ("gave(w, r)", "EXISTS v. (((NOT checked(v)) SINCE gave(w, v)) AND (NOT (v = r)))"),
    ("gave(r, w)", "(NOT gave(w, r)) SINCE (checked(w) AND (ONCE gave(w, r)))"),
    ("out(w)", "EXISTS v. ((NOT gave(w, v)) SINCE ((ONCE gave(w, v)) AND (NOT out(w))))"),
    ("gave(w, r)", "NOT (EXISTS v. ((NOT checked(v)) SINCE[0,8] gave(v, r)))"),
    ("out(w)", 'EXISTS r. (((NOT gave(r, w)) SINCE gave(w, r)) AND ((r = "ada") OR (r = "cleo")))'),
    ("out(w)", '(ONCE gave(w, "ada")) AND (NOT (ONCE[0,5] gave("cleo", w)))'),
    ("stopped()", "EXISTS s. ((s <- SUM k (ONCE[0,8] (EXISTS v. loaded(v, k)))) AND (s > 1))"),
    (
        "out(w)",
        "EXISTS s. ((s <- SUM k; w (ONCE[0,8] (loaded(w, k) AND checked(w)))) AND (s > 1))",
    ),
    ("stopped()", "EXISTS s. ((s <- SUM k (ONCE[0,8] loaded(v, k))) AND (s > 1))"),
    ("count(k)", "k <- CNT v (ONCE[0,8] (EXISTS n. loaded(v, n)))"),
    ("count(k)", "EXISTS s. ((s <- SUM n (ONCE[0,5] loaded(w, n))) AND (s > k))"),
    ("count(k)", "EXISTS w. ((k <- MAX n; w (ONCE[0,8] loaded(w, n))) AND checked(w))"),
    ("out(w)", "HISTORICALLY[0,5] (NOT (EXISTS k. loaded(w, k)))"),
    ("out(w)", "EVENTUALLY[2,5] checked(w)"),
    ("out(w)", "EVENTUALLY[0,3] (ONCE[0,2] checked(w))"),
    ("gave(w, r)", "(EVENTUALLY[1,8] gave(r, w)) OR (ONCE[0,5] stopped())"),
    ("gave(w, r)", "(EVENTUALLY[0,8] (EXISTS k. loaded(r, k))) AND (ONCE[0,8] out(w))"),
)


def focused(traces: int, *, length: int = 14) -> Iterator[Sample]:
    """Each rule on so many traces; the same ones everywhere."""
    for place, (on, require) in enumerate(RULES):
        for number in range(traces):
            rng = Random(f"focused {place} {number}")
            sample = parse_formula(on), parse_formula(require)
            trace = _trace(rng, sorted(_predicates(*sample)), length)
            yield Sample(
                place * 1000 + number,
                SIGNATURE,
                *sample,
                trace,
                trace[-1].seconds + rng.choice((0, *BOUNDS)),
            )


def _trace(rng: Random, predicates: Sequence[str], length: int) -> tuple[TimePoint, ...]:
    """Time-points close together, with few values and only facts the rule speaks of."""
    seconds = 0
    points = []
    for _ in range(length):
        facts = frozenset(
            Fact(predicate, tuple(_value(rng, kind) for kind in SIGNATURE.types(predicate)))
            for predicate in rng.choices(predicates, k=rng.choice((0, 1, 1, 2, 3)))
        )
        points.append(TimePoint(seconds, facts))
        seconds += rng.choice((0, 1, 1, 2, 3))
    return tuple(points)


def _value(rng: Random, kind: str) -> Value:
    return rng.choice(("ada", "cleo")) if kind == "string" else rng.choice((0, 1, 1, 2))


def _predicates(*formulas: Formula) -> set[str]:
    found = {part.predicate for part in formulas if isinstance(part, Atom)}
    return found.union(*(_predicates(*children(part)) for part in formulas))
