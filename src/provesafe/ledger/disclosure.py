"""How does a fact stand in the record without standing in it?

As a digest. The fact itself, its *disclosure*, is kept elsewhere and can be handed out or erased:

    text    = base64url(canonical JSON of [salt, name, value])      salt: 16 random bytes, base64url
    digest  = base64url(SHA-256(text as ASCII))

One salt for each fact: with a common one, a fact that is handed out would help to guess the others.
While the salt exists the digest is personal data too.

Source: RFC 9901 section 4.2, the digests of object properties.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from provesafe.errors import InputError
from provesafe.ledger.canonical import decode_canonical, encode_canonical
from provesafe.ledger.errors import NotCanonicalError
from provesafe.ledger.keys import decode_base64url, encode_base64url

__all__ = ["SALT_BYTES", "Disclosure", "disclose", "disclosure_digest", "read_disclosure"]

SALT_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One salted fact and its digest."""

    name: str
    value: str
    text: str
    digest: str


def disclose(name: str, value: str, *, salt: bytes) -> Disclosure:
    """Salt a fact.

    Args:
        name: what the fact is.
        value: the fact.
        salt: 16 bytes from the system's random source, never used before.

    Raises:
        InputError: the salt is too short to keep a fact from being guessed.
        NotEncodableError: the text cannot stand in canonical JSON.
    """
    if len(salt) != SALT_BYTES:
        raise InputError(f"a salt has {SALT_BYTES} bytes")
    text = encode_base64url(encode_canonical([encode_base64url(salt), name, value]))
    return Disclosure(name=name, value=value, text=text, digest=disclosure_digest(text))


def read_disclosure(text: str) -> Disclosure:
    """Read a disclosure's text; `digest` is then what must stand in the record.

    Raises:
        InputError: it is not a disclosure of a text, in the one form it has here.
    """
    data = decode_base64url(text)
    try:
        parts = decode_canonical(data) if data is not None else None
    except NotCanonicalError:
        parts = None
    if not isinstance(parts, list) or len(parts) != 3:
        raise InputError("not a disclosure")
    salt, name, value = parts
    if not isinstance(salt, str) or not isinstance(name, str) or not isinstance(value, str):
        raise InputError("not a disclosure")
    return Disclosure(name=name, value=value, text=text, digest=disclosure_digest(text))


def disclosure_digest(text: str) -> str:
    """Give the digest that stands in the record for a disclosure's text, whatever its form."""
    return encode_base64url(hashlib.sha256(text.encode("ascii")).digest())
