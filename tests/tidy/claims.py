"""What a test owes its reader: a claim of one sentence, and a way to fail.

No test is skipped or expected to fail: what could not run has not passed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tidy.source import Module

NEVER = ("skip", "skipif", "xfail", "importorskip")
SAYS_SO_ITSELF = ("verify_", "check_", "assert_", "invariant")


def claim_problems(modules: Iterable[Module]) -> list[str]:
    """Every test without a claim, or with one of more than a sentence."""
    problems: list[str] = []
    for module in modules:
        for node in _tests(module):
            said = ast.get_docstring(node) or ""
            first = said.partition("\n\n")[0]
            if not said:
                problems.append(module.at(node, f"`{node.name}` makes no claim"))
            elif not first.endswith(".") or ". " in first.replace("\n", " "):
                problems.append(module.at(node, f"`{node.name}`: the claim is one sentence"))
    return problems


def skip_problems(modules: Iterable[Module]) -> list[str]:
    """Every skip, expected failure and conditional import of a test."""
    return [
        module.at(node, f"no `{name}`: what could not run has not passed")
        for module in modules
        for node in ast.walk(module.tree)
        for name in [_attribute(node)]
        if name in NEVER
    ]


def toothless_problems(modules: Iterable[Module]) -> list[str]:
    """Every test that holds nothing against what it ran."""
    problems: list[str] = []
    for module in modules:
        biting = {
            node.name
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef) and _bites(node, set())
        }
        problems += [
            module.at(node, f"`{node.name}` cannot fail: assert something")
            for node in _tests(module)
            if not _bites(node, biting)
        ]
    return problems


def empty_file_problems(modules: Iterable[Module]) -> list[str]:
    """Every test file without a test."""
    return [
        f"{module.path}:1: a test file without a test"
        for module in modules
        if module.path.rpartition("/")[2].startswith("test_") and not list(_tests(module))
    ]


def _tests(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    if not module.path.rpartition("/")[2].startswith("test_"):
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name.startswith("test_"):
                    yield node


def _bites(function: ast.FunctionDef | ast.AsyncFunctionDef, biting: set[str]) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant):
            return True
        if isinstance(node, ast.Call):
            name = _attribute(node.func) or getattr(node.func, "id", "")
            if name in ("raises", "fail", *biting) or name.startswith(SAYS_SO_ITSELF):
                return True
    return False


def _attribute(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""
