"""What has moved the rules so far, in order; what is old is fetched when it is first asked for.

An answer needs the rules' memory only; explaining one, taking on a rulebook and looking back need
the time-points as well. A production that opens on a snapshot leaves them where they are kept.

    history.leaves      always at hand
    history.points      fetches what is old
    history.indexed     the same, with an index for explanations
    history.warm()      fetches a little of it; for quiet moments
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from provesafe import custody
from provesafe.monitor import IndexedTrace
from provesafe.rulebook import TimePoint

__all__ = ["Entered", "History", "Older"]

_WARM_POINTS = 1_000
"""Time-points that one step of `warm` puts into the index: some milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One entry that made a time-point."""

    acts: tuple[custody.Act, ...]
    refused: tuple[custody.Act, ...]
    ms: int
    """When the laptop recorded it."""
    index: int
    """Its leaf index."""
    scribe: str = ""
    """Id of whoever noted it from what was said aloud; empty where people entered it themselves."""

    @property
    def said_ms(self) -> int:
        """When it happened, as its signer says."""
        return min((act.happened_ms or self.ms for act in self.acts), default=self.ms)


class Older(Protocol):
    """Where the old part of a history is kept."""

    @property
    def leaves(self) -> list[int]:
        """The leaf index behind each of its time-points."""
        ...

    @property
    def rest(self) -> list[TimePoint]:
        """Its last time-points, where they are at hand."""
        ...

    def more(self) -> list[TimePoint] | None:
        """Give its next time-points, from the first on; None where `rest` begins."""
        ...

    def entered(self) -> list[Entered]:
        """Give the entries that made its time-points."""
        ...


class History:
    """Time-points, the entries behind them, and what people said in those."""

    __slots__ = ("_entered", "_entered_older", "_indexed", "_older", "_points", "_since", "leaves")

    def __init__(self, older: Older | None = None) -> None:
        """
        Args:
            older: the part that is kept elsewhere; nothing, for a history that begins here.
        """
        self.leaves: list[int] = list(older.leaves) if older is not None else []
        """The leaf index of the entry behind each time-point."""
        self._older = older
        self._entered_older = older
        self._points: list[TimePoint] = []
        self._since = list(older.rest) if older is not None else []
        """Time-points behind those that are still to be fetched."""
        self._entered: list[Entered] = []
        self._indexed = IndexedTrace()

    def append(self, point: TimePoint, entered: Entered) -> None:
        """Add what an entry made."""
        self.leaves.append(entered.index)
        self._entered.append(entered)
        (self._points if self._older is None else self._since).append(point)

    @property
    def points(self) -> list[TimePoint]:
        """Every time-point there was."""
        while self._older is not None:
            self._fetch()
        return self._points

    @property
    def indexed(self) -> IndexedTrace:
        """Every time-point there was, to be looked up."""
        self._index(self.points[len(self._indexed) :])
        return self._indexed

    @property
    def entered(self) -> list[Entered]:
        """The entry behind each time-point, so that they can be told again as people said them."""
        if self._entered_older is not None:
            self._entered[:0] = self._entered_older.entered()
            self._entered_older = None
        return self._entered

    @property
    def last_seconds(self) -> int:
        """The second of the last time-point; 0 where there is none. Fetches nothing."""
        last = self.since(len(self.leaves) - 1) if self.leaves else []
        return last[-1].seconds if last else 0

    def entered_since(self, index: int) -> list[Entered] | None:
        """The entries from leaf `index` on; None where some of them would have to be fetched."""
        known = self._entered
        if self._entered_older is not None and (not known or known[0].index > index):
            return None
        start = bisect_left(known, index, key=lambda one: one.index)
        return known[start:]

    def since(self, count: int) -> list[TimePoint]:
        """The time-points from the `count`-th on; fetches nothing where these are at hand."""
        began = len(self.leaves) - len(self._since)
        if self._older is not None and count >= began:
            return self._since[count - began :]
        return self.points[count:]

    def warm(self) -> bool:
        """Fetch a little of what is old; say whether there is more."""
        if self._older is not None:
            self._fetch()
            return True
        done = len(self._indexed)
        self._index(self._points[done : done + _WARM_POINTS])
        return len(self._indexed) < len(self._points)

    def _fetch(self) -> None:
        more = self._older.more() if self._older is not None else None
        if more is not None:
            self._points += more
            return
        self._points += self._since
        self._older, self._since = None, []

    def _index(self, points: Iterable[TimePoint]) -> None:
        for point in points:
            self._indexed.append(point)
