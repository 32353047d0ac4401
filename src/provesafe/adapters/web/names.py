"""How acts, fields and values are called on pages: the words of the set, not of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from provesafe import custody
from provesafe.adapters.web.house import role_name
from provesafe.service import Production, name_of

__all__ = [
    "GROUPS",
    "KINDS",
    "MEANS",
    "act_name",
    "field_name",
    "means_name",
    "people_options",
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
        "hold_production_permit": "The production has a paper",
        "adopt": "A rulebook is taken on",
        "schedule": "Somebody is scheduled",
        "refuse_work": "I choose not to do this work",
        "hold_meeting": "A meeting was held",
        "go_ahead": "Go ahead against a rule, with reason",
        "draw": "Take a weapon out",
        "put_away": "Put a weapon away",
        "hand_over": "A weapon was handed over",
        "return_weapon": "A weapon was given back",
        "decline": "I do not take it",
        "raise_concern": "Something to be looked into",
        "discharge": "It went off",
        "misfire": "A shot did not come",
        "lose_sight": "It was out of sight",
        "use_in": "Bring a weapon to a set-up",
        "direct": "A direction: where to aim",
        "resume": "Work goes on",
        "stop": "STOP",
        "start": "Rehearsal, line-up or take",
        "wrap": "Wrap",
        "release": "Set free for use",
        "miss": "Something is missing",
        "void": "Written by mistake",
        "amend": "A correction",
        "know_injury": "An injury is known",
        "give_badge": "A badge was given",
        "end_badge": "A badge is ended",
        "in_line": "Somebody is in the line of fire",
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


def shown_words(shown: custody.Act) -> str:
    """What somebody was shown, as the one who showed it entered it: `DUMMIES, 6 of 6`."""
    words = dict(KINDS).get(shown.text("contents"), "")
    return (
        f"{words}, {shown.number('checked')} of {shown.number('of')}"
        if shown.number("of")
        else words
    )


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
