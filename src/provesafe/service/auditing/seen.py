"""A record as an audit sees it: time-points, the entries behind them, and what was in force when.

A production's folder, a bundle and a log all come down to a `Seen`. What it holds is pseudonymous:
people's ids, never labels or names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.rulebook import Rulebook, TimePoint
from provesafe.service.day.times import DayTimes
from provesafe.service.record.coverage import Coverage
from provesafe.service.record.history import Entered

__all__ = ["InForce", "Seen", "SourceKind"]

SourceKind: TypeAlias = Literal["production", "bundle", "log"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """One version of a rulebook and the time-points it judges."""

    book: Rulebook
    watched: bool
    first: int = 0
    stop: int | None = None
    """The first time-point it judges no longer; None for the end."""

    def judges(self, index: int) -> bool:
        """Whether it judges a time-point."""
        return index >= self.first and (self.stop is None or index < self.stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was read of one source, up to the moment it is looked at."""

    kind: SourceKind
    title: str
    """What the production is called; of a log, its file."""
    origin: str
    """The record's name; empty of a log."""
    real: str
    """`real`, `demo` or `training`; empty of a log."""
    entries: int
    """Leaves of the record that were looked at; of a log, its time-points."""
    times: DayTimes
    until_ms: int
    """Up to when it is looked at: whatever was recorded later is left out."""
    points: Sequence[TimePoint]
    """As entered."""
    leaves: Sequence[int]
    """The entry behind each time-point."""
    entered: Sequence[Entered]
    """What was entered at each time-point; empty of a log."""
    as_said: Sequence[TimePoint] | None
    """At the times people gave; None where nobody gave another than that of recording."""
    in_force: tuple[InForce, ...]
    coverage: Coverage
    """When it could receive entries."""
