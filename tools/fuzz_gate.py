"""Hold the gate to the reference on many random rules and traces, step by step.

    tools/fuzz_gate.py --cases 20000 --seed 0
    tools/fuzz_gate.py --cases 500 --faults     plant each known fault, too

Every step also goes through a snapshot and a restored gate, and every past violation through an
explanation and its recheck. Prints the seed of every case that differs, then how many verdicts told
occasions apart (some violated or open, and not all), and for each operator in how many cases it met
time-points of one second, a silence longer than its window, and a bound hit exactly. Exit 1 if
anything differs or a fault goes unnoticed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from agreement import disagreements, expected, replayed, rule_of
from focused import focused
from gate_faults import FAULTS, planted
from generate import Sample, is_telling, make_sample, operators_met
from provesafe.monitor import ExplanationError, explain, recheck
from provesafe.rulebook import render

DEPTHS = (2, 3, 4)


def main() -> int:
    """Run the cases asked for."""
    parser = argparse.ArgumentParser(description="The gate against the reference.")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--faults", action="store_true", help="also plant each known fault")
    chosen = parser.parse_args()
    seeds = range(chosen.seed, chosen.seed + chosen.cases)
    began = time.perf_counter()
    differing = _compare(seeds)
    print(f"{chosen.cases} cases in {time.perf_counter() - began:.0f} s, {differing} differ")
    unnoticed = _plant() if chosen.faults else 0
    return 1 if differing or unnoticed else 0


def _samples(seeds: range) -> Iterator[Sample]:
    """Three past rules to each with a deadline, of several depths."""
    for seed in seeds:
        depth = DEPTHS[seed % len(DEPTHS)]
        yield make_sample(seed, klass="past" if seed % 4 else "deadline", depth=depth)


def _compare(seeds: range) -> int:
    differing = telling = occasions = explained = 0
    met: Counter[tuple[str, str]] = Counter()
    for seed, sample in zip(seeds, _samples(seeds), strict=True):
        found = [*disagreements(sample), *_unexplained(sample)]
        if found:
            differing += 1
            print(f"seed {seed}: {render(sample.on)} -> {render(sample.require)}")
            print(f"  {found[:3]}")
        verdicts = [verdict for _, _, verdict in sample.verdicts()]
        telling += is_telling(verdicts)
        occasions += len(verdicts)
        explained += verdicts.count("violated")
        met.update(operators_met(sample))
    print(f"telling verdicts: {telling} of {len(seeds)} ({100 * telling // len(seeds)} %)")
    print(f"{occasions} occasions compared, {explained} violations explained and rechecked")
    for name in sorted({name for name, _ in met}):
        counts = ", ".join(f"{what} {met[name, what]}" for what in ("cases", "tie", "gap", "hit"))
        print(f"  {name}: {counts}")
    return differing


def _unexplained(sample: Sample) -> list[str]:
    """Every violation without an explanation that rechecks."""
    until = max(sample.observed_until, sample.trace[-1].seconds)
    rule = rule_of(sample)
    found: list[str] = []
    for index, row, verdict in sample.verdicts():
        if verdict == "violated":
            try:
                told = explain(rule, row, sample.trace, index, observed_until=until)
                recheck(told, rule, sample.trace, observed_until=until)
            except ExplanationError as error:
                found.append(f"{index} {row}: {error}")
    return found


def _plant() -> int:
    """How many planted faults nothing notices."""
    known = [(sample, expected(sample)) for sample in focused(traces=10)]
    unnoticed = 0
    for fault in FAULTS:
        caught = 0
        with planted(fault):
            for sample, want in known:
                try:
                    caught += replayed(sample, laws=fault.law) != (want, [])
                except (IndexError, KeyError, ValueError):
                    caught += 1
        print(f"  {caught:6d} of {len(known)} samples notice: {fault.name}")
        unnoticed += not caught
    return unnoticed


if __name__ == "__main__":
    raise SystemExit(main())
