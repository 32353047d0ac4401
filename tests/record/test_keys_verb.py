"""Keys at the terminal: a scribe's laptop comes, is lost and comes back; the laptop's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from made_production import make_production
from provesafe.adapters.days.spool import leave
from provesafe.adapters.production_keys import recorder_name
from provesafe.adapters.store import open_record
from provesafe.adapters.wiring import now_ms, open_production
from provesafe.service import Report, read_act, report
from terminal import run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Dry Creek in a folder, its keys without a passphrase."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    monkeypatch.setenv("PROVESAFE_DEVICE_PASSPHRASE", "")
    return make_production(tmp_path / "dc")


def well(*arguments: str | Path) -> str:
    """Run a verb that ends well; what it prints."""
    ran = run(*arguments)
    assert ran.code == 0, ran.err
    return ran.out


def rows_of(folder: Path) -> dict[str, dict[str, Any]]:
    """What is listed, by key name."""
    return {row["name"]: row for row in run("keys", "list", folder, "--json").document["keys"]}


def standing(folder: Path) -> dict[str, tuple[str, str]]:
    """Of each key, whose it is and what ended it."""
    return {name: (row["who"], row["ended"]) for name, row in rows_of(folder).items()}


def test_a_scribes_laptop_comes_and_goes(folder: Path, tmp_path: Path) -> None:
    """Let in for Dov, its promised key takes its place, Ada's vouches for the next, one is revoked
    and one retired; the record verifies."""
    dovs, adas, cleos = (tmp_path / f"{name}.json" for name in ("dov", "ada", "cleo"))
    for file, name in ((dovs, "scribe-1"), (adas, "scribe-2"), (cleos, "tablet")):
        well("keys", "make", file, "--name", name)
    well("keys", "enrol", folder, "--person", "dov", "--key", dovs)
    alone = run("keys", "enrol", folder, "--person", "ada", "--key", adas)
    assert (alone.code, "2 are needed" in alone.err) == (3, True)
    well("keys", "enrol", folder, "--person", "ada", "--key", adas, "--vouch", f"dov={dovs}")
    well("keys", "enrol", folder, "--person", "cleo", "--key", cleos, "--vouch", f"ada={adas}")
    well("keys", "rotate", folder, "--old", "scribe-1", "--key", f"{dovs}.next")
    at = str(rows_of(folder)["tablet"]["enrolled_at"])
    lost = ("--suspect-from", at, "--from", at, "--why", "left in a car", "--vouch")
    borrowed = run("keys", "revoke", folder, "tablet", *lost, f"cleo={adas}")
    assert borrowed.code == 3
    # Two others: the laptop enters it, Ada stands for it.
    well("keys", "revoke", folder, "tablet", *lost, f"ada={adas}")
    well("keys", "retire", folder, "scribe-2", "--vouch", f"ada={adas}")
    found = standing(folder)
    assert found["scribe-1"] == ("Dov Example", "rotated")
    assert found["scribe-1-next"] == ("Dov Example", "")
    assert found["scribe-2"] == ("Ada Example", "retired")
    assert run("verify", folder).code in (0, 6)


def test_the_laptop_goes_on_with_the_key_that_was_promised(folder: Path) -> None:
    """Twice; each time the next is promised, what was left comes out, the old file is gone."""
    leave(folder, "the aisle is blocked")
    for number, name in enumerate(("laptop-2", "laptop-3"), start=1):
        assert f"as `{name}`" in well("keys", "rotate", folder)
        store = open_record(folder, read_only=True)
        assert recorder_name(store) == name
        assert sum(b"the aisle is blocked" in raw for raw in store.entries()) == 1
        store.close()
        old = "laptop" if number == 1 else f"laptop-{number}"
        assert not (folder / "keys" / f"{old}.json").exists()
        production = open_production(folder, passphrase="")
        act = read_act(production, "enrol", {"person": f"kit-{number}", "roles": ["extra"]})
        report(production, Report(acts=(act,)), now_ms=now_ms())
        production.store.close()
        production.disclosures.close()
    assert run("verify", folder).code in (0, 6)


def test_no_other_key_takes_the_laptops_place(folder: Path, tmp_path: Path) -> None:
    """A key that the record never promised is turned away, and nothing is entered or lost."""
    (folder / "keys" / "laptop-2.json").unlink()
    other = tmp_path / "other.json"
    well("keys", "make", other, "--name", "other")
    ran = run("keys", "rotate", folder, "--key", other)
    assert (ran.code, "never committed" in ran.err) == (3, True)
    assert (folder / "keys" / "laptop.json").exists()
    assert not (folder / "keys" / "laptop-2.json").exists()
    assert run("keys", "rotate", folder).code == 2


def test_an_older_record_gets_a_key_for_concerns(folder: Path) -> None:
    """A record whose key for concerns was retired has the laptop enter them, until a new one is
    let in; what was left before comes out by the key it was sealed to."""
    well("keys", "retire", folder, "concerns")
    leave(folder, "one")
    well("day", "noon", folder)
    leave(folder, "two")
    well("keys", "enrol", folder, "--concerns")
    leave(folder, "three")
    well("day", "noon", folder)
    store = open_record(folder, read_only=True)
    by = [raw for raw in store.entries() if b"raise_concern" in raw]
    store.close()
    signers = [raw.decode().rpartition("\u2014 ")[2].split(" ")[0] for raw in by]
    assert signers == ["laptop", "laptop", "concerns-2"]
    assert run("keys", "enrol", folder, "--concerns").code == 3
