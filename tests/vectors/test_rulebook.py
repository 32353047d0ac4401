"""The rule language against cases written down by hand; each case says why it is there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from provesafe.rulebook import (
    AmbiguousFormulaError,
    ParseError,
    WellFormedError,
    check_formula,
    free_variables,
    parse_formula,
    parse_signature,
    render,
    satisfies,
    solutions,
)
from traces import read_trace

FOLDER = Path(__file__).parent / "rulebook"
LONG_AFTER = 1_000_000


def cases(name: str) -> list[Any]:
    """The cases of one file, each under its id."""
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
    assert len({row["id"] for row in rows}) == len(rows)
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("case", cases("readings"))
def test_text_is_read_as_monpoly_reads_it(case: dict[str, str]) -> None:
    """Without strictness, the reading is MonPoly's."""
    wanted = case.get("renamed", case["reads"])
    assert render(parse_formula(case["text"], strict=False)) == wanted


@pytest.mark.parametrize("case", cases("readings"))
def test_text_that_tools_read_differently_is_no_rule(case: dict[str, str]) -> None:
    """A strict text is clear, or it is refused and both readings are spelled out."""
    if "other" not in case:
        assert render(parse_formula(case["text"])) == case["reads"]
        return
    with pytest.raises(AmbiguousFormulaError) as caught:
        parse_formula(case["text"])
    reads = case["reads"].removeprefix("(").removesuffix(")")
    assert f"`{reads}`" in caught.value.message
    assert f"`{case['other']}`" in caught.value.message


@pytest.mark.parametrize("case", cases("lexing"))
def test_words_are_cut_as_monpoly_cuts_them(case: dict[str, str]) -> None:
    """A strict text with a trap in it is refused with a hint; otherwise MonPoly's reading holds."""
    with pytest.raises(ParseError) as caught:
        parse_formula(case["text"])
    assert case["hint"] in str(caught.value)
    if "lax" in case:
        # Names that only MonPoly allows can be written, and read again as they were.
        read = parse_formula(case["text"], strict=False)
        assert render(read) == case["lax"]
        assert parse_formula(render(read), strict=False) == read
    else:
        with pytest.raises(ParseError):
            parse_formula(case["text"], strict=False)


WELLFORMED = parse_signature(
    "a() b() p(x:int) q(x:int) r(x:int, y:int) w(s:string) ws(s:string, n:int)"
)


@pytest.mark.parametrize("case", cases("wellformed"))
def test_what_can_be_judged_and_what_cannot(case: dict[str, Any]) -> None:
    """Each formula is well-formed with these types, or has its fault at this part of the text."""
    formula = parse_formula(case["formula"])
    bound = frozenset(case.get("bound", ()))
    if "types" in case:
        assert dict(check_formula(formula, WELLFORMED, bound=bound).types) == case["types"]
        return
    with pytest.raises(WellFormedError) as caught:
        check_formula(formula, WELLFORMED, bound=bound)
    span = caught.value.span
    assert span is not None
    assert case["formula"][span.start : span.end] == case["at"]
    assert case["says"] in str(caught.value)


WORDS = {"S": "satisfied", "V": "violated", "P": "pending"}
VERDICTS = parse_signature(
    "a() b() c() p(x:int) q(x:int) r(x:int, y:int) w(s:string) rounds(e:int, g:string, n:int)"
)


@pytest.mark.parametrize("case", cases("verdicts"))
def test_formulas_mean_what_the_cases_say(case: dict[str, Any]) -> None:
    """At each time-point: this verdict, or exactly these bindings."""
    formula = parse_formula(case["formula"])
    check_formula(formula, VERDICTS)
    trace = read_trace(case["trace"])
    until = case.get("until", LONG_AFTER)
    found: list[str] = []
    for index in range(len(trace)):
        if not free_variables(formula):
            found.append(satisfies(formula, trace, index, observed_until=until))
            continue
        rows = solutions(formula, trace, index, observed_until=until)
        found.append("; ".join(shown(row) for row in rows))
    assert found == [WORDS.get(want, want) for want in case["want"]]


def shown(row: dict[str, Any]) -> str:
    """A binding as the cases write it."""
    return " ".join(f'{v}="{x}"' if isinstance(x, str) else f"{v}={x}" for v, x in row.items())
