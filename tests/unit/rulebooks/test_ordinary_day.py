"""A day on which everything is done right meets every shipped rulebook at once."""

from __future__ import annotations

from pathlib import Path

from case_days import read_case_day, time_points
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature, shipped_rulebooks
from provesafe.monitor import Gate
from provesafe.rulebook import Rule, Settings

DAY = Path(__file__).parent / "ordinary-day.toml"
EVERYTHING: Settings = {
    "set-practice": {"studio_lot": True, "stage": True},
    "california-labor-9150-part": {"pilot": True},
    "california-labor-9150-part/enough-handlers": {"weapons": 2},
    "us-reports-part": {"california": True, "licensee": True},
    "local-permits-part": {
        "los_angeles_view": True,
        "texas": True,
        "nyc_property": True,
        "vendor": True,
    },
    "house-default": {"modified_only": True, "public_view": True},
    "house-default/enough-handlers": {"weapons": 2},
    "house-default/left-alone": {"within": 600},
    "house-default/concerns-answered-in-time": {"within": 3600},
}


def every_rule() -> tuple[Rule, ...]:
    """All rules of all shipped rulebooks, every flag on and every limit set."""
    books = load_rulebooks(shipped_rulebooks(), settings=EVERYTHING)
    return tuple(rule for book in books for rule in book.rules)


def test_the_ordinary_day_meets_every_rule() -> None:
    """No rule is open at any of its acts, and nothing is owed at its end."""
    day = read_case_day(DAY.read_text("utf-8"))
    gate = Gate(every_rule(), signature=rulebook_signature())
    found: list[object] = []
    for point in time_points(day):
        outcome = gate.commit(point.seconds, point.facts)
        found += [(point.seconds, one) for one in (*outcome.violations, *outcome.overdue)]
    assert found == []
    assert gate.advance(day.until) == ()
    assert gate.set_aside == ()
