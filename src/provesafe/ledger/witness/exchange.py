"""What does a witness answer to a new checkpoint?

The log sends a request; the witness answers with its line, or with why not:

    old <size of the newest checkpoint this witness cosigned, 0 for none>
    <base64 of a hash>                 the consistency proof from there; none from 0
    …
    <empty line>
    <the new checkpoint>

    200  cosigned: its signature line          400  not a request, or old larger than new
    403  not signed by the log                 404  not a record this witness watches
    409  old is not what it last cosigned (the body says what), or another root of that size
    422  the proof does not lead there

The witness keeps the new checkpoint before it answers, larger sizes only, so that it never says of
two different trees that each was the largest it saw.

Source: C2SP tlog-witness v1.0.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provesafe.errors import InputError
from provesafe.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint_text
from provesafe.ledger.errors import ProofMismatchError, RecordFaultError
from provesafe.ledger.keys import PublicKey, Verifier, decode_base64, encode_base64
from provesafe.ledger.note import split_note
from provesafe.ledger.tree import verify_consistency

__all__ = ["REQUEST_BYTES_MAX", "Accepted", "Declined", "judge_checkpoint", "write_request"]

REQUEST_BYTES_MAX = 65_535 + 64 * 64
"""LIMIT: 63 hashes and a note; more is refused before it is read."""

_OLD = re.compile(rb"old (0|[1-9][0-9]{0,15})")
_PROOF_MAX = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The checkpoint continues what the witness cosigned before: keep it, then cosign it."""

    checkpoint: Checkpoint
    note: bytes
    """The log's note as it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """The witness does not cosign it."""

    status: int
    """As HTTP has it."""
    why: str
    """One line; for 409 about `old`, the size it last cosigned."""
    fork: bool = False
    """Whether the log signed it all the same: keep the bytes, they show a fork."""


def write_request(old_size: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """Write what the log sends.

    Args:
        old_size: of the checkpoint this witness cosigned last; 0 for none.
        proof: from there to the new one.
        checkpoint: the new one.
    """
    lines = [b"old %d" % old_size, *(encode_base64(each).encode() for each in proof)]
    return b"".join(line + b"\n" for line in lines) + b"\n" + checkpoint


def judge_checkpoint(
    request: bytes,
    *,
    logs: Mapping[str, PublicKey],
    newest: Mapping[str, Checkpoint],
    verifier: Verifier,
) -> Accepted | Declined:
    """Decide a request.

    Args:
        request: its body.
        logs: the records this witness watches: their log's keys by origin.
        newest: what it cosigned last, by origin.
        verifier: the Ed25519 check.
    """
    top, blank, note = request.partition(b"\n\n")
    first, *lines = top.split(b"\n")
    old = _OLD.fullmatch(first)
    proof = [decode_base64(line.decode("latin-1")) for line in lines]
    hashes = [each for each in proof if each is not None and len(each) == 32]
    if old is None or not blank or len(hashes) != len(proof) or len(proof) > _PROOF_MAX:
        return Declined(status=400, why="not a request")
    try:
        origin = parse_checkpoint_text(split_note(note)[0]).origin
    except RecordFaultError:
        return Declined(status=400, why="not a checkpoint")
    key = logs.get(origin)
    if key is None:
        return Declined(status=404, why="not a record this witness watches")
    try:
        checkpoint = open_checkpoint(note, key, verifier)
    except RecordFaultError:
        return Declined(status=403, why="the log has not signed it")
    declined = _against(checkpoint, int(old[1]), hashes, newest.get(origin))
    return declined or Accepted(checkpoint=checkpoint, note=note)


def _against(
    checkpoint: Checkpoint, old: int, proof: Sequence[bytes], held: Checkpoint | None
) -> Declined | None:
    """Hold a checkpoint that the log signed against what was cosigned before."""
    if old > checkpoint.tree_size:
        return Declined(status=400, why="the old size is larger than the new one")
    size = held.tree_size if held is not None else 0
    if old != size:
        return Declined(status=409, why=str(size))
    if held is None:
        return Declined(status=422, why="from nothing, nothing is proved") if proof else None
    if checkpoint.tree_size == size and checkpoint.root_hash != held.root_hash:
        return Declined(status=409, why="another root of the same size", fork=True)
    try:
        verify_consistency(
            old_size=size,
            new_size=checkpoint.tree_size,
            old_root=held.root_hash,
            new_root=checkpoint.root_hash,
            proof=proof,
        )
    except (InputError, ProofMismatchError):
        return Declined(status=422, why="the proof does not lead there", fork=True)
    return None
