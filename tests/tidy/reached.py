"""Which files nobody reaches: a module nobody imports, a page nobody links to.

Entry points are what pyproject.toml names as a program, `__main__.py`, the scripts of tools that
the Makefile calls, and the front doors of rooms. What only tests import is not reached. A room
whose front door is still empty has not opened yet and is left alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from posixpath import dirname, join, normpath

from tidy.arrows import imported_names
from tidy.source import ROOT, Module

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def entry_points() -> frozenset[str]:
    """The modules that start a program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return frozenset(target.partition(":")[0] for target in project.get("scripts", {}).values())


def dead_module_problems(modules: Sequence[Module], starts: Iterable[str]) -> list[str]:
    """Every module of src that no other module of src imports and that starts no program."""
    reached = set(starts)
    closed = {module.room for module in modules if module.is_init and not module.tree.body}
    for module in modules:
        for _, target in imported_names(module):
            for name in (target, target.rpartition(".")[0]):
                if name != module.name:
                    reached.add(name)
    return [
        f"{module.path}:1: no module imports this; take it away or give it a caller"
        for module in modules
        if not module.is_init
        and not module.path.endswith("/__main__.py")
        and module.name not in reached
        and module.room not in closed
    ]


def dead_tool_problems(paths: Iterable[str], makefile: str, modules: Sequence[Module]) -> list[str]:
    """Every script in tools that the Makefile does not call and no other script imports."""
    imported = {target.split(".")[0] for module in modules for _, target in imported_names(module)}
    return [
        f"{path}: neither called by the Makefile nor imported"
        for path in paths
        if re.fullmatch(r"tools/\w+\.py", path)
        and path not in makefile
        and path[6:-3] not in imported
    ]


def link_problems(pages: Mapping[str, str], files: Iterable[str]) -> list[str]:
    """Every link of a page to a file of the project that is not there."""
    known = set(files)
    folders = {name[:end] for name in known for end in range(len(name)) if name[end] == "/"}
    return [
        f"{page}: the link `{target}` leads nowhere"
        for page, text in sorted(pages.items())
        for target in _links(page, text)
        if target not in known and target not in folders
    ]


def lost_page_problems(pages: Mapping[str, str], start: str) -> list[str]:
    """Every page under docs that nobody finds by following links from `start`."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        page = waiting.pop()
        if page not in found and page in pages:
            found.add(page)
            waiting.extend(_links(page, pages[page]))
    return [
        f"{page}: no link leads here from {start}"
        for page in sorted(pages)
        if page.startswith("docs/") and page not in found
    ]


def _links(page: str, text: str) -> list[str]:
    targets = _LINK.findall(_FENCE.sub("", text))
    local = [target.partition("#")[0] for target in targets if "://" not in target]
    return [
        normpath(join(dirname(page), target))
        for target in local
        if target and not target.startswith("mailto:")
    ]
