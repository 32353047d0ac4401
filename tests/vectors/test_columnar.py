"""The columnar monitor against the cases that say what formulas mean."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from provesafe.monitor.columnar import ask, columns_of, compile_formula
from provesafe.rulebook import parse_formula, parse_signature
from traces import read_trace

FILE = Path(__file__).parent / "rulebook" / "verdicts.toml"
LONG_AFTER = 1_000_000
SIGNATURE = parse_signature(
    "a() b() c() p(x:int) q(x:int) r(x:int, y:int) w(s:string) rounds(e:int, g:string, n:int)"
)


def cases() -> list[Any]:
    """Every case, under its id."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["case"]
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("case", cases())
def test_the_columns_say_what_the_cases_want(case: dict[str, Any]) -> None:
    """What is decided has the wanted answer, and what is pending is not decided."""
    compiled = compile_formula(parse_formula(case["formula"]), SIGNATURE)
    trace = columns_of(read_trace(case["trace"]), SIGNATURE)
    result = ask(compiled, trace, observed_until=case.get("until", LONG_AFTER))
    rows = {answer.index: answer.rows for answer in result}
    for index, want in enumerate(case["want"][: result.decided]):
        shown = "; ".join(
            " ".join(
                f'{name}="{value}"' if isinstance(value, str) else f"{name}={value}"
                for name, value in zip(compiled.variables, row, strict=True)
            )
            for row in rows.get(index, ())
        )
        if not compiled.variables:
            shown = "S" if index in rows else "V"
        assert sorted(shown.split("; ")) == sorted(want.split("; "))
    assert "P" not in case["want"][: result.decided]
    assert result.decided == len(case["want"]) or "until" in case
