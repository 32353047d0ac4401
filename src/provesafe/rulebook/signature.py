"""Which predicates there are: MonPoly's `.sig` text and the table it stands for.

    # who handed what to whom
    handed_over(weapon: string, giver: string, receiver: string)
    loaded(weapon: string, n: int)
    stopped()

One predicate after another, each with its fields as `name:type` or `type`; types are `int` and
`string`; `#` opens a comment up to the line's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal, TypeAlias

from provesafe.rulebook.errors import SignatureError
from provesafe.rulebook.lexer import SourceText

__all__ = ["Field", "FieldType", "Signature", "parse_signature", "render_signature"]

FieldType: TypeAlias = Literal["int", "string"]
Field: TypeAlias = tuple[str, FieldType]
"""A field's name (possibly empty) and its type."""

_TYPES: Mapping[str, FieldType] = MappingProxyType({"int": "int", "string": "string"})
_NAME = r"[A-Za-z_][A-Za-z0-9_\-]*"
_SKIP = re.compile(r"(?:[ \t\r\n]|#[^\n\r]*)*")
_PREDICATE = re.compile(rf"({_NAME})[ \t]*\(([^()#]*)\)")
_FIELD = re.compile(rf"\s*(?:({_NAME})\s*:\s*)?({_NAME})\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The predicates a formula may use, each with its fields in order."""

    predicates: Mapping[str, tuple[Field, ...]]

    def __post_init__(self) -> None:
        ordered = {name: tuple(self.predicates[name]) for name in sorted(self.predicates)}
        object.__setattr__(self, "predicates", MappingProxyType(ordered))

    def __contains__(self, predicate: object) -> bool:
        return predicate in self.predicates

    def __iter__(self) -> Iterator[str]:
        return iter(self.predicates)

    def __hash__(self) -> int:
        return hash(tuple(self.predicates.items()))

    def types(self, predicate: str) -> tuple[FieldType, ...]:
        """The types of a declared predicate's fields."""
        return tuple(kind for _, kind in self.predicates[predicate])

    def nearest(self, name: str) -> str | None:
        """The declared predicate whose name is most like this one, if any is."""
        near = get_close_matches(name, list(self.predicates), n=1)
        return near[0] if near else None


def parse_signature(text: str, source: str = "signature") -> Signature:
    """Read MonPoly's signature text.

    Raises:
        SignatureError: the text is malformed, names an unknown type, or declares a name twice.
    """
    whole = SourceText(source, text)
    predicates: dict[str, tuple[Field, ...]] = {}
    at = _end_of(_SKIP.match(text))
    while at < len(text):
        found = _PREDICATE.match(text, at)
        if found is None:
            raise SignatureError(
                "a predicate is written `name(field: type, …)`", span=whole.span(at, at + 1)
            )
        name, inside = found.groups()
        if name in predicates:
            raise SignatureError(
                f"predicate `{name}` is declared twice", span=whole.span(at, found.end(1))
            )
        predicates[name] = _fields(whole, inside, found.start(2))
        at = _end_of(_SKIP.match(text, found.end()))
    return Signature(predicates=predicates)


def render_signature(signature: Signature) -> str:
    """Write a signature as `.sig` text, by name; a field without a name gets `x1`, `x2` …"""
    lines: list[str] = []
    for name, fields in signature.predicates.items():
        shown = (f"{field or f'x{i}'}:{kind}" for i, (field, kind) in enumerate(fields, 1))
        lines.append(f"{name}({', '.join(shown)})\n")
    return "".join(lines)


def _fields(whole: SourceText, inside: str, start: int) -> tuple[Field, ...]:
    if not inside.strip():
        return ()
    fields: list[Field] = []
    for part in inside.split(","):
        span = whole.span(start, start + len(part))
        found = _FIELD.match(part)
        if found is None:
            raise SignatureError("a field is written `name: type`", span=span)
        name, kind = found.groups()
        if kind not in _TYPES:
            hint = "the types are `int` and `string`"
            raise SignatureError(f"`{kind}` is not a type here", hint=hint, span=span)
        fields.append((name or "", _TYPES[kind]))
        start += len(part) + 1
    return tuple(fields)


def _end_of(found: re.Match[str] | None) -> int:
    return found.end() if found else 0
