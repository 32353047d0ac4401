"""Day files: what is wrong is named with its line and a hint; what is right is read whole."""

from __future__ import annotations

import pytest

from provesafe.service import DayFileError, parse_day_file

HEAD = '[day]\nproduction = "Dry Creek"\nstarts = 2026-03-02\nzone = "America/Denver"\n'
ACT = '\n[[act]]\nat = "d1 08:00"\nreport = "wrap"\nday = 20260302\nby = "ada"\n'


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("[day\n", "not TOML", 1),
        (HEAD + "x = \n", "not TOML", 5),
        ("", "no `[day]`", 1),
        ("[day]\nstarts = 2026-03-02\n", "needs `production`", 1),
        ('[day]\nproduction = "x"\n', "needs `starts`", 1),
        ('[day]\nproduction = "x"\nstarts = "2026-03-02"\n', "a date such as", 1),
        (HEAD + "zoan = 1\n", "no key `zoan`", 1),
        (HEAD.replace("Denver", "Nowhere"), "no time zone", 1),
        (HEAD + "[[wepon]]\n", "no table `wepon`", 5),
        (HEAD + ACT.replace("d1 08:00", "8 o'clock"), "not a time of a day file", 6),
        (HEAD + ACT.replace("d1 08:00", "d1 25:00"), "not a time of the clock", 6),
        (HEAD + ACT + ACT.replace("08:00", "07:59"), "`at` goes back", 12),
        (HEAD + ACT.replace('report = "wrap"\n', ""), "a `request` or a `report`", 6),
        (HEAD + ACT + 'happened = "09:00"\n', "cannot have happened after", 6),
        (HEAD + ACT.replace("report", "request") + 'happened = "07:00"\n', "has not happened", 6),
        (HEAD + ACT + 'label = "x"\n' + ACT + 'label = "x"\n', "two acts have the label", 13),
        (HEAD + "[[person]]\nroles = []\n", "needs an `id`", 5),
        (HEAD + '[[person]]\nid = "ada"\nrole = "x"\n', "no key `role`", 5),
        (HEAD + '[[person]]\nid = "ada"\n' * 2, "a person with the id `ada` already", 7),
        (HEAD + '[[weapon]]\nid = "x"\n[[lot]]\nid = "x"\n', "a weapon with the id `x`", 7),
        (HEAD + 'until = "d1 07:00"\n' + ACT, "before the last act", 1),
        (HEAD + ACT + '[broken]\nremove = "nobody"\n', "no act has the label", 11),
    ],
)
def test_a_malformed_day_is_refused_with_its_place(text: str, words: str, line: int) -> None:
    """Each kind of slip is told in words, at the line of its table."""
    with pytest.raises(DayFileError) as caught:
        parse_day_file(text, source="day.toml")
    assert words in str(caught.value)
    assert caught.value.span is not None
    assert caught.value.span.line == line


def test_a_time_the_clocks_skip_is_refused() -> None:
    """On the night the clocks go forward, 02:30 does not exist in Denver."""
    text = HEAD.replace("2026-03-02", "2026-03-08") + ACT.replace("d1 08:00", "d1 02:30")
    with pytest.raises(DayFileError, match="does not exist"):
        parse_day_file(text)


def test_a_night_shoot_keeps_its_shooting_day() -> None:
    """With `turns`, one o'clock in the morning is still the day before, its date is not."""
    day = parse_day_file(HEAD + 'turns = "05:00"\n' + ACT.replace("d1 08:00", "d2 01:00"))
    (act,) = day.acts
    assert day.times.shooting_day_of(act.at_ms) == 20260302
    assert day.times.date_of(act.at_ms) == 20260303


def test_a_list_of_weapons_is_a_batch() -> None:
    """One request for several weapons is one batch of the same act."""
    text = HEAD + '\n[[act]]\nat = "d1 08:00"\nrequest = "clean"\nweapon = ["a", "b"]\nby = "ada"\n'
    (act,) = parse_day_file(text).acts
    assert [item["weapon"] for item in act.items] == ["a", "b"]
