"""Where do pictures and notes lie that entries name? `DIR/media/<sha256>`, each as it was given.

The entry says hash, length and type; the file is kept first, so that no entry names what is not
there. A file that nobody named after all does no harm and is not handed out.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from provesafe.errors import InputError, UnavailableError
from provesafe.ledger import MEDIA, Media, media_of

__all__ = ["keep_file", "keep_media", "kept_media"]

KINDS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}


def keep_file(folder: Path, file: Path) -> Media:
    """Keep a file with a production.

    Raises:
        InputError: it is of a kind that is not kept, or too long.
        UnavailableError: it cannot be read or written.
    """
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise InputError(
            f"`{file.name}` is of a kind that is not kept", hint=f"one of {', '.join(KINDS)}"
        )
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnavailableError(f"`{file}` cannot be read: {error.strerror}") from error
    return keep_media(folder, data, kind)


def keep_media(folder: Path, data: bytes, kind: str) -> Media:
    """Keep a picture or a note with a production, whole or not at all.

    Args:
        folder: the production.
        data: what it holds.
        kind: its media type.

    Raises:
        InputError: it is empty or too long.
        UnavailableError: it cannot be written.
    """
    media = media_of(data, kind)
    path = folder / MEDIA / media.digest
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        part = path.with_name(f".{media.digest}.{secrets.token_hex(4)}.part")
        with part.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(path)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be written: {error.strerror}") from error
    return media


def kept_media(folder: Path, digests: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Read the files of these digests that are there, one after another."""
    for digest in sorted(digests):
        path = folder / MEDIA / digest
        if path.is_file():
            yield digest, path.read_bytes()
