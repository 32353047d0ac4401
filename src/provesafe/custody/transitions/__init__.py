"""What each kind of act does to the state, one function for each; an act not here changes none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from provesafe.custody.transitions.contents import CONTENTS
from provesafe.custody.transitions.lots import LOTS
from provesafe.custody.transitions.people import PEOPLE
from provesafe.custody.transitions.set_ups import SET_UPS
from provesafe.custody.transitions.transition import Transition
from provesafe.custody.transitions.weapons import WEAPONS

__all__ = ["LATE_AWARE", "TRANSITIONS"]

TRANSITIONS: Mapping[str, Transition] = MappingProxyType(
    {**WEAPONS, **LOTS, **CONTENTS, **PEOPLE, **SET_UPS}
)

LATE_AWARE = frozenset({"unload", "inspect", "check_bore", "check_rounds"})
"""Clearing acts part of which counts even when they are entered late; the others then change none:
what they would clear has to be done again."""
