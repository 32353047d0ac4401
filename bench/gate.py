"""The gate over all shipped rulebooks: permits and refusals, after short and long records.

    python -m bench.gate                      1,000, 100,000 and 1,000,000 acts before
    python -m bench.gate --history 100000     no longer record than this
    python -m bench.gate --json

Gates over the same compiled rules, each after so many acts of one production with the same 200
weapons in use, take turns, five times: each turn goes on from the same memory, tries and enters the
next 20,000 working acts. Quantiles are those of a turn; the median of the five is printed. Floor:
the same acts, their facts put by predicate and nothing judged. A refusal is a hand-over to somebody
who has seen nothing, with every reason, and then with each explained, after a record of its own
that is kept in memory with its index (`--explained` acts). Wall time and the thread's own time are
both printed: on a busy machine the second is the gate's.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import Any

from bench.working_days import Production, performer, weapon
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature, shipped_rulebooks
from provesafe.monitor import Gate, IndexedTrace, Program, explain
from provesafe.rulebook import Fact, Rule, Settings, TimePoint

TURNS = 5
HISTORIES = (1_000, 100_000, 1_000_000)
ACTS = 20_000
REFUSALS = 200
BAR_PERMIT_P99_US = 150.0
BAR_REFUSAL_US = 2_000.0
BAR_P50_GROWTH = 1.2
BAR_P99_GROWTH = 1.5

EVERY_FLAG: Settings = {
    "set-practice": {"studio_lot": True, "stage": True},
    "california-labor-9150-part": {"pilot": True},
    "california-labor-9150-part/enough-handlers": {"weapons": 2},
    "us-reports-part": {"california": True, "licensee": True},
    "local-permits-part": {
        "los_angeles_view": True,
        "texas": True,
        "nyc_property": True,
        "vendor": True,
    },
    "house-default": {"modified_only": True},
    "house-default/enough-handlers": {"weapons": 2},
    "house-default/concerns-answered-in-time": {"within": 3600},
}


@dataclass(slots=True)
class Run:
    """The memory of a gate after one record, what comes next, and quantiles by turn."""

    memory: dict[str, Any]
    points: list[TimePoint]
    quantiles: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0

    def median(self, name: str) -> float:
        """Over all turns, in microseconds."""
        return median(self.quantiles[name])


def main() -> int:
    """Measure, print, and exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="The gate's benchmark.")
    parser.add_argument("--history", type=int, default=HISTORIES[-1], help="the longest record")
    parser.add_argument("--explained", type=int, default=100_000, help="acts before a refusal")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    given = parser.parse_args()
    found = measure(given.history, given.explained)
    if given.json:
        print(json.dumps({"schema": "provesafe.bench.gate/v1", **found}))
    else:
        print("\n".join(lines(found)))
    return 0 if all(found["bars"].values()) else 1


