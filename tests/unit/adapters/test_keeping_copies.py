"""A copy on a second medium, made in use, from which work goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from provesafe.adapters.cli.main import main
from provesafe.adapters.keeping_copies import BackupExistsError, back_up
from provesafe.adapters.standing.moving import take_over
from provesafe.adapters.wiring import NoProductionError, new_production, open_production
from provesafe.errors import UnavailableError, VerificationError
from provesafe.service import DayTimes, Production, Report, read_act, report
from provesafe.service.reading import introduce

NOW = 1_772_461_920_000


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Production]:
    """A production that stays open, as in use."""
    made = new_production(
        tmp_path / "dc",
        title="Dry Creek",
        times=DayTimes(zone="UTC", starts=date(2026, 3, 2)),
        kind="training",
        passphrase="",
        at_ms=NOW,
    )
    enrol(made, "ada")
    yield made
    made.store.close()
    made.disclosures.close()


def enrol(production: Production, label: str) -> None:
    """Enrol somebody."""
    introduce(production, label)
    act = read_act(production, "enrol", {"person": label, "roles": ["armorer"]})
    report(production, Report(acts=(act,)), now_ms=NOW)


def test_work_goes_on_from_the_copy(production: Production, tmp_path: Path) -> None:
    """The laptop dies: what had been entered is in the copy, and more can be entered there."""
    made = back_up(tmp_path / "dc", tmp_path / "stick")
    assert made.report.tree_size == production.writer.tree.size
    take_over(tmp_path / "stick", by="ada", why="the laptop died", passphrase="")
    again = open_production(tmp_path / "stick", passphrase="")
    try:
        assert again.people.ids.keys() == {"ada"}
        enrol(again, "basil")
        assert again.writer.tree.size > production.writer.tree.size
    finally:
        again.store.close()
        again.disclosures.close()
    assert (tmp_path / "stick" / "keys").stat().st_mode & 0o077 == 0
    assert (tmp_path / "stick" / "people.sqlite").stat().st_mode & 0o077 == 0


def test_a_copy_never_replaces_another(production: Production, tmp_path: Path) -> None:
    """What is there stays; a folder without a production is said; a full path leaves nothing."""
    back_up(tmp_path / "dc", tmp_path / "stick")
    with pytest.raises(BackupExistsError):
        back_up(tmp_path / "dc", tmp_path / "stick")
    with pytest.raises(NoProductionError):
        back_up(tmp_path, tmp_path / "other")
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError):
        back_up(tmp_path / "dc", tmp_path / "file" / "stick")
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {"dc", "stick", "file", "people.keys"}


def test_a_copy_that_does_not_check_is_not_kept(production: Production, tmp_path: Path) -> None:
    """A record with a changed entry is copied by nobody: the fault is named, nothing is left."""
    back_up(tmp_path / "dc", tmp_path / "first")
    path = tmp_path / "first" / "record.sqlite"
    path.write_bytes(path.read_bytes().replace(b'"class":"act"', b'"class":"acu"'))
    shutil.rmtree(tmp_path / "first" / "rulebooks", ignore_errors=True)
    with pytest.raises(VerificationError):
        back_up(tmp_path / "first", tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_the_command_says_what_the_copy_holds(
    production: Production, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It counts the entries and says that keys are in it."""
    with pytest.raises(SystemExit) as ended:
        main(["backup", str(tmp_path / "dc"), str(tmp_path / "stick")])
    assert ended.value.code in (0, None)
    out = capsys.readouterr().out
    assert f"{production.writer.tree.size} entries" in out
    assert "wrapped keys" in out
