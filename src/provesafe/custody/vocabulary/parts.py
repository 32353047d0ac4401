"""Fields and groups of roles that many declarations share, so that they are spelled once."""

from __future__ import annotations

from provesafe.custody.fields import Field, Kind

__all__ = [
    "AIMS",
    "ANYONE",
    "ARMORERS",
    "BY",
    "CREW_LEADERS",
    "LOT",
    "MANAGEMENT",
    "PERSON",
    "PLACE",
    "ROUND_KINDS",
    "SECOND",
    "SET_UP",
    "WEAPON",
    "WEAPON_KINDS",
    "WORDS",
    "day",
    "enum",
    "many",
    "number",
    "one",
    "yes_no",
]

ANYONE: tuple[str, ...] = ()
ARMORERS = ("armorer", "property-master", "assistant-property-master", "handler")
CREW_LEADERS = ("first-ad", "second-ad", "stage-manager", "director")
MANAGEMENT = ("producer", "line-producer", "production-manager")

WEAPON_KINDS = (
    "real",
    "blank-only",
    "deactivated",
    "airsoft",
    "non-gun",
    "replica",
    "rubber",
    "edged",
    "unknown",
)
ROUND_KINDS = ("live", "dummy", "blank", "unknown")
AIMS = ("away", "object", "near-person", "at-person")


def one(name: str, kind: Kind, *, usual: tuple[str, ...] = ()) -> Field:
    """A required field with one text in it."""
    return Field(name=name, kind=kind, usual=usual)


def many(
    name: str, kind: Kind, *, usual: tuple[str, ...] = (), values: tuple[str, ...] = ()
) -> Field:
    """A list that may be empty."""
    return Field(name=name, kind=kind, many=True, optional=True, usual=usual, values=values)


def enum(name: str, *values: str) -> Field:
    """A required field with one of a few words."""
    return Field(name=name, kind="enum", values=values)


def yes_no(name: str) -> Field:
    """A required field with yes or no."""
    return enum(name, "yes", "no")


def number(name: str, *, low: int = 0, high: int = 1_000_000) -> Field:
    """A required integer with limits."""
    return Field(name=name, kind="count", low=low, high=high)


def day(name: str) -> Field:
    """A required date."""
    return Field(name=name, kind="day")


BY = one("by", "person")
WEAPON = one("weapon", "weapon")
PERSON = one("person", "person")
LOT = one("lot", "lot")
SET_UP = one("set_up", "set-up")
PLACE = one("place", "place")
WORDS = one("words", "words")
SECOND = one("second", "person").maybe()
