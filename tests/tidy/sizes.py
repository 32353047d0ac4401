"""How large things may grow before they must be split by question.

A file of src, tools or bench: 600 lines. A test file: 800. A function: 70 lines, docstring and all.
A folder of a room: 16 modules, aim for 12. A waiver names the exact size it covers, so that it
can only shrink: when the thing shrinks, the waiver must follow.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tidy.source import Module

FILE_LINES_MAX = 600
TEST_FILE_LINES_MAX = 800
FUNCTION_LINES_MAX = 70
ROOM_MODULES_MAX = 16

NOT_A_NAME = ("common", "core", "helper", "helpers", "manager", "misc", "shared", "util", "utils")

# What is too large today: `path` or `path::function` or `folder/` and its exact size.
# Lines leave this list and shrink; none is added without a decision.
WAIVERS: Mapping[str, int] = {}


def too_large(modules: Iterable[Module]) -> dict[str, int]:
    """Everything over its limit with its size."""
    found: dict[str, int] = {}
    folders: Counter[str] = Counter()
    for module in modules:
        lines = len(module.text.splitlines())
        in_tests = module.path.startswith("tests/")
        if lines > (TEST_FILE_LINES_MAX if in_tests else FILE_LINES_MAX):
            found[module.path] = lines
        for name, size in _functions(module.tree):
            if size > FUNCTION_LINES_MAX:
                found[f"{module.path}::{name}"] = size
        if module.path.startswith("src/") and not module.is_init:
            folders[module.path.rpartition("/")[0] + "/"] += 1
    found |= {name: count for name, count in folders.items() if count > ROOM_MODULES_MAX}
    return found


def size_problems(found: Mapping[str, int], waivers: Mapping[str, int]) -> list[str]:
    """What is over its limit without a waiver, and every waiver larger than what it covers."""
    grown = [
        f"{name}: {size} is over the limit; split it by question"
        for name, size in sorted(found.items())
        if size > waivers.get(name, 0)
    ]
    stale = [
        f"{name}: the waiver says {size}, it is {found.get(name, 'within the limit')} now; "
        "let the waiver shrink"
        for name, size in sorted(waivers.items())
        if found.get(name, 0) < size
    ]
    return grown + stale


def name_problems(paths: Iterable[str]) -> list[str]:
    """Every file or folder whose name says nothing about what question it answers."""
    return [
        f"{path}: `{part}` is where things without a home end; name the question it answers"
        for path in paths
        if path.endswith(".py")
        for part in path.removesuffix(".py").split("/")
        if part.strip("_") in NOT_A_NAME
    ]


def _functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
