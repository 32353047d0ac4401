"""The fork matrix: every way to have two records under one name, and what each witness and each
second program makes of it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from ledger_sample import ADAS, DOMAIN, LAPTOP, LOG, T0, Sample, key_of, noted
from provesafe.adapters.comparing import Compared, compare
from provesafe.adapters.keys import WEAKEST, Ed25519Signer, ed25519_accepts, save_key
from provesafe.adapters.store import SqliteStore
from provesafe.adapters.witnessing import open_witness
from provesafe.errors import InputError
from provesafe.ledger import (
    NOTE_SIGNATURE,
    Half,
    ProofMismatchError,
    PublicKey,
    RecordFaultError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    open_fork,
    open_twin,
    plan_genesis,
    sign_note,
    subtree_reader,
    write_request,
    write_twin,
)
from second_reader import RefusedError, read_fork, read_twin
from terminal import run

SECONDS = T0 // 1000


def begun(now_ms: int = T0) -> Sample:
    """A record that begins at this moment."""
    commit = plan_genesis(
        domain=DOMAIN, kind="real", log_key=LOG, device_signers=[LAPTOP], now_ms=now_ms
    )
    return Sample(commit.state, list(commit.raw_entries()), [commit.checkpoint])


def views(sizes: tuple[int, int]) -> tuple[Sample, Sample]:
    """One record that went on in two ways after three commits, to so many commits each."""
    made = []
    for words, commits in zip(("cold", "hot"), sizes, strict=True):
        sample = begun()
        for number in range(commits):
            sample.commit(noted("same" if number < 2 else words))
        made.append(sample)
    return made[0], made[1]


def proof(sample: Sample, old: int, size: int) -> tuple[bytes, ...]:
    """The consistency proof of a record."""
    leaves = [leaf_hash(raw) for raw in sample.entries]
    return consistency_proof(old, size, subtree_reader(leaves))


def log_key(sample: Sample) -> PublicKey:
    """The log's key under its origin."""
    return sample.state.log_key


def ask(folder: Path, shown: Sample, then: Sample, *, at: int = -1, old: int | None = None) -> int:
    """Show a witness one record's newest checkpoint, then another's; give the second answer."""
    save_key(
        key_of("hq").named("hq.example/witness"),
        folder / "keys" / "witness.json",
        passphrase="",
        strength=WEAKEST,
    )
    witness = open_witness(folder, passphrase="", seconds=lambda: SECONDS)
    witness.watch(log_key(shown))
    first, _ = witness.answer(write_request(0, (), shown.checkpoints[-1]))
    assert first == 200
    held = shown.state.tree.size if old is None else old
    note = then.checkpoints[at]
    size = int(note.split(b"\n")[1])
    path = proof(then, held, size) if 0 < held <= size else ()
    status, _ = witness.answer(write_request(held, path, note))
    remembered = open_witness(folder, passphrase="", seconds=lambda: SECONDS).watched()
    assert remembered[log_key(shown).name] == shown.state.tree.size
    return status


def kept_forks(folder: Path, key: PublicKey) -> list[tuple[int, int]]:
    """The fork proofs that a witness kept, each accepted by both programs; sizes of each."""
    found = []
    for path in sorted((folder / "forks").iterdir()) if (folder / "forks").is_dir() else ():
        data = path.read_bytes()
        if not data.startswith(b"provesafe.fork/v1"):
            continue
        fork = open_fork(data, key, ed25519_accepts)
        assert read_fork(data, key.name, key.raw) == (fork.older.tree_size, fork.newer.tree_size)
        found.append((fork.older.tree_size, fork.newer.tree_size))
    return found


def test_two_records_of_one_size(tmp_path: Path) -> None:
    """Refused, and the two notes are a fork proof."""
    cold, hot = views((3, 3))
    assert ask(tmp_path, cold, hot) == 409
    assert kept_forks(tmp_path, log_key(cold)) == [(8, 8)]


