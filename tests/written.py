"""Traces written as files, for the tests of what reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from provesafe.rulebook import Signature, TimePoint, Value

__all__ = ["as_csv", "as_json_lines", "as_monpoly", "as_parquet"]


def as_monpoly(points: Sequence[TimePoint], rng: Random | None = None) -> str:
    """A trace in MonPoly's text; with `rng`, spaced and commented as people do."""
    rng = rng or Random(0)
    text = ""
    for point in points:
        text += f"@{point.seconds}"
        for name in sorted({fact.predicate for fact in point.facts}):
            rows = sorted((f.arguments for f in point.facts if f.predicate == name), key=repr)
            if rows == [()] and rng.random() < 0.5:
                text += f" {name} {_gap(rng)}"
                continue
            comma = rng.choice((",", ", ", " ,"))
            tuples = (f"({comma.join(_word(value, rng) for value in row)})" for row in rows)
            text += f" {name}{_gap(rng)}" + _gap(rng).join(tuples)
        text += rng.choice(("\n", "\r\n", " ;\n", "\n\n", "  \n"))
    return text


def _gap(rng: Random) -> str:
    return rng.choice(("", " ", "  ", "\n ", " # a @5 p(1) note\n"))


def _word(value: Value, rng: Random) -> str:
    if isinstance(value, str):
        plain = value.isascii() and value.replace("-", "").replace("_", "").isalnum()
        return value if plain and rng.random() < 0.7 else f'"{value}"'
    return str(value)


def as_json_lines(points: Sequence[TimePoint], signature: Signature) -> str:
    """A trace as one JSON object for each fact."""
    return "".join(
        json.dumps({key: value for key, value in row.items() if value is not None}) + "\n"
        for row in _rows(points, signature)
    )


def as_csv(points: Sequence[TimePoint], signature: Signature) -> str:
    """A trace as comma-separated values."""
    rows = _rows(points, signature)
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["tp", "ts", "predicate"]
    lines = [",".join(names), *(",".join(_cell(row.get(n)) for n in names) for row in rows)]
    return "\n".join(lines) + "\n"


def as_parquet(points: Sequence[TimePoint], signature: Signature, path: Path) -> None:
    """A trace as a Parquet file."""
    rows = _rows(points, signature)
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name) for row in rows] for name in names}
    columns["note"] = ["not looked at"] * len(rows)
    pq.write_table(pa.table(columns), path)


def _rows(points: Sequence[TimePoint], signature: Signature) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, point in enumerate(points):
        head = {"tp": number * 2, "ts": point.seconds, "predicate": None}
        facts = sorted(point.facts, key=repr)
        for fact in facts:
            names = [name for name, _ in signature.predicates[fact.predicate]]
            values = dict(zip(names, fact.arguments, strict=True))
            rows.append({**head, "predicate": fact.predicate, **values})
        if not facts:
            rows.append(head)
    return rows


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else '"' + str(value).replace('"', '""') + '"'
