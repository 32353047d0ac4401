"""The batch side of the monitor: formulas over whole traces in columns."""

from provesafe.monitor.columnar.answers import Answer, Answers, Row, ask
from provesafe.monitor.columnar.compile import Compiled, compile_formula
from provesafe.monitor.columnar.evaluate import Evaluation
from provesafe.monitor.columnar.trace import Relation, Trace, columns_of, relation
from provesafe.monitor.columnar.values import Pool

__all__ = [
    "Answer",
    "Answers",
    "Compiled",
    "Evaluation",
    "Pool",
    "Relation",
    "Row",
    "Trace",
    "ask",
    "columns_of",
    "compile_formula",
    "relation",
]