def measure(longest: int, explained: int) -> dict[str, Any]:
    """All figures, and which bars are kept."""
    books = load_rulebooks(shipped_rulebooks(), settings=EVERY_FLAG)
    rules = [rule for book in books for rule in book.rules]
    began = time.thread_time_ns()
    program = Program(rules, signature=rulebook_signature(), checked=True)
    compiled = (time.thread_time_ns() - began) / 1e6
    histories = [acts for acts in HISTORIES if acts < longest] + [longest]
    runs = {acts: _after(program, acts) for acts in histories}
    floor: list[int] = []
    for _ in range(TURNS):
        for run in runs.values():
            _take(program, run)
        floor += _floor(run.points)
    found: dict[str, Any] = {
        "rules": len(rules),
        "compile_ms": compiled,
        "floor_us": _us(floor, 0.5),
        "histories": {
            str(acts): {
                "permits": 1 - run.refused / (TURNS * ACTS),
                **{name: run.median(name) for name in run.quantiles},
            }
            for acts, run in runs.items()
        },
    }
    found["refusal"] = _refusals(program, rules, explained)
    short, long = (found["histories"][str(acts)] for acts in (histories[0], longest))
    found["growth"] = {q: long[f"own_{q}_us"] / short[f"own_{q}_us"] for q in ("p50", "p99")}
    found["bars"] = {
        "permit p99": long["own_p99_us"] <= BAR_PERMIT_P99_US,
        "refusal with every reason": found["refusal"]["own_p99_us"] <= BAR_REFUSAL_US,
        "p50 growth": found["growth"]["p50"] <= BAR_P50_GROWTH,
        "p99 growth": found["growth"]["p99"] <= BAR_P99_GROWTH,
    }
    return found


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for people."""
    told = [
        f"{found['rules']} rules, compiled in {found['compile_ms']:.0f} ms of own time",
        f"floor (facts by predicate): {found['floor_us']:.1f} us",
    ]
    for acts, run in found["histories"].items():
        told.append(
            f"after {acts} acts: test and commit p50 {run['own_p50_us']:.0f} us, "
            f"p99 {run['own_p99_us']:.0f} us (wall {run['wall_p50_us']:.0f} and "
            f"{run['wall_p99_us']:.0f}); {100 * run['permits']:.1f} % permits"
        )
    refusal, growth = found["refusal"], found["growth"]
    told.append(f"growth: p50 {growth['p50']:.2f} x, p99 {growth['p99']:.2f} x")
    told.append(f"subject to floor: {run['own_p50_us'] / found['floor_us']:.1f} x")
    told.append(
        f"refusal with {refusal['reasons']} reasons, after {refusal['acts']} acts: "
        f"p50 {refusal['own_p50_us']:.0f} us, p99 {refusal['own_p99_us']:.0f} us; with each "
        f"explained {refusal['explained_p50_us']:.0f} and {refusal['explained_p99_us']:.0f} us"
    )
    return [*told, *(f"{'ok  ' if kept else 'MISS'} {bar}" for bar, kept in found["bars"].items())]


def _after(program: Program, acts: int) -> Run:
    gate, points = Gate(program), Production().days()
    for point in islice(points, acts):
        gate.commit(point.seconds, point.facts)
    return Run(gate.snapshot(), list(islice(points, ACTS)))


def _take(program: Program, run: Run) -> None:
    gate = Gate.restore(program, run.memory)
    gc.collect()
    gc.freeze()  # what is remembered is looked at by no later collection, as in a server
    taken: dict[str, list[int]] = {"wall": [], "own": []}
    for point in run.points:
        wall, own = time.perf_counter_ns(), time.thread_time_ns()
        outcome = gate.test(point.seconds, point.facts)
        gate.commit(point.seconds, point.facts)
        taken["own"].append(time.thread_time_ns() - own)
        taken["wall"].append(time.perf_counter_ns() - wall)
        run.refused += bool(outcome.violations)
    gc.unfreeze()
    for clock, each in taken.items():
        for share in (50, 99):
            turns = run.quantiles.setdefault(f"{clock}_p{share}_us", [])
            turns.append(_us(each, share / 100))


def _floor(points: Sequence[TimePoint]) -> list[int]:
    taken: list[int] = []
    for point in points:
        own = time.thread_time_ns()
        for _ in range(2):
            present: dict[str, list[tuple[object, ...]]] = {}
            for fact in point.facts:
                present.setdefault(fact.predicate, []).append(fact.arguments)
        taken.append(time.thread_time_ns() - own)
    return taken


def _refusals(program: Program, rules: Sequence[Rule], acts: int) -> dict[str, Any]:
    """Hand-overs nobody was shown: judged, and every reason explained."""
    by_id = {f"{rule.rulebook}/{rule.id}": rule for rule in rules}
    gate, production, trace = Gate(program), Production(), IndexedTrace()
    for point in islice(production.days(), acts):
        gate.commit(point.seconds, point.facts)
        trace.append(point)
    gc.collect()
    gc.freeze()
    taken: list[int] = []
    told: list[int] = []
    reasons: list[int] = []
    for number in range(REFUSALS):
        point = _unseen(trace[-1], number, production)
        own = time.thread_time_ns()
        outcome = gate.test(point.seconds, point.facts)
        taken.append(time.thread_time_ns() - own)
        view = trace.with_candidate(point)
        for one in outcome.violations:
            explain(by_id[one.rule_id], one.binding, view, len(trace))
        told.append(time.thread_time_ns() - own)
        reasons.append(len(outcome.violations))
    return {
        "acts": acts,
        "reasons": int(median(reasons)),
        "own_p50_us": _us(taken, 0.5),
        "own_p99_us": _us(taken, 0.99),
        "explained_p50_us": _us(told, 0.5),
        "explained_p99_us": _us(told, 0.99),
    }


def _unseen(last: TimePoint, number: int, production: Production) -> TimePoint:
    """A hand-over of a weapon that is locked away, to somebody who was shown nothing."""
    name = weapon(number % production.weapons)
    taker = performer((number + 1) % production.performers)
    told = {
        "handed_over": (name, "ada", taker),
        "took": (name, taker),
        "gave_up": (name, "ada"),
        "kept_in_sight": (name, "ada"),
        "of_kind": (name, "real"),
        "acted": ("ada",),
        "on_day": (production.day_number,),
        "on_date": (production.day_number,),
    }
    return TimePoint(last.seconds, frozenset(Fact(name, given) for name, given in told.items()))


def _us(taken: Sequence[int], share: float) -> float:
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * share))] / 1000


if __name__ == "__main__":
    raise SystemExit(main())
