"""What the outside must be able to do for a production, as Protocols; `adapters` has the real ones.

Every port says which of the base errors it raises and what they mean to the caller:

    ConflictError        the record moved on: reload, decide again
    UnavailableError     nothing was recorded: the screen says so; try again later
    VerificationError    what is stored does not check: stop writing, keep the file, tell a person
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from provesafe.ledger import Disclosure, Snapshot, StoredHead

__all__ = ["Disclosures", "RecordStore"]


class RecordStore(Protocol):
    """Keeps a record's bytes: only ever appended to, one commit at a time, durable or not at all.

    Law: after `append` returns, every later `open` of the store finds it; after `append` raises,
    no later one finds any part of it.
    """

    def head(self) -> StoredHead:
        """Give where the record ends now, other writers' commits included."""
        ...

    def append(
        self, entries: Sequence[bytes], checkpoint: bytes, *, expected_tree_size: int
    ) -> None:
        """Store one commit: its entries and the signed checkpoint over the whole, in one act.

        Args:
            entries: at least one, in leaf order.
            checkpoint: its size and root must be what the stored bytes hash to.
            expected_tree_size: the size that the commit was planned on.

        Raises:
            ConflictError: the record has another size by now.
            UnavailableError: it could not be made durable; nothing was stored.
            VerificationError: the checkpoint is not that of these bytes, or the store is damaged.
        """
        ...

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Read the entries [start, stop); to the end as it is now when `stop` is None."""
        ...

    def checkpoints(self, above_size: int = 0) -> Iterator[bytes]:
        """Read the stored checkpoints of sizes above `above_size`, smallest first."""
        ...

    def checkpoint_at(self, tree_size: int) -> bytes | None:
        """Read the checkpoint of one size; None where no commit ended there."""
        ...

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """Keep a snapshot under a name, in place of an older one."""
        ...

    def snapshot(self, name: str) -> Snapshot | None:
        """Read a snapshot; None when there is none, or when it is of a longer record."""
        ...

    def close(self) -> None:
        """Let go of the store; further calls raise UnavailableError."""
        ...


class Disclosures(Protocol):
    """Keeps names and other personal data apart from the record, so that they can be erased."""

    def put(self, person: str, facts: Mapping[str, str]) -> tuple[Disclosure, ...]:
        """Keep facts about a person, each with a salt of its own, all of them or none.

        A fact that is kept already stays as it is; one of the same name and another value is
        kept beside it.

        Returns:
            The disclosures, in the order of `facts`.

        Raises:
            UnavailableError: nothing was kept.
        """
        ...

    def put_person(self, person: str, *, label: str, name: str) -> None:
        """Keep what a person is called: the short label of day files and the full name."""
        ...

    def of_person(self, person: str) -> tuple[Disclosure, ...]:
        """Give everything kept about a person, oldest first."""
        ...

    def people(self) -> tuple[str, ...]:
        """Name everybody about whom something is kept, in order."""
        ...

    def erase(self, person: str) -> int:
        """Erase everything about a person from the file, not only from view; say how many."""
        ...

    def close(self) -> None:
        """Let go of the store; further calls raise UnavailableError."""
        ...
