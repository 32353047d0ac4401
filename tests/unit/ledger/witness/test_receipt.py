"""Receipts, packed checkpoints, and base45."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundled import HQ, PHONE, with_cosignatures, witness_key
from ledger_sample import LOG, build_sample
from provesafe.adapters.keys import ed25519_accepts
from provesafe.errors import InputError
from provesafe.ledger import (
    NOTE_SIGNATURE,
    MalformedCheckpointError,
    PublicKey,
    RecordFaultError,
    inclusion_proof,
    leaf_hash,
    open_receipt,
    pack_checkpoint,
    pack_receipt,
    read_base45,
    subtree_reader,
    unpack_checkpoint,
    unpack_receipt,
    write_base45,
    write_receipt,
)

SAMPLE = build_sample()
KEY = PublicKey(SAMPLE.state.origin, NOTE_SIGNATURE, LOG.public_key)
NOTE = with_cosignatures(SAMPLE.checkpoints[-1], [HQ, PHONE], 77)
SIZE = len(SAMPLE.entries)
LEAVES = [leaf_hash(raw) for raw in SAMPLE.entries]


def receipt_for(index: int) -> bytes:
    """Write a receipt under the newest checkpoint."""
    return write_receipt(index, inclusion_proof(index, SIZE, subtree_reader(LEAVES)), NOTE)


@pytest.mark.parametrize("index", range(SIZE))
def test_every_entry_has_a_receipt(index: int) -> None:
    """A receipt opens for its entry with the witnesses that cosigned, and for no other entry."""
    data = receipt_for(index)
    found = open_receipt(
        data,
        SAMPLE.entries[index],
        log_key=KEY,
        verifier=ed25519_accepts,
        witnesses=[witness_key(HQ)],
    )
    assert (found.leaf_index, found.checkpoint.tree_size) == (index, SIZE)
    assert [one.seconds for one in found.cosigned] == [77]
    with pytest.raises(RecordFaultError):
        open_receipt(data, SAMPLE.entries[index - 1], log_key=KEY, verifier=ed25519_accepts)


def test_a_receipt_has_the_standards_shape() -> None:
    """The text is what the standard gives: head, index, hashes, an empty line, the checkpoint."""
    lines = receipt_for(3).split(b"\n")
    assert lines[:2] == [b"c2sp.org/tlog-proof@v1", b"index 3"]
    assert lines[6] == b""
    assert b"\n".join(lines[7:]) == NOTE
    extra = receipt_for(3).replace(b"index 3", b"extra aGVsbG8=\nindex 3")
    assert open_receipt(extra, SAMPLE.entries[3], log_key=KEY, verifier=ed25519_accepts)


def test_an_altered_receipt_is_refused() -> None:
    """No change of one bit leaves a receipt that still opens, but in a line nobody reads."""
    data = receipt_for(5)
    read_by = len(write_receipt(5, (), b"")) + 4 * 45 + len(SAMPLE.checkpoints[-1])
    for at in range(read_by):
        altered = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(RecordFaultError):
            open_receipt(altered, SAMPLE.entries[5], log_key=KEY, verifier=ed25519_accepts)


@pytest.mark.parametrize("index", [b"03", b"-3", b"16", b"9" * 17, b"", b"3 "])
def test_an_index_has_one_form_and_lies_in_the_tree(index: bytes) -> None:
    """Leading zeros, signs, and an index behind the checkpoint are refused."""
    data = receipt_for(3).replace(b"index 3", b"index " + index)
    with pytest.raises(RecordFaultError):
        open_receipt(data, SAMPLE.entries[3], log_key=KEY, verifier=ed25519_accepts)


def test_a_packed_checkpoint_has_110_bytes() -> None:
    """It is read back into the log's own note, in 165 letters of base45."""
    packed = pack_checkpoint(NOTE, KEY, ed25519_accepts)
    assert len(packed) == 110
    assert len(write_base45(packed)) == 165
    assert unpack_checkpoint(packed, KEY, ed25519_accepts) == SAMPLE.checkpoints[-1]


def test_an_altered_packed_checkpoint_is_refused() -> None:
    """Every changed byte, a missing one and another record's key are refused."""
    packed = pack_checkpoint(NOTE, KEY, ed25519_accepts)
    for at in range(len(packed)):
        with pytest.raises(RecordFaultError):
            unpack_checkpoint(
                packed[:at] + bytes([packed[at] ^ 1]) + packed[at + 1 :], KEY, ed25519_accepts
            )
    other = PublicKey("x.example/log/" + "0" * 32, NOTE_SIGNATURE, LOG.public_key)
    for data, key in ((packed[:-1], KEY), (packed, other)):
        with pytest.raises(MalformedCheckpointError):
            unpack_checkpoint(data, key, ed25519_accepts)


def packed_receipt(index: int) -> bytes:
    """Pack a receipt."""
    return pack_receipt(receipt_for(index), SAMPLE.entries[index], KEY, ed25519_accepts)


def unpacked(data: bytes, index: int) -> bytes:
    """Unpack one."""
    return unpack_receipt(
        data,
        SAMPLE.entries[index],
        log_key=KEY,
        verifier=ed25519_accepts,
        witnesses=[witness_key(HQ), witness_key(PHONE)],
    )


@pytest.mark.parametrize("index", [0, 7, SIZE - 1])
def test_a_packed_receipt_is_read_back_without_its_root(index: int) -> None:
    """The root is computed from the entry; the text has the same lines, witnesses' and all."""
    data = packed_receipt(index)
    assert sorted(unpacked(data, index).split(b"\n")) == sorted(receipt_for(index).split(b"\n"))
    hashes = receipt_for(index).split(b"\n").index(b"") - 2
    assert len(data) == 20 + 32 * hashes + 64 + 1 + 2 * 76


def test_an_altered_packed_receipt_is_refused() -> None:
    """A changed byte, a byte more or less, or another entry."""
    data = packed_receipt(3)
    for at in (*range(0, len(data) - 2 * 76, 5),):
        with pytest.raises(RecordFaultError):
            unpacked(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], 3)
    for wrong in (data[:-1], data + b"\0", b"", data[:20]):
        with pytest.raises(RecordFaultError):
            unpacked(wrong, 3)
    with pytest.raises(RecordFaultError):
        unpacked(data, 4)


@given(st.binary(max_size=200))
def test_base45_is_read_back(data: bytes) -> None:
    """What is written is read."""
    assert read_base45(write_base45(data)) == data


@pytest.mark.parametrize(
    ("text", "data"), [("BB8", b"AB"), ("%69 VD92EX0", b"Hello!!"), ("QED8WEX0", b"ietf!")]
)
def test_base45_is_the_standards(text: str, data: bytes) -> None:
    """The examples of RFC 9285."""
    assert write_base45(data) == text
    assert read_base45(text) == data


@pytest.mark.parametrize("text", ["A", "ab", "GGW", ":::", "AAAA"])
def test_what_is_not_base45_is_refused(text: str) -> None:
    """Lone letters, small ones, and values beyond two bytes are refused."""
    with pytest.raises(InputError):
        read_base45(text)
