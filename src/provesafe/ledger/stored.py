"""What does whoever keeps a record's bytes hand back besides them?

The types that pass between a store and its users; the Protocol itself is `service.ports`. What a
program works out from a record can be kept beside it, sealed by the recorder's own key:

    provesafe.<kind>/v1
    <base64 of the SHA-256 of the rest>

    — <recorder> base64(key id || signature)
    the rest, any bytes

The seal tells what was altered, mixed up or made by another device. It is a convenience for its own
maker: whoever holds the key can make another, and it proves nothing to anybody else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from provesafe.errors import InputError
from provesafe.ledger.errors import RecordFaultError
from provesafe.ledger.keys import NOTE_SIGNATURE, PublicKey, Signer, Verifier, encode_base64
from provesafe.ledger.note import open_note, sign_note, split_note
from provesafe.ledger.tree import Frontier

__all__ = ["Snapshot", "StoredHead", "open_sealed", "seal_bytes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHead:
    """Where a stored record ends."""

    frontier: Frontier
    """Its root is the newest checkpoint's; that much is checked when a store is opened."""
    checkpoint: bytes | None
    """The newest checkpoint; None for a store that nothing was ever entered in."""

    @property
    def tree_size(self) -> int:
        """How many entries are stored."""
        return self.frontier.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Something worked out from the first `tree_size` entries; it can always be worked out anew."""

    tree_size: int
    data: bytes


def seal_bytes(kind: str, data: bytes, recorder: Signer) -> bytes:
    """Seal what was worked out. Law: `open_sealed` gives `data` back.

    Args:
        kind: what it is, in one word.
        data: any bytes.
        recorder: the laptop's own key.
    """
    return sign_note(_text(kind, data), (recorder,)) + data


def open_sealed(
    kind: str, sealed: bytes, *, recorder_key: bytes, verifier: Verifier
) -> tuple[str, bytes]:
    """Open what `seal_bytes` gave.

    Args:
        kind: what it must be.
        sealed: all of it.
        recorder_key: the recorder's 32-byte public key.
        verifier: the Ed25519 check.

    Returns:
        The key name of the device that sealed it, and the bytes.

    Raises:
        InputError: it is not of this kind, not whole, or not sealed by this key.
    """
    *head, data = sealed.split(b"\n", 4)
    note = b"\n".join(head) + b"\n"
    try:
        _, signatures = split_note(note)
        key = PublicKey(signatures[0].name, NOTE_SIGNATURE, recorder_key)
        text, _ = open_note(note, (key,), verifier, unknown_ignored=False)
    except RecordFaultError as error:
        raise InputError(f"not sealed by this device: {error.message}") from None
    if text != _text(kind, data):
        raise InputError("not what was sealed")
    return key.name, data


def _text(kind: str, data: bytes) -> bytes:
    digest = encode_base64(hashlib.sha256(data).digest())
    return f"provesafe.{kind}/v1\n{digest}\n".encode("ascii")
