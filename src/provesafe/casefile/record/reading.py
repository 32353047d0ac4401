"""One use of a weapon as a record has it: what `service` reads, and everything here rests on.

It holds entries and what the audit found, and judges nothing: an entry is a statement by its
signer, and whether the record could have received one is asked of the one place that knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from provesafe.casefile.model.duty import BookInForce
from provesafe.casefile.model.line import Stated
from provesafe.casefile.model.places import EntryRef
from provesafe.custody import Act, Involved, sentence

__all__ = ["Outcome", "Owed", "RecordReading", "Stood", "said_ms"]

Outcome: TypeAlias = Literal["met", "not met", "no entry", "pending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One occasion on which a rule in force asked something of somebody."""

    rule: str
    """`rulebook/rule`."""
    version: str
    title: str
    text: str
    """What it says of this occasion, by role."""
    document: str
    section: str
    standing: str
    weight: Literal["danger", "paper"]
    people: tuple[str, ...]
    """Ids of those who owed it."""
    roles: tuple[str, ...]
    """Their roles, or those it is asked of where nobody had one."""
    leaf: int
    """The entry that called for it."""
    at_ms: int
    due_ms: int | None
    outcome: Outcome
    act: str = ""
    """The act that meets it; empty where nothing but not doing it does."""
    by: tuple[str, ...] = ()
    """Who would enter it: ids, and roles as people say them; empty for anybody. Likewise `to`."""
    to: tuple[str, ...] = ()
    would_show: str = ""
    """The same in words."""
    binding: Mapping[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """What stood about the weapon once an entry was taken in, by the record alone."""

    leaf: int
    contents: str
    """In words; likewise `where`: who has it, or where it lies."""
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """One use of a weapon, from the entries about it."""

    source: str
    """What its lines are called by: the source that first brought this record and this use."""
    held_in: str = ""
    """The source its entries are read from: a later bundle of the same record; empty for
    `source`."""
    known_in: str = ""
    """The source its people are called by: the first of that record; empty for `source`."""
    weapon: str
    began_ms: int
    ended_ms: int
    """The use, from the moment it came out until it went off or was put away."""
    incident_ms: int | None
    """When an incident was entered; None where none was."""
    acts: tuple[Act, ...]
    """Everything entered about the weapon, its set-up and the incident, in leaf order."""
    grades: Mapping[int, str]
    """By leaf: how the word of whoever it rests on came in."""
    media: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By leaf: the pictures and notes it names, each by kind, length and hash."""
    roles: Mapping[str, str]
    """Of everybody the record knows, as people say it."""
    involved: tuple[Involved, ...]
    owed: tuple[Owed, ...]
    in_force: tuple[BookInForce, ...]
    stood: tuple[Stood, ...] = ()
    """In leaf order, wherever the one or the other changed; the first as the use began."""
    could_receive: Callable[[int, int | None, str], bool]
    """Whether between two moments an entry that rests on a person (or, empty, on anybody) could
    have been received."""
    wall: Callable[[int], int]
    """A moment as minutes of the wall clock there."""

    @property
    def place(self) -> str:
        """The source that its entries are in."""
        return self.held_in or self.source

    @property
    def people_in(self) -> str:
        """The source that its people are called by."""
        return self.known_in or self.source

    def party(self, person: str) -> str:
        """What the case calls somebody of the record."""
        return f"{self.people_in}.{person}"

    def ref(self, act: Act) -> EntryRef:
        """The entry of an act."""
        return EntryRef(
            source=self.place,
            entry=act.index,
            recorded_ms=act.at_ms,
            words=sentence(act, names=self.labels),
            grade=self.grades.get(act.index, ""),
            after_incident=self.is_after(act),
        )

    def entered(self, act: Act, *, number: str, line: str, text: str, at_ms: int) -> Stated:
        """A moment that an entry gives, to the minute of the wall clock there.

        Args:
            act: of the entry.
            number: what the time is called by.
            line: the line it belongs to.
            text: whose moment it is, in words.
            at_ms: the moment.
        """
        minute = self.wall(at_ms)
        return Stated(
            id=number,
            line=line,
            text=text,
            edtf=None,
            how="entered",
            earliest=minute,
            latest=minute,
            cites=(self.ref(act),),
        )

    def is_after(self, act: Act) -> bool:
        """Whether an act was entered after the incident was."""
        return (
            self.incident_ms is not None
            and act.at_ms > self.incident_ms
            and act.name != "open_incident"
        )

    def label(self, person: str) -> str:
        """What pages call somebody: `the armorer`."""
        role = self.roles.get(person, "")
        return f"the {role}" if role else "somebody without a role"

    @property
    def labels(self) -> Mapping[str, str]:
        """What pages call everybody the record knows."""
        return {person: self.label(person) for person in self.roles}


def said_ms(act: Act) -> int:
    """When an act happened, as its signer says."""
    return act.at_ms if act.happened_ms is None else act.happened_ms
