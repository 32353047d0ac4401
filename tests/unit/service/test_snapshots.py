"""Which snapshots are gone on from, and which are passed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from in_memory import D1, House
from provesafe.service import keep_snapshot, unkept
from small_book import PEOPLE, SMALL, small_day


@pytest.fixture
def kept() -> House:
    """A record with a snapshot, and an entry since."""
    day = small_day(House(books=(SMALL,), program="this one"))
    keep_snapshot(day.production)
    day.report("show", weapon="colt-2", by="ada", to=["cleo"], contents="empty")
    return day.house


def test_what_was_entered_since_is_read(kept: House) -> None:
    """An older snapshot spares what it holds; the two entries behind it are read."""
    found = kept.open()
    assert unkept(found) == 2
    assert found.writer.tree.size == kept.store.head().tree_size


def test_what_another_program_worked_out_is_passed_over(kept: House) -> None:
    """After an upgrade the record is read from its first entry."""
    other = replace(kept, program="the next one").open()
    assert other.kept_size == 0
    assert other.state == kept.open().state


def test_other_rules_are_not_given_the_memory_of_these(kept: House) -> None:
    """Where a rulebook reads otherwise than when the snapshot was made, the record is read anew."""
    fewer = replace(kept, books=(replace(SMALL, rules=SMALL.rules[:2]),)).open()
    assert fewer.kept_size == 0
    assert len(fewer.gate.program.rules) == 2


def test_the_snapshot_of_another_record_is_passed_over(kept: House) -> None:
    """Another record of the same laptop cannot lend its standing."""
    other = House(books=(SMALL,), program="this one").begin(PEOPLE, at_ms=D1 + 1)
    other.report("receive_weapon", weapon="colt-9", kind="real", chambers=6, by="ada")
    for words in ("cold", "hot", "cold", "hot", "cold"):
        other.report("call", weapon="colt-9", by="ada", state="cold", words=words)
    lent = kept.store.snapshot("production")
    assert lent is not None
    other.house.store.save_snapshot("production", lent)
    found = other.house.open()
    assert found.kept_size == 0
    assert "colt-9" in found.state.weapons
