"""Where a production stands: on which machine, whether it is a copy, and how it fares there."""

from provesafe.adapters.standing.beginning import clear_unbegun
from provesafe.adapters.standing.place import (
    MOVED,
    PLACE,
    CopiedError,
    MovedAwayError,
    check_place,
    mark_place,
)

__all__ = [
    "MOVED",
    "PLACE",
    "CopiedError",
    "MovedAwayError",
    "check_place",
    "clear_unbegun",
    "mark_place",
]
