"""What is said to have happened: events with slots that lines fill, or nobody does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from provesafe.casefile.model.line import Stated
from provesafe.casefile.model.places import Cite

__all__ = ["OCCURRED", "SLOTS", "Event", "slots_of"]

OCCURRED = "occurred"
"""The slot that every event has: that it took place at all."""

SLOTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hand-over": ("giver", "taker", "weapon", "contents"),
        "assurance": ("giver", "taker", "weapon", "contents", "words"),
        "showing": ("giver", "taker", "weapon", "contents", "means"),
        "direction": ("giver", "taker", "weapon", "aim"),
        "aim": ("doer", "weapon", "aim"),
        "check": ("doer", "weapon", "contents", "means"),
        "loading": ("doer", "weapon", "contents", "count"),
        "call": ("doer", "weapon", "words"),
        "trigger": ("doer", "weapon"),
        "discharge": ("doer", "weapon", "how"),
        "death": ("person",),
        "injury": ("person",),
        "realisation": ("doer",),
        "interview": ("doer", "outlet"),
    }
)
"""The slots of each kind of event; a kind that is not listed has `doer` alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that sources speak of; whether it took place is for its lines to say."""

    id: str
    kind: str
    cites: tuple[Cite, ...]
    times: tuple[Stated, ...] = ()
    weapon: str = ""
    """A weapon's id in the record; empty where nobody has said which."""
    same_as: tuple[str, ...] = ()
    """Ids under which other sources speak of it, as somebody has said."""
    expected: bool = False
    """It was yet to come when it was spoken of."""
    lane: str = "hours"
    """`hours` of the incident, or `calendar` for what lies days around it."""


def slots_of(kind: str) -> tuple[str, ...]:
    """The slots of a kind of event, `occurred` first."""
    return (OCCURRED, *SLOTS.get(kind, ("doer",)))
