"""A fleet of productions audited again: against merely reading and decoding the same records.

    python -m bench.fleet                               3 productions of 5,000 acts
    python -m bench.fleet --productions 50 --acts 20000 --shelf DIR
                                                        a studio's, made once and kept in DIR
    python -m bench.fleet --json

The productions are shipped days entered again, many days long (`fleet_records`), three kinds of
them, copied. Floor and subject take turns, production by production, in one process that has loaded
and compiled the rulebooks: the floor reads every entry, parses it and decodes its acts, and does
nothing with them; the subject is the audit under the rulebooks that each production took on.
Then all of them once more over the processes of this machine, from start to end, loading included.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.fleet_records import glue
from provesafe.adapters.fleet import Asked, audit_locally, audit_production
from provesafe.adapters.store import SqliteStore
from provesafe.ledger import parse_entry
from provesafe.service.drafting import acts_of
from provesafe.service.opening import times_of

DAYS = ("dry-creek", "harbour-nine", "the-ford")
EXAMPLES = Path(__file__).parents[1] / "examples/days"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The audit of a fleet.")
    parser.add_argument("--productions", type=int, default=3)
    parser.add_argument("--acts", type=int, default=5_000, help="of each production")
    parser.add_argument("--shelf", type=Path, help="where the productions are, or are to be kept")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shelf = given.shelf or Path(folder)
        paths = make_shelf(shelf, productions=given.productions, acts=given.acts)
        found = measure(paths)
    if given.json:
        print(json.dumps({"schema": "provesafe.bench.fleet/v1", **found}))
    else:
        print("\n".join(lines(found)))
    return 0


def make_shelf(shelf: Path, *, productions: int, acts: int) -> list[Path]:
    """The productions; those that are there already stay."""
    shelf.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(productions):
        name = DAYS[number % len(DAYS)]
        path = shelf / f"{name}-{number:03}"
        first = shelf / f"{name}-{number % len(DAYS):03}"
        if not path.exists():
            if path == first:
                _write(name, path, acts)
            else:
                shutil.copytree(first, path)
        paths.append(path)
    return paths


def measure(paths: Sequence[Path]) -> dict[str, Any]:
    """All figures."""
    asked = Asked(now_ms=time.time_ns() // 1_000_000)
    for path in paths[: len(DAYS)]:
        audit_production(path, asked)
    floors, subjects, acts, not_met = [], [], 0, 0
    for path in paths:
        began = time.process_time()
        counted = _read(path)
        floors.append((time.process_time() - began) / counted)
        began = time.process_time()
        report = audit_production(path, asked)
        subjects.append((time.process_time() - began) / counted)
        acts += counted
        not_met += len(report.audit.not_met)
    workers = os.cpu_count() or 1
    began = time.perf_counter()
    audit_locally(paths, asked, workers=workers, progress=lambda _done, _all: None)
    seconds = time.perf_counter() - began
    return {
        "productions": len(paths),
        "acts": acts,
        "not_met": not_met,
        "floor_us": 1e6 * median(floors),
        "audit_us": 1e6 * median(subjects),
        "ratio": median(subjects) / median(floors),
        "workers": workers,
        "seconds": seconds,
        "productions_per_second": len(paths) / seconds,
        "acts_per_second": acts / seconds,
    }


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for a reader."""
    each, together = found["productions_per_second"], found["acts_per_second"]
    return [
        f"{found['productions']} productions, {found['acts']} acts, {found['not_met']} not met",
        f"read and decode: {found['floor_us']:.0f} µs an act",
        f"audit:           {found['audit_us']:.0f} µs an act, {found['ratio']:.2f} times that",
        f"all of them, {found['workers']} processes, start to end: {found['seconds']:.1f} s",
        f"{each:.2f} productions/s, {together:.0f} acts/s",
    ]


def _read(folder: Path) -> int:
    """Every entry read, parsed, its acts decoded; says how many acts."""
    store = SqliteStore(folder / "record.sqlite", read_only=True)
    try:
        entries = [parse_entry(raw) for raw in store.entries()]
    finally:
        store.close()
    times = times_of(entries[0])
    found = [
        acts_of(entry, times, ms=0) for entry in entries if entry.entry_class in ("act", "request")
    ]
    return sum(1 for entry in entries if entry.entry_class == "act") if found else 0


def _write(name: str, path: Path, acts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        day = Path(folder) / "day"
        program = str(Path(sys.executable).parent / "provesafe")
        subprocess.run(
            [program, "rehearse", str(EXAMPLES / f"{name}.toml"), "--into", str(day)],
            stdout=subprocess.DEVNULL,
            check=False,
        )
        once = glue(day, Path(folder) / "once", days=2) - glue(day, Path(folder) / "one", days=1)
        glue(day, path, days=max(1, acts // once))


if __name__ == "__main__":
    raise SystemExit(main())
