"""A record's store that lasts as long as the program: for tests, and for days that nobody keeps.

It passes the same contract suite as `SqliteStore`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provesafe.adapters.store.errors import StoreClosedError, StoreMovedError
from provesafe.adapters.store.growth import grow
from provesafe.ledger import Frontier, Snapshot, StoredHead

__all__ = ["MemoryStore"]


class MemoryStore:
    """Keeps a record in memory: a `RecordStore`."""

    def __init__(self) -> None:
        """Begin with nothing stored."""
        self._entries: list[bytes] = []
        self._checkpoints: dict[int, bytes] = {}
        self._frontier = Frontier()
        self._snapshots: dict[str, Snapshot] = {}
        self._open = True

    def head(self) -> StoredHead:
        """Give where the record ends."""
        self._check_open()
        return StoredHead(
            frontier=self._frontier, checkpoint=self._checkpoints.get(self._frontier.size)
        )

    def append(
        self, entries: Sequence[bytes], checkpoint: bytes, *, expected_tree_size: int
    ) -> None:
        """Store one commit; as `RecordStore.append`."""
        self._check_open()
        if expected_tree_size != self._frontier.size:
            raise StoreMovedError(f"the record has {self._frontier.size} entries by now")
        grown = grow(self._frontier, entries, checkpoint)
        self._entries += entries
        self._checkpoints[grown.size] = checkpoint
        self._frontier = grown

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Read the entries [start, stop)."""
        self._check_open()
        yield from self._entries[start : self._frontier.size if stop is None else stop]

    def checkpoints(self, above_size: int = 0) -> Iterator[bytes]:
        """Read the checkpoints above a size, smallest first."""
        self._check_open()
        yield from [note for size, note in self._checkpoints.items() if size > above_size]

    def checkpoint_at(self, tree_size: int) -> bytes | None:
        """Read the checkpoint of one size."""
        self._check_open()
        return self._checkpoints.get(tree_size)

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """Keep a snapshot."""
        self._check_open()
        self._snapshots[name] = snapshot

    def snapshot(self, name: str) -> Snapshot | None:
        """Read a snapshot."""
        self._check_open()
        found = self._snapshots.get(name)
        return found if found is not None and found.tree_size <= self._frontier.size else None

    def close(self) -> None:
        """Let go of it all."""
        self._open = False

    def _check_open(self) -> None:
        if not self._open:
            raise StoreClosedError("the store has been closed")
