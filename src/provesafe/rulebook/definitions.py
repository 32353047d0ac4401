"""Which names stand for whole formulas: `definitions.toml`, shared by all rulebooks.

    [[definition]]
    head    = "custody.has_role(p, r)"
    formula = "(NOT relieved(p, r)) SINCE assigned(p, r)"
    say.en  = "{p} has the role {r}"          # optional

- A name is `namespace.name`, so that none can be taken for a fact; its parameters are exactly the
  free variables of its formula.
- A formula may use the definitions above it. None can use itself, by any way round.
- The digest is over names, parameters and fully written-out formulas: it changes with any meaning
  and with no comment or space.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from provesafe.rulebook.errors import DefinitionError
from provesafe.rulebook.formula import free_variables
from provesafe.rulebook.lexer import KEYWORDS, TEXT_BYTES_MAX
from provesafe.rulebook.parse import parse_formula
from provesafe.rulebook.render import render
from provesafe.rulebook.substitute import Definition

__all__ = ["Definitions", "parse_definitions"]

_WORD = r"[A-Za-z][A-Za-z0-9_]*"
_HEAD = re.compile(rf"\s*({_WORD}\.{_WORD})\s*\(([^()]*)\)\s*\Z")
_KEYS = frozenset({"head", "formula", "say"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """All definitions that hold, each already free of the others."""

    by_name: Mapping[str, Definition] = field(default_factory=lambda: MappingProxyType({}))
    say: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Name -> language -> one plain sentence, where one is given."""

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of what the definitions mean, in name order."""
        lines = (
            f"{name}({', '.join(d.parameters)}) = {render(d.formula)}\n"
            for name, d in sorted(self.by_name.items())
        )
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def parse_definitions(text: str, source: str = "definitions.toml") -> Definitions:
    """Read the text of a `definitions.toml`.

    Raises:
        DefinitionError: not TOML, a malformed or repeated head, an unknown key, parameters that
            are not the formula's free variables, or a definition that is not above its use.
        ParseError: a formula is not in the language.
    """
    if len(text) > TEXT_BYTES_MAX:
        raise DefinitionError(f"`{source}` has more than {TEXT_BYTES_MAX} characters")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"`{source}` is not TOML: {error}") from error
    rows = table.get("definition", [])
    if set(table) - {"definition"} or not isinstance(rows, list):
        raise DefinitionError(f"`{source}` may hold nothing but `[[definition]]` tables")
    known: dict[str, Definition] = {}
    say: dict[str, Mapping[str, str]] = {}
    for number, row in enumerate(rows, 1):
        definition = _definition(row, number, source, known)
        known[definition.name] = definition
        if "say" in row:
            say[definition.name] = MappingProxyType(_sentences(row["say"], definition.name))
    return Definitions(by_name=MappingProxyType(known), say=MappingProxyType(say))


def _definition(
    row: object, number: int, source: str, known: Mapping[str, Definition]
) -> Definition:
    if not isinstance(row, dict) or not isinstance(row.get("head"), str):
        raise DefinitionError(f"definition {number} of `{source}` has no `head`")
    head, formula_text = row["head"], row.get("formula")
    if odd := sorted(set(row) - _KEYS):
        raise DefinitionError(f"definition `{head}` has an unknown key `{odd[0]}`")
    if not isinstance(formula_text, str):
        raise DefinitionError(f"definition `{head}` has no `formula`")
    name, parameters = _head(head)
    if name in known:
        raise DefinitionError(f"`{name}` is defined twice")
    formula = parse_formula(
        formula_text, source=f"{source} {name}", definitions=Definitions(by_name=known)
    )
    if set(free_variables(formula)) != set(parameters):
        raise DefinitionError(
            f"the parameters of `{head}` are not the free variables of its formula",
            hint=f"those are: {', '.join(free_variables(formula)) or 'none'}",
        )
    return Definition(name=name, parameters=parameters, formula=formula)


def _head(head: str) -> tuple[str, tuple[str, ...]]:
    found = _HEAD.match(head)
    if found is None:
        raise DefinitionError(
            f"`{head}` is not the head of a definition",
            hint="write `namespace.name(parameter, …)`",
        )
    name, inside = found.groups()
    parameters = tuple(p.strip() for p in inside.split(",")) if inside.strip() else ()
    for parameter in parameters:
        if not re.fullmatch(_WORD, parameter) or parameter in KEYWORDS:
            raise DefinitionError(f"`{parameter}` cannot be a parameter of `{name}`")
    if len(set(parameters)) < len(parameters):
        raise DefinitionError(f"`{name}` has two parameters of the same name")
    return name, parameters


def _sentences(say: Any, name: str) -> dict[str, str]:
    if not isinstance(say, dict) or not all(isinstance(words, str) for words in say.values()):
        raise DefinitionError(f"`say` of `{name}` must be sentences by language, as in `say.en`")
    return dict(say)
