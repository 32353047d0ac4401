"""Who may speak to the program from another program: tokens, and addresses that are told.

A token is a badge for a program: made at the laptop for a person who has joined, who answers for
what it enters. Rules:

- a token is shown once, when it is made; what is kept is its SHA-256. It has 256 random bits, so
  that nothing is won by a slow hash: there is nothing to guess;
- `read` reads the list, the log and the rules; `enter` also asks and enters, as its person;
- what takes a PIN (the locker, going ahead, setting free, sealing) is never done with a token;
- a hook is an address that is told that something was entered, never what: who wants to know asks.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from provesafe.errors import ConflictError, InputError, UnavailableError

__all__ = ["API_FILE", "Hook", "May", "Token", "TokenTakenError", "Tokens"]

API_FILE = "api.sqlite"
"""Its file, beside the record; no part of any bundle."""

May: TypeAlias = Literal["read", "enter"]

_SCHEMA = """
create table if not exists token (
    name text primary key, digest text not null unique, person text not null, may text not null);
create table if not exists hook (url text primary key, secret text not null);
"""
_PREFIX = "ps_"


class TokenTakenError(ConflictError):
    """There is already a token of this name."""

    code = "web.token_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is known of a token."""

    name: str
    person: str
    """Id of whoever answers for it."""
    may: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """An address that is told, and the word its messages are signed with."""

    url: str
    secret: str


class Tokens:
    """The tokens and hooks of one production."""

    def __init__(self, folder: Path) -> None:
        """
        Args:
            folder: the production.
        """
        self._path = folder / API_FILE

    def make(self, name: str, *, person: str, may: May) -> str:
        """Make a token; what it is, this once.

        Raises:
            InputError: it has no name.
            TokenTakenError: there is one of this name.
        """
        if not name.strip():
            raise InputError("a token has a name, so that it can be ended")
        word = f"{_PREFIX}{secrets.token_urlsafe(32)}"
        with self._open() as db:
            if db.execute("select 1 from token where name = ?", (name,)).fetchone():
                raise TokenTakenError(
                    f"there is already a token `{name}`", hint="end it first, or take another name"
                )
            db.execute("insert into token values (?, ?, ?, ?)", (name, _digest(word), person, may))
        return word

    def end(self, name: str) -> None:
        """End a token; it opens nothing from now on.

        Raises:
            InputError: there is none of this name.
        """
        with self._open() as db:
            if not db.execute("delete from token where name = ?", (name,)).rowcount:
                raise InputError(f"there is no token `{name}`")

    def tokens(self) -> tuple[Token, ...]:
        """Every token, by name."""
        with self._open() as db:
            rows = db.execute("select name, person, may from token order by name").fetchall()
        return tuple(Token(name=n, person=p, may=m) for n, p, m in rows)

    def of(self, word: str) -> Token | None:
        """The token that a word is; None for no token of ours."""
        if not word.startswith(_PREFIX):
            return None
        with self._open() as db:
            row = db.execute(
                "select name, person, may from token where digest = ?", (_digest(word),)
            ).fetchone()
        return Token(name=row[0], person=row[1], may=row[2]) if row else None

    def add_hook(self, url: str) -> str:
        """Have an address told; the word that its messages are signed with.

        Raises:
            InputError: it is no address of the web.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"`{url}` is no address of the web", hint="http://… or https://…")
        secret = secrets.token_urlsafe(24)
        with self._open() as db:
            db.execute("insert or replace into hook values (?, ?)", (url, secret))
        return secret

    def end_hook(self, url: str) -> None:
        """Have an address told no more.

        Raises:
            InputError: it was not.
        """
        with self._open() as db:
            if not db.execute("delete from hook where url = ?", (url,)).rowcount:
                raise InputError(f"`{url}` is not told anything")

    def hooks(self) -> tuple[Hook, ...]:
        """Every address that is told."""
        if not self._path.exists():
            return ()
        with self._open() as db:
            rows = db.execute("select url, secret from hook order by url").fetchall()
        return tuple(Hook(url=u, secret=s) for u, s in rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file, opened for this once: it is small, and another program may have it too."""
        try:
            self._path.touch(mode=0o600, exist_ok=True)
            db = sqlite3.connect(self._path, isolation_level=None)
            try:
                db.executescript(_SCHEMA)
                yield db
            finally:
                db.close()
        except (OSError, sqlite3.Error) as error:
            raise UnavailableError(f"`{API_FILE}` cannot be used: {error}") from error


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
