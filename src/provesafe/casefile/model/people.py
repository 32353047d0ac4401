"""Who is spoken of: by role wherever possible, names in a list of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.casefile.model.places import Cite

__all__ = ["Name", "Party", "PartyKind", "PartyRole", "Sheet", "SheetLine"]

PartyKind: TypeAlias = Literal["person", "organisation", "unnamed", "unnamed group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRole:
    """What a source calls a party."""

    text: str
    how: Literal["stated", "inferred", "entered"]
    cite: Cite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or a body that sources speak of; several of them may turn out to be one."""

    id: str
    kind: PartyKind
    role: str
    """What pages call them: a role, or "a person without a stated role"."""
    roles: tuple[PartyRole, ...] = ()
    mentions: tuple[Cite, ...] = ()
    speaks_for: str = ""
    """The party whose word they pass on (a lawyer's client); empty for nobody."""
    person: str = ""
    """Their id in a record, once a person has said that it is they."""
    record: str = ""
    """The source that `person` is an id of."""
    same_as: tuple[str, ...] = ()
    """Ids under which other sources speak of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a party is called by name; kept apart so that a file can be cut by role."""

    party: str
    text: str
    cite: Cite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One line of a person's sheet."""

    words: str
    cites: tuple[Cite, ...] = ()
    at_ms: int | None = None
    after_incident: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the file has of one person in the use that is looked at."""

    party: str
    role: str
    enrolled: bool
    """Whether the record knew them at the time; one who was not could enter nothing."""
    did: tuple[SheetLine, ...] = ()
    was_shown: tuple[SheetLine, ...] = ()
    was_told: tuple[SheetLine, ...] = ()
    said: tuple[SheetLine, ...] = ()
    """What sources have them say."""
    learned: tuple[SheetLine, ...] = ()
    """What they came to know, and when."""
    duties: tuple[str, ...] = ()
    """Ids of duties they had, alone or with others."""
    no_entry: tuple[SheetLine, ...] = ()
    """Of what they owed: what no entry speaks of, and whether the record could receive one."""
