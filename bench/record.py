"""The record's bars: verifying beside its signatures, appending beside SQLite's own commit.

    verify    CPU of `verify_bundle` over CPU of the same signatures alone          ≤ 1.5
    single    one entry a commit, over a bare FULL commit of the same bytes          ≥ 0.4
    grouped   entries a second in groups of 100, over single ones                    ≥ 10

Each pair is run in turn, several times, in one process; medians. `--entries N` for another size.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median

from provesafe.adapters.keys import Ed25519Key, ed25519_accepts
from provesafe.adapters.store import SqliteStore
from provesafe.ledger import (
    Commit,
    Draft,
    Person,
    pack_bundle,
    parse_entry,
    plan_commit,
    plan_genesis,
    verify_bundle,
)

ROUNDS = 5
NOW = 1_772_461_920_000
LOG = Ed25519Key(sha256(b"bench log").digest())
LAPTOP = Ed25519Key(sha256(b"bench laptop").digest()).named("laptop")
ACT = Draft(
    entry_class="act",
    payload={"acts": [{"act": "call", "f": {"weapon": "colt-2", "words": "cold", "by": "P-ada"}}]},
    rests_on=(Person(id="P-ada"),),
)


class Files:
    """A bundle in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def sizes(self) -> Mapping[str, int]:
        return {path: len(content) for path, content in self.files.items()}

    def read(self, path: str, /) -> bytes:
        return self.files[path]


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


def cpu(work: Callable[[], object]) -> float:
    """Give the CPU seconds of a piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def wall(work: Callable[[], object]) -> float:
    """Give the seconds of a piece of work."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def verifying(entries: int) -> tuple[float, float]:
    """Medians: signatures alone, the whole bundle."""
    made = commits(entries // 10, 9)
    raws = [raw for one in made for raw in one.raw_entries()]
    files = Files(
        dict(
            pack_bundle(
                raws,
                checkpoint=made[-1].checkpoint,
                seals={},
                log_signer=LOG.named(made[-1].state.origin),
            )
        )
    )
    signed = [
        (line.value, entry.body.raw)
        for entry in map(parse_entry, raws)
        for line in entry.signatures
    ]

    def floor() -> None:
        for value, text in signed:
            ed25519_accepts(LAPTOP.public_key, value, text)

    def subject() -> None:
        verify_bundle(files, verifier=ed25519_accepts)

    pairs = [(cpu(floor), cpu(subject)) for _ in range(ROUNDS)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)


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


def main() -> int:
    """Run it; exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="The record's bars, as ratios.")
    parser.add_argument("--entries", type=int, default=20_000)
    wanted = parser.parse_args().entries
    floor, subject = verifying(wanted)
    with tempfile.TemporaryDirectory() as folder:
        bare, single, grouped = appending(Path(folder), commits(300, 1), commits(30, 100))
    ratios = (subject / floor, bare / single, single / grouped)
    print(f"signatures of {wanted} entries alone {floor:.2f} s CPU")
    print(f"verify the bundle                 {subject:.2f} s CPU, {ratios[0]:.2f} x (bar 1.5)")
    print(f"bare FULL commit                  {1e6 * bare:.0f} us")
    print(f"single durable append             {1e6 * single:.0f} us, {ratios[1]:.2f} x (bar 0.4)")
    print(f"in groups of 100, an act          {1e6 * grouped:.1f} us, {ratios[2]:.0f} x (bar 10)")
    return 0 if ratios[0] <= 1.5 and ratios[1] >= 0.4 and ratios[2] >= 10 else 1


if __name__ == "__main__":
    raise SystemExit(main())
