"""Event logs of other tools as facts: XES, and OCEL 2.0 in its JSON form.

Each event is a time-point. Its type is the predicate, in the signature's own spelling (`Create
Order` is `create_order`), and an event of a type that the signature does not name is a time-point
without a fact. The signature's field names say what becomes of the rest:

    XES    `case` is the trace's name; any other field the attribute of that name, or of that last
           part (`resource` for `org:resource`)
    OCEL   the attribute of that name, or each object linked by that qualifier, or of that type:
           one fact for each combination

A field that an event does not have is an error with its place. Times are whole seconds, UTC where
the file does not say; events are put in order of time, those of one moment as they stand.

Source: IEEE 1849-2016 (XES); OCEL 2.0 specification (2023), section 6.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from xml.parsers import expat

from provesafe.adapters.exchange.decimals import Declared
from provesafe.adapters.exchange.errors import TraceFileError
from provesafe.errors import Span
from provesafe.monitor import ColumnTrace, columns_of
from provesafe.rulebook import Fact, TimePoint

__all__ = ["read_ocel", "read_xes"]

BYTES_MAX = 512 * 2**20
"""LIMIT: these forms are read whole; a larger log goes through Parquet."""

_TOLD = frozenset({"string", "date", "int", "float", "boolean", "id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """One event: its values by name, several where several things are linked."""

    line: int
    type: str
    time: str
    values: Mapping[str, Sequence[str]]


def read_xes(path: Path, declared: Declared) -> ColumnTrace:
    """Read an XES log.

    Args:
        path: the file.
        declared: the predicates that are asked for.

    Raises:
        TraceFileError: it is not XES, or an event lacks what the signature asks of it.
    """
    return _trace(_xes_events(path), declared, str(path))


def read_ocel(path: Path, declared: Declared) -> ColumnTrace:
    """Read an OCEL 2.0 log in JSON.

    Args:
        path: the file.
        declared: the predicates that are asked for.

    Raises:
        TraceFileError: it is not OCEL 2.0, or an event lacks what the signature asks of it.
    """
    source = str(path)
    try:
        document = json.loads(_whole(path))
        types = {str(one["id"]): str(one["type"]) for one in document["objects"]}
        events = [
            _ocel_event(place, one, types) for place, one in enumerate(document["events"], start=1)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise _wrong(source, 0, "this is not OCEL 2.0 in JSON") from error
    return _trace(events, declared, source)


def _ocel_event(place: int, one: Mapping[str, Any], types: Mapping[str, str]) -> _Event:
    values: dict[str, list[str]] = {}
    for each in one.get("attributes", ()):
        values.setdefault(_word(str(each["name"])), []).append(str(each["value"]))
    linked: dict[str, list[str]] = {}
    for link in one.get("relationships", ()):
        thing = str(link["objectId"])
        for name in dict.fromkeys((_word(str(link["qualifier"])), _word(types.get(thing, "")))):
            linked.setdefault(name, []).append(thing)
    return _Event(
        line=place, type=str(one["type"]), time=str(one["time"]), values={**linked, **values}
    )


@dataclass(slots=True)
class _Xes:
    """What the XML parser has told so far."""

    source: str
    line: Callable[[], int]
    events: list[_Event] = field(default_factory=list)
    case: str = ""
    open: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        inside = self.open[-1] if self.open else ""
        self.open.append(name)
        if name == "trace":
            self.case = ""
        elif name == "event":
            self.values = {}
        elif name in _TOLD and inside in ("trace", "event") and "key" in attributes:
            key, value = attributes["key"], attributes.get("value", "")
            if inside == "trace":
                self.case = value if key == "concept:name" else self.case
            else:
                for word in dict.fromkeys((_word(key.rpartition(":")[2]), _word(key))):
                    self.values.setdefault(word, [value])

    def end(self, _tag: str) -> None:
        """An element ends."""
        if self.open.pop() != "event":
            return
        kind, time = (self.values.get(name, [""])[0] for name in ("concept_name", "time_timestamp"))
        if not kind or not time:
            raise _wrong(self.source, self.line(), "an event has no name or no time")
        values = {**self.values, "case": [self.case]}
        self.events.append(_Event(line=self.line(), type=kind, time=time, values=values))

    def doctype(self, *_about: object) -> None:
        """A document type could hold entities that grow without end."""
        raise _wrong(self.source, self.line(), "an event log has no document type")


def _xes_events(path: Path) -> list[_Event]:
    parser = expat.ParserCreate()
    told = _Xes(source=str(path), line=lambda: parser.CurrentLineNumber)
    parser.StartElementHandler = told.start
    parser.EndElementHandler = told.end
    parser.StartDoctypeDeclHandler = told.doctype
    try:
        parser.Parse(_whole(path), True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise _wrong(str(path), error.lineno, f"this is not XES: {why}") from error
    return told.events


def _trace(events: Sequence[_Event], declared: Declared, source: str) -> ColumnTrace:
    timed = sorted(((_seconds(one, source), one) for one in events), key=lambda pair: pair[0])
    names = {_word(name): name for name in declared.signature}
    points = [
        TimePoint(seconds, frozenset(_facts(one, names, declared, source)))
        for seconds, one in timed
    ]
    return columns_of(points, declared.signature)


def _facts(
    event: _Event, names: Mapping[str, str], declared: Declared, source: str
) -> Iterator[Fact]:
    predicate = names.get(_word(event.type))
    if predicate is None:
        return
    columns: list[Sequence[int | str]] = []
    for name, kind in declared.fields(predicate):
        found = event.values.get(_word(name))
        if not found:
            message = f"an event of type `{event.type}` has no `{name}`"
            raise _wrong(source, event.line, message, hint="leave the field out of the signature")
        columns.append([_value(text, kind, name, event, source) for text in found])
    for arguments in product(*columns):
        yield Fact(predicate, arguments)


def _value(text: str, kind: str, name: str, event: _Event, source: str) -> int | str:
    if kind == "string":
        return text
    if kind == "int" and re.fullmatch(r"-?[0-9]{1,18}", text):
        return int(text)
    raise _wrong(source, event.line, f"`{text}` in `{name}` is no whole number")


def _seconds(event: _Event, source: str) -> int:
    try:
        at = datetime.fromisoformat(event.time)
    except ValueError as error:
        raise _wrong(source, event.line, f"`{event.time}` is not a time") from error
    moment = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return int(moment.timestamp() // 1)


def _word(name: str) -> str:
    """A name as a signature can spell it."""
    return re.sub(r"\W+", "_", name).strip("_").lower()


def _whole(path: Path) -> bytes:
    if path.stat().st_size > BYTES_MAX:
        message = f"it has more than {BYTES_MAX} bytes"
        raise _wrong(str(path), 0, message, hint="bring it as Parquet")
    return path.read_bytes()


def _wrong(source: str, line: int, message: str, *, hint: str = "") -> TraceFileError:
    span = Span(source=source, start=0, end=0, line=line, column=1)
    return TraceFileError(message, hint=hint, span=span)
