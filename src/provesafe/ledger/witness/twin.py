"""Is one production keeping two records, each under a name of its own?

A record made anew has another name, and no checkpoint of the one contradicts a checkpoint of the
other. What two records of one production share is a key: the laptop's, a phone's, the log's. A
production makes its keys anew with its record, and a device that begins or joins a second record
signs so. A *twin proof* shows it to anybody, with nothing else at hand:

    provesafe.twin/v1
    entries <length of the first genesis> <of the second>
    notes <length of the first checkpoint> <of the second>
    proofs <number of hashes> <of the second>
    <base64 of a hash>                     inclusion of each genesis, at leaf 0, in its checkpoint
    …
    <empty line>
    <genesis><genesis><checkpoint><checkpoint>

Each half is whole: the genesis is signed by every key it lists and gives the record its name, the
log's key named in it signs the checkpoint, and the genesis is leaf 0 there. The names differ, and
one public key at least is in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provesafe.ledger.checkpoint import Checkpoint, open_checkpoint
from provesafe.ledger.classes import Genesis
from provesafe.ledger.entry import parse_entry
from provesafe.ledger.errors import ProofMismatchError, SignatureError
from provesafe.ledger.intake import origin_of
from provesafe.ledger.keys import (
    NOTE_SIGNATURE,
    PublicKey,
    Verifier,
    accepts,
    decode_base64,
    encode_base64,
)
from provesafe.ledger.tree import leaf_hash, verify_inclusion

__all__ = ["Half", "Twin", "open_twin", "write_twin"]

_HEAD = b"provesafe.twin/v1"
_COUNTS = re.compile(rb"(entries|notes|proofs) (0|[1-9][0-9]{0,5}) (0|[1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One of the two records, as far as the proof needs it."""

    genesis: bytes
    """Its first entry."""
    note: bytes
    """A checkpoint of it."""
    proof: tuple[bytes, ...]
    """Inclusion of leaf 0 in that checkpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Two records with a key in common."""

    first: Checkpoint
    second: Checkpoint
    shared: tuple[str, ...]
    """Names, in the first record, of the keys that are in both; `log` for the log's."""


def write_twin(first: Half, second: Half) -> bytes:
    """Write a twin proof; `open_twin` says whether it shows anything."""
    halves = (first, second)
    lines = [
        _HEAD,
        b"entries %d %d" % (len(first.genesis), len(second.genesis)),
        b"notes %d %d" % (len(first.note), len(second.note)),
        b"proofs %d %d" % (len(first.proof), len(second.proof)),
        *(encode_base64(each).encode() for half in halves for each in half.proof),
    ]
    top = b"".join(line + b"\n" for line in lines)
    return top + b"\n" + first.genesis + second.genesis + first.note + second.note


def open_twin(data: bytes, verifier: Verifier) -> Twin:
    """Check that a twin proof shows what it says.

    Args:
        data: the whole file.
        verifier: the Ed25519 check.

    Raises:
        ProofMismatchError: it is not a twin proof, or the two have nothing in common.
        RecordFaultError: an entry or a checkpoint in it is not as it must be.
    """
    halves = _read(data)
    checked = [_check(half, verifier) for half in halves]
    (first, keys), (second, others) = checked
    shared = tuple(sorted(name for name, raw in keys.items() if raw in others.values()))
    if first.origin == second.origin or not shared:
        raise ProofMismatchError("these are not two records with a key in common")
    return Twin(first=first, second=second, shared=shared)


def _read(data: bytes) -> tuple[Half, Half]:
    fault = ProofMismatchError("this is not a twin proof")
    top, _, rest = data.partition(b"\n\n")
    lines = top.split(b"\n")
    counts = [_COUNTS.fullmatch(line) for line in lines[1:4]]
    named = [found[1] if found else b"" for found in counts]
    if lines[0] != _HEAD or named != [b"entries", b"notes", b"proofs"]:
        raise fault
    (one, two), (three, four), (proof, other) = (
        (int(found[2]), int(found[3])) for found in counts if found
    )
    hashes = [decode_base64(line.decode("latin-1")) for line in lines[4:]]
    cuts = (one, two, three, four)
    if len(rest) != sum(cuts) or len(hashes) != proof + other or None in hashes:
        raise fault
    ends = [sum(cuts[: place + 1]) for place in range(4)]
    parts = [rest[end - length : end] for end, length in zip(ends, cuts, strict=True)]
    found = tuple(each or b"" for each in hashes)
    return (
        Half(genesis=parts[0], note=parts[2], proof=found[:proof]),
        Half(genesis=parts[1], note=parts[3], proof=found[proof:]),
    )


def _check(half: Half, verifier: Verifier) -> tuple[Checkpoint, dict[str, bytes]]:
    """Check one half; give its checkpoint, and its keys by name."""
    entry = parse_entry(half.genesis)
    own = entry.body.own
    if not isinstance(own, Genesis):
        raise ProofMismatchError("a record begins with its genesis")
    keys: dict[str, PublicKey] = {key.name: key for key in own.keys}
    for line in entry.signatures:
        key = keys[line.name]
        if key.key_id != line.key_id or not accepts(verifier, key.raw, line.value, entry.body.raw):
            raise SignatureError(f"the signature of `{line.name}` does not verify")
    origin = origin_of(own, entry.body)
    log = PublicKey(origin, NOTE_SIGNATURE, own.log_key)
    checkpoint = open_checkpoint(half.note, log, verifier)
    verify_inclusion(
        leaf_hash(half.genesis),
        leaf_index=0,
        tree_size=checkpoint.tree_size,
        root_hash=checkpoint.root_hash,
        proof=half.proof,
    )
    return checkpoint, {"log": own.log_key, **{name: key.raw for name, key in keys.items()}}
