"""What stands between a weapon of this production and a person, by the rules it runs."""

from provesafe.service.proving.left import NowLeft, WeaponLeft, left_now
from provesafe.service.proving.modelling import Prover, planned_weapons, weapons_out
from provesafe.service.proving.planning import Planned, planned

__all__ = [
    "NowLeft",
    "Planned",
    "Prover",
    "WeaponLeft",
    "left_now",
    "planned",
    "planned_weapons",
    "weapons_out",
]
