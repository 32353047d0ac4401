"""What `provesafe doctor` says of a machine and of a production, and when it ends with 1."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bundled import HQ, POLICY_TEXT, with_cosignatures, witness_key
from in_memory import TIMES
from provesafe.adapters.keeping_copies import back_up
from provesafe.adapters.sealing import keep_seal
from provesafe.adapters.standing.health import Finding, look_at_machine, look_at_production
from provesafe.adapters.wiring import new_production, now_ms
from terminal import run

HOUR = 3_600_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production that a witness has seen and that was backed up."""
    folder = tmp_path_factory.mktemp("health") / "dc"
    production = new_production(
        folder, title="Dry Creek", times=TIMES, kind="training", passphrase="", at_ms=now_ms()
    )
    note = production.store.head().checkpoint
    assert note is not None
    production.store.close()
    production.disclosures.close()
    assert witness_key(HQ).name.encode() in POLICY_TEXT
    (folder / "policy").write_bytes(POLICY_TEXT)
    keep_seal(folder, with_cosignatures(note, [HQ], now_ms() // 1000))
    back_up(folder, folder.with_name("stick"))
    return folder


def found(folder: Path, *, later_ms: int = 0) -> dict[str, Finding]:
    """Look at a production, perhaps with another clock."""
    return {one.what: one for one in look_at_production(folder, at_ms=now_ms() + later_ms)}


def test_all_is_as_it_should_be(made: Path) -> None:
    """In place, keys closed, backed up, seen by a witness: nothing to look at."""
    seen = found(made)
    assert {one.what for one in seen.values() if not one.good} == set()
    assert seen["record"].words.startswith("2 entries")
    machine = {one.what: one for one in look_at_machine(made, at_ms=now_ms())}
    assert set(machine) == {"disk", "sync", "clock", "sqlite", "ports"}
    assert "ms" in machine["sync"].words


@pytest.mark.parametrize(
    ("what", "later_ms"), [("last entry", -HOUR), ("backup", 0), ("seen", 0), ("keys", 0)]
)
def test_what_is_not_is_named(what: str, later_ms: int, made: Path, tmp_path: Path) -> None:
    """A clock that went back, no backup, no witness, keys that others can read."""
    folder = tmp_path / "dc"
    shutil.copytree(made, folder)
    (folder / "backed-up").unlink()
    (folder / "policy").unlink()
    (folder / "keys" / "log.json").chmod(0o644)
    assert not found(folder, later_ms=later_ms)[what].good
    assert not found(folder)["place"].good


def test_the_command_ends_with_one_when_something_is_not(made: Path, tmp_path: Path) -> None:
    """Lines for people, one document for programs, and exit status 2 where there is nothing."""
    ran = run("doctor", made.with_name("stick"), "--json")
    assert ran.code == 1
    assert ran.document["schema"] == "provesafe.health/v1"
    assert {one["what"] for one in ran.document["findings"] if not one["good"]} >= {"place"}
    assert "LOOK place" in run("doctor", made.with_name("stick")).out
    assert run("doctor", tmp_path).code == 2
    assert os.fspath(tmp_path) in run("doctor", tmp_path).err
