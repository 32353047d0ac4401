"""A program is killed, or its system calls fail: what it said is there, and no half commit."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from committing import planned
from provesafe.adapters.store import SqliteStore

PROGRAM = Path(__file__).parent.parent / "committing.py"
EXPECTED = [raw for one in islice(planned(), 900) for raw in one.raw_entries()]
KILLS = 12
LIMIT_SECONDS = 60

CALLS = ("pwrite64", "fdatasync", "ftruncate", "unlink")
FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")


def there(record: Path) -> list[bytes]:
    """Open what is left, for writing, and read it."""
    store = SqliteStore(record)
    try:
        return list(store.entries())
    finally:
        store.close()


def strace(call: str, inject: str, log: Path, record: Path, *words: str) -> list[str]:
    """Name the program under strace, with one kind of system call made to fail."""
    options = ["-f", "-o", str(log), "-e", f"trace={call}", "-e", inject]
    return ["strace", *options, sys.executable, str(PROGRAM), str(record), *words]


def said(output: str) -> int:
    """The largest size that was acknowledged."""
    return max((int(line) for line in output.splitlines() if line.isdecimal()), default=0)


def test_killed_again_and_again_it_keeps_what_it_said(tmp_path: Path) -> None:
    """One record through a dozen programs, each killed at a random moment of its work."""
    rng, promised = random.Random(9), 0
    record = tmp_path / "record.sqlite"
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, PROGRAM, record, "1000"], stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            output = ""
            for _ in range(rng.randrange(1, 40)):
                output += running.stdout.readline()
            running.send_signal(signal.SIGKILL)
            output += running.stdout.read()
        promised = max(promised, said(output))
        found = there(record)
        assert found == EXPECTED[: len(found)]
        assert len(found) >= promised
    assert promised > 4 * KILLS


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_system_call_fails(call: str, fault: str, tmp_path: Path) -> None:
    """At each of the first calls of a kind: what was said is there, and nothing half a commit."""
    met = 0
    for number in (1, 2, 3, 5, 8, 13, 21):
        record = tmp_path / f"{number}" / "record.sqlite"
        record.parent.mkdir()
        log = tmp_path / f"{number}.log"
        inject = f"inject={call}:{fault}:when={number}"
        ran = subprocess.run(
            strace(call, inject, log, record, "6", "wal_autocheckpoint = 4"),
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        met += "(INJECTED)" in log.read_text() or "killed by SIGKILL" in log.read_text()
        found = there(record) if record.exists() else []
        assert found == EXPECTED[: len(found)], (number, ran.stderr)
        assert len(found) >= said(ran.stdout), (number, ran.stderr)
        if "Error" in ran.stderr or "failed" in ran.stdout:
            assert "Traceback" not in ran.stderr or "Store" in ran.stderr, ran.stderr
    assert met >= 1


def test_on_a_disk_that_stays_full_it_says_so_and_keeps_the_rest(tmp_path: Path) -> None:
    """From the n-th write on there is no room: each try is `store.full`, all before is there."""
    record, log = tmp_path / "record.sqlite", tmp_path / "log"
    ran = subprocess.run(
        strace("pwrite64", "inject=pwrite64:error=ENOSPC:when=60+", log, record, "100"),
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    lines = ran.stdout.splitlines()
    assert lines[-3:] == ["failed store.full"] * 3
    assert len(there(record)) == said(ran.stdout) > 0
