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
from score_intake import FLOORS, MEASURES, SECONDS_MAX, SETS

FOLDERS = {name for folders in SETS.values() for name in folders}
EVERY = tuple(path for name in sorted(FOLDERS) for path in gold_files(name))


@functools.cache
def _scored(name: str) -> Score:
    return total(score(path) for folder in SETS[name] for path in gold_files(folder))


@pytest.mark.parametrize("name", FLOORS)
@pytest.mark.parametrize("row", range(len(MEASURES)), ids=[title for title, _, _ in MEASURES])
def test_the_development_texts_are_read_as_well_as_before(name: str, row: int) -> None:
    """No measure of the texts the rules may be mended with falls below what was reached."""
    _, bar, measure = MEASURES[row]
    reached, floor = measure(_scored(name)), FLOORS[name][row]
    assert reached <= floor if bar.startswith("≤") else reached >= floor, (reached, floor)


def test_there_are_as_many_texts_as_were_promised() -> None:
    """At least sixty texts with gold, twenty-five of them held out and read by two."""
    assert len(EVERY) >= 60
    assert len(gold_files("unseen")) == 25
    assert len(gold_files("sealed")) == 30
    again = {path.name for path in gold_files("sealed-again")}
    assert len(again) == 25
    assert again <= {path.name for path in gold_files("sealed")}


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
