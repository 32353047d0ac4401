"""A witness that runs, a record that asks it, and an older copy that is found out."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from bundled import witness_key
from ledger_sample import LOG, Sample, noted
from provesafe.adapters.cli.main import main
from provesafe.adapters.comparing import log_key_of
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.sealing import read_seals
from provesafe.adapters.standing import mark_place
from provesafe.adapters.wiring import new_production, open_production
from provesafe.adapters.witnessing import Witness, begin_witness, open_witness, serve_witness
from provesafe.errors import ConflictError, InputError, VerificationError
from provesafe.ledger import (
    NOTE_SIGNATURE,
    ForkError,
    PublicKey,
    TruncatedError,
    consistency_proof,
    leaf_hash,
    open_cosignatures,
    open_fork,
    parse_verifier_key,
    subtree_reader,
    write_request,
)
from provesafe.service import DayTimes, Report, read_act, report
from provesafe.service.reading import introduce

NOW = 1_772_461_920_000
RECORD = Sample.begin()
RECORD.commit(noted("cold"))
RECORD.commit(noted("hot"))
OTHER = Sample.begin()
OTHER.commit(noted("other"))
KEY = PublicKey(RECORD.state.origin, NOTE_SIGNATURE, LOG.public_key)


def begin(folder: Path) -> Witness:
    """Make a witness that watches the sample record."""
    begin_witness(folder, name="hq.example/witness", passphrase="")
    witness = open_witness(folder, passphrase="", seconds=lambda: 77)
    witness.watch(KEY)
    return witness


def grow(old: int, new: int) -> bytes:
    """Ask to cosign growth of the sample record."""
    leaves = [leaf_hash(raw) for raw in RECORD.entries]
    hashes = consistency_proof(old, new, subtree_reader(leaves)) if old else ()
    notes = {4: RECORD.checkpoints[1], 6: RECORD.checkpoints[2]}
    return write_request(old, hashes, notes[new])


def test_a_witness_remembers_across_restarts(tmp_path: Path) -> None:
    """What it cosigned before it was closed still binds it."""
    status, line = begin(tmp_path).answer(grow(0, 6))
    assert status == 200
    again = open_witness(tmp_path, passphrase="", seconds=lambda: 99)
    assert again.watched() == {KEY.name: 6}
    assert again.answer(grow(0, 4)) == (409, b"6\n")
    (found,) = open_cosignatures(RECORD.checkpoints[2] + line, [again.key], ed25519_accepts)
    assert found.seconds == 77


def test_it_keeps_before_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the newest checkpoint cannot be kept, nothing is cosigned."""
    witness = begin(tmp_path)
    (tmp_path / "newest").write_text("in the way")
    with pytest.raises(Exception, match="cannot be kept"):
        witness.answer(grow(0, 4))
    (tmp_path / "newest").unlink()
    assert witness.watched() == {KEY.name: 0}


def test_a_fork_is_kept_as_a_proof(tmp_path: Path) -> None:
    """Shown another root of the same size, it declines and keeps a proof anybody can check."""
    witness = begin(tmp_path)
    witness.answer(grow(0, 4))
    status, _ = witness.answer(write_request(4, (), OTHER.checkpoints[1]))
    assert status == 409
    (kept,) = (tmp_path / "forks").iterdir()
    assert open_fork(kept.read_bytes(), KEY, ed25519_accepts).older.tree_size == 4


def test_a_damaged_memory_stops_it(tmp_path: Path) -> None:
    """A witness that cannot read what it cosigned does not begin anew."""
    begin(tmp_path).answer(grow(0, 4))
    (kept,) = (tmp_path / "newest").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9] + b"AAAAAAA=\n")
    with pytest.raises(VerificationError):
        open_witness(tmp_path, passphrase="", seconds=lambda: 0)


def test_its_key_is_made_once(tmp_path: Path) -> None:
    """A second witness is not made over the first; another key for one origin is not taken."""
    witness = begin(tmp_path)
    with pytest.raises(ConflictError):
        begin_witness(tmp_path, name="hq.example/witness", passphrase="")
    with pytest.raises(InputError):
        witness.watch(PublicKey(KEY.name, NOTE_SIGNATURE, witness.key.raw))
    with pytest.raises(InputError):
        begin_witness(tmp_path / "x", name="two words", passphrase="")


def run(*arguments: object) -> int:
    """Run a command; give its exit status."""
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    return int(ended.value.code or 0)


@contextmanager
def serving(witness: Witness) -> Iterator[str]:
    """Run a witness on a free port."""
    server = serve_witness(witness, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small production."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    made = new_production(
        tmp_path / "dc",
        title="Dry Creek",
        times=DayTimes(zone="UTC", starts=date(2026, 3, 2)),
        kind="training",
        passphrase="",
        at_ms=NOW,
        durable=False,
    )
    made.store.close()
    made.disclosures.close()
    return tmp_path / "dc"


def enter(folder: Path, label: str) -> None:
    """Enrol somebody, so that the record grows."""
    made = open_production(folder, passphrase="")
    try:
        introduce(made, label)
        act = read_act(made, "enrol", {"person": label, "roles": ["crew"]})
        report(made, Report(acts=(act,)), now_ms=NOW + 1000)
    finally:
        made.store.close()
        made.disclosures.close()


