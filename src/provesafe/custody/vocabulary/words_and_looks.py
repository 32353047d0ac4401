"""Words and looks: told, shown and answered are three acts and are never merged."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.fields import Field
from provesafe.custody.vocabulary.parts import (
    AIMS,
    ARMORERS,
    BY,
    SET_UP,
    WEAPON,
    WORDS,
    enum,
    many,
    number,
    one,
)

__all__ = ["WORDS_AND_LOOKS"]

_TO = one("to", "person")
_STATE = enum("state", "cold", "hot", "clear", "other")
_CONTENTS = enum("contents", "empty", "dummy", "blank", "live", "mixed", "unknown")

WORDS_AND_LOOKS = (
    declare(
        "tell",
        group="words_and_looks",
        fields=(WEAPON, BY, _TO, WORDS),
        head="told(weapon, by, to)",
        also=("told_words(weapon, by, to, words)",),
        sentence="{by} told {to} about {weapon}: “{words}”.",
    ),
    declare(
        "show",
        group="words_and_looks",
        fields=(
            WEAPON,
            BY,
            Field(name="to", kind="person", many=True),
            _CONTENTS,
            number("count").maybe(),
            number("checked").maybe(),
            number("of").maybe(),
            many(
                "means",
                "enum",
                values=("looked", "shaken", "rod", "weighed", "photographed", "hand"),
            ),
        ),
        head="shown(weapon, by, to*)",
        also=(
            "showed(weapon, by, contents, count?)",
            "every_round_shown(weapon, to*) if checked=of",
        ),
        effects=("came_out",),
        bearing="clears",
        making_safe=True,
        who=ARMORERS,
        sentence=(
            "{by} showed {weapon} to {to}: {contents}[, {count}][ ({checked} of {of} shown)]"
            "[, {means}]."
        ),
    ),
    declare(
        "answer",
        group="words_and_looks",
        fields=(
            WEAPON,
            BY,
            enum("what", "saw it", "was told, not shown", "show me again", "not me"),
            _CONTENTS.maybe(),
        ),
        head=(
            "answered(weapon, by, what) if what='saw it'",
            "stands answered(weapon, by, what) if what!='saw it'",
        ),
        bearing="clears",
        making_safe=True,
        sentence="{by} answered about {weapon}: {what}[, {contents}].",
    ),
    declare(
        "ask_to_see",
        group="words_and_looks",
        fields=(WEAPON, BY),
        head="asked_to_see(weapon, by)",
        bearing="clouds",
        making_safe=True,
        sentence="{by} asked to see {weapon}.",
    ),
    declare(
        "call",
        group="words_and_looks",
        fields=(
            WEAPON,
            BY,
            WORDS.maybe(),
            _STATE,
            one("load", "name", usual=("full", "half", "quarter")).maybe(),
            number("count").maybe(),
        ),
        head="called(weapon, by, state)",
        also=("called_load(weapon, load, count?)",),
        bearing="clears",
        who=ARMORERS,
        sentence="{by} called {weapon} {state}[, {count}][, {load}][: “{words}”].",
    ),
    declare(
        "repeat_call",
        group="words_and_looks",
        fields=(WEAPON, BY, _STATE),
        head="call_repeated(weapon, by, state)",
        bearing="clears",
        who=("first-ad", "stage-manager"),
        sentence="{by} repeated the call for {weapon}: {state}.",
    ),
    declare(
        "warn",
        group="words_and_looks",
        fields=(SET_UP, BY, WORDS.maybe()),
        head="crew_warned(set_up, by)",
        bearing="clears",
        who=("first-ad", "armorer", "special-effects"),
        sentence="{by} warned everyone on {set_up}[: “{words}”].",
    ),
    declare(
        "direct",
        group="words_and_looks",
        fields=(
            WEAPON,
            BY,
            _TO,
            enum("aim", *AIMS),
            one("target", "text").maybe(),
            many("consulted", "person"),
        ),
        head="directed(weapon, by, to, aim)",
        also=("consulted(weapon, by, consulted*)",),
        who=("director", "director-of-photography", "stunt-coordinator", "first-ad"),
        sentence=(
            "{by} asked {to} to aim {weapon}: {aim}[, at {target}][, after asking {consulted}]."
        ),
    ),
)
