"""Simulated days: the kept seeds, or the one asked for, and every planted fault is found."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from conftest import share
from simulation.faults import FAULTS, planted
from simulation.run import Failed, simulate
from simulation.world import SqliteDisk

KEPT = tomllib.loads((Path(__file__).parent / "seeds.toml").read_text("utf-8"))
MORE = range(1000, 1000 + share(fast=0, long=300))


def test_days_keep_every_promise(seed: int | None) -> None:
    """Whatever goes wrong on them, the record holds, and among them everything goes wrong once."""
    counts = Counter[str]()
    for chosen in [*KEPT["days"], *MORE] if seed is None else [seed]:
        counts += simulate(chosen).counts
    print(dict(counts.most_common()))
    if seed is None:
        for what in (
            "refused",
            "done anyway",
            "taken on",
            "entered late",
            "the wrong person",
            "one too few",
            "too early",
            "clock set",
            "ended: before",
            "ended: after",
            "ended: line",
            "ended between two steps",
            "no room",
            "told that the record moved on",
            "a slip that could not be read",
            "rulebooks taken on",
        ):
            assert counts[what] > 0, what


def test_days_on_real_files_keep_every_promise(seed: int | None, tmp_path: Path) -> None:
    """The same with the record and the names in files, opened anew after each end."""
    for chosen in KEPT["on_files"] if seed is None else [seed]:
        folder = tmp_path / str(chosen)
        folder.mkdir()
        assert simulate(chosen, disk=SqliteDisk(folder)).steps > 100


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    """With this one mistake in the program, the day of the kept seed does not go as promised."""
    with planted(fault), pytest.raises(Failed, match="play it again: make sim SEED="):
        simulate(KEPT["faults"][fault])


def test_a_seed_plays_the_same_day_again() -> None:
    """What a seed shows once it shows again: steps, answers, troubles."""
    first, again = simulate(4, steps_max=60), simulate(4, steps_max=60)
    assert (first.steps, first.counts) == (again.steps, again.counts)
