"""Reading TOML with its place: every key is asked for once, and what is left over is an error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

from provesafe.errors import Span
from provesafe.rulebook.errors import RulebookError

__all__ = ["Table", "read_toml"]

T = TypeVar("T", bound=str)

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_MISSING = object()


class Table:
    """One TOML table and where it stands; `done()` refuses keys that nobody asked for."""

    __slots__ = ("_asked", "_values", "place")

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        """
        Args:
            values: the table.
            place: where it stands, for messages, such as `set-practice/rules/a.toml: rule `x``.
        """
        self._values = values
        self._asked: dict[str, None] = {}
        self.place = place

    def names(self) -> tuple[str, ...]:
        """The names of all its keys, each thereby asked for."""
        self._asked.update(dict.fromkeys(self._values))
        return tuple(self._values)

    def raw(self, key: str) -> object:
        """A value as TOML has it, None where the key is left out."""
        self._asked[key] = None
        return self._values.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required unless a default is given."""
        value = self._value(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, "a string")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(key, "a list of strings")
        return tuple(str(one) for one in value)

    def truth(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def integer_or_none(self, key: str) -> int | None:
        """A whole number, None where the key is left out."""
        value = self.raw(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise self._wrong(key, "a whole number")
        return value

    def choice(self, key: str, choices: tuple[T, ...], default: T | None = None) -> T:
        """One of a few words."""
        value = self._value(key, default)
        for word in choices:
            if value == word:
                return word
        allowed = ", ".join(f"`{word}`" for word in choices)
        raise RulebookError(f"{self.place}: `{key}` is `{value}`", hint=f"it is one of {allowed}")

    def table(self, key: str) -> Table:
        """A table inside this one, empty where the key is left out."""
        value = self.raw(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise self._wrong(key, "a table")
        return Table(value, f"{self.place}: `{key}`")

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self._wrong(key, "a list of tables")
        return tuple(Table(one, f"{self.place}: `{key}` {n}") for n, one in enumerate(value, 1))

    def done(self) -> None:
        """Refuse what nobody asked for.

        Raises:
            RulebookError: a key is unknown.
        """
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, sorted(self._asked), n=1)
                hint = f"did you mean `{near[0]}`" if near else ""
                raise RulebookError(f"{self.place}: unknown key `{key}`", hint=hint)

    def _value(self, key: str, default: object | None) -> object:
        self._asked[key] = None
        value = self._values.get(key, _MISSING)
        if value is not _MISSING:
            return value
        if default is None:
            raise RulebookError(f"{self.place}: `{key}` is missing")
        return default

    def _wrong(self, key: str, wanted: str) -> RulebookError:
        return RulebookError(f"{self.place}: `{key}` is not {wanted}")


def read_toml(text: str, source: str) -> Table:
    """Read a whole TOML file.

    Raises:
        RulebookError: the text is not TOML; the span says where it stops being so.
    """
    try:
        return Table(tomllib.loads(text), source)
    except tomllib.TOMLDecodeError as error:
        message, span = toml_fault(error, source)
        raise RulebookError(message, span=span) from error


def toml_fault(error: Exception, source: str) -> tuple[str, Span]:
    """What the TOML reader says, as a message of ours, and the place it names (1:1 without one)."""
    told = str(error)
    found = _AT.search(told)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    plain = _AT.sub("", told).strip()
    message = f"this is not TOML: {plain[:1].lower()}{plain[1:]}"
    return message, Span(source=source, start=0, end=0, line=line, column=column)
