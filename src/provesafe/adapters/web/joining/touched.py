"""Whom do new entries concern, so that their own phones look again?

Whoever is named in them; who has a weapon that they name, and who was shown it last. A phone that
looks once too often costs a little; all phones looking at every entry would cost much.
"""

from __future__ import annotations

import re

from provesafe.service import Production, looking_at

__all__ = ["people_touched"]

# A backslash stands before the last quotation mark inside what lapsed, which is quoted whole.
_PERSON = re.compile(rb"\"(P-[A-Za-z0-9_-]{1,62})\\?\"")
_WEAPON = re.compile(rb"\"weapon\":\"([^\"\\\\]{1,80})\"")


def people_touched(production: Production, first: int) -> frozenset[str]:
    """Everybody whom the entries from a leaf on concern.

    Args:
        production: not moved.
        first: leaf index of the first of them.
    """
    found: set[str] = set()
    weapons: set[str] = set()
    for raw in production.store.entries(first):
        found.update(one.decode() for one in _PERSON.findall(raw))
        weapons.update(one.decode() for one in _WEAPON.findall(raw))
    for weapon in weapons & production.state.weapons.keys():
        found.add(production.state.weapons[weapon].holder)
        looking = looking_at(production, weapon)
        found.update(looking.viewers if looking is not None else ())
    return frozenset(found - {""})
