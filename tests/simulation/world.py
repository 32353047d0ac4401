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
from provesafe.monitor import Gate
from provesafe.rulebook import Rule, Signature
from provesafe.service import Production
from shaky_store import Ended, ShakyStore

__all__ = ["Disk", "MemoryDisk", "SqliteDisk", "World", "gate_pool", "interrupt"]

PROGRAM = str(Path(provesafe.__file__).parent)
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
        self.follower.disclosures = self.disk.disclosures
        return gone

    def gates(self) -> Iterator[Gate]:
        """The gates that are in use."""
        for name in ("live", "follower"):
            production = getattr(self, name, None)
            if production is not None:
                yield production.gate


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
def gate_pool() -> Iterator[list[World]]:
    """Let programs take gates that others have left, emptied: making one takes half a second.

    Yields the list in which a world must stand while its gates are in use.
    """
    worlds: list[World] = []
    pool: dict[tuple[int, ...], list[tuple[Gate, dict[str, Any]]]] = {}
    kept: list[Sequence[Rule]] = []

    def make(rules: Sequence[Rule], *, signature: Signature) -> Gate:
        key = tuple(map(id, rules))
        used = {id(gate) for world in worlds for gate in world.gates()}
        for gate, empty in pool.setdefault(key, []):
            if id(gate) not in used:
                gate.recall(empty)
                return gate
        gate = Gate(rules, signature=signature)
        kept.append(rules)
        pool[key].append((gate, gate.snapshot()))
        return gate

    with patch("provesafe.service.opening.Gate", make), patch("provesafe.monitor.audit.Gate", make):
        yield worlds
