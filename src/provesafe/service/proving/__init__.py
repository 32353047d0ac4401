"""What stands between a weapon of this production and a person, by the rules it runs."""

from provesafe.service.proving.against_file import FileReplay, replayed_against, weapons_of_day
from provesafe.service.proving.left import NowLeft, WeaponLeft, left_now
from provesafe.service.proving.modelling import Prover, planned_weapons, weapons_out
from provesafe.service.proving.planning import Planned, planned
from provesafe.service.proving.replaying import Happened, Met, Replay, replayed

__all__ = [
    "FileReplay",
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
    "replayed_against",
    "weapons_of_day",
    "weapons_out",
]
