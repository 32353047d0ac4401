"""What stands between a weapon of this production and a person, by the rules it runs."""

from provesafe.service.proving.left import NowLeft, WeaponLeft, left_now
from provesafe.service.proving.modelling import Prover, planned_weapons, weapons_out
from provesafe.service.proving.planning import Planned, planned
from provesafe.service.proving.replaying import Happened, Met, Replay, replayed

__all__ = [
    "Happened",
    "Met",
    "NowLeft",
    "Planned",
    "Prover",
    "Replay",
    "WeaponLeft",
    "left_now",
    "planned",
    "planned_weapons",
    "replayed",
    "weapons_out",
]
