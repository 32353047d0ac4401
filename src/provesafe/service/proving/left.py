"""From here: what still stands between each weapon that is out and a person, in words.

Each weapon alone; and, where the last act touched one, each pair of it with another of its kind
that is out: taken for one another, they are as good as the worse of the two.
"""

from __future__ import annotations

from dataclasses import dataclass

from provesafe.prover import Left, ProtocolError, TooLargeError, left_from
from provesafe.service.proving.modelling import Prover, weapons_out

__all__ = ["NowLeft", "WeaponLeft", "left_now"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaponLeft:
    """What is left for one weapon; `left` is None where that cannot be said, with why."""

    weapon: str
    left: Left | None
    why_not: str = ""
    mixed_up: tuple[tuple[str, Left], ...] = ()
    """With each other weapon it might be taken for, where that leaves something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NowLeft:
    """All that is out, as of one moment."""

    as_of_ms: int
    entries: int
    """How many entries of the record this takes in."""
    weapons: tuple[WeaponLeft, ...]


def left_now(prover: Prover, *, now_ms: int, weapons: tuple[str, ...] | None = None) -> NowLeft:
    """What is left from where the record stands.

    Args:
        prover: of the production.
        now_ms: the laptop's clock.
        weapons: which ones; all that are out where it is left out.
    """
    production = prover.production
    asked = weapons_out(production) if weapons is None else weapons
    touched = _touched(prover)
    return NowLeft(
        as_of_ms=production.now(now_ms),
        entries=production.writer.tree.size,
        weapons=tuple(_left(prover, one, asked, touched, now_ms) for one in asked),
    )


def _left(
    prover: Prover, weapon: str, out: tuple[str, ...], touched: frozenset[str], now_ms: int
) -> WeaponLeft:
    try:
        alone = _left_of(prover, weapon, now_ms, "")
        mixed: list[tuple[str, Left]] = []
        for other in out:
            if other != weapon and touched & {weapon, other} and _alike(prover, weapon, other):
                pair = _left_of(prover, weapon, now_ms, other)
                if pair.standing != alone.standing:
                    mixed.append((other, pair))
    except (ProtocolError, TooLargeError) as error:
        return WeaponLeft(weapon=weapon, left=None, why_not=error.message)
    return WeaponLeft(weapon=weapon, left=alone, mixed_up=tuple(mixed))


def _left_of(prover: Prover, weapon: str, now_ms: int, pair: str) -> Left:
    model, system, distances = prover.worked_out(weapon, now_ms=now_ms, pair=pair)
    return left_from(model.protocol, system, distances, system.initial)


def _touched(prover: Prover) -> frozenset[str]:
    """The weapons that the newest act about any weapon names."""
    weapons = prover.production.state.weapons.values()
    newest = max((one.last_index for one in weapons), default=-1)
    return frozenset(one.id for one in weapons if one.last_index == newest)


def _alike(prover: Prover, weapon: str, other: str) -> bool:
    """Whether one might be taken for the other: the same kind and action."""
    known = prover.production.state.weapons
    one, two = known[weapon].identity, known[other].identity
    return (one.kind, one.action) == (two.kind, two.action)
