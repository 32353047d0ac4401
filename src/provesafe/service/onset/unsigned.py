"""Hand-overs that one side signed and the other never did: told until something else is entered.

Two phones sign one entry; where one of them has not within a minute, what was put forward stands in
the record as `lapsed`. It moves nothing: the weapon is where it was entered to be. Whoever looks at
the list has to know that somebody says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provesafe import custody
from provesafe.ledger import Lapse, parse_entry
from provesafe.service.production import Production

__all__ = ["Unsigned", "unsigned_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """A hand-over that was put forward and is not entered."""

    weapon: str
    by: str
    """Who says that they gave it: their id."""
    to: str
    at_ms: int
    """When they signed it, by their device's clock."""


def unsigned_of(production: Production) -> tuple[Unsigned, ...]:
    """What was put forward and lapsed, with no entry about that weapon since; the newest last.

    Args:
        production: not moved, but that it lets go of what has been overtaken.
    """
    found: dict[str, Unsigned] = {}
    stands = []
    for index in production.lapsed:
        (raw,) = production.store.entries(index, index + 1)
        own = parse_entry(raw).body.own
        told = [
            (act, at_ms)
            for act, at_ms in (_put_forward(own) if isinstance(own, Lapse) else ())
            if (known := production.state.weapons.get(act.text("weapon"))) is not None
            and known.last_index < index
        ]
        for act, at_ms in told:
            weapon = act.text("weapon")
            one = Unsigned(weapon=weapon, by=act.text("by"), to=act.text("to"), at_ms=at_ms)
            found[weapon] = one
        stands += [index] if told else []
    production.lapsed[:] = stands
    return tuple(found.values())


def _put_forward(lapse: Lapse) -> Iterator[tuple[custody.Act, int]]:
    """The hand-overs in what lapsed, with when it was signed."""
    fields = lapse.proposal.fields
    acts, at = fields.get("acts"), fields.get("t")
    for one in acts if isinstance(acts, list) else ():
        if isinstance(one, dict) and one.get("act") == "hand_over":
            yield custody.decode_act(one), at if isinstance(at, int) else 0
