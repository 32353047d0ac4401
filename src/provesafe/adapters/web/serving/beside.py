"""A small database beside the record, for what pages need between two presses; never evidence.

class Desk(BesideRecord): ...      its own tables; `_do` and `_all` on them, from any thread
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from provesafe.errors import UnavailableError

__all__ = ["BesideRecord"]


class BesideRecord:
    """One SQLite file, made for its owner alone. For several threads."""

    def __init__(self, path: Path, schema: str) -> None:
        """
        Args:
            path: the file; made when it is not there.
            schema: its tables, each made only where it is missing.

        Raises:
            UnavailableError: the file cannot be opened.
        """
        self._lock = threading.RLock()
        try:
            path.touch(mode=0o600, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.execute("pragma journal_mode = wal")
            self._db.executescript(schema)
        except (OSError, sqlite3.Error) as error:
            raise UnavailableError(f"`{path.name}` cannot be opened: {error}") from error

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _do(self, statement: str, *values: object) -> None:
        with self._using() as db:
            db.execute(statement, values)

    def _all(self, statement: str, *values: object) -> list[Any]:
        with self._using() as db:
            return db.execute(statement, values).fetchall()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise UnavailableError(f"the desk cannot be read or written: {error}") from error
