"""Clean days in other styles than ours: nothing asked for on them is ever held up."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from laws.short_day import fields_of
from laws.trying import bench_of, less_one
from made_days.writing import toml_of
from played import play_text
from provesafe.service import parse_day_file

CLEAN = Path(__file__).parent / "clean"
NAMES = sorted(path.stem for path in CLEAN.glob("*.txt"))


def written(name: str) -> str:
    """The day file: its tables as they stand, its acts from one line each."""
    tables, _, lines = (CLEAN / f"{name}.txt").read_text("utf-8").partition("--- acts\n")
    acts = []
    for line in lines.splitlines():
        day, clock, how, verb, said = line.split(maxsplit=4)
        fields = fields_of(verb, said)
        if isinstance(weapon := fields.get("weapon"), str) and "," in weapon:
            fields["weapon"] = weapon.split(",")
        acts.append({"at": f"{day} {clock}", how: verb, **fields})
    return f"{tables}\n{toml_of({'act': acts})}"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_held_up(name: str) -> None:
    """Played by the program, no request is refused and no report misses a rule that is enforced."""
    _, rehearsal = play_text(written(name))
    told = [
        (rehearsal.day.times.show(decision.at_ms), decision.act, reason.id, reason.say)
        for one in rehearsal.played
        for decision in one.decisions
        for reason in (*decision.reasons, *decision.advice)
    ]
    assert told == []
    assert rehearsal.audit.not_met == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_remedies_work_less_one_act(name: str) -> None:
    """With any one act left out, what is refused is mended by what the refusal names."""
    day = parse_day_file(written(name), source=name)
    tables = len(day.tables)
    assert list(less_one(bench_of(day), day, range(tables, tables + len(day.acts)))) == []


def test_there_are_several_styles() -> None:
    """Eight days and more, each of at least one other shape, all of them asking for something."""
    assert len(NAMES) >= 8
    assert all("request " in (CLEAN / f"{name}.txt").read_text("utf-8") for name in NAMES)
    assert all(tomllib.loads(written(name))["day"] for name in NAMES)
