"""From what somebody names to a source: an article, a transcript, a PDF, a statement, a record.

A record comes as a bundle, checked before it is taken; a bundle's folder is put into one zip, and
of a production's own folder a bundle is taken out first, which asks for its passphrase.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provesafe.adapters.bundles import open_bundle, write_bundle
from provesafe.adapters.bundles.zipped import is_zip
from provesafe.adapters.reading_sources import read_source
from provesafe.adapters.taking_out import check_bundle, is_bundle, is_production, take_out
from provesafe.casefile import SourceKind
from provesafe.errors import InputError, UnavailableError
from provesafe.service import Offered

__all__ = ["offer"]

_KINDS: dict[str, tuple[SourceKind, str]] = {
    ".txt": ("article", "text/plain"),
    ".md": ("statement", "text/markdown"),
    ".html": ("article", "text/html"),
    ".htm": ("article", "text/html"),
    ".pdf": ("document", "application/pdf"),
    ".srt": ("transcript", "application/x-subrip"),
    ".vtt": ("transcript", "text/vtt"),
}
_ODD = re.compile(r"[^A-Za-z0-9._-]+")


class OfferedSourceError(InputError):
    """What was named cannot be taken in as a source."""

    code = "casework.offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """A checked bundle as one file."""

    raw: bytes
    origin: str
    entries: int
    checked: str


def offer(
    path: Path, *, kind: SourceKind | None, encoding: str | None, passphrase: Callable[[], str]
) -> Offered:
    """Read what lies at a path as a source.

    Args:
        path: a text, a page, a PDF, subtitles, a bundle or a production's folder.
        kind: what it is, where its name does not say.
        encoding: what a text is written in, if not UTF-8.
        passphrase: asked for only where a bundle has to be taken out of a production.

    Raises:
        OfferedSourceError: there is nothing there that can be taken in.
        VerificationError: a bundle does not check.
        UnavailableError: it cannot be read.
    """
    if not path.exists():
        raise OfferedSourceError(f"there is nothing at `{path}`")
    if path.is_dir() or is_zip(path) or path.suffix == ".zip":
        record = _record(path, passphrase)
        return Offered(
            kind="record",
            title=_plain(path.name),
            media_type="application/zip",
            name=_file_name(path.stem) + ".zip",
            original=record.raw,
            origin=record.origin,
            entries=record.entries,
            checked=record.checked,
        )
    by_name = _KINDS.get(path.suffix.lower(), ("document", "application/octet-stream"))
    text = read_source(path, encoding=encoding)
    return Offered(
        kind=kind or by_name[0],
        title=_plain(path.name),
        media_type=by_name[1],
        name=_file_name(path.name),
        original=_bytes(path),
        text=text,
    )


def _record(path: Path, passphrase: Callable[[], str]) -> _Record:
    if is_production(path):
        with tempfile.TemporaryDirectory() as room:
            taken = Path(room) / "record.zip"
            take_out(path, taken, passphrase=passphrase())
            return _record(taken, passphrase)
    if path.is_dir():
        if not is_bundle(path):
            raise OfferedSourceError(
                f"`{path}` is a folder without a record", hint="name a bundle, or each file"
            )
        with tempfile.TemporaryDirectory() as room, open_bundle(path) as files:
            packed = Path(room) / "record.zip"
            write_bundle(packed, ((name, files.read(name)) for name in sorted(files.sizes())))
            return _record(packed, passphrase)
    report = check_bundle(path, policy=None, expected_origin=None)
    return _Record(
        raw=_bytes(path),
        origin=report.record.origin,
        entries=report.record.tree_size,
        checked=f"every byte and signature of {report.record.tree_size} entries",
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be read: {error.strerror}") from error


def _plain(words: str) -> str:
    return unicodedata.normalize("NFC", words.encode("utf-8", "replace").decode("utf-8"))


def _file_name(name: str) -> str:
    return _ODD.sub("-", name).strip(".-")[:80] or "source"
