"""A record opened on a snapshot is the record read from its first entry, wherever it was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import share
from in_memory import Day, House
from provesafe.ledger import Snapshot
from provesafe.service import Production, adopt, keep_snapshot, tick
from provesafe.service.record import snapshots
from small_book import SMALL, small_day

GIVEN = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}
STEPS: dict[str, Callable[[Day], object]] = {
    "ask": lambda day: day.ask("hand_over", **GIVEN),
    "report": lambda day: day.report("hand_over", **GIVEN),
    "back": lambda day: day.report("return_weapon", weapon="colt-2", by="cleo", to="ada"),
    "show": lambda day: day.report(
        "show", weapon="colt-2", by="ada", to=["cleo"], contents="empty"
    ),
    "concern": lambda day: day.report("raise_concern", concern="c", by="cleo", words="too close"),
    "ahead": lambda day: day.report(
        "go_ahead", rule="small/shown", weapon="colt-2", by="jonas", words="light goes"
    ),
    "wait": lambda day: tick(day.production, now_ms=_later(day, 700_000)),
    "adopt": lambda day: adopt(
        day.production,
        day.house.adoptions(),
        by=day.id_of("ada"),
        now_ms=_later(day, 1000),
    ),
    "keep": lambda day: keep_snapshot(day.production),
    "open": lambda day: day.reopen(),
}


def _later(day: Day, by_ms: int) -> int:
    day.now_ms += by_ms
    return day.now_ms


def _all_of(production: Production) -> dict[str, object]:
    """Everything that opening computes."""
    names = ("writer", "state", "leaves", "trace", "entered", "gone_ahead", "refused", "books")
    found = {name: getattr(production, name) for name in (*names, "adopted_from", "people")}
    return {**found, "gate": production.gate.snapshot(), "owed": production.gate.pending()}


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "CHUNK", 3)


def _played(steps: list[str]) -> Day:
    day = small_day(House(books=(SMALL,), program="this one"))
    for step in steps:
        STEPS[step](day)
    return day


def _from_the_start(house: House) -> Production:
    return replace(house, program="").open()


@settings(max_examples=share(fast=8, long=400))
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=14))
def test_opened_on_a_snapshot_is_opened_from_the_start(steps: list[str]) -> None:
    """State, memory, history, refusals and duties are the same, wherever snapshots were kept."""
    day = _played([*steps, "keep", "ask", *steps[:3]])
    found = day.house.open()
    assert found.kept_size > 0
    assert _all_of(found) == _all_of(_from_the_start(day.house))


@settings(max_examples=share(fast=8, long=400))
@given(st.data())
def test_a_snapshot_that_is_not_what_was_kept_is_passed_over(data: st.DataObject) -> None:
    """A changed byte in what was kept changes nothing of what is opened."""
    day = _played(["ask", "report", "keep", "show"])
    store = day.house.store
    name = data.draw(st.sampled_from(["production", "trace/0", "trace/1"]))
    kept = store.snapshot(name)
    assert kept is not None
    place = data.draw(st.integers(0, len(kept.data) - 1))
    changed = bytearray(kept.data)
    changed[place] ^= data.draw(st.integers(1, 255))
    store.save_snapshot(name, Snapshot(tree_size=kept.tree_size, data=bytes(changed)))
    found = day.house.open()
    assert (found.kept_size == 0) == (name == "production")
    assert _all_of(found) == _all_of(_from_the_start(day.house))


@pytest.mark.parametrize("steps", [["ask"], ["report", "ask", "adopt", "ask"]])
def test_history_is_fetched_little_by_little(steps: list[str]) -> None:
    """Warmed in small steps between entries, the history is the same as fetched at once."""
    day = _played([*steps, "keep", "open"])
    warmed = 0
    while day.production.history.warm():
        warmed += 1
        if warmed <= share(fast=2, long=3):
            STEPS["show"](day)
    assert warmed >= 2
    assert day.production.trace == _from_the_start(day.house).trace
    assert list(day.production.history.indexed) == day.production.trace
