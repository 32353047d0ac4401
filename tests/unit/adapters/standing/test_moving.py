"""One production stands in one folder: moved, copied, taken over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from in_memory import TIMES
from provesafe.adapters.cli.main import main
from provesafe.adapters.keeping_copies import BackupExistsError, back_up
from provesafe.adapters.sealing import keep_seal
from provesafe.adapters.standing import CopiedError, MovedAwayError, mark_place
from provesafe.adapters.standing.moving import NoCopyError, move, take_over
from provesafe.adapters.wiring import (
    RECORD,
    new_production,
    now_ms,
    open_production,
    verify_production,
    view_production,
)
from provesafe.errors import VerificationError
from provesafe.service import (
    Decision,
    Production,
    Report,
    read_act,
    report,
)
from provesafe.service.reading import introduce

INSPECTED = {"points": ["muzzle safe", "rounds out", "chambers", "feed path", "bore"]}


def close(production: Production) -> None:
    """Let go of the files, as a program that ends."""
    production.store.close()
    production.disclosures.close()


def enter(production: Production, name: str, **fields: object) -> Decision:
    """Report one act."""
    act = read_act(production, name, fields)
    (decision,) = report(production, Report(acts=(act,)), now_ms=now_ms())
    return decision


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production with people and a weapon that Ada has drawn and proved empty."""
    folder = tmp_path_factory.mktemp("first") / "dc"
    production = new_production(
        folder, title="Dry Creek", times=TIMES, kind="training", passphrase="", at_ms=now_ms()
    )
    introduce(production, "ada")
    enter(production, "enrol", person="ada", roles=["armorer"])
    enter(production, "receive_weapon", weapon="colt-2", kind="real", chambers=6, by="ada")
    enter(production, "draw", weapon="colt-2", by="ada", place="safe")
    enter(production, "inspect", weapon="colt-2", by="ada", found="empty", **INSPECTED)
    close(production)
    return folder


@pytest.fixture
def made(first: Path, tmp_path: Path) -> Path:
    """The same, in a folder that a test may do with as it likes."""
    shutil.copytree(first, tmp_path / "dc")
    mark_place(tmp_path / "dc", tmp_path / "dc" / RECORD)
    return tmp_path / "dc"


def test_a_moved_production_stands_in_its_new_folder_alone(made: Path, tmp_path: Path) -> None:
    """The new folder enters, the old one has no keys, refuses by name, and can be looked at."""
    new = tmp_path / "new"
    moved = move(made, new, by="ada", passphrase="")
    assert not (made / "keys").exists()
    with pytest.raises(MovedAwayError):
        open_production(made, passphrase="")
    with pytest.raises(MovedAwayError):
        take_over(made, by="ada", why="I want it back", passphrase="")
    with view_production(made) as looked:
        assert looked.writer.tree.size == moved.report.tree_size
    again = open_production(new, passphrase="")
    enter(again, "call", weapon="colt-2", by="ada", state="cold", words="cold")
    assert again.state.weapons["colt-2"].contents.kind == "empty"
    close(again)
    assert verify_production(new).tree_size == moved.report.tree_size + 2


def test_what_cannot_be_moved_stays(made: Path, tmp_path: Path) -> None:
    """Onto something, or out of a copy: the production stays where it is and enters nothing."""
    size = verify_production(made).tree_size
    (tmp_path / "there").mkdir()
    with pytest.raises(BackupExistsError):
        move(made, tmp_path / "there", by="ada", passphrase="")
    shutil.copytree(made, tmp_path / "copy")
    with pytest.raises(CopiedError):
        move(tmp_path / "copy", tmp_path / "third", by="ada", passphrase="")
    assert verify_production(made).tree_size == size
    close(open_production(made, passphrase=""))


def test_a_copy_enters_nothing_until_somebody_says_why(made: Path, tmp_path: Path) -> None:
    """Its own words name the way; taken over by name, it goes on, and what weapons hold is open."""
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    with pytest.raises(CopiedError, match="is a copy"):
        open_production(copy, passphrase="")
    with pytest.raises(NoCopyError):
        take_over(made, by="ada", why="for nothing", passphrase="")
    take_over(copy, by="ada", why="the laptop fell into the creek", passphrase="")
    again = open_production(copy, passphrase="")
    assert again.state.weapons["colt-2"].contents.kind == "unknown"
    (said,) = [act for one in again.entered for act in one.acts if act.name == "take_over_record"]
    assert said.text("why") == "the laptop fell into the creek"
    close(again)


def test_an_older_copy_is_not_gone_on_with(made: Path, tmp_path: Path) -> None:
    """Where a witness has seen more than the copy holds, nothing is signed, by any way in."""
    copy = tmp_path / "copy"
    back_up(made, copy)
    production = open_production(made, passphrase="")
    enter(production, "call", weapon="colt-2", by="ada", state="cold", words="cold")
    newest = production.store.head().checkpoint
    close(production)
    assert newest is not None
    keep_seal(copy, newest)
    before = (copy / RECORD).read_bytes()
    for _ in range(2):
        with pytest.raises(VerificationError, match="were cosigned"):
            take_over(copy, by="ada", why="the laptop died", passphrase="")
    assert (copy / RECORD).read_bytes() == before


def test_the_command_takes_over_and_moves(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy says exit status 4 and how; taken over and moved, each says what is left behind."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    copy, new = tmp_path / "copy", tmp_path / "new"
    shutil.copytree(made, copy)

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["move", str(copy), *words, "--by", "ada"])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    status, said = run(str(new))
    assert (status, "--take-over" in said) == (4, True)
    status, said = run("--take-over", "--why", "a trial")
    assert (status, "is not known" in said) == (0, True)
    status, said = run(str(new))
    assert (status, "its keys are gone" in said) == (0, True)
    assert run("--why", "x")[0] == 2
