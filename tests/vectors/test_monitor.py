"""`provesafe monitor` prints what the cases want, to the character."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from provesafe.adapters.cli.commands.monitor_ import command

FILE = Path(__file__).parent / "monitor" / "printed.toml"
SIGNATURE = """
inspected(w: string, p: string)
loaded(w: string, n: int)
told(w: string, words: string)
counted(int)
weighed(w: string, kg: float)
stopped()
"""


def cases() -> list[Any]:
    """Every case, under its id."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["case"]
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("case", cases())
def test_the_output_is_the_wanted_one(case: dict[str, Any], tmp_path: Path) -> None:
    """From a file and from stdin, the answers stand in MonPoly's format."""
    for name, text in (("s", SIGNATURE), ("f", case["formula"]), ("l", case["log"])):
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = ["-sig", str(tmp_path / "s"), "-formula", str(tmp_path / "f")]
    options += case.get("options", [])
    from_file = CliRunner().invoke(command, [*options, "-log", str(tmp_path / "l")])
    from_stdin = CliRunner().invoke(command, options, input=case["log"])
    assert (from_file.exit_code, from_file.stdout) == (0, case["out"])
    assert (from_stdin.exit_code, from_stdin.stdout) == (0, case["out"])
