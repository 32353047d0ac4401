"""Counting states one by one in compiled code, where numba is installed.

The same search as `explicit.reachable`, over arrays: some million states a second. States are
numbers of at most 62 bits. Loading numba takes a second, so the front door of the room loads this
module when it is first asked for.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from provesafe.prover.errors import TooLargeError
from provesafe.prover.systems.explicit import reachable
from provesafe.prover.systems.system import System

try:
    from numba import njit
except ImportError:  # not installed: plain Python gives the same, slowly
    njit = None

__all__ = ["count_states", "states_a_second_needs"]

BITS_MAX = 62
STATES_MAX = 1 << 28
"""LIMIT: some 6 GB of tables."""
Column = NDArray[np.int64]


def states_a_second_needs() -> str:
    """What counts here: `numba`, or `plain Python` where it is not installed."""
    return "plain Python" if njit is None else "numba"


def count_states(system: System, failures: int) -> int:
    """How many states can be reached when the failures in `failures` are allowed.

    Args:
        system: the table.
        failures: which failures may happen, as bits.

    Raises:
        TooLargeError: there are more than STATES_MAX states.
    """
    if njit is None or system.bits > BITS_MAX:
        return reachable(system, failures)
    rows = [row for row in system.rows if row.failure < 0 or failures >> row.failure & 1]
    columns = np.array(
        [(row.guard_mask, row.guard_value, ~row.write_mask, row.write_value) for row in rows],
        dtype=np.int64,
    ).reshape(-1, 4)
    room = 1 << 16
    while room <= STATES_MAX:
        found = int(
            _search(
                np.int64(system.initial), *(columns[:, n].copy() for n in range(4)), np.int64(room)
            )
        )
        if found >= 0:
            return found
        room *= 8
    raise TooLargeError(f"there are more than {STATES_MAX} states")


def _plain_search(
    initial: Any, masks: Column, values: Column, kept: Column, written: Column, room: Any
) -> int:
    """Breadth first over a table of open addressing, twice as large as the room for states."""
    size = 2 * room
    table = np.full(size, -1, np.int64)
    states = np.empty(room, np.int64)
    states[0] = initial
    table[_spot(initial, size)] = 0
    count, at = 1, 0
    while at < count:
        state = states[at]
        at += 1
        for row in range(len(masks)):
            if state & masks[row] != values[row]:
                continue
            after = state & kept[row] | written[row]
            spot = _spot(after, size)
            while table[spot] >= 0 and states[table[spot]] != after:
                spot = spot + 1 if spot + 1 < size else 0
            if table[spot] < 0:
                if count == room:
                    return -1
                table[spot] = count
                states[count] = after
                count += 1
    return count


def _plain_spot(state: Any, size: Any) -> Any:
    """Where a state is looked for first: its bits well mixed (a step of MurmurHash3)."""
    mixed = np.uint64(state)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    return np.int64(mixed & np.uint64(size - 1))


_spot: Any = _plain_spot if njit is None else njit(cache=True)(_plain_spot)
_search: Any = _plain_search if njit is None else njit(cache=True)(_plain_search)
