"""What code must not do, room by room, each with what to do in its place.

core rooms   no clock, randomness, files, network, environment, threads, diagnostics; no state
             that outlives a call
service      the same, through its ports; calendars are arithmetic and allowed
all of src   no assert, no print, no `global`, no raising of the standard library's errors
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from tidy.arrows import imported_names
from tidy.source import CORE_ROOMS, Module

INNER_ROOMS = (*CORE_ROOMS, "service")
A_PORT = "ask a port of `service`"

INNER_IMPORTS: Mapping[str, str] = {
    "asyncio": "only adapters wait",
    "concurrent": "only adapters run things side by side",
    "fcntl": A_PORT,
    "glob": A_PORT,
    "http": A_PORT,
    "importlib": "load it in adapters and pass it in",
    "io": "pass bytes or text in",
    "locale": "pass the language in",
    "logging": "return a value; nothing is logged and continued",
    "multiprocessing": "only adapters run things side by side",
    "os": A_PORT,
    "pathlib": "pass bytes or text in",
    "pickle": "use a format that is written down",
    "random": "pass the choice in",
    "secrets": A_PORT,
    "shelve": A_PORT,
    "shutil": A_PORT,
    "socket": A_PORT,
    "sqlite3": A_PORT,
    "subprocess": A_PORT,
    "tempfile": A_PORT,
    "threading": "only adapters run things side by side",
    "time": "pass `now_ms` in",
    "urllib": A_PORT,
    "uuid": "derive the id from what is recorded, or pass it in",
    "warnings": "return a value; nothing is logged and continued",
}
CORE_IMPORTS: Mapping[str, str] = {
    "datetime": "an integer of milliseconds or seconds since the epoch, passed in",
    "zoneinfo": "convert in `service` and pass the number in",
}
# Sources state calendar dates, not seconds: adding days to one reads no clock.
CALENDAR: Mapping[str, tuple[str, ...]] = {"casefile": ("datetime.date", "datetime.timedelta")}
INNER_CALLS: Mapping[str, str] = {
    "breakpoint": "a test",
    "eval": "a parser",
    "exec": "a parser",
    "__import__": "an import at the top of the file",
    "globals": "a parameter",
    "hash": "a digest; `hash()` differs from run to run",
    "input": A_PORT,
    "open": A_PORT,
}
CLOCK_METHODS = ("now", "utcnow", "today")
UNLIMITED_CACHES = ("cache",)
STDLIB_ERRORS = (
    "AssertionError",
    "Exception",
    "IndexError",
    "KeyError",
    "LookupError",
    "NotImplementedError",
    "OSError",
    "RuntimeError",
    "TypeError",
    "ValueError",
)
CHANGING_METHODS = (
    "add",
    "append",
    "clear",
    "discard",
    "extend",
    "insert",
    "pop",
    "popitem",
    "remove",
    "setdefault",
    "sort",
    "update",
)
MUTABLE_CALLS = (
    "Counter",
    "OrderedDict",
    "bytearray",
    "defaultdict",
    "deque",
    "dict",
    "list",
    "set",
)
READ_ONLY_TYPES = ("AbstractSet", "Collection", "Mapping", "Sequence")


def banned_import_problems(modules: Iterable[Module]) -> list[str]:
    """Every import of a module that reads or changes the world, in a room that must not."""
    problems: list[str] = []
    for module in modules:
        banned = dict(INNER_IMPORTS) if module.room in INNER_ROOMS else {}
        if module.room in CORE_ROOMS:
            banned |= CORE_IMPORTS
        for node, target in imported_names(module):
            name = target.split(".")[0]
            if name in banned and target not in CALENDAR.get(module.room, ()):
                problems.append(module.at(node, f"no `{name}` here: {banned[name]}"))
    return problems


def banned_call_problems(modules: Iterable[Module]) -> list[str]:
    """Every call, statement and decorator that src must not use, with its replacement."""
    problems: list[str] = []
    for module in modules:
        hashing = _inside_hash(module.tree)
        for node in ast.walk(module.tree):
            if node in hashing:
                continue
            why = _everywhere(node)
            if not why and not module.path.startswith("src/provesafe/adapters/"):
                why = _inside(node)
            if why:
                problems.append(module.at(node, why))
    return problems


def module_state_problems(modules: Iterable[Module]) -> list[str]:
    """Every list, dict or set at module level of an inner room that someone could change.

    A private table in capitals is left alone as long as nothing in its own file changes it.
    """
    problems: list[str] = []
    for module in modules:
        if module.room not in INNER_ROOMS:
            continue
        changed = _changed_names(module.tree)
        for node in module.tree.body:
            for name, value, kind in _assigned(node):
                is_table = name.startswith("_") and name.isupper() and name not in changed
                if name == "__all__" or is_table or not _is_mutable(value):
                    continue
                if kind not in READ_ONLY_TYPES or name in changed:
                    why = f"`{name}` can be changed: a tuple, a frozenset, or the type `Mapping`"
                    problems.append(module.at(node, why))
    return problems


def dataclass_problems(modules: Iterable[Module]) -> list[str]:
    """Every public dataclass of a core room that is not frozen and slotted.

    One that gathers something on purpose says `frozen=False` aloud.
    """
    problems: list[str] = []
    for module in modules:
        if module.room not in CORE_ROOMS:
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            for decorator in node.decorator_list:
                said = _said_keywords(decorator)
                if _name_of(decorator) == "dataclass" and not _is_settled(node, said):
                    why = f"`{node.name}`: frozen and slots, or `frozen=False` said aloud"
                    problems.append(module.at(node, why))
    return problems


def _is_settled(node: ast.ClassDef, said: Mapping[str, bool]) -> bool:
    """Slots leave no room for a `cached_property`, which only remembers what follows anyway."""
    remembers = any(
        _name_of(decorator) == "cached_property"
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        for decorator in method.decorator_list
    )
    return "frozen" in said and (remembers or said.get("slots", False))


def _inside_hash(tree: ast.Module) -> set[ast.AST]:
    """The nodes of every `__hash__`, the one place where `hash()` belongs."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "__hash__"
        for inner in ast.walk(node)
    }


