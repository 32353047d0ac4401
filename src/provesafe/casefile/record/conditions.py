"""What stood about a weapon from when until when, by the record alone: states, apart from events.

What was in it and who had it follow from entries in the order in which they were received, as
everything on set did. An entry made late changes what stands from its receipt on, never backwards.
A condition is nobody's word but the record's: its line names the entry from which it stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from provesafe.casefile.model.line import Condition, Stated
from provesafe.casefile.record.reading import RecordReading, Stood
from provesafe.custody import Act

__all__ = ["conditions_of"]

_KINDS = ("contents", "where")


def conditions_of(reading: RecordReading) -> tuple[Condition, ...]:
    """Every condition of the weapon in a use: its contents first, then where it was."""
    acts = {act.index: act for act in reading.acts}
    found = [one for kind in _KINDS for one in _of_kind(reading, kind, acts)]
    return tuple(
        _condition(reading, number, kind, words, begins, ends)
        for number, (kind, words, begins, ends) in enumerate(found, start=1)
    )


_Row = tuple[str, str, Act, Act | None]


def _of_kind(reading: RecordReading, kind: str, acts: dict[int, Act]) -> Iterator[_Row]:
    rows: list[tuple[str, Act]] = []
    for one in reading.stood:
        words = _words(one, kind)
        if one.leaf in acts and (not rows or rows[-1][0] != words):
            rows.append((words, acts[one.leaf]))
    ends = [act for _, act in rows[1:]]
    for (words, begins), end in zip_longest(rows, ends):
        yield kind, words, begins, end


def _words(one: Stood, kind: str) -> str:
    return one.contents if kind == "contents" else one.where


def _condition(
    reading: RecordReading, number: int, kind: str, words: str, begins: Act, ends: Act | None
) -> Condition:
    line = f"{reading.source}.n{number}"
    by = begins.fields.get("by")
    return Condition(
        id=line,
        source=reading.place,
        basis="entered later" if begins.late or reading.is_after(begins) else "entered then",
        text=f"{reading.weapon}, {kind}: {words}",
        cites=tuple(reading.ref(act) for act in (begins, ends) if act is not None),
        observer=reading.party(by) if isinstance(by, str) and by in reading.roles else "",
        state="entered",
        after_incident=reading.is_after(begins),
        subject=reading.weapon,
        condition=f"{kind}: {words}",
        begins=_stated(reading, line, begins),
        ends=None if ends is None else _stated(reading, line, ends),
    )


def _stated(reading: RecordReading, line: str, act: Act) -> Stated:
    number = f"{line}.{act.index}"
    return reading.entered(act, number=number, line=line, text="as received", at_ms=act.at_ms)
