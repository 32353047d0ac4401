"""The unit of the file: a line, what it rests on, who observed it, and who has looked at it.

A line holds one statement. It is never a fact: an article's line is what somebody was printed as
saying, an entry's is what its signer stated. What may be said of all lines about one thing is
computed from them (`standings`), never typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.casefile.model.places import Cite

__all__ = [
    "Account",
    "Assertion",
    "Basis",
    "Condition",
    "Decided",
    "Form",
    "Line",
    "LineState",
    "Stated",
]

Basis: TypeAlias = Literal[
    "instrument", "entered then", "entered later", "said", "expected", "opinion"
]
"""`instrument`: a receipt time, a tag scan, the bytes of a photo, a weight. `entered then`: a
person's signed entry. `entered later`: one made after a while, or after the incident. `said`: with
the chain through which it came. `expected` and `opinion` are never set against what is said to
have happened."""

Form: TypeAlias = Literal["verbatim", "mixed", "paraphrase", "typed", "entry", "own voice"]
"""In the speaker's words, partly, in somebody else's; typed in by themselves; an entry of a record;
a publication's own words."""

LineState: TypeAlias = Literal["waiting", "accepted", "corrected", "dropped", "entered"]
"""`waiting` until a named person has looked; `entered` is what a record says: nobody edits it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One step in the life of a line: who took it, when, and what they changed."""

    what: Literal["accepted", "corrected", "dropped"]
    by: str
    at_ms: int
    note: str = ""
    changed: tuple[tuple[str, str], ...] = ()
    """Fields and their new values, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What one line states of when something was."""

    id: str
    line: str
    """The line it rests on."""
    text: str
    edtf: str | None
    """None where it cannot be placed."""
    how: Literal["stated", "inferred", "given", "entered", "not placed"]
    earliest: int | None = None
    """Minutes since the epoch; None where open or not placed. Likewise `latest`."""
    latest: int | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What a line says about one slot of one event: the only thing rules compare."""

    event: str
    slot: str
    """`occurred`, or one of the slots of its kind of event."""
    value: str = ""
    """A party's id, a weapon, contents, words; empty for `occurred`."""
    denies: bool = False
    least: int | None = None
    """Of a quantity or duration: its range in `unit`, both ends included."""
    most: int | None = None
    unit: str = ""
    practice: bool = False
    """It says what is usually done, not what was done on that occasion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What all lines have."""

    id: str
    """`S1.C3`: its source and its number in the intake; `S2.e17`: entry 17 of a record."""
    source: str
    basis: Basis
    text: str
    cites: tuple[Cite, ...]
    observer: str = ""
    """The party whose observation it is; empty where no source says."""
    through: tuple[str, ...] = ()
    """The parties that passed it on, first one first: a lawyer, an outlet, who printed it again."""
    instrument: str = ""
    """Of an `instrument` line: which one."""
    state: LineState = "waiting"
    history: tuple[Decided, ...] = ()
    after_incident: bool = False
    """Entered after the incident was entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Line):
    """Who said what, in which words, to whom, when."""

    form: Form
    level: int = 1
    """2 for what was told within another account."""
    parent: str = ""
    speaker_how: str = ""
    """How the speaker was found: stated by name, by role, inherited, not recorded, …"""
    recipient: str = ""
    outlet: str = ""
    said: Stated | None = None
    verb: str = ""
    """The publication's own verb, as data; pages write "said"."""
    stance: str = ""
    insertions: tuple[Cite, ...] = ()
    """An editor's words within the quotation."""
    hedges: tuple[Cite, ...] = ()
    about: tuple[Assertion, ...] = ()
    at_ms: int | None = None
    """Of an entry: when it happened, as its signer says."""
    means: str = ""
    """Of an entry: by which means it was done, in the entry's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Line):
    """A state over an interval: what was in a weapon, whether a cart was attended."""

    subject: str
    condition: str
    begins: Stated | None = None
    ends: Stated | None = None
