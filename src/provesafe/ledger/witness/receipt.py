"""What does a person take away who has entered something?

A *receipt* shows that an entry stands in the record, to whoever holds the entry and trusts the
log's key or a witness's. As a file it is tlog-proof text:

    c2sp.org/tlog-proof@v1
    index <leaf index>
    <base64 of a hash>          the inclusion proof, leaf's sibling first
    …
    <empty line>
    <checkpoint with its lines>

On paper and between phones a checkpoint goes as 110 bytes, in base45 for a QR code:

    version 1 (1) || SHA-256(origin)[:8] (8) || size (5) || root (32) || the log's signature (64)

A receipt goes as bytes without the root, which is computed from the entry and the proof:

    version 2 (1) || SHA-256(origin)[:8] (8) || size (5) || index (5) || hashes (1) || 32 each
    || the log's signature (64) || cosignatures (1) || key id (4), time (8), signature (64) each

Source: C2SP tlog-proof; RFC 9285 (base45).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from provesafe.errors import InputError
from provesafe.ledger.checkpoint import Checkpoint, open_checkpoint
from provesafe.ledger.errors import MalformedCheckpointError, ProofMismatchError
from provesafe.ledger.keys import PublicKey, Verifier, decode_base64, encode_base64
from provesafe.ledger.note import NoteSignature, join_note, split_note
from provesafe.ledger.tree import leaf_hash, root_of_proof, verify_inclusion
from provesafe.ledger.witness.cosignature import Cosignature, open_cosignatures

__all__ = [
    "Receipt",
    "open_receipt",
    "pack_checkpoint",
    "pack_receipt",
    "read_base45",
    "unpack_checkpoint",
    "unpack_receipt",
    "write_base45",
    "write_receipt",
]

_HEAD = b"c2sp.org/tlog-proof@v1"
_DECIMAL = re.compile(rb"0|[1-9][0-9]{0,15}")
_PROOF_MAX = 63
_PACKED_BYTES = 110
_COSIGNED_BYTES = 72
"""A cosignature line holds a time and a signature."""
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt that was verified for one entry."""

    leaf_index: int
    checkpoint: Checkpoint
    cosigned: tuple[Cosignature, ...]


