"""What a monitor can say when it cannot answer."""

from __future__ import annotations

from provesafe.errors import ConflictError, InputError

__all__ = ["FactError", "SnapshotError", "TimeOrderError"]


class FactError(InputError):
    """A fact does not fit the signature: its predicate, its number of arguments or their types."""

    code = "monitor.fact"


class TimeOrderError(InputError):
    """A time-point or the clock would go back."""

    code = "monitor.time_order"


class SnapshotError(ConflictError):
    """A snapshot was made by other rules or another form of the engine: replay the record."""

    code = "monitor.snapshot"
