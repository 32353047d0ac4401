"""Stop: anyone's word; concerns and what was done about them; weapons set aside."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import (
    ANYONE,
    ARMORERS,
    BY,
    MANAGEMENT,
    SET_UP,
    WEAPON,
    WORDS,
    one,
)

__all__ = ["STOP"]

_CONCERN = one("concern", "id")

STOP = (
    declare(
        "stop",
        group="stop",
        fields=(BY, WORDS.maybe(), SET_UP.maybe()),
        head="stopped(by)",
        effects=("sight_lost",),
        bearing="clouds",
        making_safe=True,
        who=ANYONE,
        sentence="{by} called STOP[ on {set_up}][: “{words}”].",
    ),
    declare(
        "resume",
        group="stop",
        fields=(BY, WORDS.maybe()),
        head="resumed(by)",
        who=("first-ad", "armorer", "safety-advisor", *MANAGEMENT),
        sentence="{by} had work go on[: “{words}”].",
    ),
    declare(
        "raise_concern",
        group="stop",
        fields=(_CONCERN, BY.maybe(), WORDS),
        head="concern_raised(concern)",
        bearing="clouds",
        making_safe=True,
        who=ANYONE,
        sentence="Concern {concern}[, raised by {by}]: “{words}”.",
    ),
    declare(
        "answer_concern",
        group="stop",
        fields=(_CONCERN, BY, WORDS),
        head="concern_answered(concern)",
        who=MANAGEMENT,
        sentence="{by} answered concern {concern}: “{words}”.",
    ),
    declare(
        "take_action",
        group="stop",
        fields=(one("matter", "id"), BY, WORDS),
        head="action_taken(matter)",
        who=(*MANAGEMENT, "armorer", "safety-advisor"),
        sentence="{by} acted on {matter}: “{words}”.",
    ),
    declare(
        "refuse_work",
        group="stop",
        fields=(BY, WORDS.maybe()),
        head="work_refused(by)",
        making_safe=True,
        who=ANYONE,
        sentence="{by} chose not to do this work[: “{words}”].",
    ),
    declare(
        "quarantine",
        group="stop",
        fields=(WEAPON, BY, WORDS.maybe()),
        head="quarantined(weapon)",
        bearing="clouds",
        making_safe=True,
        who=ARMORERS,
        sentence="{by} set {weapon} aside, not to be used[: “{words}”].",
    ),
    declare(
        "release",
        group="stop",
        fields=(WEAPON, BY, WORDS.maybe()),
        head="released(weapon, by)",
        effects=("unsuspended_weapon",),
        bearing="clears",
        who=("armorer", "safety-advisor", *MANAGEMENT),
        sentence="{by} set {weapon} free for use[: “{words}”].",
    ),
)
