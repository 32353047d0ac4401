"""What now stands, as far as the record says: `State` and the records it is made of.

A state is only ever the fold of acts (see `evolve`). Everything here is frozen; tables are
mappings that are never changed in place. What the record does not know is said so: a weapon's
contents start as *unknown*, and unknown is treated as loaded.

    weapon.holder                who has it; empty when nobody does
    weapon.place, .locked        where it was put, and whether that is a locked place
    weapon.out_since_ms          since when it is out of a locked place; None when it is not
    weapon.showings              to whom it was shown by whom, and what ended that
    lot                          rounds by where they are; see `Lot` for the law
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias, TypeVar

__all__ = [
    "FIREARM_KINDS",
    "Adoption",
    "Concern",
    "Contents",
    "ContentsKind",
    "Coverage",
    "Discrepancy",
    "Incident",
    "LegalHold",
    "Lot",
    "Meeting",
    "Paper",
    "Person",
    "Place",
    "Plan",
    "RoundCheck",
    "RoundsIn",
    "SetUp",
    "Showing",
    "State",
    "Stop",
    "Weapon",
    "WeaponIdentity",
]

ContentsKind: TypeAlias = Literal["empty", "dummy", "blank", "live", "mixed", "unknown"]

FIREARM_KINDS = ("real", "blank-only", "unknown")
"""Weapon kinds that count as firearms; a kind the record does not know is one."""

_K = TypeVar("_K")
_V = TypeVar("_V")


def _empty_table() -> Mapping[_K, _V]:
    """A table with nothing in it."""
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Something entered that does not fit what the record already says; both stay in view."""

    kind: str
    words: str
    """One plain sentence, with names as in the record."""
    entry: str
    """Id of the entry at which it showed."""
    index: int
    at_ms: int
    thing: str
    """The weapon, lot, place or person it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A permit or licence of a person, as entered."""

    kind: str
    until: int
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of the production, as far as weapons go."""

    id: str
    enrolled: bool = False
    roles: tuple[str, ...] = ()
    reports_to: str = ""
    """Whom they answer to, as entered; it decides who is independent."""
    papers: tuple[Paper, ...] = ()
    trained: tuple[str, ...] = ()
    assessed: tuple[str, ...] = ()
    contact_for: tuple[str, ...] = ()
    fitness_doubted: bool = False
    duties_acknowledged: bool = False
    medic_in_place: bool = False
    suspended_by: tuple[str, ...] = ()
    """Open incidents that name this person."""
    erasure_asked_ms: int | None = None
    """When it was asked that their name and details be erased; None when not, or done."""
    erased: bool = False
    """Their name and details were erased; the entries stay, with their id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsIn:
    """Rounds of one lot in one weapon."""

    lot: str
    kind: ContentsKind
    load: str
    count: int
    """Not fired."""
    spent: int
    """Fired cases that may still be in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in a weapon, as the record can say it."""

    kind: ContentsKind = "unknown"
    count: int = 0
    load: str = ""
    checked: int = 0
    """How many of `count` were checked one by one before they were loaded."""
    chambers: tuple[str, ...] = ()
    """Chambers or magazines named at loading; empty when not said."""
    rounds: tuple[RoundsIn, ...] = ()
    """By lot, for counting; kept even while `kind` is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """That `giver` showed the weapon to `receiver`, and what has ended that since."""

    giver: str
    receiver: str
    contents: str
    checked: int
    of: int
    at_ms: int
    index: int
    ended_by: str = ""
    """The act that broke the sight; empty while it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCheck:
    """Rounds of a lot checked one by one for this weapon, not yet loaded."""

    lot: str
    checked: int
    of: int
    failed: int
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaponIdentity:
    """What does not change about a weapon while it is here."""

    kind: str = "unknown"
    maker: str = ""
    model: str = ""
    serial: str = ""
    action: str = ""
    chambers: int = 0
    """0 when not said."""
    calibre: str = ""
    supplier: str = ""
    modified: str = "unknown"
    owner: str = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapon:
    """One weapon, real or not, and everything that stands about it."""

    id: str
    received: bool = False
    """False for a weapon that acts name and nobody took in."""
    identity: WeaponIdentity = WeaponIdentity()
    holder: str = ""
    place: str = ""
    locked: bool = False
    since_ms: int = 0
    """Since when it is with this holder or in this place."""
    out_since_ms: int | None = None
    contents: Contents = Contents()
    showings: tuple[Showing, ...] = ()
    round_checks: tuple[RoundCheck, ...] = ()
    called: str = ""
    """The last state that somebody called, as said; a word, not a fact."""
    bore_clear: bool = False
    set_up: str = ""
    misfire: str = ""
    """Kind of a misfire not yet opened or unloaded; empty otherwise."""
    duds: int = 0
    """Rounds in it that did not go off."""
    cause_open: bool = False
    """A discharge or misfire whose cause has not been written down."""
    quarantined: bool = False
    withdrawn: bool = False
    frozen: bool = False
    missing: bool = False
    police_receipt: str = ""
    sent_to: str = ""
    """To whom it was sent back; empty while it is here."""
    suspended_by: tuple[str, ...] = ()
    cases: tuple[tuple[str, int], ...] = ()
    """Fired cases of each lot that have come from it and are not counted yet."""
    last_index: int = -1
    """Leaf index of the last entry that names or touches it."""

    @property
    def out(self) -> bool:
        """True while it is out of a locked place."""
        return self.out_since_ms is not None

    @property
    def is_firearm(self) -> bool:
        """True for what can fire, and for what nobody has said."""
        return self.identity.kind in FIREARM_KINDS

    @property
    def is_loaded(self) -> bool:
        """True for a firearm with rounds in it, dummies too; what is unknown counts."""
        kind = self.contents.kind
        if kind in ("dummy", "blank"):
            return self.is_firearm and self.contents.count > 0
        return self.is_firearm and kind != "empty"

    @property
    def left_loaded(self) -> bool:
        """True for what is out and loaded and in nobody's hands; what is gone is not here."""
        gone = self.missing or bool(self.police_receipt) or bool(self.sent_to)
        return self.out and not self.holder and not gone and self.is_loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Rounds of one delivery, of one kind and load, by where they are.

    The law, true after every act whatever was entered:

        received + found = stored + issued + loaded + worn + fired + misfired + converted
                           + returned + police + destroyed + unaccounted
        fired            = cases_waiting + cases_counted + cases_missing
    """

    id: str
    kind: str = "unknown"
    load: str = ""
    maker: str = ""
    factory: str = "unknown"
    supplier: str = ""
    container: str = ""
    calibre: str = ""
    received: int = 0
    found: int = 0
    """Rounds that turned up beyond those received."""
    stored: tuple[tuple[str, int], ...] = ()
    """By store; the name is empty until somebody names the store."""
    issued: int = 0
    """Out of the store, in hand or on the cart."""
    loaded: int = 0
    worn: tuple[tuple[str, int], ...] = ()
    """By person."""
    fired: int = 0
    misfired: int = 0
    converted: int = 0
    returned: int = 0
    """Sent back to the supplier."""
    police: int = 0
    destroyed: int = 0
    unaccounted: int = 0
    """Shown, never hidden."""
    cases_counted: int = 0
    cases_missing: int = 0

    @property
    def in_store(self) -> int:
        """Rounds in all stores."""
        return sum(count for _, count in self.stored)

    @property
    def on_people(self) -> int:
        """Rounds worn by anybody."""
        return sum(count for _, count in self.worn)

    @property
    def cases_waiting(self) -> int:
        """Fired cases that nobody has counted yet."""
        return self.fired - self.cases_counted - self.cases_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """One set-up, and who stands where."""

    id: str
    open: bool = False
    running: str = ""
    """Rehearsal, line-up or take while one runs."""
    rolling: bool = False
    line_clear_by: str = ""
    """Who saw the line of fire clear; empty once somebody stepped in."""
    in_line: tuple[str, ...] = ()
    posts: tuple[tuple[str, str], ...] = ()
    """(person, post)."""
    planned: tuple[str, ...] = ()
    """Weapons that have a plan here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan in force for one weapon in one set-up."""

    set_up: str
    weapon: str
    version: int
    contents: str
    count: int
    load: str
    aim: str
    muzzle_line: str
    distance_cm: int
    positions: str = ""
    """Who stands where, as planned."""
    assessed: tuple[str, ...] = ()
    """Kinds of risk assessment made of this very version."""
    index: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting and who knows what it went through."""

    id: str
    kind: str
    agenda: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    at_ms: int = 0
    shooting_day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something somebody wanted to be looked into."""

    id: str
    words: str
    raised_ms: int
    answers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident: what it set aside, who came."""

    id: str
    open: bool = True
    weapons: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    set_up: str = ""
    opened_ms: int = 0
    grave: bool = False
    injury_known_ms: int | None = None
    authorities: tuple[str, ...] = ()
    requests_open: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop that nobody has ended yet."""

    by: str
    words: str
    set_up: str
    at_ms: int
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A store, and whether it is open."""

    id: str
    store: bool = False
    open: bool = False
    since_ms: int = 0
    key_with: tuple[str, ...] = ()
    """Who was given a key of it, since its lock was last changed."""
    key_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A rulebook taken on."""

    rulebook: str
    version: str
    mode: str
    digest: str = ""
    """SHA-256 of its text, in hex, where the entry gives it."""
    settings: str = ""
    """The house's numbers for it, as canonical JSON; empty when it has none."""
    definitions: str = ""
    """The digest of the shared definitions it was read with, where the entry gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """What a named person had kept, for somebody who may ask for it."""

    id: str
    persons: tuple[str, ...]
    """Whom it is about; empty for everybody."""
    authority: str
    by: str
    at_ms: int
    lifted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Whether the record could receive entries."""

    record_open: bool = False
    record_opened_ms: int = 0
    devices_joined: tuple[str, ...] = ()
    devices_lost: tuple[str, ...] = ()
    alive_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that stands after some prefix of a record. `State()` is the empty record."""

    people: Mapping[str, Person] = field(default_factory=_empty_table)
    weapons: Mapping[str, Weapon] = field(default_factory=_empty_table)
    lots: Mapping[str, Lot] = field(default_factory=_empty_table)
    set_ups: Mapping[str, SetUp] = field(default_factory=_empty_table)
    plans: Mapping[tuple[str, str], Plan] = field(default_factory=_empty_table)
    """By (set-up, weapon): the version in force."""
    meetings: Mapping[str, Meeting] = field(default_factory=_empty_table)
    concerns: Mapping[str, Concern] = field(default_factory=_empty_table)
    incidents: Mapping[str, Incident] = field(default_factory=_empty_table)
    rulebooks: Mapping[str, Adoption] = field(default_factory=_empty_table)
    places: Mapping[str, Place] = field(default_factory=_empty_table)
    seals: Mapping[str, str] = field(default_factory=_empty_table)
    """Item -> number of the seal it bears."""
    legal_holds: Mapping[str, LegalHold] = field(default_factory=_empty_table)
    retention_until: int = 0
    """The date up to which what is on record is kept, as yyyymmdd; 0 when nobody set one."""
    stops: tuple[Stop, ...] = ()
    """Stops that nobody has ended yet, oldest first."""
    coverage: Coverage = Coverage()
    wrapped_day: int = 0
    """The last shooting day that was wrapped."""
    acts: int = 0
    """How many acts were folded."""
    discrepancies: tuple[Discrepancy, ...] = ()
    """In the order in which they showed; never removed."""

    def enrolled(self, person: str) -> bool:
        """Whether a person has joined the production."""
        known = self.people.get(person)
        return known is not None and known.enrolled
