"""A day's entries followed through a protocol file."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from provesafe.custody import VOCABULARY, parse_act
from provesafe.prover import (
    Course,
    DayEntry,
    Protocol,
    ProtocolError,
    System,
    course_of,
    ground,
    parse_protocol,
)

WESTERN = Path(__file__).parents[4] / "examples/protocols/western-day.toml"
TEXT = WESTERN.read_text(encoding="utf-8")
ROLES = {"ada": "armorer", "basil": "first-ad", "cleo": "performer", "dov": "property-master"}
Made: TypeAlias = tuple[str, str, Mapping[str, object]]
SHOWN: Mapping[str, object] = {"to": ["basil", "cleo"], "contents": "dummy"}
BROUGHT: tuple[Made, ...] = (
    ("hold_meeting", "basil", {"meeting": "morning", "kind": "safety"}),
    ("draw", "ada", {}),
    (
        "check_rounds",
        "ada",
        {"lot": "d", "checked": 6, "of": 6, "kind": "dummy", "means": "shaken"},
    ),
    ("load", "ada", {"kind": "dummy", "lot": "d", "count": 6}),
)
LOOKED: tuple[Made, ...] = (
    ("show", "ada", SHOWN),
    ("answer", "basil", {"what": "saw it"}),
    ("call", "basil", {"state": "cold"}),
)
PLAYED: tuple[Made, ...] = (
    ("clear_line", "basil", {"set_up": "1"}),
    ("hand_over", "ada", {"to": "cleo", "in_sight": "yes"}),
    ("fire", "cleo", {"count": 1}),
)


@pytest.fixture(scope="module")
def western() -> tuple[Protocol, System]:
    """The shipped western day, and its table."""
    protocol = parse_protocol(TEXT, source="western-day")
    return protocol, ground(protocol)


def _entry(index: int, name: str, by: str, **fields: object) -> DayEntry:
    if VOCABULARY[name].field("weapon"):
        fields["weapon"] = "colt-2"
    act = parse_act(name, {"by": by, **fields}, at_ms=index, shooting_day=20260302, date=20260302)
    return DayEntry(act=act, roles={one: (role,) for one, role in ROLES.items()}, index=index)


def _followed(western: tuple[Protocol, System], *acts: Made) -> Course:
    entries = [_entry(at, name, by, **fields) for at, (name, by, fields) in enumerate(acts)]
    return course_of(*western, entries)


def test_a_day_by_the_file_has_nothing_wrong(western: tuple[Protocol, System]) -> None:
    """Every entry has its place; what was shown before its place counts when that comes."""
    course = _followed(western, *BROUGHT, *LOOKED, *PLAYED)
    assert (course.happened, course.departures, course.unlisted, course.waiting) == ((), (), (), ())
    assert {one.how for one in course.taken} == {"done", "waits"}
    assert western[1].values(course.state)["fired"] == 1


def test_an_entry_that_is_a_failure_is_one(western: tuple[Protocol, System]) -> None:
    """Called without a look, handed over by the first AD from the cart: both entered."""
    course = _followed(
        western,
        *BROUGHT,
        ("call", "basil", {"state": "cold"}),
        ("put_down", "ada", {"place": "cart"}),
        ("call", "basil", {"state": "cold"}),
        ("hand_over", "basil", {"to": "cleo", "in_sight": "yes"}),
    )
    found = [(one.failure, one.entered, one.entry.index) for one in course.happened]
    assert found == [
        ("called-without-looking", True, 4),
        ("called-without-looking", True, 6),
        ("first-ad-hands", True, 7),
    ]


def test_what_has_no_entry_is_said_where_something_rests_on_it(
    western: tuple[Protocol, System],
) -> None:
    """No check of the rounds, nobody shown before the shot: no entry, named where it is needed."""
    without = [one for one in BROUGHT if one[0] != "check_rounds"]
    looked: tuple[Made, ...] = (("show", "ada", {**SHOWN, "to": ["basil"]}), *LOOKED[1:])
    course = _followed(western, *without, *looked, *PLAYED)
    found = [(one.failure, one.entered, one.entry.act.name) for one in course.happened]
    assert found == [("rattle-skipped", False, "load"), ("performer-not-shown", False, "fire")]


def test_without_any_way_the_day_has_left_the_file(western: tuple[Protocol, System]) -> None:
    """Handed over empty, which the file never does: said with what it asks for, and gone on."""
    course = _followed(western, *BROUGHT[:2], *PLAYED[:2], ("return_weapon", "cleo", {"to": "ada"}))
    (left,) = course.departures
    assert (left.part, left.wants) == ("hand-over", ("`called` is `no`, not `yes`",))
    assert course.taken[-1].how == "done"


def test_nothing_is_dropped(western: tuple[Protocol, System]) -> None:
    """An act, a person, words that the file has not: each listed with its reason."""
    course = _followed(
        western,
        ("cut", "basil", {"set_up": "1"}),
        ("draw", "dov", {}),
        ("hold_meeting", "basil", {"meeting": "later", "kind": "re-brief"}),
        *BROUGHT[:1],
        ("call", "basil", {"state": "cold"}),
    )
    assert [one.why for one in course.unlisted] == ["other act", "other person", "other words"]
    assert [one.parts for one in course.waiting] == [("call",)]
    assert len(course.taken) + len(course.unlisted) == 5


def test_a_look_that_waits_ends_with_what_ends_it(western: tuple[Protocol, System]) -> None:
    """Shown to the performer, then unloaded and loaded: that showing counts no more."""
    again: tuple[Made, ...] = (
        ("unload", "ada", {"spent": 0, "unspent": 6}),
        BROUGHT[3],
        ("show", "ada", {**SHOWN, "to": ["basil"]}),
    )
    course = _followed(western, *BROUGHT, *LOOKED, *again, *LOOKED[1:], *PLAYED)
    assert [one.failure for one in course.happened] == ["performer-not-shown"]


def test_a_use_ends_with_the_shot(western: tuple[Protocol, System]) -> None:
    """What comes after belongs to the next use; what was so stays so."""
    back: Made = ("return_weapon", "cleo", {"to": "ada"})
    course = _followed(western, *BROUGHT, *LOOKED, *PLAYED, back)
    assert course.uses == 2
    assert western[1].values(course.state)["holder"] == 1


def test_walks_that_follow_the_file_show_nothing(western: tuple[Protocol, System]) -> None:
    """Three hundred random days of steps alone: nothing gone wrong, the file never left."""
    protocol, system = western
    made: dict[str, Made] = {
        **{name: (act, by, fields) for (act, by, fields), name in zip(
            (*BROUGHT, *LOOKED, *PLAYED),
            ("meet", "take", "rattle", "load", "show", "look", "call", "clear-line",
             "hand-over", "fire"),
            strict=True)},
        "put-down": ("put_down", "ada", {"place": "cart"}),
        "unload": ("unload", "ada", {"spent": 0, "unspent": 6}),
        "show-performer": ("show", "ada", {**SHOWN, "to": ["cleo"]}),
        "give-back": ("return_weapon", "cleo", {"to": "ada"}),
    }  # fmt: skip
    made["show"] = ("show", "ada", {**SHOWN, "to": ["basil"]})
    silent = {one.id for one in protocol.steps} - made.keys()
    draws, entries_in_all = random.Random(7), 0
    for _ in range(300):
        state, entries = system.initial, list[Made]()
        for _ in range(20):
            open_ = [
                row
                for row in system.rows
                if system.acts[row.act].name in made.keys() | silent
                and state & row.guard_mask == row.guard_value
            ]
            if not open_:
                break
            row = draws.choice(open_)
            state = state & ~row.write_mask | row.write_value
            if (name := system.acts[row.act].name) in made:
                entries.append(made[name])
        entries_in_all += len(entries)
        course = _followed(western, *entries)
        assert (course.happened, course.departures, course.waiting) == ((), (), ())
    assert entries_in_all > 2_000


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('entered_as = "load"', 'entered_as = "lode"', "no record has an act `lode`"),
        ('entered_as = "load"', "entered_as = 3", "is a text, a table or a list"),
        ('kind = "safety", by', 'kinds = "safety", by', "has no field of words `kinds`"),
        ('kind = "safety", by', 'kind = "party", by', "`kind` of `hold_meeting` is never `party`"),
        ('to = "first-ad" }', 'to = "basil" }', "`show` is entered with `basil`"),
        ('"stand-in", "extra"]', '"clown"]', "no record has a role `clown`"),
        ('say = "does not rattle the dummies"', 'say = "x"\nentered_as = "load"', "is not entered"),
    ],
)
def test_a_fault_in_what_is_entered_is_told(old: str, new: str, said: str) -> None:
    """Acts, fields, words and roles are those of a record; a skip has no entry of its own."""
    assert old in TEXT
    with pytest.raises(ProtocolError, match=said):
        parse_protocol(TEXT.replace(old, new, 1), source="western-day")
