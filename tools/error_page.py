"""docs/reference/errors.md, read off the error classes of src without importing them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BASES = ("ProvesafeError", "InvariantBroken")
PAGE = "docs/reference/errors.md"

HEAD = """\
# Errors

Written by `make docs` from the error classes; a test keeps it current.

An outcome is a value: a refused request, a rule not met, a reachable hazard. An error means
*I could not answer*. The message is one sentence; a `hint:` on its own line says what to do now.
A code never changes its meaning.

| exit | means | do |
|---|---|---|
| 0 | fine | |
| 1 | the answer is no | read the reasons; this is not an error |
| 2 | what was sent is malformed | mend it and send it again |
| 3 | evidence does not check | stop, keep the bytes, tell a person; do not retry |
| 4 | the record moved on | reload and decide again |
| 5 | a store, a key, a network or a program is not there | try again later |
| 6 | cannot say from what was given | never read it as a yes |
| 70 | our bug | report it; nothing more was recorded |
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorClass:
    """One error class as its source has it; `code` and `exit_code` None where it sets none."""

    name: str
    path: str
    line: int
    bases: tuple[str, ...]
    code: str | None
    exit_code: int | None
    meaning: str

    @property
    def room(self) -> str:
        """The room the class belongs to, or the part of adapters; `provesafe` for errors.py."""
        parts = self.path.removesuffix(".py").split("/")
        if len(parts) <= 3:
            return "provesafe"
        return parts[3] if parts[2] == "adapters" else parts[2]


def read_sources(root: Path) -> dict[str, str]:
    """The Python files of src by their path from the root."""
    files = sorted((root / "src").rglob("*.py"))
    return {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in files}


def error_classes(sources: Mapping[str, str]) -> tuple[ErrorClass, ...]:
    """Every class that is an error of ours, directly or through another, sorted by code."""
    found = [
        _read(path, node)
        for path, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
    ]
    ours = set(BASES)
    while True:
        more = {one.name for one in found if ours.intersection(one.bases)} - ours
        if not more:
            break
        ours |= more
    return tuple(sorted((one for one in found if one.name in ours), key=_order))


def code_problems(errors: Sequence[ErrorClass]) -> list[str]:
    """Every class without a code of its own, with another's, or with another room's."""
    problems: list[str] = []
    seen: dict[str, str] = {}
    for one in errors:
        place = f"{one.path}:{one.line}: `{one.name}`"
        if one.code is None:
            problems.append(f"{place} has no `code` of its own")
            continue
        if not one.code.startswith(f"{one.room}."):
            problems.append(f"{place}: the code `{one.code}` does not begin with `{one.room}.`")
        if one.code in seen:
            problems.append(f"{place}: the code `{one.code}` belongs to `{seen[one.code]}`")
        if not one.meaning:
            problems.append(f"{place} does not say what it means")
        seen[one.code] = one.name
    return problems


def render_page(errors: Sequence[ErrorClass]) -> str:
    """The whole page: one table for each room."""
    by_name = {one.name: one for one in errors}
    parts = [HEAD]
    for room in sorted({one.room for one in errors}, key=lambda room: (room != "provesafe", room)):
        rows = [
            f"| `{one.code}` | {_exit_code(one, by_name)} | {one.meaning} |"
            for one in errors
            if one.room == room
        ]
        title = "Every room" if room == "provesafe" else room
        parts.append(
            "\n".join([f"## {title}", "", "| code | exit | means |", "|---|---|---|", *rows])
        )
    return "\n".join(f"{part.rstrip()}\n" for part in parts)


def _read(path: str, node: ast.ClassDef) -> ErrorClass:
    code: object = None
    exit_code: object = None
    for statement in node.body:
        for name, value in _constants(statement):
            code = value if name == "code" else code
            exit_code = value if name == "exit_code" else exit_code
    said = (ast.get_docstring(node) or "").partition("\n\n")[0]
    return ErrorClass(
        name=node.name,
        path=path,
        line=node.lineno,
        bases=tuple(ast.unparse(base).rpartition(".")[2] for base in node.bases),
        code=code if isinstance(code, str) else None,
        exit_code=exit_code if isinstance(exit_code, int) else None,
        meaning=" ".join(said.split()).replace("|", "\\|"),
    )


def _constants(statement: ast.stmt) -> Iterable[tuple[str, object]]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
            yield name, value


def _exit_code(one: ErrorClass, by_name: Mapping[str, ErrorClass]) -> str:
    if one.exit_code is not None:
        return str(one.exit_code)
    for base in one.bases:
        if base in by_name:
            return _exit_code(by_name[base], by_name)
    return ""


def _order(one: ErrorClass) -> tuple[str, str, str]:
    return (one.room, one.code or "", one.name)
