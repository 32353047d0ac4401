"""Proving: the weapon point by point, its bore, each round; cleaning."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import (
    ARMORERS,
    BY,
    LOT,
    ROUND_KINDS,
    WEAPON,
    enum,
    many,
    number,
    one,
)

__all__ = ["POINTS", "PROVING"]

POINTS = ("muzzle safe", "rounds out", "chambers", "feed path", "bore")
"""The five points of proving a weapon, in the order in which they are gone through."""

PROVING = (
    declare(
        "inspect",
        group="proving",
        fields=(
            WEAPON,
            BY,
            many("points", "enum", values=POINTS),
            enum("found", "empty", "loaded"),
        ),
        head="inspected(weapon, by)",
        also=(
            "point_checked(weapon, points*)",
            "proved_empty(weapon, by) if points=all and found=empty",
        ),
        effects=("contents_now", "sight_lost", "rounds_unaccounted"),
        bearing="clears",
        making_safe=True,
        who=ARMORERS,
        sentence="{by} opened and looked through {weapon}[: {points}]; found {found}.",
    ),
    declare(
        "check_bore",
        group="proving",
        fields=(
            WEAPON,
            BY,
            enum("means", "rod", "looked", "light"),
            enum("result", "clear", "blocked"),
        ),
        head=(
            "bore_checked(weapon, by) if result=clear",
            "stands bore_blocked(weapon) if result=blocked",
        ),
        bearing="clears",
        making_safe=True,
        who=ARMORERS,
        sentence="{by} looked at the bore of {weapon} ({means}): {result}.",
    ),
    declare(
        "check_rounds",
        group="proving",
        fields=(
            WEAPON,
            LOT,
            number("checked"),
            number("of"),
            enum("kind", *ROUND_KINDS),
            enum("means", "shaken", "drilled", "base", "weighed", "looked"),
            many("seen_by", "person"),
            number("failed").maybe(),
            one("photo", "id").maybe(),
            BY,
        ),
        head="rounds_checked(weapon, lot, checked, of, by)",
        also=(
            "rounds_proved(weapon, lot, of) if checked=of and no failed",
            "rounds_seen(weapon, lot, seen_by*)",
            "stands rounds_failed(lot, failed) if failed>0",
            "rounds_photographed(weapon, lot) if photo",
        ),
        effects=("live_round_found",),
        bearing="clears",
        making_safe=True,
        who=ARMORERS,
        sentence=(
            "{by} checked {checked} of {of} rounds of {lot} for {weapon}, {kind}, {means}"
            "[, seen by {seen_by}][; not in order: {failed}][; photo of the tray: {photo}]."
        ),
    ),
    declare(
        "clean",
        group="proving",
        fields=(WEAPON, BY),
        head="cleaned(weapon)",
        effects=("sight_lost",),
        who=ARMORERS,
        sentence="{by} cleaned {weapon}.",
    ),
)
