"""A day as it is written down: a clock that only goes forward, tables, and the acts in order.

page = Page(rng)
page.ask("draw", weapon="colt-2", by="ada")     a request
page.tell("fire", weapon="colt-2", …)           a report
page.note("show", …)                            one or the other, by chance
page.tables                                     as a day file has them
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

__all__ = ["Page", "toml_of"]

Table = dict[str, Any]
DAY_SECONDS = 86_400


class Page:
    """The day file that a generated day is written on."""

    def __init__(self, rng: Random) -> None:
        """Begin at six in the morning of the day before."""
        self.rng = rng
        self.seconds = -DAY_SECONDS + 6 * 3600
        self.head: Table = {}
        self.people: list[Table] = []
        self.weapons: list[Table] = []
        self.lots: list[Table] = []
        self.plans: list[Table] = []
        self.acts: list[Table] = []

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        """Wait until then; a moment that has passed is no moment to wait for."""
        wanted = (day - 1) * DAY_SECONDS + hour * 3600 + minute * 60
        self.seconds = max(self.seconds, wanted)

    def wait(self, low: int, high: int = 0) -> None:
        """Let some seconds pass."""
        self.seconds += self.rng.randint(low, max(low, high))

    def ask(self, act: str, **fields: Any) -> None:
        """Ask for an act that rules are asked about."""
        self._write("request", act, fields)

    def tell(self, act: str, **fields: Any) -> None:
        """Enter what happened."""
        self._write("report", act, fields)

    def note(self, act: str, **fields: Any) -> None:
        """Enter it, asked for or not."""
        self._write(self.rng.choice(("request", "report")), act, fields)

    @property
    def tables(self) -> Table:
        """The tables of the day file."""
        return {
            "day": self.head,
            "person": self.people,
            "weapon": self.weapons,
            "lot": self.lots,
            "plan": self.plans,
            "act": self.acts,
        }

    def _write(self, kind: str, act: str, fields: Mapping[str, Any]) -> None:
        kept = {name: value for name, value in fields.items() if value not in (None, [], "")}
        self.acts.append({"at": self._clock(), kind: act, **kept})
        self.wait(2, self.rng.choice((3, 5, 20, 60)))

    def _clock(self) -> str:
        day, rest = divmod(self.seconds, DAY_SECONDS)
        hours, rest = divmod(rest, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"d{day + 1} {hours:02}:{minutes:02}:{seconds:02}"


def toml_of(tables: Mapping[str, Any]) -> str:
    """The text of a day file, so that a generated day can be rehearsed from the terminal."""
    lines: list[str] = []
    for name, content in tables.items():
        for table in content if isinstance(content, list) else [content]:
            lines.append(f"[[{name}]]" if isinstance(content, list) else f"[{name}]")
            lines += [f"{_key(key)} = {_value(value)}" for key, value in table.items()]
            lines.append("")
    return "\n".join(lines)


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() else f'"{key}"'


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case dict():
            return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)
