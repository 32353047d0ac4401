"""House rule: every test claims one thing, can fail, and runs."""

from __future__ import annotations

import pytest

from tidy.claims import (
    claim_problems,
    empty_file_problems,
    skip_problems,
    toothless_problems,
)
from tidy.source import listed, modules_under, planted


def test_every_test_makes_one_claim() -> None:
    """Every test says in one sentence what it claims."""
    problems = claim_problems(modules_under("tests"))
    assert not problems, listed(problems)


def test_no_test_is_skipped() -> None:
    """No test is skipped, expected to fail, or left out for want of a library."""
    problems = skip_problems(modules_under("tests"))
    assert not problems, listed(problems)


def test_every_test_can_fail() -> None:
    """Every test holds something against what it ran."""
    problems = toothless_problems(modules_under("tests"))
    assert not problems, listed(problems)


def test_every_test_file_has_a_test() -> None:
    """No test file is empty."""
    problems = empty_file_problems(modules_under("tests"))
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    ("docstring", "count"),
    [
        ('"""A kept rule gives no violation."""', 0),
        ('"""A kept rule gives no violation.\n\n    Source: the note. And more.\n    """', 0),
        ('"""Test the gate"""', 1),
        ('"""First it does this. Then it does that."""', 1),
        ("pass", 1),
    ],
)
def test_a_missing_claim_is_found(docstring: str, count: int) -> None:
    """A test without a claim, or with two, is one problem."""
    code = f"def test_x():\n    {docstring}\n    assert x"
    assert len(claim_problems([planted("tests/unit/test_x.py", code)])) == count


@pytest.mark.parametrize(
    "line",
    [
        "@pytest.mark.skip\ndef test_x(): ...",
        "@pytest.mark.skipif(True, reason='x')\ndef test_x(): ...",
        "@pytest.mark.xfail(strict=True)\ndef test_x(): ...",
        "pytest.skip('not now')",
        "nacl = pytest.importorskip('nacl')",
    ],
)
def test_a_skip_is_found(line: str) -> None:
    """Each way of not running a test is one problem."""
    assert len(skip_problems([planted("tests/unit/test_x.py", line)])) == 1


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("look()", 1),
        ("assert True", 1),
        ("assert look()", 0),
        ("with pytest.raises(LostError):\n        look()", 0),
        ("verify_proof(proof)", 0),
        ("_same(look(), 3)", 0),
    ],
)
def test_a_toothless_test_is_found(body: str, count: int) -> None:
    """A test that asserts nothing, or a constant, is one problem."""
    code = f"def _same(a, b):\n    assert a == b\n\ndef test_x():\n    {body}"
    assert len(toothless_problems([planted("tests/unit/test_x.py", code)])) == count


def test_an_empty_test_file_is_found() -> None:
    """A test file without a test is one problem; a conftest is none."""
    assert len(empty_file_problems([planted("tests/unit/test_x.py", "x = 1")])) == 1
    assert empty_file_problems([planted("tests/unit/conftest.py", "x = 1")]) == []
