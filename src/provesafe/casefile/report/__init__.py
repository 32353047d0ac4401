"""What a report of a case says, as a tree of plain blocks that any page can be made from."""

from provesafe.casefile.report.blocks import (
    Apart,
    Block,
    Drawing,
    Grid,
    Points,
    Reference,
    Report,
    Said,
    Section,
    every_text,
)
from provesafe.casefile.report.by_role import by_role
from provesafe.casefile.report.charting import chart_of
from provesafe.casefile.report.matrix import Matrix, MatrixCell, MatrixRow, matrix_of
from provesafe.casefile.report.told import difference_title, record_side
from provesafe.casefile.report.whole import report_of
from provesafe.casefile.report.wordings import (
    Clock,
    line_words,
    place_words,
    quoted,
    role_of,
    source_words,
)

__all__ = [
    "Apart",
    "Block",
    "Clock",
    "Drawing",
    "Grid",
    "Matrix",
    "MatrixCell",
    "MatrixRow",
    "Points",
    "Reference",
    "Report",
    "Said",
    "Section",
    "by_role",
    "chart_of",
    "difference_title",
    "every_text",
    "line_words",
    "matrix_of",
    "place_words",
    "quoted",
    "record_side",
    "report_of",
    "role_of",
    "source_words",
]
