"""Was this weapon in its giver's sight since it was shown? The question every hand-over asks.

The state's answer and the formula `custody.broken` over the facts are one and the same; a
property test holds them together.
"""

from __future__ import annotations

from provesafe.custody.state import Showing, State

__all__ = ["last_showing", "sight_kept"]


def last_showing(state: State, weapon: str, giver: str, receiver: str) -> Showing | None:
    """The last time `giver` showed the weapon to `receiver`; None when there is no entry.

    Args:
        state: what stands.
        weapon: its id.
        giver: who showed it.
        receiver: who saw it.
    """
    found = state.weapons.get(weapon)
    if found is None:
        return None
    for showing in found.showings:
        if (showing.giver, showing.receiver) == (giver, receiver):
            return showing
    return None


def sight_kept(state: State, weapon: str, giver: str, receiver: str) -> bool:
    """True when `giver` showed the weapon to `receiver` and nothing has broken that since.

    False also when nobody entered a showing: without an entry nothing is known.

    Args:
        state: what stands.
        weapon: its id.
        giver: who showed it.
        receiver: who saw it.
    """
    showing = last_showing(state, weapon, giver, receiver)
    return showing is not None and not showing.ended_by