@pytest.mark.parametrize(("commits", "kept"), [((4, 5), True), ((4, 9), True), ((3, 5), False)])
def test_a_record_that_grew_in_another_way(
    tmp_path: Path, commits: tuple[int, int], *, kept: bool
) -> None:
    """Refused, and what was sent to lead the witness over shows the fork by itself, except from a
    size that is a power of two, where the request is kept until the two records meet."""
    cold, hot = views(commits)
    assert ask(tmp_path, cold, hot) == 422
    sizes = [(cold.state.tree.size, hot.state.tree.size)]
    assert kept_forks(tmp_path, log_key(cold)) == (sizes if kept else [])
    assert len(list((tmp_path / "forks").iterdir())) == 1


def test_an_older_checkpoint_of_the_same_record(tmp_path: Path) -> None:
    """Yesterday's copy: refused, the size a witness keeps only grows, and it is no fork."""
    cold, _ = views((4, 4))
    assert ask(tmp_path, cold, cold, at=-2) == 400
    assert ask(tmp_path / "again", cold, cold, at=-2, old=6) == 409
    assert not (tmp_path / "forks").exists()


def declined(folder: Path, record: Sample) -> list[Compared]:
    """What a witness declined without being able to tell, held against the whole record."""
    place = folder / "record"
    place.mkdir(parents=True)
    store = SqliteStore(place / "record.sqlite", durable=False)
    start = 0
    for note in record.checkpoints:
        size = int(note.split(b"\n")[1])
        store.append(record.entries[start:size], checkpoint=note, expected_tree_size=start)
        start = size
    store.close()
    found = sorted((folder / "declined").iterdir())
    return [compare(one, place, log_key(record)) for one in found]


def shown_by(found: Compared, record: Sample) -> tuple[int, int]:
    """The fork that both programs accept from the proof alone; the sizes."""
    assert found.proof is not None
    key = log_key(record)
    fork = open_fork(found.proof, key, ed25519_accepts)
    sizes = fork.older.tree_size, fork.newer.tree_size
    assert read_fork(found.proof, key.name, key.raw) == sizes
    return sizes


def test_an_older_checkpoint_of_another_record(tmp_path: Path) -> None:
    """A fork that is shorter than what was cosigned is declined and kept; the whole record, from
    whoever has it, makes a fork proof of it."""
    cold, hot = views((5, 4))
    assert ask(tmp_path, cold, hot) == 400
    (found,) = declined(tmp_path, cold)
    assert shown_by(found, cold) == (hot.state.tree.size, cold.state.tree.size)
    assert ask(tmp_path / "again", cold, hot, old=hot.state.tree.size) == 409


def test_size_zero(tmp_path: Path) -> None:
    """To begin anew from nothing under the same name is declined and kept: from nothing nothing
    is proved, and the record that went on to that size shows the fork."""
    cold, hot = views((3, 4))
    assert ask(tmp_path, cold, hot, old=0) == 409
    cold.commit(noted("cold"))
    cold.commit(noted("cold"))
    (found,) = declined(tmp_path, cold)
    assert shown_by(found, cold) == (hot.state.tree.size, cold.state.tree.size)


def test_yesterdays_copy_is_kept_and_shows_nothing(tmp_path: Path) -> None:
    """An older checkpoint of the same record is declined too, and no fork is made of it."""
    cold, _ = views((4, 4))
    assert ask(tmp_path, cold, cold, at=-2) == 400
    (found,) = declined(tmp_path, cold)
    assert (found.agree, found.proof) == (True, None)


def half(sample: Sample) -> Half:
    """One record's part of a twin proof."""
    leaves = [leaf_hash(raw) for raw in sample.entries]
    proof = inclusion_proof(0, len(leaves), subtree_reader(leaves))
    return Half(genesis=sample.entries[0], note=sample.checkpoints[-1], proof=proof)


