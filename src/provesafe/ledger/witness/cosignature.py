"""Which witnesses vouch for this checkpoint, and since when?

A witness signs that, at a time on its own clock, this was the largest tree it had seen of this
record, and that it grew from every smaller one it had seen before. Its line stands on the
checkpoint below the log's:

    signed    cosignature/v1\\ntime <seconds>\\n || the checkpoint's three lines
    line      — <witness> base64(key id || seconds as 8 bytes, big end first || Ed25519 signature)

The message does not hold the witness's name, so one key must never serve two witnesses: votes are
counted by public key. The time is the witness's clock: evidence, not truth.

Source: C2SP tlog-cosignature v1.0.1, type 0x04.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provesafe.errors import invariant
from provesafe.ledger.errors import SignatureError, SignatureTwiceError
from provesafe.ledger.keys import COSIGNATURE, PublicKey, Signer, Verifier, accepts
from provesafe.ledger.note import NoteSignature, split_note

__all__ = ["SECONDS_MAX", "Cosignature", "cosign", "cosigned_text", "open_cosignatures"]

SECONDS_MAX = 2**63 - 1
_VALUE_BYTES = 8 + 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """One witness's line on a checkpoint, verified."""

    key: PublicKey
    seconds: int
    """The witness's clock, seconds since the Unix epoch."""


def cosigned_text(text: bytes, *, seconds: int) -> bytes:
    """Give the bytes that a witness signs over a checkpoint's text."""
    return b"cosignature/v1\ntime %d\n" % seconds + text


def cosign(text: bytes, signer: Signer, *, seconds: int) -> NoteSignature:
    """Make a witness's line over a checkpoint's text; only after consistency was checked and kept.

    Args:
        text: the checkpoint's three lines.
        signer: the witness's own key, used for nothing else.
        seconds: the witness's clock, seconds since the Unix epoch.
    """
    invariant(0 <= seconds <= SECONDS_MAX, "a cosignature's time fits its eight bytes")
    key = PublicKey(signer.name, COSIGNATURE, signer.public_key)
    value = signer.sign(cosigned_text(text, seconds=seconds))
    return NoteSignature(key.name, key.key_id, seconds.to_bytes(8, "big") + value)


def open_cosignatures(
    data: bytes, witnesses: Iterable[PublicKey], verifier: Verifier
) -> tuple[Cosignature, ...]:
    """Verify the lines of known witnesses on a checkpoint; other lines are passed over.

    Args:
        data: the whole note.
        witnesses: known keys of type 0x04.
        verifier: the Ed25519 check.

    Returns:
        One for each witness that signed, in the order of the lines; none is an answer too.

    Raises:
        MalformedNoteError: not a signed note.
        SignatureTwiceError: one public key signs twice, under whatever name.
        SignatureError: a known witness's line does not verify.
    """
    text, signatures = split_note(data)
    known = {(key.name, key.key_id): key for key in witnesses if key.kind == COSIGNATURE}
    found: dict[bytes, Cosignature] = {}
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if key.raw in found:
            raise SignatureTwiceError(f"the key of `{key.name}` cosigns twice")
        if len(signature.value) != _VALUE_BYTES:
            raise SignatureError(f"the cosignature of `{key.name}` has another length")
        seconds = int.from_bytes(signature.value[:8], "big")
        message = cosigned_text(text, seconds=seconds)
        if seconds > SECONDS_MAX or not accepts(verifier, key.raw, signature.value[8:], message):
            raise SignatureError(f"the cosignature of `{key.name}` does not verify")
        found[key.raw] = Cosignature(key=key, seconds=seconds)
    return tuple(found.values())
