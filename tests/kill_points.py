"""Ends the program between any two steps it takes on what it keeps, found by running it.

    points = count_points(lambda: enter(folder))        how many steps there are
    killed_at(7, lambda: enter(folder))                 does it, and is gone before the eighth

A step is whatever the program asks of the outside that can change what is kept: a file opened for
writing, put in another's place, removed, linked, dated or made durable, a folder made or removed,
a statement or a commit in a database. They are not listed by hand: Python itself tells of each
(audit events, SQLite's own trace), so what an operation does tomorrow is a point tomorrow.

Each run is a process of its own, which ends without a word: no `finally`, no closing of files.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from typing import Any

__all__ = ["EndedOtherwiseError", "count_points", "killed_at"]

_CHANGING = frozenset(
    {
        "os.rename",
        "os.remove",
        "os.link",
        "os.symlink",
        "os.utime",
        "os.mkdir",
        "os.rmdir",
        "os.truncate",
        "os.chmod",
        "shutil.rmtree",
        "shutil.copyfile",
        "shutil.copytree",
        "shutil.move",
    }
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_DONE, _FAILED = 0, 3


class EndedOtherwiseError(Exception):
    """The operation failed by itself before it was to be killed."""


class _Steps:
    """Counts steps in this process, and ends it before the one that was named."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.taken = 0
        self.on = False

    def step(self) -> None:
        if not self.on:
            return
        if self.taken == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.taken += 1

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CHANGING or (event == "open" and _is_write(arguments)):
            self.step()

    def install(self) -> None:
        """Hear of everything that happens in this process from now on."""
        sys.addaudithook(self.audit)
        fsync, connect = os.fsync, sqlite3.connect

        def synced(descriptor: Any) -> None:
            self.step()
            fsync(descriptor)

        def connected(*given: Any, **named: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*given, **named)
            connection.set_trace_callback(lambda _statement: self.step())
            return connection

        os.fsync = synced  # type: ignore[assignment]
        sqlite3.connect = connected  # type: ignore[assignment]


def _is_write(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(int(flags) & _WRITES)


def count_points(operation: Callable[[], object]) -> int:
    """Run an operation to its end in a process of its own; say how many steps it took."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        steps = _run(operation, kill_at=-1)
        os.write(write, steps.to_bytes(4, "big", signed=True))
        os._exit(_DONE if steps >= 0 else _FAILED)
    os.close(write)
    told = os.read(read, 4)
    os.close(read)
    os.waitpid(pid, 0)
    points = int.from_bytes(told, "big", signed=True) if told else -1
    if points < 0:
        raise EndedOtherwiseError("the operation does not end well by itself")
    return points


def killed_at(point: int, operation: Callable[[], object]) -> None:
    """Run an operation in a process of its own, which is gone before its step number `point`.

    Raises:
        EndedOtherwiseError: it ended otherwise.
    """
    pid = os.fork()
    if pid == 0:
        _run(operation, kill_at=point)
        os._exit(_FAILED)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        raise EndedOtherwiseError(f"the operation took fewer than {point} steps this time")


def _run(operation: Callable[[], object], *, kill_at: int) -> int:
    """In a process of its own: the steps taken; -1 where it failed."""
    steps = _Steps(kill_at)
    try:
        steps.install()
        steps.on = True
        operation()
        steps.on = False
    except BaseException:  # noqa: BLE001 - this process is about to end
        traceback.print_exc()
        return -1
    return steps.taken
