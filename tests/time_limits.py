"""How long one test may take: a test that hangs says nothing, and holds up all others.

Two clocks. The process's own time tells a loop without an end from a busy machine, the clock on the
wall finds whoever waits for what never comes. Tests that drive real programs spend their time in
those, so only the wall counts there, and that is wide: machines are busy. The limit is no budget:
those are the stages' in `tools`.
What never comes back from a library written in C is not stopped: Python runs no handler there.

    with limited(limit_of("attacks")):
        ...
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import pytest

__all__ = ["LIMITS", "Limit", "limit_of", "limited"]

AGAIN_SECONDS: Final = 5.0
"""Whoever swallows the first call, or tries a failing example once more, is stopped again."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Seconds that one test may take."""

    wall: float
    own: float = 0.0
    """Of the process's own time; 0 where it is other programs that work."""


FAST: Final = Limit(wall=300, own=20)
LIMITS: Final = {
    "tidy": FAST,
    "unit": Limit(wall=300, own=60),
    "vectors": FAST,
    "properties": Limit(wall=300, own=60),
    "attacks": Limit(wall=300, own=60),
    "record": Limit(wall=300, own=20),
    "crash": Limit(wall=300),
    "laws": Limit(wall=300),
    "proving": Limit(wall=300, own=60),
    "simulation": Limit(wall=300),
    "fleet": Limit(wall=300),
    "peers": Limit(wall=300),
    "caseroom": Limit(wall=300, own=90),
    "docs": Limit(wall=300),
    "pages": Limit(wall=300, own=60),
    "looks": Limit(wall=300),
    "browser": Limit(wall=300),
    "phones": Limit(wall=300),
    "screens": Limit(wall=300),
}
"""By folder of `tests`."""


def limit_of(folder: str) -> Limit:
    """Give what a test in a folder of `tests` may take; in one that is not listed, little."""
    return LIMITS.get(folder, FAST)


@contextmanager
def limited(limit: Limit) -> Iterator[None]:
    """Fail whatever is still running when the limit is reached, where it stands.

    Only in the main thread of a process. Within itself it adds its time to the outer limit's.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        what = "on the wall" if number == signal.SIGALRM else "of its own time"
        seconds = limit.wall if number == signal.SIGALRM else limit.own
        code = frame.f_code if frame is not None else None
        place = f"`{code.co_qualname}` of {Path(code.co_filename).name}" if code else "nowhere"
        # No traceback: between two lines it has none to show, and pytest falls over that.
        pytest.fail(f"not done after {seconds:g} s {what}, in {place}", pytrace=False)

    clocks = [(signal.ITIMER_REAL, signal.SIGALRM, limit.wall)]
    if limit.own:
        clocks.append((signal.ITIMER_PROF, signal.SIGPROF, limit.own))
    handlers = [(number, signal.signal(number, stop)) for _, number, _ in clocks]
    running = [
        (clock, *signal.setitimer(clock, seconds, AGAIN_SECONDS)) for clock, _, seconds in clocks
    ]
    try:
        yield
    finally:
        for clock, _, _ in clocks:
            signal.setitimer(clock, 0)
        for number, handler in handlers:
            signal.signal(number, handler)
        for clock, left, again in running:
            signal.setitimer(clock, left, again)
