"""Engines that must agree with `rulebook.reference`. See README.md of this room."""

from provesafe.monitor.audit import AuditResult, Undetermined, audit
from provesafe.monitor.batch import BatchOutcome, judge_batch
from provesafe.monitor.derivation import Derivation, Explanation, Miss, NearMiss
from provesafe.monitor.errors import FactError, SnapshotError, TimeOrderError
from provesafe.monitor.explain import explain
from provesafe.monitor.gate import Gate
from provesafe.monitor.pointwise import ExplanationError
from provesafe.monitor.recheck import recheck
from provesafe.monitor.rules import Classified, Klass, classify
from provesafe.monitor.trace import IndexedTrace
from provesafe.monitor.verdicts import Binding, Met, Opened, Outcome, Overdue, RuleLike, Violation

__all__ = [
    "AuditResult",
    "BatchOutcome",
    "Binding",
    "Classified",
    "Derivation",
    "Explanation",
    "ExplanationError",
    "FactError",
    "Gate",
    "IndexedTrace",
    "Klass",
    "Met",
    "Miss",
    "NearMiss",
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
    "explain",
    "judge_batch",
    "recheck",
]
