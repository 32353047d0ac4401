"""What a protocol is: who does what on which grounds, what may go wrong, and what must not happen.

Three kinds of state are kept apart:

    so         what is true whether or not anybody looked (which rounds are in the weapon)
    seen       what anybody there can see (who has the weapon)
    believed   what was looked at, said or entered (shown, called)

What people are meant to do depends on what is seen and believed; what may not happen depends on
what is so and seen. A check is a step that `detects` something that is so. A failure is permitted,
never forced: whatever can be done without it can be done with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

__all__ = [
    "Chance",
    "EnteredAs",
    "Failure",
    "FailureKind",
    "Hazard",
    "Needs",
    "Person",
    "Protocol",
    "Role",
    "State",
    "StateKind",
    "Step",
    "Thing",
    "Trust",
    "TrustLevel",
    "Way",
    "WhatIf",
    "failures_by_id",
]

StateKind = Literal["so", "seen", "believed"]
FailureKind = Literal["skip", "miss", "early", "act"]
TrustLevel = Literal["zero", "low", "moderate", "high", "complete"]
Needs = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredAs:
    """As which act of a record something is entered, and with what in its fields."""

    act: str
    fields: Mapping[str, tuple[str, ...]]
    """What each named field may hold; of a field that names people, their roles here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Somebody's part, as it is told: `say` is `the armorer`."""

    id: str
    say: str
    entered_as: tuple[str, ...] = ()
    """The role words of a record that stand for it, besides its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, by a letter and never by name, with all their roles."""

    id: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A weapon, a box: there are `copies` of it, each with states and failures of its own."""

    id: str
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Something that can be in one of `values`; it begins as the first."""

    id: str
    kind: StateKind
    values: tuple[str, ...] = ("no", "yes")
    of: str = ""
    expires_on: tuple[str, ...] = ()
    """The steps and failures after which it is as at the beginning."""
    begins: str = ""
    """What it begins as, where that is not the first: a day that has come some way."""
    stops: bool = False
    """Once it is not as at the beginning, nothing more is done with the thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One case of a step or failure: what it needs, and what it does, beside what is always so."""

    needs: Needs
    does: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What somebody does; where it `detects` something, `finds` happens in place of `does`."""

    id: str
    by: str
    say: str
    needs: Needs
    does: Mapping[str, str]
    detects: Needs
    finds: Mapping[str, str]
    of: str = ""
    cites: str = ""
    ways: tuple[Way, ...] | None = None
    """Its cases, where a model was made of rules; with none of them it can never be done."""
    entered_as: tuple[EnteredAs, ...] = ()
    """Each of these acts of a record is an entry of it; none where nobody enters it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How probable a failure is, per use: a mean and an error factor, with where it is from."""

    mean: float
    factor: float
    method: str
    source: str
    standing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that may go wrong.

    skip   the step is passed over and counts as done: only what is believed changes
    miss   the step is done and does not detect what is there
    early  the step is done `without` something it needs
    act    something else is done, with its own `needs` and `does`
    """

    id: str
    kind: FailureKind
    say: str
    by: str = ""
    at: str = ""
    of: str = ""
    needs: Needs
    does: Mapping[str, str]
    without: tuple[str, ...] = ()
    cause: str = ""
    """What lies behind it; failures with one cause may have one and the same reason."""
    chance: Chance | None = None
    ways: tuple[Way, ...] | None = None
    """Its own cases; None for those of its step."""
    entered_as: tuple[EnteredAs, ...] = ()
    """As for a step; what is done early is entered as its step is, where this is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The later checker looks less carefully because of the earlier one.

    When the failure `earlier` has happened, `later` happens with this level's probability without
    a reason of its own (THERP's dependence, as an event of its own).
    """

    earlier: str
    later: str
    level: TrustLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """What must not happen."""

    id: str
    say: str
    when: Needs


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A change to a protocol, and why somebody might make it."""

    id: str
    say: str
    drop: tuple[str, ...] = ()
    """Steps and failures that are not there any more."""
    permit: tuple[str, ...] = ()
    """Failures that are how things are done now: they need nothing to go wrong."""
    merge: Mapping[str, tuple[str, ...]]
    """Failures that happen together, under one name: one reason is behind them all."""
    expires: Mapping[str, tuple[str, ...]]
    """States, with what they now expire on."""
    needs: Mapping[str, Needs]
    """Steps, with what they need beside or in place of what they needed."""
    forget: Mapping[str, tuple[str, ...]]
    """Steps, with the states they do not need any more."""
    by: Mapping[str, str]
    """Steps and failures, with who does them now."""
    add_states: tuple[State, ...] = ()
    add_steps: tuple[Step, ...] = ()
    add_failures: tuple[Failure, ...] = ()
    chances: Mapping[str, Chance]


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """A whole protocol; every id is known, and no id stands for two things."""

    id: str
    title: str
    about: str
    """What one run is: `one weapon, one hand-over`."""
    source: str
    standing: str
    roles: tuple[Role, ...]
    people: tuple[Person, ...]
    things: tuple[Thing, ...]
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    failures: tuple[Failure, ...]
    trusts: tuple[Trust, ...]
    hazards: tuple[Hazard, ...]
    what_ifs: tuple[WhatIf, ...]

    def copies(self, thing: str) -> int:
        """How many of a thing there are; one of what belongs to no thing."""
        return next((one.copies for one in self.things if one.id == thing), 1)

    def with_copies(self, copies: int) -> Protocol:
        """The same protocol with so many of each thing."""
        return replace(self, things=tuple(replace(one, copies=copies) for one in self.things))

    def role(self, id_: str) -> str:
        """What a role is called."""
        return next((one.say for one in self.roles if one.id == id_), id_)


def failures_by_id(protocol: Protocol) -> Mapping[str, Failure]:
    """The failures of a protocol, by id."""
    return {one.id: one for one in protocol.failures}
