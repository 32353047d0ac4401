"""Roles, set-ups and days, read from the facts of a trace."""

from __future__ import annotations

from provesafe.rulebook import Fact, TimePoint
from provesafe.service.auditing.hands import hands_of
from provesafe.service.auditing.setting import NO_ROLE, Setting, receiver_kind, spoken_role


def _points(*facts: tuple[str, tuple[str | int, ...]]) -> list[TimePoint]:
    return [
        TimePoint(60 * place, frozenset({Fact(name, arguments)}))
        for place, (name, arguments) in enumerate(facts)
    ]


def _setting(points: list[TimePoint]) -> Setting:
    return Setting(points, day_of=lambda _seconds: 20260302)


def test_a_role_holds_from_its_entry_to_the_end_of_it() -> None:
    """Named, named another, relieved of one; whoever handles weapons is spoken of by that."""
    setting = _setting(
        _points(
            ("enrolled", ("P-1",)),
            ("assigned", ("P-1", "props")),
            ("assigned", ("P-1", "armorer")),
            ("relieved", ("P-1", "armorer")),
        )
    )
    assert [setting.role("P-1", index) for index in range(4)] == [
        NO_ROLE,
        "props",
        "armorer",
        "props",
    ]
    assert setting.label(2)("P-1") == "the armorer"
    assert setting.label(0)("P-1") == "somebody without a role"
    assert setting.label(2)("colt-2") == "colt-2"
    assert setting.held(2) == {"armorer", "props"}


def test_a_weapon_belongs_to_the_set_up_it_was_last_brought_to() -> None:
    """Brought by name, by the opening of a set-up it is planned in, or planned while it is open."""
    setting = _setting(
        _points(
            ("of_kind", ("colt-2", "real")),
            ("brought_to", ("3C", "colt-2")),
            ("planned", ("4A", "colt-2", 1)),
            ("set_up_opened", ("4A",)),
            ("planned", ("4A", "rubber-2", 1)),
            ("set_up_closed", ("4A",)),
            ("planned", ("4A", "knife-1", 1)),
        )
    )
    assert [setting.set_up("colt-2", index) for index in range(4)] == ["", "3C", "3C", "4A"]
    assert setting.set_up("rubber-2", 4) == "4A"
    assert setting.set_up("knife-1", 6) == ""
    assert setting.is_weapon("rubber-2")
    assert setting.is_set_up("3C")


def test_the_day_is_the_one_that_was_entered_or_else_the_clock_s() -> None:
    """`on_day` of the same time-point wins."""
    points = [
        TimePoint(0, frozenset({Fact("on_day", (20260301,))})),
        TimePoint(60, frozenset({Fact("alive", ())})),
    ]
    assert [_setting(points).day(index) for index in (0, 1)] == [20260301, 20260302]


def test_an_act_that_did_not_go_ahead_is_told_as_such() -> None:
    """Asked by the first AD, not yet open, and never done: listed, and not counted."""
    points = _points(
        ("assigned", ("P-1", "first-ad")),
        ("assigned", ("P-2", "performer")),
        ("refused_handed_over", ("colt-2", "P-1", "P-2")),
    )
    found = hands_of(points, [5, 6, 7], _setting(points))
    (one,) = found.exceptions
    assert (one.entry, one.giver, one.receiver, one.went_ahead) == (
        7,
        "first-ad",
        "performer",
        False,
    )
    assert found.counts == ()


def test_who_fires_what_nobody_gave_them_is_told() -> None:
    """In hand, and no entry says from whom."""
    points = _points(
        ("assigned", ("P-2", "performer")),
        ("took", ("colt-2", "P-2")),
        ("fired", ("colt-2", "P-2", 1)),
        ("gave_up", ("colt-2", "P-2")),
        ("fired", ("colt-2", "P-2", 1)),
    )
    found = hands_of(points, range(5), _setting(points))
    assert [(one.entry, one.act, one.giver) for one in found.exceptions] == [
        (4, "in hand", "not recorded")
    ]


def test_whom_it_went_off_with_is_told_where_nobody_gave_it() -> None:
    """A discharge names nobody itself; whoever it happened to stands beside it."""
    points = [
        TimePoint(0, frozenset({Fact("assigned", ("P-2", "performer"))})),
        TimePoint(
            60,
            frozenset({Fact("discharged", ("colt-2", "not known", 1)), Fact("acted", ("P-2",))}),
        ),
    ]
    (one,) = hands_of(points, [5, 6], _setting(points)).exceptions
    assert (one.entry, one.act, one.giver, one.receiver) == (
        6,
        "in hand",
        "not recorded",
        "performer",
    )


def test_roles_have_their_kinds_and_their_spoken_form() -> None:
    """As receivers, and as people say them."""
    kinds = {"armorer": "handler", "stunt-performer": "performer", "camera": "crew"}
    assert {role: receiver_kind(role) for role in kinds} == kinds
    assert receiver_kind(NO_ROLE) == NO_ROLE
    assert [spoken_role(one) for one in ("first-ad", "property-master")] == [
        "first AD",
        "property master",
    ]
