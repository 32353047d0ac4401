"""The page that says what may be tried is held to the tests that try it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
ROW = re.compile(r"^\| (?P<tried>[^|]+) \| (?P<caught>[^|]+) \| (?P<tests>[^|]+) \|$")
NAMED = re.compile(r"`([a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")
TRIED = 24
"""Kinds of attack that the threat model lists."""


def rows(text: str) -> dict[str, list[tuple[str, str]]]:
    """What is tried, with the file and the test of each that tries it."""
    found = {}
    for line in text.splitlines():
        row = ROW.match(line)
        if row is not None and row["tried"] not in ("tried", "---"):
            assert row["tried"] not in found, f"`{row['tried']}` stands twice"
            found[row["tried"]] = NAMED.findall(row["tests"])
    return found


def faults(table: dict[str, list[tuple[str, str]]]) -> list[str]:
    """What is wrong with the table: a line without a test, a test that is not there."""
    problems = [tried for tried, tests in table.items() if not tests]
    for file, test in sorted({one for tests in table.values() for one in tests}):
        path = TESTS / file
        tree = ast.parse(path.read_text("utf-8")) if path.exists() else ast.Module([], [])
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        if test not in names:
            problems.append(f"{file}::{test}")
    return problems


def page() -> str:
    """The page."""
    return (Path(__file__).parent / "README.md").read_text("utf-8")


def test_every_line_has_a_test_that_is_there() -> None:
    """All kinds of attack stand in the table once, and every test it names exists."""
    table = rows(page())
    assert len(table) == TRIED
    assert not faults(table)


def test_a_line_without_its_test_is_found() -> None:
    """A test that was renamed, and a line whose tests were taken out, are both said."""
    text = page()
    (tried, tests), *_ = rows(text).items()
    renamed = text.replace(tests[0][1], "test_that_was_renamed", 1)
    assert faults(rows(renamed)) == [f"{tests[0][0]}::test_that_was_renamed"]
    line = next(one for one in text.splitlines() if one.startswith(f"| {tried} |"))
    bare = text.replace(line, f"| {tried} | something | none |")
    assert faults(rows(bare)) == [tried]
