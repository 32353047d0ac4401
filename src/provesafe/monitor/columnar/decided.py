"""Up to which time-point a formula's answers depend on nothing that may still come.

What EVENTUALLY, UNTIL and NEXT say of a time-point is settled once their window has closed: once
the trace is known beyond the window's last second and their insides are settled within it. All
time-points before the one given are settled; MonPoly, left with an open end, answers just these.

Source: the progress function of Schneider, Basin, Krstić, Traytel, "A formally verified monitor for
metric first-order temporal logic", RV 2019.
"""

from __future__ import annotations

from provesafe.monitor.columnar.keys import Ints
from provesafe.rulebook import Eventually, Formula, Next, Previous, Until, children

__all__ = ["decided"]


def decided(core: Formula, seconds: Ints, observed_until: int) -> int:
    """How many time-points, from the first, have settled answers.

    Args:
        core: a formula in core operators.
        seconds: the time-stamps of the trace.
        observed_until: the second up to which the trace is known, its last second or later.
    """
    size = len(seconds)
    inside = min((decided(part, seconds, observed_until) for part in children(core)), default=size)
    match core:
        case Previous():
            return min(inside + 1, size)
        case Next(interval):
            last = int(seconds[-1]) if size else 0
            closed = interval.high is not None and observed_until > last + interval.high
            return size if inside == size and closed else max(inside - 1, 0)
        case Eventually(interval) | Until(interval):
            known = int(seconds[inside]) if inside < size else observed_until
            high = interval.high
            return 0 if high is None else int((seconds < known - high).sum())
        case _:
            return inside
