"""Two copies of what should be one record, held side by side; and receipts for single entries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provesafe.adapters.bundles import open_bundle
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.sealing import read_seals
from provesafe.adapters.store import has_record, open_record
from provesafe.errors import InputError, UnavailableError
from provesafe.ledger import (
    NOTE_SIGNATURE,
    Frontier,
    Genesis,
    Half,
    Policy,
    ProofMismatchError,
    PublicKey,
    Quorum,
    Receipt,
    bundle_entries,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    open_checkpoint,
    open_receipt,
    open_twin,
    origin_of,
    parse_entry,
    subtree_reader,
    write_fork,
    write_receipt,
    write_twin,
)

__all__ = ["Compared", "compare", "log_key_of", "receipt_of", "take_receipt"]

_FILE_BYTES_MAX = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a comparison found."""

    words: str
    agree: bool
    proof: bytes | None = None
    """A fork proof, where the two cannot both be right."""


def log_key_of(place: Path) -> PublicKey:
    """Give the key of a record's log, from the genesis of a production or a bundle.

    Raises:
        InputError: there is no record there.
        VerificationError: it does not begin with a genesis.
    """
    with _entries(place) as entries:
        return _log_key(next(iter(entries), b""))


def compare(first: Path, second: Path, log_key: PublicKey | None) -> Compared:
    """Say whether two copies can both be right.

    Args:
        first: a checkpoint's file; or a whole record, for its newest checkpoint.
        second: another, or a whole record: a production or a bundle.
        log_key: the log's key; None to take it from the record.

    Raises:
        InputError: neither a key nor a record was given.
        VerificationError: a checkpoint is not one that the log signed.
    """
    if _is_record(first) and _is_record(second):
        names = [log_key_of(place).name for place in (first, second)]
        if names[0] != names[1]:
            return _twins(first, second)
        if _size(_newest(first), log_key_of(first)) > _size(_newest(second), log_key_of(second)):
            first, second = second, first
    if _is_record(second):
        with _entries(second) as entries:
            raws = list(entries)
        note = _newest(first) if _is_record(first) else _read(first)
        return _with_record(note, raws, _newest(second), log_key)
    if log_key is None:
        raise InputError("two checkpoints need the log's key", hint="give --log, or a record")
    notes = sorted((_read(first), _read(second)), key=lambda note: _size(note, log_key))
    older, newer = (open_checkpoint(note, log_key, ed25519_accepts) for note in notes)
    if older == newer:
        return Compared(words="the same checkpoint", agree=True)
    if older.tree_size != newer.tree_size:
        return Compared(
            words=f"sizes {older.tree_size} and {newer.tree_size}: these two alone cannot tell;"
            " give the whole record for one of them",
            agree=False,
        )
    return Compared(
        words=f"two records under one name: two roots of size {older.tree_size}",
        agree=False,
        proof=write_fork(notes[0], notes[1], root=newer.root_hash, proof=()),
    )


def take_receipt(folder: Path, index: int) -> tuple[bytes, bytes]:
    """Give an entry of a production, and its receipt under the newest seal that holds it.

    Args:
        folder: the production.
        index: the entry's leaf index.

    Raises:
        InputError: there is no such entry.
    """
    store = open_record(folder, read_only=True)
    try:
        head = store.head()
        if not 0 <= index < head.tree_size or head.checkpoint is None:
            raise InputError(f"there is no entry {index}, the record has {head.tree_size}")
        sealed = {size: note for size, note in read_seals(folder).items() if size > index}
        size = max(sealed, default=head.tree_size)
        leaves = [leaf_hash(raw) for raw in store.entries(0, size)]
        (entry,) = store.entries(index, index + 1)
    finally:
        store.close()
    proof = inclusion_proof(index, size, subtree_reader(leaves))
    return entry, write_receipt(index, proof, sealed.get(size, head.checkpoint))


