"""The gate over all shipped rulebooks: a permit and a refusal, after a short and a long record.

    python -m bench.gate                      a thousand and a million acts before
    python -m bench.gate --history 100000     a shorter long record
    python -m bench.gate --json

Two gates over the same compiled rules, one after a thousand acts, one after a million of the same
production with the same 200 weapons in use, take turns, five times: each turn tries and enters the
next working acts. Floor: the same acts, their facts put by predicate and nothing judged. A refusal
is a hand-over to somebody who has seen nothing, with every reason, and then with each explained,
after a record of its own that is kept in memory with its index (`--explained` acts). Wall time and
the thread's own time are both printed: on a busy machine the second is the gate's.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import Any

from bench.working_days import Production, performer, weapon
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature, shipped_rulebooks
from provesafe.monitor import Gate, IndexedTrace, Program, explain
from provesafe.rulebook import Fact, Rule, Settings, TimePoint

TURNS = 5
SHORT = 1_000
LONG = 1_000_000
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
    """One gate at the end of one record, and what it took so far, in nanoseconds."""

    gate: Gate
    production: Production
    points: Iterator[TimePoint]
    wall: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    refused: int = 0


def main() -> int:
    """Measure, print, and exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="The gate's benchmark.")
    parser.add_argument("--history", type=int, default=LONG, help="acts before, in the long record")
    parser.add_argument("--explained", type=int, default=100_000, help="acts before a refusal")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    given = parser.parse_args()
    found = measure(given.history, given.explained)
    if given.json:
        print(json.dumps({"schema": "provesafe.bench.gate/v1", **found}))
    else:
        print("\n".join(lines(found)))
    return 0 if all(found["bars"].values()) else 1


def measure(history: int, explained: int) -> dict[str, Any]:
    """All figures, and which bars are kept."""
    books = load_rulebooks(shipped_rulebooks(), settings=EVERY_FLAG)
    rules = [rule for book in books for rule in book.rules]
    began = time.thread_time_ns()
    program = Program(rules, signature=rulebook_signature(), checked=True)
    compiled = (time.thread_time_ns() - began) / 1e6
    runs = {"short": _after(program, SHORT), "long": _after(program, history)}
    gc.collect()
    gc.freeze()  # what is remembered is looked at by no later collection, as in a server
    floor: list[int] = []
    for _ in range(TURNS):
        for run in runs.values():
            points = list(islice(run.points, ACTS // TURNS))
            _take(run, points)
        floor += _floor(points)
    found: dict[str, Any] = {
        "rules": len(rules),
        "history": history,
        "compile_ms": compiled,
        "floor_us": _us(floor, 0.5),
    }
    for name, run in runs.items():
        found[name] = {
            "permits": 1 - run.refused / len(run.wall),
            **{f"wall_p{q}_us": _us(run.wall, q / 100) for q in (50, 99)},
            **{f"own_p{q}_us": _us(run.own, q / 100) for q in (50, 99)},
        }
    found["refusal"] = _refusals(program, rules, explained)
    short, long = found["short"], found["long"]
    found["bars"] = {
        "permit p99": long["own_p99_us"] <= BAR_PERMIT_P99_US,
        "refusal with every reason": found["refusal"]["own_p99_us"] <= BAR_REFUSAL_US,
        "p50 growth": long["own_p50_us"] <= BAR_P50_GROWTH * short["own_p50_us"],
        "p99 growth": long["own_p99_us"] <= BAR_P99_GROWTH * short["own_p99_us"],
    }
    return found


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for people."""
    told = [
        f"{found['rules']} rules, compiled in {found['compile_ms']:.0f} ms of own time",
        f"floor (facts by predicate): {found['floor_us']:.1f} us",
    ]
    for name, history in (("short", SHORT), ("long", found["history"])):
        run = found[name]
        told.append(
            f"after {history} acts: test and commit p50 {run['own_p50_us']:.0f} us, "
            f"p99 {run['own_p99_us']:.0f} us (wall {run['wall_p50_us']:.0f} and "
            f"{run['wall_p99_us']:.0f}); {100 * run['permits']:.1f} % permits"
        )
    short, long, refusal = found["short"], found["long"], found["refusal"]
    p50, p99 = (long[name] / short[name] for name in ("own_p50_us", "own_p99_us"))
    told.append(f"growth: p50 {p50:.2f} x, p99 {p99:.2f} x")
    told.append(f"subject to floor: {long['own_p50_us'] / found['floor_us']:.1f} x")
    told.append(
        f"refusal with {refusal['reasons']} reasons, after {refusal['acts']} acts: "
        f"p50 {refusal['own_p50_us']:.0f} us, p99 {refusal['own_p99_us']:.0f} us; with each "
        f"explained {refusal['explained_p50_us']:.0f} and {refusal['explained_p99_us']:.0f} us"
    )
    return [*told, *(f"{'ok  ' if kept else 'MISS'} {bar}" for bar, kept in found["bars"].items())]


def _after(program: Program, acts: int) -> Run:
    production = Production()
    run = Run(Gate(program), production, production.days())
    for point in islice(run.points, acts):
        run.gate.commit(point.seconds, point.facts)
    return run


def _take(run: Run, points: Sequence[TimePoint]) -> None:
    gate = run.gate
    for point in points:
        wall, own = time.perf_counter_ns(), time.thread_time_ns()
        outcome = gate.test(point.seconds, point.facts)
        gate.commit(point.seconds, point.facts)
        run.own.append(time.thread_time_ns() - own)
        run.wall.append(time.perf_counter_ns() - wall)
        run.refused += bool(outcome.violations)


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
