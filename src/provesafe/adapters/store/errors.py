"""What can go wrong between a record and a disk, in the caller's terms.

`store_fault` is the one place where SQLite's result codes get a meaning. A code that is not listed
is taken for "not available": nothing was recorded, and the message carries SQLite's own words.
"""

from __future__ import annotations

import sqlite3

from provesafe.errors import ConflictError, ProvesafeError, UnavailableError, VerificationError

__all__ = [
    "StoreBusyError",
    "StoreClosedError",
    "StoreDamagedError",
    "StoreForeignError",
    "StoreFullError",
    "StoreHeadError",
    "StoreMovedError",
    "StoreNewerError",
    "StoreReadOnlyError",
    "StoreUnavailableError",
    "store_fault",
]


class StoreMovedError(ConflictError):
    """Somebody else committed in between."""

    code = "store.moved"


class StoreBusyError(UnavailableError):
    """Another program is writing and did not finish in time."""

    code = "store.busy"


class StoreFullError(UnavailableError):
    """The disk, or the space allowed, is full."""

    code = "store.full"


class StoreReadOnlyError(UnavailableError):
    """The store was opened for reading, or lies where nothing can be written."""

    code = "store.read_only"


class StoreClosedError(UnavailableError):
    """The store has been closed."""

    code = "store.closed"


class StoreUnavailableError(UnavailableError):
    """The file cannot be opened, read or written here."""

    code = "store.unavailable"


class StoreNewerError(UnavailableError):
    """The file was made by a newer version of the program."""

    code = "store.newer"


class StoreForeignError(VerificationError):
    """The file is not a record's store."""

    code = "store.foreign"


class StoreDamagedError(VerificationError):
    """The file has been cut off or overwritten: SQLite cannot make sense of it."""

    code = "store.damaged"


class StoreHeadError(VerificationError):
    """Entries, frontier and newest checkpoint do not belong together."""

    code = "store.head"


def store_fault(error: sqlite3.Error, file_name: str) -> ProvesafeError:
    """Say what an error of SQLite means to whoever wanted to read or write `file_name`."""
    # Extended codes carry the primary one in their low byte.
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusyError(
                f"`{file_name}` is being written by another program", hint="try again in a moment"
            )
        case sqlite3.SQLITE_FULL:
            return StoreFullError(
                f"there is no room left for `{file_name}`; nothing was recorded",
                hint="make room on the disk, then enter it again",
            )
        case sqlite3.SQLITE_READONLY:
            return StoreReadOnlyError(f"`{file_name}` cannot be written here")
        case sqlite3.SQLITE_CORRUPT:
            return StoreDamagedError(
                f"`{file_name}` is damaged: {error}",
                hint="keep the file as it is and copy it before anything else",
            )
        case sqlite3.SQLITE_NOTADB:
            return StoreForeignError(f"`{file_name}` is not a record")
        case _:
            return StoreUnavailableError(f"`{file_name}` cannot be used: {error}")
