"""House rule: a file, a function and a room fit into a head."""

from __future__ import annotations

import pytest

from tidy.sizes import WAIVERS, name_problems, size_problems, too_large
from tidy.source import listed, modules_under, planted, tracked_files


def test_nothing_is_too_large() -> None:
    """Every file, function and room is within its limit, or shrinks under a waiver."""
    problems = size_problems(too_large(modules_under("src", "tools", "tests", "bench")), WAIVERS)
    assert not problems, listed(problems)


def test_every_module_is_named_for_its_question() -> None:
    """No module is a drawer for what has no home."""
    problems = name_problems(tracked_files())
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    ("path", "lines", "is_found"),
    [
        ("src/provesafe/ledger/x.py", 601, True),
        ("src/provesafe/ledger/x.py", 600, False),
        ("tests/unit/test_x.py", 801, True),
        ("tests/unit/test_x.py", 800, False),
    ],
)
def test_a_long_file_is_found(path: str, lines: int, *, is_found: bool) -> None:
    """A file one line over its limit is found, one at its limit is not."""
    assert (path in too_large([planted(path, "x = 1\n" * lines)])) is is_found


@pytest.mark.parametrize(("lines", "is_found"), [(70, False), (71, True)])
def test_a_long_function_is_found(lines: int, *, is_found: bool) -> None:
    """A function one line over its limit is found, also inside a class."""
    code = "class A:\n    def f(self):\n" + "        x = 1\n" * (lines - 1)
    found = too_large([planted("src/provesafe/ledger/x.py", code)])
    assert found == ({"src/provesafe/ledger/x.py::f": lines} if is_found else {})


def test_a_crowded_room_is_found() -> None:
    """A room of seventeen modules is found; its `__init__` does not count."""
    names = ["__init__", *"abcdefghijklmnopq"]
    modules = [planted(f"src/provesafe/ledger/{name}.py", "") for name in names]
    assert too_large(modules) == {"src/provesafe/ledger/": 17}
    assert too_large(modules[:-1]) == {}


def test_a_waiver_only_shrinks() -> None:
    """A waiver covers its exact size: growth and a stale waiver are both problems."""
    assert size_problems({"a.py": 640}, {"a.py": 640}) == []
    assert len(size_problems({"a.py": 641}, {"a.py": 640})) == 1
    assert len(size_problems({"a.py": 620}, {"a.py": 640})) == 1
    assert len(size_problems({}, {"a.py": 640})) == 1


def test_a_drawer_is_found() -> None:
    """A module or a folder named like a drawer is found."""
    names = ["src/provesafe/ledger/utils.py", "src/provesafe/common/x.py", "tests/_helpers.py"]
    assert len(name_problems(names)) == 3
