"""Every byte of a bundle changed once: each change refused, with its file named and its entry.

    tools/every_byte.py                      a bundle of 300 entries, a quarter of a million places
    tools/every_byte.py --entries 40         a smaller one
    tools/every_byte.py --processes 2

One seeded bit at each place, in process, against the whole bundle; exit 1 with the place that
nobody noticed. The tests do the same for 20 entries, and for 3,000 places of 300.

What a process has read or checked before, it remembers: reading an entry and checking a signature
give the same for the same bytes, and all but one entry of a changed bundle are the same.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from bundled import Remembering, large_sample
from one_byte import Unnoticed, places, try_changes
from provesafe.ledger import intake, parse_entry

SEALS = 1
"""Earlier checkpoints that are kept: each has a copy of the entries before it, byte for byte."""

LOT = 2_000
"""Places that a process tries before it says how far it is."""


@cache
def bundle(entries: int) -> dict[str, bytes]:
    """The bundle, made once in a process, which from then on remembers what it reads."""
    vars(intake)["parse_entry"] = lru_cache(2 * entries)(parse_entry)
    return large_sample(entries, seals=SEALS)


@cache
def remembering() -> Remembering:
    """The check, which from then on remembers what it checked."""
    return Remembering()


def tried(entries: int, first: int) -> int:
    """Try one lot, its bits the same in every run; say how many places it was."""
    files, rng = bundle(entries), random.Random(first)  # noqa: S311 - the same in every run
    chosen = places(files)[first : first + LOT]
    changes = [(path, at, 1 << rng.randrange(8)) for path, at in chosen]
    return sum(1 for _ in try_changes(files, changes, remembering()))


def main() -> int:
    """Try every place; exit 1 at the first that was not refused as it should be."""
    parser = argparse.ArgumentParser(description="Change every byte of a bundle, one at a time.")
    parser.add_argument("--entries", type=int, default=300)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    everywhere = len(places(bundle(given.entries)))
    began, done = time.perf_counter(), 0
    firsts = range(0, everywhere, LOT)
    context = get_context("spawn")
    with ProcessPoolExecutor(given.processes, mp_context=context) as pool:
        try:
            for count in pool.map(tried, [given.entries] * len(firsts), firsts):
                done += count
                if sys.stderr.isatty():
                    print(f"\r{done} of {everywhere}", end="", file=sys.stderr, flush=True)
        except Unnoticed as error:
            print(error)
            return 1
    seconds = time.perf_counter() - began
    print(f"{done} places of {everywhere}, each refused where it is, in {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
