"""A case as one value: everything a page, a report or a bundle needs, and nothing to look up.

A `Case` is computed from the folder's history and sources; nobody writes into it. The same history
gives the same value. What is computed from the lines (differences, standings, duties, sheets) is in
it too, so that every page says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from provesafe.casefile.model.duty import BookInForce, Duty
from provesafe.casefile.model.findings import Beside, Comment, Difference, Gap, Standing
from provesafe.casefile.model.happening import Event
from provesafe.casefile.model.inquiry import Authority, Investigation, Request, Status
from provesafe.casefile.model.line import Account, Condition, LineState, Stated
from provesafe.casefile.model.people import Name, Party, Sheet
from provesafe.casefile.model.source import Source
from provesafe.casefile.timeline import Constraint, Timeline, When, tighten

__all__ = ["PURPOSE", "Case", "timeline_of"]

PURPOSE = (
    "This file lists what was entered, what was said, what differs and what has no entry. "
    "It makes no finding on responsibility."
)
"""Stands on every page of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything held of one occurrence."""

    id: str
    """From the first line of history: a case keeps it for good."""
    title: str
    zone: str
    """The time zone in which clock times are shown."""
    as_of_ms: int
    """The moment up to which history was read."""
    status: Status = "open"
    real: str = "real"
    """`real`, `demo` or `training`; the last two are marked on every page."""
    incident_ms: int | None = None
    """When the occurrence was, as the record or whoever opened the case says."""
    weapon: str = ""
    """The weapon whose use is looked at, by its id in the record."""
    sources: tuple[Source, ...] = ()
    parties: tuple[Party, ...] = ()
    names: tuple[Name, ...] = ()
    accounts: tuple[Account, ...] = ()
    """Accepted and corrected lines, and entries; those that wait or were dropped are apart."""
    waiting: tuple[Account, ...] = ()
    dropped: tuple[Account, ...] = ()
    states: Mapping[str, LineState] = field(default_factory=dict)
    """Of every line of every intake, those of parties, times and events too."""
    times: tuple[Stated, ...] = ()
    """Every time that a text states, tied to an event or not."""
    events: tuple[Event, ...] = ()
    conditions: tuple[Condition, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    """Each rests on the line it names."""
    differences: tuple[Difference, ...] = ()
    standings: tuple[Standing, ...] = ()
    besides: tuple[Beside, ...] = ()
    in_force: tuple[BookInForce, ...] = ()
    duties: tuple[Duty, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    """One for everyone involved."""
    gaps: tuple[Gap, ...] = ()
    comments: tuple[Comment, ...] = ()
    authorities: tuple[Authority, ...] = ()
    requests: tuple[Request, ...] = ()
    investigations: tuple[Investigation, ...] = ()
    cut_for: str = ""
    """The investigation whose sources alone are in this value; empty for the whole."""
    history_lines: int = 0
    history_sha256: str = ""
    """Of the last line of history: who has it can say whether the file went on or was changed."""

    def party(self, party_id: str) -> Party | None:
        """The party of that id, also by one it is known under in another source; None for none."""
        return next(
            (one for one in self.parties if party_id == one.id or party_id in one.same_as), None
        )

    def account(self, line_id: str) -> Account | None:
        """The line of that id, accepted or not; None for none."""
        every = (*self.accounts, *self.waiting, *self.dropped)
        return next((one for one in every if one.id == line_id), None)

    def source(self, source_id: str) -> Source | None:
        """The source of that id; None for none."""
        return next((one for one in self.sources if one.id == source_id), None)

    def event(self, event_id: str) -> Event | None:
        """The event of that id, also by one it has in another source; None for none."""
        return next(
            (one for one in self.events if event_id == one.id or event_id in one.same_as), None
        )


def timeline_of(case: Case) -> Timeline:
    """Tightened bounds of every event, or the lines that cannot all hold."""
    stated = [
        When(event=event.id, line=one.line, earliest=one.earliest, latest=one.latest)
        for event in case.events
        for one in event.times
        if one.earliest is not None or one.latest is not None
    ]
    return tighten([one.id for one in case.events], stated, case.constraints)