def ask_it(production: Path, witness: Witness, url: str) -> int:
    """Name a witness in the policy and ask it."""
    witness.watch(log_key_of(production))
    text = f"witness hq {witness.key} {url}\nquorum hq\n"
    (production / "policy").write_text(text)
    return run("witness", "ask", production)


def test_an_older_copy_that_goes_on_is_refused(
    tmp_path: Path, production: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Yesterday's backup, restored: the witness has seen more, so nothing is signed; also where
    only the seals beside the record know, and the network is gone."""
    witness = begin(tmp_path / "w")
    shutil.copytree(production, tmp_path / "backup")
    mark_place(tmp_path / "backup", tmp_path / "backup" / "record.sqlite")
    with serving(witness) as url:
        enter(production, "ada")
        assert ask_it(production, witness, url) == 0
        enter(production, "basil")
        assert run("witness", "ask", production) == 0
        shutil.copy(production / "policy", tmp_path / "backup" / "policy")
        before = (tmp_path / "backup" / "record.sqlite").read_bytes()
        with pytest.raises(TruncatedError, match="older copy"):
            enter(tmp_path / "backup", "cleo")
        assert (tmp_path / "backup" / "record.sqlite").read_bytes() == before
    for name in ("record.sqlite", "record.sqlite-wal", "record.sqlite-shm"):
        (production / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup" / "record.sqlite", production / "record.sqlite")
    mark_place(production, production / "record.sqlite")
    with pytest.raises(TruncatedError, match="older copy"):
        enter(production, "dov")
    assert "hq: cosigned" in capsys.readouterr().out


def test_two_records_under_one_name_are_found_when_they_meet(
    tmp_path: Path, production: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copied folder goes on beside the first one: the witness that saw one refuses the other,
    and meet-and-compare prints a fork proof."""
    witness = begin(tmp_path / "w")
    shutil.copytree(production, tmp_path / "copy")
    mark_place(tmp_path / "copy", tmp_path / "copy" / "record.sqlite")
    enter(production, "ada")
    enter(tmp_path / "copy", "basil")
    with serving(witness) as url:
        assert ask_it(production, witness, url) == 0
        shutil.copy(production / "policy", tmp_path / "copy" / "policy")
        with pytest.raises(ForkError):
            enter(tmp_path / "copy", "cleo")
    (seal,) = read_seals(production).values()
    (tmp_path / "seal.txt").write_bytes(seal)
    out = tmp_path / "fork.txt"
    assert run("witness", "compare", tmp_path / "seal.txt", tmp_path / "copy", "--out", out) == 3
    found = open_fork(out.read_bytes(), log_key_of(production), ed25519_accepts)
    assert found.older.tree_size == found.newer.tree_size
    assert "two records under one name" in capsys.readouterr().out
    assert run("witness", "compare", tmp_path / "seal.txt", production) == 0


def test_a_receipt_is_taken_and_checked(
    tmp_path: Path, production: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An entry and its receipt check offline with the witness's policy, and not for another."""
    witness = begin(tmp_path / "w")
    enter(production, "ada")
    with serving(witness) as url:
        assert ask_it(production, witness, url) == 0
    out = tmp_path / "mine"
    assert run("witness", "receipt", production, 2, out) == 0
    key = str(log_key_of(production))
    files = (out.with_name("mine.tlog-proof"), out.with_name("mine.entry"))
    assert run("witness", "check", *files, "--log", key, "--policy", production / "policy") == 0
    assert run("witness", "check", *files, "--log", key) == 6
    files[1].write_text(files[1].read_text() + "\n")
    assert run("witness", "check", *files, "--log", key) == 3
    assert "vouched for by hq" in capsys.readouterr().out


def test_a_bundle_carries_what_witnesses_said(
    tmp_path: Path, production: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked, cosigned, bundled, verified: the quorum is met and the bundle says so."""
    witness = begin(tmp_path / "w")
    enter(production, "ada")
    with serving(witness) as url:
        assert ask_it(production, witness, url) == 0
    assert run("bundle", production, tmp_path / "b.zip") == 0
    assert run("verify", tmp_path / "b.zip") == 0
    capsys.readouterr()
    assert run("witness", "key", tmp_path / "b.zip") == 0
    assert parse_verifier_key(capsys.readouterr().out.strip()) == log_key_of(production)


def test_a_witness_that_is_not_there_does_not_stop_the_day(
    tmp_path: Path, production: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a network the record opens; asking says who could not be reached, and exits 6."""
    witness = begin(tmp_path / "w")
    assert ask_it(production, witness, "http://127.0.0.1:9") == 6
    enter(production, "ada")
    assert "cannot be reached" in capsys.readouterr().out


def test_a_witness_of_another_key_does_not_count(tmp_path: Path, production: Path) -> None:
    """A line that does not verify under the policy's key is not kept."""
    witness = begin(tmp_path / "w")
    with serving(witness) as url:
        witness.watch(log_key_of(production))
        key = witness_key(LOG.named("hq.example/witness"))
        (production / "policy").write_text(f"witness hq {key} {url}\nquorum hq\n")
        assert run("witness", "ask", production) == 6
    assert read_seals(production) == {}
