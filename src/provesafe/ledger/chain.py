"""Does this entry follow what its signers' devices entered before?

Each device numbers its entries from 0 and names the body before each: `seq` has no gaps and `prev`
is the id of the body at `seq - 1`. An entry that somebody drops is then a hole in its device's
chain, and one that somebody swaps is a branch. `seen` names a checkpoint of this same record, never
an older one than the device saw before: proof that the entry was not made before that checkpoint.

    device A   0 <- 1 <- 2 <------- 3        leaf order: A0 B0 A1 A2+B1 A3
    device B   0 <--------- 1 (= A's 2)      a joint entry is one body in both chains
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from provesafe.ledger.classes import Role
from provesafe.ledger.entry import Link, Seen
from provesafe.ledger.errors import ChainBranchError, ChainHoleError, ChainRepeatError, SeenError
from provesafe.ledger.keys import PublicKey

__all__ = ["Device", "RootReader", "check_seen", "follow"]

RootReader: TypeAlias = Callable[[int], str | None]
"""Gives base64url of the root at a size where a commit ended, or None where none did."""


class Device(NamedTuple):
    """An enrolled device and the end of its chain."""

    key: PublicKey
    enrolled_at: int
    """Leaf index of the entry that let its key in."""
    seq: int
    """Of its newest entry."""
    last: str
    """Id of its newest entry."""
    seen_size: int
    next_key: str = ""
    """What was committed to as the key that may take its place; empty for none."""
    ended: str = ""
    """Why it signs no more: `rotated`, `retired` or `revoked`; empty while it may sign."""
    ended_at: int = 0
    """Leaf index of the entry that ended it."""
    role: Role = "device"
    person: str = ""
    """Whose own device it is, as the entry says that let its key in; empty for nobody's."""

    def next_link(self, seen: Seen) -> Link:
        """Give the place of this device's next entry."""
        return Link(self.key.name, self.seq + 1, self.last, seen)

    def moved(self, seq: int, last: str, seen_size: int) -> Device:
        """Move its chain on."""
        return Device(
            self.key,
            self.enrolled_at,
            seq,
            last,
            seen_size,
            self.next_key,
            self.ended,
            self.ended_at,
            self.role,
            self.person,
        )


def follow(device: Device, link: Link, entry_id: str) -> Device:
    """Move a device's chain on to the entry `entry_id` at `link`.

    Raises:
        ChainHoleError: entries of this device are missing before it.
        ChainRepeatError: the chain is already past this place.
        ChainBranchError: it follows another body than the one that stands in the chain.
        SeenError: the device had seen a newer checkpoint before.
    """
    if link.seq > device.seq + 1:
        raise ChainHoleError(
            f"`{link.key}` is at {link.seq} and its entry {device.seq + 1} is not there"
        )
    if link.seq <= device.seq:
        raise ChainRepeatError(f"`{link.key}` is at {link.seq} again, after {device.seq}")
    if link.prev != device.last:
        raise ChainBranchError(f"`{link.key}` follows another entry {device.seq} than stands here")
    if link.seen.size < device.seen_size:
        raise SeenError(f"`{link.key}` had seen size {device.seen_size} before {link.seen.size}")
    return device.moved(link.seq, entry_id, link.seen.size)


def check_seen(link: Link, committed_size: int, root_at: RootReader) -> None:
    """Check that a device saw a checkpoint of this record, from before the entry.

    Raises:
        SeenError: no commit ended at that size, or the root there was another one.
    """
    seen = link.seen
    if seen.size > committed_size or root_at(seen.size) != seen.root:
        raise SeenError(
            f"`{link.key}` saw a checkpoint of size {seen.size} that this record never had"
        )
