"""May somebody's name and details be erased now? What is kept for the law comes first.

Retention and legal holds are entries by named persons. Nothing here erases: names stand apart from
the record, and whoever keeps them asks this question first. The entries themselves, with the ids of
people, stay whatever the answer is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provesafe.custody.state import LegalHold, State

__all__ = ["Erasure", "erasure_of", "standing_holds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Whether a person's name and details may be erased, and what stands in the way."""

    person: str
    asked_ms: int | None
    """When it was asked for; None when nobody has, or it is done."""
    done: bool
    holds: tuple[str, ...]
    """Legal holds that name this person, or everybody, and were not lifted; in the order placed."""
    kept_until: int
    """The date, yyyymmdd, up to which everything is kept; 0 when none stands in the way."""

    @property
    def allowed(self) -> bool:
        """True when nothing stands in the way."""
        return not self.holds and not self.kept_until


def erasure_of(state: State, person: str, *, today: int) -> Erasure:
    """What the record says about erasing this person's name and details.

    Args:
        state: what stands.
        person: the id.
        today: the date as yyyymmdd; the day named by a retention still counts.
    """
    known = state.people.get(person)
    return Erasure(
        person=person,
        asked_ms=known.erasure_asked_ms if known else None,
        done=known.erased if known else False,
        holds=standing_holds(state.legal_holds.values(), person),
        kept_until=state.retention_until if today <= state.retention_until else 0,
    )


def standing_holds(holds: Iterable[LegalHold], person: str) -> tuple[str, ...]:
    """The ids of the legal holds that stand and are about this person."""
    return tuple(
        one.id for one in holds if not one.lifted and (not one.persons or person in one.persons)
    )
