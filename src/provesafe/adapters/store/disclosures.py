"""Where names and other personal data are kept: in `people.sqlite`, beside the record's file.

A file of its own, so that the record can be copied, bundled and backed up without it, and so that
erasing somebody never touches what was signed. The record knows people by `P-…` ids only.

Each row is sealed with a key of its person's, kept in another file (`people_keys`): without that
key it is noise, here and in every copy. Erasing forgets the key first, then overwrites: SQLite's
`secure_delete` writes zeros where the rows stood, and the file is written anew afterwards. What was
handed out, and what a drive keeps to itself, is out of reach.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from provesafe.adapters.store.errors import (
    StoreClosedError,
    StoreForeignError,
    StoreNewerError,
    store_fault,
)
from provesafe.adapters.store.people_keys import PEOPLE_KEYS, PeopleKeys, open_sealed, seal
from provesafe.adapters.store.writing import make_private
from provesafe.ledger import SALT_BYTES, Disclosure, disclose, read_disclosure

__all__ = ["MemoryDisclosures", "SqliteDisclosures"]

APPLICATION_ID: Final = 0x50525350
"""`PRSP` in the file's header."""

SCHEMA_VERSION: Final = 2
_WAIT_SECONDS: Final = 5.0


class SqliteDisclosures:
    """Keeps disclosures in a file: a `Disclosures` port. May be used from several threads."""

    def __init__(self, path: Path) -> None:
        """
        Args:
            path: the file; made when it is not there.

        Raises:
            UnavailableError: the file cannot be opened, or is of a newer version.
            VerificationError: it is another kind of file, or damaged.
        """
        self._name = path.name
        self._threads = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        make_private(path)
        try:
            self._connection = sqlite3.connect(
                path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._keys = self._prepare(self._connection, path)
        except sqlite3.Error as error:
            self.close()
            raise store_fault(error, self._name) from None
        except BaseException:
            self.close()
            raise

    def put(self, person: str, facts: Mapping[str, str]) -> tuple[Disclosure, ...]:
        """Keep facts about a person, all of them or none; as `Disclosures.put`."""
        with self._using() as connection:
            connection.execute("begin immediate")
            try:
                kept = tuple(
                    self._put(connection, person, name, value) for name, value in facts.items()
                )
                connection.execute("commit")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("rollback")
                raise
        return kept

    def put_person(self, person: str, *, label: str, name: str) -> None:
        """Keep what a person is called."""
        self.put(person, {"label": label, "name": name})

    def of_person(self, person: str) -> tuple[Disclosure, ...]:
        """Give everything kept about a person, oldest first."""
        with self._using() as connection:
            return tuple(self._of_person(connection, person))

    def people(self) -> tuple[str, ...]:
        """Name everybody about whom something is kept and can be read, in order."""
        with self._using() as connection:
            rows = connection.execute("select distinct person from fact order by person").fetchall()
            return tuple(person for (person,) in rows if self._keys.key_of(person) is not None)

    def erase(self, person: str) -> int:
        """Erase everything about a person, here and in every copy; say how many facts."""
        with self._using() as connection:
            self._keys.forget(person)
            count = connection.execute("delete from fact where person = ?", (person,)).rowcount
            if count:
                connection.execute("vacuum")
        return count

    def settle(self) -> None:
        """Keep the people's keys beside this file, where they were read from a medium's."""
        with self._using():
            self._keys.settle()

    def close(self) -> None:
        """Let go of the file; twice does no harm."""
        with self._threads:
            connection, self._connection = self._connection, None
            if connection is not None:
                with suppress(sqlite3.Error):
                    connection.close()

    def _put(
        self, connection: sqlite3.Connection, person: str, name: str, value: str
    ) -> Disclosure:
        for one in self._of_person(connection, person):
            if (one.name, one.value) == (name, value):
                return one
        made = disclose(name, value, salt=secrets.token_bytes(SALT_BYTES))
        sealed = seal(self._keys.make(person), made.text.encode("ascii"))
        connection.execute("insert into fact (person, sealed) values (?, ?)", (person, sealed))
        return made

    def _of_person(self, connection: sqlite3.Connection, person: str) -> Iterator[Disclosure]:
        key = self._keys.key_of(person)
        rows = connection.execute(
            "select sealed from fact where person = ? order by id", (person,)
        ).fetchall()
        for (sealed,) in rows if key is not None else ():
            yield read_disclosure(open_sealed(key or b"", sealed).decode("ascii"))

    def _prepare(self, connection: sqlite3.Connection, path: Path) -> PeopleKeys:
        application = connection.execute("pragma application_id").fetchone()[0]
        version = connection.execute("pragma user_version").fetchone()[0]
        tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
        if (application, tables) != (0, 0) and application != APPLICATION_ID:
            raise StoreForeignError(f"`{self._name}` does not hold a production's people")
        if version > SCHEMA_VERSION:
            raise StoreNewerError(f"`{self._name}` was made by a newer version of the program")
        # A WAL would keep what was erased until its next checkpoint.
        connection.execute("pragma journal_mode = delete")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma fullfsync = 1")
        connection.execute("pragma secure_delete = on")
        connection.execute("pragma trusted_schema = off")
        if version == SCHEMA_VERSION:
            (store,) = connection.execute("select name from store").fetchone()
            return PeopleKeys(path.with_name(PEOPLE_KEYS), store)
        store = secrets.token_hex(16)
        keys = PeopleKeys(path.with_name(PEOPLE_KEYS), store)
        connection.execute("begin immediate")
        connection.execute("create table store (name text not null)")
        connection.execute("insert into store (name) values (?)", (store,))
        connection.execute(
            "create table fact (id integer primary key, person text not null, sealed blob not null)"
        )
        if version == 1:
            _seal_rows(connection, keys)
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
        connection.execute("commit")
        if version == 1:
            connection.execute("vacuum")
        return keys

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._threads:
            if self._connection is None:
                raise StoreClosedError(f"`{self._name}` has been closed")
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise store_fault(error, self._name) from None


def _seal_rows(connection: sqlite3.Connection, keys: PeopleKeys) -> None:
    """Seal what version 1 kept in the clear."""
    rows = connection.execute("select person, text from disclosure order by id").fetchall()
    for person, text in rows:
        sealed = seal(keys.make(person), text.encode("ascii"))
        connection.execute("insert into fact (person, sealed) values (?, ?)", (person, sealed))
    connection.execute("drop table disclosure")


class MemoryDisclosures:
    """Keeps disclosures as long as the program runs: a `Disclosures` port, for tests."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._kept: dict[str, list[Disclosure]] = {}
        self._open = True

    def put(self, person: str, facts: Mapping[str, str]) -> tuple[Disclosure, ...]:
        """Keep facts about a person."""
        self._check_open()
        made = [
            self._find(person, name, value)
            or disclose(name, value, salt=secrets.token_bytes(SALT_BYTES))
            for name, value in facts.items()
        ]
        kept = self._kept.setdefault(person, [])
        kept.extend(each for each in made if each not in kept)
        return tuple(made)

    def put_person(self, person: str, *, label: str, name: str) -> None:
        """Keep what a person is called."""
        self.put(person, {"label": label, "name": name})

    def of_person(self, person: str) -> tuple[Disclosure, ...]:
        """Give everything kept about a person, oldest first."""
        self._check_open()
        return tuple(self._kept.get(person, ()))

    def people(self) -> tuple[str, ...]:
        """Name everybody about whom something is kept, in order."""
        self._check_open()
        return tuple(sorted(self._kept))

    def erase(self, person: str) -> int:
        """Forget a person; say how many facts."""
        self._check_open()
        return len(self._kept.pop(person, ()))

    def close(self) -> None:
        """Let go of it all."""
        self._open = False

    def _find(self, person: str, name: str, value: str) -> Disclosure | None:
        for each in self._kept.get(person, ()):
            if (each.name, each.value) == (name, value):
                return each
        return None

    def _check_open(self) -> None:
        if not self._open:
            raise StoreClosedError("the store has been closed")
