"""What an audit finds in one record, as values.

An act that did not meet a rule is a `Finding`, a duty whose time passed is a `NoEntry`; each says
where it belongs (day, weapon, set-up, roles), so that it can be counted by these. It can not be
counted by person: no value here holds a person's id once it speaks by role (`setting`).
"""

from __future__ import annotations

from dataclasses import dataclass

from provesafe.service.answers.decision import Opens, Reason

__all__ = ["NOWHERE", "Audit", "Finding", "NoEntry", "Place", "Undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding belongs; what is not known is empty."""

    day: int = 0
    """The shooting day, yyyymmdd; 0 where the record does not say."""
    weapon: str = ""
    set_up: str = ""
    roles: tuple[str, ...] = ()
    """Of those who owed it, at that moment."""


NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that an entry did not meet."""

    reason: Reason
    at_ms: int
    leaf: int
    """The entry at which it showed."""
    as_said: bool
    """Whether it also stands at the times people gave; false: met by an entry made late."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEntry:
    """A duty whose time passed, or is still running, without an entry that meets it."""

    opens: Opens
    opened_ms: int
    leaf: int
    """The entry that opened it."""
    as_said: bool
    """Whether it also has no entry at the times people gave."""
    record_open: bool
    """Whether the record could have received an entry while there was time."""
    meets: str = ""
    """What would have met it, in plain words; empty where the rule names no act."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A rule was asked, and the record cannot say whether it was met."""

    rule: str
    at_ms: int
    leaf: int
    reason: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a record shows under the rulebooks in force, up to a moment."""

    observed_until_ms: int
    not_met: tuple[Finding, ...]
    no_entry: tuple[NoEntry, ...]
    pending: tuple[NoEntry, ...]
    undetermined: tuple[Undecided, ...]
    """Where the record cannot say whether a rule was met."""
    vacuous: tuple[str, ...]
    """Rules that were never asked: their occasion did not occur. Not the same as kept."""
