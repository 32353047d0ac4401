"""Where seconds meet time-points: which time-points lie within a window of another.

Several time-points may share a second, so windows are looked up among the distinct seconds and
then turned into time-points; one look-up for each width of window serves every row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from provesafe.errors import invariant
from provesafe.monitor.columnar.keys import Ints, Mask
from provesafe.rulebook import Interval

__all__ = ["Clock"]


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """The time-stamps of a trace's time-points, in whole seconds, never decreasing."""

    seconds: Ints
    _distinct: Ints = field(init=False)
    _starts: Ints = field(init=False)
    """The first time-point of each distinct second, and one past the last of all."""
    _second_of: Ints = field(init=False)
    _windows: dict[tuple[str, int], Ints] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        steps = self.seconds[1:] != self.seconds[:-1]
        starts = np.flatnonzero(np.append(True, steps)) if self.size else np.zeros(0, np.int64)
        second_of = np.cumsum(np.append(0, steps)) if self.size else np.zeros(0, np.int64)
        object.__setattr__(self, "_distinct", self.seconds[starts])
        object.__setattr__(self, "_starts", np.append(starts, self.size))
        object.__setattr__(self, "_second_of", second_of)

    @property
    def size(self) -> int:
        """How many time-points there are."""
        return len(self.seconds)

    def first_from(self, points: Ints, seconds: int) -> Ints:
        """The first time-point at least `seconds` (0 or more) after each of `points`.

        For 0 this is the first time-point of the same second.
        """
        return self._window("left", self._clipped(seconds))[self._second_of[points]]

    def end_within(self, points: Ints, seconds: int | None) -> Ints:
        """One past the last time-point at most `seconds` after each of `points`."""
        if seconds is None:
            return np.full(len(points), self.size)
        return self._window("right", self._clipped(seconds))[self._second_of[points]]

    def step_within(self, interval: Interval) -> Mask:
        """For each time-point, whether the one before it lies `interval` seconds back.

        The first has none before it.
        """
        steps = np.diff(self.seconds)
        within = steps >= self._clipped(interval.low)
        if interval.high is not None:
            within &= steps <= self._clipped(interval.high)
        return np.append(np.zeros(min(1, self.size), bool), within)

    def mirrored(self) -> Clock:
        """The same trace run backwards; time-point i becomes size - 1 - i."""
        return Clock(-self.seconds[::-1])

    def _clipped(self, seconds: int) -> int:
        """No window need be wider than the trace, and sums must stay within 64 bits."""
        if not self.size:
            return 0
        return min(seconds, int(self.seconds[-1]) - int(self.seconds[0]) + 1)

    def _window(self, side: str, seconds: int) -> Ints:
        invariant(seconds >= 0, "windows are measured forward")
        known = self._windows.get((side, seconds))
        if known is None:
            found = np.searchsorted(self._distinct, self._distinct + seconds, side)  # type: ignore[call-overload]
            known = self._windows[(side, seconds)] = self._starts[found]
        return known
