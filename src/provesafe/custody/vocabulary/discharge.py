"""Discharge: shots called for and not called for, misfires, their cause, repair."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.fields import Field
from provesafe.custody.vocabulary.parts import ANYONE, ARMORERS, BY, WEAPON, WORDS, enum, number

__all__ = ["DISCHARGE"]

DISCHARGE = (
    declare(
        "fire",
        group="discharge",
        fields=(WEAPON, BY, number("count", low=1, high=100_000)),
        head="fired(weapon, by, count)",
        effects=("contents_now", "came_out"),
        bearing="clouds",
        who=("performer", "stunt-performer", "armorer"),
        sentence="{by} fired {weapon}: {count}.",
    ),
    declare(
        "discharge",
        group="discharge",
        fields=(
            WEAPON,
            BY,
            enum("how", "trigger", "hammer", "drop", "not-known"),
            number("hurt", high=1000),
        ),
        head="discharged(weapon, how, hurt)",
        effects=("contents_now", "sight_lost", "came_out"),
        bearing="clouds",
        who=ANYONE,
        sentence="{by} entered that {weapon} went off ({how}); people hurt: {hurt}.",
    ),
    declare(
        "misfire",
        group="discharge",
        fields=(WEAPON, BY, enum("kind", "misfire", "squib-load")),
        head="misfired(weapon, kind)",
        effects=("contents_now", "sight_lost", "came_out"),
        bearing="clouds",
        who=ANYONE,
        sentence="{by} entered a {kind} of {weapon}.",
    ),
    declare(
        "wait_out",
        group="discharge",
        fields=(WEAPON, BY, number("seconds", high=86_400).maybe()),
        head="waited(weapon, by)",
        making_safe=True,
        sentence="{by} kept {weapon} pointed where nobody is, and waited[ {seconds} s].",
    ),
    declare(
        "take_over_misfire",
        group="discharge",
        fields=(WEAPON, BY),
        head="misfire_taken_over(weapon, by)",
        effects=("took", "gave_up", "came_out"),
        making_safe=True,
        who=ARMORERS,
        sentence="{by} took over {weapon} as it was, not opened.",
    ),
    declare(
        "open_misfire",
        group="discharge",
        fields=(WEAPON, BY),
        head="misfire_opened(weapon, by)",
        effects=("contents_now", "sight_lost"),
        bearing="clouds",
        who=ARMORERS,
        sentence="{by} opened {weapon} after the shot that did not come.",
    ),
    declare(
        "log_cause",
        group="discharge",
        fields=(WEAPON, BY, WORDS),
        head="cause_logged(weapon, by)",
        who=ARMORERS,
        sentence="{by} wrote down the cause for {weapon}: “{words}”.",
    ),
    declare(
        "tell_cause",
        group="discharge",
        fields=(WEAPON, BY, Field(name="to", kind="person", many=True)),
        head="cause_told(weapon, to*)",
        who=ARMORERS,
        sentence="{by} told {to} the cause for {weapon}.",
    ),
    declare(
        "withdraw",
        group="discharge",
        fields=(WEAPON, BY, WORDS.maybe()),
        head="withdrawn(weapon)",
        bearing="clouds",
        making_safe=True,
        who=ARMORERS,
        sentence="{by} took {weapon} out of use[: “{words}”].",
    ),
    declare(
        "repair",
        group="discharge",
        fields=(WEAPON, BY, WORDS.maybe()),
        head="repaired(weapon, by)",
        effects=("sight_lost", "contents_now"),
        who=(*ARMORERS, "supplier"),
        sentence="{by} repaired {weapon}[: “{words}”].",
    ),
    declare(
        "put_back",
        group="discharge",
        fields=(WEAPON, BY),
        head="put_back(weapon, by)",
        bearing="clears",
        who=ARMORERS,
        sentence="{by} put {weapon} back into use.",
    ),
)
