"""Can two checkpoints of one record both be right, and if not, what shows it to anybody?

A *fork proof* is two checkpoints that the log signed and that no single record can have. Of one
size they need two roots and nothing more. Of two sizes, the newer record's own root at the older
size is given with the consistency proof that leads from it to the newer checkpoint; it differs from
the root that was signed:

    provesafe.fork/v1
    older <length of the first note in bytes>
    root <base64: the newer record's root at the older size>
    <base64 of a hash>                    the consistency proof; none for equal sizes
    …
    <empty line>
    <the older note><the newer note>

Who holds the log's verifier key needs nothing else to check it. Keep it, and show it to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.errors import InputError
from provesafe.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint_text
from provesafe.ledger.errors import ProofMismatchError
from provesafe.ledger.keys import PublicKey, Verifier, decode_base64, encode_base64
from provesafe.ledger.note import split_note
from provesafe.ledger.tree import old_root_in, verify_consistency

__all__ = ["Fork", "fork_in_request", "open_fork", "write_fork"]

_HEAD = b"provesafe.fork/v1"
_OLDER = re.compile(rb"older ([1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Two checkpoints that cannot both be right."""

    older: Checkpoint
    newer: Checkpoint
    other_root: bytes
    """The root that the newer record has at the older one's size."""


def write_fork(older: bytes, newer: bytes, *, root: bytes, proof: Sequence[bytes]) -> bytes:
    """Write a fork proof.

    Args:
        older: the note of the smaller size, or either of two equal ones.
        newer: the other note.
        root: the newer record's root at the older size.
        proof: the consistency proof from that root to the newer checkpoint.
    """
    lines = [_HEAD, b"older %d" % len(older), b"root " + encode_base64(root).encode()]
    lines += [encode_base64(each).encode() for each in proof]
    return b"".join(line + b"\n" for line in lines) + b"\n" + older + newer


def fork_in_request(held: bytes, request: bytes) -> bytes | None:
    """Find the fork proof in a request that a witness declined, if it holds one.

    A consistency proof from a size that is no power of two holds that tree's own root, so that what
    the log sends to lead a witness over to another record shows that there are two.

    Args:
        held: the checkpoint the witness cosigned last.
        request: what the log sent, its checkpoint signed by the log.

    Returns:
        A fork proof for `open_fork` to check; None where the two notes alone show nothing.
    """
    top, _, note = request.partition(b"\n\n")
    older = parse_checkpoint_text(split_note(held)[0])
    newer = parse_checkpoint_text(split_note(note)[0])
    if older.tree_size == newer.tree_size:
        return write_fork(held, note, root=newer.root_hash, proof=())
    proof = [decode_base64(line.decode("latin-1")) or b"" for line in top.split(b"\n")[1:]]
    root = old_root_in(older.tree_size, newer.tree_size, proof)
    return write_fork(held, note, root=root, proof=proof) if root is not None else None


def open_fork(data: bytes, log_key: PublicKey, verifier: Verifier) -> Fork:
    """Check that a fork proof shows what it says.

    Args:
        data: the whole file.
        log_key: the log's key, its name the origin.
        verifier: the Ed25519 check.

    Raises:
        ProofMismatchError: it is not a fork proof, or shows no fork.
        RecordFaultError: one of its checkpoints is not one the log signed.
    """
    top, _, notes = data.partition(b"\n\n")
    lines = top.split(b"\n")
    length = _OLDER.fullmatch(lines[1]) if len(lines) > 2 else None
    if lines[0] != _HEAD or length is None or not lines[2].startswith(b"root "):
        raise ProofMismatchError("not a fork proof")
    root, *proof = (
        decode_base64(line.decode("latin-1"))
        for line in (lines[2].removeprefix(b"root "), *lines[3:])
    )
    split = int(length[1])
    older = open_checkpoint(notes[:split], log_key, verifier)
    newer = open_checkpoint(notes[split:], log_key, verifier)
    hashes = [each for each in proof if each is not None]
    if root is None or len(hashes) != len(proof):
        raise ProofMismatchError("not a fork proof")
    try:
        verify_consistency(
            old_size=older.tree_size,
            new_size=newer.tree_size,
            old_root=root,
            new_root=newer.root_hash,
            proof=hashes,
        )
    except InputError:
        raise ProofMismatchError("a fork proof goes from an older size to a newer one") from None
    if root == older.root_hash:
        raise ProofMismatchError("these two checkpoints can both be right: this is no fork")
    return Fork(older=older, newer=newer, other_root=root)
