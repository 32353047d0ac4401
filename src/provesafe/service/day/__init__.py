"""Day files: their clock, their tables, the whole file as written."""

from provesafe.service.day.file import Broken, DayAct, DayFile, DayFileError, parse_day_file
from provesafe.service.day.tables import PASSES, TABLES, TableContext, TableError
from provesafe.service.day.times import ClockWordError, DayTimes, zone_of

__all__ = [
    "PASSES",
    "TABLES",
    "Broken",
    "ClockWordError",
    "DayAct",
    "DayFile",
    "DayFileError",
    "DayTimes",
    "TableContext",
    "TableError",
    "parse_day_file",
    "zone_of",
]
