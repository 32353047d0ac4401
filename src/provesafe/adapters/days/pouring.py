"""At noon and at wrap: what was left comes out of the spool and into the record, once.

In this order: open the boxes, enter what is in them, take the boxes away. Where the program ends
between the last two, the boxes are there at the next noon, and what they hold is known by its name.
"""

from __future__ import annotations

from pathlib import Path

from provesafe.adapters.days.spool import empty, pour
from provesafe.adapters.production_keys import spool_key
from provesafe.service import Left, Production, enter_left

__all__ = ["enter_what_was_left"]


def enter_what_was_left(folder: Path, production: Production, *, now_ms: int) -> int:
    """Enter what waits in the spool of a production.

    Args:
        folder: the production.
        production: open, with its keys; moved on.
        now_ms: the laptop's clock.

    Returns:
        How many concerns were entered.
    """
    poured = pour(folder, spool_key(production))
    left = Left(
        concerns=poured.concerns,
        names=poured.names,
        taken=poured.taken,
        taken_names=poured.taken_names,
    )
    entered = enter_left(production, left, now_ms=now_ms)
    if poured.boxes:
        empty(folder, poured)
    return len(entered)
