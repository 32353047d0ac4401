"""A case as tables: Timesketch's CSV of what can be placed, and the duties with their cells.

Timesketch asks for a moment of every row: it gets the earliest one possible, says so, and has the
other bound beside it. What no line places is not in it; the case's own timeline has it all.

Source: Timesketch documentation, "Import CSV": message, datetime, timestamp_desc.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from provesafe.casefile.model import CELLS, Case
from provesafe.casefile.report import place_words
from provesafe.casefile.report.charting import event_words
from provesafe.casefile.timeline import When, impossible_sets, tighten

__all__ = ["duties_csv", "timesketch_csv"]


def timesketch_csv(case: Case, *, moment: Callable[[int], str]) -> str:
    """The rows that Timesketch takes: placeable events only, each at its earliest minute.

    Args:
        case: as computed.
        moment: a minute of the wall clock of the place as ISO 8601 with its offset.
    """
    names = [one.id for one in case.events]
    stated = [
        When(event=event.id, line=one.id, earliest=one.earliest, latest=one.latest)
        for event in case.events
        for one in event.times
        if one.earliest is not None or one.latest is not None
    ]
    out = impossible_sets(names, stated, case.constraints).lines
    bounds = tighten(
        names,
        [one for one in stated if one.line not in out],
        [one for one in case.constraints if one.line not in out],
    ).bounds
    rows: list[Sequence[str]] = []
    for event in case.events:
        earliest, latest = bounds[event.id].earliest, bounds[event.id].latest
        if earliest is None:
            continue
        exact = earliest == latest
        rows.append(
            (
                event_words(event),
                moment(earliest),
                "as entered" if exact else "earliest possible, by all lines together",
                "" if latest is None else moment(latest),
                event.kind,
                "; ".join(one.edtf or "" for one in event.times),
                "; ".join(place_words(one) for one in event.cites),
                case.id[:16],
            )
        )
    head = (
        "message",
        "datetime",
        "timestamp_desc",
        "latest_possible",
        "event_kind",
        "edtf",
        "places",
        "case",
    )
    return _csv(head, sorted(rows, key=lambda row: (row[1], row[0])))


def duties_csv(case: Case) -> str:
    """One row for each duty: rule, source, roles, window, and the ids of lines in each cell."""
    head = (
        "id",
        "rule",
        "version",
        "title",
        "document",
        "section",
        "level",
        "weight",
        "roles",
        "opened_ms",
        "due_ms",
        "form",
        *(one.replace(" ", "_").replace(",", "") for one in CELLS),
    )
    rows = []
    for duty in case.duties:
        cells = {
            one.grade: " ".join((*one.lines, *(place_words(each) for each in one.cites)))
            for one in duty.cells
        }
        rows.append(
            (
                duty.id,
                duty.rule,
                duty.version,
                duty.title,
                duty.document,
                duty.section,
                duty.level,
                duty.weight,
                " or ".join(duty.roles),
                "" if duty.opened_ms is None else str(duty.opened_ms),
                "" if duty.due_ms is None else str(duty.due_ms),
                duty.form,
                *(cells.get(one, "") for one in CELLS),
            )
        )
    return _csv(head, rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """RFC 4180, with line feeds alone."""
    return "".join(",".join(_cell(one) for one in row) + "\n" for row in (head, *rows))


def _cell(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    plain = f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words
    if any(one in plain for one in ',"\n\r'):
        return '"' + plain.replace('"', '""') + '"'
    return plain
