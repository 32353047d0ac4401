"""A record's store in a PostgreSQL database, for a house that keeps its own.

The tables are those of `SqliteStore`, in a schema of the record's own, and what is checked on
opening and before a commit is kept is the same. A writer locks the row of the head, so that two
programs never commit on one size; a trigger refuses to change or delete what was entered.

A commit is durable when `append` returns: the session's `synchronous_commit` is on, whatever the
server's is. Whether the server itself syncs (`fsync`) is its owner's choice; `doctor` says what it
found. Where the connection breaks during a commit, the store looks again before it says that
nothing was recorded.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeAlias

import psycopg
from psycopg import sql

from provesafe.adapters.store.errors import (
    StoreBusyError,
    StoreClosedError,
    StoreDamagedError,
    StoreForeignError,
    StoreFullError,
    StoreHeadError,
    StoreMovedError,
    StoreNewerError,
    StoreReadOnlyError,
    StoreUnavailableError,
)
from provesafe.adapters.store.growth import grow, read_checkpoint
from provesafe.errors import InputError, ProvesafeError
from provesafe.ledger import Frontier, Snapshot, StoredHead

__all__ = ["PostgresStore"]

SCHEMA_VERSION: Final = 1

_READ_ROWS: Final = 512
_WAIT_MS: Final = 5_000

_SCHEMA: Final = """
create schema if not exists {schema};
create table {schema}.entry (leaf_index bigint primary key, bytes bytea not null);
create table {schema}.checkpoint (tree_size bigint primary key, note bytea not null);
create table {schema}.head (
    one integer primary key check (one = 1), version integer not null,
    tree_size bigint not null, frontier bytea not null
);
create table {schema}.snapshot (
    name text primary key, tree_size bigint not null, data bytea not null
);
insert into {schema}.head values (1, {version}, 0, '');
create function {schema}.kept() returns trigger language plpgsql as
    $$ begin raise exception 'what was entered stays as it is'; end $$;
create trigger entry_stays before update or delete or truncate on {schema}.entry
    execute function {schema}.kept();
create trigger checkpoint_stays before update or delete or truncate on {schema}.checkpoint
    execute function {schema}.kept();
"""

_Connection: TypeAlias = Any
"""psycopg's own; the types stage reads the same whether it is installed or not."""


