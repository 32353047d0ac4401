"""The world a simulated day happens in: a laptop that can end, a disk that can be full, clocks.

    live        the program that enters
    follower    a second program on the same record: it looks on, and sometimes enters too
    store       keeps the record; has trouble when it is told to
    interrupt   ends the program at the n-th line of its own code that it comes to

When a program ends, nothing of it is left but what the store and the disclosures hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Protocol
from unittest.mock import patch

import provesafe
from in_memory import House
from provesafe.adapters.store import MemoryDisclosures, MemoryStore, SqliteDisclosures, SqliteStore
from provesafe.monitor import Program
from provesafe.rulebook import Rule, Signature
from provesafe.service import Production, keep_snapshot, unkept
from shaky_store import Ended, ShakyStore

__all__ = ["Disk", "MemoryDisk", "SqliteDisk", "World", "interrupt", "programs_kept"]

PROGRAM = str(Path(provesafe.__file__).parent)
KEEP_AFTER = 20
"""Small, so that most programs of a day open on what an earlier one kept."""
INTERRUPTED = tuple(
    f"{PROGRAM}/{part}"
    for part in ("service/", "ledger/", "custody/", "monitor/", "adapters/store/sqlite.py")
)
"""Not the store in memory: what it does between two of its lines, no disk would keep."""


class Disk(Protocol):
    """Where the record lies: opened anew by each program."""

    def open(self) -> None:
        """Open what is kept there."""

    store: ShakyStore
    disclosures: Any


class MemoryDisk:
    """A disk of the test's own memory."""

    def __init__(self) -> None:
        """Begin empty."""
        self.store = ShakyStore(MemoryStore())
        self.disclosures = MemoryDisclosures()

    def open(self) -> None:
        """What was kept is there still."""


class SqliteDisk:
    """Real files; each program has connections of its own."""

    def __init__(self, folder: Path) -> None:
        """Begin with no files."""
        self.folder = folder
        self.store = ShakyStore(SqliteStore(folder / "record.sqlite", durable=False))
        self.disclosures = SqliteDisclosures(folder / "people.sqlite")

    def open(self) -> None:
        """Let go of the connections of the program that is gone, and open the files."""
        self.store.close()
        self.disclosures.close()
        inner = SqliteStore(self.folder / "record.sqlite", durable=False)
        # The same object, so that a follower goes on reading what is there.
        self.store.inner, self.store.trouble = inner, ""
        self.disclosures = SqliteDisclosures(self.folder / "people.sqlite")


class World:
    """One production, the programs that have it open, and the laptop's clock."""

    def __init__(self, house: House, disk: Disk) -> None:
        """Keep the record of `house` on `disk`."""
        self.house, self.disk = house, disk
        house.program = "simulated"
        house.store, house.disclosures = disk.store, disk.disclosures
        self.offset_ms = 0
        """By how much the laptop's clock is off."""
        self.live: Production
        self.follower: Production

    def begin(self, at_ms: int) -> None:
        """Begin the record, and let the follower open it."""
        self.live = self.house.begin(at_ms=at_ms).production
        self.follower = self.house.open()

    def laptop_ms(self, true_ms: int) -> int:
        """What the laptop's clock says."""
        return true_ms + self.offset_ms

    def reopen(self) -> Production:
        """The program has ended, another begins; gives back what the old one had come to."""
        gone = self.live
        self.disk.open()
        self.house.disclosures = self.disk.disclosures
        self.live = self.house.open()
        if unkept(self.live) > KEEP_AFTER:
            keep_snapshot(self.live)
        self.follower.disclosures = self.disk.disclosures
        return gone


@contextmanager
def interrupt(at_line: int) -> Iterator[None]:
    """End the program at the n-th line of its own code from here on, if it comes that far."""
    left = at_line

    def at(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.startswith(INTERRUPTED):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                raise Ended
        return at

    before = sys.gettrace()
    sys.settrace(at)
    try:
        yield
    finally:
        sys.settrace(before)


@contextmanager
def programs_kept() -> Iterator[None]:
    """Compile the rules of a set of rulebooks once, however often programs are started."""

    def make(rules: Sequence[Rule], *, signature: Signature, checked: bool = False) -> Program:
        key = tuple(map(id, rules))
        if key not in _PROGRAMS:
            _PROGRAMS[key] = Program(rules, signature=signature, checked=checked)
        return _PROGRAMS[key]

    with patch("provesafe.service.opening.Program", make):
        yield


_PROGRAMS: dict[tuple[int, ...], Program] = {}
"""By the rules' identities; a program keeps its rules, so that none is taken for another."""
