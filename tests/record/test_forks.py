"""The fork matrix: every way to have two records under one name, and what each witness and each
second program makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_sample import DOMAIN, LAPTOP, LOG, T0, Sample, key_of, noted
from provesafe.adapters.keys import WEAKEST, ed25519_accepts, save_key
from provesafe.adapters.witnessing import open_witness
from provesafe.ledger import (
    NOTE_SIGNATURE,
    PublicKey,
    consistency_proof,
    leaf_hash,
    open_fork,
    plan_genesis,
    sign_note,
    subtree_reader,
    write_request,
)
from second_reader import read_fork

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


def test_an_older_checkpoint_of_another_record(tmp_path: Path) -> None:
    """A fork that is shorter than what was cosigned: the size is too small, whatever the root."""
    cold, hot = views((5, 4))
    assert ask(tmp_path, cold, hot) == 400
    assert ask(tmp_path / "again", cold, hot, old=hot.state.tree.size) == 409


def test_size_zero(tmp_path: Path) -> None:
    """To begin anew from nothing under the same name is refused: from nothing nothing is proved."""
    cold, hot = views((3, 4))
    assert ask(tmp_path, cold, hot, old=0) == 409


def test_a_new_genesis(tmp_path: Path) -> None:
    """A record made anew has another name, which no witness watches: it has no past to borrow."""
    cold, _ = views((3, 3))
    anew = begun(now_ms=T0 + 1)
    anew.commit(noted("hot"))
    assert anew.state.origin != cold.state.origin
    assert ask(tmp_path, cold, anew, old=0) == 404


def test_a_new_key(tmp_path: Path) -> None:
    """The old name signed by another key is not signed by the log."""
    cold, hot = views((3, 4))
    text = hot.checkpoints[-1].split(b"\n\n")[0] + b"\n"
    thief = key_of("thief").named(cold.state.origin)
    hot.checkpoints.append(sign_note(text, (thief,)))
    assert ask(tmp_path, cold, hot) == 403
    assert PublicKey(cold.state.origin, NOTE_SIGNATURE, LOG.public_key) == log_key(cold)
