"""Bringing in people, weapons and round lots from a table.

A column has the name of a key of a day file's `[[person]]`, `[[weapon]]` or `[[lot]]` table and a
cell holds one value; lists are written with semicolons, a permit as `kind until 2026-12-31`. Every
row is read before any is entered, so a table with a mistake enters nothing. Each row is one entry,
and one whose id has been entered before is left as it is: bringing in the same table twice does no
harm, and where the disk ran full in the middle, once more brings in the rest.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from provesafe import custody
from provesafe.errors import InputError, Span
from provesafe.service.day.tables import PASSES, TableContext, table_acts, table_of
from provesafe.service.entering import Report, report
from provesafe.service.production import Production
from provesafe.service.reading import introduce, read_act

__all__ = ["ImportKind", "ImportRowError", "Imported", "Rows", "enter_rows"]

ImportKind = Literal["person", "weapon", "lot"]
Rows = Sequence[tuple[int, Mapping[str, str]]]
"""Line number and cells of each row."""

_LISTS = ("roles", "trained", "assessed", "scheduled")
_INTEGERS = ("chambers", "count")


class ImportRowError(InputError):
    """A row of the table cannot be entered; nothing of the table was."""

    code = "service.import_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of a table."""

    entered: tuple[str, ...]
    left: tuple[str, ...]
    """Ids that had been entered before."""


def enter_rows(
    production: Production, kind: ImportKind, rows: Rows, *, by: str, source: str, now_ms: int
) -> Imported:
    """Enter the rows of a table.

    Args:
        production: opened, ready to enter.
        kind: what a row is.
        rows: the cells by column, with their line numbers.
        by: whoever brings them in, by label.
        source: what errors call the table.
        now_ms: the laptop's clock.

    Raises:
        ImportRowError: a row cannot be read; nothing was entered.
        UnknownPersonError: nobody is called `by`.
    """
    production.people.id_of(by)
    context = TableContext(times=production.times, keeper=by, handler=by)
    read = [_read_row(line, cells, source) for line, cells in rows]
    _check_ids(read, source)
    known: Container[str] = {
        "person": _enrolled(production),
        "weapon": production.state.weapons,
        "lot": production.state.lots,
    }[kind]
    new = [(line, row) for line, row in read if row["id"] not in known]
    checked = _with_newcomers(production, kind, new)
    for line, row in new:
        _acts(checked, kind, row, context, line, source)
    for _, row in new if kind == "person" else []:
        introduce(production, str(row["id"]), str(row.get("name", "")))
    for line, row in new:
        acts = _acts(production, kind, row, context, line, source)
        report(production, Report(acts=acts), now_ms=now_ms)
    left = tuple(str(row["id"]) for _, row in read if row["id"] in known)
    return Imported(entered=tuple(str(row["id"]) for _, row in new), left=left)


def _enrolled(production: Production) -> frozenset[str]:
    """The labels of those who are enrolled; of an attempt that failed a label alone may be kept."""
    state = production.state
    return frozenset(label for label, one in production.people.ids.items() if state.enrolled(one))


def _with_newcomers(
    production: Production, kind: ImportKind, rows: Sequence[tuple[int, Mapping[str, Any]]]
) -> Production:
    """The production as it reads acts once the table's people have ids; nothing is kept of it."""
    if kind != "person":
        return production
    people, awaiting = production.people, dict(production.undisclosed)
    for line, row in rows:
        person_id = people.ids.get(row["id"], f"P-row-{line}")
        people = people.with_person(person_id, str(row["id"]))
        awaiting[person_id] = []
    return replace(production, people=people, undisclosed=awaiting)


def _acts(
    production: Production,
    kind: ImportKind,
    row: Mapping[str, Any],
    context: TableContext,
    line: int,
    source: str,
) -> tuple[custody.Act, ...]:
    """What a row stands for, entered as one: nobody is half brought in."""
    own = frozenset({str(row["id"])})
    try:
        return tuple(
            read_act(production, name, fields, coming=own)
            for which in PASSES
            if table_of(which) == kind
            for name, fields in table_acts(which, row, context)
        )
    except InputError as error:
        raise _wrong(error.message, line, source, hint=error.hint) from error


def _read_row(line: int, cells: Mapping[str, str], source: str) -> tuple[int, dict[str, Any]]:
    row: dict[str, Any] = {}
    for key, text in cells.items():
        if not text.strip():
            continue
        try:
            row[key] = _value(key, text.strip())
        except ValueError:
            raise _wrong(
                f"`{text}` in `{key}` is not what that column holds", line, source
            ) from None
    if "id" not in row:
        raise _wrong("the row has no `id`", line, source, hint="fill in the `id` column")
    return line, row


def _check_ids(rows: Sequence[tuple[int, Mapping[str, Any]]], source: str) -> None:
    seen: dict[str, int] = {}
    for line, row in rows:
        if row["id"] in seen:
            raise _wrong(f"`{row['id']}` stands in line {seen[row['id']]} already", line, source)
        seen[row["id"]] = line


def _value(key: str, text: str) -> object:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if key in _LISTS:
        return parts
    if key in _INTEGERS:
        return int(text)
    if key == "permits":
        return [_permit(part) for part in parts]
    if key == "duties_acknowledged":
        return {"yes": True, "no": False}[text.lower()] if text.lower() in ("yes", "no") else text
    return text


def _permit(text: str) -> dict[str, object]:
    kind, until, day = text.partition(" until ")
    # A permit without a last day is no date either: the same error as a wrong date.
    return {"kind": kind.strip(), "until": date.fromisoformat(day.strip() if until else "")}


def _wrong(message: str, line: int, source: str, *, hint: str = "") -> ImportRowError:
    span = Span(source=source, start=0, end=0, line=line, column=1)
    return ImportRowError(message, hint=hint or "nothing of the table was entered", span=span)
