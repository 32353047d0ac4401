"""Decimals of other tools' files: where they may stand, and how they are written."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from provesafe.adapters.exchange import (
    Asked,
    TraceFileError,
    load_trace,
    read_monpoly_text,
    read_signature,
)
from provesafe.adapters.exchange.decimals import decimal, without_decimals
from provesafe.monitor import ask
from provesafe.rulebook import SignatureError, WellFormedError, parse_formula

DECLARED = read_signature("p(x: float)\nq(float, string, n:int)\n", "t.sig")


def test_float_fields_are_told_apart() -> None:
    """A field may be named float without being one."""
    declared = read_signature("p(float: int, x: float) # float)\nr(a:string,float )", "t.sig")
    assert declared.kinds("p") == ("int", "float")
    assert declared.fields("r") == [("a", "string"), ("x2", "float")]
    with pytest.raises(SignatureError, match="`double` is not a type"):
        read_signature("p(x: double)", "t.sig")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("p(x) AND x > 1.5", [Fraction(3, 2)]),
        ("p(x) AND x > -1.5 AND x < 1.50 AND NOT x = 1.5", [Fraction(-3, 2), Fraction(3, 2)]),
        ("EXISTS x1. p(x1)", []),
        ('q(1., "2.5", n) # 3.5', [Fraction(1)]),
        ("(* 1.5 *) ONCE[0,5m] p(2.25)", [Fraction(9, 4)]),
    ],
)
def test_decimals_are_found_among_the_words_of_a_formula(text: str, values: list[Fraction]) -> None:
    """Not in names, strings, comments and units; each value once."""
    plain, decimals = without_decimals(text)
    assert sorted(decimals.constants.values()) == sorted(values)
    assert all(str(number) in plain for number in decimals.constants)
    parse_formula(plain, strict=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", Fraction(3, 2)),
        ("-0.1", Fraction(-1, 10)),
        ("7", Fraction(7)),
        ("1.", Fraction(1)),
        ("2e3", Fraction(2000)),
        ("1.5E-1", Fraction(3, 20)),
        ("nan", None),
        ("inf", None),
        (".5", None),
        ("1e9999", None),
        ("", None),
    ],
)
def test_a_decimal_is_what_its_digits_say(text: str, value: Fraction | None) -> None:
    """No rounding, and nothing that is not a number."""
    assert decimal(text) == value


def test_every_format_has_decimals(tmp_path: Path) -> None:
    """MonPoly's text, CSV, JSON lines and Parquet give the same numbers."""
    (tmp_path / "t.csv").write_text("ts,predicate,x\n1,p,0.1\n2,p,3\n")
    (tmp_path / "t.jsonl").write_text(
        '{"ts":1,"predicate":"p","x":0.1}\n{"ts":2,"predicate":"p","x":3}\n'
    )
    pq.write_table(
        pa.table({"ts": [1, 2], "predicate": ["p", "p"], "x": [0.1, 3.0]}), tmp_path / "t.parquet"
    )
    text = read_monpoly_text(io.BytesIO(b"@1 p(0.1)\n@2 p ( 3 )\n"), DECLARED, source="t")
    traces = [load_trace(tmp_path / f"t.{end}", DECLARED) for end in ("csv", "jsonl", "parquet")]
    question, _ = Asked(
        signature="p(x: float)", signature_source="s", formula="p(x)", formula_source="f"
    ).compiled()
    for trace in (text, *traces):
        assert [answer.rows for answer in ask(question, trace)] == [((Fraction(1, 10),),), ((3,),)]


@pytest.mark.parametrize("value", ["abc", "nan", "1.5.2"])
def test_what_is_no_number_is_named(tmp_path: Path, value: str) -> None:
    """The place of a value that is no decimal is said."""
    with pytest.raises(TraceFileError, match=rf"t:1:4: `{value}` is not a number"):
        read_monpoly_text(io.BytesIO(f"@1 p({value})".encode()), DECLARED, source="t")
    (tmp_path / "t.csv").write_text(f"ts,predicate,x\n1,p,1\n1,p,{value}\n")
    with pytest.raises(
        TraceFileError, match=rf"t.csv:3:1: `{value}` in column `x` is not a number"
    ):
        load_trace(tmp_path / "t.csv", DECLARED)


def test_decimals_do_not_meet_strings() -> None:
    """A decimal is a number to the check of types."""
    asked = Asked(
        signature="p(x: float) w(s: string)",
        signature_source="s",
        formula="p(x) AND w(x)",
        formula_source="f",
    )
    with pytest.raises(WellFormedError, match="`w` is a string"):
        asked.compiled()
