"""Which keys may sign, and how are they named?

A key is a name, a signature type and 32 bytes. Its key id is the first four bytes of
SHA-256(name || 0x0A || type || key): an index into known keys, never a proof of anything. Its text
form is the verifier key of signed notes: `name+hex(key id)+base64(type || key)`.

Keys of low order, and keys written in a second encoding, are never accepted: for the first anybody
can make signatures, over the second Ed25519 libraries differ. The same holds for the point R that
begins a signature and for its scalar S. The block list stands here, not in an adapter, so that a
verdict does not hang on which library checks.

Source: C2SP signed-note, "Signature types" and "Verifier keys"; RFC 8032 section 5.1.
"""

from __future__ import annotations

import hashlib
import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from provesafe.errors import InvariantBroken, ProvesafeError
from provesafe.ledger.errors import MalformedKeyError, WeakKeyError

__all__ = [
    "COSIGNATURE",
    "NOTE_SIGNATURE",
    "Deferred",
    "PublicKey",
    "Signer",
    "SigningKey",
    "Verifier",
    "accepts",
    "check_ed25519",
    "decode_base64",
    "decode_base64_bytes",
    "decode_base64url",
    "encode_base64",
    "encode_base64url",
    "is_device_key_name",
    "is_note_key_name",
    "parse_verifier_key",
    "settled",
]

Found = TypeVar("Found")

NOTE_SIGNATURE = 0x01
"""Type byte of an Ed25519 signature over a note's text: devices and the log."""

COSIGNATURE = 0x04
"""Type byte of a timestamped Ed25519 cosignature over a checkpoint: witnesses."""

_FIELD = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_NOT_IN_A_NAME = re.compile(r"[\s+]")
_DEVICE_NAME = re.compile(r"[a-z0-9./-]{1,64}")

# The eight points of order 1, 2, 4 and 8, in every encoding that some library accepts.
_WEAK_POINTS = frozenset(
    bytes.fromhex(text)
    for text in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    )
)


class SigningKey(Protocol):
    """A private key that has no name yet: the log's key before its genesis is written."""

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the Ed25519 public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Sign `message`; 64 bytes."""
        ...


class Signer(SigningKey, Protocol):
    """A private key with the name under which it signs."""

    @property
    def name(self) -> str:
        """The key name that stands in its signature lines."""
        ...


class Verifier(Protocol):
    """One strict Ed25519 check, without cofactor: the only cryptography that comes from outside."""

    def __call__(self, public_key: bytes, signature: bytes, message: bytes, /) -> bool:
        """Say whether `signature` (64 bytes) is `public_key`'s (32 bytes) over `message`."""
        ...


class Deferred(Verifier, Protocol):
    """A check that is made later, by another process for instance, and answered yes until then.

    Only `settled` may hand one to a pass: alone, its yes means nothing.
    """

    def settle(self) -> bool:
        """Wait for every check that was asked for; say whether each of them was rightly a yes."""
        ...


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key under its name; `key_id` is derived and takes no part in equality."""

    name: str
    kind: int
    """The signature type byte."""
    raw: bytes
    """32 bytes."""
    key_id: bytes = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        head = self.name.encode("utf-8") + b"\n" + bytes([self.kind])
        object.__setattr__(self, "key_id", hashlib.sha256(head + self.raw).digest()[:4])

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.kind]) + self.raw)}"


def parse_verifier_key(text: str) -> PublicKey:
    """Read `name+hex(key id)+base64(type || key)`; `str()` of the result gives it back.

    Raises:
        MalformedKeyError: not a verifier key, of an unknown type, or with another key id.
        WeakKeyError: a key that must never be used.
    """
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_note_key_name(parts[0]):
        raise MalformedKeyError(f"`{text[:80]!a}` is not a verifier key")
    name, key_id, encoded = parts
    typed = decode_base64(encoded)
    if typed is None or len(typed) != 33 or typed[0] not in (NOTE_SIGNATURE, COSIGNATURE):
        raise MalformedKeyError(f"the key of `{name}` is not an Ed25519 key")
    check_ed25519(typed[1:])
    key = PublicKey(name, typed[0], typed[1:])
    if key.key_id.hex() != key_id:
        raise MalformedKeyError(f"the key id of `{name}` does not fit its key")
    return key


def check_ed25519(raw: bytes) -> None:
    """Refuse a public key that no one should enrol.

    Raises:
        MalformedKeyError: not 32 bytes.
        WeakKeyError: of low order, or not in its one encoding.
    """
    if len(raw) != 32:
        raise MalformedKeyError("an Ed25519 public key has 32 bytes")
    if raw in _WEAK_POINTS:
        raise WeakKeyError("the public key is a point of low order")
    if int.from_bytes(raw, "little") & (2**255 - 1) >= _FIELD:
        raise WeakKeyError("the public key is not in its canonical encoding")


def accepts(verifier: Verifier, public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Ask `verifier`, after refusing what libraries are known to differ over."""
    if len(signature) != 64 or signature[:32] in _WEAK_POINTS:
        return False
    if int.from_bytes(signature[32:], "little") >= _ORDER:
        return False
    return verifier(public_key, signature, message)


def is_device_key_name(text: str) -> bool:
    """Say whether `text` may name a device's key: 1 to 64 of `a-z 0-9 . / -`."""
    return _DEVICE_NAME.fullmatch(text) is not None


def is_note_key_name(text: str) -> bool:
    """Say whether `text` may name a key in any signed note: no spaces, no plus, not empty."""
    return bool(text) and _NOT_IN_A_NAME.search(text) is None


def settled(work: Callable[[Verifier], Found], *, verifier: Verifier, deferred: Deferred) -> Found:
    """Do a pass over signed bytes whose signatures are checked elsewhere meanwhile.

    Law: gives or raises what `work(verifier)` does. Where every yes was right, the pass has seen
    just what it would have seen; where one was not, nothing of it counts and it is done anew, so
    that the fault which is named does not hang on who found it, or when.

    Args:
        work: the pass; it may be done twice, from the start.
        verifier: the check itself.
        deferred: the one that answers first and looks later.
    """
    try:
        found = work(deferred)
    except (ProvesafeError, InvariantBroken):
        if deferred.settle():
            raise
    else:
        if deferred.settle():
            return found
    return work(verifier)


def encode_base64(data: bytes) -> str:
    """Write standard padded base64, as signature lines and checkpoints have it."""
    return b2a_base64(data, newline=False).decode("ascii")


def decode_base64(text: str) -> bytes | None:
    """Read standard base64 in its one form, or say None.

    Python's strict mode still lets non-zero spare bits pass, so the bytes are encoded back.
    """
    return decode_base64_bytes(text.encode("utf-8"))


def decode_base64_bytes(written: bytes) -> bytes | None:
    """As `decode_base64`, from bytes."""
    try:
        data = a2b_base64(written, strict_mode=True)
    except Base64Error:
        return None
    return data if b2a_base64(data, newline=False) == written else None


def encode_base64url(data: bytes) -> str:
    """Write unpadded base64url, as every hash and key inside an entry's JSON has it."""
    # In bytes: a million of these are written when a long record is verified.
    return b2a_base64(data, newline=False).rstrip(b"=").translate(_TO_URL).decode("ascii")


def decode_base64url(text: str) -> bytes | None:
    """Read unpadded base64url in its one form, or say None."""
    if not text.isascii():
        return None
    data = decode_base64(text.translate(_FROM_URL) + "=" * (-len(text) % 4))
    # Without this, `+` and `/` would be a second way to write the same bytes.
    return data if data is not None and encode_base64url(data) == text else None


_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = str.maketrans("-_", "+/")
