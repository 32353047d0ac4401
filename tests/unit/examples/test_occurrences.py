"""The reconstructed occurrences: held up three times over, and let through once they are mended."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from provesafe.service import DayFile
from reconstructions import (
    FOLDER,
    NAMES,
    SHOT,
    THE_SHOT,
    Held,
    all_different,
    alone,
    play_lightly,
    read,
    rules_of,
)

WORDS = (
    "our reconstruction, written from public reports by role; it is not evidence of what happened"
)


@cache
def held_up(name: str) -> tuple[DayFile, tuple[Held, ...]]:
    """An occurrence and what in it was held up or noted."""
    day = read(name)
    held, _ = play_lightly(day, rules_of(day))
    return day, tuple(held)


def test_all_are_there_each_with_its_twin() -> None:
    """The eight occurrences and their mended twins, and nothing else."""
    files = sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert files == sorted([*NAMES, *(f"{name}-mended" for name in NAMES)])


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_is(name: str) -> None:
    """The header says that it is a reconstruction and no evidence, and so does its twin's."""
    for stem in (name, f"{name}-mended"):
        comments = [
            line.removeprefix("# ")
            for line in (FOLDER / f"{stem}.toml").read_text("utf-8").splitlines()[:6]
            if line.startswith("#")
        ]
        assert WORDS in " ".join(comments)
    assert read(name).kind == "occurrence"
    assert read(f"{name}-mended").kind == "day"


@pytest.mark.parametrize("name", NAMES)
def test_the_twin_passes(name: str) -> None:
    """The same scene with the missing acts put in: nothing is held up, no rule is missed."""
    twin = read(f"{name}-mended")
    held, overdue = play_lightly(twin, rules_of(twin))
    assert [(one.act.line, sorted(one.duties)) for one in held] == []
    assert overdue == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_twin_is_the_same_scene(name: str) -> None:
    """What the twin does not say it put in stands in the occurrence, act for act."""
    day, twin = read(name), read(f"{name}-mended")
    there = [(act.at_ms, act.kind, act.name, act.items) for act in day.acts]
    for act in twin.acts:
        if not act.note.startswith("put in"):
            assert (act.at_ms, act.kind, act.name, act.items) in there, act.line


@pytest.mark.parametrize("name", SHOT)
def test_held_up_three_times_by_three_duties(name: str) -> None:
    """Before the shot at least three acts are held up, at three times, by three people's duties.

    Each would be held up alone, had everything else been done as in the twin: no echo counts.
    """
    choices = choices_of(name)
    assert len({at for at, _ in choices}) >= 3
    assert all_different([duties for _, duties in choices]) >= 3


def test_2021_does_not_rest_on_a_law_of_another_place() -> None:
    """Without the Californian rules, which did not bind, it is still held up three times over."""
    kept = [
        {rule: people for rule, people in duties.items() if not rule.startswith("california")}
        for _, duties in choices_of("2021")
    ]
    assert all_different(kept) >= 3


def test_an_echo_is_told_from_a_refusal_of_its_own() -> None:
    """In the occurrence of 1984 the hand-over repeats what already held up the start."""
    _, held = held_up("1984")
    start, over = (next(h for h in held if h.act.label == word) for word in ("start", "hand-over"))
    assert "extracts-bulletin-1/met-that-day" in set(start.duties) & set(over.duties)
    day, twin = read("1984"), read("1984-mended")
    assert "extracts-bulletin-1/met-that-day" in alone(day, twin, start)
    assert alone(day, twin, over) == {}


@pytest.mark.parametrize(
    ("choices", "wanted"),
    [
        ([{"r": frozenset("a")}, {"r": frozenset("b")}], 1),
        ([{"r": frozenset("a")}, {"s": frozenset("a")}], 1),
        ([{"r": frozenset("a")}, {"s": frozenset("ab")}, {"t": frozenset("bc")}], 3),
        ([{"r": frozenset("a"), "s": frozenset("b")}, {"r": frozenset("a")}], 2),
    ],
)
def test_the_same_rule_or_person_does_not_count_twice(
    choices: list[dict[str, frozenset[str]]], wanted: int
) -> None:
    """Acts count only as far as each has a rule and a person of its own."""
    assert all_different(choices) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_a_harmful_act_is_asked_and_then_done(name: str) -> None:
    """What was held up was done all the same, so that later answers rest on what happened."""
    _, held = held_up(name)
    refused: list[Any] = [one.act for one in held if one.refused]
    assert refused
    turned_away = {"pistol", "live-rounds"} if name == "shoebox" else set()
    assert {act.label for act in refused if not act.anyway} == turned_away


@cache
def choices_of(name: str) -> tuple[tuple[int, dict[str, frozenset[str]]], ...]:
    """The refused acts before the shot, each with the rules that hold it up by itself."""
    day, held = held_up(name)
    twin = read(f"{name}-mended")
    shot = next(act.at_ms for act in day.acts if act.label == THE_SHOT)
    found = []
    for one in held:
        if one.refused and one.act.label and one.act.at_ms < shot:
            own = alone(day, twin, one)
            outside = {r: p for r, p in own.items() if not r.startswith("custody/")}
            if outside:
                found.append((one.act.at_ms, outside))
    return tuple(found)
