"""`verify` in two processes, with real ones: the same words, and no trace of a helper."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bundled import InMemory, large_sample, write_folder
from provesafe.adapters import spreading
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.spreading import helpers, spread
from provesafe.ledger import BundleReport, Verifier, settled, verify_bundle
from terminal import run

FILES = large_sample(300)
ENTRIES = "tile/entries/000"


def reading(verifier: Verifier) -> BundleReport:
    """The pass over the bundle."""
    return verify_bundle(InMemory(FILES), verifier=verifier)


@pytest.mark.parametrize("processes", [2, 3])
def test_the_report_is_the_same(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One helper, or two: what one process reports."""
    monkeypatch.setattr(spreading, "LOT", 16)
    assert spread(reading, processes=processes) == reading(ed25519_accepts)


def test_a_helper_that_is_killed_costs_nothing_but_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before its first lot, between two, and with lots before it: the same report."""
    monkeypatch.setattr(spreading, "LOT", 16)
    for after in (0, 5, 30):
        with helpers(1) as deferred:
            work = _killing(after)
            assert settled(work, verifier=ed25519_accepts, deferred=deferred) == reading(
                ed25519_accepts
            )


def _killing(after: int) -> Callable[[Verifier], BundleReport]:
    """The pass, in which every child of this process is killed after so many checks."""
    asked = 0

    def work(verifier: Verifier) -> BundleReport:
        def check(public_key: bytes, signature: bytes, message: bytes, /) -> bool:
            nonlocal asked
            asked += 1
            if asked == after + 1:
                _kill_children()
            return verifier(public_key, signature, message)

        return reading(check)

    return work


def _kill_children() -> None:
    for one in Path("/proc/self/task").iterdir():
        for child in (one / "children").read_text().split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)


def test_the_command_says_the_same_in_two_processes(tmp_path: Path) -> None:
    """Exit status, verdict and place of a fault do not hang on `--processes`."""
    good = write_folder(tmp_path / "good", FILES)
    data = bytearray(FILES[ENTRIES])
    data[data.index(b"=\n", 60_000) - 20] ^= 1
    bad = write_folder(tmp_path / "bad", {**FILES, ENTRIES: bytes(data)})
    for folder, code in ((good, 0), (bad, 3)):
        one, two = (run("verify", folder, "--processes", count, "--json") for count in "12")
        assert one.code == two.code == code
        assert (one.out, one.err) == (two.out, two.err)


def test_verifying_loads_neither_diagrams_nor_numbers() -> None:
    """Whoever checks a record, and each helper, starts without what only proving needs."""
    asked = "import sys, provesafe.adapters.taking_out; print({'dd', 'numpy'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == "set()"