def receipt_of(
    proof: Path, entry: Path, log_key: PublicKey, policy: Policy | None
) -> tuple[Receipt, Quorum | None]:
    """Check a receipt, and count its witnesses.

    Args:
        proof: the tlog-proof file.
        entry: the entry's file.
        log_key: the log's key.
        policy: whose cosignatures the reader counts.

    Raises:
        VerificationError: it is not a receipt for this entry.
    """
    found = open_receipt(
        _read(proof),
        _read(entry),
        log_key=log_key,
        verifier=ed25519_accepts,
        witnesses=tuple(policy.witnesses.values()) if policy is not None else (),
    )
    keys = {one.key.raw for one in found.cosigned}
    return found, policy.judge(keys) if policy is not None else None


def _with_record(
    note: bytes, raws: list[bytes], newest: bytes, log_key: PublicKey | None
) -> Compared:
    """Hold a checkpoint against a whole record."""
    key = log_key or _log_key(raws[0] if raws else b"")
    held = open_checkpoint(note, key, ed25519_accepts)
    record = open_checkpoint(newest, key, ed25519_accepts)
    leaves = [leaf_hash(raw) for raw in raws]
    if held.tree_size > record.tree_size:
        return Compared(
            words=f"the checkpoint has {held.tree_size} entries and the record"
            f" {record.tree_size}: the record is older, or has been cut short",
            agree=False,
        )
    root = Frontier().extend(leaves[: held.tree_size]).root()
    if root == held.root_hash:
        return Compared(
            words=f"the record continues it: {held.tree_size} of {record.tree_size} entries",
            agree=True,
        )
    proof = consistency_proof(held.tree_size, record.tree_size, subtree_reader(leaves))
    return Compared(
        words=f"two records under one name: another root at size {held.tree_size}",
        agree=False,
        proof=write_fork(note, newest, root=root, proof=proof),
    )


def _twins(first: Path, second: Path) -> Compared:
    """Hold two records of two names against each other: have they a key in common?"""
    proof = write_twin(_half(first), _half(second))
    try:
        shared = open_twin(proof, ed25519_accepts).shared
    except ProofMismatchError:
        return Compared(
            words="two records of two names, without a key in common: these two cannot tell",
            agree=False,
        )
    return Compared(
        words=f"two records of one production: `{shared[0]}` is a key of both",
        agree=False,
        proof=proof,
    )


def _half(place: Path) -> Half:
    with _entries(place) as entries:
        raws = list(entries)
    note = _newest(place)
    leaves = [leaf_hash(raw) for raw in raws][: _size(note, log_key_of(place))]
    proof = inclusion_proof(0, len(leaves), subtree_reader(leaves))
    return Half(genesis=raws[0], note=note, proof=proof)


def _is_record(place: Path) -> bool:
    return place.is_dir() or _begins_zip(place)


@contextmanager
def _entries(place: Path) -> Iterator[Iterator[bytes]]:
    if has_record(place):
        store = open_record(place, read_only=True)
        try:
            yield store.entries()
        finally:
            store.close()
        return
    with open_bundle(place) as files:
        yield bundle_entries(files)


def _newest(place: Path) -> bytes:
    if has_record(place):
        store = open_record(place, read_only=True)
        try:
            return store.head().checkpoint or b""
        finally:
            store.close()
    with open_bundle(place) as files:
        return files.read("checkpoint")


def _log_key(raw: bytes) -> PublicKey:
    body = parse_entry(raw).body
    if not isinstance(body.own, Genesis):
        raise InputError("there is no record that begins here")
    return PublicKey(origin_of(body.own, body), NOTE_SIGNATURE, body.own.log_key)


def _size(note: bytes, log_key: PublicKey) -> int:
    return open_checkpoint(note, log_key, ed25519_accepts).tree_size


def _begins_zip(path: Path) -> bool:
    return _read(path)[:2] == b"PK"


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_FILE_BYTES_MAX)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be read: {error.strerror}") from error
