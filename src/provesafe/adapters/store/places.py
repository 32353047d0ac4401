"""Where the record of a production's folder is kept: in the folder, or in a database it names.

    DIR/record.sqlite    the record itself
    DIR/store            or one line: postgresql://HOST/DATABASE, without a password

A password has no place in a folder that is copied and backed up: libpq reads `PGPASSWORD` and
`~/.pgpass`.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from provesafe.adapters.store.errors import StoreUnavailableError
from provesafe.adapters.store.sqlite import SqliteStore
from provesafe.errors import InputError
from provesafe.service import RecordStore

__all__ = ["RECORD", "STORE", "has_record", "name_store", "open_record", "record_file"]

RECORD, STORE = "record.sqlite", "store"


def has_record(folder: Path) -> bool:
    """Say whether a folder holds a production's record, or names where it is."""
    return (folder / RECORD).exists() or (folder / STORE).exists()


def record_file(folder: Path) -> Path:
    """Give the file that stands for the record: itself, or the line that names it."""
    return folder / (STORE if (folder / STORE).exists() else RECORD)


def name_store(folder: Path, url: str) -> None:
    """Say where the record of a new production is to be kept.

    Args:
        folder: the production's, made already.
        url: `postgresql://…`, without a password.

    Raises:
        InputError: it is no such address, or has a password in it.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise InputError(
            f"`{url}` is not a store", hint="write postgresql://HOST/DATABASE, or leave it out"
        )
    if parts.password or "password" in parse_qs(parts.query):
        raise InputError(
            "a password has no place in a folder that is copied",
            hint="set `PGPASSWORD`, or write it into ~/.pgpass",
        )
    (folder / STORE).write_text(f"{url}\n", encoding="utf-8")


def open_record(folder: Path, *, durable: bool = True, read_only: bool = False) -> RecordStore:
    """Open the store of a production's record.

    Args:
        folder: the production.
        durable: whether a commit must outlast a power cut; a database's always must.
        read_only: whether to leave it as it is.

    Raises:
        UnavailableError: it cannot be opened; StoreUnavailableError where a database is named and
            psycopg is missing.
        VerificationError: it is not a record's, is damaged, or does not belong together.
    """
    if not (folder / STORE).exists():
        return SqliteStore(folder / RECORD, durable=durable, read_only=read_only)
    url = (folder / STORE).read_text("utf-8").strip()
    try:
        # Late import: most have no such driver, and nobody else is to wait for it.
        from provesafe.adapters.store.postgres import PostgresStore
    except ImportError:
        raise StoreUnavailableError(
            f"the record is kept in `{url}`, and the driver for it is not installed",
            hint="`pip install 'provesafe[postgres]'` brings psycopg",
        ) from None
    return PostgresStore(url, read_only=read_only)
