"""One key for each person, so that forgetting it forgets them wherever a copy of the file went.

    {"format": "provesafe.people-keys/v1", "stores": {"<store>": {"P-…": base64 of 32 bytes}}}

It stands beside `people.sqlite` as `people.keys`, its owner's alone. Backups do not hold it: one
file of this kind lies on a medium beside them all, the newest state of it, so that with the next
backup onto that medium an erased person is erased from every backup there. A store is named by 16
random bytes, so that the backups of several productions can share that file.

What was in the file is set aside, and overwritten once the new one stands in its place; where a
program is cut off in between, by the next that opens it. What a drive keeps to itself is out of
reach.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import nacl.exceptions
from nacl.secret import SecretBox

from provesafe.adapters.store.errors import StoreDamagedError, StoreUnavailableError
from provesafe.ledger import decode_base64, encode_base64

__all__ = ["PEOPLE_KEYS", "PeopleKeys", "copy_keys", "open_sealed", "seal"]

PEOPLE_KEYS = "people.keys"

_FORMAT = "provesafe.people-keys/v1"
_BYTES_MAX = 16 * 2**20

Stores = dict[str, dict[str, str]]


class PeopleKeys:
    """The keys of one store's people."""

    def __init__(self, path: Path, store: str) -> None:
        """
        Args:
            path: the file; where it is not there, or does not know this store, the one of that
                name in the folder above is read.
            store: the store's name.

        Raises:
            StoreUnavailableError: it cannot be read.
            StoreDamagedError: it is no such file.
        """
        self._path, self._store = path, store
        _wipe_what_was_left(path)
        own = _read(path).get(store)
        above = _read(path.parent.parent / path.name).get(store, {}) if own is None else {}
        self._keys: Mapping[str, str] = own if own is not None else above

    def key_of(self, person: str) -> bytes | None:
        """Give a person's key; None where there is none, or it was forgotten."""
        text = self._keys.get(person)
        return decode_base64(text) if text is not None else None

    def make(self, person: str) -> bytes:
        """Give a person's key, made where there was none.

        Raises:
            StoreUnavailableError: it cannot be kept.
        """
        known = self.key_of(person)
        if known is not None:
            return known
        key = secrets.token_bytes(SecretBox.KEY_SIZE)
        self._write({**self._keys, person: encode_base64(key)})
        return key

    def forget(self, person: str) -> None:
        """Forget a person's key.

        Raises:
            StoreUnavailableError: it could not be forgotten.
        """
        if person in self._keys:
            self._write({name: key for name, key in self._keys.items() if name != person})

    def settle(self) -> None:
        """Keep the keys in the file beside the store, wherever they were read from.

        Raises:
            StoreUnavailableError: they cannot be kept.
        """
        self._write(self._keys)

    def _write(self, keys: Mapping[str, str]) -> None:
        _write(self._path, _read(self._path) | {self._store: dict(keys)})
        self._keys = dict(keys)


def copy_keys(source: Path, target: Path) -> None:
    """Bring the newest keys in the file `source` to a medium's file `target`, others' left alone.

    Raises:
        StoreUnavailableError: it cannot be written.
    """
    stores = _read(source) or _read(source.parent.parent / source.name)
    if stores:
        _write(target, _read(target) | stores)


def seal(key: bytes, data: bytes) -> bytes:
    """Seal what is kept about a person with that person's key."""
    return bytes(SecretBox(key).encrypt(data))


def open_sealed(key: bytes, data: bytes) -> bytes:
    """Open what `seal` sealed.

    Raises:
        StoreDamagedError: it has been altered, or is another person's.
    """
    try:
        return SecretBox(key).decrypt(data)
    except nacl.exceptions.CryptoError:
        raise StoreDamagedError("what is kept about a person has been altered") from None


def _read(path: Path) -> Stores:
    try:
        # Set aside and not yet replaced: whoever did that was cut off, and nothing has changed.
        there = next((one for one in (path, _old(path)) if one.is_file()), None)
        data = there.read_bytes() if there is not None else b""
    except OSError as error:
        raise StoreUnavailableError(f"`{path.name}` cannot be read: {error.strerror}") from None
    if not data:
        return {}
    try:
        found = json.loads(data) if len(data) <= _BYTES_MAX else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise StoreDamagedError(f"`{path.name}` does not hold the keys of people")
    stores: Stores = found["stores"]
    return stores


def _write(path: Path, stores: Stores) -> None:
    """Put new keys in the place of the old, which are overwritten once the new ones stand: cut off
    at any moment, there is one whole file of either."""
    part, old = path.with_name(f".{path.name}.part"), _old(path)
    text = json.dumps({"format": _FORMAT, "stores": stores}, sort_keys=True)
    try:
        if old.exists() and not path.exists():
            old.replace(path)
        _wipe(part)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            _wipe(old)
            path.replace(old)
        part.replace(path)
        _wipe(old)
    except OSError as error:
        raise StoreUnavailableError(f"`{path.name}` cannot be written: {error.strerror}") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _old(path: Path) -> Path:
    """What stood there before, until it is overwritten."""
    return path.with_name(f".{path.name}.old")


def _wipe_what_was_left(path: Path) -> None:
    """Overwrite what a program that was cut off had set aside and replaced already."""
    if path.exists():
        with suppress(OSError):
            _wipe(_old(path))


def _wipe(path: Path) -> None:
    """Overwrite a file and take it away, if it is there."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        pass
