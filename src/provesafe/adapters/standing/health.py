"""How does a production fare on this machine: disk, clock, SQLite, keys, copies, who has seen it?

Each finding is what was looked at, whether it is as it should be, and what was found, in one line.
What is not as it should be does not keep anybody from entering: it is said, and a person decides.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from provesafe.adapters.keeping_copies import last_backup
from provesafe.adapters.production_keys import LAPTOP
from provesafe.adapters.sealing import POLICY, read_seals, witnessed_times
from provesafe.adapters.standing.place import MOVED, is_in_place
from provesafe.adapters.store import STORE, open_record, record_file
from provesafe.adapters.wiring import KEYS
from provesafe.errors import ProvesafeError
from provesafe.ledger import RECEIVED, parse_entry
from provesafe.service import RecordStore

__all__ = ["Finding", "look_at_machine", "look_at_production"]

FREE_BYTES = 2**30
SYNC_MS_SLOW = 100.0
CLOCK_BACK_MS = 60_000
BACKUP_MS = 24 * 3_600_000
PORTS = (443, 8443, 8080)
"""Where the app, and a witness beside it, are usually served."""

WAL_RESET = ((3, 7, 0), (3, 51, 2))
"""Versions of SQLite that can damage a file which two connections write and check-point at once."""

_SYNCS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    good: bool
    words: str


def look_at_machine(folder: Path, *, at_ms: int) -> Iterator[Finding]:
    """Look at what any production here would stand on.

    Args:
        folder: where a production stands, or is to stand.
        at_ms: the machine's clock.
    """
    free = shutil.disk_usage(folder).free
    yield Finding(what="disk", good=free >= FREE_BYTES, words=f"{free / 2**30:.1f} GiB free")
    yield _sync(folder)
    now = datetime.fromtimestamp(at_ms / 1000).astimezone()
    yield Finding(what="clock", good=True, words=f"{now:%Y-%m-%d %H:%M:%S %z}, {now.tzname()}")
    yield _sqlite()
    taken = [str(port) for port in PORTS if _is_taken(port)]
    words = f"in use: {', '.join(taken)}" if taken else f"free: {', '.join(map(str, PORTS))}"
    yield Finding(what="ports", good=True, words=words)


def look_at_production(folder: Path, *, at_ms: int) -> Iterator[Finding]:
    """Look at one production, without its passphrase.

    Args:
        folder: the production.
        at_ms: the machine's clock.
    """
    yield _place(folder)
    yield _keys(folder)
    try:
        store = open_record(folder, read_only=True)
    except ProvesafeError as error:
        yield Finding(what="record", good=False, words=error.message)
        return
    try:
        size = store.head().tree_size
        yield Finding(what="record", good=True, words=f"{size} entries, ends with its checkpoint")
        yield from _database(folder, store)
        yield _last_entry(store, size, at_ms)
    finally:
        store.close()
    yield _backup(folder, size, at_ms)
    yield _seen(folder, size, at_ms)


def _sync(folder: Path) -> Finding:
    took = []
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".sync-") as file:
            for _ in range(_SYNCS):
                began = time.perf_counter()
                file.write(bytes(4096))
                file.flush()
                os.fsync(file.fileno())
                took.append(1000 * (time.perf_counter() - began))
    except OSError as error:
        return Finding(what="sync", good=False, words=f"cannot be written: {error.strerror}")
    middle, worst = median(took), max(took)
    words = f"4 KiB are on the disk after {middle:.1f} ms, at worst {worst:.1f} ms"
    if middle < 0.02:
        words += "; so fast that the disk may only say so"
    return Finding(what="sync", good=middle <= SYNC_MS_SLOW, words=words)


def _sqlite() -> Finding:
    version = tuple(map(int, sqlite3.sqlite_version.split(".")))
    words = f"SQLite {sqlite3.sqlite_version}, thread safety {sqlite3.threadsafety}"
    if WAL_RESET[0] <= version <= WAL_RESET[1]:
        words += "; has the WAL-reset fault: here one connection writes, under a lock"
    return Finding(what="sqlite", good=version >= WAL_RESET[0], words=words)


def _is_taken(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(0.2)
        return one.connect_ex(("127.0.0.1", port)) == 0


def _place(folder: Path) -> Finding:
    if (folder / MOVED).exists():
        return Finding(what="place", good=False, words="the production was moved away from here")
    if not is_in_place(folder, record_file(folder)):
        words = "this is a copy: it opens for looking until `provesafe move --take-over`"
        return Finding(what="place", good=False, words=words)
    return Finding(what="place", good=True, words="the production stands here")


def _keys(folder: Path) -> Finding:
    if not (folder / KEYS).is_dir():
        return Finding(what="keys", good=False, words="there are none: nothing can be entered")
    if os.name != "posix":
        return Finding(what="keys", good=True, words="there; who may read them is not looked at")
    open_to = [
        one.name
        for one in (folder / KEYS, *sorted((folder / KEYS).iterdir()))
        if one.stat().st_mode & 0o077
    ]
    if open_to:
        return Finding(what="keys", good=False, words=f"others can read: {', '.join(open_to)}")
    beside = any(name.stem.startswith(f"{LAPTOP}-") for name in (folder / KEYS).glob("*.json"))
    words = "for their owner alone"
    if beside and (folder / KEYS / f"{LAPTOP}.json").exists():
        # Whoever takes the folder takes the key that was to take its place.
        words += "; the one promised to follow the laptop's lies beside them"
    return Finding(what="keys", good=True, words=words)


def _database(folder: Path, store: RecordStore) -> Iterator[Finding]:
    """What a database's server does at a commit, where the record is kept in one."""
    settings = getattr(store, "settings", None)
    if not (folder / STORE).exists() or settings is None:
        return
    found = settings()
    good = found["fsync"] == "on" and found["full_page_writes"] == "on"
    words = ", ".join(f"{name} {value}" for name, value in sorted(found.items()))
    yield Finding(what="database", good=good, words=words)


