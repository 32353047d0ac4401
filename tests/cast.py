"""The invented cast and productions every test and example uses; nobody here is a real person.

    from cast import ADA, CLEO

A name stands for one habit, so that a test reads without a key: Ada is careful, Basil is in a
hurry, Kit has no business here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One invented person: the id used in entries, the name, the roles of the vocabulary."""

    id: str
    name: str
    roles: tuple[str, ...]


ADA = Player(id="ada", name="Ada", roles=("armorer",))
BASIL = Player(id="basil", name="Basil", roles=("first-ad",))
CLEO = Player(id="cleo", name="Cleo", roles=("performer",))
DOV = Player(id="dov", name="Dov", roles=("property-master",))
ESI = Player(id="esi", name="Esi", roles=("assistant-property-master",))
FARID = Player(id="farid", name="Farid", roles=("director-of-photography",))
GIL = Player(id="gil", name="Gil", roles=("second-ad",))
HANA = Player(id="hana", name="Hana", roles=("safety-advisor",))
INES = Player(id="ines", name="Ines", roles=("medic",))
JONAS = Player(id="jonas", name="Jonas", roles=("producer",))
KIT = Player(id="kit", name="Kit", roles=())
"""Kit has no role: somebody who should have no access."""

CAST = (ADA, BASIL, CLEO, DOV, ESI, FARID, GIL, HANA, INES, JONAS, KIT)

DRY_CREEK = "Dry Creek"
"""A western, small."""
HARBOUR_NINE = "Harbour Nine"
"""A series."""
THE_FORD = "The Ford"
"""A battle: many weapons, many people."""

PRODUCTIONS = (DRY_CREEK, HARBOUR_NINE, THE_FORD)
