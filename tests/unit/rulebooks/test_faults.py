"""Small slips in the ordinary day, and which rule says what is open, at which act, first."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from case_days import read_day, time_points
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature
from provesafe.monitor import Gate
from provesafe.rulebook import Rule

Table = Mapping[str, object]

RAW: Mapping[str, object] = tomllib.loads(
    (Path(__file__).parent / "ordinary-day.toml").read_text("utf-8")
)
BOOKS = ("custody", "set-practice", "house-default", "extracts-bulletin-1")


def acts() -> list[dict[str, object]]:
    """The acts of the ordinary day."""
    tables = RAW["act"]
    assert isinstance(tables, list)
    return [dict(one) for one in tables]


def place(at: str) -> int:
    """Where the act of this minute stands."""
    (index,) = [i for i, one in enumerate(acts()) if one["at"] == at]
    return index


def without(at: str) -> list[dict[str, object]]:
    """The day without one act."""
    return [one for i, one in enumerate(acts()) if i != place(at)]


def changed(at: str, **fields: object) -> list[dict[str, object]]:
    """The day with one act said otherwise."""
    edited = acts()
    edited[place(at)] |= fields
    return edited


def inserted(after: str, at: str, verb: str, **fields: object) -> list[dict[str, object]]:
    """The day with one act more."""
    edited = acts()
    edited.insert(place(after) + 1, {"at": at, "report": verb, **fields})
    return edited


@cache
def rules() -> Mapping[str, Rule]:
    """What a production without a statute takes on, by name."""
    books = load_rulebooks(BOOKS)
    return {rule.name: rule for book in books for rule in book.rules}


def first_open(edited: list[dict[str, object]], names: set[str]) -> tuple[str, set[str]]:
    """The first act at which any of these rules is open, and which of them are."""
    day = read_day({**RAW, "act": edited})
    gate = Gate([rules()[name] for name in sorted(names)], signature=rulebook_signature())
    for moment, point in zip(day.moments, time_points(day), strict=True):
        found = gate.commit(point.seconds, point.facts).violations
        if found:
            return moment.act.name, {one.rule_id for one in found}
    return "", set()


SHOWN_AGAIN = {
    "extracts-bulletin-1/treated-as-loaded",
    "set-practice/camera-has-seen",
    "set-practice/first-ad-has-seen",
    "set-practice/show-to-receiver",
}

FAULTS: dict[str, tuple[list[dict[str, object]], str, set[str]]] = {
    "shown before the meal, handed over after it": (
        inserted("d1 08:36:20", "d1 08:37", "break_for", what="meal", by="basil"),
        "hand_over",
        SHOWN_AGAIN,
    ),
    "five of six dummies checked": (
        changed("d1 08:28", checked=5),
        "load",
        {"set-practice/every-dummy-proved"},
    ),
    "six of six checked, and one was not right": (
        changed("d1 08:28", failed=1),
        "load",
        {"set-practice/every-dummy-proved"},
    ),
    "the paper ended the night before": (
        changed("d0 09:00", until=20260301),
        "draw",
        {"house-default/licensed-and-current"},
    ),
    "came late and was told nothing": (
        without("d1 07:20"),
        "hand_over",
        {"house-default/everyone-briefed"},
    ),
    "the plan changed and the assessment did not": (
        inserted(
            "d1 09:30",
            "d1 09:31",
            "plan",
            set_up="12B",
            weapon="colt-2",
            version=2,
            contents="blank",
            count=2,
            load="quarter",
            aim="object",
            by="ada",
        ),
        "start",
        {"house-default/assessed-for-this-plan"},
    ),
    "the receiver said nothing": (
        without("d1 08:31"),
        "hand_over",
        {"set-practice/receiver-answers"},
    ),
    "the receiver was told, not shown": (
        changed("d1 08:31", what="was told, not shown"),
        "hand_over",
        {"set-practice/receiver-answers"},
    ),
    "the first AD took it from the cart and gave it": (
        changed("d1 08:32", by="basil"),
        "hand_over",
        SHOWN_AGAIN - {"set-practice/first-ad-has-seen"}
        | {
            "custody/giver-has-it",
            "house-default/licensed-and-current",
            "set-practice/who-gives",
        },
    ),
    "the armorer is sent to other work while it is out": (
        inserted("d1 08:36:20", "d1 08:37", "assign", person="ada", role="props", by="jonas"),
        "assign",
        {"house-default/no-new-duty"},
    ),
    "everyone is let go before it is back": (
        without("d1 09:44:55"),
        "release_crew",
        {"set-practice/collected-before-moving"},
    ),
    "one person counted twice": (
        changed("d1 18:31", second="ada"),
        "wrap",
        {"set-practice/counted-in-by-two"},
    ),
    "nobody looked through the bore between dummies and blanks": (
        without("d1 09:14"),
        "load",
        {"set-practice/bore-between-dummies-and-blanks"},
    ),
    "told to aim at a person, and nobody asked": (
        inserted(
            "d1 08:31:10",
            "d1 08:31:20",
            "direct",
            weapon="colt-2",
            by="basil",
            to="cleo",
            aim="at-person",
        ),
        "direct",
        {
            "extracts-bulletin-1/consulted-before-aiming",
            "set-practice/precautions-before-aiming",
        },
    ),
    "a call from memory": (
        inserted("d1 08:26", "d1 08:27", "call", weapon="colt-2", by="basil", state="cold"),
        "call",
        {"house-default/caller-saw"},
    ),
    "someone stepped into the line after it was clear": (
        inserted("d1 09:40", "d1 09:41", "in_line", set_up="12B", person="farid", by="basil"),
        "hand_over",
        {"extracts-bulletin-1/line-clear", "house-default/zone-clear"},
    ),
    "three blanks for a plan of two": (
        changed("d1 09:44:20", count=3),
        "load",
        {"house-default/every-round-proved", "set-practice/no-more-than-planned"},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_slip_is_named_where_it_matters(fault: str) -> None:
    """Each slip opens the rules it is about at the act that depends on it, and none before."""
    edited, act, open_rules = FAULTS[fault]
    assert first_open(edited, open_rules) == (act, open_rules)


def test_a_late_showing_clears_nothing() -> None:
    """A showing entered ten minutes after it happened does not count for the hand-over."""
    day = acts()
    day[place("d1 08:30")]["in_view"] = []
    show: dict[str, object] = {
        "at": "d1 08:30:40",
        "report": "show",
        "weapon": "colt-2",
        "by": "ada",
        "to": ["basil", "farid", "cleo"],
        "contents": "dummy",
        "count": 6,
        "checked": 6,
        "of": 6,
    }
    in_time, late = [*day], [*day]
    in_time.insert(place("d1 08:30:30") + 1, show)
    late.insert(place("d1 08:30:30") + 1, {**show, "happened": "d1 08:20"})
    assert first_open(in_time, SHOWN_AGAIN) == ("", set())
    assert first_open(late, SHOWN_AGAIN) == ("hand_over", SHOWN_AGAIN)
