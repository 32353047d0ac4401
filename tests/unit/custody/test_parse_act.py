"""Reading acts: kind to people, exact about what is wrong; storing them: one form only."""

from __future__ import annotations

import pytest

from acts import act
from provesafe.custody import decode_act, encode_act, parse_act
from provesafe.custody.errors import (
    BadFieldError,
    MissingFieldError,
    NotCanonicalActError,
    UnknownActError,
    UnknownFieldError,
)
from provesafe.errors import InputError

HAND = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}


def test_one_value_stands_for_a_list_of_one() -> None:
    """`to = "cleo"` is read as a list with Cleo in it."""
    shown = act("show", weapon="colt-2", by="ada", to="cleo", contents="empty")
    assert shown.listed("to") == ("cleo",)


def test_spaces_and_repetitions_go() -> None:
    """Spaces at the ends and repeated elements are not kept."""
    meeting = act("hold_meeting", meeting=" m1 ", kind="safety", attended=["a", "b", "a"], by="x")
    assert meeting.text("meeting") == "m1"
    assert meeting.listed("attended") == ("a", "b")


def test_one_letter_in_two_encodings_is_one_name() -> None:
    """A name typed on another machine is the same name."""
    assert act("draw", weapon="Ne\u0301", by="ada").text("weapon") == "N\u00e9"


def test_empty_optional_fields_are_absent() -> None:
    """An empty text or list is no field at all."""
    drawn = act("draw", weapon="colt-2", by="ada", place=" ")
    assert not drawn.has("place")
    assert not act("enrol", person="ada", roles=[]).has("roles")


@pytest.mark.parametrize(
    ("name", "fields", "error", "hint"),
    [
        ("handover", HAND, UnknownActError, "did you mean `hand_over`"),
        ("handed_over", HAND, UnknownActError, "enter `hand_over`"),
        ("hand_over", {**HAND, "wepon": "x"}, UnknownFieldError, "did you mean `weapon`"),
        ("hand_over", {**HAND, "zzz": "x"}, UnknownFieldError, "its fields are: weapon"),
        ("hand_over", {"weapon": "colt-2"}, MissingFieldError, "always needs `weapon`, `by`"),
        ("hand_over", {**HAND, "to": ""}, BadFieldError, ""),
        ("hand_over", {**HAND, "in_sight": "yess"}, BadFieldError, "did you mean `yes`"),
        ("hand_over", {**HAND, "in_sight": True}, BadFieldError, ""),
        ("hand_over", {**HAND, "to": "x" * 81}, BadFieldError, ""),
        ("hand_over", {**HAND, "to": 'a"b'}, BadFieldError, ""),
        ("hand_over", {**HAND, "to": "a\x00b"}, BadFieldError, ""),
        ("hand_over", {**HAND, "to": "\ud800"}, BadFieldError, ""),
        ("assign", {"person": "a", "role": "amorer", "by": "b"}, BadFieldError, "`armorer`"),
        ("assign", {"person": "a", "role": "king", "by": "b"}, BadFieldError, "x-"),
        ("wrap", {"day": 20260229, "by": "a"}, BadFieldError, "yyyymmdd"),
        ("wrap", {"day": "20260228", "by": "a"}, BadFieldError, ""),
        ("fire", {"weapon": "w", "by": "a", "count": 0}, BadFieldError, ""),
        ("fire", {"weapon": "w", "by": "a", "count": 2.0}, BadFieldError, ""),
        ("fire", {"weapon": "w", "by": "a", "count": True}, BadFieldError, ""),
        ("show", {"weapon": "w", "by": "a", "to": [], "contents": "empty"}, MissingFieldError, ""),
        ("send_back", {"to_whom": "house", "by": "a"}, MissingFieldError, ""),
        ("enrol", {"person": "a", "roles": ["x-y"] * 501}, BadFieldError, "several parts"),
    ],
)
def test_each_slip_has_its_own_error(
    name: str, fields: dict[str, object], error: type[InputError], hint: str
) -> None:
    """What is wrong is named by its own class, with the nearest right word."""
    with pytest.raises(error) as raised:
        parse_act(name, fields)
    assert hint in raised.value.hint


def test_a_time_before_all_times_is_not_taken() -> None:
    """A negative time is an error of the caller."""
    with pytest.raises(BadFieldError):
        parse_act("keep_alive", {}, at_ms=-1)


@pytest.mark.parametrize("day", [20240229, 20261231, 20000229])
def test_real_dates_are_taken(day: int) -> None:
    """Leap days of leap years are dates."""
    assert act("wrap", day=day, by="basil").number("day") == day


@pytest.mark.parametrize("day", [20260229, 19000229, 20261301, 20260431, 20260400, 18991231])
def test_other_numbers_are_not_dates(day: int) -> None:
    """Days that no calendar has are not taken."""
    with pytest.raises(BadFieldError):
        act("wrap", day=day, by="basil")


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"act": "hand_over"},
        {"act": 3, "f": {}},
        {"act": "hand_over", "f": HAND, "t": 5},
        {"act": "hand_over", "f": {**HAND, "to": " cleo"}},
        {"act": "hand_over", "f": {**HAND, "words": ""}},
        {"act": "enrol", "f": {"person": "ada", "roles": "armorer"}},
        {"act": "enrol", "f": {"person": "ada", "roles": []}},
        {"act": "enrol", "f": {"person": "ada", "roles": ["armorer", "armorer"]}},
        {"act": "keep_alive", "f": {}, "happened": "now"},
        {"act": "keep_alive", "f": {}, "learned": -1},
    ],
)
def test_only_the_one_form_is_read_back(document: dict[str, object]) -> None:
    """A stored act that is written in any other way is not accepted."""
    with pytest.raises(NotCanonicalActError):
        decode_act(document)


def test_an_act_is_stored_with_what_was_said_and_nothing_else() -> None:
    """The stored form has the name, the present fields, and the times that differ."""
    given = parse_act("enrol", {"person": "ada", "roles": ["armorer"]}, at_ms=9, happened_ms=5)
    assert encode_act(given) == {
        "act": "enrol",
        "f": {"person": "ada", "roles": ["armorer"]},
        "happened": 5,
    }
