"""A person's own record: taken without asking anybody, checked alone, with nobody else in it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from bundled import HQ, with_cosignatures, witness_key
from made_production import NOW, make_production
from provesafe.adapters.days.spool import pour
from provesafe.adapters.keys import load_key
from provesafe.adapters.standing import mark_place
from provesafe.adapters.store import SqliteStore
from second_reader import read_part
from terminal import run

# An id of a person as a value; a digest that happens to begin with the same two letters is longer.
PERSON = re.compile(rb'"P-[^"]{1,40}"')


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production in which Cleo was told, declined, and has left since."""
    told = {"weapon": "colt-2", "by": "ada", "to": "cleo", "words": "it is empty"}
    return make_production(
        tmp_path_factory.mktemp("own") / "dc",
        ("receive_weapon", {"weapon": "colt-2", "kind": "real", "chambers": 6, "by": "ada"}),
        ("tell", told),
        ("decline", {"weapon": "colt-2", "by": "cleo", "words": "not shown"}),
        ("tell", {**told, "to": "dov", "words": "for dov alone"}),
        ("relieve", {"person": "cleo", "role": "performer", "by": "ada"}),
    )


@pytest.fixture
def production(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it for one test; no passphrase is known."""
    monkeypatch.delenv("PROVESAFE_PASSPHRASE", raising=False)
    folder = Path(shutil.copytree(made, tmp_path / "dc"))
    mark_place(folder, folder / "record.sqlite")
    return folder


def test_it_is_taken_without_asking_anybody(production: Path, tmp_path: Path) -> None:
    """No passphrase, no key, after leaving, and every section is told in plain words."""
    out = tmp_path / "cleo.zip"
    ran = run("export", production, "--person", "cleo", "--out", out)
    assert ran.code == 0
    assert "the armorer told you about colt-2: “it is empty”." in ran.out
    assert ran.out.index("Asked to have noted:") < ran.out.index("you did not take colt-2")
    assert out.exists()


def test_it_checks_alone_and_reads_the_same(production: Path, tmp_path: Path) -> None:
    """Offline, without the production; without a policy nobody can say who else has seen it."""
    out = tmp_path / "cleo"
    reading = run("export", production, "--person", "cleo", "--out", out).out
    shutil.rmtree(production)
    ran = run("verify", out)
    assert ran.code == 6
    assert ran.out.startswith("cannot say who else")
    assert reading.strip() in ran.out
    files = {one.relative_to(out).as_posix(): one for one in out.rglob("*") if one.is_file()}
    read_part({name: path.read_bytes() for name, path in files.items()})


def test_nobody_else_is_in_it(production: Path, tmp_path: Path) -> None:
    """Neither another's name nor what another was told; others stand in it by role."""
    out = tmp_path / "cleo"
    run("export", production, "--person", "cleo", "--out", out)
    held = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert b"for dov alone" not in held
    assert b"Ada Example" not in held
    assert b"Dov Example" not in held
    assert b"Cleo Example" in (out / "reading.txt").read_bytes()


def test_the_production_learns_only_that_somebody_took_theirs(
    production: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is entered at once; what waits says neither who nor when."""
    store = SqliteStore(production / "record.sqlite", read_only=True)
    size = store.head().tree_size
    run("export", production, "--person", "cleo", "--out", tmp_path / "cleo.zip")
    assert store.head().tree_size == size
    store.close()
    key = load_key(production / "keys" / "concerns.json", passphrase="").key
    poured = pour(production, key)
    assert (poured.taken, poured.concerns) == (1, ())
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    assert run("day", "noon", production).code == 0
    store = SqliteStore(production / "record.sqlite", read_only=True)
    (taken,) = [raw for raw in store.entries(size) if b'"class":"taken"' in raw]
    store.close()
    assert b'"count":1' in taken
    assert not PERSON.search(taken)
    assert pour(production, key).taken == 0


def test_with_a_witness_it_is_a_yes(production: Path, tmp_path: Path) -> None:
    """A cosigned checkpoint and a policy that asks for it end with 0, and JSON says so."""
    (production / "policy").write_text(f"witness hq {witness_key(HQ)}\nquorum hq\n")
    store = SqliteStore(production / "record.sqlite", read_only=True)
    head = store.head()
    note = with_cosignatures(head.checkpoint or b"", [HQ], NOW // 1000)
    store.close()
    (production / "seals").mkdir()
    (production / "seals" / str(head.tree_size)).write_bytes(note)
    out = tmp_path / "cleo"
    run("export", production, "--person", "cleo", "--out", out)
    ran = run("verify", out, "--json")
    assert ran.code == 0
    document = json.loads(ran.out)
    assert (document["verdict"], document["cosigners"]) == ("unchanged", ["hq"])


def test_a_changed_entry_is_named(production: Path, tmp_path: Path) -> None:
    """One byte of one entry ends with 3 and its file."""
    out = tmp_path / "cleo"
    run("export", production, "--person", "cleo", "--out", out)
    path = max((out / "entries").iterdir(), key=lambda one: b"is empty" in one.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"is empty", b"is clear"))
    ran = run("verify", out)
    assert (ran.code, ran.out) == (3, "")
    assert f"entry {path.name}" in ran.err


def test_a_stranger_has_no_record(production: Path, tmp_path: Path) -> None:
    """Somebody who never joined is an error at the keyboard."""
    assert run("export", production, "--person", "kit", "--out", tmp_path / "kit").code == 2