def _changed_names(tree: ast.Module) -> set[str]:
    """Names that something in the file changes: an item set or deleted, a changing method."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                found |= {name} if method in CHANGING_METHODS else set()
            case ast.AugAssign(target=ast.Name(id=name)):
                found.add(name)
    return found


def _everywhere(node: ast.AST) -> str:
    match node:
        case ast.Assert():
            return "no `assert` in src (`-O` removes it): `invariant(condition, why)`"
        case ast.Global():
            return "no `global`: return the new value"
        case ast.Call(func=ast.Name(id="print")):
            return "no `print`: return the text; adapters/cli writes it with `click.echo`"
        case ast.Raise(exc=ast.expr() as raised) if _name_of(raised) in STDLIB_ERRORS:
            return f"no `raise {_name_of(raised)}`: an error of the room, or `invariant`"
    return ""


def _inside(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in INNER_CALLS:
            return f"no `{name}()` here: {INNER_CALLS[name]}"
        case ast.Call(func=ast.Attribute(attr=name, value=owner)) if name in CLOCK_METHODS:
            if _name_of(owner) in ("datetime", "date"):
                return f"no `{name}()` here: pass `now_ms` in"
        case ast.Attribute(attr="environ" | "getenv", value=ast.Name(id="os")):
            return "no environment here: a parameter"
        case ast.Attribute(attr="stdout" | "stderr" | "argv" as name, value=ast.Name(id="sys")):
            return f"no `sys.{name}` here: return a value, take a parameter"
        case ast.Attribute(attr="setrecursionlimit"):
            return "no recursion limit: it is everybody's; keep what waits in a list"
        case ast.FunctionDef(decorator_list=decorators):
            for decorator in decorators:
                if _name_of(decorator) in UNLIMITED_CACHES:
                    return "a cache without a limit: `lru_cache(maxsize=…)` on a pure function"
    return ""


def _assigned(node: ast.stmt) -> Iterator[tuple[str, ast.expr, str]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, value, ""
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value, annotation=kind):
            inner = kind.slice if isinstance(kind, ast.Subscript) else kind
            yield name, value, _name_of(inner if _name_of(kind) == "Final" else kind)


def _is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    return isinstance(value, ast.Call) and _name_of(value) in MUTABLE_CALLS


def _said_keywords(decorator: ast.expr) -> dict[str, bool]:
    if not isinstance(decorator, ast.Call):
        return {}
    return {
        keyword.arg: bool(keyword.value.value)
        for keyword in decorator.keywords
        if keyword.arg and isinstance(keyword.value, ast.Constant)
    }


def _name_of(node: ast.expr) -> str:
    """The last name of `a.b.name`, `name(...)`, `name[...]`; empty for anything else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return _name_of(inner)
    return ""