class PostgresStore:
    """Keeps a record in a database: a `RecordStore`. May be used from several threads."""

    def __init__(self, url: str, *, schema: str = "provesafe", read_only: bool = False) -> None:
        """
        Args:
            url: where the database is, as libpq reads it (`postgresql://…`).
            schema: the record's own schema in it; made when it is not there.
            read_only: whether to leave it as it is.

        Raises:
            UnavailableError: the database cannot be reached or used, or is of a newer version.
            VerificationError: what is there is no record's, or does not belong together.
        """
        self._url, self._schema, self._read_only = url, sql.Identifier(schema), read_only
        self._threads = threading.RLock()
        self._open = True
        self._connection: _Connection = None
        try:
            self._check_head()
        except BaseException:
            self.close()
            raise

    def head(self) -> StoredHead:
        """Give where the record ends now, other writers' commits included."""
        with self._reading() as connection:
            row = self._run(
                connection,
                "select tree_size, frontier, (select note from {schema}.checkpoint"
                " order by tree_size desc limit 1) from {schema}.head",
            ).fetchone()
        if row is None:
            raise StoreHeadError("the store has lost its head")
        return StoredHead(frontier=_frontier(row[0], row[1]), checkpoint=row[2])

    def append(
        self, entries: Sequence[bytes], checkpoint: bytes, *, expected_tree_size: int
    ) -> None:
        """Store one commit durably, or nothing of it; as `RecordStore.append`."""
        try:
            self._append(entries, checkpoint, expected_tree_size)
        except StoreUnavailableError:
            # The connection may have broken behind the commit: then it is there.
            if not self._is_there(checkpoint, expected_tree_size + len(entries)):
                raise

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
                rows = self._run(
                    connection,
                    "select leaf_index, bytes from {schema}.entry"
                    " where leaf_index >= %s and leaf_index < %s order by leaf_index limit %s",
                    (index, stop, _READ_ROWS),
                ).fetchall()
            if not rows:
                raise StoreHeadError(f"entry {index} is not in the database")
            for found, data in rows:
                if found != index:
                    raise StoreHeadError(f"entry {index} is not in the database")
                index += 1
                yield data

    def checkpoints(self, above_size: int = 0) -> Iterator[bytes]:
        """Read the checkpoints of sizes above `above_size`, smallest first, a few at a time."""
        size = above_size
        while True:
            with self._reading() as connection:
                rows = self._run(
                    connection,
                    "select tree_size, note from {schema}.checkpoint where tree_size > %s"
                    " order by tree_size limit %s",
                    (size, _READ_ROWS),
                ).fetchall()
            if not rows:
                return
            size = rows[-1][0]
            for _, note in rows:
                yield note

    def checkpoint_at(self, tree_size: int) -> bytes | None:
        """Read the checkpoint of one size; None where no commit ended there."""
        with self._reading() as connection:
            query = "select note from {schema}.checkpoint where tree_size = %s"
            row = self._run(connection, query, (tree_size,)).fetchone()
        return row[0] if row is not None else None

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """Keep a snapshot under a name, in place of an older one."""
        with self._writing() as connection:
            self._run(
                connection,
                "insert into {schema}.snapshot values (%s, %s, %s) on conflict (name)"
                " do update set tree_size = excluded.tree_size, data = excluded.data",
                (name, snapshot.tree_size, snapshot.data),
            )

    def snapshot(self, name: str) -> Snapshot | None:
        """Read a snapshot; None when there is none, or when it is of a longer record."""
        with self._reading() as connection:
            row = self._run(
                connection,
                "select tree_size, data from {schema}.snapshot where name = %s"
                " and tree_size <= (select tree_size from {schema}.head)",
                (name,),
            ).fetchone()
        return Snapshot(tree_size=row[0], data=row[1]) if row is not None else None

    def settings(self) -> dict[str, str]:
        """Give what of the server's settings durability hangs on."""
        names = ("server_version", "fsync", "full_page_writes", "synchronous_commit")
        with self._reading() as connection:
            return {
                name: connection.execute("select current_setting(%s)", (name,)).fetchone()[0]
                for name in names
            }

    def close(self) -> None:
        """Let go of the connection; twice does no harm."""
        with self._threads:
            self._open = False
            self._drop()

    def _append(self, entries: Sequence[bytes], checkpoint: bytes, expected_tree_size: int) -> None:
        with self._writing() as connection:
            row = self._run(
                connection, "select tree_size, frontier from {schema}.head for update"
            ).fetchone()
            if row is None:
                raise StoreHeadError("the store has lost its head")
            frontier = _frontier(row[0], row[1])
            if frontier.size != expected_tree_size:
                raise StoreMovedError(
                    f"the record has {frontier.size} entries by now, not {expected_tree_size}",
                    hint="look at what was entered in between, then enter it again",
                )
            grown = grow(frontier, entries, checkpoint)
            with connection.cursor() as cursor:
                cursor.executemany(
                    self._text("insert into {schema}.entry values (%s, %s)"),
                    list(enumerate(entries, frontier.size)),
                )
            self._run(
                connection,
                "insert into {schema}.checkpoint values (%s, %s)",
                (grown.size, checkpoint),
            )
            self._run(
                connection,
                "update {schema}.head set tree_size = %s, frontier = %s",
                (grown.size, b"".join(grown.hashes)),
            )

    def _is_there(self, checkpoint: bytes, size: int) -> bool:
        try:
            return self.checkpoint_at(size) == checkpoint
        except ProvesafeError:
            return False

    def _check_head(self) -> None:
        head = self.head()
        with self._reading() as connection:
            row = self._run(connection, "select max(leaf_index) from {schema}.entry").fetchone()
        end = 0 if row is None or row[0] is None else row[0] + 1
        if end != head.tree_size:
            raise StoreHeadError(f"the database holds {end} entries and says {head.tree_size}")
        if head.checkpoint is None:
            if head.tree_size:
                raise StoreHeadError("the database has entries and no checkpoint")
            return
        signed = read_checkpoint(head.checkpoint)
        if (signed.tree_size, signed.root_hash) != (head.tree_size, head.frontier.root()):
            raise StoreHeadError("the database does not end with its newest checkpoint")

    @contextmanager
    def _reading(self) -> Iterator[_Connection]:
        with self._threads:
            if not self._open:
                raise StoreClosedError("the store has been closed")
            try:
                if self._connection is None:
                    self._connection = self._connect()
                yield self._connection
            except psycopg.Error as error:
                if self._connection is not None and self._connection.broken:
                    self._drop()
                raise _fault(error) from None

    @contextmanager
    def _writing(self) -> Iterator[_Connection]:
        """Run one transaction: committed when the block ends, and gone when it raises."""
        if self._read_only:
            raise StoreReadOnlyError("the record was opened for reading")
        with self._reading() as connection, connection.transaction():
            yield connection

    def _connect(self) -> _Connection:
        connection = psycopg.connect(
            self._url, autocommit=True, connect_timeout=10, application_name="provesafe"
        )
        try:
            connection.execute("set synchronous_commit = on")
            connection.execute(f"set lock_timeout = {_WAIT_MS}")
            if self._read_only:
                connection.execute("set default_transaction_read_only = on")
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: _Connection) -> None:
        name = self._schema.as_string(connection)
        found = connection.execute("select to_regclass(%s)", (f"{name}.head",)).fetchone()[0]
        if found is None and self._read_only:
            raise StoreForeignError("there is no record in this database")
        if found is None:
            with connection.transaction():
                # Two programs that begin at once: the second finds what the first has made.
                connection.execute("select pg_advisory_xact_lock(hashtext(%s))", (name,))
                query = "select to_regclass(%s)"
                if connection.execute(query, (f"{name}.head",)).fetchone()[0] is None:
                    self._run(connection, _SCHEMA, version=SCHEMA_VERSION)
        row = self._run(connection, "select version from {schema}.head").fetchone()
        if row is None or row[0] > SCHEMA_VERSION:
            raise StoreNewerError(
                "the database was made by a newer version of the program",
                hint="open it with that one",
            )

    def _text(self, query: str, **literals: int) -> sql.Composed:
        return sql.SQL(query).format(
            schema=self._schema, **{name: sql.Literal(one) for name, one in literals.items()}
        )

    def _run(
        self, connection: _Connection, query: str, values: Sequence[object] = (), **literals: int
    ) -> Any:
        text = self._text(query, **literals)
        return connection.execute(text, values) if values else connection.execute(text)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.close()


