"""Looking back at a production that is open: which rules were not met, what has no entry.

Two views of one record, side by side:

    as entered   in the order and at the seconds in which the laptop recorded it; decisions and
                 laws use this one
    as said      each act at the time its signer says it happened, never later than it was
                 recorded and never before the record began

A late entry changes only the second. A finding of the first that the second does not have is
listed with "met by an entry made late". Silence is not proof: a duty has *no entry*, and it is said
whether the record could have received one.
"""

from __future__ import annotations

from provesafe.monitor import audit
from provesafe.service.answers.reasons import roles_held
from provesafe.service.auditing.finding import Audit
from provesafe.service.auditing.reading import as_said
from provesafe.service.auditing.telling import Telling
from provesafe.service.overrides import standing_before
from provesafe.service.production import Production
from provesafe.service.record.coverage import coverage_of

__all__ = ["audit_production"]


def audit_production(production: Production, *, observed_until_ms: int) -> Audit:
    """Audit an open production; people stand by what they are called in it.

    Args:
        production: the record, opened; not moved.
        observed_until_ms: the moment up to which the record is looked at.
    """
    until = observed_until_ms // 1000
    program = production.gate.program
    # A window that reaches back behind the record's first entry may hold what nobody could enter.
    opened = production.trace[0].seconds if production.trace else None
    entered = audit(program, production.trace, until, opened=opened)
    said = as_said(production.entered)
    # Where nobody entered anything late the two views are one, and it is judged once.
    late = None if said == production.trace else audit(program, said, until, opened=opened)
    held = roles_held(production.state)
    telling = Telling(
        points=production.history.indexed,
        leaves=production.leaves,
        rule=production.books.rule,
        judges=lambda rule_id, index: index >= _adopted(production, rule_id),
        label=lambda _index: production.people.label,
        held=lambda _index: held,
        clock=lambda ms, _now_ms: production.times.show(ms),
        watched=production.books.watched,
        phrases=production.phrases,
        coverage=coverage_of(production.entered),
        entered=production.entered,
        gone_ahead=standing_before(one.acts for one in production.entered),
    )
    return telling.told(entered, late, observed_until_ms)


def _adopted(production: Production, rule_id: str) -> int:
    """The first time-point a rule judges: each is judged by what was taken on by then."""
    return production.adopted_from.get(rule_id.split("/", maxsplit=1)[0], 0)
