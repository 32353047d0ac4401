"""The prover: protocols of known size, fault trees, and other programs on the same input.

    python -m bench.prover                     protocols, and SPIN where it is installed
    python -m bench.prover --trees FOLDER      also every *.xml of a folder, and SCRAM
    python -m bench.prover --limit 150         seconds after which SCRAM counts as this many
    python -m bench.prover --pure              three weapons in plain Python too, and the trees
    python -m bench.prover --json

Protocols are the model of tests/note_model.py: one to three weapons, and one weapon with twenty
checks that can each go wrong in three ways. Ours and the other program take turns; the middle of
five turns is printed, and the processor's own time beside it; the bars are for the second, as one
thread does all of it and waits for nothing. Trees are solved one after another
in one process, parsing included; SCRAM is started for each, and so is plain Python, which ends
at the limit.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from note_model import note_model
from provesafe.adapters.web.demo import demo_day
from provesafe.adapters.wiring import adoptions, open_rehearsal
from provesafe.prover import (
    Chance,
    Effort,
    Proof,
    TooLargeError,
    count_states,
    parse_tree,
    prove_system,
    render_promela,
    solve_tree,
    states_a_second_needs,
)
from provesafe.prover.answers.numbers import numbers_of
from provesafe.prover.systems.explicit import shortest_run
from provesafe.service import Prover, Report, left_now, read_act, rehearse, report

TURNS = 5
CASES: tuple[tuple[str, dict[str, int], float], ...] = (
    ("one weapon, 15 failures", {}, 0.05),
    ("two weapons, 29 failures", {"weapons": 2}, 0.5),
    ("three weapons, 42 failures", {"weapons": 3}, 3.0),
    ("twenty checks, 75 failures", {"checks": 20, "ways": 3}, 1.0),
)
BAR_PURE_SECONDS = 40.0
BAR_SPIN_RATIO = 1.5
BAR_FAST_TREES = 28 / 43
TREE_SECONDS = 150.0
BAR_HERE_SECONDS = 1.0
WEAPONS_OUT = 10
NOW_MS = 1_772_460_000_000


def main() -> int:
    """Measure, print, and exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="The prover.")
    parser.add_argument("--trees", type=Path)
    parser.add_argument("--limit", type=float, default=TREE_SECONDS)
    parser.add_argument("--pure", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args([] if __name__ != "__main__" else None)
    found: dict[str, Any] = {"protocols": [_protocol(*case) for case in CASES]}
    if given.pure:
        seconds, proof = _timed(
            lambda: prove_system(note_model(3), engine="python", check=False), turns=1
        )
        found["pure"] = {"seconds": seconds, "sets": proof.count, "bar": BAR_PURE_SECONDS}
    found["states"] = _against_spin()
    found["here"] = _here()
    if given.trees:
        paths = sorted(given.trees.glob("*.xml"))
        found["trees"] = _trees(paths, given.limit)
        if given.pure:
            each = [_solved_apart(path, given.limit) for path in paths]
            found["trees"]["pure"] = {
                "solved": sum(sets is not None for sets, _ in each),
                "longest": max(each, key=lambda one: one[1])[1],
                "seconds": sum(min(seconds, given.limit) for _, seconds in each),
            }
    found["bars"] = _bars(found)
    if given.json:
        print(json.dumps({"schema": "provesafe.bench.prover/v1", **found}, indent=1))
    else:
        print("\n".join(lines(found)))
    return 0 if all(found["bars"].values()) else 1


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for a reader."""
    told = [
        f"{one['name']}: {one['sets']:,} sets, {one['seconds'] * 1000:.0f} ms "
        f"(processor {one['cpu'] * 1000:.0f} ms; bar {one['bar'] * 1000:.0f} ms)"
        for one in found["protocols"]
    ]
    if "pure" in found:
        told.append(f"three weapons in plain Python: {found['pure']['seconds']:.1f} s")
    states = found["states"]
    told.append(f"states one by one ({states['by']}): {states['ours']:,.0f} a second")
    if states["spin"]:
        told.append(f"  SPIN: {states['spin']:,.0f} a second; ratio {states['ratio']:.2f}")
    here = found["here"]
    told.append(
        f"from here, {here['weapons']} weapons out: {here['seconds'] * 1000:.0f} ms of processor "
        f"after each act (at first {here['first']:.1f} s)"
    )
    if "trees" in found:
        trees = found["trees"]
        for one in trees["each"]:
            scram = "-" if one["scram"] is None else f"{one['scram']:7.2f}"
            told.append(f"  {one['name']:<14} {one['sets']!s:>16} {one['seconds']:7.2f} s {scram}")
        told.append(
            f"{trees['solved']} of {len(trees['each'])} trees solved, {trees['fast']} within 1 s; "
            f"{trees['seconds']:.1f} s in all, SCRAM {trees['scram']:.1f} s"
        )
        if "pure" in trees:
            pure = trees["pure"]
            told.append(
                f"  in plain Python {pure['solved']} solved, {pure['seconds']:.1f} s in all, "
                f"the longest {pure['longest']:.1f} s"
            )
    return told + [f"{'kept  ' if kept else 'MISSED'} {bar}" for bar, kept in found["bars"].items()]


def _protocol(name: str, model: dict[str, int], bar: float) -> dict[str, Any]:
    began = time.process_time()
    seconds, proof = _timed(lambda: _answered(model), turns=TURNS)
    return {
        "name": name,
        "seconds": seconds,
        "cpu": (time.process_time() - began) / TURNS,
        "sets": proof.count,
        "states": proof.states,
        "bar": bar,
    }


def _answered(model: dict[str, int]) -> Proof:
    """Sets and probability; for one weapon every story too, as the bar has it."""
    system = note_model(**model)  # type: ignore[arg-type]  # counts
    proof = prove_system(system, check=False)
    chance = Chance(mean=0.01, factor=3.0, method="", source="")
    numbers_of(proof, dict.fromkeys(system.failures, chance), trials=1_000)
    if not model:
        for one in proof.listed:
            shortest_run(system, sum(1 << number for number in one))
    return proof


def _timed(run: Callable[[], Proof], *, turns: int) -> tuple[float, Proof]:
    seconds: list[float] = []
    for _ in range(turns):
        began = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - began)
    return median(seconds), found


def _here() -> dict[str, Any]:
    """What is left from here, worked out again after an act: ten weapons out, and their pairs."""
    day = demo_day(NOW_MS, zone="UTC")
    with open_rehearsal(day) as production, tempfile.TemporaryDirectory() as beside:
        books = adoptions(day.rulebooks, day.watched, day.settings, beside=Path(beside))
        rehearse(production, day, books)

        def entered(name: str, **fields: object) -> None:
            act = read_act(production, name, fields)
            report(production, Report(acts=(act,)), now_ms=NOW_MS)

        for number in range(WEAPONS_OUT - 1):
            weapon = f"more-{number}"
            entered("receive_weapon", weapon=weapon, kind="real", action="single", chambers=6,
                    by="ada")  # fmt: skip
            entered("draw", weapon=weapon, by="dov", place="locker", purpose="filming")
        prover = Prover(production)
        began = time.perf_counter()
        left_now(prover, now_ms=NOW_MS)
        first = time.perf_counter() - began
        seconds: list[float] = []
        for turn in range(2 * TURNS):
            entered("call", weapon="colt-2", by="ada", state="cold")
            began, cpu = time.perf_counter(), time.process_time()
            found = left_now(prover, now_ms=NOW_MS)
            # The first after an act of a kind that is new makes the models of the pairs.
            if turn >= TURNS:
                seconds.append(time.process_time() - cpu)
        return {"weapons": len(found.weapons), "first": first, "seconds": median(seconds)}


def _against_spin() -> dict[str, Any]:
    """States a second over two weapons, ours and SPIN's in turn."""
    # A million states are minutes in plain Python: then the small model says as much.
    system = note_model(2 if states_a_second_needs() == "numba" else 1)
    everything = (1 << len(system.failures)) - 1
    count_states(note_model(1), 0)  # compiled before it is timed
    spin = shutil.which("spin") and shutil.which("cc")
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if spin:
            _built(folder, render_promela(system))
        for _ in range(TURNS):
            began = time.perf_counter()
            states = count_states(system, everything)
            ours.append(states / (time.perf_counter() - began))
            if spin:
                began = time.perf_counter()
                command = ["./pan", "-m1000000", "-c0", "-w24"]
                subprocess.run(command, cwd=folder, check=True, capture_output=True)
                theirs.append(states / (time.perf_counter() - began))
    rate = median(ours)
    return {
        "by": states_a_second_needs(),
        "states": states,
        "ours": rate,
        "spin": median(theirs) if theirs else None,
        "ratio": rate / median(theirs) if theirs else None,
    }


def _built(folder: Path, model: str) -> None:
    """SPIN's search, without its own reductions, which would count other states."""
    # The assertion would store each hazard state twice: states are to be the same.
    kept = "\n".join(line for line in model.splitlines() if "assert(false)" not in line)
    (folder / "model.pml").write_text(kept, encoding="utf-8")
    subprocess.run(["spin", "-a", "model.pml"], cwd=folder, check=True, capture_output=True)
    flags = ["-O2", "-DSAFETY", "-DNOREDUCE"]
    subprocess.run(["cc", *flags, "-w", "-o", "pan", "pan.c"], cwd=folder, check=True)


def _trees(paths: list[Path], limit: float) -> dict[str, Any]:
    scram = shutil.which("scram")
    each = [_tree(path, scram, limit) for path in paths]
    solved = [one for one in each if one["sets"] is not None and one["seconds"] <= limit]
    return {
        "each": each,
        "solved": len(solved),
        "fast": sum(one["seconds"] <= 1 for one in solved),
        "seconds": sum(min(one["seconds"], limit) for one in each),
        "scram": sum(one["scram"] or 0 for one in each),
    }


def _tree(path: Path, scram: str | None, limit: float) -> dict[str, Any]:
    sets, seconds = _solved(path, limit, "cudd")
    theirs = None
    if scram:
        began = time.perf_counter()
        command = [scram, "--bdd", "-l", "100", "-o", "/dev/null", str(path)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=limit)
            theirs = time.perf_counter() - began
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            theirs = limit
    return {"name": path.stem, "sets": sets, "seconds": seconds, "scram": theirs}


def _solved(path: Path, limit: float, engine: str) -> tuple[int | None, float]:
    """How many sets, and the seconds it took; the limit where it was not solved whole."""
    began = time.perf_counter()
    try:
        read = parse_tree(path.read_text(encoding="utf-8"), source=path.name)
        solved = solve_tree(read, effort=Effort(engine=engine))
        solved.probability()
    except TooLargeError:
        return None, limit
    seconds = time.perf_counter() - began
    return (None, limit) if solved.order_limit is not None else (solved.count, seconds)


def _solved_apart(path: Path, limit: float) -> tuple[int | None, float]:
    """As `_solved`, in plain Python and in a process of its own, which ends at the limit."""
    fresh = multiprocessing.get_context("spawn")
    ours, theirs = fresh.Pipe(duplex=False)
    working = fresh.Process(target=_send_solved, args=(theirs, path, limit))
    working.start()
    # Starting takes a second or two, which is not the engine's.
    said: tuple[int | None, float] = ours.recv() if ours.poll(limit + 5) else (None, limit)
    working.kill()
    working.join()
    return said if said[1] <= limit else (None, limit)


def _send_solved(to: Connection, path: Path, limit: float) -> None:
    to.send(_solved(path, limit, "python"))


def _bars(found: dict[str, Any]) -> dict[str, bool]:
    bars = {
        f"{one['name']} within {one['bar'] * 1000:.0f} ms": one["cpu"] <= one["bar"]
        for one in found["protocols"]
    }
    if "pure" in found:
        bars[f"three weapons in plain Python within {BAR_PURE_SECONDS:.0f} s"] = (
            found["pure"]["seconds"] <= BAR_PURE_SECONDS
        )
    if found["states"]["ratio"]:
        bars[f"{BAR_SPIN_RATIO} times SPIN's states"] = found["states"]["ratio"] >= BAR_SPIN_RATIO
    bars[f"from here within {BAR_HERE_SECONDS:.0f} s"] = (
        found["here"]["seconds"] <= BAR_HERE_SECONDS
    )
    if "trees" in found:
        trees = found["trees"]
        bars["all but one of the trees solved"] = trees["solved"] >= len(trees["each"]) - 1
        bars["28 of 43 trees within 1 s"] = trees["fast"] >= BAR_FAST_TREES * len(trees["each"])
        if trees["scram"]:
            bars["ahead of SCRAM in all"] = trees["seconds"] <= trees["scram"]
    return bars


if __name__ == "__main__":
    raise SystemExit(main())
