"""Engines that must agree with `rulebook.reference`. See README.md of this room."""

from provesafe.monitor.errors import FactError, SnapshotError, TimeOrderError
from provesafe.monitor.gate import Gate, SignatureLike
from provesafe.monitor.rules import Classified, Klass, classify
from provesafe.monitor.verdicts import Binding, Met, Opened, Outcome, Overdue, RuleLike, Violation

__all__ = [
    "Binding",
    "Classified",
    "FactError",
    "Gate",
    "Klass",
    "Met",
    "Opened",
    "Outcome",
    "Overdue",
    "RuleLike",
    "SignatureLike",
    "SnapshotError",
    "TimeOrderError",
    "Violation",
    "classify",
]
