"""A record's store in one SQLite file, `record.sqlite`.

    entry(leaf_index, bytes)         the entries as they were signed
    checkpoint(tree_size, note)      one for each commit
    head(one, tree_size, frontier)   the tree's right edge: opening reads this, not the entries
    snapshot(name, tree_size, data)  what others worked out from the first entries; can be dropped

A commit is one transaction over all three, WAL with `synchronous=FULL`: it is on the disk when
`append` returns, and no part of it is there when `append` raises. Before it is kept, entries,
frontier and checkpoint are held against one another (`growth`). One connection writes and
checkpoints, under a lock of its own (`writing`); readers open the file read-only.

What is checked on opening: that the file is a record's (application id, version), that it has not
been cut off, that the entries end where the head says and that the head's root is the newest
checkpoint's. Everything else is `verify_record`'s, over `entries()` and `checkpoints()`.

Not for removable media, whose flushes often lie. `durable=False` is for throw-away folders: several
times faster, and a power cut may lose the last commits or the file.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from provesafe.adapters.store.errors import (
    StoreClosedError,
    StoreDamagedError,
    StoreForeignError,
    StoreHeadError,
    StoreMovedError,
    StoreNewerError,
    StoreReadOnlyError,
    StoreUnavailableError,
    store_fault,
)
from provesafe.adapters.store.growth import grow, read_checkpoint
from provesafe.adapters.store.writing import WriteLock, make_private
from provesafe.errors import InputError
from provesafe.ledger import Frontier, Snapshot, StoredHead

__all__ = ["SqliteStore"]

APPLICATION_ID: Final = 0x50525356
"""`PRSV` in the file's header: what `file` and we know it by."""

SCHEMA_VERSION: Final = 1

_SCHEMA: Final = (
    "create table entry (leaf_index integer primary key, bytes blob not null)",
    "create table checkpoint (tree_size integer primary key, note blob not null)",
    """create table head (
        one integer primary key check (one = 1), tree_size integer not null, frontier blob not null
    )""",
    "create table snapshot (name text primary key, tree_size integer not null, data blob not null)",
    "insert into head values (1, 0, x'')",
    f"pragma application_id = {APPLICATION_ID}",
    f"pragma user_version = {SCHEMA_VERSION}",
)

_READ_ROWS: Final = 512
"""Rows fetched at once: a reader never holds the file, or the lock, for the whole record."""

_WAIT_SECONDS: Final = 5.0


