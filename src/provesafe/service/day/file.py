"""What a day file says: the people, weapons, rounds, plan and timed acts of a day, as written.

The whole format is docs/reference/day-file.md. Rules:

- the tables (`[[person]]`, `[[weapon]]`, `[[lot]]`, `[[plan]]`) are shorthand for acts: they become
  reports one minute before the first `[[act]]`;
- `at` never goes back; `happened` and `learned` may lie before `at`, never after it;
- an act is a `request` (it may be refused) or a `report` (it has happened, and never is);
- every name must have been said before it is used: a typing error is an error, not a new person;
- nothing here decides anything: what an act means is `custody`'s, whether it may go is the rules'.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from provesafe.errors import InputError, Span
from provesafe.rulebook import toml_fault
from provesafe.service.day.tables import (
    PASSES,
    TABLES,
    TableContext,
    TableError,
    table_acts,
    table_of,
)
from provesafe.service.day.times import ClockWordError, DayTimes, zone_of

__all__ = ["Broken", "DayAct", "DayFile", "DayFileError", "parse_day_file", "read_day"]

DAY_BYTES_MAX = 8 * 1024 * 1024
"""LIMIT: a battle of forty weapons is about 0.3 MB; a file larger than this is not a day."""
ACTS_MAX = 100_000
"""LIMIT: fifty times the busiest day known; keeps a runaway generator from filling the disk."""

_DAY_KEYS = {
    "production": str,
    "title": str,
    "kind": str,
    "note": str,
    "starts": date,
    "zone": str,
    "turns": str,
    "until": str,
    "rulebooks": list,
    "watched": list,
    "kept_by": str,
}
_ACT_KEYS = {
    "at": str,
    "request": str,
    "report": str,
    "happened": str,
    "learned": str,
    "anyway": bool,
    "assumed": bool,
    "done": bool,
    "atomic": bool,
    "label": str,
    "note": str,
}
_TOP = ("day", "parameters", *TABLES, "act", "broken")


class DayFileError(InputError):
    """A day file cannot be read as one; the message names the table and its line."""

    code = "service.day_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAct:
    """One timed act, or one batch of acts of the same kind, as the day file has it."""

    kind: Literal["request", "report"]
    name: str
    items: tuple[Mapping[str, Any], ...]
    """The fields of each act of the batch, raw; one item where no list of weapons was given."""
    at_ms: int
    line: int
    happened_ms: int | None = None
    learned_ms: int | None = None
    anyway: bool = False
    assumed: bool = False
    done: bool = True
    atomic: bool = False
    label: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The one edit that turns a rule's kept case into its broken case."""

    how: Literal["remove", "move", "change"]
    label: str
    after: str = ""
    at: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFile:
    """A day file, read: nothing in it has been judged or entered yet."""

    source: str
    production: str
    title: str
    kind: Literal["day", "occurrence"]
    note: str
    times: DayTimes
    rulebooks: tuple[str, ...]
    watched: tuple[str, ...]
    settings: Mapping[str, Mapping[str, Any]]
    people: tuple[Mapping[str, Any], ...]
    keeper: str
    """Who enters the papers, the rulebooks among them."""
    tables: tuple[DayAct, ...]
    """The acts that the tables stand for, all reports, all at the same moment."""
    acts: tuple[DayAct, ...]
    until_ms: int
    broken: Broken | None = None


def parse_day_file(text: str, *, source: str = "day file") -> DayFile:
    """Read a day file.

    Args:
        text: TOML, at most DAY_BYTES_MAX bytes.
        source: what errors call it, usually its file name.

    Raises:
        DayFileError: with the line of the table that is wrong, and a hint.
    """
    if len(text.encode()) > DAY_BYTES_MAX:
        raise _error(
            source, 1, f"the file is larger than {DAY_BYTES_MAX} bytes", "split it by shooting day"
        )
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message, span = toml_fault(error, source)
        hint = "docs/reference/day-file.md shows a whole day"
        raise DayFileError(message, hint=hint, span=span) from error
    return read_day(document, source=source, lines=_header_lines(text))


