"""Intake: weapons and round lots that come to the production, tests, what is sent back."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import (
    ARMORERS,
    BY,
    LOT,
    PLACE,
    ROUND_KINDS,
    WEAPON,
    WEAPON_KINDS,
    enum,
    number,
    one,
)

__all__ = ["INTAKE"]

_CALIBRE = one("calibre", "name").maybe()

INTAKE = (
    declare(
        "receive_weapon",
        group="intake",
        fields=(
            WEAPON,
            enum("kind", *WEAPON_KINDS),
            one("maker", "text").maybe(),
            one("model", "text").maybe(),
            one("serial", "text").maybe(),
            one(
                "action",
                "name",
                usual=("single", "double", "semi-auto", "automatic", "bolt", "lever", "break"),
            ).maybe(),
            number("chambers", high=1000).maybe(),
            _CALIBRE,
            one("supplier", "text").maybe(),
            enum("modified", "yes", "no", "unknown").maybe(),
            enum("owner", "production", "personal").maybe(),
            PLACE.maybe(),
            BY,
        ),
        head="received(weapon, kind)",
        also=(
            "weapon_owner(weapon, owner)",
            "weapon_modified(weapon, modified)",
            "weapon_calibre(weapon, calibre)",
        ),
        effects=("contents_now", "sight_lost", "gave_up"),
        who=ARMORERS,
        sentence=(
            "{by} took in {weapon}, {kind}[, made by {maker}][, model {model}][, serial {serial}]"
            "[, {action} action][, {chambers} chambers][, {calibre}][, from {supplier}]"
            "[, altered so that it takes no live round: {modified}]"
            "[, owner: {owner}][, at {place}]."
        ),
    ),
    declare(
        "receive_lot",
        group="intake",
        fields=(
            LOT,
            enum("kind", *ROUND_KINDS),
            one("load", "name", usual=("full", "half", "quarter")).maybe(),
            number("count"),
            one("maker", "text").maybe(),
            enum("factory", "yes", "no", "unknown").maybe(),
            one("supplier", "text").maybe(),
            one("container", "place").maybe(),
            _CALIBRE,
            BY,
        ),
        head="lot_received(lot, kind, count)",
        also=(
            "lot_made(lot, factory)",
            "lot_from(lot, supplier)",
            "lot_in(lot, container)",
            "lot_calibre(lot, calibre)",
            "lot_load(lot, load)",
        ),
        effects=("live_round_found",),
        who=ARMORERS,
        sentence=(
            "{by} took in {lot}: {count} rounds, {kind}[, {load} load][, {calibre}]"
            "[, made by {maker}][, factory made: {factory}][, from {supplier}][, in {container}]."
        ),
    ),
    declare(
        "test_fire",
        group="intake",
        fields=(WEAPON, LOT, number("distance_cm").maybe(), number("count", low=1).maybe(), BY),
        head="test_fired(weapon, lot)",
        also=(
            "test_distance(weapon, lot, distance_cm)",
            "function_tested(weapon)",
        ),
        effects=("contents_now", "sight_lost"),
        who=ARMORERS,
        sentence=(
            "{by} test-fired {weapon} with {lot}[, {count} rounds]"
            "[; measured distance {distance_cm} cm]."
        ),
    ),
    declare(
        "function_test",
        group="intake",
        fields=(WEAPON, BY, enum("result", "good", "bad")),
        head=(
            "function_tested(weapon) if result=good",
            "stands function_failed(weapon) if result=bad",
        ),
        bearing="clears",
        who=ARMORERS,
        sentence="{by} tested how {weapon} works: {result}.",
    ),
    declare(
        "send_back",
        group="intake",
        fields=(
            WEAPON.maybe(),
            LOT.maybe(),
            number("count", low=1).maybe(),
            one("to_whom", "text"),
            BY,
        ),
        head="sent_back(weapon|lot)",
        effects=("gave_up", "locked_away", "sight_lost", "contents_now"),
        making_safe=True,
        who=ARMORERS,
        one_of=("weapon", "lot"),
        sentence="{by} sent [{weapon} ][{lot} ][({count} rounds) ]back to {to_whom}.",
    ),
)
