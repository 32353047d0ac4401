"""A record's reading of one use, made by hand: acts a minute apart, and what was owed.

reading = made_reading(("draw", {"by": "ada", …}), ("hand_over", {…}), owed=[owed(…)])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from provesafe import custody
from provesafe.casefile import Owed, RecordReading

__all__ = ["BEGAN", "PEOPLE", "made_reading", "owed"]

BEGAN = 1_772_461_920_000
MINUTE = 60_000
PEOPLE = {"ada": "armorer", "basil": "first AD", "cleo": "performer", "dov": "property master"}

Made = tuple[str, Mapping[str, Any]]


def owed(**given: Any) -> Owed:
    """Something that Ada owed Cleo at the second minute, as the showing of a weapon is owed."""
    base: dict[str, Any] = {
        "rule": "set-practice/show-to-receiver",
        "version": "1",
        "title": "Shown to whoever takes it",
        "text": "the performer has not been shown colt-2",
        "document": "a bulletin",
        "section": "2",
        "standing": "VP",
        "weight": "danger",
        "people": ("ada",),
        "roles": ("armorer",),
        "leaf": 2,
        "at_ms": BEGAN + 2 * MINUTE,
        "due_ms": None,
        "outcome": "not met",
        "act": "show",
        "by": ("ada",),
        "to": ("cleo",),
        "would_show": "armorer: show colt-2 to the performer",
        "binding": {"w": "colt-2"},
    }
    return Owed(**(base | given))


def made_reading(
    *acts: Made, owed: Sequence[Owed] = (), is_open: bool = True, incident: int | None = None
) -> RecordReading:
    """A reading of acts a minute apart, the first at BEGAN with leaf 0.

    Args:
        acts: names and fields; `happened` and `learned` in minutes after BEGAN where not then.
        owed: what the audit found.
        is_open: whether the record could have received an entry.
        incident: the minute at which an incident was entered.
    """
    made = []
    for minute, (name, fields) in enumerate(acts):
        rest = dict(fields)
        happened, learned = rest.pop("happened", None), rest.pop("learned", None)
        made.append(
            custody.parse_act(
                name,
                rest,
                at_ms=BEGAN + minute * MINUTE,
                happened_ms=None if happened is None else BEGAN + happened * MINUTE,
                learned_ms=None if learned is None else BEGAN + learned * MINUTE,
                index=minute,
            )
        )
    return RecordReading(
        source="S2",
        weapon="colt-2",
        began_ms=BEGAN,
        ended_ms=BEGAN + 60 * MINUTE,
        incident_ms=None if incident is None else BEGAN + incident * MINUTE,
        acts=tuple(made),
        grades={0: "own device"},
        roles=PEOPLE,
        involved=(),
        owed=tuple(owed),
        in_force=(),
        could_receive=lambda _low, _high, _person: is_open,
        wall=lambda ms: ms // MINUTE,
    )