class SqliteStore:
    """Keeps a record in a file: a `RecordStore`. May be used from several threads."""

    def __init__(
        self,
        path: Path,
        *,
        durable: bool = True,
        read_only: bool = False,
        wait_seconds: float = _WAIT_SECONDS,
    ) -> None:
        """
        Args:
            path: the file; made when it is not there and the store may write.
            durable: whether a commit must outlast a power cut.
            read_only: whether to leave the file as it is; for `verify` and for copies.
            wait_seconds: how long to wait for another writer.

        Raises:
            UnavailableError: the file cannot be opened, or is of a newer version.
            VerificationError: it is not a record's, is damaged, or does not belong together.
        """
        self._name = path.name
        self._read_only = read_only
        self._threads = threading.RLock()
        self._lock: WriteLock | None = None
        self._connection: sqlite3.Connection | None = None
        try:
            if read_only:
                self._connection = _open_for_reading(path)
            else:
                self._lock = WriteLock(
                    path.with_name(f"{path.name}.lock"), wait_seconds=wait_seconds
                )
                make_private(path)
                with self._lock.held():
                    self._connection = _open_for_writing(path, wait_seconds, durable=durable)
            _check_whole(path)
            self._check_head()
        except sqlite3.Error as error:
            self.close()
            raise store_fault(error, self._name) from None
        except BaseException:
            self.close()
            raise

    def head(self) -> StoredHead:
        """Give where the record ends now, other writers' commits included."""
        with self._reading() as connection:
            return _read_head(connection)

    def append(
        self, entries: Sequence[bytes], checkpoint: bytes, *, expected_tree_size: int
    ) -> None:
        """Store one commit durably, or nothing of it; as `RecordStore.append`."""
        with self._writing() as connection:
            frontier = _read_frontier(connection)
            if frontier.size != expected_tree_size:
                raise StoreMovedError(
                    f"the record has {frontier.size} entries by now, not {expected_tree_size}",
                    hint="look at what was entered in between, then enter it again",
                )
            grown = grow(frontier, entries, checkpoint)
            connection.executemany(
                "insert into entry values (?, ?)", enumerate(entries, frontier.size)
            )
            connection.execute("insert into checkpoint values (?, ?)", (grown.size, checkpoint))
            connection.execute(
                "update head set tree_size = ?, frontier = ?", (grown.size, b"".join(grown.hashes))
            )

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Read the entries [start, stop), a few at a time.

        Raises:
            StoreHeadError: an entry is not there.
        """
        if stop is None:
            stop = self.head().tree_size
        index = start
        while index < stop:
            with self._reading() as connection:
                rows = connection.execute(
                    "select leaf_index, bytes from entry where leaf_index >= ? and leaf_index < ?"
                    " order by leaf_index limit ?",
                    (index, stop, _READ_ROWS),
                ).fetchall()
            if not rows:
                raise StoreHeadError(f"entry {index} is not in `{self._name}`")
            for found, data in rows:
                if found != index or type(data) is not bytes:
                    raise StoreHeadError(f"entry {index} is not in `{self._name}`")
                index += 1
                yield data

    def checkpoints(self, above_size: int = 0) -> Iterator[bytes]:
        """Read the checkpoints of sizes above `above_size`, smallest first, a few at a time."""
        size = above_size
        while True:
            with self._reading() as connection:
                rows = connection.execute(
                    "select tree_size, note from checkpoint where tree_size > ?"
                    " order by tree_size limit ?",
                    (size, _READ_ROWS),
                ).fetchall()
            if not rows:
                return
            size = rows[-1][0]
            for _, note in rows:
                yield bytes(note)

    def checkpoint_at(self, tree_size: int) -> bytes | None:
        """Read the checkpoint of one size; None where no commit ended there."""
        with self._reading() as connection:
            row = connection.execute(
                "select note from checkpoint where tree_size = ?", (tree_size,)
            ).fetchone()
        return row[0] if row is not None else None

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """Keep a snapshot under a name, in place of an older one."""
        with self._writing() as connection:
            connection.execute(
                "insert or replace into snapshot values (?, ?, ?)",
                (name, snapshot.tree_size, snapshot.data),
            )

    def snapshot(self, name: str) -> Snapshot | None:
        """Read a snapshot; None when there is none, or when it is of a longer record."""
        with self._reading() as connection:
            row = connection.execute(
                "select tree_size, data from snapshot where name = ?"
                " and tree_size <= (select tree_size from head)",
                (name,),
            ).fetchone()
        return Snapshot(tree_size=row[0], data=row[1]) if row is not None else None

    def close(self) -> None:
        """Let go of the file; twice does no harm."""
        with self._threads:
            connection, self._connection = self._connection, None
            lock, self._lock = self._lock, None
            # The last connection to close writes the WAL back: under the lock, like any checkpoint.
            with suppress(sqlite3.Error):
                if connection is not None and lock is not None:
                    with lock.held():
                        connection.close()
                elif connection is not None:
                    connection.close()
            if lock is not None:
                lock.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._threads:
            if self._connection is None:
                raise StoreClosedError(f"`{self._name}` has been closed")
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise store_fault(error, self._name) from None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction: committed when the block ends, and gone when it raises."""
        if self._read_only:
            raise StoreReadOnlyError(f"`{self._name}` was opened for reading")
        with self._reading() as connection:
            if self._lock is None:
                raise StoreClosedError(f"`{self._name}` has been closed")
            with self._lock.held():
                try:
                    connection.execute("begin immediate")
                    yield connection
                    connection.execute("commit")
                except BaseException:
                    # A commit that failed is still open; SQLite may also have rolled back itself.
                    with suppress(sqlite3.Error):
                        connection.execute("rollback")
                    raise

    def _check_head(self) -> None:
        with self._reading() as connection:
            head = _read_head(connection)
            row = connection.execute(
                "select leaf_index, typeof(bytes) from entry order by leaf_index desc limit 1"
            ).fetchone()
        end = row[0] + 1 if row is not None else 0
        if end != head.tree_size:
            raise StoreHeadError(f"`{self._name}` holds {end} entries and says {head.tree_size}")
        if head.checkpoint is None:
            if head.tree_size:
                raise StoreHeadError(f"`{self._name}` has entries and no checkpoint")
            return
        signed = read_checkpoint(head.checkpoint)
        if (signed.tree_size, signed.root_hash) != (head.tree_size, head.frontier.root()):
            raise StoreHeadError(f"`{self._name}` does not end with its newest checkpoint")


