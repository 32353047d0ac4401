"""Between which moments was each entry made, and which clocks disagree with that?

Every entry lies between two facts that its signer alone does not control:

    after    the checkpoint in its `seen`, recorded at the `ms` of the commit that it ends
    before   the `ms` of its own commit; and the first cosigned checkpoint that holds it, by the
             clock of the earliest witness who signed that

Its own `t` is a claim. A device may say more of its clock, in fields of any class but `received`:

    boot, mono   a random name of this run of the device, and milliseconds since it began
    skew         how far the log's clock was ahead of the device's when last measured, milliseconds

What is flagged is not refused: a wrong clock is no forgery. Flags, by what they say:

    early       claims a time before what it had seen was there
    ahead       claims a time later than it was recorded
    behind      claims a time later than a witness had already seen it
    late        was recorded more than two minutes after the time it claims
    back        the same device claimed a later time in an earlier entry
    mono        `mono` goes back within one `boot`: a counter that cannot
    jump        within one `boot`, clock and counter moved apart by more than a minute
    restarted   the device was started anew since its last entry
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from provesafe.ledger.canonical import Json

__all__ = ["FLAGS", "Bound", "Clock", "Flag", "TimeReport", "Times", "Window", "read_clock"]

SKEW_MS: Final = 120_000
"""How far clocks may differ before it is worth saying."""

LATE_MS: Final = 120_000
JUMP_MS: Final = 60_000
BACK_MS: Final = 1000
"""A clock that is corrected by less than this is not worth a flag."""

FLAGS_MAX: Final = 1000
"""LIMIT: flags kept one by one; all are counted."""

FLAGS: Final = ("early", "ahead", "behind", "late", "back", "mono", "jump", "restarted")


class Clock(NamedTuple):
    """What a device says of its clock in one entry."""

    t_ms: int
    boot: str = ""
    mono_ms: int = 0
    skew_ms: int = 0


class Bound(NamedTuple):
    """A cosigned checkpoint: its size, and the earliest witness's time."""

    tree_size: int
    seconds: int


class Window(NamedTuple):
    """One entry between the facts it lies between."""

    leaf: int
    device: str
    claimed_ms: int
    after_size: int
    """Size of the checkpoint that its device had verified; 0 for none."""
    after_ms: int | None
    """When that was recorded, by the recorder's clock."""
    recorded_ms: int
    before_seconds: int | None
    """By when a witness had seen it; None where none vouches for it."""


class Flag(NamedTuple):
    """A clock that disagrees."""

    leaf: int
    device: str
    what: str
    """One of `FLAGS`."""
    claimed_ms: int
    other_ms: int
    """What it was held against."""


class TimeReport(NamedTuple):
    """What the clocks of a record say of one another."""

    flags: tuple[Flag, ...]
    """The first `FLAGS_MAX`, in leaf order of their commits."""
    counts: tuple[tuple[str, int], ...]
    """How many of each there are, those of none left out, in the order of `FLAGS`."""


class Times:
    """Holds the clocks of a record's entries against each other, in one pass."""

    def __init__(
        self, seals: Sequence[Bound] = (), *, each: Callable[[Window], None] | None = None
    ) -> None:
        """
        Args:
            seals: cosigned checkpoints, smallest first.
            each: told every entry's window.
        """
        self._seals = tuple(seals)
        self._sizes = [one.tree_size for one in seals]
        self._each = each
        self._last: dict[str, Clock] = {}
        self._ran: dict[str, Clock] = {}
        self._pending: list[tuple[int, str, Clock, int, bool]] = []
        self._flags: list[Flag] = []
        self._counts: Counter[str] = Counter()

    def entry(
        self, index: int, device: str, clock: Clock, *, seen_size: int, received: bool
    ) -> None:
        """Take the clock of the next entry.

        Args:
            index: its leaf index.
            device: the entering device.
            clock: what it says.
            seen_size: the checkpoint it had verified.
            received: whether it is the `received` of its commit.
        """
        last = self._last.get(device)
        if last is not None:
            self._compare(index, device, last, clock)
        self._last[device] = clock
        if clock.boot:
            # A `received` says nothing of it, and stands between any two others of the recorder.
            self._run(index, device, clock)
        self._pending.append((index, device, clock, seen_size, received))

    def commit(self, size: int, ms: int, ms_at: Callable[[int], int | None]) -> None:
        """Take the end of a commit.

        Args:
            size: of the tree behind it.
            ms: when it was recorded.
            ms_at: gives when the commit that ended at a size was recorded.
        """
        place = bisect_left(self._sizes, size)
        seconds = self._seals[place].seconds if place < len(self._seals) else None
        size_before, after = 0, None
        for index, device, clock, seen_size, received in self._pending:
            if seen_size != size_before:  # most entries of a commit saw the same
                size_before, after = seen_size, ms_at(seen_size) if seen_size else None
            said = clock.t_ms + clock.skew_ms
            if after is not None and said < after - SKEW_MS:
                self._flag(index, device, "early", clock, after)
            if said > ms + SKEW_MS:
                self._flag(index, device, "ahead", clock, ms)
            if seconds is not None and said > (seconds + 1) * 1000 + SKEW_MS:
                self._flag(index, device, "behind", clock, seconds * 1000)
            if not received and ms - said > LATE_MS:
                self._flag(index, device, "late", clock, ms)
            if self._each is not None:
                self._each(Window(index, device, clock.t_ms, seen_size, after, ms, seconds))
        self._pending.clear()

    def report(self) -> TimeReport:
        """Give what was found."""
        counts = tuple((name, self._counts[name]) for name in FLAGS if self._counts[name])
        return TimeReport(tuple(self._flags), counts)

    def _compare(self, index: int, device: str, last: Clock, clock: Clock) -> None:
        if clock.t_ms < last.t_ms - BACK_MS:
            self._flag(index, device, "back", clock, last.t_ms)

    def _run(self, index: int, device: str, clock: Clock) -> None:
        """Hold it against the last entry of the device that told how long it had run."""
        last, self._ran[device] = self._ran.get(device), clock
        if last is None:
            return
        if last.boot != clock.boot:
            self._flag(index, device, "restarted", clock, last.t_ms)
        elif clock.mono_ms < last.mono_ms:
            self._flag(index, device, "mono", clock, last.t_ms)
        elif abs((clock.t_ms - last.t_ms) - (clock.mono_ms - last.mono_ms)) > JUMP_MS:
            counted = last.t_ms + clock.mono_ms - last.mono_ms
            self._flag(index, device, "jump", clock, counted)

    def _flag(self, index: int, device: str, what: str, clock: Clock, other_ms: int) -> None:
        self._counts[what] += 1
        if len(self._flags) < FLAGS_MAX:
            self._flags.append(Flag(index, device, what, clock.t_ms, other_ms))


def read_clock(fields: Mapping[str, Json]) -> Clock:
    """Read what an entry says of its clock; fields of another form than here say nothing."""
    t_ms, boot, mono = fields.get("t"), fields.get("boot"), fields.get("mono")
    skew = fields.get("skew")
    clock = Clock(t_ms if type(t_ms) is int else 0, skew_ms=skew if type(skew) is int else 0)
    if isinstance(boot, str) and type(mono) is int and mono >= 0:
        return clock._replace(boot=boot, mono_ms=mono)
    return clock
