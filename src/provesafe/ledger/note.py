"""Who signed this text? Signed notes, the container of entries and checkpoints alike.

    <text, one or more lines, each ending in a newline>
    <empty line>
    — <key name> base64(key id || signature)
    …

UTF-8, no control character but newline. The text is everything before the last empty line, its
final newline included, and it is these bytes that are signed. Rules of reading:

- a known key (name and key id) whose signature does not verify refuses the whole note;
- the same key twice refuses it; base64 has one form only;
- an unknown key is ignored where the caller says so (checkpoints) and refused elsewhere (entries).

Source: C2SP signed-note v1.0.0. Vectors: tests/vectors/ledger/note.json.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from provesafe.errors import invariant
from provesafe.ledger.errors import (
    MalformedNoteError,
    SignatureError,
    SignatureTwiceError,
    UnknownKeyError,
)
from provesafe.ledger.keys import (
    NOTE_SIGNATURE,
    PublicKey,
    Signer,
    Verifier,
    accepts,
    decode_base64_bytes,
    encode_base64,
    is_note_key_name,
)

__all__ = [
    "NOTE_BYTES_MAX",
    "SIGNATURES_MAX",
    "NoteSignature",
    "join_note",
    "open_note",
    "sign_note",
    "sign_text",
    "split_note",
]

NOTE_BYTES_MAX = 65_535
"""LIMIT: an entry's length is written in two bytes in tiles."""

SIGNATURES_MAX = 16
"""LIMIT: every reader of signed notes must take 16 signatures; more is not promised."""

_DASH = "\N{EM DASH} "
_DASH_BYTES = _DASH.encode("utf-8")
_CONTROLS = bytes(byte for byte in range(0x20) if byte != 0x0A)


class NoteSignature(NamedTuple):
    """One signature line: the key it names and what follows the key id."""

    name: str
    key_id: bytes
    """4 bytes."""
    value: bytes
    """64 bytes for Ed25519; never empty."""

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.value)}\n"


def split_note(
    data: bytes, *, bytes_max: int = NOTE_BYTES_MAX
) -> tuple[bytes, tuple[NoteSignature, ...]]:
    """Part a note into its text and its signature lines, nothing verified.

    Args:
        data: the whole note.
        bytes_max: how long it may be.

    Raises:
        MalformedNoteError: not a signed note, or beyond the limits.
    """
    if len(data) > bytes_max:
        raise MalformedNoteError(f"a note is longer than {bytes_max} bytes")
    if len(data.translate(None, _CONTROLS)) != len(data):
        raise MalformedNoteError("a note holds a control character")
    text, blank, lines = data.rpartition(b"\n\n")
    if not blank or not lines.endswith(b"\n"):
        raise MalformedNoteError("a note ends without whole signature lines")
    if not text.isascii():
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            raise MalformedNoteError("a note is not UTF-8") from None
    written = lines[:-1].split(b"\n")
    if len(written) > SIGNATURES_MAX:
        raise MalformedNoteError(f"a note has more than {SIGNATURES_MAX} signatures")
    return text + b"\n", tuple(_signature(line) for line in written)


def open_note(
    data: bytes,
    keys: Iterable[PublicKey],
    verifier: Verifier,
    *,
    unknown_ignored: bool,
    bytes_max: int = NOTE_BYTES_MAX,
) -> tuple[bytes, tuple[PublicKey, ...]]:
    """Verify a note and say who signed it.

    Args:
        data: the whole note.
        keys: the keys that are known; cosignatures (type 0x04) are not opened here.
        verifier: the Ed25519 check.
        unknown_ignored: whether lines by other keys may stand there.
        bytes_max: how long the note may be.

    Returns:
        The signed text and the keys that signed it, in the order of their lines; never none.

    Raises:
        MalformedNoteError: not a signed note.
        SignatureTwiceError: one key signs twice.
        SignatureError: a known key's signature does not verify.
        UnknownKeyError: no known key signed, or an unknown one did and may not.
    """
    text, signatures = split_note(data, bytes_max=bytes_max)
    known = {(key.name, key.key_id): key for key in keys if key.kind == NOTE_SIGNATURE}
    signers: list[PublicKey] = []
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            if unknown_ignored:
                continue
            raise UnknownKeyError(f"`{signature.name}` signed and is not a known key")
        if key in signers:
            raise SignatureTwiceError(f"`{key.name}` signs twice")
        if not accepts(verifier, key.raw, signature.value, text):
            raise SignatureError(f"the signature of `{key.name}` does not verify")
        signers.append(key)
    if not signers:
        raise UnknownKeyError("no known key signed the note")
    return text, tuple(signers)


def sign_text(text: bytes, signer: Signer) -> NoteSignature:
    """Make one signature line over a note's text."""
    key = PublicKey(signer.name, NOTE_SIGNATURE, signer.public_key)
    return NoteSignature(key.name, key.key_id, signer.sign(text))


def join_note(
    text: bytes, signatures: Sequence[NoteSignature], *, bytes_max: int = NOTE_BYTES_MAX
) -> bytes:
    """Write a note, its lines in their one order: by key name, then key id.

    Args:
        text: what is signed.
        signatures: 1 to 16 lines.
        bytes_max: how long the note may be.
    """
    invariant(text.endswith(b"\n"), "a note's text ends in a newline")
    invariant(0 < len(signatures) <= SIGNATURES_MAX, "a note has 1 to 16 signatures")
    ordered = sorted(signatures, key=lambda line: (line.name, line.key_id))
    data = text + b"\n" + "".join(map(str, ordered)).encode("utf-8")
    invariant(len(data) <= bytes_max, "a note fits its limit")
    return data


def sign_note(text: bytes, signers: Iterable[Signer], *, bytes_max: int = NOTE_BYTES_MAX) -> bytes:
    """Sign a note's text and write the note.

    Args:
        text: what is signed.
        signers: each gives one line.
        bytes_max: how long the note may be.
    """
    return join_note(text, [sign_text(text, signer) for signer in signers], bytes_max=bytes_max)


def _signature(line: bytes) -> NoteSignature:
    name_bytes, _, encoded = line[len(_DASH_BYTES) :].partition(b" ")
    raw = decode_base64_bytes(encoded)
    try:
        name = name_bytes.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedNoteError("a note is not UTF-8") from None
    fits = line.startswith(_DASH_BYTES) and is_note_key_name(name)
    if not fits or raw is None or len(raw) < 5:
        raise MalformedNoteError("a signature line is not written as it must be")
    return NoteSignature(name, raw[:4], raw[4:])
