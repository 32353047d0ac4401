"""The chart of a case: lanes, order, impossible sets, and a picture that says the same."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from provesafe.casefile import Bounds, Constraint, TimelineError, When
from provesafe.casefile.lanes import (
    Chart,
    Happening,
    Lasting,
    Spoken,
    clock_words,
    draw_up,
    edtf_minutes,
    picture,
)
from provesafe.casefile.lanes.chart import range_words
from provesafe.casefile.lanes.picture import between_words

SPANS = {
    "day": Spoken(line="day", words="On March 2", place="S1 10–20"),
    "later": Spoken(line="later", words="45 minutes or an hour later", place="S1 40–67"),
    "call": Spoken(line="call", words="a call at 08:55", place="S2 3–18"),
    "talk": Spoken(line="talk", words="in February or March", place="S1 90–110"),
}
DAY = edtf_minutes("2026-03-02")
EVENTS = (
    Happening(id="learned", words="Cleo learned of the round", basis="said"),
    Happening(id="shot", words="A round was fired", basis="publication"),
    Happening(id="talk", words="An interview <was> given", basis="expected"),
    Happening(id="loaded", words="Somebody loaded it", basis="second-hand"),
)
STATED = (
    When(event="shot", line="day", earliest=DAY[0] if DAY else 0, latest=DAY[1] if DAY else 0),
    When(event="talk", line="talk", earliest=29_600_000, latest=None),
)
LATER = Constraint(event="learned", other="shot", line="later", least=45, most=60)


def drawn() -> Chart:
    """The chart of the four events."""
    return draw_up(EVENTS, STATED, (LATER,), SPANS, occurrence="shot")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2026", "2026-01-01 00:00", "2026-12-31 23:59"),
        ("2024-02", "2024-02-01 00:00", "2024-02-29 23:59"),
        ("2026-03-02", "2026-03-02 00:00", "2026-03-02 23:59"),
        ("2026-03-02T14:30:00", "2026-03-02 14:30", "2026-03-02 14:30"),
        ("[2026-02,2026-03]", "2026-02-01 00:00", "2026-03-31 23:59"),
        ("2026-03-02/2026-03-08", "2026-03-02 00:00", "2026-03-08 23:59"),
        ("1969-12-31", "1969-12-31 00:00", "1969-12-31 23:59"),
    ],
)
def test_a_stated_time_has_the_bounds_of_all_it_can_mean(text: str, low: str, high: str) -> None:
    """A day, a month, alternatives and ranges run from the first minute to the last."""
    found = edtf_minutes(text)
    assert found is not None
    assert [clock_words(one) for one in found if one is not None] == [low, high]


@pytest.mark.parametrize("text", ["XXXX-03-02", "2026-02-30", "", "soon", "[2026-02,XXXX-03]"])
def test_what_has_no_year_or_no_such_day_has_no_minutes(text: str) -> None:
    """A year is never made up, and neither is a day."""
    assert edtf_minutes(text) is None


def test_an_open_end_stays_open() -> None:
    """An interval without an end has none."""
    assert edtf_minutes("2026-03-02/..") == (29_540_160, None)
    assert edtf_minutes("/2026-03-02") == (None, 29_541_599)


def test_each_event_is_in_its_lane() -> None:
    """The hours hold what lies near the occurrence, the calendar the rest, and the last no time."""
    chart = drawn()
    lanes = {one.happening.id: one.lane for one in chart.marks}
    assert lanes == {
        "shot": "hours",
        "learned": "hours",
        "talk": "calendar",
        "loaded": "unplaced",
    }


def test_what_must_come_first_stands_first_and_the_rest_as_given() -> None:
    """The list puts the shot before what follows it; of what is not known it makes up no order."""
    chart = drawn()
    assert [one.happening.id for one in chart.marks] == ["shot", "learned", "talk", "loaded"]
    shot, learned = chart.orders[0], chart.orders[1]
    assert shot.only("after") == (2, 3)
    assert learned.only("before") == (1,)
    assert shot.only("before", "same", "after") == (4,)
    for one in chart.orders:
        numbers = [number for _, each in one.others for number in each]
        assert sorted([one.number, *numbers]) == [1, 2, 3, 4], "every pair is there, once"


def test_lines_that_cannot_all_hold_are_named_and_bound_nothing() -> None:
    """A call before a shot that it is said to have followed: both sets are named with places."""
    call = Happening(id="call", words="Somebody called the emergency number", basis="said")
    at = When(event="call", line="call", earliest=100, latest=100)
    chart = draw_up((*EVENTS, call), (*STATED, at), (LATER,), SPANS, occurrence="shot")
    assert chart.impossible == ()
    after = Constraint(event="call", other="shot", line="later", least=1, most=None)
    chart = draw_up((*EVENTS, call), (*STATED, at), (after,), SPANS, occurrence="shot")
    assert [[one.line for one in each] for each in chart.impossible] == [["call", "day", "later"]]
    shot = next(one for one in chart.marks if one.happening.id == "shot")
    assert range_words(shot.follows) == "not stated"
    assert [range_words(bounds) for _, bounds in shot.stated] == ["2026-03-02"]


def test_what_lasted_is_drawn_under_the_hours() -> None:
    """A bar ends with caps where both ends have a place, with an arrow where it goes on."""
    day = STATED[0].earliest or 0
    whole = Lasting(words="colt-2: in the safe", during=Bounds(earliest=day + 60, latest=day + 90))
    going_on = Lasting(words="colt-2: on the cart", during=Bounds(earliest=day + 90, latest=None))
    none = drawn()
    svg = picture(replace(none, lasting=(whole, going_on)))
    assert "What stood meanwhile" not in picture(none)
    assert all(words in svg for words in ("What stood meanwhile", whole.words, going_on.words))
    assert svg.count("<path") - picture(none).count("<path") == 1


def test_a_line_without_words_is_told() -> None:
    """A chart is not drawn from lines that nobody could look up."""
    with pytest.raises(TimelineError):
        draw_up(EVENTS, STATED, (LATER,), {}, occurrence="shot")


def test_the_picture_is_grey_and_says_the_words() -> None:
    """It is well-formed, has a name, uses black and greys alone, and the same chart gives it."""
    text = picture(drawn(), title="Dry Creek & after")
    assert text == picture(drawn(), title="Dry Creek & after")
    root = ET.fromstring(text)
    assert root.attrib["role"] == "img"
    assert "4 events" in root.attrib["aria-label"]
    for colour in set(re.findall(r"#[0-9a-f]{6}", text)):
        assert colour[1:3] == colour[3:5] == colour[5:7], colour
    words = " ".join(one.text or "" for one in root.iter())
    for said in ("A round was fired", "Not placed", "45 to 60 min after", "<was>"):
        assert said in words
    assert "style=" not in text


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (45, 60, "45 to 60 minutes after"),
        (5, 5, "5 minutes after"),
        (-60, -45, "45 to 60 minutes before"),
        (1, None, "after"),
        (10, None, "at least 10 minutes after"),
        (None, -1, "before"),
        (None, 30, "at most 30 minutes after"),
        (None, None, "in some order"),
    ],
)
def test_a_line_between_two_events_is_said_in_words(
    least: int | None, most: int | None, words: str
) -> None:
    """Each side, open or not, has its words."""
    line = Constraint(event="a", other="b", line="x", least=least, most=most)
    assert between_words(line) == words
