"""Files that were left out, left behind or put back: never a wrong record, never a second one."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from in_memory import TIMES
from provesafe.adapters.sealing import keep_seal
from provesafe.adapters.standing import mark_place
from provesafe.adapters.wiring import (
    RECORD,
    new_production,
    now_ms,
    open_production,
    verify_production,
)
from provesafe.errors import ConflictError, ProvesafeError, VerificationError
from provesafe.service import Production, Report, read_act, report
from provesafe.service.reading import introduce

DAY_MS = 86_400_000


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Production]:
    """A production in use, with entries that are in the WAL alone."""
    made = new_production(
        tmp_path / "dc", title="Dry Creek", times=TIMES, kind="training", passphrase="", at_ms=1
    )
    introduce(made, "ada")
    enter(made, "enrol", person="ada", roles=["armorer"])
    yield made
    made.store.close()
    made.disclosures.close()


def enter(production: Production, name: str, **fields: object) -> None:
    """Report one act."""
    act = read_act(production, name, fields)
    report(production, Report(acts=(act,)), now_ms=now_ms())


def test_copied_without_its_wal_it_is_an_older_record_or_none(
    production: Production, tmp_path: Path
) -> None:
    """The database file alone opens as what it was before, or is refused; where somebody vouched
    for more, nothing is signed on it."""
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "dc", copy, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    note = production.store.head().checkpoint
    assert note is not None
    try:
        assert verify_production(copy).tree_size < production.writer.tree.size
    except ProvesafeError as error:
        assert error.exit_code in (3, 5)  # noqa: PT017 - either answer is right
    keep_seal(copy, note)
    mark_place(copy, copy / RECORD)
    with pytest.raises(ProvesafeError):
        open_production(copy, passphrase="")


def test_an_old_backup_put_back_under_the_name_signs_nothing(
    production: Production, tmp_path: Path
) -> None:
    """Yesterday's files over today's: the seals know of more, and opening is refused."""
    folder = tmp_path / "dc"
    production.store.close()
    old = (folder / RECORD).read_bytes()
    again = open_production(folder, passphrase="")
    enter(again, "receive_weapon", weapon="colt-2", kind="real", chambers=6, by="ada")
    note = again.store.head().checkpoint
    assert note is not None
    keep_seal(folder, note)
    again.store.close()
    again.disclosures.close()
    (folder / RECORD).write_bytes(old)
    with pytest.raises(VerificationError, match="were cosigned"):
        open_production(folder, passphrase="")
    assert (folder / RECORD).read_bytes() == old


def test_two_programs_that_enter_at_once_make_one_record(
    production: Production, tmp_path: Path
) -> None:
    """The second is told with exit status 4, catches up, and its entry stands behind the first."""
    other = open_production(tmp_path / "dc", passphrase="")
    enter(production, "receive_weapon", weapon="colt-2", kind="real", chambers=6, by="ada")
    with pytest.raises(ConflictError) as told:
        enter(other, "receive_weapon", weapon="colt-3", kind="real", chambers=6, by="ada")
    assert told.value.exit_code == 4
    other.store.close()
    other.disclosures.close()
    again = open_production(tmp_path / "dc", passphrase="")
    enter(again, "receive_weapon", weapon="colt-3", kind="real", chambers=6, by="ada")
    assert set(again.state.weapons) == {"colt-2", "colt-3"}
    again.store.close()
    again.disclosures.close()
    assert verify_production(tmp_path / "dc").tree_size == again.writer.tree.size


@pytest.mark.parametrize("jumps", [(-DAY_MS, 0), (400 * DAY_MS, -400 * DAY_MS), (-5_000, 5_000)])
def test_a_clock_that_jumps_moves_no_entry(
    jumps: tuple[int, ...],
    production: Production,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The laptop's clock goes back or far ahead: the recorded times never go back, all verifies."""
    true = time.time_ns
    seen = []
    for jump in (0, *jumps):
        monkeypatch.setattr(time, "time_ns", lambda by=jump: true() + by * 1_000_000)
        enter(production, "keep_alive")
        seen.append(production.writer.last_ms)
    assert seen == sorted(seen)
    assert verify_production(tmp_path / "dc").tree_size == production.writer.tree.size
