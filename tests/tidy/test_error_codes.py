"""House rule: every error has one code of its own, listed for those who meet it."""

from __future__ import annotations

import pytest

from error_page import PAGE, code_problems, error_classes, read_sources, render_page
from tidy.source import ROOT, listed, text_of

ROOT_ERRORS = 'class InputError(ProvesafeError):\n    """Bad."""\n    code = "provesafe.input"\n'


def test_every_error_has_a_code_of_its_own() -> None:
    """Every error class has a code, unlike all others, that begins with its room."""
    problems = code_problems(error_classes(read_sources(ROOT)))
    assert not problems, listed(problems)


def test_every_error_is_listed() -> None:
    """The page of errors is what `make docs` writes from the classes."""
    assert text_of(PAGE) == render_page(error_classes(read_sources(ROOT))), "run `make docs`"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('"""Gone."""\n    code = "ledger.lost"', 0),
        ('"""Gone."""\n    code: ClassVar[str] = "ledger.lost"', 0),
        ('"""Gone."""', 1),
        ('"""Gone."""\n    code = "custody.lost"', 1),
        ('"""Gone."""\n    code = "provesafe.input"', 2),
        ('code = "ledger.lost"', 1),
    ],
)
def test_a_wrong_code_is_found(body: str, count: int) -> None:
    """A code that is missing, another's, or another room's is found, also through a base."""
    sources = {
        "src/provesafe/errors.py": ROOT_ERRORS,
        "src/provesafe/ledger/x.py": f"class LostError(InputError):\n    {body}\n",
    }
    assert len(code_problems(error_classes(sources))) == count


def test_a_code_of_adapters_begins_with_its_part() -> None:
    """In adapters the part is the name people know: keys, store, web."""
    code = 'class GoneError(InputError):\n    """Gone."""\n    code = "keys.gone"\n'
    sources = {"src/provesafe/errors.py": ROOT_ERRORS}
    right = error_classes(sources | {"src/provesafe/adapters/keys.py": code})
    wrong = error_classes(sources | {"src/provesafe/adapters/store/sqlite.py": code})
    assert (code_problems(right), len(code_problems(wrong))) == ([], 1)


def test_a_new_error_changes_the_page() -> None:
    """A new class adds a row with its inherited exit code, so that an old page is noticed."""
    sources = {
        "src/provesafe/errors.py": ROOT_ERRORS + "    exit_code = 2\n",
        "src/provesafe/ledger/x.py": (
            'class LostError(InputError):\n    """It is\n    gone."""\n    code = "ledger.lost"\n'
        ),
    }
    assert "| `ledger.lost` | 2 | It is gone. |" in render_page(error_classes(sources))
