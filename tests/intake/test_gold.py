"""The intake against people who read the texts first, and against five hundred damaged texts."""

from __future__ import annotations

import functools
import json
import time
import tomllib
from pathlib import Path

import pytest

from damage import damaged
from intake_gold import Score, gold_files, gold_text, places_of, score, total
from provesafe.casefile import document, take_in
from score_intake import FLOORS, MEASURES, SECONDS_MAX

DEVELOPMENT = (*gold_files("known"), *gold_files("more"))
UNSEEN = gold_files("unseen")
SEALED = gold_files("sealed")
EVERY = (*DEVELOPMENT, *gold_files("broad"), *UNSEEN, *SEALED)


@functools.cache
def _development() -> Score:
    return total(score(path) for path in DEVELOPMENT)


@pytest.mark.parametrize(("title", "bar", "measure"), MEASURES, ids=[row[0] for row in MEASURES])
def test_the_development_texts_are_read_as_well_as_before(
    title: str, bar: str, measure: object
) -> None:
    """No measure of the texts the rules may be mended with falls below what was reached."""
    assert callable(measure)
    reached = measure(_development())
    floor = FLOORS[title]
    assert reached <= floor if bar.startswith("≤") else reached >= floor, (reached, floor)


def test_there_are_as_many_texts_as_were_promised() -> None:
    """At least sixty texts with gold, twenty-five of them held out, and thirty-six more sealed."""
    assert len(EVERY) >= 60
    assert len(UNSEEN) == 25
    assert len(SEALED) == 36


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_gold_speaks_of_what_stands_in_its_text(path: Path) -> None:
    """Every word of a gold file stands in its text, and every speaker is one of its parties."""
    gold = tomllib.loads(path.read_text("utf-8"))
    text = gold["text"]
    known = {"", *(one["id"] for one in gold["party"])}
    words = [
        *(name for one in gold["party"] for name in (one["name"], *one.get("also", ()))),
        *(part for one in gold["claim"] for part in one["words"]),
        *(one["words"] for one in gold.get("time", ())),
    ]
    assert [one for one in words if one not in text] == []
    if path.parent.name != "known":
        said = {
            name for one in gold["claim"] for name in (one["speaker"], one.get("recipient", ""))
        }
        assert said <= known


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_text_is_read_in_time_and_the_same_twice(path: Path) -> None:
    """An article takes less than half a second of CPU, and gives the same bytes again."""
    text = gold_text(path)
    began = time.process_time()
    first = take_in(text)
    assert time.process_time() - began < SECONDS_MAX
    assert json.dumps(document(first)) == json.dumps(document(take_in(text)))


@pytest.mark.parametrize("part", range(10))
def test_five_hundred_damaged_texts_are_read_without_a_wrong_place(part: int) -> None:
    """Whatever was cut, doubled or put in: no crash, and every place reads again from the file."""
    for seed in range(part, 500, 10):
        text = damaged(gold_text(EVERY[seed % len(EVERY)]), 10_000 + seed)
        places = places_of(take_in(text))
        assert [one for one in places if text[one[0] : one[1]] != one[2]] == []