def _last_entry(store: RecordStore, size: int, at_ms: int) -> Finding:
    last = 0
    for raw in store.entries(max(0, size - 1), size):
        entry = parse_entry(raw)
        ms = entry.fields.get("ms")
        if entry.entry_class == RECEIVED and isinstance(ms, int):
            last = ms
    if at_ms < last - CLOCK_BACK_MS:
        words = f"the clock is {_span(last - at_ms)} behind the last entry: set it"
        return Finding(what="last entry", good=False, words=words)
    return Finding(what="last entry", good=True, words=f"{_span(max(0, at_ms - last))} ago")


def _backup(folder: Path, size: int, at_ms: int) -> Finding:
    found = last_backup(folder)
    if found is None:
        return Finding(what="backup", good=False, words="none was made from this folder")
    ms, entries = found
    missing = size - entries
    words = f"{_span(max(0, at_ms - ms))} ago, {missing} entries behind"
    return Finding(what="backup", good=missing == 0 or at_ms - ms < BACKUP_MS, words=words)


def _seen(folder: Path, size: int, at_ms: int) -> Finding:
    if not (folder / POLICY).exists():
        words = "by nobody: there is no `policy` that names witnesses"
        return Finding(what="seen", good=False, words=words)
    times = witnessed_times(folder)
    if not times or not read_seals(folder):
        return Finding(what="seen", good=False, words="no witness has seen it yet")
    newest = max(times, key=lambda one: one.tree_size)
    words = f"{_span(max(0, at_ms - 1000 * newest.seconds))} ago, {size - newest.tree_size} entries"
    good = at_ms - 1000 * newest.seconds < BACKUP_MS or newest.tree_size == size
    return Finding(what="seen", good=good, words=f"by a witness {words} behind")


def _span(ms: int) -> str:
    """A length of time in the largest unit that tells it."""
    for unit, length in (("days", 86_400_000), ("hours", 3_600_000), ("minutes", 60_000)):
        if ms >= 2 * length:
            return f"{ms // length} {unit}"
    return f"{ms // 1000} seconds"
