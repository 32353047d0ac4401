"""What the tables of a day file stand for: each row is shorthand for a few acts.

    [[person]]  enrol; and, once all are there, train, assess, permit, schedule, acknowledge_duties
    [[weapon]]  receive_weapon, and then put_away where it is kept
    [[lot]]     receive_lot
    [[plan]]    plan

The acts are entered by whoever keeps the papers: weapons and lots by the first armorer (else the
property master), the rest by `[day] kept_by` (else the first producer), else by the first person.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from provesafe.errors import InputError
from provesafe.service.day.times import DayTimes

__all__ = ["PASSES", "TABLES", "TableContext", "TableError", "table_acts", "table_of"]

TABLES = ("person", "weapon", "lot", "plan")
PASSES = ("person", "weapon", "lot", "papers", "plan")
"""The order in which rows become acts: everybody and everything is there before it is named.
`papers` is the second reading of the `[[person]]` rows."""
Row = Mapping[str, Any]
TableAct = tuple[str, Mapping[str, Any]]

_PERSON_KEYS = (
    "id",
    "name",
    "roles",
    "reports_to",
    "trained",
    "assessed",
    "permits",
    "scheduled",
    "duties_acknowledged",
)


class TableError(InputError):
    """A row of a day file's table cannot be read."""

    code = "service.day_table"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableContext:
    """Who enters the papers of this file, and its clock."""

    times: DayTimes
    keeper: str
    """Enters people, permits and plans."""
    handler: str
    """Enters weapons and lots."""

    @classmethod
    def of(cls, people: Sequence[Row], times: DayTimes, kept_by: str | None) -> TableContext:
        """Choose who enters the papers, from the people of the file."""
        first = str(people[0].get("id", "")) if people else ""
        keeper = kept_by or _first_with(people, ("producer",)) or first
        handler = _first_with(people, ("armorer", "property-master", "stage-manager")) or keeper
        return cls(times=times, keeper=keeper, handler=handler)


def table_of(which: str) -> str:
    """The table whose rows a pass reads."""
    return "person" if which == "papers" else which


def table_acts(which: str, row: Row, context: TableContext) -> Iterator[TableAct]:
    """The acts that one row stands for in one of the PASSES, in order.

    Raises:
        TableError: a key is unknown, missing or of the wrong type. What the acts themselves may
            hold is checked where every act is, in `custody`.
    """
    passes = {
        "person": _person,
        "weapon": _weapon,
        "lot": _lot,
        "papers": _papers,
        "plan": _plan,
    }
    yield from passes[which](row, context)


def _person(row: Row, context: TableContext) -> Iterator[TableAct]:
    _known_keys(row, _PERSON_KEYS, "person")
    person = _id(row, "person")
    roles = _texts(row, "roles")
    enrol: dict[str, Any] = {"person": person, "roles": roles, "by": context.keeper}
    if "reports_to" in row:
        enrol["reports_to"] = row["reports_to"]
    yield "enrol", enrol


def _papers(row: Row, context: TableContext) -> Iterator[TableAct]:
    person, roles = _id(row, "person"), _texts(row, "roles")
    assessed = _texts(row, "assessed")
    for entry in row.get("trained", []):
        course = {"course": entry} if isinstance(entry, str) else dict(entry)
        course.setdefault("assessed", "yes" if course.get("course") in assessed else "no")
        yield "train", {"person": person, "by": context.handler, **course}
    named = [e if isinstance(e, str) else e.get("course") for e in row.get("trained", [])]
    for name in assessed:
        if name not in named:
            yield "assess", {"person": person, "course": name, "by": context.handler}
    for entry in row.get("permits", []):
        yield "permit", {"person": person, "by": context.keeper, **_permit(entry)}
    for word in _texts(row, "scheduled"):
        day = context.times.shooting_day_of(context.times.parse(f"{word} 12:00"))
        for role in roles:
            yield "schedule", {"person": person, "role": role, "day": day, "by": context.keeper}
    if row.get("duties_acknowledged"):
        yield "acknowledge_duties", {"by": person}


def _permit(entry: object) -> dict[str, Any]:
    if not isinstance(entry, dict) or not isinstance(entry.get("until"), date):
        raise TableError(
            "a permit is written with its kind and last day",
            hint='write permits = [{ kind = "entertainment-firearms", until = 2026-12-31 }]',
        )
    until = entry["until"]
    return {**entry, "until": until.year * 10_000 + until.month * 100 + until.day}


def _weapon(row: Row, context: TableContext) -> Iterator[TableAct]:
    weapon = _id(row, "weapon")
    kept = {key: row[key] for key in ("place", "locked") if key in row}
    fields = {key: value for key, value in row.items() if key not in ("id", "place", "locked")}
    yield "receive_weapon", {"by": context.handler, **fields, "weapon": weapon}
    yield (
        "put_away",
        {
            "weapon": weapon,
            "by": context.handler,
            "place": kept.get("place", "store"),
            "locked": kept.get("locked", "yes"),
        },
    )


def _lot(row: Row, context: TableContext) -> Iterator[TableAct]:
    lot = _id(row, "lot")
    fields = {key: value for key, value in row.items() if key != "id"}
    yield "receive_lot", {"by": context.handler, **fields, "lot": lot}


def _plan(row: Row, context: TableContext) -> Iterator[TableAct]:
    weapons = row.get("weapon")
    for weapon in weapons if isinstance(weapons, list) else [weapons]:
        yield "plan", {"by": context.keeper, **row, "weapon": weapon}


def _first_with(people: Sequence[Row], roles: Sequence[str]) -> str:
    for role in roles:
        for person in people:
            if role in person.get("roles", []):
                return str(person.get("id", ""))
    return ""


def _id(row: Row, table: str) -> str:
    name = row.get("id")
    if not isinstance(name, str) or not name:
        raise TableError(f"a [[{table}]] needs an `id`", hint='write id = "ada"')
    return name


def _texts(row: Row, key: str) -> list[str]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TableError(f"`{key}` is a list of words", hint=f'write {key} = ["…"]')
    return values


def _known_keys(row: Row, known: Sequence[str], table: str) -> None:
    for key in row:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            raise TableError(
                f"a [[{table}]] has no key `{key}`",
                hint=f"did you mean `{close[0]}`?" if close else f"known: {', '.join(known)}",
            )
