"""Which pictures and notes does an entry name, and are the files beside it those?

An entry holds no picture: it names one by its hash and length, in any payload,

    media   [{"len": bytes, "sha256": 64 hex digits, "type": "image/jpeg"}]

and the file rides in a bundle as `media/<sha256>`. A file that is not the one that was named is
found, whoever holds the production's keys; one that no entry names does not belong there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from provesafe.errors import InputError
from provesafe.ledger.canonical import Json
from provesafe.ledger.entry import parse_body
from provesafe.ledger.note import split_note

__all__ = ["MEDIA", "MEDIA_BYTES_MAX", "Media", "media_in", "media_of"]

MEDIA = "media"
MEDIA_BYTES_MAX = 32 * 2**20
"""LIMIT: a photograph of a tray, many times over; no film."""

MEDIA_MAX = 16
"""LIMIT: files that one entry names."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file that an entry names."""

    digest: str
    """SHA-256 in hex."""
    length: int
    kind: str
    """Its media type, `image/jpeg`."""

    def field(self) -> dict[str, Json]:
        """As it stands in an entry."""
        return {"len": self.length, "sha256": self.digest, "type": self.kind}


def media_of(data: bytes, kind: str) -> Media:
    """Name a file by what it holds.

    Raises:
        InputError: it is empty or too long, or its type is none.
    """
    if not 0 < len(data) <= MEDIA_BYTES_MAX or _TYPE.fullmatch(kind) is None:
        raise InputError(f"a file that is kept has 1 to {MEDIA_BYTES_MAX} bytes and a media type")
    return Media(digest=sha256(data).hexdigest(), length=len(data), kind=kind)


def media_in(raw: bytes) -> tuple[Media, ...]:
    """Read which files an entry names; what is not written as above names none."""
    if b'"media":[' not in raw:
        return ()
    listed = parse_body(split_note(raw)[0]).fields.get(MEDIA)
    found = tuple(_read(item) for item in listed) if isinstance(listed, list) else ()
    return tuple(one for one in found[:MEDIA_MAX] if one is not None)


def _read(item: Json) -> Media | None:
    match item:
        case {"len": int(length), "sha256": str(digest), "type": str(kind), **others}:
            whole = not others and _DIGEST.fullmatch(digest) and _TYPE.fullmatch(kind)
            return Media(digest=digest, length=length, kind=kind) if whole else None
        case _:
            return None
