"""Engines that must agree with `rulebook.reference`. See README.md of this room."""

from provesafe.monitor.audit import AuditResult, Undetermined, audit
from provesafe.monitor.batch import BatchOutcome, judge_batch
from provesafe.monitor.errors import FactError, SnapshotError, TimeOrderError
from provesafe.monitor.gate import Gate
from provesafe.monitor.rules import Classified, Klass, classify
from provesafe.monitor.verdicts import Binding, Met, Opened, Outcome, Overdue, RuleLike, Violation

__all__ = [
    "AuditResult",
    "BatchOutcome",
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
    "SnapshotError",
    "TimeOrderError",
    "Undetermined",
    "Violation",
    "audit",
    "classify",
    "judge_batch",
]
