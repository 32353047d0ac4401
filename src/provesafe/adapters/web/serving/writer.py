"""Who owns the open production while pages are served? One thread, and nobody else.

Pages hand it jobs; it does them one after the other, lets time pass once a second, takes in what
other programs on this laptop have entered, and tells everybody when something changed. Rules:

- a production is never touched by two threads;
- a job that met entries of another program is done again, once, on what then stands;
- what a job gives back is a value; nothing of the production itself leaves the thread.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from provesafe import custody
from provesafe.errors import ConflictError, ProvesafeError, UnavailableError
from provesafe.rulebook import Rulebook
from provesafe.service import (
    Listing,
    Production,
    catch_up,
    close_record,
    keep_alive,
    listing_of,
    open_record,
    tick,
)

__all__ = ["Job", "Writer"]

_T = TypeVar("_T")
Job = Callable[[Production, int], _T]
"""What a page wants done: given the production and the laptop's clock, a value."""

BEAT_SECONDS = 1.0
_WAITING_MAX = 1_000
"""LIMIT: a thousand presses waiting is a fault somewhere, and is told as one."""


class Writer:
    """The thread that owns one production."""

    def __init__(
        self,
        production: Production,
        *,
        book_of: Callable[[custody.Adoption], Rulebook],
        clock: Callable[[], int],
        changed: Callable[[Listing], None],
        touched: Callable[[Production, int], None] = lambda _production, _first: None,
        quiet: Callable[[Production], object] = lambda _production: None,
    ) -> None:
        """
        Args:
            production: open; not to be used by anybody else from `start` on.
            book_of: as for `read_back`.
            clock: the laptop's clock, in milliseconds.
            changed: told what the list says after every change, in this thread.
            touched: told, likewise, which leaf was the first of what came in; before `changed`.
            quiet: done at moments when nobody waits, once a second at most.
        """
        self._production = production
        self._book_of = book_of
        self._clock = clock
        self._changed = changed
        self._touched = touched
        self._quiet = quiet
        self._jobs: queue.Queue[tuple[Job[Any], Future[Any]] | None] = queue.Queue(_WAITING_MAX)
        self._size = -1
        self.fault: ProvesafeError | None = None
        """Why the record could not be followed at the last beat; None when all is well."""
        self._thread = threading.Thread(target=self._run, name="the record's writer")

    @property
    def is_alive(self) -> bool:
        """Whether anything can be entered."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin: enter that the record is open."""
        self._thread.start()

    def stop(self) -> None:
        """End: do what is waiting, enter that the record is closed, close it."""
        self._jobs.put(None)
        self._thread.join()

    def submit(self, job: Job[_T]) -> Future[_T]:
        """Hand in a job.

        Raises:
            UnavailableError: too much is waiting; nothing was entered.
        """
        future: Future[_T] = Future()
        if not self._thread.is_alive():
            raise UnavailableError("the record is not open here; nothing was entered")
        try:
            self._jobs.put_nowait((job, future))
        except queue.Full:
            raise UnavailableError("too much is waiting; nothing was entered") from None
        return future

    def _run(self) -> None:
        try:
            self._guarded(lambda: open_record(self._production, now_ms=self._clock()))
            self._tell()
            beat_at = time.monotonic() + BEAT_SECONDS
            while True:
                with contextlib.suppress(queue.Empty):
                    waiting = self._jobs.get(timeout=max(0.0, beat_at - time.monotonic()))
                    if waiting is None:
                        break
                    job, future = waiting
                    self._do(job, future)
                # A hundred phones leave no second without a job: time passes all the same.
                if time.monotonic() >= beat_at:
                    self._guarded(self._beat)
                    self._tell()
                    beat_at = time.monotonic() + BEAT_SECONDS
            self._guarded(lambda: close_record(self._production, now_ms=self._clock()))
        finally:
            self._production.store.close()
            self._production.disclosures.close()

    def _do(self, job: Job[Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            try:
                result = job(self._production, self._clock())
            except ConflictError:
                if catch_up(self._production, book_of=self._book_of)[0] == self._size_now():
                    raise
                result = job(self._production, self._clock())
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever asked
            future.set_exception(error)
        else:
            # First everybody is told: the page that follows a press must know of it.
            self._tell()
            future.set_result(result)

    def _size_now(self) -> int:
        return self._production.writer.tree.size

    def _beat(self) -> None:
        """Once a second, between two jobs: others' entries, time gone by, being alive."""
        catch_up(self._production, book_of=self._book_of)
        now_ms = self._clock()
        tick(self._production, now_ms=now_ms)
        keep_alive(self._production, now_ms=now_ms)
        if self._jobs.empty():
            self._quiet(self._production)

    def _guarded(self, work: Callable[[], object]) -> None:
        """Do the timer's work; what cannot be done now is done at a later beat, and said."""
        try:
            work()
        except ProvesafeError as error:
            self.fault = error
        else:
            self.fault = None

    def _tell(self) -> None:
        if self._size_now() != self._size:
            first, self._size = self._size, self._size_now()
            if first >= 0:
                self._touched(self._production, first)
            self._changed(listing_of(self._production, now_ms=self._clock()))