def _open_for_writing(path: Path, wait_seconds: float, *, durable: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=wait_seconds, isolation_level=None, check_same_thread=False
    )
    try:
        _check_kind(connection, path.name, empty_allowed=True)
        connection.execute("pragma journal_mode = wal")
        connection.execute(f"pragma synchronous = {'full' if durable else 'off'}")
        # On macOS a plain flush stops at the drive's own memory.
        connection.execute("pragma fullfsync = 1")
        connection.execute("pragma checkpoint_fullfsync = 1")
        connection.execute("pragma trusted_schema = off")
        connection.execute("pragma cell_size_check = on")
        if connection.execute("pragma user_version").fetchone()[0] == 0:
            connection.execute("begin immediate")
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute("commit")
    except BaseException:
        connection.close()
        raise
    return connection


def _open_for_reading(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise StoreUnavailableError(f"there is no `{path.name}` here")
    try:
        return _connect_read_only(path, "mode=ro")
    except sqlite3.OperationalError:
        if _wal_of(path):
            raise
        # Where nothing at all can be written, as on a sealed copy, there is no WAL to share.
        return _connect_read_only(path, "mode=ro&immutable=1")


def _connect_read_only(path: Path, options: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{options}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("pragma wal_autocheckpoint = 0")
        connection.execute("pragma trusted_schema = off")
        connection.execute("pragma cell_size_check = on")
        _check_kind(connection, path.name, empty_allowed=False)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_kind(connection: sqlite3.Connection, name: str, *, empty_allowed: bool) -> None:
    application = connection.execute("pragma application_id").fetchone()[0]
    version = connection.execute("pragma user_version").fetchone()[0]
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    if (application, version, tables) == (0, 0, 0) and empty_allowed:
        return
    if application != APPLICATION_ID:
        raise StoreForeignError(f"`{name}` is not a record")
    if version > SCHEMA_VERSION:
        raise StoreNewerError(
            f"`{name}` was made by a newer version of the program", hint="open it with that one"
        )


def _check_whole(path: Path) -> None:
    """Find a file that was cut off, which SQLite itself notices only when it reads that far."""
    if _wal_of(path):
        return  # the newest length stands in the WAL, not in the header
    with path.open("rb") as file:
        header = file.read(100)
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if len(header) == 100 and path.stat().st_size < pages * (65_536 if page == 1 else page):
        raise StoreDamagedError(
            f"`{path.name}` has been cut off",
            hint="keep the file as it is and copy it before anything else",
        )


def _wal_of(path: Path) -> bool:
    wal = path.with_name(f"{path.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def _read_head(connection: sqlite3.Connection) -> StoredHead:
    # One statement, so that another writer's commit cannot fall between the two.
    row = connection.execute(
        "select tree_size, frontier, (select note from checkpoint order by tree_size desc limit 1)"
        " from head"
    ).fetchone()
    if row is None:
        raise StoreHeadError("the store has lost its head")
    return StoredHead(frontier=_frontier(row[0], row[1]), checkpoint=row[2])


def _read_frontier(connection: sqlite3.Connection) -> Frontier:
    row = connection.execute("select tree_size, frontier from head").fetchone()
    if row is None:
        raise StoreHeadError("the store has lost its head")
    return _frontier(row[0], row[1])


def _frontier(size: object, data: object) -> Frontier:
    if type(size) is not int or type(data) is not bytes:
        raise StoreHeadError("the store's head is not what was written")
    try:
        return Frontier(size, tuple(data[at : at + 32] for at in range(0, len(data), 32)))
    except InputError:
        raise StoreHeadError("the store's head is not what was written") from None
