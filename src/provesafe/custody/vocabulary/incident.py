"""Incident: someone is down or something went wrong; what is frozen, who comes, what they take."""

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
    many,
    number,
    one,
    yes_no,
)

__all__ = ["INCIDENT"]

_INCIDENT = one("incident", "id")
_AUTHORITY = one("authority", "name", usual=("police", "OSHA", "Cal/OSHA", "HSE", "insurer"))
_ITEM = one("item", "item")
_COUNT = number("count", low=1).maybe()

_PEOPLE = (
    declare(
        "open_incident",
        group="incident",
        fields=(
            _INCIDENT,
            BY,
            SET_UP.maybe(),
            many("weapons", "weapon"),
            many("persons", "person"),
            WORDS.maybe(),
        ),
        head="incident_opened(incident)",
        effects=("suspended_weapon", "suspended_person"),
        bearing="clouds",
        making_safe=True,
        who=ANYONE,
        sentence=(
            "{by} opened incident {incident}[ on {set_up}][, weapons: {weapons}]"
            "[, people: {persons}][: “{words}”]."
        ),
    ),
    declare(
        "close_incident",
        group="incident",
        fields=(_INCIDENT, BY),
        head="incident_closed(incident)",
        effects=("unsuspended_weapon", "unsuspended_person"),
        bearing="clears",
        who=MANAGEMENT,
        sentence="{by} closed incident {incident}.",
    ),
    declare(
        "know_injury",
        group="incident",
        fields=(_INCIDENT, BY, yes_no("grave")),
        head="injury_known(incident)",
        also=("injury_grave(incident) if grave=yes",),
        bearing="clouds",
        who=ANYONE,
        sentence="{by} learned of an injury in incident {incident}, grave: {grave}.",
    ),
    declare(
        "report_injury",
        group="incident",
        fields=(_INCIDENT, _AUTHORITY, BY),
        head="injury_reported(incident, authority)",
        who=MANAGEMENT,
        sentence="{by} reported the injury of incident {incident} to {authority}.",
    ),
    declare(
        "authority_arrives",
        group="incident",
        fields=(_INCIDENT, _AUTHORITY, one("lead", "text").maybe(), BY),
        head="authority_arrived(incident, authority)",
        sentence="{by} entered that {authority} came for incident {incident}[, led by {lead}].",
    ),
    declare(
        "authority_asks",
        group="incident",
        fields=(_INCIDENT, _AUTHORITY, WORDS, BY),
        head="authority_asked(incident, authority)",
        sentence="{authority} asked about incident {incident}, entered by {by}: “{words}”.",
    ),
    declare(
        "answer_authority",
        group="incident",
        fields=(_INCIDENT, _AUTHORITY, WORDS, BY),
        head="authority_answered(incident, authority)",
        sentence="{by} answered {authority} about incident {incident}: “{words}”.",
    ),
)

_ITEMS = (
    declare(
        "freeze",
        group="incident",
        fields=(WEAPON, BY),
        head="frozen(weapon)",
        bearing="clouds",
        making_safe=True,
        who=ARMORERS,
        sentence="{by} set {weapon} aside as it was, not opened.",
    ),
    declare(
        "hand_to_police",
        group="incident",
        fields=(_ITEM, _COUNT, one("receipt", "text"), BY),
        head="to_police(item)",
        effects=("gave_up", "locked_away", "sight_lost"),
        making_safe=True,
        who=ARMORERS,
        sentence="{by} gave {item}[ ({count} rounds)] to the police, receipt {receipt}.",
    ),
    declare(
        "come_back",
        group="incident",
        fields=(_ITEM, _COUNT, BY),
        head="back_from_police(item)",
        effects=("took", "gave_up", "came_out", "contents_now", "sight_lost"),
        who=ARMORERS,
        sentence="{by} took {item}[ ({count} rounds)] back from the police.",
    ),
    declare(
        "examination_result",
        group="incident",
        fields=(_ITEM, one("number", "text").maybe(), WORDS, BY),
        head="examined(item)",
        sentence=(
            "{by} entered what the examination of {item}[, item {number},] found: “{words}”."
        ),
    ),
    declare(
        "miss",
        group="incident",
        fields=(_ITEM, _COUNT, BY),
        head="missed(item)",
        effects=("gave_up", "sight_lost", "contents_now", "rounds_unaccounted", "came_out"),
        bearing="clouds",
        who=ANYONE,
        sentence="{by} could not find {item}[ ({count} rounds)].",
    ),
    declare(
        "find_missing",
        group="incident",
        fields=(_ITEM, _COUNT, BY),
        head="missing_found(item)",
        effects=("took", "gave_up", "came_out", "contents_now", "sight_lost"),
        who=ANYONE,
        sentence="{by} found {item}[ ({count} rounds)], which was missing.",
    ),
    declare(
        "report_loss",
        group="incident",
        fields=(_ITEM, _AUTHORITY, BY),
        head="loss_reported(item, authority)",
        who=(*ARMORERS, *MANAGEMENT),
        sentence="{by} reported to {authority} that {item} is missing.",
    ),
)

INCIDENT = _PEOPLE + _ITEMS
