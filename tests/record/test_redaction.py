"""What is withheld is nowhere, and what is erased is erased from every copy that can be reached."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from made_production import make_production
from provesafe.adapters.keeping_copies import back_up
from provesafe.adapters.standing import mark_place
from provesafe.adapters.standing.moving import move
from provesafe.adapters.store import PEOPLE_KEYS, SqliteDisclosures
from provesafe.ledger import decode_base64url, decode_canonical
from terminal import run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production of three people."""
    return make_production(tmp_path_factory.mktemp("redaction") / "dc")


@pytest.fixture
def production(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it for one test."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    folder = Path(shutil.copytree(made, tmp_path / "laptop" / "dc"))
    mark_place(folder, folder / "record.sqlite")
    return folder


def told(folder: Path) -> dict[str, list[str]]:
    """What a folder can still say about each person."""
    people = SqliteDisclosures(folder / "people.sqlite")
    found = {one: [each.value for each in people.of_person(one)] for one in people.people()}
    people.close()
    return found


def withheld(folder: Path) -> list[bytes]:
    """Every string that must not go along: names, labels, salts, whole disclosures."""
    people = SqliteDisclosures(folder / "people.sqlite")
    found: list[bytes] = []
    for person in people.people():
        for one in people.of_person(person):
            parts = decode_canonical(decode_base64url(one.text) or b"")
            assert isinstance(parts, list)
            salt = str(parts[0])
            found += [one.text.encode(), salt.encode(), decode_base64url(salt) or b""]
            found += [one.value.encode()] if one.name == "name" else []
    people.close()
    return found


def contents(path: Path) -> bytes:
    """Everything in a folder or a zip, names of files too."""
    if path.is_dir():
        files = [one for one in path.rglob("*") if one.is_file()]
        return b"".join(str(one).encode() + one.read_bytes() for one in files)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        return b"".join(name.encode() + packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("name", ["roles", "roles.zip"])
def test_a_roles_only_bundle_holds_nothing_withheld(
    production: Path, tmp_path: Path, name: str
) -> None:
    """Neither a name, nor a salt in either writing, nor a disclosure stands anywhere in it."""
    assert run("bundle", production, tmp_path / name, "--roles-only").code == 0
    assert run("bundle", production, tmp_path / "all", "--disclose", "name").code == 0
    held, all_of_it = contents(tmp_path / name), contents(tmp_path / "all")
    strings = withheld(production)
    assert len(strings) > 15
    assert not [one for one in strings if one in held]
    assert [one for one in strings if one in all_of_it]


def test_it_verifies_to_the_same_root(production: Path, tmp_path: Path) -> None:
    """What is withheld changes no entry, no tile and no checkpoint; the verdict counts it."""
    for name, more in (("roles", ["--roles-only"]), ("all", ["--disclose", "name"])):
        assert run("bundle", production, tmp_path / name, *more).code == 0
    roles, names = (run("verify", tmp_path / name, "--json").document for name in ("roles", "all"))
    for key in ("root", "entries", "signatures", "commits", "by_class"):
        assert roles[key] == names[key]
    assert (roles["disclosed"], names["disclosed"]) == (0, 3)
    assert roles["withheld"] == names["withheld"] + 3
    for path in (tmp_path / "all" / "tile").rglob("*"):
        if path.is_file():
            twin = tmp_path / "roles" / path.relative_to(tmp_path / "all")
            assert twin.read_bytes() == path.read_bytes()


def test_roles_only_and_names_do_not_go_together(production: Path, tmp_path: Path) -> None:
    """Somebody who asks for both has slipped."""
    ran = run("bundle", production, tmp_path / "b", "--roles-only", "--disclose", "name")
    assert (ran.code, (tmp_path / "b").exists()) == (2, False)


def test_the_people_file_alone_tells_nobody(production: Path) -> None:
    """Without the keys beside it every row is noise, and nobody is listed."""
    data = (production / "people.sqlite").read_bytes()
    assert b"Ada Example" not in data
    assert "Ada Example" in [value for values in told(production).values() for value in values]
    (production / PEOPLE_KEYS).unlink()
    assert told(production) == {}


def test_a_backup_still_knows_everybody(production: Path, tmp_path: Path) -> None:
    """The keys lie beside the copies on the medium, not in them, and are found there."""
    stick = tmp_path / "stick"
    stick.mkdir()
    back_up(production, stick / "monday")
    assert not (stick / "monday" / PEOPLE_KEYS).exists()
    assert told(stick / "monday") == told(production)


def test_erasing_reaches_every_copy_with_the_next_backup(production: Path, tmp_path: Path) -> None:
    """Monday's copy forgets with Tuesday's; others stay known in both."""
    stick = tmp_path / "stick"
    stick.mkdir()
    back_up(production, stick / "monday")
    people = SqliteDisclosures(production / "people.sqlite")
    gone = next(one for one in people.people() if people.of_person(one)[-1].value[:4] == "Cleo")
    assert people.erase(gone) == 2
    people.close()
    assert gone in told(stick / "monday")
    back_up(production, stick / "tuesday")
    for copy in (production, stick / "monday", stick / "tuesday"):
        assert gone not in told(copy)
        assert len(told(copy)) == 2
    assert run("verify", production).code == 0


def test_a_moved_production_knows_its_people_and_the_left_folder_does_not(
    production: Path, tmp_path: Path
) -> None:
    """The keys go along into the new folder; what stays behind is noise."""
    before = told(production)
    move(production, tmp_path / "new" / "dc", by="ada", passphrase="")
    assert told(tmp_path / "new" / "dc") == before
    assert (tmp_path / "new" / "dc" / PEOPLE_KEYS).exists()
    assert told(production) == {}


def erase(folder: Path, *, ask: bool = True) -> int:
    """Ask for Cleo's name to be erased, or report it as done; the exit status."""
    how = ("--ask",) if ask else ()
    return run("enter", *how, folder, "erase_person", "person=cleo", "by=ada").code


def knows_cleo(folder: Path) -> bool:
    """Whether anybody can still say who she is."""
    return any("Cleo Example" in values for values in told(folder).values())


def test_whoever_is_erased_is_forgotten_at_once(production: Path) -> None:
    """The entry stands with an id, and the name is gone from the files before the command ends."""
    assert erase(production) == 0
    assert not knows_cleo(production)
    assert run("verify", production).code == 0
    assert len(told(production)) == 2


def test_a_legal_hold_beats_erasure(production: Path) -> None:
    """Even where somebody enters that it was done, the name stays until the hold is lifted."""
    kept = ("reference=case-7", "by=ada", "words=the police asked")
    assert run("enter", production, "place_legal_hold", *kept).code == 0
    assert erase(production, ask=False) == 0
    assert knows_cleo(production)
    lifted = ("reference=case-7", "by=ada")
    assert run("enter", production, "lift_legal_hold", *lifted).code == 0
    assert not knows_cleo(production)


def test_a_retention_that_has_not_passed_beats_erasure(production: Path) -> None:
    """What is to be kept for years is kept, whoever says otherwise."""
    assert run("enter", production, "set_retention", "until=29990101", "by=ada").code == 0
    erase(production, ask=False)
    assert knows_cleo(production)


def test_an_erasure_that_was_interrupted_is_finished_at_the_next_opening(
    production: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program ended between entering it and forgetting: the next act forgets."""
    with monkeypatch.context() as patch:
        patch.setattr("provesafe.adapters.cli.commands.enter_.finish_erasures", lambda *_, **__: ())
        assert erase(production) == 0
    assert knows_cleo(production)
    assert run("enter", production, "acknowledge_duties", "by=dov").code == 0
    assert not knows_cleo(production)
