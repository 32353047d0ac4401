"""The app's side of the process that works it out: asked at most once a second, never waited for.

What was worked out last stands with its *as of* until the next is there; a page says that it is
still being worked out. The process starts when the first page asks.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from provesafe.errors import UnavailableError

__all__ = ["Beside"]

LEAST_SECONDS = 1.0
"""How long after one working out the next may begin."""


class Beside:
    """A process beside the app. For several threads."""

    def __init__(self, folder: Path, *, clock: Callable[[], int], told: Callable[[], None]) -> None:
        """
        Args:
            folder: the production's.
            clock: the laptop's clock, in milliseconds.
            told: called, in another thread, when something was worked out anew.
        """
        self._folder = folder
        self._clock = clock
        self._told = told
        self._process: subprocess.Popen[str] | None = None
        self._talking = threading.Lock()
        self._state = threading.Lock()
        self._wanted = 0
        self._working = False
        self._began = 0.0
        self.latest: dict[str, Any] | None = None
        """What is left from here, as it was worked out last."""

    def want(self, entries: int) -> None:
        """Have what is left worked out for a record of so many entries, soon."""
        with self._state:
            self._wanted = max(self._wanted, entries)
            if self._working or self.knows(entries):
                return
            self._working = True
        threading.Thread(target=self._work, name="what still stands", daemon=True).start()

    def knows(self, entries: int) -> bool:
        """Whether what was worked out last takes in so many entries."""
        return self.latest is not None and self.latest["entries"] >= entries

    def ask(self, **question: Any) -> dict[str, Any]:
        """Ask the process, and wait for its answer.

        Raises:
            UnavailableError: it has ended.
        """
        with self._talking:
            process = self._process
            if process is None or process.poll() is not None:
                process = self._process = subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-m", "provesafe.adapters.web.protocol.worker", self._folder],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                )
            if process.stdin is None or process.stdout is None:
                raise UnavailableError("what still stands cannot be worked out here")
            try:
                process.stdin.write(json.dumps(question) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except OSError:
                line = ""
            if not line:
                raise UnavailableError("what still stands cannot be worked out now")
            answer: dict[str, Any] = json.loads(line)
            return answer

    def stop(self) -> None:
        """End the process."""
        process = self._process
        if process is None:
            return
        process.kill()
        # Whoever waits for an answer is told by its end that there is none.
        with self._talking, process:
            process.wait()

    def _work(self) -> None:
        """Ask again until it takes in every entry that was wanted; not more than once a second."""
        try:
            while True:
                rest = self._began + LEAST_SECONDS - time.monotonic()
                if rest > 0:
                    time.sleep(rest)
                self._began = time.monotonic()
                found = self.ask(ask="now", now_ms=self._clock())
                if "error" not in found:
                    self.latest = found
                with self._state:
                    if "error" in found or self.knows(self._wanted):
                        self._working = False
                        break
            self._told()
        except UnavailableError:
            with self._state:
                self._working = False
