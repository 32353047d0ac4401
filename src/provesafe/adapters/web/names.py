"""How acts, fields and values are called on pages: the words of the set, not of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from provesafe import custody
from provesafe.adapters.saying import Say, each_said
from provesafe.adapters.web.house import role_name
from provesafe.service import Owed, Production, name_of

__all__ = [
    "GROUPS",
    "KINDS",
    "MEANS",
    "act_name",
    "field_name",
    "means_name",
    "mends_said",
    "people_options",
    "point_said",
    "shown_words",
    "value_name",
]

KINDS = (
    ("empty", "EMPTY"),
    ("dummy", "DUMMIES"),
    ("blank", "BLANKS"),
    ("mixed", "DUMMIES AND BLANKS"),
    ("live", "LIVE ROUND"),
    ("unknown", "UNKNOWN, treat as loaded"),
)
_MEANS = {
    "looked": "looked at",
    "shaken": "shaken",
    "rod": "rod through the bore",
    "weighed": "weighed",
    "photographed": "photographed",
    "hand": "felt by hand",
}
MEANS = tuple(_MEANS.items())

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "people": "People",
        "planning": "Plan",
        "intake": "Taking in",
        "meetings": "Meetings",
        "set_ups": "Set-up, rehearsal, take, cut",
        "store": "Locker, cart, counting",
        "proving": "Opening and checking",
        "words_and_looks": "Telling, showing, calling, directing",
        "loading": "Loading and unloading",
        "hand_over": "Handing over and back",
        "line": "Line of fire",
        "discharge": "Shots, and shots that did not come",
        "stop": "Stop, and going on",
        "incident": "Incident",
        "record": "The record",
    }
)

_ACTS: Mapping[str, str] = MappingProxyType(
    {
        "enrol": "Somebody joins",
        "assign": "Somebody gets a role",
        "relieve": "A role ends",
        "permit": "A paper was seen",
        "revoke_permit": "A paper is no longer good",
        "train": "Somebody was trained",
        "assess": "Somebody showed what they can do",
        "ask_training": "More training is asked for",
        "decide_training": "More training: decided",
        "name_contact": "The contact person is named",
        "place_medic": "The medic is in place",
        "medic_leaves": "The medic leaves",
        "acknowledge_duties": "I have read my duties",
        "schedule": "Somebody is scheduled",
        "adopt": "A rulebook is taken on",
        "fitness_doubt": "Doubt whether somebody is fit for it",
        "fitness_cleared": "The doubt is cleared up",
        "give_badge": "A badge was given",
        "end_badge": "A badge is ended",
        "assess_risk": "A risk assessment was written",
        "plan": "A plan for a weapon",
        "notify": "Somebody was told",
        "notify_end": "Told that the work is finished",
        "issue_call_sheet": "The call sheet went out",
        "hold_production_permit": "The production has a paper",
        "consider_alternative": "Another way than a real weapon was looked for",
        "receive_weapon": "A weapon comes in",
        "receive_lot": "Rounds come in",
        "test_fire": "Test-fired with a blank",
        "function_test": "It was tried how it works",
        "send_back": "Sent back",
        "hold_meeting": "A meeting was held",
        "brief_late": "Somebody came later and was told",
        "open_set_up": "Open a set-up",
        "close_set_up": "Close a set-up",
        "start": "Rehearsal, line-up or take",
        "roll": "Roll",
        "cut": "Cut",
        "release_crew": "Everybody may move",
        "use_in": "Bring a weapon to a set-up",
        "break_for": "A break",
        "wrap": "Wrap",
        "open_store": "Open the locker",
        "lock_store": "Lock the locker",
        "draw": "Take a weapon out",
        "put_away": "Put a weapon away",
        "put_down": "I put it down",
        "pick_up": "I picked it up",
        "leave_unattended": "Nobody was watching it",
        "lose_sight": "It was out of sight",
        "count_weapons": "Weapons counted",
        "give_key": "A key was given",
        "lose_key": "A key is missing",
        "change_lock": "A lock was changed",
        "seal": "Something was sealed",
        "break_seal": "A seal was broken",
        "issue_rounds": "Rounds taken out",
        "return_rounds": "Rounds brought back",
        "wear_rounds": "Rounds on a costume",
        "take_off_rounds": "Rounds off a costume",
        "count_rounds": "Rounds counted",
        "count_cases": "Fired cases counted",
        "find_rounds": "Rounds were found",
        "destroy_rounds": "Rounds were destroyed",
        "convert_rounds": "Rounds were made into others",
        "move_lot": "Rounds into another container",
        "inspect": "I opened it and looked through it",
        "check_bore": "I looked at the bore",
        "check_rounds": "Rounds checked one by one",
        "clean": "It was cleaned",
        "tell": "Somebody was told what is in it",
        "show": "It was shown",
        "answer": "An answer to a showing",
        "ask_to_see": "I ask to see it",
        "call": "A call, in the words used",
        "repeat_call": "A call is repeated",
        "warn": "Everybody was warned",
        "direct": "A direction: where to aim",
        "load": "It was loaded",
        "unload": "It was unloaded",
        "hand_over": "A weapon was handed over",
        "return_weapon": "A weapon was given back",
        "decline": "I do not take it",
        "clear_line": "The line of fire was seen clear",
        "in_line": "Somebody is in the line of fire",
        "leave_line": "Somebody left the line of fire",
        "measure": "The distance was measured",
        "protect": "Protection is in place",
        "take_post": "Somebody is at a post",
        "fire": "It was fired",
        "discharge": "It went off when nobody called for it",
        "misfire": "A shot did not come",
        "wait_out": "The wait is over",
        "take_over_misfire": "I took it over, not opened",
        "open_misfire": "I open it after the wait",
        "log_cause": "The cause, in words",
        "tell_cause": "The cause was told",
        "withdraw": "It is taken out of use",
        "repair": "It was repaired",
        "put_back": "It is put back into use",
        "stop": "STOP",
        "resume": "Work goes on",
        "raise_concern": "Something to be looked into",
        "answer_concern": "An answer to it",
        "take_action": "What was done about it",
        "refuse_work": "I choose not to do this work",
        "quarantine": "It is set aside, not to be used",
        "release": "Set free for use",
        "open_incident": "An incident",
        "close_incident": "An incident is closed",
        "know_injury": "An injury is known",
        "report_injury": "The injury was reported",
        "authority_arrives": "Somebody official came",
        "authority_asks": "Somebody official asks",
        "answer_authority": "They were answered",
        "freeze": "It lies as it was, not opened",
        "hand_to_police": "Given to the police",
        "come_back": "Back from the police",
        "examination_result": "What an examination found",
        "miss": "Something is missing",
        "find_missing": "What was missing is found",
        "report_loss": "The loss was reported",
        "go_ahead": "Go ahead against a rule, with reason",
        "amend": "A correction",
        "void": "Written by mistake",
        "view_record": "The record was looked at",
        "move_record": "The record is moved",
        "take_over_record": "A copy of the record goes on",
        "set_retention": "How long the record is kept",
        "place_legal_hold": "Everything is kept for the law",
        "lift_legal_hold": "It need not be kept any more",
        "ask_erasure": "Somebody asks to be erased",
        "erase_person": "Somebody is erased",
        "open_record": "The record is opened",
        "close_record": "The record is closed",
        "join_device": "A device joins",
        "lose_device": "A device is not heard",
        "device_returns": "A device is back",
        "deliver_late": "A device sends what waited",
        "battery_dies": "A battery is out",
        "keep_alive": "The record was running",
    }
)
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "by": "Who",
        "to": "To whom",
        "weapon": "Weapon",
        "in_sight": "Kept in sight all the while",
        "set_up": "Set-up",
        "of": "Of how many",
        "second": "With whom",
        "in_view": "In view of",
        "seen_by": "Seen by",
        "to_whom": "To whom",
        "distance_cm": "Distance in cm",
        "words": "Words, as they were said",
        "what": "What",
        "until": "Good until",
        "why": "Why",
        "ref": "Which entry",
        "serial": "Serial number",
        "permit": "Paper",
        "modified": "Altered so that it takes no live round",
        "authority": "Who was told or asks",
        "lists": "What it lists",
        "spent": "Fired",
        "unspent": "Not fired",
        "failed": "Not in order",
        "hurt": "People hurt",
        "aim": "Aim",
        "found": "Found",
    }
)


def act_name(name: str) -> str:
    """An act as a button says it."""
    spoken = _ACTS.get(name)
    return spoken if spoken else name.replace("_", " ").capitalize()


def field_name(name: str) -> str:
    """A field as a form asks for it."""
    spoken = _FIELDS.get(name)
    return spoken if spoken else name.replace("_", " ").replace("-", " ").capitalize()


def value_name(value: str) -> str:
    """A word of a field as a form offers it."""
    return custody.ENGLISH.get(f"value.{value}", value.replace("-", " "))


def means_name(value: str) -> str:
    """A means of checking as people say it."""
    return _MEANS.get(value, value)


def shown_words(shown: custody.Act, say: Say) -> str:
    """What somebody was shown, as the one who showed it entered it: `DUMMIES, 6 of 6`."""
    words = say(dict(KINDS).get(shown.text("contents"), ""))
    if not shown.number("of"):
        return words
    return say(
        "{contents}, {checked} of {of}",
        contents=words,
        checked=shown.number("checked"),
        of=shown.number("of"),
    )


def point_said(one: Mapping[str, Any] | Owed, say: Say) -> str:
    """An open point or a duty in a language: the rule's sentence, with what it found put in."""
    if isinstance(one, Owed):
        words, template, spoken = one.say, one.template, dict(one.spoken)
    else:
        words, template, spoken = one["say"], one.get("template", ""), one.get("spoken", {})
    told = say(template)
    if told == template:
        return words
    return say(template, **{name: say(value) for name, value in spoken.items()})


def mends_said(one: Mapping[str, Any], say: Say) -> str:
    """What would close an open point, in a language; in English as the program says it everywhere.

    In other languages its parts stand side by side: who: what, with what → to whom.
    """
    parts = one.get("mend")
    if not parts or say("Weapon") == "Weapon":
        return str(one["mends"])
    either = f" {say('or')} "
    who = each_said(say, parts["who"].split(" or "), either)
    things = [say(one) for one in parts["things"]]
    act = [] if parts["act"] == "wait" else [say(act_name(parts["act"]))]
    words = ", ".join((*act, *things))
    if parts["whom"]:
        words += f" → {each_said(say, parts['whom'].split(' or '), either)}"
    if parts["wait"]:
        words += f" · {say('wait {seconds} s', seconds=parts['wait'])}"
    return f"{who}: {words}" if who else words


def people_options(production: Production) -> list[dict[str, str]]:
    """Everybody who has joined, by name."""
    found = [
        {
            "id": one.id,
            "name": name_of(production, one.id),
            "role": ", ".join(role_name(role) for role in one.roles),
        }
        for one in production.state.people.values()
        if one.enrolled
    ]
    return sorted(found, key=lambda one: one["name"])
