"""What the server does at quiet moments: keep what spares the next opening, and pour what was left.

What people leave without a name waits in the spool. Its file is written anew each minute, so that
no writing of it tells when something was left; at noon and at midnight, by the set's clock, all
of it is entered at once (`provesafe day seal` does the same at wrap).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from provesafe.adapters.days.pouring import enter_what_was_left
from provesafe.adapters.days.spool import stir
from provesafe.adapters.wiring import keep_when_due
from provesafe.service import Production, half_day

__all__ = ["QuietWork", "collect_when_quiet", "without_collecting"]

STIR_MS = 60_000
CLEAR_MS = 60_000
YOUNG, MIDDLE, OLD = 10_000, 20, 1_000
"""LIMIT: how much is made before the interpreter looks for garbage by itself: among what is new,
and almost never among all there is, which stops every thread for a tenth of a second."""


class QuietWork:
    """Called about once a second, in the writer's thread, when nobody waits."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], int],
        *,
        devices: Callable[[Production, int], object] = lambda _production, _now: None,
    ) -> None:
        """
        Args:
            folder: the production.
            clock: the laptop's clock, in milliseconds.
            devices: looks which own devices came and went.
        """
        self._devices = devices
        self._folder = folder
        self._clock = clock
        self._stirred_ms = 0
        self._cleared_ms = clock()
        self._half: object = None

    def __call__(self, production: Production) -> None:
        """Do what is due."""
        keep_when_due(production)
        production.history.warm()
        now_ms = self._clock()
        self._devices(production, now_ms)
        if now_ms - self._cleared_ms >= CLEAR_MS:
            self._cleared_ms = now_ms
            gc.collect()
        if now_ms - self._stirred_ms >= STIR_MS:
            self._stirred_ms = now_ms
            stir(self._folder)
        half = half_day(production, now_ms)
        if self._half not in (None, half):
            enter_what_was_left(self._folder, production, now_ms=now_ms)
        # Only now: had it failed, it would be due at the next quiet moment.
        self._half = half


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage on starting: nearly all that is read then stays, and each look at it
    costs time before the list is there."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def collect_when_quiet() -> None:
    """Look for garbage at quiet moments from here on; what there is now is never looked at."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.enable()
