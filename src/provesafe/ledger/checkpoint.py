"""How large is the record, under which root, and who says so?

A checkpoint is a signed note of three lines and no extension lines, which witnesses would not
vouch for:

    <origin>
    <tree size, decimal, no leading zero>
    <base64 of the 32-byte root>

The log signs under its origin as key name; witnesses add lines of their own below (type 0x04).

Source: C2SP tlog-checkpoint v1.0.0. Vectors: tests/vectors/ledger/checkpoint.json.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provesafe.errors import invariant
from provesafe.ledger.errors import MalformedCheckpointError, OriginError
from provesafe.ledger.keys import (
    PublicKey,
    Signer,
    Verifier,
    decode_base64,
    encode_base64,
    is_note_key_name,
)
from provesafe.ledger.note import open_note, sign_note
from provesafe.ledger.tree import TREE_SIZE_MAX

__all__ = ["Checkpoint", "open_checkpoint", "parse_checkpoint_text", "sign_checkpoint"]

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A record's size and root under its origin; says nothing about who signed it."""

    origin: str
    tree_size: int
    """A count of leaves, not an index."""
    root_hash: bytes
    """32 bytes."""

    def text(self) -> bytes:
        """Write the text that is signed."""
        lines = (self.origin, str(self.tree_size), encode_base64(self.root_hash))
        return "".join(f"{line}\n" for line in lines).encode("utf-8")


def parse_checkpoint_text(text: bytes) -> Checkpoint:
    """Read a checkpoint's text; what it accepts, `Checkpoint.text` writes back byte for byte.

    Raises:
        MalformedCheckpointError: not exactly the three lines.
    """
    try:
        lines = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise MalformedCheckpointError("a checkpoint is not UTF-8") from None
    if len(lines) != 4 or lines[3] or not is_note_key_name(lines[0]):
        raise MalformedCheckpointError("a checkpoint is an origin, a size and a root, no more")
    root = decode_base64(lines[2])
    if _DECIMAL.fullmatch(lines[1]) is None or int(lines[1]) > TREE_SIZE_MAX:
        raise MalformedCheckpointError("a checkpoint's size is not a decimal number")
    if root is None or len(root) != 32:
        raise MalformedCheckpointError("a checkpoint's root is not the base64 of 32 bytes")
    return Checkpoint(origin=lines[0], tree_size=int(lines[1]), root_hash=root)


def open_checkpoint(data: bytes, log_key: PublicKey, verifier: Verifier) -> Checkpoint:
    """Verify that the log signed this checkpoint, and read it; other keys' lines are ignored.

    Args:
        data: the whole note.
        log_key: the log's key, its name the origin that is expected.
        verifier: the Ed25519 check.

    Raises:
        MalformedNoteError, MalformedCheckpointError: not a checkpoint.
        UnknownKeyError: `log_key` has not signed it.
        SignatureTwiceError, SignatureError: its signature is not as it must be.
        OriginError: it is signed for another record.
    """
    text, _ = open_note(data, (log_key,), verifier, unknown_ignored=True)
    checkpoint = parse_checkpoint_text(text)
    if checkpoint.origin != log_key.name:
        raise OriginError(f"the checkpoint is of `{checkpoint.origin}`, not `{log_key.name}`")
    return checkpoint


def sign_checkpoint(checkpoint: Checkpoint, log_signer: Signer) -> bytes:
    """Sign a checkpoint as the log: the caller has committed, or commits in the same act."""
    invariant(log_signer.name == checkpoint.origin, "the log signs under its origin")
    return sign_note(checkpoint.text(), (log_signer,))
