"""Every explanation that differs from a given one in a single place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from provesafe.monitor import Derivation, Explanation
from provesafe.rulebook import Fact

MISSES = ("never", "undone", "too-long-ago", "too-recent", "too-late", "too-early", "happened")


def altered(explanation: Explanation) -> Iterator[Explanation]:
    """Each field of each part, changed in each of a few ways; never the explanation itself."""
    for changed in _changed(explanation, ""):
        if changed != explanation:
            yield changed


def _changed(value: Any, name: str) -> Iterator[Any]:
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for changed in _changed(getattr(value, field.name), field.name):
                yield replace(value, **{field.name: changed})
        if isinstance(value, Fact):
            yield replace(value, arguments=(*value.arguments, 0))
    elif isinstance(value, tuple):
        yield from _changed_tuple(value, name)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value - 1, value + 1)
    elif isinstance(value, str):
        yield from (MISSES if name == "miss" else (f"{value}x", ""))
    elif value is None:
        yield from _instead_of_nothing(name)
    if name in ("at", "undone", "undone_by", "fact", "seconds", "undone_seconds"):
        yield None


def _changed_tuple(value: tuple[Any, ...], name: str) -> Iterator[tuple[Any, ...]]:
    for place, part in enumerate(value):
        yield (*value[:place], *value[place + 1 :])
        yield (*value[:place], part, *value[place:])
        for changed in _changed(part, ""):
            yield (*value[:place], changed, *value[place + 1 :])
    if len(value) > 1:
        yield value[::-1]
    if not value and name in ("parts", "after", "conjuncts"):
        yield (Derivation(index=0, holds=True),)
    if not value and name in ("values", "path", "evidence"):
        yield (0,)


def _instead_of_nothing(name: str) -> Iterator[Any]:
    if name in ("at", "undone"):
        yield from (Derivation(index=0, holds=True), Derivation(index=0, holds=False))
    elif name in ("fact", "undone_by"):
        yield Fact("stopped", ())
    else:
        yield 0