def read_day(
    document: Mapping[str, Any],
    *,
    source: str = "day file",
    lines: Mapping[str, Sequence[int]] | None = None,
) -> DayFile:
    """Read a day file that is parsed already, or was made by a program.

    Args:
        document: the tables, as a TOML reader gives them.
        source: what errors call it.
        lines: the line of each table header, by table name, for errors.

    Raises:
        DayFileError: with the table that is wrong, and a hint.
    """
    reader = _Reader(source, lines or {})
    reader.check_tables(document)
    head = reader.table_of(document, "day", _DAY_KEYS)
    times = reader.times(head)
    people = tuple(reader.rows(document, "person"))
    reader.check_ids(document)
    acts = tuple(reader.acts(document, times))
    first_ms = acts[0].at_ms if acts else times.parse("d1 00:00")
    tables = tuple(reader.tables(document, head, times, first_ms - 60_000))
    return DayFile(
        source=source,
        production=reader.text_of(head, "production"),
        title=head.get("title", ""),
        kind=reader.choice(head, "kind", ("day", "occurrence"), "day"),
        note=head.get("note", ""),
        times=times,
        rulebooks=reader.names_of(head, "rulebooks"),
        watched=reader.names_of(head, "watched"),
        settings=reader.settings(document),
        people=people,
        keeper=TableContext.of(people, times, head.get("kept_by")).keeper,
        tables=tables,
        acts=acts,
        until_ms=reader.until(head, times, acts),
        broken=reader.broken(document, acts),
    )


def _error(source: str, line: int, message: str, hint: str) -> DayFileError:
    span = Span(source=source, start=0, end=0, line=line, column=1)
    return DayFileError(message, hint=hint, span=span)


