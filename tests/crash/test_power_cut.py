"""The power is cut at any moment: whatever the store had promised is there afterwards."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from committing import planned
from power_cut import Trace, record
from provesafe.adapters.store import SqliteStore
from provesafe.errors import ProvesafeError

PROGRAM = Path(__file__).parent.parent / "committing.py"
COMMITS, IMAGES, IMAGES_WEAK = 60, 1_000, 120
HURRIED = "wal_autocheckpoint = 20"
"""So that the WAL is written back, and begun anew, many times in a run."""
EXPECTED = [raw for one in islice(planned(), COMMITS + 10) for raw in one.raw_entries()]


@pytest.fixture
def ram() -> Iterator[Path]:
    """A folder in memory: thousands of small files are laid down there and read."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def traced(place: Path, *pragmas: str) -> Trace:
    """Let the program go on with a record of a few commits, and take down what it does."""
    live = place / "live"
    live.mkdir()
    command = [sys.executable, str(PROGRAM), str(live / "record.sqlite")]
    subprocess.run([*command, "4"], check=True, timeout=60, stdout=subprocess.PIPE)
    return record([*command, str(COMMITS), HURRIED, *pragmas], live, place / "calls")


def lost(trace: Trace, rng: random.Random, place: Path) -> str:
    """Cut the power once and open what is left; say what is wrong with it."""
    image, said = trace.image(rng)
    place.mkdir()
    for name, data in image.items():
        (place / name).write_bytes(data)
    promised = max((int(one) for one in said if one.isdecimal()), default=0)
    try:
        store = SqliteStore(place / "record.sqlite", durable=False)
        there = list(store.entries())
        store.close()
    except ProvesafeError as error:
        return f"does not open: {error}"
    if there != EXPECTED[: len(there)]:
        return "holds something else"
    return "" if len(there) >= promised else f"{promised} promised, {len(there)} there"


def test_nothing_that_was_promised_is_lost(tmp_path: Path, ram: Path) -> None:
    """A thousand cuts, with lost, torn and reordered writes: each record opens with all of it."""
    trace, rng = traced(tmp_path), random.Random(1)
    wrong = [found for n in range(IMAGES) if (found := lost(trace, rng, ram / str(n)))]
    assert wrong == []


def test_the_cuts_can_tell(tmp_path: Path, ram: Path) -> None:
    """The same store without a sync at each commit loses what it promised, and is caught."""
    trace, rng = traced(tmp_path, "synchronous = normal"), random.Random(2)
    wrong = [found for n in range(IMAGES_WEAK) if (found := lost(trace, rng, ram / str(n)))]
    assert len(wrong) > IMAGES_WEAK // 4
    assert any("promised" in found for found in wrong)
