"""Days written short: one act a line, and days that differ from another by a few lines.

    label     moment    act fields          `?` before an act that is asked for
    meeting   d1 07:05  hold_meeting meeting=morning kind=safety attended=ada,cleo by=basil

A section `== title` makes a day of its own out of the base day:

    + label   moment    act fields          one act more, after those of the same moment
    - label label …                         these left out
    ~ label   field=value field=            an act said otherwise; a field with nothing is left away
    @ house-default local-permits-part      holds under `custody` and these; all, when not said
    ! turns=05:00                           a key of `[day]`
    out label: rule rule …                  leave this act out, and just this rule holds up what
                                            comes next, under `custody` and its own rulebook
    held label: rule=act rule=act …         this act is the first held up, by these rules, each
                                            mended by this act
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from provesafe.custody import VOCABULARY
from provesafe.service.day import DayFile, read_day

__all__ = ["ShortDay", "fields_of", "read_base", "read_sections"]

_LINE = re.compile(r"(\S+)\s+(d\d \d\d:\d\d(?::\d\d)?)\s+(\??)(\w+)(.*)")
_HEAD: Mapping[str, Any] = {
    "production": "Dry Creek",
    "starts": date(2026, 3, 2),
    "zone": "UTC",
    "until": "d3 23:00",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortDay:
    """A day, and what is said to come of leaving out some of its acts."""

    title: str
    acts: Mapping[str, Mapping[str, Any]]
    """By label, in the order of the day."""
    books: tuple[str, ...] = ()
    """The rulebooks beside `custody` that it meets; empty for all."""
    sole: Mapping[str, str]
    """By rule: the label of the act whose removal makes just that rule hold something up."""
    head: Mapping[str, str] = field(default_factory=dict)
    """Keys of `[day]` that differ."""
    held: tuple[str, Mapping[str, str]] = ("", MappingProxyType({}))
    """The label of the first act held up; by rule, the act that mends it."""

    @property
    def file(self) -> DayFile:
        """As the reader of day files has it."""
        return read_day(
            {"day": {**_HEAD, **self.head}, "act": list(self.acts.values())}, source=self.title
        )


def read_base(text: str) -> ShortDay:
    """Read the base day: lines of acts, and what comes of leaving one out."""
    acts: dict[str, Mapping[str, Any]] = {}
    sole: dict[str, str] = {}
    for line in _lines(text):
        if line.startswith("out "):
            sole.update(_left_out(line))
        else:
            label, act = _act(line)
            assert label not in acts, f"two acts are called `{label}`"
            acts[label] = act
    return ShortDay(title="the base day", acts=_in_order(acts), sole=sole)


def read_sections(text: str, base: ShortDay) -> Iterator[ShortDay]:
    """Read days that are the base day but for a few lines."""
    for section in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        yield _changed(title.strip(), body, base)


def _changed(title: str, body: str, base: ShortDay) -> ShortDay:
    acts = dict(base.acts)
    sole: dict[str, str] = {}
    books: tuple[str, ...] = ()
    head: dict[str, str] = {}
    held: tuple[str, Mapping[str, str]] = ("", {})
    for line in _lines(body):
        mark, _, rest = line.partition(" ")
        match mark:
            case "+":
                label, act = _act(rest.strip())
                assert label not in acts, f"{title}: two acts are called `{label}`"
                acts[label] = act
            case "-":
                for label in rest.split():
                    del acts[label]
            case "~":
                label, _, fields = rest.strip().partition(" ")
                said = {**acts[label], **fields_of(str(_verb(acts[label])), fields)}
                acts[label] = {name: value for name, value in said.items() if value != ""}
            case "@":
                books = tuple(rest.split())
            case "!":
                head.update({key: value for key, _, value in _pairs(rest)})
            case "out":
                sole.update(_left_out(line))
            case "held":
                label, _, rules = rest.partition(":")
                held = label, {rule: act for rule, _, act in _pairs(rules)}
            case _:
                raise AssertionError(f"{title}: `{line}` is no line of a day")
    return ShortDay(title=title, acts=_in_order(acts), books=books, sole=sole, head=head, held=held)


def _pairs(text: str) -> list[tuple[str, str, str]]:
    return [part.partition("=") for part in text.split()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def _left_out(line: str) -> dict[str, str]:
    label, _, rules = line.removeprefix("out ").partition(":")
    return dict.fromkeys(rules.split(), label.strip())


def _act(line: str) -> tuple[str, Mapping[str, Any]]:
    found = _LINE.fullmatch(line)
    assert found is not None, f"`{line}` is no line of a day"
    label, moment, asked, verb, fields = found.groups()
    how = "request" if asked else "report"
    return label, {"at": moment, how: verb, "label": label, **fields_of(verb, fields)}


def _verb(act: Mapping[str, Any]) -> Any:
    return act.get("request") or act.get("report")


def fields_of(verb: str, text: str) -> dict[str, Any]:
    """The fields of an act, each read as its declaration says."""
    declared = {one.name: one for one in VOCABULARY[verb].fields}
    values: dict[str, Any] = {}
    for part in shlex.split(text):
        name, _, value = part.partition("=")
        if name in ("happened", "learned"):
            values[name] = value
        elif value == "all":
            values[name] = list(declared[name].values or declared[name].usual)
        elif not value:
            values[name] = ""
        elif declared[name].is_integer:
            values[name] = int(value)
        elif declared[name].many:
            values[name] = value.split(",")
        else:
            values[name] = value
    return values


def _in_order(acts: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """The acts by their moments; those of one moment as they were written."""
    return dict(sorted(acts.items(), key=lambda one: f"{one[1]['at']}:00"[:11]))
