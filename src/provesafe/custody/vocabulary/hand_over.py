"""Hand-over: from one hand to another, back again, or not taken."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import ARMORERS, BY, SET_UP, WEAPON, WORDS, one, yes_no

__all__ = ["HAND_OVER"]

_TO = one("to", "person")

HAND_OVER = (
    declare(
        "hand_over",
        group="hand_over",
        fields=(WEAPON, BY, _TO, yes_no("in_sight"), SET_UP.maybe(), WORDS.maybe()),
        head="handed_over(weapon, by, to)",
        also=(
            "kept_in_sight(weapon, by) if in_sight=yes",
            "brought_to(set_up, weapon)",
        ),
        effects=("took", "gave_up", "came_out"),
        who=ARMORERS,
        sentence=(
            "{by} gave {weapon} to {to}[ for {set_up}], kept in sight: {in_sight}[: “{words}”]."
        ),
    ),
    declare(
        "return_weapon",
        group="hand_over",
        fields=(WEAPON, BY, _TO, WORDS.maybe()),
        head="returned(weapon, by, to)",
        effects=("took", "gave_up", "came_out"),
        making_safe=True,
        sentence="{by} gave {weapon} back to {to}[: “{words}”].",
    ),
    declare(
        "decline",
        group="hand_over",
        fields=(WEAPON, BY, WORDS.maybe()),
        head="declined(weapon, by)",
        making_safe=True,
        sentence="{by} did not take {weapon}[: “{words}”].",
    ),
)
