"""Loading and unloading: what goes in, in whose view, what comes out."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import ARMORERS, BY, LOT, WEAPON, enum, many, number, one

__all__ = ["LOADING"]

LOADING = (
    declare(
        "load",
        group="loading",
        fields=(
            WEAPON,
            BY,
            enum("kind", "dummy", "blank", "live"),
            LOT,
            number("count", low=1, high=1000),
            one("load", "name", usual=("full", "half", "quarter")).maybe(),
            many("chambers", "id"),
            many("in_view", "person"),
        ),
        head="loaded(weapon, by, kind, count)",
        also=(
            "loaded_from(weapon, lot, count)",
            "loaded_load(weapon, load)",
            "clears shown(weapon, by, in_view*)",
        ),
        effects=("contents_now", "sight_lost", "came_out", "live_round_found"),
        bearing="clouds",
        who=ARMORERS,
        sentence=(
            "{by} loaded {weapon} with {count} of {lot}, {kind}[, {load} load]"
            "[, chambers {chambers}][, in view of {in_view}]."
        ),
    ),
    declare(
        "unload",
        group="loading",
        fields=(
            WEAPON,
            BY,
            number("spent", high=1000),
            number("unspent", high=1000),
            many("in_view", "person"),
        ),
        head="unloaded(weapon, by)",
        also=("spent_taken(weapon, spent)", "shown(weapon, by, in_view*)"),
        effects=("contents_now", "sight_lost", "rounds_unaccounted", "live_round_found"),
        bearing="clears",
        making_safe=True,
        who=ARMORERS,
        sentence=(
            "{by} unloaded {weapon}: {spent} fired, {unspent} not fired[, in view of {in_view}]."
        ),
    ),
)
