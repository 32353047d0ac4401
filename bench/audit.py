"""Six rules over a made-up log of custody: cold from a Parquet file, warm, with few keys and many.

    python -m bench.audit                  one million events, and the keys at one million
    python -m bench.audit --large          ten million as well
    python -m bench.audit --json

Cold means a process of its own, from its start to its end: imports, reading, all six rules. The
floor beside it, in a process of its own as well, reads the same columns and sorts them by weapon
and time once. Floor and subject take turns, five times; medians are printed, and the ratio.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.custody_facts import RULES, SIGNATURE, write_facts

TURNS = 5
BAR_COLD_SECONDS = 1.2
BAR_COLD_MB = 500
BAR_EVENTS_PER_SECOND = 5_000_000
BAR_LARGE_SECONDS = 15.0
BAR_KEYS = 1.5
MONPOLY_SECONDS = 24.4
"""MonPoly on a log of the same make, cut per production, its best case; measured elsewhere."""


def main() -> int:
    """Measure, print, and exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="The batch monitor's benchmark.")
    parser.add_argument("--large", action="store_true", help="ten million events as well")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        what, file = given.child
        print(json.dumps(CHILDREN[what](Path(file))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), large=given.large)
    if given.json:
        print(json.dumps({"schema": "provesafe.bench.audit/v1", **found}))
    else:
        print("\n".join(lines(found)))
    return 0 if all(found["bars"].values()) else 1


def measure(folder: Path, *, large: bool) -> dict[str, Any]:
    """All figures, and which bars are kept."""
    million = _file(folder, 1_000_000, 8_000)
    cold = _cold(million, TURNS)
    warm = _child("warm", million)[1]
    found: dict[str, Any] = {"cold": cold, "warm": warm["rules"]}
    size = 10_000_000 if large else 1_000_000
    few, many = _file(folder, size, 1_000), _file(folder, size, 100_000)
    keys: dict[int, list[float]] = {1_000: [], 100_000: []}
    for _ in range(3 if large else TURNS):
        keys[1_000].append(_child("rules", few)[1]["rules_seconds"])
        keys[100_000].append(_child("rules", many)[1]["rules_seconds"])
    found["keys"] = {"events": size, **{str(n): median(values) for n, values in keys.items()}}
    found["keys"]["ratio"] = found["keys"]["100000"] / found["keys"]["1000"]
    found["bars"] = {
        f"six rules cold in {BAR_COLD_SECONDS} s": cold["seconds"] <= BAR_COLD_SECONDS,
        f"within {BAR_COLD_MB} MB": cold["peak_mb"] <= BAR_COLD_MB,
        f"{BAR_EVENTS_PER_SECOND} events/s on each rule warm": min(
            rule["events_per_second"] for rule in warm["rules"].values()
        )
        >= BAR_EVENTS_PER_SECOND,
        f"100,000 keys within {BAR_KEYS} times 1,000 keys": found["keys"]["ratio"] <= BAR_KEYS,
    }
    if large:
        found["large"] = _cold(many, 3)
        kept = found["large"]["seconds"] <= BAR_LARGE_SECONDS
        found["bars"][f"ten million cold in {BAR_LARGE_SECONDS} s"] = kept
    return found


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for a reader."""
    told = [_cold_line("1 M events, six rules, cold", found["cold"])]
    told.append(
        f"  (MonPoly on such a log, cut per production: {MONPOLY_SECONDS} s, measured elsewhere)"
    )
    for name, rule in found["warm"].items():
        rate = rule["events_per_second"] / 1e6
        told.append(f"  {name} warm: {rule['violations']:6d} found, {rate:6.1f} M events/s")
    if "large" in found:
        told.append(_cold_line("10 M events, six rules, cold", found["large"]))
    keys = found["keys"]
    told.append(
        f"six rules over {keys['events']} events: {keys['1000']:.2f} s with 1,000 live keys, "
        f"{keys['100000']:.2f} s with 100,000: {keys['ratio']:.2f} times"
    )
    told += [f"{'kept  ' if kept else 'MISSED'} {bar}" for bar, kept in found["bars"].items()]
    return told


def _cold_line(what: str, cold: dict[str, float]) -> str:
    return (
        f"{what}: {cold['seconds']:.2f} s, {cold['peak_mb']:.0f} MB; one read and sort of the same "
        f"file: {cold['floor_seconds']:.2f} s; ratio {cold['ratio']:.2f}"
    )


def _file(folder: Path, events: int, weapons: int) -> Path:
    path = folder / f"{events}-{weapons}.parquet"
    write_facts(path, events=events, weapons=weapons)
    return path


def _cold(path: Path, turns: int) -> dict[str, float]:
    floors, subjects, peaks = [], [], []
    for _ in range(turns):
        floors.append(_child("floor", path)[0])
        seconds, told = _child("rules", path)
        subjects.append(seconds)
        peaks.append(told["peak_mb"])
    return {
        "seconds": median(subjects),
        "floor_seconds": median(floors),
        "ratio": median(subjects) / median(floors),
        "peak_mb": max(peaks),
    }


def _child(what: str, path: Path) -> tuple[float, dict[str, Any]]:
    """A fresh process: its seconds from start to end, and what it says."""
    command = [sys.executable, "-m", "bench.audit", "--child", what, str(path)]
    began = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - began, json.loads(ran.stdout)


def _floor(path: Path) -> dict[str, Any]:
    """Read every column once, and sort by weapon and time once."""
    import numpy as np
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    weapon = table.column("w").to_numpy()
    order = np.lexsort((np.arange(table.num_rows), weapon))
    return {"rows": len(order)}


def _rules(path: Path) -> dict[str, Any]:
    """Read, and ask all six rules."""
    from provesafe.adapters.exchange import load_trace
    from provesafe.monitor import Evaluation, ask, compile_formula
    from provesafe.rulebook import parse_formula, parse_signature

    signature = parse_signature(SIGNATURE)
    evaluation = Evaluation(load_trace(path, signature))
    began = time.perf_counter()
    found = {
        name: ask(compile_formula(parse_formula(text, strict=False), signature), evaluation).count()
        for name, text in RULES.items()
    }
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"violations": found, "rules_seconds": seconds, "peak_mb": peak}


def _warm(path: Path) -> dict[str, Any]:
    """Each rule by itself, on a trace that is in memory."""
    from provesafe.adapters.exchange import load_trace
    from provesafe.monitor import ask, compile_formula
    from provesafe.rulebook import parse_formula, parse_signature

    signature = parse_signature(SIGNATURE)
    trace = load_trace(path, signature)
    rules: dict[str, Any] = {}
    for name, text in RULES.items():
        question = compile_formula(parse_formula(text, strict=False), signature)
        seconds, count = [], 0
        for _ in range(TURNS + 1):
            began = time.perf_counter()
            count = ask(question, trace).count()
            seconds.append(time.perf_counter() - began)
        rate = trace.size / median(seconds[1:])
        rules[name] = {"violations": count, "events_per_second": rate}
    return {"rules": rules}


CHILDREN = {"floor": _floor, "rules": _rules, "warm": _warm}

if __name__ == "__main__":
    raise SystemExit(main())
