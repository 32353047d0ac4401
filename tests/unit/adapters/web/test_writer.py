"""The one thread that owns the record: time passes however much is asked of it."""

from __future__ import annotations

import threading
import time

import pytest

from in_memory import House
from provesafe.adapters.web.serving import writer as serving
from provesafe.adapters.web.serving.writer import Writer
from provesafe.custody import Adoption
from provesafe.rulebook import Rulebook


def never(adoption: Adoption) -> Rulebook:
    """No rulebook is taken on here."""
    raise AssertionError(f"`{adoption.rulebook}` was asked for")


def test_time_passes_while_jobs_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job behind every job leaves no pause, and duties, others' entries and the clock go on."""
    monkeypatch.setattr(serving, "BEAT_SECONDS", 0.02)
    day = House.of("custody").begin({"ada": ("armorer",)})
    quiet: list[int] = []
    beaten = threading.Event()
    writer = Writer(
        day.production,
        book_of=never,
        clock=lambda: day.now_ms,
        changed=lambda _listing: None,
        quiet=lambda _production: quiet.append(1),
    )
    beat = writer._beat

    def beat_and_say() -> None:
        beat()
        beaten.set()

    monkeypatch.setattr(writer, "_beat", beat_and_say)
    writer.start()
    until = time.monotonic() + 5
    try:
        waiting = [writer.submit(lambda _production, _now: time.sleep(0.002)) for _ in range(20)]
        while not beaten.is_set() and time.monotonic() < until:
            waiting.append(writer.submit(lambda _production, _now: time.sleep(0.002)))
            waiting.pop(0).result()
    finally:
        writer.stop()
    assert beaten.is_set()
    # What is for quiet moments waited: somebody was waiting all the time.
    assert quiet == []
