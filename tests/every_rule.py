"""All rules of all shipped rulebooks, every flag on and every limit set, compiled once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature, shipped_rulebooks
from provesafe.custody import Act, Walk
from provesafe.monitor import Gate, Program, Violation
from provesafe.rulebook import Fact, Rule
from provesafe.service.day import DayAct, DayFile, acts_of

__all__ = ["SETTINGS", "every_program", "every_rule", "rules_not_met"]

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "set-practice": {"studio_lot": True, "stage": True},
    "california-labor-9150-part": {"pilot": True},
    "california-labor-9150-part/enough-handlers": {"weapons": 8},
    "us-reports-part": {"california": True, "licensee": True},
    "local-permits-part": {
        "los_angeles_view": True,
        "texas": True,
        "nyc_property": True,
        "vendor": True,
    },
    "house-default": {"modified_only": True, "public_view": True},
    "house-default/left-alone": {"within": 600},
    "house-default/enough-handlers": {"weapons": 8},
    "house-default/concerns-answered-in-time": {"within": 3600},
}


@cache
def every_rule() -> Mapping[str, Rule]:
    """Every rule by its name, `rulebook/rule`."""
    books = load_rulebooks(shipped_rulebooks(), settings=SETTINGS)
    return {rule.name: rule for book in books for rule in book.rules}


@cache
def every_program() -> Program:
    """All rules, compiled; made once for all tests of a run."""
    rules = tuple(every_rule().values())
    return Program(rules, signature=rulebook_signature(), checked=True)


def rules_not_met(day: DayFile) -> Iterator[tuple[DayAct | None, str, Mapping[str, object]]]:
    """Every rule that a day does not meet, with the entry it shows at; None for a duty not met.

    All rulebooks are judged at once: what each of them says does not depend on the others.
    """
    gate, walk = Gate(every_program()), Walk()
    for entry in (*day.tables, *day.acts):
        for violation in _commit(gate, walk, acts_of(day, entry)):
            yield entry, violation.rule_id, dict(violation.binding)
    for overdue in gate.advance(day.until_ms // 1000):
        yield None, overdue.opened.rule_id, dict(overdue.opened.binding)


def _commit(gate: Gate, walk: Walk, acts: tuple[Act, ...]) -> tuple[Violation, ...]:
    facts = frozenset(Fact(name, values) for act in acts for name, values in walk.take(act))
    return gate.commit(acts[0].at_ms // 1000, facts).violations
