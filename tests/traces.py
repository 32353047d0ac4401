"""Small traces as text: `@3 a() p(1) w("ada") @3 @7`.

Each `@seconds` begins a time-point; what follows, up to the next, are its facts.
"""

from __future__ import annotations

import re

from provesafe.rulebook import Fact, TimePoint, Value

_POINT = re.compile(r"@(\d+)([^@]*)")
_FACT = re.compile(r"(\w+)\(([^)]*)\)")


def read_trace(text: str) -> tuple[TimePoint, ...]:
    """The trace that a text stands for."""
    return tuple(
        TimePoint(
            int(point[1]),
            frozenset(Fact(f[1], _arguments(f[2])) for f in _FACT.finditer(point[2])),
        )
        for point in _POINT.finditer(text)
    )


def _arguments(text: str) -> tuple[Value, ...]:
    return tuple(_value(part.strip()) for part in text.split(",")) if text.strip() else ()


def _value(text: str) -> Value:
    return text[1:-1] if text.startswith('"') else int(text)
