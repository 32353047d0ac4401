"""`make run` tells the minute in at most 25 lines, in set words, and then the ordinary day."""

from __future__ import annotations

from pathlib import Path

from provesafe.adapters.cli.story import tell_story

LINES_MAX = 25


def test_the_minute_takes_at_most_a_screen() -> None:
    """The four scenes stand before the ordinary day, and each says what it is for."""
    lines = list(tell_story(Path(__file__).parents[2] / "examples"))
    (day,) = [i for i, line in enumerate(lines) if "An ordinary day" in line]
    assert day <= LINES_MAX
    minute = "\n".join(lines[:day])
    for words in ("NOT YET", "nothing open", "not recorded", "its text has been changed"):
        assert words in minute
    assert lines[-1].endswith("0 not yet")
