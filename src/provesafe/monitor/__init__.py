"""Engines that must agree with `rulebook.reference`. See README.md of this room."""

from typing import TYPE_CHECKING, Any

from provesafe.monitor.audit import AuditResult, Undetermined, audit
from provesafe.monitor.batch import BatchOutcome, judge_batch
from provesafe.monitor.derivation import Derivation, Explanation, Miss, NearMiss
from provesafe.monitor.errors import FactError, SnapshotError, TimeOrderError
from provesafe.monitor.explain import explain
from provesafe.monitor.gate import Gate
from provesafe.monitor.pointwise import ExplanationError
from provesafe.monitor.program import Program
from provesafe.monitor.recheck import recheck
from provesafe.monitor.rules import Classified, Klass, classify
from provesafe.monitor.trace import IndexedTrace
from provesafe.monitor.verdicts import Binding, Met, Opened, Outcome, Overdue, RuleLike, Violation

if TYPE_CHECKING:
    from provesafe.monitor.columnar import (
        Answer,
        Answers,
        ColumnProgram,
        ColumnTrace,
        Decimals,
        Evaluation,
        Pool,
        Question,
        Relation,
        Slicing,
        ask,
        audit_columns,
        columns_of,
        compile_formula,
        count_occasions,
        piece_of,
        points_of,
        relation,
        slicing,
        with_clock_predicates,
    )

__all__ = [
    "Answer",
    "Answers",
    "AuditResult",
    "BatchOutcome",
    "Binding",
    "Classified",
    "ColumnProgram",
    "ColumnTrace",
    "Decimals",
    "Derivation",
    "Evaluation",
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
    "Pool",
    "Program",
    "Question",
    "Relation",
    "RuleLike",
    "Slicing",
    "SnapshotError",
    "TimeOrderError",
    "Undetermined",
    "Violation",
    "ask",
    "audit",
    "audit_columns",
    "classify",
    "columns_of",
    "compile_formula",
    "count_occasions",
    "explain",
    "judge_batch",
    "piece_of",
    "points_of",
    "recheck",
    "relation",
    "slicing",
    "with_clock_predicates",
]


def __getattr__(name: str) -> Any:
    """Load the columnar engine when it is first asked for."""
    if name not in __all__:
        raise AttributeError(name)
    # Late import: the gate at the cart must start without loading NumPy.
    from provesafe.monitor import columnar

    return getattr(columnar, name)
