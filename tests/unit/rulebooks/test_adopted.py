"""What a production takes on is what it finds again when its record is opened."""

from __future__ import annotations

import json
from pathlib import Path

from provesafe.adapters.rulebooks import load_rulebooks
from provesafe.adapters.wiring import adoptions


def test_a_house_number_outlives_the_day_it_was_taken_on() -> None:
    """Each rulebook, loaded alone with the settings its adoption keeps, has the same rules."""
    taken_on = adoptions(["set-practice", "house-default"], [], {}, beside=Path())
    assert {one.book.id for one in taken_on} == {"custody", "set-practice", "house-default"}
    for one in taken_on:
        settings = json.loads(one.settings) if one.settings else {}
        (again,) = load_rulebooks([one.book.id], settings=settings)
        assert again.rules == one.book.rules
    assert "set-practice/locked-after-wrap" in {r.name for one in taken_on for r in one.book.rules}