def _fault(error: psycopg.Error) -> ProvesafeError:
    """Say what an error of PostgreSQL means to whoever wanted to read or write."""
    said = str(error).strip().split("\n", 1)[0]
    match error:
        case psycopg.errors.LockNotAvailable() | psycopg.errors.DeadlockDetected():
            return StoreBusyError(
                "the record is being written by another program", hint="try again in a moment"
            )
        case psycopg.errors.DiskFull():
            return StoreFullError(
                "there is no room left in the database; nothing was recorded",
                hint="make room on the disk, then enter it again",
            )
        case psycopg.errors.ReadOnlySqlTransaction() | psycopg.errors.InsufficientPrivilege():
            return StoreReadOnlyError(f"the database cannot be written here: {said}")
        case psycopg.errors.DataCorrupted() | psycopg.errors.IndexCorrupted():
            return StoreDamagedError(
                f"the database is damaged: {said}", hint="keep it as it is, tell whoever runs it"
            )
        case psycopg.errors.UndefinedTable() | psycopg.errors.UndefinedColumn():
            return StoreForeignError(f"what is in the database is not a record: {said}")
        case _:
            return StoreUnavailableError(f"the database cannot be used: {said}")


def _frontier(size: object, data: object) -> Frontier:
    if type(size) is not int or type(data) is not bytes:
        raise StoreHeadError("the store's head is not what was written")
    try:
        return Frontier(size, tuple(data[at : at + 32] for at in range(0, len(data), 32)))
    except InputError:
        raise StoreHeadError("the store's head is not what was written") from None
