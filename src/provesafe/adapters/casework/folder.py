"""A case in a folder: `history.jsonl`, only ever added to, and files that are never changed.

DIR/history.jsonl                  who did what, when; each line holds the digest of the last
DIR/sources/S1/original/NAME       the bytes as they came
DIR/sources/S1/text                the text that places count in
DIR/sources/S1/intake.json         what was found in it on the day it was taken in
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from provesafe.adapters.casework.records import parting_entry, read_record
from provesafe.adapters.store.writing import WriteLock
from provesafe.casefile import RecordReading, Source, line_digest
from provesafe.errors import ConflictError, UnavailableError

__all__ = ["CaseFolderError", "FolderOfCase"]

HISTORY = "history.jsonl"
_WAIT_SECONDS = 5.0


class CaseFolderError(UnavailableError):
    """The folder of a case cannot be read or written: nothing was entered."""

    code = "casework.folder"


class CaseMovedOnError(ConflictError):
    """Somebody else entered something meanwhile: look at the case again."""

    code = "casework.moved_on"


class FolderOfCase:
    """The files of one case.

    Args:
        path: the folder; made when something is first entered.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The folder."""
        return self._path

    def history(self) -> list[bytes]:
        """Every line of the history; a line that a power cut left unfinished is none.

        Raises:
            CaseFolderError: it cannot be read.
        """
        try:
            raw = (self._path / HISTORY).read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _cannot("read", self._path / HISTORY, error) from None
        lines = raw.splitlines(keepends=True)
        return lines if not lines or lines[-1].endswith(b"\n") else lines[:-1]

    def append(self, lines: list[bytes], *, after: str) -> None:
        """Add lines behind the one whose digest is `after`, all or none.

        Raises:
            CaseMovedOnError: the history has gone on since.
            CaseFolderError: nothing was added.
        """
        try:
            self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = WriteLock(self._path / ".lock", wait_seconds=_WAIT_SECONDS)
        except OSError as error:
            raise _cannot("make", self._path, error) from None
        try:
            with lock.held():
                before = self.history()
                if (line_digest(before[-1]) if before else "") != after:
                    raise CaseMovedOnError(
                        "somebody else entered something meanwhile", hint="look again, then repeat"
                    )
                self._write(HISTORY, b"".join([*before, *lines]))
        finally:
            lock.close()

    def keep(self, files: Mapping[str, bytes]) -> None:
        """Store files under names that are not taken; the same bytes again change nothing.

        Raises:
            CaseMovedOnError: something else is kept under one of the names.
            CaseFolderError: they cannot be stored.
        """
        for name, raw in sorted(files.items()):
            there = self._path / name
            if there.exists() and there.read_bytes() != raw:
                raise CaseMovedOnError(f"`{name}` is taken by something else")
            self._write(name, raw)

    def read(self, name: str) -> bytes:
        """What is kept under a name.

        Raises:
            CaseFolderError: it is not there, or cannot be read.
        """
        try:
            return (self._path / name).read_bytes()
        except OSError as error:
            raise _cannot("read", self._path / name, error) from None

    def parting(self, earlier: Source, later: bytes) -> int | None:
        """The entry from which two bundles of one name part; None where one goes on the other.

        Raises:
            VerificationError: one of them is no bundle.
            UnavailableError: the earlier one cannot be read.
        """
        return parting_entry(self.read(earlier.file), later)

    def record(self, source: Source, weapon: str) -> RecordReading:
        """One use of a weapon from the record that a source is; `weapon` empty for the last one.

        Raises:
            VerificationError: it is not what its log signed.
            UnavailableError: it cannot be read.
        """
        return read_record(self._path / source.file, source, weapon)

    def _write(self, name: str, raw: bytes) -> None:
        """The whole file or nothing of it."""
        target = self._path / name
        part = target.with_name(f".{target.name}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise _cannot("write", target, error) from None


def _cannot(do: str, path: Path, error: OSError) -> CaseFolderError:
    said = {"read": "read", "write": "written", "make": "made"}[do]
    return CaseFolderError(f"`{path}` cannot be {said}: {error.strerror}")
