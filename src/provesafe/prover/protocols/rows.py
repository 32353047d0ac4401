"""A TOML table with its place, asked key by key, so that every fault says where it is."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from provesafe.errors import Span
from provesafe.prover.errors import ProtocolError

__all__ = ["Row", "read_rows"]


class Row:
    """One table; what is asked for is checked, and `done` refuses what nobody asked for."""

    def __init__(self, values: Mapping[str, Any], place: Span | None, what: str) -> None:
        """
        Args:
            values: what TOML read.
            place: where the table begins.
            what: what to call it in an error.
        """
        self.values = values
        self.place = place
        self.what = what
        self.asked: set[str] = set()

    def fault(self, message: str, *, hint: str = "") -> ProtocolError:
        """The error to raise for something wrong in this table."""
        return ProtocolError(f"{self.what}: {message}", hint=hint, span=self.place)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; must be there unless there is a default."""
        value = self._value(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.fault(f"`{key}` is a text in quotes, not `{value}`")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, or one; empty where it is left out."""
        value = self._value(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self.fault(f"`{key}` is a list of texts, not `{value}`")
        return tuple(listed)

    def number(self, key: str, default: float | None = None) -> float:
        """A number."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(f"`{key}` is a number, not `{value}`")
        return float(value)

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """A list of pairs of numbers; empty where it is left out."""
        value = self._value(key, [])
        found: list[tuple[float, float]] = []
        for one in value if isinstance(value, list) else [value]:
            match one:
                case [int() | float() as first, int() | float() as second]:
                    found.append((float(first), float(second)))
                case _:
                    raise self.fault(f"`{key}` is a list of pairs of numbers, not `{value}`")
        return tuple(found)

    def truth(self, key: str) -> bool:
        """True or false; false where it is left out."""
        value = self._value(key, False)
        if not isinstance(value, bool):
            raise self.fault(f"`{key}` is true or false, not `{value}`")
        return value

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of `choices`."""
        value = self.text(key, default)
        if value not in choices:
            raise self.fault(f"`{key}` is one of {_listed(choices)}, not `{value}`")
        return value

    def table(self, key: str) -> Row:
        """A table inside; an empty one where it is left out."""
        value = self._value(key, {})
        if not isinstance(value, dict):
            raise self.fault(f"`{key}` is a table, not `{value}`")
        return Row(value, self.place, f"{self.what}, `{key}`")

    def rows(self, key: str, *, place: Any = None) -> tuple[Row, ...]:
        """A list of tables; `place` says where the n-th begins."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.fault(f"`{key}` is a list of tables: write [[{key}]]")
        return tuple(
            Row(
                one,
                place(key, number) if place else self.place,
                f"{key} `{one['id']}`" if isinstance(one.get("id"), str) else key,
            )
            for number, one in enumerate(value)
        )

    def either(self, key: str) -> tuple[str | Row, ...]:
        """Texts and tables, one or a list of them."""
        value = self._value(key, [])
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str | dict) for one in listed):
            raise self.fault(f"`{key}` is a text, a table or a list of these, not `{value}`")
        what = f"{self.what}, `{key}`"
        return tuple(one if isinstance(one, str) else Row(one, self.place, what) for one in listed)

    def has(self, key: str) -> bool:
        """Whether it is there."""
        return key in self.values

    def done(self) -> None:
        """Refuse every key that was not asked for.

        Raises:
            ProtocolError: there is one; the nearest known key is the hint.
        """
        for key in self.values:
            if key not in self.asked:
                near = difflib.get_close_matches(key, sorted(self.asked), n=1)
                known = f"did you mean `{near[0]}`?" if near else f"known: {_listed(self.asked)}"
                raise self.fault(f"`{key}` is not known", hint=known)

    def _value(self, key: str, default: object | None) -> Any:
        self.asked.add(key)
        if key not in self.values:
            if default is None:
                raise self.fault(f"`{key}` is missing")
            return default
        return self.values[key]


def read_rows(text: str, source: str) -> tuple[Row, Any]:
    """The root table of a TOML text, and a function that places the n-th `[[key]]`.

    Raises:
        ProtocolError: the text is not TOML.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        span = Span(source=source, start=0, end=0, line=line, column=column)
        said = str(error).partition(" (at")[0]
        raise ProtocolError(f"this is not TOML: {said[:1].lower()}{said[1:]}", span=span) from error

    heads: dict[str, list[int]] = {}
    for number, line_text in enumerate(text.splitlines(), start=1):
        head = re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line_text)
        if head:
            heads.setdefault(head[1], []).append(number)

    def place(key: str, number: int) -> Span:
        lines = heads.get(key, [])
        line = lines[number] if number < len(lines) else 1
        return Span(source=source, start=0, end=0, line=line, column=1)

    start = Span(source=source, start=0, end=0, line=1, column=1)
    return Row(values, start, "the file"), place


def _listed(names: Sequence[str] | set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