class _Reader:
    """The text, where its tables begin, and the errors that point there."""

    def __init__(self, source: str, lines: Mapping[str, Sequence[int]]) -> None:
        self.source = source
        self.lines = lines

    def error(self, message: str, *, hint: str = "", table: str = "", row: int = 0) -> DayFileError:
        return _error(self.source, self.line(table, row), message, hint)

    def line(self, table: str, row: int) -> int:
        lines = self.lines.get(table, ())
        return lines[row] if row < len(lines) else 1

    def check_tables(self, document: Mapping[str, Any]) -> None:
        for key in document:
            if key not in _TOP:
                raise self.error(f"there is no table `{key}`", hint=_nearest(key, _TOP), table=key)

    def table_of(
        self, document: Mapping[str, Any], name: str, keys: Mapping[str, type]
    ) -> dict[str, Any]:
        table = document.get(name)
        if not isinstance(table, dict):
            raise self.error(
                f"the file has no `[{name}]` table", hint="begin with [day] and its production"
            )
        self.check_keys(table, keys, name, 0)
        return table

    def check_keys(
        self, table: Mapping[str, Any], keys: Mapping[str, type], name: str, row: int
    ) -> None:
        for key, value in table.items():
            wanted = keys.get(key)
            if wanted is None:
                raise self.error(
                    f"`[{name}]` has no key `{key}`", hint=_nearest(key, keys), table=name, row=row
                )
            self.check_type(key, value, wanted, name, row)

    def check_type(self, key: str, value: object, wanted: type, name: str, row: int) -> None:
        if type(value) is not wanted:
            raise self.error(
                f"`{key}` in `[{name}]` must be {_TYPE_WORDS[wanted]}, not `{value}`",
                table=name,
                row=row,
            )

    def text_of(self, head: Mapping[str, Any], key: str) -> str:
        value = head.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"`[day]` needs `{key}`", table="day")
        return value

    def choice(self, head: Mapping[str, Any], key: str, values: Sequence[str], default: str) -> Any:
        value = head.get(key, default)
        if value not in values:
            raise self.error(
                f"`{key}` is `{value}`", hint=f"it is one of {', '.join(values)}", table="day"
            )
        return value

    def names_of(self, head: Mapping[str, Any], key: str) -> tuple[str, ...]:
        names = head.get(key, [])
        if not all(isinstance(name, str) for name in names):
            raise self.error(f"`{key}` is a list of rulebook names", table="day")
        if len(set(names)) != len(names):
            raise self.error(f"`{key}` names a rulebook twice", table="day")
        return tuple(names)

    def times(self, head: Mapping[str, Any]) -> DayTimes:
        if "starts" not in head:
            raise self.error(
                "`[day]` needs `starts`",
                hint="write starts = 2026-03-02, without quotes",
                table="day",
            )
        try:
            zone_of(head.get("zone", "UTC"))
            times = DayTimes(zone=head.get("zone", "UTC"), starts=head["starts"])
            turns = head.get("turns", "00:00")
            minutes = _minutes(turns)
            return DayTimes(zone=times.zone, starts=times.starts, turns_minutes=minutes)
        except ClockWordError as error:
            raise self.error(error.message, hint=error.hint, table="day") from error

    def until(self, head: Mapping[str, Any], times: DayTimes, acts: Sequence[DayAct]) -> int:
        last_ms = acts[-1].at_ms if acts else times.parse("d1 00:00")
        if "until" not in head:
            return last_ms
        try:
            until_ms = times.parse(head["until"])
        except ClockWordError as error:
            raise self.error(error.message, hint=error.hint, table="day") from error
        if until_ms < last_ms:
            raise self.error(
                f"`until` is `{head['until']}`, before the last act",
                hint="`until` is the moment up to which the record is looked at",
                table="day",
            )
        return until_ms

    def settings(self, document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        settings = document.get("parameters", {})
        if not isinstance(settings, dict) or not all(
            isinstance(v, dict) for v in settings.values()
        ):
            raise self.error(
                "`[parameters]` sets parameters by rule",
                hint='write "set-practice/misfire-wait".seconds = 60',
                table="parameters",
            )
        return settings

    def rows(self, document: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
        rows = document.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.error(f"`{name}` is a list of tables", hint=f"write [[{name}]]", table=name)
        yield from rows

    def check_ids(self, document: Mapping[str, Any]) -> None:
        """Nobody and nothing has the id of another: an act would not say which is meant."""
        for kinds in (("person",), ("weapon", "lot")):
            first: dict[object, str] = {}
            for kind in kinds:
                for row, values in enumerate(self.rows(document, kind)):
                    name = values.get("id")
                    if isinstance(name, str) and name in first:
                        raise self.error(
                            f"there is a {first[name]} with the id `{name}` already",
                            hint="give each person and thing an id of its own",
                            table=kind,
                            row=row,
                        )
                    if isinstance(name, str):
                        first[name] = kind

    def tables(
        self, document: Mapping[str, Any], head: Mapping[str, Any], times: DayTimes, at_ms: int
    ) -> Iterator[DayAct]:
        context = TableContext.of(list(self.rows(document, "person")), times, head.get("kept_by"))
        for which in PASSES:
            table = table_of(which)
            for row, values in enumerate(self.rows(document, table)):
                try:
                    for name, fields in table_acts(which, values, context):
                        yield DayAct(
                            kind="report",
                            name=name,
                            items=(fields,),
                            at_ms=at_ms,
                            line=self.line(table, row),
                        )
                except (TableError, ClockWordError) as error:
                    raise self.error(
                        error.message, hint=error.hint, table=table, row=row
                    ) from error

    def acts(self, document: Mapping[str, Any], times: DayTimes) -> Iterator[DayAct]:
        labels: set[str] = set()
        last_ms: int | None = None
        for row, values in enumerate(self.rows(document, "act")):
            if row >= ACTS_MAX:
                raise self.error(f"the day has more than {ACTS_MAX} acts", table="act", row=row)
            act = self.act(values, times, row)
            if last_ms is not None and act.at_ms < last_ms:
                raise self.error(
                    f"`at` goes back: `{values['at']}` comes after {times.show(last_ms)}",
                    hint="acts stand in the order they were entered; if it happened earlier, "
                    "keep `at` and add `happened`",
                    table="act",
                    row=row,
                )
            if act.label and act.label in labels:
                raise self.error(f"two acts have the label `{act.label}`", table="act", row=row)
            labels.add(act.label)
            last_ms = act.at_ms
            yield act

    def act(self, values: Mapping[str, Any], times: DayTimes, row: int) -> DayAct:
        own = {key: value for key, value in values.items() if key in _ACT_KEYS}
        for key, value in own.items():
            self.check_type(key, value, _ACT_KEYS[key], "act", row)
        kinds = [kind for kind in ("request", "report") if kind in own]
        if len(kinds) != 1:
            raise self.error(
                "an act is a `request` or a `report`, one of the two",
                hint='request = "hand_over" asks first, report = "hand_over" says it happened',
                table="act",
                row=row,
            )
        if "at" not in own:
            raise self.error(
                "an act needs `at`", hint='write at = "d1 08:32"', table="act", row=row
            )
        try:
            at_ms = times.parse(own["at"])
            today = times.day_number(at_ms)
            happened_ms, learned_ms = (
                times.parse(own[key], day=today) if key in own else None
                for key in ("happened", "learned")
            )
        except ClockWordError as error:
            raise self.error(error.message, hint=error.hint, table="act", row=row) from error
        if any(ms is not None and ms > at_ms for ms in (happened_ms, learned_ms)):
            raise self.error(
                "an act cannot have happened after it was entered",
                hint="`happened` and `learned` are at or before `at`",
                table="act",
                row=row,
            )
        if kinds[0] == "request" and happened_ms is not None:
            raise self.error(
                "a request has not happened yet",
                hint="what has happened is a report: write report = …",
                table="act",
                row=row,
            )
        fields = {key: value for key, value in values.items() if key not in _ACT_KEYS}
        return DayAct(
            kind="request" if kinds[0] == "request" else "report",
            name=own[kinds[0]],
            items=_batch(fields),
            at_ms=at_ms,
            line=self.line("act", row),
            happened_ms=happened_ms,
            learned_ms=learned_ms,
            anyway=own.get("anyway", False),
            assumed=own.get("assumed", False),
            done=own.get("done", True),
            atomic=own.get("atomic", False),
            label=own.get("label", ""),
            note=own.get("note", ""),
        )

    def broken(self, document: Mapping[str, Any], acts: Sequence[DayAct]) -> Broken | None:
        table = document.get("broken")
        if table is None:
            return None
        how = [key for key in ("remove", "move", "change") if key in table]
        if len(how) != 1:
            raise self.error("`[broken]` has one of remove, move, change", table="broken")
        wanted = {"remove": ({"remove"},), "move": ({"move", "at"}, {"move", "after"})}
        if set(table) not in wanted.get(how[0], ({"change", "set"},)):
            raise self.error(
                f"`[broken]` with `{how[0]}` has other keys than it takes",
                hint='remove = "x" | move = "x", after = "y" (or at = "d1 08:30") | '
                'change = "x", set = { to = "cleo" }',
                table="broken",
            )
        labels = {act.label for act in acts if act.label}
        for label in (table[how[0]], table.get("after", table[how[0]])):
            if label not in labels:
                raise self.error(
                    f"no act has the label `{label}`", hint=_nearest(label, labels), table="broken"
                )
        return Broken(
            how=how[0],  # type: ignore[arg-type]
            label=table[how[0]],
            after=table.get("after", ""),
            at=table.get("at", ""),
            values=table.get("set", {}),
        )


_TYPE_WORDS = {
    str: "text in quotes",
    bool: "true or false",
    list: "a list",
    date: "a date such as 2026-03-02, without quotes",
}


def _batch(fields: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """A list of weapons makes a batch: the same act for each of them, judged as one."""
    weapons = fields.get("weapon")
    if not isinstance(weapons, list):
        return (fields,)
    return tuple({**fields, "weapon": weapon} for weapon in weapons)


def _minutes(words: str) -> int:
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", words)
    if found is None:
        raise ClockWordError(f"`turns` is `{words}`", hint='write turns = "05:00"')
    return int(found[1]) * 60 + int(found[2])


def _header_lines(text: str) -> dict[str, list[int]]:
    """The 1-based line of each table header, by table name, in order."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        found = re.match(r"\s*\[\[?\s*([A-Za-z_-]+)\s*\]\]?", line)
        if found:
            lines.setdefault(found[1], []).append(number)
    return lines


def _nearest(word: object, words: Any) -> str:
    close = difflib.get_close_matches(str(word), [str(one) for one in words], n=1)
    return (
        f"did you mean `{close[0]}`?" if close else f"known: {', '.join(sorted(map(str, words)))}"
    )
