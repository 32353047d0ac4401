"""What the gate and the audit say: violations, obligations and their ends.

All are plain values that order by rule, binding and time-point, so that two engines can be compared
by equality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from provesafe.rulebook import Formula, Value

__all__ = ["NOTHING", "Binding", "Met", "Opened", "Outcome", "Overdue", "RuleLike", "Violation"]

Binding: TypeAlias = tuple[tuple[str, Value], ...]
"""The free variables of a rule's `on` with their values, in order of first appearance."""


class RuleLike(Protocol):
    """What this room needs of a rule; `rulebook.book.Rule` is one."""

    @property
    def id(self) -> str:
        """The rule's id inside its rulebook."""

    @property
    def rulebook(self) -> str:
        """The id of its rulebook."""

    @property
    def on(self) -> Formula:
        """When it applies; its free variables are the evidence of a violation."""

    @property
    def require(self) -> Formula:
        """What must hold then."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Violation:
    """A rule applied and what it requires did not hold."""

    rule_id: str
    """`rulebook/rule`."""
    binding: Binding
    index: int
    """The time-point, counted from 0."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Opened:
    """Something is owed from this time-point on."""

    rule_id: str
    binding: Binding
    index: int
    opened_seconds: int
    due_seconds: int | None
    """The last second at which it can be met; None only in an audit, where no such second can be
    told from the rule."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Met:
    """What was owed has been entered in its time."""

    opened: Opened
    index: int
    """The time-point that met it."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Overdue:
    """The last second of an obligation passed and no entry met it."""

    opened: Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one time-point means for every rule; each tuple is sorted."""

    violations: tuple[Violation, ...] = ()
    opens: tuple[Opened, ...] = ()
    met: tuple[Met, ...] = ()
    """From `commit` alone."""
    overdue: tuple[Overdue, ...] = ()
    """From `commit` alone: what fell due before, and was not yet told by `advance`."""


NOTHING = Outcome()
