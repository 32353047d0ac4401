"""Every example of docs/reference/formulas.md is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from provesafe import rulebook
from provesafe.errors import ProvesafeError
from provesafe.rulebook import (
    AmbiguousFormulaError,
    Definitions,
    Signature,
    check_formula,
    parse_definitions,
    parse_formula,
    parse_signature,
)
from traces import read_trace

PAGE = (Path(__file__).parents[2] / "docs/reference/formulas.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def signature() -> Signature:
    """The signature of the page."""
    return parse_signature(blocks("sig")[0])


def definitions() -> Definitions:
    """The definitions of the page."""
    return parse_definitions(next(b for b in blocks("toml") if "[[definition]]" in b))


def exchanges() -> list[tuple[str, str]]:
    """Each `>>>` line with what follows it."""
    text = "".join(blocks("console"))
    parts = text.split(">>> ")[1:]
    return [(code, answer.strip()) for code, _, answer in (part.partition("\n") for part in parts)]


@pytest.mark.parametrize(("code", "answer"), exchanges())
def test_an_example_answers_as_the_page_says(code: str, answer: str) -> None:
    """The line, run, prints what stands under it."""
    names = {name: getattr(rulebook, name) for name in rulebook.__all__}
    names |= {"signature": signature(), "definitions": definitions(), "read_trace": read_trace}
    try:
        # The examples of our own page, and nothing a stranger could have written.
        found = repr(eval(code, names))
    except ProvesafeError as error:
        found = f"{type(error).__name__}: {error}"
    assert found == answer


def test_the_page_has_examples() -> None:
    """The page was read as it is meant to be."""
    assert len(exchanges()) >= 9


def test_the_first_rule_is_well_formed() -> None:
    """The rule that the page begins with can be judged."""
    rule = tomllib.loads(blocks("toml")[0])
    types = check_formula(parse_formula(rule["on"]), signature()).types
    checked = check_formula(parse_formula(rule["require"]), signature(), bound=types)
    assert set(checked.types) == {"w", "giver", "receiver"}


def test_the_table_of_parentheses_is_so() -> None:
    """The left column is refused as ambiguous, the right one is read."""
    table = PAGE.partition("| needs parentheses |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(.*?)` \| `(.*?)` \|$", table, re.MULTILINE)
    assert len(rows) >= 7
    for refused, clear in rows:
        assert parse_formula(clear) == parse_formula(clear, strict=False)
        with pytest.raises(AmbiguousFormulaError):
            parse_formula(refused)


def test_the_page_names_every_operator() -> None:
    """No operator of the language is missing from the table of meanings."""
    for word in ("PREVIOUS", "NEXT", "ONCE", "HISTORICALLY", "EVENTUALLY", "ALWAYS"):
        assert f"| `{word} I f` |" in PAGE
    for word in ("SINCE", "UNTIL"):
        assert f"| `f {word} I g` |" in PAGE
