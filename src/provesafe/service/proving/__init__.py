"""What stands between a weapon of this production and a person, by the rules it runs."""

from provesafe.service.proving.modelling import Prover, planned_weapons, weapons_out

__all__ = ["Prover", "planned_weapons", "weapons_out"]
