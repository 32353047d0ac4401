"""Checking a long record's signatures in more than one process.

Nearly all the time that verifying takes is Ed25519. The pass over the record stays in this process;
signatures go to helpers in lots, and when every helper has enough to do, this process checks a lot
itself, so that none of them waits. What is answered at the end, and which entry is named, is what
one process would say: `ledger.settled` sees to that.

A helper that dies costs time and nothing else: what it had not answered is checked here.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, Protocol, TypeVar

from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import Verifier, settled

__all__ = ["LARGE_ENTRIES", "Helpers", "helpers", "processes_for", "spread"]

Found = TypeVar("Found")
Check = tuple[bytes, bytes, bytes]
"""Public key, signature, message."""

LARGE_ENTRIES: Final = 100_000
"""Fewer are checked within some seconds, and a helper needs one before it is of use."""

PROCESSES: Final = 2
"""Where nobody asks for more: one core is left on most machines for whatever else they do."""

LOT: Final = 64
"""Checks that go together: some 30 kB, which a pipe holds without anybody waiting."""

WAITING_MAX: Final = 3
"""Lots that a helper has before it, so that it always has the next."""


def processes_for(entries: int) -> int:
    """Say in how many processes a record of so many entries is checked, if nobody says."""
    return min(PROCESSES, os.cpu_count() or 1) if entries >= LARGE_ENTRIES else 1


def spread(work: Callable[[Verifier], Found], *, processes: int) -> Found:
    """Do a pass over signed bytes in so many processes.

    Law: gives or raises what `work(ed25519_accepts)` does.

    Args:
        work: the pass, given its check; it may be done twice.
        processes: this one and its helpers.
    """
    if processes <= 1:
        return work(ed25519_accepts)
    with helpers(processes - 1) as deferred:
        return settled(work, verifier=ed25519_accepts, deferred=deferred)


class Line(Protocol):
    """What leads to a helper: the end of a pipe."""

    def send(self, lot: list[Check], /) -> None:
        """Give a lot to be checked."""
        ...

    def recv(self) -> Any:
        """Wait for the answer to the oldest lot that has none."""
        ...

    def poll(self) -> bool:
        """Say whether there is one."""
        ...


@dataclass(frozen=False, slots=True)
class _Helper:
    """A process that checks lots of signatures, one lot after another."""

    line: Line | None
    """None once it has died."""
    waiting: deque[list[Check]] = field(default_factory=deque)
    """Lots that it was given and has not answered, the oldest first."""


class Helpers:
    """A check that says yes and looks later: `ledger.Deferred`."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """
        Args:
            lines: one to each helper.
        """
        self._helpers = [_Helper(line) for line in lines]
        self._lot: list[Check] = []
        self._right = True

    def __call__(self, public_key: bytes, signature: bytes, message: bytes, /) -> bool:
        """Say yes, and have it looked at; once one was wrong, no, so that the pass ends soon."""
        self._lot.append((public_key, signature, message))
        if len(self._lot) == LOT:
            self._hand_out()
        return self._right

    def settle(self) -> bool:
        """Wait for every check that was asked for; say whether each was rightly a yes."""
        self._check(self._lot)
        self._lot = []
        for helper in self._helpers:
            while helper.waiting:
                self._hear(helper)
        return self._right

    def _hand_out(self) -> None:
        lot, self._lot = self._lot, []
        for helper in self._helpers:
            while helper.waiting and helper.line is not None and helper.line.poll():
                self._hear(helper)
        for helper in sorted(self._helpers, key=lambda one: len(one.waiting)):
            if helper.line is not None and len(helper.waiting) < WAITING_MAX:
                helper.waiting.append(lot)
                try:
                    helper.line.send(lot)
                except OSError:
                    self._lose(helper)
                return
        self._check(lot)

    def _hear(self, helper: _Helper) -> None:
        """Take the answer to a helper's oldest lot."""
        try:
            if helper.line is None:
                return
            self._right &= bool(helper.line.recv())
            helper.waiting.popleft()
        except (OSError, EOFError):
            self._lose(helper)

    def _lose(self, helper: _Helper) -> None:
        helper.line = None
        while helper.waiting:
            self._check(helper.waiting.popleft())

    def _check(self, lot: Iterable[Check]) -> None:
        self._right = self._right and _all_right(lot)


@contextmanager
def helpers(count: int) -> Iterator[Helpers]:
    """Start helpers; they end with the block."""
    # Processes that are copied from this one could inherit a lock of another's threads.
    context = get_context("spawn")
    lines = []
    started = []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            one = context.Process(target=_serve, args=(theirs,), daemon=True)
            one.start()
            theirs.close()
            lines.append(ours)
            started.append(one)
        yield Helpers(lines)
    finally:
        for line in lines:
            line.close()
        for one in started:
            one.terminate()
            one.join()


def _serve(line: Connection) -> None:
    """Answer lots until the line is closed."""
    # Ctrl-C reaches every process of a terminal; it is the first one's to say so.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, EOFError):
        while True:
            line.send(_all_right(line.recv()))


def _all_right(lot: Iterable[Check]) -> bool:
    return all(ed25519_accepts(*one) for one in lot)
