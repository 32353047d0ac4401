"""Fork proofs: shown to anybody who holds the log's key, and checked by a second program."""

from __future__ import annotations

import pytest

from ledger_sample import LOG, Sample, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    NOTE_SIGNATURE,
    ProofMismatchError,
    PublicKey,
    RecordFaultError,
    consistency_proof,
    leaf_hash,
    open_fork,
    subtree_reader,
    write_fork,
)
from second_reader import RefusedError, read_fork, root_of


def two_views() -> tuple[Sample, Sample, PublicKey]:
    """One record that went on in two ways after its genesis: one for Ada, one for Basil."""
    ada, basil = Sample.begin(), Sample.begin()
    ada.commit(noted("cold"))
    basil.commit(noted("hot"))
    basil.commit(noted("hot"), noted("hot"))
    return ada, basil, PublicKey(ada.state.origin, NOTE_SIGNATURE, LOG.public_key)


def proof_at(ada: Sample, basil: Sample) -> bytes:
    """Show that Basil's whole record does not continue Ada's."""
    old, new = len(ada.entries), len(basil.entries)
    leaves = [leaf_hash(raw) for raw in basil.entries]
    return write_fork(
        ada.checkpoints[-1],
        basil.checkpoints[-1],
        root=root_of(leaves[:old]),
        proof=consistency_proof(old, new, subtree_reader(leaves)),
    )


def test_two_roots_of_one_size_are_a_fork() -> None:
    """Two notes alone are enough, for us and for the second reader."""
    ada, basil, key = two_views()
    data = write_fork(ada.checkpoints[1], basil.checkpoints[1], root=root_at(basil, 4), proof=())
    assert open_fork(data, key, ed25519_accepts).older.tree_size == 4
    assert read_fork(data, key.name, key.raw) == (4, 4)


def root_at(sample: Sample, size: int) -> bytes:
    """Give the root of the first entries."""
    return root_of([leaf_hash(raw) for raw in sample.entries[:size]])


def test_a_record_that_does_not_continue_a_checkpoint_is_a_fork() -> None:
    """Of different sizes, the newer one's own proof shows what it had at the older size."""
    ada, basil, key = two_views()
    data = proof_at(ada, basil)
    fork = open_fork(data, key, ed25519_accepts)
    assert (fork.older.tree_size, fork.newer.tree_size) == (4, 7)
    assert read_fork(data, key.name, key.raw) == (4, 7)


def test_what_is_no_fork_is_not_shown_as_one() -> None:
    """Two checkpoints of one honest record give no fork proof, however they are put together."""
    _, basil, key = two_views()
    leaves = [leaf_hash(raw) for raw in basil.entries]
    honest = consistency_proof(4, 7, subtree_reader(leaves))
    for root, proof in ((root_at(basil, 4), honest), (b"\1" * 32, honest), (b"\1" * 32, ())):
        data = write_fork(basil.checkpoints[1], basil.checkpoints[2], root=root, proof=proof)
        with pytest.raises(RecordFaultError):
            open_fork(data, key, ed25519_accepts)
        with pytest.raises(RefusedError):
            read_fork(data, key.name, key.raw)


def test_an_altered_fork_proof_is_refused() -> None:
    """A changed hash, note or length shows nothing any more."""
    ada, basil, key = two_views()
    data = proof_at(ada, basil)
    for at in range(0, len(data), 3):
        altered = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(RecordFaultError):
            open_fork(altered, key, ed25519_accepts)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"provesafe.fork/v1\n\n", b"provesafe.fork/v1\nx"])
def test_what_is_not_a_fork_proof_is_said(data: bytes) -> None:
    """Empty and cut texts are refused, not misread."""
    _, _, key = two_views()
    with pytest.raises(ProofMismatchError):
        open_fork(data, key, ed25519_accepts)
