"""Every shipped rule over a million acts in a file of columns: read, judged, and seconds a rule.

    python -m bench.shipped                     a million acts
    python -m bench.shipped --acts 100000 --json

The acts are working days of a large production with everything done in order (`working_days`).
Subject and floor are processes of their own, in turn, three times; the floor reads the same file
and sorts it once by its first field. Signatures are not checked again, nothing is explained.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from bench.gate import EVERY_FLAG
from bench.working_days import Production

TURNS = 3
ACTS = 1_000_000
ACTS_AT_ONCE = 20_000
BAR_SECONDS_A_RULE = 0.25


def main() -> int:
    """Measure, print, and exit 1 if the bar is missed."""
    parser = argparse.ArgumentParser(description="Shipped rules over columns.")
    parser.add_argument("--acts", type=int, default=ACTS)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        what, file = given.child
        print(json.dumps(CHILDREN[what](Path(file))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acts.parquet"
        facts = write_acts(path, given.acts)
        turns = [(_child("floor", path), _child("rules", path)) for _ in range(TURNS)]
    found = _found(turns, given.acts, facts)
    if given.json:
        print(json.dumps({"schema": "provesafe.bench.shipped/v1", **found}))
    else:
        print("\n".join(lines(found)))
    return 0 if found["kept"] else 1


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for a reader."""
    ratio = found["wall_seconds"] / found["floor_seconds"]
    told: list[str] = []
    told.append(
        f"{found['acts']} acts, {found['facts']} facts, {found['rules']} shipped rules: "
        f"{found['not_met']} times not met, {found['undetermined']} undetermined"
    )
    told.append(
        f"from the start of the process to its end: {found['wall_seconds']:.1f} s, "
        f"{found['cpu_seconds']:.1f} s of CPU, {found['peak_mb']:.0f} MB"
    )
    told.append(
        f"one read and sort of the same file: {found['floor_seconds']:.1f} s; ratio {ratio:.2f}"
    )
    told.append(
        f"a rule, for each million acts: {found['wall_a_rule']:.3f} s, "
        f"{found['cpu_a_rule']:.3f} s of CPU"
    )
    told.append(f"{'kept  ' if found['kept'] else 'MISSED'} {BAR_SECONDS_A_RULE} s a rule")
    return told


def write_acts(path: Path, acts: int) -> int:
    """Write the facts of so many acts as a Parquet file; how many facts there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from provesafe.adapters.rulebooks import rulebook_signature

    signature = rulebook_signature()
    fields = {
        predicate: [(name or f"x{n}", kind) for n, (name, kind) in enumerate(every, 1)]
        for predicate, every in signature.predicates.items()
    }
    kinds = {name: kind for every in fields.values() for name, kind in every}
    types = {name: pa.string() if kind == "string" else pa.int64() for name, kind in kinds.items()}
    schema = pa.schema(
        [("tp", pa.int64()), ("ts", pa.int64()), ("predicate", pa.string()), *types.items()]
    )
    total = 0
    with pq.ParquetWriter(path, schema) as writer:
        for rows in _rows(acts, fields):
            total += len(rows)
            writer.write_table(pa.Table.from_pylist(rows, schema))
    return total


def _rows(acts: int, fields: dict[str, list[tuple[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
    points = enumerate(islice(Production().days(), acts))
    while some := list(islice(points, ACTS_AT_ONCE)):
        yield [
            {"tp": number, "ts": point.seconds, "predicate": fact.predicate}
            | {n: v for (n, _), v in zip(fields[fact.predicate], fact.arguments, strict=True)}
            for number, point in some
            for fact in sorted(point.facts, key=repr)
        ]


def _child(what: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.shipped", "--child", what, str(path)]
    began = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return {"wall": time.perf_counter() - began, **json.loads(ran.stdout)}


def _floor(path: Path) -> dict[str, Any]:
    """Read every column once, and sort by predicate and time once."""
    import numpy as np
    import pyarrow.parquet as pq

    table = pq.read_table(path, read_dictionary=["predicate"]).combine_chunks()
    codes = table.column("predicate").chunk(0).indices.to_numpy()
    order = np.lexsort((np.arange(table.num_rows), codes))
    return {"rows": len(order)}


def _rules(path: Path) -> dict[str, Any]:
    """Read, and judge every rule."""
    from provesafe.adapters.exchange import load_trace
    from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature, shipped_rulebooks
    from provesafe.monitor import audit_columns

    books = load_rulebooks(shipped_rulebooks(), settings=EVERY_FLAG)
    rules = [rule for book in books for rule in book.rules]
    signature = rulebook_signature()
    trace = load_trace(path, signature)
    until = int(trace.seconds[-1])
    result = audit_columns(rules, trace, until, signature=signature)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "rules": len(rules),
        "not_met": len(result.not_met) + len(result.no_entry),
        "undetermined": len(result.undetermined),
        "cpu": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / 1024,
    }


def _found(
    turns: list[tuple[dict[str, Any], dict[str, Any]]], acts: int, facts: int
) -> dict[str, Any]:
    told = turns[-1][1]
    wall, cpu = (median(rules[name] for _, rules in turns) for name in ("wall", "cpu"))
    million_rules = told["rules"] * acts / 1e6
    return {
        "acts": acts,
        "facts": facts,
        **{name: told[name] for name in ("rules", "not_met", "undetermined")},
        "wall_seconds": wall,
        "cpu_seconds": cpu,
        "peak_mb": max(rules["peak_mb"] for _, rules in turns),
        "floor_seconds": median(floor["wall"] for floor, _ in turns),
        "wall_a_rule": wall / million_rules,
        "cpu_a_rule": cpu / million_rules,
        "kept": cpu / million_rules <= BAR_SECONDS_A_RULE,
    }


CHILDREN = {"floor": _floor, "rules": _rules}

if __name__ == "__main__":
    raise SystemExit(main())
