"""Who looked at which page of a case, when: a line for each look, only ever added to.

DIR/views.jsonl    {"at":…,"by":"Hana","page":"/source/S1","prev":"<sha256 of the last line>","v":1}

A line taken away or altered no longer fits the one behind it. The page itself is shown only after
its line has been written.
"""

from __future__ import annotations

import os
import threading
from hashlib import sha256
from pathlib import Path

from provesafe.errors import ProvesafeError, UnavailableError, VerificationError
from provesafe.ledger import Json, decode_canonical, encode_canonical

__all__ = ["Views", "ViewsChangedError"]

VIEWS = "views.jsonl"


class ViewsChangedError(VerificationError):
    """The list of looks is not the one that was written."""

    code = "web.views_changed"


class Views:
    """The looks at one case."""

    __slots__ = ("_lock", "_path", "_prev")

    def __init__(self, folder: Path) -> None:
        """
        Args:
            folder: the case's.

        Raises:
            ViewsChangedError: what is there does not hang together.
            UnavailableError: it cannot be read.
        """
        self._path = folder / VIEWS
        self._lock = threading.Lock()
        self._prev = ""
        for line in self._lines():
            self._prev = sha256(line).hexdigest()
        self.listed()

    def note(self, *, by: str, page: str, at_ms: int) -> None:
        """Write that somebody looks at a page.

        Raises:
            UnavailableError: it cannot be written; then nothing may be shown.
        """
        with self._lock:
            fields: dict[str, Json] = {
                "v": 1,
                "at": at_ms,
                "by": by,
                "page": page,
                "prev": self._prev,
            }
            line = encode_canonical(fields) + b"\n"
            try:
                with self._path.open("ab") as file:
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise UnavailableError(f"`{self._path}` cannot be written") from error
            self._prev = sha256(line).hexdigest()

    def listed(self) -> tuple[tuple[int, str, str], ...]:
        """Every look: when, by whom, at what; the oldest first.

        Raises:
            ViewsChangedError: the lines do not hang together.
        """
        found = []
        prev = ""
        for line in self._lines():
            try:
                read = decode_canonical(line.rstrip(b"\n"))
            except ProvesafeError as error:
                raise ViewsChangedError("a line of the looks cannot be read") from error
            if not isinstance(read, dict) or read.get("prev") != prev:
                raise ViewsChangedError("the list of looks does not hang together")
            prev = sha256(line).hexdigest()
            at = read.get("at")
            found.append(
                (at if isinstance(at, int) else 0, str(read.get("by")), str(read.get("page")))
            )
        return tuple(found)

    def _lines(self) -> list[bytes]:
        try:
            return self._path.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UnavailableError(f"`{self._path}` cannot be read") from error
