"""A made-up log of custody, as large as asked for, in columns.

Each weapon goes through scene after scene: the armorer inspects, draws rounds, loads, lets the
actor inspect, shows, hands over; three calls; back, unloaded, rounds counted, locked away. One
event is one time-point; ties are common because many weapons are in use at once. About one step in
a hundred is left out or comes late; now and then the armorer changes, not always by a hand-over.

    inspect, unload   p, w
    load, call        p, w, k
    show, handover    p, q, w
    secure            w
    rounds            e (number of the event), w, n (issued, or negative: returned)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

SIGNATURE = """
inspect(p: int, w: int)
load(p: int, w: int, k: string)
unload(p: int, w: int)
show(p: int, q: int, w: int)
handover(p: int, q: int, w: int)
call(p: int, w: int, k: string)
secure(w: int)
rounds(e: int, w: int, n: int)
"""

RULES = {
    "f1": "load(p,w,k) AND NOT (ONCE[0,1800] inspect(p,w))",
    "f2": "handover(p,q,w) AND NOT ((NOT (EXISTS r,k. load(r,w,k))) "
    "SINCE[0,3600] (EXISTS s. inspect(s,w)))",
    "f3": 'handover(p,q,w) AND (ONCE[0,1200] load(p,w,"blank")) AND '
    "NOT ((ONCE[0,600] show(p,q,w)) AND (ONCE[0,900] inspect(q,w)))",
    "f4": "load(p,w,k) AND NOT ((NOT (EXISTS r. handover(p,r,w))) "
    "SINCE (EXISTS q. handover(q,p,w)))",
    "f5": 'call(p,w,"wrap") AND (EXISTS s. ((s <- SUM n; w (ONCE[0,43200] rounds(e,w,n))) '
    "AND NOT s = 0))",
    "f6": 'call(p,w,"wrap") AND NOT (EVENTUALLY[0,900] secure(w))',
}
"""Violations of six rules: bounded by key, negated SINCE, joins, custody, a sum, a deadline."""

PREDICATES = ("inspect", "load", "unload", "show", "handover", "call", "secure", "rounds")
WORDS = ("dummy", "blank", "quarter", "hot", "cold", "wrap")
START = 1_700_000_000

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


def write_facts(path: Path, *, events: int, weapons: int, seed: int = 7, bad: float = 0.01) -> None:
    """Write so many events as a Parquet file.

    Args:
        path: where to.
        events: how many.
        weapons: how many are in use at once: the live keys.
        seed: of the randomness.
        bad: how often a step is left out or late.
    """
    shape = (weapons, -(-events // (weapons * 12)) + 1)
    scenes = _Scenes(np.random.default_rng(seed), shape, bad)
    scenes.play()
    _write(path, *scenes.in_order(events))


@dataclass
class _Scenes:
    """Every scene of every weapon, step by step."""

    rng: np.random.Generator
    shape: tuple[int, int]
    bad: float
    clock: Ints = field(init=False)
    """Seconds since the scene began."""
    steps: list[tuple[Mask, Ints, Ints]] = field(default_factory=list)
    """Whether it happens, when, and its columns: predicate, p, q, n, k."""

    def __post_init__(self) -> None:
        self.clock = np.zeros(self.shape, np.int64)

    def ok(self, share: float = 1.0) -> Mask:
        """Where nothing is left out."""
        return self.rng.random(self.shape) >= self.bad * share

    def gap(self, low: int, high: int) -> Ints:
        """A wait between two numbers of seconds."""
        return self.rng.integers(low, high, self.shape, endpoint=True)

    def step(self, name: str, happens: Mask, wait: Ints, **columns: Ints | str) -> None:
        """An event, if it happens, and the wait after it."""
        held = np.zeros((5, *self.shape), np.int64)
        held[0] = PREDICATES.index(name)
        for column, value in columns.items():
            held["_pqnk".index(column)] = WORDS.index(value) if isinstance(value, str) else value
        self.steps.append((happens, self.clock, held))
        self.clock = self.clock + wait

    def play(self) -> None:
        """One scene, for all at once."""
        crew = np.arange(self.shape[0])[:, None] // 8 * 100
        changes = self.rng.random(self.shape) < 0.1
        turns = np.cumsum(changes, axis=1)
        arm, before = crew + turns % 2, crew + (turns - changes) % 2
        actor = crew + self.gap(2, 14)
        kind = self.rng.choice([0, 1, 1, 2], self.shape)
        fires, count = kind > 0, self.gap(1, 6)
        every = np.ones(self.shape, bool)
        self.step("handover", changes & self.ok(5), self.gap(1, 60), p=before, q=arm)
        wait = np.where(self.ok(), self.gap(30, 600), self.gap(1801, 3000))
        self.step("inspect", self.ok(), wait, p=arm)
        self.step("rounds", fires, self.gap(0, 20), n=count)
        self.step("load", every, self.gap(5, 120), p=arm, k=kind)
        self.step("inspect", self.ok(), self.gap(5, 120), p=actor)
        self.step("show", self.ok(), self.gap(5, 300), p=arm, q=actor)
        self.step("handover", every, self.gap(10, 120), p=arm, q=actor)
        self.step("call", every, self.gap(10, 900), p=arm, k="hot")
        self.step("call", every, self.gap(5, 60), p=arm, k="cold")
        self.step("handover", every, self.gap(5, 60), p=actor, q=arm)
        self.step("unload", every, self.gap(5, 60), p=arm)
        back = np.where(self.ok(), count, count - 1)
        self.step("rounds", fires & (back > 0), self.gap(5, 60), n=-back)
        wait = np.where(self.ok(), self.gap(30, 880), self.gap(901, 2500))
        self.step("call", every, wait, p=arm, k="wrap")
        self.step("secure", every, self.gap(60, 5400))

    def in_order(self, events: int) -> tuple[Ints, Ints, Ints]:
        """The first events in order of time: seconds, weapons, and the other columns."""
        # Scenes of a weapon follow one another; each weapon begins somewhere in the first hour.
        late = self.rng.integers(0, 3600, (self.shape[0], 1))
        begins = np.cumsum(self.clock, axis=1) - self.clock + late
        weapon = np.broadcast_to(np.arange(self.shape[0])[:, None], self.shape)
        seconds = np.concatenate([(begins + when)[happens] for happens, when, _ in self.steps])
        weapons = np.concatenate([weapon[happens] for happens, _, _ in self.steps])
        columns = np.concatenate([held[:, happens] for happens, _, held in self.steps], axis=1)
        order = np.argsort(seconds, kind="stable")[:events]
        return seconds[order] + START, weapons[order], columns[:, order]


def _write(path: Path, seconds: Ints, weapons: Ints, columns: Ints) -> None:
    predicate, p, q, n, k = columns

    def has(*names: str) -> Mask:
        return np.isin(predicate, [PREDICATES.index(name) for name in names])

    def ints(values: Ints, given: Mask) -> pa.Array:
        return pa.array(values, pa.int64(), mask=~given)

    def words(codes: Ints, texts: tuple[str, ...], given: Mask) -> pa.Array:
        indices = pa.array(codes.astype(np.int32), mask=~given)
        return pa.DictionaryArray.from_arrays(indices, list(texts)).cast(pa.string())

    every = np.ones(len(seconds), bool)
    table = {
        "ts": pa.array(seconds),
        "predicate": words(predicate, PREDICATES, every),
        "p": ints(p, ~has("secure", "rounds")),
        "q": ints(q, has("show", "handover")),
        "w": pa.array(weapons),
        "n": ints(n, has("rounds")),
        "k": words(k, WORDS, has("load", "call")),
        "e": ints(np.arange(len(seconds)), has("rounds")),
    }
    pq.write_table(pa.table(table), path)