def test_a_new_genesis(tmp_path: Path) -> None:
    """A record made anew has another name, which no witness watches; that the same laptop keeps
    both is shown by the two beginnings and two notes alone."""
    cold, _ = views((3, 3))
    anew = begun(now_ms=T0 + 1)
    anew.commit(noted("hot"))
    assert anew.state.origin != cold.state.origin
    assert ask(tmp_path, cold, anew, old=0) == 404
    proof = write_twin(half(cold), half(anew))
    twin = open_twin(proof, ed25519_accepts)
    assert {twin.first.origin, twin.second.origin} == {cold.state.origin, anew.state.origin}
    assert set(twin.shared) == {"log", LAPTOP.name}
    assert read_twin(proof) == {LOG.public_key, LAPTOP.public_key}


def test_a_new_log_key_under_the_old_name(tmp_path: Path) -> None:
    """The old name signed by another key is not signed by the log, and proves nothing of it."""
    cold, hot = views((3, 4))
    text = hot.checkpoints[-1].split(b"\n\n")[0] + b"\n"
    thief = key_of("thief").named(cold.state.origin)
    hot.checkpoints.append(sign_note(text, (thief,)))
    assert ask(tmp_path, cold, hot) == 403
    assert not (tmp_path / "declined").exists()
    assert PublicKey(cold.state.origin, NOTE_SIGNATURE, LOG.public_key) == log_key(cold)


def other_log(*devices: Ed25519Signer, log: str = "log-2") -> Sample:
    """A record that begins with another log key."""
    commit = plan_genesis(
        domain=DOMAIN, kind="real", log_key=key_of(log), device_signers=devices, now_ms=T0
    )
    return Sample(commit.state, list(commit.raw_entries()), [commit.checkpoint])


def test_a_new_key(tmp_path: Path) -> None:
    """A record made anew with a new log key shares the laptop's or a phone's, and that is shown;
    one with no key in common is simply another record, and nothing can be shown."""
    cold, _ = views((3, 3))
    for devices in ((LAPTOP,), (ADAS, LAPTOP)):
        anew = other_log(*devices)
        assert ask(tmp_path / str(len(devices)), cold, anew, old=0) == 404
        proof = write_twin(half(cold), half(anew))
        assert open_twin(proof, ed25519_accepts).shared == (LAPTOP.name,)
        assert read_twin(proof) == {LAPTOP.public_key}
    stranger = write_twin(half(cold), half(other_log(ADAS)))
    with pytest.raises(ProofMismatchError):
        open_twin(stranger, ed25519_accepts)
    with pytest.raises(RefusedError):
        read_twin(stranger)


@pytest.mark.parametrize("seed", range(40))
def test_an_altered_twin_proof_shows_nothing(seed: int) -> None:
    """Whatever byte of it is changed, neither program takes it; nor one record beside itself."""
    proof = bytearray(write_twin(half(views((3, 3))[0]), half(other_log(LAPTOP))))
    proof[Random(seed).randrange(len(proof))] ^= 1
    with pytest.raises((RecordFaultError, InputError)):
        open_twin(bytes(proof), ed25519_accepts)
    with pytest.raises((RefusedError, ValueError)):
        read_twin(bytes(proof))
    cold, _ = views((3, 3))
    with pytest.raises(ProofMismatchError):
        open_twin(write_twin(half(cold), half(cold)), ed25519_accepts)


def test_two_records_are_compared_at_the_terminal(tmp_path: Path) -> None:
    """`witness compare` of two whole records: a twin proof, or a fork proof; exit 3."""
    cold, hot = views((3, 4))
    places = []
    for name, sample in (("a", cold), ("b", hot), ("c", other_log(LAPTOP))):
        place = tmp_path / name
        (place / "declined").mkdir(parents=True)
        declined(place, sample)
        places.append(place / "record")
    fork = run("witness", "compare", places[0], places[1], "--out", tmp_path / "fork")
    assert fork.code == 3
    key = log_key(cold)
    assert read_fork((tmp_path / "fork").read_bytes(), key.name, key.raw) == (8, 10)
    twin = run("witness", "compare", places[0], places[2], "--out", tmp_path / "twin")
    assert twin.code == 3
    assert read_twin((tmp_path / "twin").read_bytes()) == {LAPTOP.public_key}
