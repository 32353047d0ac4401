"""What was owed, by whom, under which text, and what the file has of it: the duty matrix.

A cell is one of six. Two of them say that there is no entry, and they are never merged: whether the
record could have received one is another matter. No cell says that something was not done unless
somebody stated so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.casefile.model.places import Cite, EntryRef

__all__ = ["CELLS", "BookInForce", "Cell", "Duty", "DutyForm", "DutyLevel", "Grade", "Known"]

Grade: TypeAlias = Literal[
    "entered done",
    "said done",
    "entered not done",
    "said not done",
    "no entry, record open",
    "record could not receive",
]
CELLS: tuple[Grade, ...] = (
    "entered done",
    "said done",
    "entered not done",
    "said not done",
    "no entry, record open",
    "record could not receive",
)
"""The columns of the matrix, in order."""

DutyForm: TypeAlias = Literal[
    "", "no entry of it", "otherwise than asked", "out of time or order", "ended early"
]
"""In which form something was done otherwise than it was asked; empty where it was not."""

DutyLevel: TypeAlias = Literal["set", "department", "production", "company", "regulator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInForce:
    """A rulebook that the production worked by at the time that is looked at."""

    id: str
    version: str
    title: str
    digest: str
    mode: Literal["enforced", "watched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One column of one duty: what stands there; a column without lines is not listed."""

    grade: Grade
    lines: tuple[str, ...] = ()
    """Ids of accounts."""
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What somebody had been shown, been told or had learned by the time they owed it."""

    party: str
    how: Literal["was shown", "was told", "learned"]
    words: str
    at_ms: int
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One rule on one occasion: the rules in force at that minute ask it of somebody."""

    id: str
    rule: str
    """`rulebook/rule`."""
    version: str
    title: str
    text: str
    """What it says of this occasion, by role."""
    document: str
    section: str
    standing: str
    """How its source was read: VP, … as the rulebook says."""
    weight: Literal["danger", "paper"]
    level: DutyLevel
    roles: tuple[str, ...]
    """Who owed it, by role."""
    holders: tuple[str, ...] = ()
    """The same as parties; empty where nobody had the role."""
    occasion: EntryRef | None = None
    """The entry that called for it."""
    opened_ms: int | None = None
    due_ms: int | None = None
    """The last moment at which it could be met; None where it is asked at the occasion itself."""
    would_show: str = ""
    """The entry that would show it, in words."""
    form: DutyForm = ""
    cells: tuple[Cell, ...] = ()
    known: tuple[Known, ...] = ()
    """What each holder had been shown, told or had learned by then; never what they ought to."""
