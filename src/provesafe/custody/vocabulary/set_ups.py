"""Set-ups: opened, rehearsed, rolled, cut, closed; breaks and the end of the day."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import BY, CREW_LEADERS, SET_UP, WEAPON, day, enum

__all__ = ["SET_UPS"]

SET_UPS = (
    declare(
        "open_set_up",
        group="set_ups",
        fields=(SET_UP, BY),
        head="set_up_opened(set_up)",
        effects=("sight_lost",),
        who=CREW_LEADERS,
        sentence="{by} opened {set_up}.",
    ),
    declare(
        "close_set_up",
        group="set_ups",
        fields=(SET_UP, BY),
        head="set_up_closed(set_up)",
        who=CREW_LEADERS,
        sentence="{by} closed {set_up}.",
    ),
    declare(
        "start",
        group="set_ups",
        fields=(SET_UP, enum("what", "rehearsal", "line-up", "take"), BY),
        head="started(set_up, what)",
        who=CREW_LEADERS,
        sentence="{by} started a {what} in {set_up}.",
    ),
    declare(
        "roll",
        group="set_ups",
        fields=(SET_UP, BY),
        head="rolled(set_up)",
        who=("first-ad", "camera", "director-of-photography", "sound"),
        sentence="{by} rolled on {set_up}.",
    ),
    declare(
        "cut",
        group="set_ups",
        fields=(SET_UP, BY),
        head="cut_called(set_up)",
        making_safe=True,
        who=CREW_LEADERS,
        sentence="{by} called cut on {set_up}.",
    ),
    declare(
        "release_crew",
        group="set_ups",
        fields=(SET_UP, BY),
        head="crew_released(set_up)",
        who=("first-ad", "stage-manager"),
        sentence="{by} told everyone on {set_up} that they may move.",
    ),
    declare(
        "use_in",
        group="set_ups",
        fields=(SET_UP, WEAPON, BY),
        head="brought_to(set_up, weapon)",
        who=("armorer",),
        sentence="{by} brought {weapon} to {set_up}.",
    ),
    declare(
        "break_for",
        group="set_ups",
        fields=(enum("what", "meal", "move"), BY),
        head="broke_for(what)",
        effects=("sight_lost",),
        who=CREW_LEADERS,
        sentence="{by} broke the crew for a {what}.",
    ),
    declare(
        "wrap",
        group="set_ups",
        fields=(day("day"), BY),
        head="wrapped(day)",
        who=CREW_LEADERS,
        sentence="{by} called wrap for {day}.",
    ),
)
