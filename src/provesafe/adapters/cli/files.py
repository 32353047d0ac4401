"""Reading and writing the text files a person names on the command line."""

from __future__ import annotations

from pathlib import Path

from provesafe.errors import InputError, UnavailableError

__all__ = ["read_text", "write_new"]

TEXT_BYTES_MAX = 16 * 1024 * 1024
"""LIMIT: twice the largest day file; more is a mistake, and is refused before it is read."""


def read_text(path: Path) -> str:
    """The UTF-8 text of a file, a byte order mark left out.

    Raises:
        InputError: too large, or not UTF-8.
        UnavailableError: it cannot be read.
    """
    try:
        if path.stat().st_size > TEXT_BYTES_MAX:
            raise InputError(f"`{path}` is larger than {TEXT_BYTES_MAX} bytes")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"`{path}` is not UTF-8 text (byte {error.start})", hint="save it as UTF-8"
        ) from error
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be read: {error.strerror}") from error


def write_new(path: Path, text: str) -> None:
    """Write a text file whole or not at all; its folder is made where there is none.

    Raises:
        UnavailableError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be written: {error.strerror}") from error
