"""House rule: a public name says what it takes, what it gives and what its errors mean."""

from __future__ import annotations

import pytest

from tidy.docstrings import module_docstring_problems, section_problems
from tidy.source import listed, modules_under, planted

INIT = planted("src/provesafe/ledger/__init__.py", "from provesafe.ledger.x import look")


def test_every_module_says_what_it_answers() -> None:
    """Every Python file with code opens with a docstring."""
    problems = module_docstring_problems(modules_under("src", "tools", "tests", "bench"))
    assert not problems, listed(problems)


def test_exported_functions_name_their_arguments_and_errors() -> None:
    """What a room exports has the sections its signature and its body ask for."""
    problems = section_problems(modules_under("src"))
    assert not problems, listed(problems)


def test_a_module_without_a_question_is_found() -> None:
    """A file with code and no docstring is found; an empty one is not."""
    assert len(module_docstring_problems([planted("src/provesafe/ledger/x.py", "x = 1")])) == 1
    assert module_docstring_problems([planted("src/provesafe/ledger/__init__.py", "")]) == []


ARGS = "Look.\n\n    Args:\n        a: x\n        b: y\n    "
RAISES = "Look.\n\n    Raises:\n        LostError: gone.\n    "


@pytest.mark.parametrize(
    ("signature", "said", "body", "count"),
    [
        ("look(a, b)", "Look.", "pass", 0),
        ("look(a, b, *, c)", "Look.", "pass", 3),
        ("look(a, b, *, c)", ARGS, "pass", 1),
        ("look(a, b, *, c)", "Look at `a` from `b` for `c`.", "pass", 0),
        ("look(a)", "Look.", "raise LostError('x')", 1),
        ("look(a)", RAISES, "raise LostError('x')", 0),
        ("_hidden(a, b, c)", "Look.", "pass", 0),
    ],
)
def test_a_missing_section_is_found(signature: str, said: str, body: str, count: int) -> None:
    """Each argument and each error that an exported function leaves out is one problem."""
    code = f'def {signature}:\n    """{said}"""\n    {body}'
    assert len(section_problems([INIT, planted("src/provesafe/ledger/x.py", code)])) == count
