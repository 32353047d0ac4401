"""The reconstructed occurrences: held up three times over, and let through once they are mended."""

from __future__ import annotations

from functools import cache

import pytest

from occurrence_days import FOLDER, NAMES, SHOT, THE_SHOT, played, read
from occurrence_page import OCCURRENCE_PAGE, before_the_shot, render_occurrences, written_from
from provesafe.custody import fold
from provesafe.service.day import acts_of
from reconstructions import Owing, all_different, alone
from tidy.source import text_of

WORDS = (
    "our reconstruction, written from public reports by role; it is not evidence of what happened"
)
LEFT_OPEN = {"2021": ["fired-more-than-loaded"]}
"""A rifle went off that nobody had entered as loaded: no act put in afterwards changes that."""


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
    twin = played(f"{name}-mended")
    assert [(one.entry.line, sorted(one.rules)) for one in twin.held] == []
    assert twin.overdue == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_twin_fits_together(name: str) -> None:
    """Rounds, cases and hands of the twin agree; what differs is what the occurrence is about."""
    twin = read(f"{name}-mended")
    state = fold(act for one in (*twin.tables, *twin.acts) for act in acts_of(twin, one))
    assert [one.kind for one in state.discrepancies] == LEFT_OPEN.get(name, [])
    assert [one.id for one in state.lots.values() if one.cases_waiting] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_twin_is_the_same_scene(name: str) -> None:
    """What the twin does not say it put in stands in the occurrence, act for act."""
    day, twin = read(name), read(f"{name}-mended")
    there = [(act.at_ms, act.kind, act.name, act.items) for act in day.acts]
    for act in twin.acts:
        if not act.note.startswith("put in"):
            assert (act.at_ms, act.kind, act.name, act.items) in there, act.line
    assert [act for act in twin.acts if act.note.startswith("put in")]


@pytest.mark.parametrize("name", NAMES)
def test_a_harmful_act_is_asked_and_then_done(name: str) -> None:
    """What was held up was done all the same, so that later answers rest on what happened."""
    refused = [one.entry for one in played(name).held if one.refused]
    assert refused
    turned_away = {"pistol", "live-rounds"} if name == "shoebox" else set()
    assert {act.label for act in refused if not act.anyway} == turned_away


@pytest.mark.parametrize("name", SHOT)
def test_held_up_three_times_by_three_duties(name: str) -> None:
    """Before the shot at least three acts are held up, at three times, by three people's duties.

    Each would be held up alone, had everything else been done as in the twin: no echo counts.
    """
    choices = choices_of(name)
    assert len({at for at, _ in choices}) >= 3
    assert all_different([owing for _, owing in choices]) >= 3


@pytest.mark.parametrize("name", SHOT)
def test_it_does_not_rest_on_rules_that_were_written_from_it(name: str) -> None:
    """Without the rules that this very occurrence gave rise to, the same still holds."""
    rules = played(name).rules
    kept = [
        {rule: people for rule, people in owing.items() if not written_from(name, rules[rule])}
        for _, owing in choices_of(name)
    ]
    assert all_different(kept) >= 3


def test_an_echo_is_told_from_a_refusal_of_its_own() -> None:
    """In the occurrence of 1984 the hand-over repeats what already held up the start."""
    seen, twin = played("1984"), read("1984-mended")
    start, over = (
        next(one for one in seen.held if one.entry.label == word) for word in ("start", "hand-over")
    )
    assert "extracts-bulletin-1/met-that-day" in set(start.rules) & set(over.rules)
    assert "extracts-bulletin-1/met-that-day" in alone(seen, twin, start)
    assert alone(seen, twin, over) == {}


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


def test_the_page_of_occurrences_is_current() -> None:
    """The tables of docs/explanation/occurrences.md are what the files give (`make docs`)."""
    text = text_of(OCCURRENCE_PAGE)
    assert text == render_occurrences()
    for name in NAMES:
        assert f"<!-- table: {name} -->\n| when " in text


@cache
def choices_of(name: str) -> tuple[tuple[int, Owing], ...]:
    """The refused acts before the shot, each with the rules that hold it up by itself."""
    seen, twin = played(name), read(f"{name}-mended")
    assert [act for act in seen.day.acts if act.label == THE_SHOT]
    found = []
    for held in before_the_shot(seen):
        own = alone(seen, twin, held) if held.entry.label else {}
        outside = {rule: who for rule, who in own.items() if not rule.startswith("custody/")}
        if outside:
            found.append((held.entry.at_ms, outside))
    return tuple(found)
