"""Where does the record stand, without reading all of it?

A writer needs a `RecordState`. It can always be made from the entries; a *snapshot* of it, one line
of canonical JSON sealed by the recorder's own key (`stored`), spares reading all but the entries
behind it. What was resumed is held against the newest checkpoint; a snapshot that does not fit is
passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import cast

from provesafe.errors import InputError
from provesafe.ledger.canonical import Json, decode_canonical, encode_canonical
from provesafe.ledger.chain import Device
from provesafe.ledger.checkpoint import open_checkpoint
from provesafe.ledger.classes import Kind, Role, read_count, read_text
from provesafe.ledger.entry import Entry
from provesafe.ledger.errors import (
    MalformedEntryError,
    RecordFaultError,
    RootMismatchError,
)
from provesafe.ledger.intake import Intake, RecordState
from provesafe.ledger.keys import (
    Signer,
    Verifier,
    decode_base64url,
    encode_base64url,
    parse_verifier_key,
)
from provesafe.ledger.stored import StoredHead, open_sealed, seal_bytes
from provesafe.ledger.tree import Frontier, leaf_hash

__all__ = [
    "Resumption",
    "check_state",
    "decode_state",
    "encode_state",
    "open_state",
    "reopen",
    "resume",
    "seal_state",
]

STATE_VERSION = 4

_KIND = "state"
_PENDING_MAX = 1024
"""Leaves that wait to be taken into the tree together."""


def reopen(
    head: StoredHead,
    snapshot: bytes | None,
    read: Callable[[int], Iterable[bytes]],
    *,
    recorder_key: bytes,
    verifier: Verifier,
) -> RecordState:
    """Make a stored record ready to be written on.

    Args:
        head: where the store says the record ends.
        snapshot: a sealed state of any earlier commit; None, or one that does not fit, costs
            reading the record from its beginning.
        read: gives the entries from a leaf index to the end.
        recorder_key: the recorder's 32-byte public key, as the laptop knows it.
        verifier: the Ed25519 check, for the seal and the newest checkpoint.

    Raises:
        RecordFaultError: the entries are not ones that a writer can have left;
            RootMismatchError where they are not those that the newest checkpoint signs.
    """
    state: RecordState | None = None
    if snapshot is not None:
        try:
            start = open_state(snapshot, recorder_key=recorder_key, verifier=verifier)
            state = resume(start, read(start.tree.size))
        except (InputError, RecordFaultError):
            state = None
    if state is None or state.tree != head.frontier:
        state = resume(None, read(0))
    check_state(state, head, verifier=verifier)
    return state


def check_state(state: RecordState, head: StoredHead, *, verifier: Verifier) -> None:
    """See that a state is the one that the newest stored checkpoint signs.

    Args:
        state: what the stored entries gave.
        head: where the store says the record ends.
        verifier: the Ed25519 check.

    Raises:
        RootMismatchError: it is not.
        RecordFaultError: the checkpoint is not one by this record's log.
    """
    if head.checkpoint is None:
        raise RootMismatchError("the record has no checkpoint", index=0)
    signed = open_checkpoint(head.checkpoint, state.log_key, verifier)
    if (signed.tree_size, signed.root_hash) != (state.tree.size, state.tree.root()):
        raise RootMismatchError(
            "the entries are not those that the newest checkpoint signs",
            tree_size=signed.tree_size,
        )


def seal_state(state: RecordState, recorder: Signer) -> bytes:
    """Write a snapshot and seal it. Law: `open_state` gives `state` back."""
    return seal_bytes(_KIND, encode_state(state), recorder)


def open_state(data: bytes, *, recorder_key: bytes, verifier: Verifier) -> RecordState:
    """Read a sealed snapshot.

    Args:
        data: what `seal_state` gave.
        recorder_key: the recorder's 32-byte public key.
        verifier: the Ed25519 check.

    Raises:
        InputError: it is not a snapshot of this version, or not sealed by this key.
    """
    name, line = open_sealed(_KIND, data, recorder_key=recorder_key, verifier=verifier)
    state = decode_state(line)
    if state.recorder != name:
        raise InputError("not a stored state sealed by its recorder")
    return state


@dataclass(frozen=False, slots=True)
class Resumption:
    """Takes the entries of a stored record one after another, up to a state.

    Signatures and `seen` are not verified again: that is `verify_record`'s work.
    """

    intake: Intake
    tree: Frontier
    pending: list[bytes] = field(default_factory=list)
    """Leaf hashes not yet in the tree."""

    @classmethod
    def at(cls, state: RecordState | None) -> Resumption:
        """Go on from a state; None for the beginning."""
        if state is None:
            return cls(Intake(verifier=None, root_at=None), Frontier())
        return cls(Intake.at(state, verifier=None, root_at=None), state.tree)

    def take(self, raw: bytes) -> Entry:
        """Take the next entry.

        Raises:
            RecordFaultError: it is not one that a writer can have left.
        """
        entry = self.intake.take(raw)
        self.pending.append(leaf_hash(raw))
        if len(self.pending) == _PENDING_MAX:
            self._grow()
        return entry

    def state(self) -> RecordState:
        """Where the record stands.

        Raises:
            MalformedEntryError: the entries do not end with a commit.
        """
        intake = self.intake
        if intake.index != intake.commit_start or intake.log_key is None:
            raise MalformedEntryError("the record does not end with a commit", index=intake.index)
        self._grow()
        return intake.state(self.tree)

    def _grow(self) -> None:
        self.tree = self.tree.extend(self.pending)
        self.pending.clear()


def resume(state: RecordState | None, entries: Iterable[bytes]) -> RecordState:
    """Bring a stored state up to the record's end, or make it anew from the beginning.

    Signatures and `seen` are not verified again: that is `verify_record`'s work. The caller
    compares the resulting root with the newest checkpoint's.

    Args:
        state: where to go on from; None for the beginning.
        entries: all entries behind it, to the end of a commit.

    Raises:
        RecordFaultError: the entries are not ones that a writer can have left;
            MalformedEntryError where they do not end with a commit.
    """
    resumption = Resumption.at(state)
    for raw in entries:
        resumption.take(raw)
    return resumption.state()


def encode_state(state: RecordState) -> bytes:
    """Write a state as a snapshot. Law: `decode_state(encode_state(x)) == x`."""
    devices: list[Json] = [
        {
            "key": str(device.key),
            "enrolled_at": device.enrolled_at,
            "seq": device.seq,
            "last": device.last,
            "seen_size": device.seen_size,
            "next": device.next_key,
            "ended": device.ended,
            "ended_at": device.ended_at,
            "role": device.role,
            "person": device.person,
        }
        for _, device in sorted(state.devices.items())
    ]
    return encode_canonical(
        {
            "v": STATE_VERSION,
            "origin": state.origin,
            "kind": state.kind,
            "log": str(state.log_key),
            "recorder": state.recorder,
            "devices": devices,
            "size": state.tree.size,
            "frontier": [encode_base64url(each) for each in state.tree.hashes],
            "last_ms": state.last_ms,
            "signers": state.signers,
        }
    )


def decode_state(data: bytes) -> RecordState:
    """Read a snapshot; it is a cache, so a caller may go on from the beginning instead.

    Raises:
        InputError: not a snapshot of this version.
    """
    try:
        return _decode_state(decode_canonical(data))
    except (InputError, RecordFaultError):
        raise InputError("not a stored state of this version") from None


def _decode_state(value: Json) -> RecordState:
    if not isinstance(value, dict) or read_count(value, "v") != STATE_VERSION:
        raise MalformedEntryError("not a state of this version")
    listed, frontier, kind = value.get("devices"), value.get("frontier"), value.get("kind")
    if not isinstance(listed, list) or not isinstance(frontier, list):
        raise MalformedEntryError("not a state")
    if kind not in ("real", "demo", "training"):
        raise MalformedEntryError("not a state")
    devices = [_decode_device(item) for item in listed]
    hashes = [decode_base64url(each) if isinstance(each, str) else None for each in frontier]
    return RecordState(
        origin=read_text(value, "origin"),
        kind=cast("Kind", kind),
        log_key=parse_verifier_key(read_text(value, "log")),
        recorder=read_text(value, "recorder"),
        devices={device.key.name: device for device in devices},
        tree=Frontier(read_count(value, "size"), tuple(each or b"" for each in hashes)),
        last_ms=read_count(value, "last_ms"),
        signers=read_count(value, "signers"),
    )


def _decode_device(item: Json) -> Device:
    if not isinstance(item, dict):
        raise MalformedEntryError("not a state")
    role = read_text(item, "role")
    if role not in ("device", "concerns"):
        raise MalformedEntryError("not a state")
    return Device(
        parse_verifier_key(read_text(item, "key")),
        read_count(item, "enrolled_at"),
        read_count(item, "seq"),
        read_text(item, "last"),
        read_count(item, "seen_size"),
        read_text(item, "next"),
        read_text(item, "ended"),
        read_count(item, "ended_at"),
        cast("Role", role),
        read_text(item, "person"),
    )
