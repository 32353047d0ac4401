"""The pieces a report is made of: words, each with the places they rest on.

A page knows these few kinds and nothing of cases, so that paper and screen say the same. Every
number in `cites` is one of the report's `references`: there the reader finds the very words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from provesafe.casefile.model import Cite, EntryRef

__all__ = [
    "Apart",
    "Block",
    "Drawing",
    "Grid",
    "Points",
    "Reference",
    "References",
    "Report",
    "Said",
    "Section",
    "every_text",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence or a few words, and the numbers of the places they rest on."""

    words: str
    cites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Sentences, one under the other; their order says nothing."""

    items: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; the first cell of each row is its head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture, with words for whoever does not see it."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A signed person's own words, set apart from everything that is generated."""

    signed_by: str
    words: str


Block: TypeAlias = Said | Points | Grid | Drawing | Apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report; `level` is 1 for a chapter and 2 for a part of one."""

    number: str
    title: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place that words rest on.

    Attributes:
        number: from 1, in the order of first use.
        place: where it is: `S1 210–240`, `S2 entry 14`.
        words: what stands there; empty in a cut by role.
        note: what else the reader ought to know of the place.
        source: the source's id.
        start: the first code point of a stretch; None for an entry. Likewise `end`, `entry`.
    """

    number: int
    place: str
    words: str
    note: str
    source: str
    start: int | None = None
    end: int | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a report says.

    Attributes:
        title: what it is called.
        standing: status and *as of*: on every page.
        purpose: on every page too.
        facts: what stands on its first page: words and what they are, for this case.
        mark: `demo` or `training`; empty for a real one.
        sections: in order.
        references: every place that is pointed at.
    """

    title: str
    standing: str
    purpose: str
    facts: tuple[tuple[str, str], ...] = ()
    mark: str
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=False, slots=True, kw_only=True)
class References:
    """Gives places their numbers while a report is being put together."""

    by_cite: dict[Cite, Reference] = field(default_factory=dict)

    def __call__(self, cites: tuple[Cite, ...]) -> tuple[int, ...]:
        """The numbers of some places, each once, in order."""
        return tuple(dict.fromkeys(self._number(one) for one in cites))

    def _number(self, cite: Cite) -> int:
        found = self.by_cite.get(cite)
        if found is None:
            found = _reference(cite, len(self.by_cite) + 1)
            self.by_cite[cite] = found
        return found.number

    def listed(self) -> tuple[Reference, ...]:
        """All of them, by number."""
        return tuple(self.by_cite.values())


def _reference(cite: Cite, number: int) -> Reference:
    if isinstance(cite, EntryRef):
        notes = [f"grade: {cite.grade}"] if cite.grade else []
        if cite.after_incident:
            notes.append("after the incident")
        return Reference(
            number=number,
            place=f"{cite.source} entry {cite.entry}",
            words=cite.words,
            note=", ".join(notes),
            source=cite.source,
            entry=cite.entry,
        )
    where = f", {cite.where}" if cite.where else ""
    return Reference(
        number=number,
        place=f"{cite.source} {cite.start}–{cite.end}{where}",
        words=cite.exact,
        note="",
        source=cite.source,
        start=cite.start,
        end=cite.end,
    )


def every_text(report: Report) -> Iterator[str]:
    """Every text that the program wrote in a report; what a named person signed is not its own."""
    yield report.title
    yield report.standing
    yield report.purpose
    yield from (words for fact in report.facts for words in fact)
    for section in report.sections:
        yield section.title
        for block in section.blocks:
            match block:
                case Said(words=words):
                    yield words
                case Points(items=items):
                    yield from (one.words for one in items)
                case Grid(caption=caption, head=head, rows=rows):
                    yield caption
                    yield from head
                    yield from (cell.words for row in rows for cell in row)
                case Drawing(words=words):
                    yield words
                case Apart(signed_by=signed_by):
                    yield signed_by
    for one in report.references:
        yield one.note
