"""A record's store on which things go wrong at will, around a real one.

    store = ShakyStore(MemoryStore())
    store.trouble = "full"            the next commit finds the disk full: nothing is stored
    store.trouble = "ends before"     the program ends just before the next commit is stored
    store.trouble = "ends after"      the program ends just after it was stored

`Ended` stands for a program that is gone: nothing catches it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from provesafe.adapters.store.errors import StoreFullError
from provesafe.ledger import Snapshot, StoredHead
from provesafe.service import RecordStore

__all__ = ["Ended", "ShakyStore", "Trouble"]

Trouble = Literal["", "full", "ends before", "ends after"]


class Ended(BaseException):
    """The program ended here, as when somebody pulls the plug."""


class ShakyStore:
    """A `RecordStore` that has one trouble with its next commit, and none after."""

    def __init__(self, inner: RecordStore) -> None:
        """Keep everything in `inner`."""
        self.inner = inner
        self.trouble: Trouble = ""
        self.commits = 0
        """How many commits were stored."""

    def head(self) -> StoredHead:
        """As the store inside."""
        return self.inner.head()

    def append(
        self, entries: Sequence[bytes], checkpoint: bytes, *, expected_tree_size: int
    ) -> None:
        """As the store inside, unless there is trouble."""
        trouble, self.trouble = self.trouble, ""
        if trouble == "full":
            raise StoreFullError("there is no room left for `record.sqlite`; nothing was recorded")
        if trouble == "ends before":
            raise Ended
        self.inner.append(entries, checkpoint, expected_tree_size=expected_tree_size)
        self.commits += 1
        if trouble == "ends after":
            raise Ended

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """As the store inside."""
        return self.inner.entries(start, stop)

    def checkpoints(self, above_size: int = 0) -> Iterator[bytes]:
        """As the store inside."""
        return self.inner.checkpoints(above_size)

    def checkpoint_at(self, tree_size: int) -> bytes | None:
        """As the store inside."""
        return self.inner.checkpoint_at(tree_size)

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """As the store inside."""
        self.inner.save_snapshot(name, snapshot)

    def snapshot(self, name: str) -> Snapshot | None:
        """As the store inside."""
        return self.inner.snapshot(name)

    def close(self) -> None:
        """As the store inside."""
        self.inner.close()
