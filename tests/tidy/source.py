"""What the house rules read: the tracked files and, for Python, their syntax trees.

Every rule is a function from parsed files to a list of problems, one line each, so that the same
function is asked about the project (which must give none) and about a planted bad snippet (which
must give one).
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE_ROOMS = ("ledger", "custody", "rulebook", "monitor", "prover", "casefile")
NOT_OURS = (".git", ".venv", "build", "dist")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One Python file: its path from the root, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The dotted name, for a file under src; the path elsewhere."""
        if not self.path.startswith("src/"):
            return self.path
        return self.path[4:].removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def room(self) -> str:
        """The room of a file under src; empty for what lies beside the rooms, such as errors.py."""
        parts = self.path.split("/")
        return parts[2] if len(parts) > 3 else ""

    @property
    def is_init(self) -> bool:
        """Whether this is the `__init__.py` of a package."""
        return self.path.endswith("/__init__.py")

    def at(self, node: ast.AST, message: str) -> str:
        """A problem line that an editor can jump to."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {message}"


def planted(path: str, text: str) -> Module:
    """A module that exists only in a test."""
    return Module(path=path, text=text, tree=ast.parse(text))


@lru_cache(maxsize=1)
def tracked_files() -> tuple[str, ...]:
    """Every file of the project: what git tracks, or the tree itself where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        names = listed.stdout.decode().split("\0")
    else:
        names = [str(path.relative_to(ROOT)) for path in _walk(ROOT)]
    return tuple(sorted(name for name in names if name and (ROOT / name).is_file()))


@lru_cache(maxsize=1)
def python_modules() -> tuple[Module, ...]:
    """Every Python file of the project, parsed once."""
    return tuple(
        planted(name, (ROOT / name).read_text(encoding="utf-8"))
        for name in tracked_files()
        if name.endswith(".py")
    )


def modules_under(*folders: str) -> tuple[Module, ...]:
    """The Python files in any of `folders`, such as `src` or `tests`."""
    starts = tuple(f"{folder}/" for folder in folders)
    return tuple(module for module in python_modules() if module.path.startswith(starts))


def text_of(name: str) -> str:
    """The text of a tracked file; empty for what is not text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def listed(problems: list[str]) -> str:
    """The problems as pytest shows them."""
    return "\n" + "\n".join(problems)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name == "__pycache__" or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path
