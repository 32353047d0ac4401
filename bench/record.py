"""The record's bars: verifying beside its signatures, appending beside SQLite's own commit.

    verify    CPU of `check_bundle` over CPU of the same signatures alone           <= 1.5
    memory    the largest size of a process that verifies                           <= 100 MiB
    two       wall time in one process over wall time in two                        >= 1.4
    opening   a stored record, from the start of the interpreter to the next commit < 2 s CPU
    single    one entry a commit, over a bare FULL commit of the same bytes         >= 0.4
    grouped   entries a second in groups of 100, over single ones                   >= 10

    python -m bench.record                                        20,000 entries, medians of five
    python -m bench.record --entries 1000000 --made DIR --rounds 1

Floor and subject are run in turn, each verifying in a process of its own; medians. A long record is
made once and kept in DIR. Two processes need two idle cores: beside other work that ratio says
little.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.long_record import KEYS, LAPTOP, LOG, NOW, kept
from provesafe.adapters.bundles import open_bundle
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.store import SqliteStore
from provesafe.adapters.taking_out import check_bundle
from provesafe.ledger import (
    TILE_WIDTH,
    Commit,
    Draft,
    Person,
    decode_entries,
    entries_paths,
    parse_entry,
    plan_commit,
    plan_genesis,
    reopen,
)

ROUNDS = 5
BARS = {"verify": 1.5, "mib": 100, "two": 1.4, "opening": 2.0, "single": 0.4, "grouped": 10}
AT_MOST = ("verify", "mib", "opening")
ACT = Draft(
    entry_class="act",
    payload={"acts": [{"act": "call", "f": {"weapon": "colt-2", "words": "cold", "by": "P-ada"}}]},
    rests_on=(Person(id="P-ada"),),
)


def commits(count: int, group: int) -> list[Commit]:
    """Plan a record of `count` commits of `group` acts each."""
    made = [
        plan_genesis(domain="bench", kind="real", log_key=LOG, device_signers=[LAPTOP], now_ms=NOW)
    ]
    for number in range(count):
        state = made[-1].state
        made.append(
            plan_commit(
                state,
                [ACT] * group,
                log_signer=LOG.named(state.origin),
                device_signer=LAPTOP,
                now_ms=NOW + number,
                verifier=ed25519_accepts,
            )
        )
    return made


def wall(work: Callable[[], object]) -> float:
    """Give the seconds of a piece of work."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def once(what: str, made: Path) -> dict[str, float]:
    """Do one thing in this process, and say what it took."""
    if what == "floor":
        return {"cpu": sum(_alone(lot) for lot in _signed(made / "bundle"))}
    began, spent = time.perf_counter(), time.process_time()
    if what == "open":
        _open(made / "record.sqlite")
        spent = 0.0  # from the start of the interpreter
    else:
        processes = {"one": 1, "two": 2}[what]
        check_bundle(made / "bundle", policy=None, expected_origin=None, processes=processes)
    return {
        "wall": time.perf_counter() - began,
        "cpu": time.process_time() - spent,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "helper": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _signed(bundle: Path) -> Iterator[list[tuple[bytes, bytes, bytes]]]:
    """The signatures of a bundle's entries, a file at a time."""
    with open_bundle(bundle) as files:
        size = int(files.read("checkpoint").split(b"\n")[1])
        for number, (path, width) in enumerate(entries_paths(size)):
            lot = []
            for raw in decode_entries(files.read(path), first=number * TILE_WIDTH, count=width):
                entry = parse_entry(raw)
                lot += [(KEYS[one.name], one.value, entry.body.raw) for one in entry.signatures]
            yield lot


def _alone(lot: Sequence[tuple[bytes, bytes, bytes]]) -> float:
    """CPU seconds of checking signatures and nothing else."""
    began = time.process_time()
    for one in lot:
        if not ed25519_accepts(*one):
            raise ValueError("a signature of the record does not verify")
    return time.process_time() - began


def _open(path: Path) -> None:
    """Make a stored record ready for its next commit, and plan that."""
    store = SqliteStore(path)
    kept_state = store.snapshot("state")
    state = reopen(
        store.head(),
        kept_state.data if kept_state is not None else None,
        store.entries,
        recorder_key=LAPTOP.public_key,
        verifier=ed25519_accepts,
    )
    plan_commit(
        state,
        [ACT],
        log_signer=LOG.named(state.origin),
        device_signer=LAPTOP,
        now_ms=state.last_ms + 1,
        verifier=ed25519_accepts,
    )
    store.close()


def alone(what: str, made: Path) -> dict[str, float]:
    """Do one thing in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.record", "--once", what, "--made", str(made)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def verifying(made: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Medians of each thing, in turn."""
    turns = [
        {what: alone(what, made) for what in ("floor", "one", "two", "open")} for _ in range(rounds)
    ]
    return {
        what: {name: median(turn[what][name] for turn in turns) for name in turns[0][what]}
        for what in turns[0]
    }


def appending(folder: Path, single: Sequence[Commit], grouped: Sequence[Commit]) -> list[float]:
    """Medians of seconds an act: bare commits, single ones, groups of 100."""
    rounds = []
    for number in range(ROUNDS):
        bare = sqlite3.connect(folder / f"bare-{number}", isolation_level=None)
        bare.execute("pragma journal_mode = wal")
        bare.execute("pragma synchronous = full")
        bare.execute("create table entry (i integer primary key, b blob)")
        bare.execute("create table checkpoint (i integer primary key, b blob)")
        bare.execute("create table head (one integer primary key, n integer, f blob)")
        bare.execute("insert into head values (1, 0, x'')")

        def floor(connection: sqlite3.Connection = bare) -> None:
            for one in single:
                connection.execute("begin immediate")
                rows = enumerate(one.raw_entries(), one.first_index)
                connection.executemany("insert into entry values (?, ?)", rows)
                size = one.state.tree.size
                connection.execute("insert into checkpoint values (?, ?)", (size, one.checkpoint))
                edge = b"".join(one.state.tree.hashes)
                connection.execute("update head set n = ?, f = ?", (size, edge))
                connection.execute("commit")

        took = [wall(floor) / len(single)]
        bare.close()
        for name, plan in (("single", single), ("grouped", grouped)):
            store = SqliteStore(folder / f"{name}-{number}.sqlite")

            def subject(into: SqliteStore = store, given: Sequence[Commit] = plan) -> None:
                for one in given:
                    into.append(
                        one.raw_entries(), one.checkpoint, expected_tree_size=one.first_index
                    )

            acts = sum(len(one.entries) - 1 for one in plan)
            took.append(wall(subject) / acts)
            store.close()
        rounds.append(took)
    return [median(column) for column in zip(*rounds, strict=True)]


def told(made: Path, entries: int, rounds: int) -> dict[str, float]:
    """Verify and open; print it, and give what has a bar."""
    took = verifying(made, rounds)
    floor, one, two, ready = (took[what] for what in ("floor", "one", "two", "open"))
    found = {
        "verify": one["cpu"] / floor["cpu"],
        "mib": max(one["mib"], two["mib"], two["helper"]),
        "two": one["wall"] / two["wall"],
        "opening": ready["cpu"],
    }
    print(f"the signatures of {entries} entries   {floor['cpu']:.2f} s CPU")
    print(f"verify the bundle   {one['cpu']:.2f} s CPU, {found['verify']:.2f} x (bar 1.5)")
    print(f"in one process      {one['wall']:.2f} s wall, {one['mib']:.0f} MiB (bar 100)")
    print(
        f"in two processes    {two['wall']:.2f} s wall, {found['two']:.2f} x (bar 1.4),"
        f" {two['mib']:.0f} and {two['helper']:.0f} MiB"
    )
    print(
        f"open the store      {ready['cpu']:.2f} s CPU from the start (bar 2),"
        f" {ready['wall']:.2f} s wall once the program is loaded, {ready['mib']:.0f} MiB"
    )
    return found


def appended() -> dict[str, float]:
    """Append; print it, and give what has a bar."""
    with tempfile.TemporaryDirectory() as folder:
        bare, single, grouped = appending(Path(folder), commits(300, 1), commits(30, 100))
    found = {"single": bare / single, "grouped": single / grouped}
    print(f"bare FULL commit    {1e6 * bare:.0f} us")
    print(f"single append       {1e6 * single:.0f} us, {found['single']:.2f} x (bar 0.4)")
    print(f"in groups of 100    {1e6 * grouped:.1f} us, {found['grouped']:.0f} x (bar 10)")
    return found


def main() -> int:
    """Run it; exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="The record's bars, as ratios.")
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--made", type=Path, help="where a long record is kept, made if need be")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--once", choices=("floor", "one", "two", "open"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once is not None:
        print(json.dumps(once(given.once, given.made)))
        return 0
    with tempfile.TemporaryDirectory() as place:
        made = kept(given.made or Path(place) / "made", given.entries)
        found = told(made, given.entries, given.rounds) | appended()
    missed = [
        name
        for name, bar in BARS.items()
        if (found[name] > bar if name in AT_MOST else found[name] < bar)
    ]
    print(f"missed: {', '.join(missed)}" if missed else "every bar is kept")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
