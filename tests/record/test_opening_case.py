"""The case of an incident: opened once, with the record of that moment in it."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from made_production import make_production
from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.cli.main import program
from provesafe.adapters.opening_case import case_folder, open_case_of
from provesafe.adapters.web import make_demo
from provesafe.casefile import Case, entries_of
from provesafe.service import read_case

HERE = tuple(
    ("receive_weapon", {"weapon": one, "kind": "real", "by": "ada"}) for one in ("colt-2", "colt-3")
)
DRAW = ("draw", {"weapon": "colt-2", "by": "ada"})
HAND = ("hand_over", {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"})
PHOTO = b"\x89PNG\r\n\x1a\nnot much of a picture"
OTHER = ("draw", {"weapon": "colt-3", "by": "dov"})


def test_a_case_is_opened_once_with_the_record_in_it(tmp_path: Path) -> None:
    """The bundle is checked as it is taken in; asked again, the case is the one that is there."""
    now_ms = 1_772_460_000_000
    folder = tmp_path / "demo"
    production = make_demo(folder, now_ms=now_ms, zone="America/Denver")
    try:
        for _ in range(2):
            place = open_case_of(
                folder,
                "incident-7",
                log=production.log,
                zone="America/Denver",
                real="demo",
                now_ms=now_ms,
            )
        size = production.writer.tree.size
    finally:
        production.store.close()
        production.disclosures.close()
    assert place == case_folder(folder, "incident-7")
    case = read_case(FolderOfCase(place))
    assert [(one.kind, one.entries) for one in case.sources] == [("record", size)]
    assert (case.real, case.zone) == ("demo", "America/Denver")


def run(*arguments: str | Path) -> str:
    """What the program prints; it has to end well."""
    runner = CliRunner(env={"PROVESAFE_PASSPHRASE": ""})
    made = runner.invoke(program, [*map(str, arguments)], standalone_mode=False)
    if made.exception is not None:
        raise made.exception
    return made.output


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Bundles of one record: `early`, `later` with more in it, `other` that went elsewhere."""
    room = tmp_path_factory.mktemp("bundles")
    folder = make_production(room / "day", *HERE, DRAW)
    shutil.copytree(folder, room / "copy")
    run("bundle", folder, room / "early.zip")
    photo = room / "tray.png"
    photo.write_bytes(PHOTO)
    run("enter", folder, "hand_over", *_fields(HAND[1]), "--photo", photo)
    run("enter", folder, "draw", *_fields(OTHER[1]))
    run("bundle", folder, room / "later.zip")
    run("move", room / "copy", "--take-over", "--by=dov", "--why=a test")
    run("bundle", room / "copy", room / "other.zip")
    return {one: room / f"{one}.zip" for one in ("early", "later", "other")}


def _fields(given: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in given.items()]


def _case(folder: Path, *sources: Path) -> Case:
    run("case", "new", folder, *sources, "--by=Hana", "--training")
    return read_case(FolderOfCase(folder))


@pytest.mark.parametrize("order", [("early", "later"), ("later", "early")])
def test_a_record_that_is_brought_twice_is_one_record(
    tmp_path: Path, bundles: dict[str, Path], order: tuple[str, str]
) -> None:
    """Each entry, event and person stands once, by its first name, read from the longer bundle."""
    case = _case(tmp_path / "case", *(bundles[one] for one in order))
    alone = _case(tmp_path / "alone", bundles["later"])
    assert [one.copy_of for one in case.sources] == ["", "S1"]
    longer = "S2" if order[1] == "later" else "S1"
    assert {each.source for one in case.accounts for each in entries_of(one.cites)} == {longer}
    assert [one.id for one in case.accounts] == [one.id for one in alone.accounts]
    assert [one.id for one in case.parties] == [one.id for one in alone.parties]
    assert [one.id for one in case.duties] == [one.id for one in alone.duties]


def test_a_photo_is_an_instruments_line_by_its_hash(
    tmp_path: Path, bundles: dict[str, Path]
) -> None:
    """The bytes that came with an entry are named by kind and hash, and nobody observed them."""
    run("case", "new", tmp_path / "case", "--by=Hana", "--training")
    run("case", "add", tmp_path / "case", bundles["later"], "--weapon=colt-2", "--by=Hana")
    case = read_case(FolderOfCase(tmp_path / "case"))
    (line,) = (one for one in case.accounts if one.instrument == "a camera")
    assert sha256(PHOTO).hexdigest() in line.text
    assert (line.basis, line.observer, len(entries_of(line.cites))) == ("instrument", "", 1)


def test_a_record_that_parts_from_one_of_its_name_is_another(
    tmp_path: Path, bundles: dict[str, Path]
) -> None:
    """Both are read, and the file says at which entry they part."""
    case = _case(tmp_path / "case", bundles["later"], bundles["other"])
    assert [one.copy_of for one in case.sources] == ["", ""]
    assert "another record than S1, of the same name: they part at entry" in case.sources[1].checked
    assert {one.source for one in case.accounts} == {"S1", "S2"}


def test_two_uses_of_one_record_are_of_the_same_people(
    tmp_path: Path, bundles: dict[str, Path]
) -> None:
    """The same bundle brought again for another weapon adds its entries and nobody."""
    folder = tmp_path / "case"
    run("case", "new", folder, bundles["later"], "--by=Hana", "--training")
    run("case", "add", folder, bundles["later"], "--weapon=colt-2", "--by=Hana")
    case = read_case(FolderOfCase(folder))
    assert {each.source for one in case.accounts for each in entries_of(one.cites)} == {"S1", "S2"}
    assert {one.id.partition(".")[0] for one in case.parties} == {"S1"}
    assert len({one.person for one in case.parties}) == len(case.parties)
