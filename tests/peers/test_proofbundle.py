"""Receipts through `proofbundle`, a program of others that reads tlog-proof text."""

from __future__ import annotations

import random
from base64 import b64decode

import pytest
from proofbundle.tlogproof import verify_tlog_proof

from bundled import HQ, PHONE, with_cosignatures, witness_key
from ledger_sample import LOG, build_sample
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    NOTE_SIGNATURE,
    PublicKey,
    RecordFaultError,
    inclusion_proof,
    leaf_hash,
    open_receipt,
    subtree_reader,
    write_receipt,
)

SAMPLE = build_sample()
KEY = PublicKey(SAMPLE.state.origin, NOTE_SIGNATURE, LOG.public_key)
NOTE = with_cosignatures(SAMPLE.checkpoints[-1], [HQ, PHONE], 1_772_462_000)
LEAVES = subtree_reader([leaf_hash(raw) for raw in SAMPLE.entries])
WITNESSES = [witness_key(HQ), witness_key(PHONE)]
CHANGES = 600


def receipt(index: int) -> bytes:
    """Write a receipt under the newest checkpoint."""
    return write_receipt(index, inclusion_proof(index, len(SAMPLE.entries), LEAVES), NOTE)


def theirs(data: bytes, entry: bytes, threshold: int = 2) -> bool:
    """What `proofbundle` makes of a receipt; it counts no witness unless told how many."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    found = verify_tlog_proof(
        text,
        entry,
        str(KEY),
        witness_vkeys=[str(each) for each in WITNESSES],
        threshold=threshold,
        expected_origin=SAMPLE.state.origin,
    )
    return bool(found["ok"])


def ours(data: bytes, entry: bytes) -> bool:
    """What we make of it, with both witnesses."""
    try:
        found = open_receipt(
            data, entry, log_key=KEY, verifier=ed25519_accepts, witnesses=WITNESSES
        )
    except RecordFaultError:
        return False
    return len(found.cosigned) == 2


@pytest.mark.parametrize("index", range(len(SAMPLE.entries)))
def test_every_receipt_is_taken_by_another_program(index: int) -> None:
    """Each entry's receipt, with two cosigners; for no other entry, and not for three."""
    data = receipt(index)
    assert theirs(data, SAMPLE.entries[index])
    assert ours(data, SAMPLE.entries[index])
    assert not theirs(data, SAMPLE.entries[index - 1])
    assert not theirs(data, SAMPLE.entries[index], threshold=3)


def test_what_another_program_takes_we_take_but_for_a_second_writing() -> None:
    """Of many changed receipts both take the same; only base64 with loose ends is refused here."""
    rng = random.Random(8)
    whole, entry = receipt(5), SAMPLE.entries[5]
    loose = 0
    for _ in range(CHANGES):
        data = bytearray(whole)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        if theirs(bytes(data), entry) != ours(bytes(data), entry):
            loose += 1
            assert not ours(bytes(data), entry)
            assert meanings(bytes(data)) == meanings(whole)
    assert loose <= CHANGES // 100


def meanings(data: bytes) -> list[bytes]:
    """The bytes that the last word of each line stands for, whatever its loose ends."""
    return [b64decode(line.split(b" ")[-1] + b"==") for line in data.split(b"\n") if b"=" in line]