def write_receipt(leaf_index: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """Write a receipt as tlog-proof text.

    Args:
        leaf_index: the entry's.
        proof: its inclusion proof in the checkpoint's tree.
        checkpoint: the note, with whatever cosignatures it has.
    """
    lines = [_HEAD, b"index %d" % leaf_index, *(encode_base64(each).encode() for each in proof)]
    return b"".join(line + b"\n" for line in lines) + b"\n" + checkpoint


def open_receipt(
    data: bytes,
    entry: bytes,
    *,
    log_key: PublicKey,
    verifier: Verifier,
    witnesses: Iterable[PublicKey] = (),
) -> Receipt:
    """Verify a receipt for an entry.

    Args:
        data: the whole file.
        entry: the entry's bytes, as signed.
        log_key: the log's key, its name the origin.
        verifier: the Ed25519 check.
        witnesses: known keys of type 0x04.

    Raises:
        ProofMismatchError: it is not a receipt, or not of this entry.
        RecordFaultError: the checkpoint in it does not verify.
    """
    top, blank, note = data.partition(b"\n\n")
    lines = top.split(b"\n")
    if len(lines) > 1 and lines[1].startswith(b"extra "):
        if decode_base64(lines[1].removeprefix(b"extra ").decode("latin-1")) is None:
            raise ProofMismatchError("not a receipt: its extra data is not base64")
        del lines[1]
    index = lines[1].removeprefix(b"index ") if len(lines) > 1 else b""
    hashes = [decode_base64(line.decode("latin-1")) for line in lines[2:]]
    proof = [each for each in hashes if each is not None and len(each) == 32]
    well = blank and lines[0] == _HEAD and lines[1:2] == [b"index " + index]
    if not well or len(proof) != len(hashes) or len(proof) > _PROOF_MAX:
        raise ProofMismatchError("not a receipt")
    if _DECIMAL.fullmatch(index) is None:
        raise ProofMismatchError("not a receipt: its index is not a number")
    checkpoint = open_checkpoint(note, log_key, verifier)
    if not int(index) < checkpoint.tree_size:
        raise ProofMismatchError("the receipt is for an entry behind its checkpoint")
    verify_inclusion(
        leaf_hash(entry),
        leaf_index=int(index),
        tree_size=checkpoint.tree_size,
        root_hash=checkpoint.root_hash,
        proof=proof,
    )
    cosigned = open_cosignatures(note, witnesses, verifier)
    return Receipt(leaf_index=int(index), checkpoint=checkpoint, cosigned=cosigned)


def pack_checkpoint(note: bytes, log_key: PublicKey, verifier: Verifier) -> bytes:
    """Write a checkpoint as 110 bytes; the witnesses' lines are left out.

    Args:
        note: the checkpoint.
        log_key: the log's key, its name the origin.
        verifier: the Ed25519 check.

    Raises:
        MalformedCheckpointError: its size does not fit.
        RecordFaultError: the checkpoint does not verify.
    """
    checkpoint = open_checkpoint(note, log_key, verifier)
    (value,) = [
        line.value
        for line in split_note(note)[1]
        if (line.name, line.key_id) == (log_key.name, log_key.key_id)
    ]
    tag = sha256(log_key.name.encode("utf-8")).digest()[:8]
    if checkpoint.tree_size >> 40:
        raise MalformedCheckpointError("a packed checkpoint's size has five bytes")
    size = checkpoint.tree_size.to_bytes(5, "big")
    return b"\x01" + tag + size + checkpoint.root_hash + value


def unpack_checkpoint(data: bytes, log_key: PublicKey, verifier: Verifier) -> bytes:
    """Read 110 bytes back into the checkpoint's note, and verify it.

    Args:
        data: what `pack_checkpoint` gave.
        log_key: the log's key, its name the origin.
        verifier: the Ed25519 check.

    Raises:
        MalformedCheckpointError: not a packed checkpoint of this record.
        RecordFaultError: it does not verify.
    """
    tag = sha256(log_key.name.encode("utf-8")).digest()[:8]
    if len(data) != _PACKED_BYTES or data[:9] != b"\x01" + tag:
        raise MalformedCheckpointError("not a packed checkpoint of this record")
    size = int.from_bytes(data[9:14], "big")
    checkpoint = Checkpoint(origin=log_key.name, tree_size=size, root_hash=data[14:46])
    note = join_note(checkpoint.text(), [NoteSignature(log_key.name, log_key.key_id, data[46:])])
    open_checkpoint(note, log_key, verifier)
    return note


def pack_receipt(data: bytes, entry: bytes, log_key: PublicKey, verifier: Verifier) -> bytes:
    """Write a receipt as bytes for a code; lines that are no witness's are left out.

    Args:
        data: the receipt as tlog-proof text.
        entry: the entry it is for.
        log_key: the log's key, its name the origin.
        verifier: the Ed25519 check.

    Raises:
        MalformedCheckpointError: its size does not fit.
        RecordFaultError: the receipt does not verify.
    """
    found = open_receipt(data, entry, log_key=log_key, verifier=verifier)
    top, _, note = data.partition(b"\n\n")
    packed = pack_checkpoint(note, log_key, verifier)
    proof = [decode_base64(line.decode("ascii")) or b"" for line in top.split(b"\n")[2:]]
    lines = [line for line in split_note(note)[1] if len(line.value) == _COSIGNED_BYTES]
    return b"".join(
        (
            b"\x02" + packed[1:14] + found.leaf_index.to_bytes(5, "big"),
            bytes([len(proof)]) + b"".join(proof),
            packed[46:] + bytes([len(lines)]),
            *(line.key_id + line.value for line in lines),
        )
    )


def unpack_receipt(
    data: bytes,
    entry: bytes,
    *,
    log_key: PublicKey,
    verifier: Verifier,
    witnesses: Iterable[PublicKey] = (),
) -> bytes:
    """Read a packed receipt back into tlog-proof text, and verify it.

    Args:
        data: what `pack_receipt` gave.
        entry: the entry it is for.
        log_key: the log's key, its name the origin.
        verifier: the Ed25519 check.
        witnesses: known keys of type 0x04; lines of others cannot be named and are left out.

    Raises:
        ProofMismatchError: not a packed receipt of this record, or not of this entry.
        RecordFaultError: it does not verify.
    """
    tag = sha256(log_key.name.encode("utf-8")).digest()[:8]
    count = data[19] if len(data) > 19 else 0
    at = 20 + 32 * count
    votes = data[at + 64] if len(data) > at + 64 else 0
    each = 4 + _COSIGNED_BYTES
    if data[:9] != b"\x02" + tag or len(data) != at + 65 + each * votes or count > _PROOF_MAX:
        raise ProofMismatchError("not a packed receipt of this record")
    size, index = int.from_bytes(data[9:14], "big"), int.from_bytes(data[14:19], "big")
    proof = [data[place : place + 32] for place in range(20, at, 32)]
    try:
        root = root_of_proof(leaf_hash(entry), leaf_index=index, tree_size=size, proof=proof)
    except InputError:
        raise ProofMismatchError("not a packed receipt: its sizes are impossible") from None
    lines = [NoteSignature(log_key.name, log_key.key_id, data[at : at + 64])]
    known = {key.key_id: key.name for key in witnesses}
    for place in range(at + 65, len(data), each):
        key_id = data[place : place + 4]
        if key_id in known:
            lines.append(NoteSignature(known[key_id], key_id, data[place + 4 : place + each]))
    text = Checkpoint(origin=log_key.name, tree_size=size, root_hash=root).text()
    written = write_receipt(index, proof, join_note(text, lines))
    open_receipt(written, entry, log_key=log_key, verifier=verifier)
    return written


def write_base45(data: bytes) -> str:
    """Write bytes in the letters that QR codes hold best. Law: `read_base45` gives them back."""
    out: list[str] = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(3 if len(pair) == 2 else 2):
            value, digit = divmod(value, 45)
            out.append(_BASE45[digit])
    return "".join(out)


def read_base45(text: str) -> bytes:
    """Read base45 in its one form.

    Raises:
        InputError: it is not base45.
    """
    places = [_BASE45.find(each) for each in text]
    out = bytearray()
    for at in range(0, len(places), 3):
        digits = places[at : at + 3]
        value = sum(digit * 45**power for power, digit in enumerate(digits))
        length = len(digits) - 1
        if min(digits) < 0 or length == 0 or value >= 256**length:
            raise InputError("not base45 text")
        out += value.to_bytes(length, "big")
    return bytes(out)
