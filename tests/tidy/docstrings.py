"""What a public name must say about itself.

- every module with code says which question it answers;
- a function that a room exports and that takes three or more arguments names each of them, in an
  `Args:` section or in backticks;
- one that raises says so in a `Raises:` section, with the class it raises.

That a public name has a docstring at all is checked by ruff (D1).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from tidy.arrows import imported_names
from tidy.source import Module

ARGUMENTS_WITHOUT_SECTION_MAX = 2


def module_docstring_problems(modules: Iterable[Module]) -> list[str]:
    """Every file with code and without a docstring."""
    return [
        f"{module.path}:1: say which question this module answers"
        for module in modules
        if module.tree.body and not ast.get_docstring(module.tree)
    ]


def section_problems(modules: Sequence[Module]) -> list[str]:
    """Every exported function whose docstring leaves out an argument or an error."""
    exported = {
        (target.rpartition(".")[0], target.rpartition(".")[2])
        for module in modules
        if module.is_init
        for _, target in imported_names(module)
    }
    problems: list[str] = []
    for module in modules:
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and (module.name, node.name) in exported:
                problems += _function_problems(module, node)
    return problems


def _function_problems(module: Module, node: ast.FunctionDef) -> list[str]:
    said = ast.get_docstring(node) or ""
    problems: list[str] = []
    names = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    if len(names) > ARGUMENTS_WITHOUT_SECTION_MAX:
        section = said.partition("Args:")[2]
        problems += [
            module.at(node, f"`{node.name}`: the docstring leaves out `{name}`")
            for name in names
            if f"{name}:" not in section and f"`{name}`" not in said
        ]
    section = said.partition("Raises:")[2]
    problems += [
        module.at(node, f"`{node.name}`: `Raises:` leaves out `{name}`")
        for name in sorted(_raised(node))
        if name not in section
    ]
    return problems


def _raised(node: ast.FunctionDef) -> set[str]:
    """The classes the body raises itself; what it calls may raise more."""
    found: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Raise) and isinstance(inner.exc, ast.Call):
            function = inner.exc.func
            if isinstance(function, ast.Name) and function.id[0].isupper():
                found.add(function.id)
    return found
