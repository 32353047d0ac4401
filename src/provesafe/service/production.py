"""An open production: its record, and everything that is computed from it.

Only the record is kept; the rest (what now stands, the trace, the rules' memory) is computed from
it on opening and moves with each entry. Rules:

- one time-point of the trace for each entry that is an act, or a refusal;
- its time-stamp is the second in which the laptop recorded it, never the clock of a phone;
- facts come from `custody` and from nowhere else;
- a change of the rulebooks in force builds the rules' memory anew from the whole trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from provesafe import custody
from provesafe.ledger import (
    Disclosure,
    RecordState,
    Signer,
    Verifier,
    encode_base64url,
    open_checkpoint,
)
from provesafe.monitor import Gate
from provesafe.rulebook import Rule, Rulebook, Signature, TimePoint
from provesafe.service.day.times import DayTimes
from provesafe.service.people import People
from provesafe.service.ports import Disclosures, RecordStore
from provesafe.service.record.history import Entered, History
from provesafe.service.record.showings import Showings

__all__ = ["CUSTODY", "Answered", "Books", "Production", "Ran", "Refused", "Told", "vocabulary"]

Ran: TypeAlias = Callable[[], tuple[str, int]]
"""A random name of this run, and milliseconds since it began that no setting of a clock moves."""

CUSTODY = "custody"
"""The rulebook that is always in force, and always enforced."""


def vocabulary() -> Signature:
    """The predicates of the acts, as the rule language takes them."""
    return Signature(predicates=dict(custody.signature()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The rulebooks in force and how."""

    adopted: tuple[Rulebook, ...] = ()
    watched: frozenset[str] = frozenset()
    """Ids of those only watched: said and recorded, never held up."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule in force, in order of adoption."""
        return tuple(rule for book in self.adopted for rule in book.rules)

    def rule(self, rule_id: str) -> Rule:
        """The rule named `rulebook/rule`."""
        return next(rule for rule in self.rules if rule.name == rule_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A request that was refused: what somebody may take on to go ahead against."""

    act: custody.Act
    owed: Mapping[str, tuple[str, ...]]
    """By rule: who owes what is open, as person ids and `@role` words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A request about a weapon and what it was answered; it lapses at the next entry there."""

    act: custody.Act
    go: bool
    """Whether nothing was open."""
    decision: str
    """Id of the decision's entry."""
    index: int
    """Leaf index of the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A duty whose time passed without an entry, as the timer told it."""

    rule: str
    binding: tuple[tuple[str, int | str], ...]
    due_ms: int


@dataclass(slots=True, kw_only=True)
class Production:
    """One open production. The functions of this room move it; nothing else does."""

    store: RecordStore
    device: Signer
    log: Signer
    concerns: Signer | None = None
    """The key that enters concerns; None where the record has none, and the laptop's does."""
    verifier: Verifier
    writer: RecordState
    times: DayTimes
    people: People
    new_person_id: Callable[[], str]
    random: Callable[[int], bytes]
    disclosures: Disclosures
    phrases: Mapping[str, str]
    """How each fact reads in plain words, by predicate."""
    ran: Ran | None = None
    """How long this run of the program has lasted; None where the clock is a story's."""
    program: str = ""
    """Digest of the program; empty where nothing is kept for a later opening."""
    gate: Gate
    books: Books = field(default_factory=Books)
    walk: custody.Walk = field(default_factory=custody.Walk)
    history: History = field(default_factory=History)
    """The time-points there were; those of long ago are fetched when asked for."""
    showings: Showings = field(default_factory=Showings)
    """The last showing of each weapon; `looking_at` asks for it."""
    adopted_from: dict[str, int] = field(default_factory=dict)
    """For each rulebook in force, the first time-point it judges."""
    gone_ahead: list[custody.Act] = field(default_factory=list)
    """Goings-ahead that still stand: not used up, not overtaken by another act on that weapon."""
    refused: list[Refused] = field(default_factory=list)
    answered: dict[str, Answered] = field(default_factory=dict)
    """The newest answer to a request, by weapon; `live_permit` says if it still stands."""
    told: list[Told] = field(default_factory=list)
    """Duties that were told to be without an entry by their time, oldest first."""
    lapsed: list[int] = field(default_factory=list)
    """Leaf indices of what was put forward and lapsed, as far as it may still have to be told."""
    undisclosed: dict[str, list[Disclosure]] = field(default_factory=dict)
    """Disclosures whose digests no entry holds yet, by person."""
    chunks: tuple[str, ...] = ()
    """Digests of the time-points that are kept for a later opening."""
    kept_size: int = 0
    """How many entries a later opening need not read."""

    @property
    def state(self) -> custody.State:
        """What now stands."""
        return self.walk.state()

    @property
    def trace(self) -> list[TimePoint]:
        """Every time-point there was."""
        return self.history.points

    @property
    def leaves(self) -> list[int]:
        """The leaf index of the entry behind each time-point."""
        return self.history.leaves

    @property
    def entered(self) -> list[Entered]:
        """What moved the trace, in order, so that it can be told again as people said it."""
        return self.history.entered

    @property
    def owners(self) -> dict[str, str]:
        """Whose each device is that was let in for somebody: person ids by key name."""
        devices = self.writer.devices
        return {name: device.person for name, device in devices.items() if device.person}

    def now(self, laptop_ms: int) -> int:
        """What the time is for the record: the laptop's clock, but never behind the last entry."""
        return max(laptop_ms, self.writer.last_ms)

    def root_at(self, tree_size: int) -> str | None:
        """The root that the log signed for an earlier size, for devices that saw it then."""
        signed = self.store.checkpoint_at(tree_size)
        if signed is None:
            return None
        checkpoint = open_checkpoint(signed, self.writer.log_key, self.verifier)
        return encode_base64url(checkpoint.root_hash)
