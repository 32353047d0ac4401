"""Who may write this file now? One connection at a time, over all programs on the machine.

SQLite 3.7.0 to 3.51.2 can damage a database in WAL mode when two connections write and checkpoint
at the same moment. SQLite's own locks serialise writes, not the checkpoint that follows a commit,
so that a writer also holds this lock from before its transaction until after its checkpoint. It is
a file beside the database; a program that ends lets go of it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from provesafe.adapters.store.errors import StoreBusyError, StoreUnavailableError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["WriteLock", "make_private"]

_PAUSE_SECONDS = 0.002


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read, if there is none.

    SQLite would make it readable to all, and gives the files beside it the same mode.

    Raises:
        StoreUnavailableError: it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreUnavailableError(f"`{path.name}` cannot be made: {error.strerror}") from None


class WriteLock:
    """A lock file that one writer holds at a time."""

    def __init__(self, path: Path, *, wait_seconds: float) -> None:
        """
        Args:
            path: the lock file; made when it is not there, never deleted.
            wait_seconds: how long to wait for another writer.
        """
        self._wait_seconds = wait_seconds
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreUnavailableError(f"`{path.name}` cannot be made: {error.strerror}") from None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises:
            StoreBusyError: another writer did not let go in time.
        """
        deadline = time.monotonic() + self._wait_seconds
        while not self._take():
            if time.monotonic() > deadline:
                raise StoreBusyError("another program is writing this record")
            time.sleep(_PAUSE_SECONDS)
        try:
            yield
        finally:
            self._let_go()

    def close(self) -> None:
        """Close the file; a lock that is held is let go."""
        with suppress(OSError):
            os.close(self._descriptor)

    def _take(self) -> bool:
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _let_go(self) -> None:
        if sys.platform == "win32":
            msvcrt.locking(self._descriptor, msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
