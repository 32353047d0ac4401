"""The golden record of format version 1: read for ever, and written the same for ever."""

from __future__ import annotations

import json
import runpy
import shutil
from pathlib import Path

from provesafe.adapters.keys import Ed25519Key, ed25519_accepts, load_key
from provesafe.adapters.store import SqliteDisclosures, SqliteStore
from provesafe.ledger import Draft, parse_entry, plan_commit, reopen, verify_record
from second_reader import read_record

LEDGER = Path(__file__).parents[2] / "vectors" / "ledger"
GOLDEN = LEDGER / "golden-v1"
ENTRIES = [path.read_bytes() for path in sorted(GOLDEN.glob("entries/*.txt"))]
CHECKPOINTS = [path.read_bytes() for path in sorted(GOLDEN.glob("checkpoints/*.txt"))]
ORIGIN = "demo.dry-creek.example/log/266c23bad0ae70e845aebe813bc7081c"
ROOT = "d91f6283cf139b425a311b46c3ba24f64e1b538c8dcf72fb786a85d835642723"


def test_the_golden_record_verifies() -> None:
    """Every later version reads the record of version 1 and counts it the same."""
    report = verify_record(ENTRIES, CHECKPOINTS, verifier=ed25519_accepts, expected_origin=ORIGIN)
    assert (report.tree_size, report.commits, report.kind) == (17, 6, "demo")
    assert report.root_hash.hex() == ROOT
    assert dict(report.by_class) == {
        "act": 5,
        "coverage": 1,
        "decision": 1,
        "genesis": 1,
        "key": 1,
        "lapsed": 1,
        "received": 6,
        "request": 1,
    }
    assert dict(report.by_grade) == {"own": 4, "shared": 1, "noted": 1, "card": 1}
    assert report.noted_by_laptop == 1
    assert (report.first_ms, report.last_ms) == (1_772_461_920_000, 1_772_462_160_000)


def test_a_second_reader_agrees() -> None:
    """A verifier written from the page of the format alone reads the same record."""
    assert read_record(ENTRIES, CHECKPOINTS) == (ORIGIN, 17, bytes.fromhex(ROOT))


def test_the_golden_record_is_written_the_same(tmp_path: Path) -> None:
    """The same acts, keys and times give the same bytes, file for file."""
    runpy.run_path(str(LEDGER / "golden_v1.py"))["write"](tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    kept = {
        path.relative_to(GOLDEN): path.read_bytes()
        for path in GOLDEN.rglob("*.*")
        if path.suffix in (".txt", ".json")
    }
    assert written == kept


def test_the_golden_record_holds_every_form() -> None:
    """No class, grade or form of entry that version 1 knows is missing from the golden record."""
    bodies = [parse_entry(raw).body for raw in ENTRIES]
    assert {body.entry_class for body in bodies} >= {"genesis", "key", "received", "lapsed"}
    assert {each.grade for body in bodies for each in body.statements} == {
        "own",
        "shared",
        "noted",
        "card",
    }
    assert {len(body.links) for body in bodies} == {1, 2, 3}
    assert any("sd" in body.fields for body in bodies)
    assert any(not body.raw.isascii() for body in bodies)


def test_no_private_key_of_the_golden_record_is_secret() -> None:
    """The seeds stand beside the record, so that nobody mistakes its keys for anyone's."""
    keys = json.loads((GOLDEN / "keys.json").read_text())
    assert len(keys["devices"]) == 4


def kept(name: str, folder: Path) -> Path:
    """Copy a kept file to where it may be opened, as its owner's alone."""
    folder.chmod(0o700)
    copy = folder / name
    shutil.copyfile(GOLDEN / name, copy)
    copy.chmod(0o600)
    return copy


def test_the_golden_store_is_opened(tmp_path: Path) -> None:
    """The file that version 1 wrote holds the golden record and can be written on."""
    store = SqliteStore(kept("record.sqlite", tmp_path))
    assert list(store.entries()) == ENTRIES
    assert list(store.checkpoints()) == CHECKPOINTS
    assert store.head().frontier.root().hex() == ROOT
    snapshot = store.snapshot("state")
    assert snapshot is not None
    laptop = load_key(kept("laptop.key", tmp_path), passphrase="golden v1")
    state = reopen(
        store.head(),
        snapshot.data,
        store.entries,
        recorder_key=laptop.public_key,
        verifier=ed25519_accepts,
    )
    log = Ed25519Key(bytes.fromhex(json.loads((GOLDEN / "keys.json").read_text())["log"]))
    commit = plan_commit(
        state,
        [Draft(entry_class="act", payload={"act": "wrap"})],
        log_signer=log.named(state.origin),
        device_signer=laptop,
        now_ms=0,
        verifier=ed25519_accepts,
    )
    store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=17)
    report = verify_record(store.entries(), store.checkpoints(), verifier=ed25519_accepts)
    assert (report.tree_size, report.origin) == (19, ORIGIN)
    store.close()


def test_the_golden_people_are_opened(tmp_path: Path) -> None:
    """The file of names that version 1 wrote is read, digests and all."""
    people = SqliteDisclosures(kept("people.sqlite", tmp_path))
    assert people.people() == ("P-ada", "P-cleo")
    assert [(each.name, each.value) for each in people.of_person("P-ada")] == [
        ("label", "ada"),
        ("name", "Ada"),
    ]
    people.close()
