"""Line of fire: cleared, entered, left; distances, shields, posts."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import (
    ANYONE,
    ARMORERS,
    BY,
    PERSON,
    SET_UP,
    WEAPON,
    many,
    number,
    one,
)

__all__ = ["LINE"]

LINE = (
    declare(
        "clear_line",
        group="line",
        fields=(SET_UP, BY),
        head="line_cleared(set_up, by)",
        bearing="clears",
        making_safe=True,
        who=("armorer", "first-ad", "stunt-coordinator"),
        sentence="{by} saw the line of fire of {set_up} clear.",
    ),
    declare(
        "in_line",
        group="line",
        fields=(SET_UP, PERSON, BY),
        head="in_line(set_up, person)",
        bearing="clouds",
        who=ANYONE,
        sentence="{by} entered that {person} stands in the line of fire of {set_up}.",
    ),
    declare(
        "leave_line",
        group="line",
        fields=(SET_UP, PERSON, BY),
        head="out_of_line(set_up, person)",
        bearing="clears",
        making_safe=True,
        who=ANYONE,
        sentence="{by} entered that {person} left the line of fire of {set_up}.",
    ),
    declare(
        "measure",
        group="line",
        fields=(SET_UP, WEAPON, number("distance_cm"), BY),
        head="distance_measured(set_up, weapon, distance_cm)",
        who=ARMORERS,
        sentence="{by} measured {distance_cm} cm for {weapon} in {set_up}.",
    ),
    declare(
        "protect",
        group="line",
        fields=(
            SET_UP,
            one("what", "name", usual=("ears", "eyes", "shield", "remote camera", "signs")),
            many("who", "person"),
            BY,
        ),
        head="protected(set_up, what)",
        also=("protected_person(set_up, who*, what)",),
        making_safe=True,
        who=(*ARMORERS, "grip", "first-ad"),
        sentence="{by} put protection in place on {set_up}: {what}[, for {who}].",
    ),
    declare(
        "take_post",
        group="line",
        fields=(
            SET_UP,
            PERSON,
            one("post", "name", usual=("target", "camera", "wings", "lock-up", "safety")),
            BY,
        ),
        head="posted(set_up, person, post)",
        who=("first-ad", "armorer", "stage-manager"),
        sentence="{by} entered that {person} is at the post “{post}” on {set_up}.",
    ),
)
