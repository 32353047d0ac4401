"""Moving rounds between the places where they can be, so that none is ever made or lost.

Every change of a lot goes through `move`, `turn_up` or `fire_from`; each keeps the law of `Lot`.
When more rounds leave a place than the record has there, the rest counts as found, with a
discrepancy: the law then still holds and the difference stays in view.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from provesafe.custody.draft import Draft
from provesafe.custody.state import Lot

__all__ = ["Bin", "Spot", "have", "move", "settle_store", "turn_up"]

Bin: TypeAlias = Literal[
    "stored",
    "issued",
    "loaded",
    "worn",
    "fired",
    "misfired",
    "converted",
    "returned",
    "police",
    "destroyed",
    "unaccounted",
]
Spot: TypeAlias = tuple[Bin, str]
"""A bin, and the store or person for `stored` and `worn` (`*` takes from any)."""


def have(lot: Lot, spot: Spot) -> int:
    """How many rounds of the lot are at a spot."""
    name, key = spot
    match name:
        case "stored":
            return _at(lot.stored, key)
        case "worn":
            return _at(lot.worn, key)
        case "issued":
            return lot.issued
        case "loaded":
            return lot.loaded
        case "fired":
            return lot.fired
        case "misfired":
            return lot.misfired
        case "converted":
            return lot.converted
        case "returned":
            return lot.returned
        case "police":
            return lot.police
        case "destroyed":
            return lot.destroyed
        case "unaccounted":
            return lot.unaccounted


def move(draft: Draft, name: str, count: int, *, out_of: tuple[Spot, ...], into: Spot) -> None:
    """Move rounds of a lot, taking from the given spots in order."""
    lot = draft.lot(name)
    left = count
    for spot in out_of:
        taken = min(left, have(lot, spot))
        if taken:
            lot = _add(lot, spot, -taken)
            left -= taken
    if left:
        draft.disagree(
            "more-than-recorded",
            f"{left} more rounds of {name} than the record has there",
            thing=name,
        )
        lot = replace(lot, found=lot.found + left)
    draft.lots.put(name, _add(lot, into, count))


def turn_up(draft: Draft, name: str, count: int, *, into: Spot) -> int:
    """Rounds that turned up: first those that were missing; how many were beyond all known."""
    lot = draft.lot(name)
    known = min(count, lot.unaccounted)
    lot = replace(lot, unaccounted=lot.unaccounted - known, found=lot.found + count - known)
    draft.lots.put(name, _add(lot, into, count))
    return count - known


def settle_store(draft: Draft, name: str, store: str) -> None:
    """Rounds whose store nobody had named are taken to be in the first store that is named."""
    lot = draft.lot(name)
    unplaced = _at(lot.stored, "")
    if store and unplaced:
        lot = _add(_add(lot, ("stored", ""), -unplaced), ("stored", store), unplaced)
        draft.lots.put(name, lot)


def _at(table: tuple[tuple[str, int], ...], key: str) -> int:
    """The count at `key`; of all when it is `*`."""
    return sum(count for name, count in table if key in (name, "*"))


def _add(lot: Lot, spot: Spot, count: int) -> Lot:
    """The lot with `count` more (or fewer) rounds at a spot."""
    name, key = spot
    match name:
        case "stored":
            return replace(lot, stored=_changed(lot.stored, key, count))
        case "worn":
            return replace(lot, worn=_changed(lot.worn, key, count))
        case "issued":
            return replace(lot, issued=lot.issued + count)
        case "loaded":
            return replace(lot, loaded=lot.loaded + count)
        case "fired":
            return replace(lot, fired=lot.fired + count)
        case "misfired":
            return replace(lot, misfired=lot.misfired + count)
        case "converted":
            return replace(lot, converted=lot.converted + count)
        case "returned":
            return replace(lot, returned=lot.returned + count)
        case "police":
            return replace(lot, police=lot.police + count)
        case "destroyed":
            return replace(lot, destroyed=lot.destroyed + count)
        case "unaccounted":
            return replace(lot, unaccounted=lot.unaccounted + count)


def _changed(
    table: tuple[tuple[str, int], ...], key: str, count: int
) -> tuple[tuple[str, int], ...]:
    """The table with `count` added at `key`; `*` takes from its rows in order. Zero rows go."""
    if key != "*":
        rows = dict(table)
        rows[key] = rows.get(key, 0) + count
        return tuple(sorted((name, value) for name, value in rows.items() if value))
    left, kept = -count, []
    for name, value in table:
        taken = min(left, value)
        left -= taken
        if value > taken:
            kept.append((name, value - taken))
    return tuple(kept)
