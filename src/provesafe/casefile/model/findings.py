"""What follows from the lines by fixed rules, and what parties say of it; it resolves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.casefile.model.places import Cite

__all__ = [
    "Beside",
    "BesideResult",
    "Comment",
    "Difference",
    "DifferenceState",
    "Filler",
    "Gap",
    "Held",
    "Standing",
]

DifferenceState: TypeAlias = Literal[
    "open", "same matter", "not the same matter", "revised by the speaker", "explained"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Lines that a rule puts side by side; a person says whether they are of the same matter."""

    id: str
    rule: str
    """`D1` … `D10`."""
    about: str
    lines: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()
    """Every text or entry of it, in order."""
    event: str = ""
    slot: str = ""
    state: DifferenceState = "open"
    by: str = ""
    """Who said what state it is in, when and why; empty while it is open."""
    at_ms: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Who or what could fill a gap."""

    who: str
    """A role, an office or "whoever printed this"; never a guess at a person."""
    what: str
    """The account, record or object that would show it."""
    asked_ms: int | None = None
    request: str = ""
    """The request in which it was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something no source held says."""

    id: str
    what: str
    cites: tuple[Cite, ...] = ()
    """Where it might have stood."""
    event: str = ""
    slot: str = ""
    duty: str = ""
    fillers: tuple[Filler, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a party replied to a line, a difference, a duty or a gap: in their words."""

    id: str
    party: str
    """A party's id, or the words by which they are known."""
    on: str
    text: str
    given_ms: int
    entered_by: str


Held: TypeAlias = Literal["one source", "several sources", "sources differ", "nothing held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is held of one slot of one event: a count of observers, always with the list."""

    event: str
    slot: str
    held: Held
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each value with the ids of its lines; a denial begins with "not "."""
    roots: tuple[tuple[str, ...], ...] = ()
    """The ids of lines, one group for each observer."""


BesideResult: TypeAlias = Literal[
    "agrees", "differs", "no entry, record open", "record could not receive"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One account set beside the entries of a record."""

    line: str
    record: str
    """The source."""
    slot: str
    result: BesideResult
    entries: tuple[Cite, ...] = ()
    words: str = ""
    """The two texts in one sentence."""
