"""House rule: core rooms think, adapters act; src keeps its promises with `invariant`."""

from __future__ import annotations

import pytest

from tidy.calls import (
    banned_call_problems,
    banned_import_problems,
    dataclass_problems,
    module_state_problems,
)
from tidy.source import listed, modules_under, planted


def test_inner_rooms_do_not_reach_for_the_world() -> None:
    """No core room or service imports a clock, a file system, a network or a source of chance."""
    problems = banned_import_problems(modules_under("src"))
    assert not problems, listed(problems)


def test_src_uses_no_banned_call() -> None:
    """Every banned call, statement and decorator is absent from src."""
    problems = banned_call_problems(modules_under("src"))
    assert not problems, listed(problems)


def test_inner_rooms_keep_no_state() -> None:
    """Nothing at module level of an inner room can be changed."""
    problems = module_state_problems(modules_under("src"))
    assert not problems, listed(problems)


def test_public_values_cannot_be_changed() -> None:
    """Every public dataclass of a core room is frozen and slotted."""
    problems = dataclass_problems(modules_under("src"))
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("ledger", "import time"),
        ("custody", "from os import environ"),
        ("monitor", "import logging"),
        ("casefile", "from pathlib import Path"),
        ("rulebook", "import datetime"),
        ("service", "import random"),
        ("prover", "import concurrent.futures"),
    ],
)
def test_a_banned_import_is_found(room: str, line: str) -> None:
    """Each planted import of the world is one problem, and none in adapters."""
    assert len(banned_import_problems([planted(f"src/provesafe/{room}/x.py", line)])) == 1
    assert banned_import_problems([planted("src/provesafe/adapters/x.py", line)]) == []


@pytest.mark.parametrize(
    "line",
    [
        "open('x')",
        "now = datetime.now(UTC)",
        "today = datetime.date.today()",
        "x = os.environ['HOME']",
        "sys.stdout.write('x')",
        "sys.setrecursionlimit(9)",
        "key = hash(entry)",
        "@functools.cache\ndef f(x): return x",
    ],
)
def test_a_banned_call_is_found_in_inner_rooms(line: str) -> None:
    """Each planted call is one problem in an inner room and none in adapters."""
    assert len(banned_call_problems([planted("src/provesafe/service/x.py", line)])) == 1
    assert banned_call_problems([planted("src/provesafe/adapters/x.py", line)]) == []


@pytest.mark.parametrize(
    "line",
    [
        "assert entry",
        "def f():\n    global count\n    count = 1",
        "print('x')",
        "raise ValueError('x')",
        "raise RuntimeError",
    ],
)
def test_what_src_never_does_is_found_everywhere(line: str) -> None:
    """Each planted statement is one problem in every room, adapters included."""
    for room in ("ledger", "service", "adapters"):
        assert len(banned_call_problems([planted(f"src/provesafe/{room}/x.py", line)])) == 1


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("TABLE = {'a': 1}", 1),
        ("SEEN: list[str] = []", 1),
        ("SEEN = set()", 1),
        ("SEEN: Final = []", 1),
        ("SEEN: Final[list[str]] = []", 1),
        ("COUNTS = collections.Counter()", 1),
        ("SQUARES = [n * n for n in range(3)]", 1),
        ("TABLE: Mapping[str, int] = {'a': 1}", 0),
        ("TABLE: Final[Mapping[str, int]] = {'a': 1}", 0),
        ("_TABLE = {'a': 1}", 0),
        ("_seen = {}", 1),
        ("_SEEN = {}\ndef f(x):\n    _SEEN[x] = 1", 1),
        ("_SEEN = []\ndef f(x):\n    _SEEN.append(x)", 1),
        ("NAMES = ('a', 'b')", 0),
        ("__all__ = ['a']", 0),
    ],
)
def test_state_at_module_level_is_found(line: str, count: int) -> None:
    """What can be changed at module level is a problem; what is read-only by type is none."""
    assert len(module_state_problems([planted("src/provesafe/monitor/x.py", line)])) == count


@pytest.mark.parametrize(
    ("decorator", "count"),
    [
        ("@dataclass", 1),
        ("@dataclass(frozen=True)", 1),
        ("@dataclasses.dataclass(slots=True)", 1),
        ("@dataclass(frozen=False, slots=True)", 0),
        ("@dataclass(frozen=True, slots=True, kw_only=True)", 0),
    ],
)
def test_a_value_that_can_change_is_found(decorator: str, count: int) -> None:
    """A public dataclass without frozen and slots is one problem."""
    module = planted("src/provesafe/custody/x.py", f"{decorator}\nclass Act:\n    x: int")
    assert len(dataclass_problems([module])) == count


def test_hash_belongs_to_hash() -> None:
    """Calling `hash()` inside `__hash__` is no problem."""
    code = "class A:\n    def __hash__(self):\n        return hash(self.a)"
    assert banned_call_problems([planted("src/provesafe/ledger/x.py", code)]) == []
