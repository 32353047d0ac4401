"""Generated days on which everything is done right: no rulebook may hold anything up."""

from __future__ import annotations

from collections import Counter

import pytest

from conftest import share
from every_rule import rules_not_met
from made_days.day import clean_day
from provesafe.custody import fold
from provesafe.service.day import acts_of, parse_day_file, read_day

SEEDS = range(share(fast=2, long=300))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clean_day_meets_every_rule(seed: int) -> None:
    """Under all shipped rulebooks at once nothing is open at any act, and nothing is owed after."""
    day = read_day(clean_day(seed).tables, source=f"clean day {seed}")
    assert list(rules_not_met(day)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clean_day_fits_what_the_record_says(seed: int) -> None:
    """Counts, cases, places and hands agree: the day leaves no discrepancy."""
    day = read_day(clean_day(seed).tables, source=f"clean day {seed}")
    entries = (*day.tables, *day.acts)
    assert fold(act for one in entries for act in acts_of(day, one)).discrepancies == ()


def test_a_generated_day_reads_back_from_its_text() -> None:
    """What is written to a file is the day that was played."""
    day = clean_day(1)
    read = parse_day_file(day.text, source="x")
    played = read_day(day.tables, source="x")
    assert [(one.name, one.items, one.at_ms) for one in read.acts] == [
        (one.name, one.items, one.at_ms) for one in played.acts
    ]
    assert read.people == played.people


def test_the_days_differ_and_much_happens_on_them() -> None:
    """Among sixty days everything that can come up does, each on more than one day."""
    days = [clean_day(seed) for seed in range(60)]
    happened = Counter(one for day in days for one in day.happenings)
    assert len(happened) == 18
    assert min(happened.values()) >= 2
    assert len({len(day.tables["weapon"]) for day in days}) >= 5
    assert len({day.text for day in days}) == 60
