"""The Python of docs/how-to/monitor-any-log.md runs and says what the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from provesafe.adapters.exchange import load_trace
from provesafe.monitor import Evaluation
from provesafe.rulebook import parse_formula, parse_signature

PAGE = (Path(__file__).parents[2] / "docs/how-to/monitor-any-log.md").read_text("utf-8")


def files(folder: Path) -> None:
    """Write the files that the page's own `printf` and `echo` lines would."""
    for text, arrow, name in re.findall(r"^\$ (?:printf|echo) '(.*)' (>>?) (\S+)$", PAGE, re.M):
        with (folder / name).open("a" if arrow == ">>" else "w") as file:
            file.write(text.replace("\\n", "\n"))


def test_the_python_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The five lines print the answer that the terminal gives, the others count it."""
    files(tmp_path)
    monkeypatch.chdir(tmp_path)
    five, shared = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {
        "Path": Path,
        "parse_signature": parse_signature,
        "parse_formula": parse_formula,
        "load_trace": load_trace,
        "Evaluation": Evaluation,
        "texts": ["opened(f, p)", "ONCE[0,1m] opened(f, p)"],
    }
    assert len([line for line in five.splitlines() if line]) == 5
    exec(five, names)
    assert capsys.readouterr().out == "4 380 (('f2', -31, 'sam'),)\n"
    exec(shared, names)
    assert capsys.readouterr().out == "2\n3\n"
