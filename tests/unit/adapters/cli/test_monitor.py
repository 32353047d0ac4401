"""`provesafe monitor`: its JSON, its errors, and input that means no good."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from provesafe.adapters.cli.main import main

SIGNATURE = "p(x: int)\nw(s: string)\nstop()\n"


def run(folder: Path, formula: str, log: str = "@1 p(1)\n", *options: str) -> int:
    """The exit status of a run over these files."""
    for name, text in (("s.sig", SIGNATURE), ("f.mfotl", formula), ("l.log", log)):
        (folder / name).write_text(text, encoding="utf-8")
    files = (f"{folder}/s.sig", "-formula", f"{folder}/f.mfotl", "-log", f"{folder}/l.log")
    with pytest.raises(SystemExit) as ended:
        main(["monitor", "-sig", *files, *options])
    return int(ended.value.code or 0)


def test_json_says_what_the_lines_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document: the columns with their types, what is decided, the answers."""
    formula = "(m <- AVG x (ONCE p(x))) AND (ONCE w(s))"
    assert run(tmp_path, formula, "@1 p(1) w(a)\n@2 p(2)\n@9\n", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document == {
        "schema": "provesafe.monitor/v1",
        "variables": [{"name": "m", "type": "fraction"}, {"name": "s", "type": "string"}],
        "time_points": 3,
        "decided": 3,
        "answers": [
            {"index": 0, "seconds": 1, "rows": [[1, "a"]]},
            {"index": 1, "seconds": 2, "rows": [[str(Fraction(3, 2)), "a"]]},
            {"index": 2, "seconds": 9, "rows": [["3/2", "a"]]},
        ],
    }


def test_a_formula_can_be_checked_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """-check reads no facts and names the columns."""
    assert run(tmp_path, "w(s) AND ONCE p(x)", "not a log", "-check") == 0
    assert capsys.readouterr().out == "variables: s, x\n"


@pytest.mark.parametrize(
    ("formula", "log", "says"),
    [
        ("p(x) AND", "", "f.mfotl:2:1"),
        ("q(x)", "", "there is no predicate `q`"),
        ("NOT p(x)", "", "denies something of `x`"),
        ("EVENTUALLY p(x)", "", "has no end"),
        ("p(x)", "@1 q(1)", "l.log:1:4: there is no predicate `q`"),
        ("p(x)", "@2\n@1", "time-point 1 is at second `1`"),
        ("p(x) AND y = 6 / x", "@1 p(0)", "divided by 0"),
        ("(" * 500 + "p(x)" + ")" * 500, "", "nests too deeply"),
        ("NOT " * 150 + "stop()", "", "100 operators deep"),
        ("p(x) " + "AND p(x) " * 400, "", "100 operators deep"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], formula: str, log: str, says: str
) -> None:
    """Malformed, unsafe, deep: the error is named on stderr, and nothing is printed."""
    assert run(tmp_path, formula + "\n", log) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("error: ")) == ("", 1)
    assert says in err


def test_lets_that_double_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Thirty definitions that each use the one before twice would be a thousand million parts."""
    text = "LET d0(x) = p(x) IN "
    for n in range(1, 31):
        text += f"LET d{n}(x) = (d{n - 1}(x) OR d{n - 1}(x)) IN "
    assert run(tmp_path, text + "d30(x)") == 2
    assert "parts" in capsys.readouterr().err


def test_predicates_of_the_clock_cannot_be_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A signature with its own `ts` is refused, as in MonPoly."""
    for name, text in (("s", "ts(t: int)"), ("f", "ts(t)"), ("l", "@1")):
        (tmp_path / name).write_text(text)
    with pytest.raises(SystemExit, match="2"):
        main(["monitor", "-sig", f"{tmp_path}/s", "-formula", f"{tmp_path}/f"])
    assert "predicate `ts` is already there" in capsys.readouterr().err
