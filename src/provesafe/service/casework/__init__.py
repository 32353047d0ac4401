"""A case: sources taken in, lines gone through by named people, and the whole as one value."""

from provesafe.service.casework.deciding import ENTERED, correct_line, decide_lines, enter_step
from provesafe.service.casework.port import CaseFolder
from provesafe.service.casework.reading import SourceChangedError, read_case
from provesafe.service.casework.record import read_use
from provesafe.service.casework.taking import NoCaseError, Offered, begin_case, take_source

__all__ = [
    "ENTERED",
    "CaseFolder",
    "NoCaseError",
    "Offered",
    "SourceChangedError",
    "begin_case",
    "correct_line",
    "decide_lines",
    "enter_step",
    "read_case",
    "read_use",
    "take_source",
]
