"""Opening a long record: on its snapshot, and from its first entry.

    python -m bench.opening                    100,000 acts under all shipped rulebooks
    python -m bench.opening --acts 10000

The record is made in a folder of its own, acts committed three at a time without being judged. Each
opening is a process of its own, from the start of the interpreter to a production that is ready to
enter; its CPU, its wall time and its largest size in memory are printed. The first time-points are
fetched and indexed once, as for the first explanation. Bars: ready within 2 s, 250 MiB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from bench import working_days
from provesafe import custody
from provesafe.adapters import wiring
from provesafe.adapters.rulebooks import load_rulebooks, shipped_rulebooks
from provesafe.ledger import plan_commit
from provesafe.rulebook import Fact
from provesafe.service import Adopt, DayTimes, Production, adopt
from provesafe.service.committing import Moved, move_on
from provesafe.service.drafting import act_draft

BAR_SECONDS = 2.0
BAR_MIB = 250
TOGETHER = 3
TIMES = DayTimes(zone="America/Denver", starts=date(2026, 3, 2))
Given = tuple[int, str, dict[str, object]]


class Acts(working_days.Production):
    """Working days as the acts they consist of."""

    def __init__(self) -> None:
        super().__init__(weapons=60, performers=20, set_ups=6)
        self.given: list[Given] = []

    def _facts(self, name: str, fields: dict[str, object]) -> frozenset[Fact]:
        self.given.append((self._seconds, name, fields))
        return frozenset()


def make(folder: Path, count: int) -> None:
    """Make a record of so many acts."""
    days = Acts()
    for _ in islice(days.days(), count):
        pass
    given = days.given
    production = wiring.new_production(
        folder,
        title="Dry Creek",
        times=TIMES,
        kind="training",
        passphrase="",
        at_ms=given[0][0] * 1000 - 5000,
        durable=False,
    )
    _enter(production, given[:1])
    books = load_rulebooks(["custody", *(one for one in shipped_rulebooks() if one != "custody")])
    adopted = [Adopt(book=one) for one in books]
    adopt(production, adopted, by="P-ada", now_ms=given[1][0] * 1000)
    wiring.keep_texts(folder, adopted, beside=folder)
    for start in range(1, len(given), TOGETHER):
        _enter(production, given[start : start + TOGETHER])
    production.store.close()
    production.disclosures.close()


def _enter(production: Production, given: Sequence[Given]) -> None:
    ms = given[-1][0] * 1000
    acts = [_named(custody.parse_act(name, fields, at_ms=ms)) for _, name, fields in given]
    day, today = TIMES.shooting_day_of(ms), TIMES.date_of(ms)
    acts = [replace(one, shooting_day=day, date=today) for one in acts]
    commit = plan_commit(
        production.writer,
        [act_draft([one]) for one in acts],
        log_signer=production.log,
        device_signer=production.device,
        now_ms=ms,
        verifier=production.verifier,
    )
    production.store.append(
        commit.raw_entries(),
        commit.checkpoint,
        expected_tree_size=production.writer.tree.size,
    )
    production.writer = commit.state
    for place, one in enumerate(acts):
        index, entry = commit.first_index + place, commit.entries[place].id
        move_on(production, Moved(acts=(one,)), index=index, entry=entry, ms=ms)


def _named(act: custody.Act) -> custody.Act:
    """The act with ids of people in place of their labels."""
    fields = dict(act.fields)
    for field in act.type.fields:
        value = fields.get(field.name)
        if field.kind == "person" and isinstance(value, tuple):
            fields[field.name] = tuple(f"P-{one}" for one in value)
        elif field.kind == "person" and isinstance(value, str):
            fields[field.name] = f"P-{value}"
    return replace(act, fields=fields)


def once(folder: Path) -> None:
    """Open it in this process and print what that took."""
    production = wiring.open_production(folder, passphrase="")
    found = {"cpu": time.process_time(), "mib": _mib(), "kept": production.kept_size}
    began = time.process_time()
    acts = len(production.history.indexed)
    print(json.dumps({**found, "history": time.process_time() - began, "acts": acts}))


def _mib() -> int:
    """Its own largest size: `ru_maxrss` would begin with that of whoever started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def opened(folder: Path) -> dict[str, float]:
    """Open it in a process of its own."""
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "bench.opening", "--once", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return {**found, "wall": time.perf_counter() - began - found["history"]}


def main() -> int:
    """Measure, print, and exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="Opening a long record.")
    parser.add_argument("--acts", type=int, default=100_000)
    parser.add_argument("--made", type=Path, help="a record that was made before")
    parser.add_argument("--once", type=Path, help="open this one, here")
    given = parser.parse_args()
    if given.once is not None:
        once(given.once)
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = given.made or Path(place) / "dc"
        if given.made is None:
            make(folder, given.acts)
        first = opened(folder)
        later = sorted((opened(folder) for _ in range(3)), key=lambda one: one["cpu"])[1]
    for words, one in (("from the first entry", first), ("on its snapshot", later)):
        print(
            f"{words:<22} {one['cpu']:.2f} s CPU, {one['wall']:.2f} s wall, {one['mib']} MiB"
            f" ({one['acts']} acts)"
        )
    print(f"ratio                  {first['cpu'] / later['cpu']:.1f} x")
    print(f"its history, after     {later['history']:.2f} s CPU, once")
    return 0 if later["cpu"] <= BAR_SECONDS and later["mib"] <= BAR_MIB else 1


if __name__ == "__main__":
    raise SystemExit(main())
