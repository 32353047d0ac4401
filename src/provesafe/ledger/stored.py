"""What does whoever keeps a record's bytes hand back besides them?

The types that pass between a store and its users; the Protocol itself is `service.ports`.
"""

from __future__ import annotations

from dataclasses import dataclass

from provesafe.ledger.tree import Frontier

__all__ = ["Snapshot", "StoredHead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHead:
    """Where a stored record ends."""

    frontier: Frontier
    """Its root is the newest checkpoint's; that much is checked when a store is opened."""
    checkpoint: bytes | None
    """The newest checkpoint; None for a store that nothing was ever entered in."""

    @property
    def tree_size(self) -> int:
        """How many entries are stored."""
        return self.frontier.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Something worked out from the first `tree_size` entries; it can always be worked out anew."""

    tree_size: int
    data: bytes
