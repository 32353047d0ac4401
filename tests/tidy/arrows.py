"""Which room may import which, with no way around it.

    ledger, custody, rulebook    nothing of ours
    monitor                      rulebook
    prover                       monitor, custody, rulebook
    casefile                     ledger, monitor, custody, rulebook
    service                      all of the above
    adapters                     any room

Every room may import errors.py. Another room is imported from the room itself, a module of the
same room from that module. Imports stand at the top of the file, except in adapters/cli and what
`LATE_IMPORTS_ALLOWED` names, which may import late for the sake of start-up time.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tidy.source import Module

ARROWS: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "rulebooks": frozenset(),
    "ledger": frozenset(),
    "custody": frozenset(),
    "rulebook": frozenset(),
    "monitor": frozenset({"rulebook"}),
    "prover": frozenset({"monitor", "custody", "rulebook"}),
    "casefile": frozenset({"ledger", "monitor", "custody", "rulebook"}),
    "service": frozenset({"ledger", "custody", "rulebook", "monitor", "prover", "casefile"}),
    "adapters": frozenset(
        {"ledger", "custody", "rulebook", "monitor", "prover", "casefile", "service", "rulebooks"}
    ),
}

# Each with its reason in docs/decisions/0009-dependencies.md; all other rooms: stdlib alone.
THIRD_PARTY: Mapping[str, frozenset[str]] = {
    "adapters": frozenset(
        {
            "argon2",
            "click",
            "cryptography",
            "h11",
            "jinja2",
            "nacl",
            "numpy",
            "pyarrow",
            "pypdf",
            "pyspark",
            "segno",
            "starlette",
            "typst",
            "uvicorn",
            "psycopg",
            "zeroconf",
            "zxingcpp",
        }
    ),
    "monitor": frozenset({"numpy"}),
    "prover": frozenset({"dd", "numba", "numpy"}),
}

# What must give a second opinion, and what it must not take it from.
APART: Mapping[str, tuple[str, ...]] = {
    "provesafe.monitor.recheck": (
        "provesafe.monitor.audit",
        "provesafe.monitor.columnar",
        "provesafe.monitor.engine",
        "provesafe.monitor.explain",
        "provesafe.monitor.gate",
        "provesafe.monitor.program",
        "provesafe.rulebook.reference",
        "provesafe.rulebook.satisfies",
        "provesafe.rulebook.solutions",
    ),
}

# For start-up time: a verb loads what it needs, the gate starts without the columnar library, the
# prover without the compiler; the driver of a database is asked for where one is named.
LATE_IMPORTS_ALLOWED = (
    "src/provesafe/adapters/casepapers/__init__.py",
    "src/provesafe/adapters/cli/",
    "src/provesafe/adapters/opening_case.py",
    "src/provesafe/adapters/reading_sources.py",
    "src/provesafe/adapters/store/places.py",
    "src/provesafe/monitor/__init__.py",
    "src/provesafe/prover/__init__.py",
    "src/provesafe/service/__init__.py",
)


def arrow_problems(modules: Iterable[Module]) -> list[str]:
    """Every import that goes against the arrows, or past the front door of another room."""
    problems: list[str] = []
    for module in modules:
        if module.room not in ARROWS:
            problems.append(f"{module.path}:1: `{module.room}` is not a room of the design")
            continue
        for node, target in imported_names(module):
            if target.split(".")[0] != "provesafe":
                continue
            problem = _own_import_problem(module, node, target)
            if problem:
                problems.append(module.at(node, problem))
    return problems


def third_party_problems(modules: Iterable[Module]) -> list[str]:
    """Every import of a library that the room does not exist on."""
    problems: list[str] = []
    for module in modules:
        allowed = THIRD_PARTY.get(module.room, frozenset())
        for node, target in imported_names(module):
            top = target.split(".")[0]
            if top == "provesafe" or top in sys.stdlib_module_names or top in allowed:
                continue
            problems.append(
                module.at(node, f"`{top}` is not for `{module.room}` (a port, or a decision)")
            )
    return problems


def late_import_problems(modules: Iterable[Module]) -> list[str]:
    """Every import inside a function, or by name at run time."""
    problems: list[str] = []
    for module in modules:
        if module.path.startswith(LATE_IMPORTS_ALLOWED):
            continue
        for outer in ast.walk(module.tree):
            if not isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            problems += [
                module.at(
                    node,
                    "import at the top of the file; a wanted back-arrow is a type in "
                    "the wrong room",
                )
                for node in ast.walk(outer)
                if isinstance(node, ast.Import | ast.ImportFrom)
            ]
    return sorted(set(problems))


def cycle_problems(modules: Sequence[Module]) -> list[str]:
    """Every group of modules that import one another, TYPE_CHECKING included."""
    names = {module.name for module in modules}
    graph: dict[str, set[str]] = {}
    for module in modules:
        targets = {_module_of(target, names) for _, target in imported_names(module)}
        graph[module.name] = {target for target in targets if target} - {module.name}
    return [f"import cycle: {' -> '.join(cycle)}" for cycle in _cycles(graph)]


def apart_problems(modules: Sequence[Module]) -> list[str]:
    """Every second opinion that reaches, through whatever it imports, what it should recheck.

    A name asked for at a room's front door reaches the module that defines it, not the whole room.
    """
    names = {module.name for module in modules}
    doors = {
        f"{module.name}.{target.rpartition('.')[2]}": target
        for module in modules
        if module.is_init
        for _, target in imported_names(module)
    }
    graph: dict[str, set[str]] = {}
    for module in modules:
        targets = {target for _, target in imported_names(module)}
        behind = {doors.get(target, target) for target in targets}
        reached = {_module_of(target, names) for target in behind} - {""}
        graph[module.name] = targets | behind | reached
    return [
        f"{name}: reaches `{target}`, which it rechecks"
        for name, forbidden in APART.items()
        for target in sorted(_reachable(graph, name) if name in graph else ())
        if any(target == other or target.startswith(f"{other}.") for other in forbidden)
    ]


def imported_names(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Each import as the full dotted name it asks for, wherever it stands in the file."""
    package = module.name if module.is_init else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                yield node, f"{base}.{alias.name}"


def _own_import_problem(module: Module, node: ast.stmt, target: str) -> str:
    asked = target.rpartition(".")[0]
    if not isinstance(node, ast.ImportFrom):
        return "write `from provesafe.room import name`, or `from provesafe import room`"
    if asked == "provesafe.errors":
        return ""
    room = target.split(".")[1]
    if room not in ARROWS:
        return f"`provesafe.{room}` is not a room of the design"
    if room == module.room:
        if asked in ("provesafe", f"provesafe.{room}") and not module.is_init:
            return f"inside `{room}` import from its modules, not from the room"
        return ""
    if room not in ARROWS[module.room]:
        return f"`{module.room or module.name}` may not import `{room}`"
    if asked not in ("provesafe", f"provesafe.{room}"):
        return f"import from the room: `from provesafe.{room} import …`"
    return ""


def _module_of(target: str, names: set[str]) -> str:
    if target in names:
        return target
    above = target.rpartition(".")[0]
    return above if above in names else ""


def _cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    reached = {name: _reachable(graph, name) for name in graph}
    groups: list[list[str]] = []
    for name in sorted(graph):
        group = sorted(other for other in reached[name] if name in reached[other])
        if name in group and group not in groups:
            groups.append(group)
    return groups


def _reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph.get(name, ()))
    return found
