"""Small day files, read plainly: the cases of rules, and the ordinary day, as time-points.

    [day]            starts = 2026-03-02, until = "d1 19:30"
    [[person]]       id, roles              -> enrol
    [[weapon]]       id, kind, …            -> receive_weapon
    [[lot]]          id, kind, count, …     -> receive_lot
    [[plan]]         set_up, weapon, …      -> plan
    [[act]]          at = "d1 08:32", request = verb or report = verb, the act's fields, label
    [broken]         remove, move … after or at, or change … set: one edit of one labelled act
    [parameters]     "book/rule".name = value: what the rulebooks are loaded with

People, weapons, lots and plans are entered at the midnight that begins d0.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from provesafe.custody import Act, Walk, parse_act
from provesafe.rulebook import Fact, TimePoint

__all__ = ["CaseDay", "Moment", "broken", "read_case_day", "read_day", "time_points"]

_NOT_FIELDS = ("at", "request", "report", "label", "happened", "anyway", "assumed", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One act of a day, with what it is called there."""

    act: Act
    label: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDay:
    """A day file as read."""

    moments: tuple[Moment, ...]
    until: int
    edit: Mapping[str, object]
    settings: Mapping[str, Mapping[str, object]]
    raw: Mapping[str, object]


def read_case_day(text: str) -> CaseDay:
    """Read the text of a day file."""
    return read_day(tomllib.loads(text))


def broken(day: CaseDay) -> CaseDay:
    """The same day after its one edit."""
    edit = dict(day.edit)
    acts = [dict(one) for one in _tables(day.raw, "act")]
    (kind,) = [word for word in ("remove", "move", "change") if word in edit]
    (place,) = [i for i, one in enumerate(acts) if one.get("label") == edit[kind]]
    match kind:
        case "remove":
            del acts[place]
        case "change":
            values = edit["set"]
            assert isinstance(values, dict)
            acts[place] = {**acts[place], **values}
        case "move":
            moved = acts.pop(place)
            later, at = _moved_to(day, acts, edit)
            acts.insert(later, {**moved, "at": at})
    return read_day({**day.raw, "act": acts})


def _moved_to(
    day: CaseDay, acts: list[dict[str, object]], edit: Mapping[str, object]
) -> tuple[int, object]:
    """Where an act goes: right after the one named, or behind all that were entered by then."""
    if "at" not in edit:
        (after,) = [i for i, one in enumerate(acts) if one.get("label") == edit["after"]]
        return after + 1, acts[after]["at"]
    head = day.raw["day"]
    assert isinstance(head, dict)
    then = _seconds(str(edit["at"]), head["starts"])
    earlier = [one for one in acts if _seconds(str(one["at"]), head["starts"]) <= then]
    return len(earlier), edit["at"]


def time_points(day: CaseDay) -> tuple[TimePoint, ...]:
    """The facts of each act, one time-point each."""
    walk = Walk()
    return tuple(
        TimePoint(one.seconds, frozenset(Fact(p, a) for p, a in walk.take(one.act)))
        for one in day.moments
    )


def read_day(raw: Mapping[str, object]) -> CaseDay:
    """Read a day file's tables."""
    head = raw["day"]
    assert isinstance(head, dict)
    starts: date = head["starts"]
    entered = _entered(raw, starts)
    acts = [_moment(one, starts) for one in _tables(raw, "act")]
    seconds = [one.seconds for one in acts]
    assert seconds == sorted(seconds), "a day never goes back"
    settings = raw.get("parameters", {})
    edit = raw.get("broken", {})
    assert isinstance(settings, dict)
    assert isinstance(edit, dict)
    return CaseDay(
        moments=(*entered, *acts),
        until=_seconds(str(head["until"]), starts),
        edit=edit,
        settings=settings,
        raw=raw,
    )


def _entered(raw: Mapping[str, object], starts: date) -> list[Moment]:
    """What stands before the first act: people, weapons, lots, plans."""
    people = _tables(raw, "person")
    by = str(people[0]["id"]) if people else "ada"
    moments: list[Moment] = []
    for verb, table, renamed in (
        ("enrol", "person", {"id": "person"}),
        ("receive_weapon", "weapon", {"id": "weapon"}),
        ("receive_lot", "lot", {"id": "lot"}),
        ("plan", "plan", {}),
    ):
        for one in _tables(raw, table):
            fields = {renamed.get(name, name): value for name, value in one.items()}
            if verb != "enrol":
                fields.setdefault("by", by)
            moments.append(_placed(verb, fields, "d0 00:00", starts, ""))
    return moments


def _moment(table: Mapping[str, object], starts: date) -> Moment:
    verb = str(table.get("request") or table["report"])
    fields = {name: value for name, value in table.items() if name not in _NOT_FIELDS}
    happened = table.get("happened")
    return _placed(
        verb,
        fields,
        str(table["at"]),
        starts,
        str(table.get("label", "")),
        happened=str(happened) if happened else None,
    )


def _placed(
    verb: str,
    fields: Mapping[str, object],
    at: str,
    starts: date,
    label: str,
    *,
    happened: str | None = None,
) -> Moment:
    seconds = _seconds(at, starts)
    number = int(at.split()[0][1:])
    shooting = starts + timedelta(days=number - 1)
    local = datetime.fromtimestamp(seconds, UTC).date()
    act = parse_act(
        verb,
        dict(fields),
        at_ms=seconds * 1000,
        happened_ms=_seconds(happened, starts) * 1000 if happened else None,
        shooting_day=_day(shooting),
        date=_day(local),
    )
    return Moment(act=act, label=label, seconds=seconds)


def _seconds(at: str, starts: date) -> int:
    """`d1 08:32` or `d1 08:32:05`; an hour past 23 is after midnight of the same shooting day."""
    number, clock = at.split()
    hours, minutes, *rest = (int(part) for part in clock.split(":"))
    midnight = datetime(starts.year, starts.month, starts.day, tzinfo=UTC)
    days = int(number[1:]) - 1
    whole = hours * 3600 + minutes * 60 + sum(rest)
    return int(midnight.timestamp()) + days * 86_400 + whole


def _day(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _tables(raw: Mapping[str, object], name: str) -> list[dict[str, object]]:
    tables = raw.get(name, [])
    assert isinstance(tables, list)
    return tables
