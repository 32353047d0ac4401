"""The batch side of the monitor: formulas over whole traces in columns."""

from provesafe.monitor.column_program import ColumnProgram
from provesafe.monitor.columnar.answers import Answer, Answers, Row, ask
from provesafe.monitor.columnar.auditing import audit_columns, count_occasions
from provesafe.monitor.columnar.compile import Question, compile_formula
from provesafe.monitor.columnar.evaluate import Evaluation
from provesafe.monitor.columnar.kinds import Decimals
from provesafe.monitor.columnar.slicing import Slicing, piece_of, slicing
from provesafe.monitor.columnar.trace import (
    ColumnTrace,
    Relation,
    columns_of,
    points_of,
    relation,
    with_clock_predicates,
)
from provesafe.monitor.columnar.values import Pool

__all__ = [
    "Answer",
    "Answers",
    "ColumnProgram",
    "ColumnTrace",
    "Decimals",
    "Evaluation",
    "Pool",
    "Question",
    "Relation",
    "Row",
    "Slicing",
    "ask",
    "audit_columns",
    "columns_of",
    "compile_formula",
    "count_occasions",
    "piece_of",
    "points_of",
    "relation",
    "slicing",
    "with_clock_predicates",
]
