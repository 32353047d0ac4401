"""Hold the columnar monitor to the reference on many random formulas and traces.

    tools/fuzz_columnar.py --cases 100000 --first 0
    tools/fuzz_columnar.py --cases 2000 --faults     plant each known fault, too

Prints the seed of every case that differs, then how many verdicts were telling (not empty, and not
at every time-point), and for each operator in how many cases it met time-points of one second, a
silence longer than its window, and a bound hit exactly. Exit 1 if anything differs or a fault goes
unnoticed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from columns import as_if_complete, expected, found, is_telling, make_any_sample
from generate import Sample, operators_met
from planted_faults import FAULTS, planted
from provesafe.monitor.columnar import compile_formula
from provesafe.rulebook import render


def main() -> int:
    """Run the cases asked for."""
    parser = argparse.ArgumentParser(description="Columns against the reference.")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--faults", action="store_true", help="also plant each known fault")
    chosen = parser.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.cases)
    began = time.perf_counter()
    differing = _compare(seeds)
    print(f"{chosen.cases} cases in {time.perf_counter() - began:.0f} s, {differing} differ")
    unnoticed = _plant(seeds) if chosen.faults else 0
    return 1 if differing or unnoticed else 0


def _samples(seeds: range) -> Iterator[Sample]:
    for seed in seeds:
        sample = make_any_sample(seed)
        yield as_if_complete(sample) if seed % 4 < 2 else sample


def _compare(seeds: range) -> int:
    differing = telling = pairs = 0
    met: Counter[tuple[str, str]] = Counter()
    for seed, sample in zip(seeds, _samples(seeds), strict=True):
        decided, ours = found(sample)
        theirs = expected(sample, decided)
        if ours != theirs:
            differing += 1
            print(f"seed {seed}: {render(sample.formula)}")
            print(f"  missing {sorted(theirs - ours, key=repr)[:3]}")
            print(f"  too many {sorted(ours - theirs, key=repr)[:3]}")
        telling += is_telling(theirs, sample.trace)
        pairs += len(theirs)
        met.update(operators_met(sample))
    print(f"telling verdicts: {telling} of {len(seeds)}; {pairs} bindings compared")
    for name in sorted({name for name, _ in met}):
        counts = ", ".join(f"{what} {met[name, what]}" for what in ("cases", "tie", "gap", "hit"))
        print(f"  {name}: {counts}")
    return differing


def _plant(seeds: range) -> int:
    """How many planted faults nothing notices."""
    known = []
    for sample in _samples(seeds):
        decided, _ = found(sample)
        compiled = compile_formula(sample.formula, sample.signature)
        known.append((sample, compiled, decided, expected(sample, decided)))
    unnoticed = 0
    for fault in FAULTS:
        caught = 0
        with planted(fault):
            for sample, compiled, decided, theirs in known:
                try:
                    caught += found(sample, compiled) != (decided, theirs)
                except (IndexError, ValueError, KeyError, TypeError):
                    caught += 1
        print(f"  {caught:6d} cases notice: {fault.name}")
        unnoticed += not caught
    return unnoticed


if __name__ == "__main__":
    raise SystemExit(main())
