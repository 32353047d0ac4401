"""Planning: risk assessments and plans with their versions, notices, call sheets, papers."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.fields import Field
from provesafe.custody.vocabulary.parts import (
    AIMS,
    ARMORERS,
    BY,
    MANAGEMENT,
    SET_UP,
    WEAPON,
    WORDS,
    day,
    enum,
    many,
    number,
    one,
)

__all__ = ["PLANNING"]

_AUTHORITY = one(
    "authority", "name", usual=("police", "studio-safety", "neighbours", "union", "insurer")
)

PLANNING = (
    declare(
        "assess_risk",
        group="planning",
        fields=(
            SET_UP,
            one("assessment", "id"),
            number("version", low=1),
            number("plan_version", low=0),
            enum("kind", "general", "firearms"),
            many(
                "covers",
                "name",
                usual=("activity", "hazards", "mitigation", "residual risk", "affected people"),
            ),
            many("endorsed_by", "person"),
            BY,
        ),
        head="risk_assessed(set_up, kind, plan_version)",
        also=(
            "assessment_covers(set_up, kind, covers*)",
            "assessment_endorsed(set_up, kind, endorsed_by*)",
        ),
        who=("safety-advisor", "armorer", *MANAGEMENT),
        sentence=(
            "{by} wrote risk assessment {assessment}, version {version}, for {set_up} and"
            " version {plan_version} of its plan[, covering {covers}][, endorsed by {endorsed_by}]."
        ),
    ),
    declare(
        "plan",
        group="planning",
        fields=(
            SET_UP,
            WEAPON,
            number("version", low=1),
            enum("contents", "empty", "dummy", "blank"),
            number("count").maybe(),
            one("load", "name", usual=("full", "half", "quarter")).maybe(),
            enum("aim", *AIMS).maybe(),
            one("muzzle_line", "text").maybe(),
            number("distance_cm").maybe(),
            one("positions", "text").maybe(),
            BY,
        ),
        head="planned(set_up, weapon, version)",
        also=(
            "planned_contents(set_up, weapon, contents, count?)",
            "planned_load(set_up, weapon, load)",
            "planned_aim(set_up, weapon, aim)",
            "planned_distance(set_up, weapon, distance_cm)",
        ),
        effects=("sight_lost",),
        who=("armorer", "stunt-coordinator", "first-ad"),
        sentence=(
            "{by} planned {weapon} in {set_up}, version {version}: {contents}[, {count}][, {load}]"
            "[, aim: {aim}][, muzzle line: {muzzle_line}][, {distance_cm} cm]"
            "[, positions: {positions}]."
        ),
    ),
    declare(
        "notify",
        group="planning",
        fields=(
            _AUTHORITY,
            one("about", "name", usual=("weapons", "blank fire", "finished", "loss", "injury")),
            one("reference", "text").maybe(),
            Field(name="starts", kind="ms", optional=True),
            BY,
        ),
        head="notified(authority, about)",
        who=("location-manager", *MANAGEMENT),
        sentence="{by} told {authority} about {about}[, reference {reference}].",
    ),
    declare(
        "notify_end",
        group="planning",
        fields=(_AUTHORITY, one("reference", "text").maybe(), BY),
        head="notified(authority, 'finished')",
        who=("location-manager", *MANAGEMENT),
        sentence="{by} told {authority} that the work is finished[, reference {reference}].",
    ),
    declare(
        "issue_call_sheet",
        group="planning",
        fields=(
            day("day"),
            many("lists", "name", usual=("weapons", "blank fire", "bulletins", "medic", "officer")),
            BY,
        ),
        head="call_sheet_issued(day)",
        also=("call_sheet_lists(day, lists*)",),
        who=("second-ad", "first-ad"),
        sentence="{by} sent out the call sheet for {day}[, listing {lists}].",
    ),
    declare(
        "hold_production_permit",
        group="planning",
        fields=(_AUTHORITY, one("kind", "name"), day("until"), BY),
        head="production_permit(kind, until)",
        who=("location-manager", *MANAGEMENT),
        sentence="{by} has the paper “{kind}” from {authority} for the production, until {until}.",
    ),
    declare(
        "consider_alternative",
        group="planning",
        fields=(SET_UP, WORDS, BY),
        head="alternative_considered(set_up)",
        who=("armorer", "director", *ARMORERS[1:]),
        sentence="{by} looked for another way than a real weapon in {set_up}: “{words}”.",
    ),
)
