"""The cases of rules and the ordinary day, for tests: read by the real day-file reader.

What a test changes in a day it changes in the tables (`raw`) and has them read again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provesafe.custody import Act
from provesafe.rulebook import TimePoint
from provesafe.service.day import DayFile, acts_of, broken_day
from provesafe.service.day import read_day as read_file
from provesafe.service.day import time_points as points_of

__all__ = ["CaseDay", "Moment", "broken", "read_case_day", "read_day", "time_points"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One act of a day, with what it is called there."""

    act: Act
    label: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDay:
    """A day file as read, and the tables it was read from."""

    file: DayFile
    raw: Mapping[str, Any]

    @property
    def until(self) -> int:
        """The second up to which the day is looked at."""
        return self.file.until_ms // 1000

    @property
    def settings(self) -> Mapping[str, Mapping[str, Any]]:
        """The values its rulebooks are loaded with."""
        return self.file.settings

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Its acts, those of the tables first; a day of these tests has no batches."""
        return tuple(
            Moment(act=act, label=entry.label, seconds=entry.at_ms // 1000)
            for entry in (*self.file.tables, *self.file.acts)
            for act in acts_of(self.file, entry)
        )


def read_case_day(text: str) -> CaseDay:
    """Read the text of a day file."""
    return read_day(tomllib.loads(text))


def read_day(raw: Mapping[str, Any]) -> CaseDay:
    """Read a day file's tables; a case of a few lines need not say which production it is of."""
    head = {"production": "a case", **raw["day"]}
    return CaseDay(file=read_file({**raw, "day": head}, source="case"), raw=raw)


def broken(day: CaseDay) -> CaseDay:
    """The same day after its one edit, its tables edited alike so that they can be read again."""
    file = broken_day(day.file)
    tables = dict(zip(map(id, day.file.acts), day.raw["act"], strict=True))
    edit = day.file.broken
    assert edit is not None
    (edited,) = [one for one in day.raw["act"] if one.get("label") == edit.label]
    acts: list[dict[str, Any]] = []
    for act in file.acts:
        table = tables.get(id(act))
        if table is None:
            at = edit.at or (acts[-1]["at"] if edit.after else edited["at"])
            table = {**edited, "at": at, **edit.values}
        acts.append(table)
    rest = {name: table for name, table in day.raw.items() if name != "broken"}
    return CaseDay(file=file, raw={**rest, "act": acts})


def time_points(day: CaseDay) -> tuple[TimePoint, ...]:
    """The facts of each act, one time-point each."""
    return points_of(day.file)
