"""Reading a source of a case: the file's bytes decoded, nothing else changed, offsets kept.

Offsets of everything found later count code points of this text, with its newlines and its
byte-order mark as they are. Of a PDF the offsets count the text taken out of it.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from provesafe.errors import InputError, UnavailableError

__all__ = ["SourceFileError", "read_source"]

SOURCE_BYTES_MAX = 64 * 1024 * 1024
"""LIMIT: an article is kilobytes, a report some megabytes."""
_DECLARED = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""")


class SourceFileError(InputError):
    """The file cannot be read as a text; the message says at which byte and what to try."""

    code = "reading_sources.file"


def read_source(path: Path, *, encoding: str | None = None) -> str:
    """The text of a source file.

    Args:
        path: plain text, HTML, PDF, SRT or VTT.
        encoding: what the file is written in; UTF-8, or what the file itself declares, if left out.

    Raises:
        SourceFileError: too large, no text in it, or not in that encoding.
        UnavailableError: it cannot be read.
    """
    try:
        if path.stat().st_size > SOURCE_BYTES_MAX:
            raise SourceFileError(f"`{path}` is larger than {SOURCE_BYTES_MAX} bytes")
        raw = path.read_bytes()
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be read: {error.strerror}") from error
    if raw.startswith(b"%PDF-"):
        return _pdf_text(raw, path)
    return _decoded(raw, path, encoding)


def _decoded(raw: bytes, path: Path, encoding: str | None) -> str:
    if encoding is None and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return raw.decode(encoding or "utf-8")
    except LookupError:
        raise SourceFileError(
            f"there is no encoding `{encoding}`", hint="try `utf-8` or `windows-1252`"
        ) from None
    except UnicodeDecodeError as error:
        declared = _DECLARED.search(raw[:4096])
        if encoding is None and declared and declared[1].lower() not in (b"utf-8", b"utf8"):
            return _decoded(raw, path, declared[1].decode("ascii"))
        raise SourceFileError(
            f"`{path}` is not {encoding or 'UTF-8'} text (byte {error.start})",
            hint="name its encoding, for example `--encoding windows-1252`",
        ) from None


def _pdf_text(raw: bytes, path: Path) -> str:
    # Late import: an article is read in less time than a reader of PDF is loaded.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = [page.extract_text() or "" for page in PdfReader(io.BytesIO(raw)).pages]
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise SourceFileError(f"`{path}` is a PDF that cannot be read: {error}") from error
    text = "\n\n".join(pages)
    if not text.strip():
        raise SourceFileError(
            f"`{path}` is a PDF with no text in it",
            hint="it may be a scan; give its text as a file",
        )
    return text
