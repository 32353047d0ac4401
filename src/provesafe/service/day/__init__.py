"""Day files: their clock, their tables, the whole file as written."""

from provesafe.service.day.edit import broken_day
from provesafe.service.day.file import (
    Broken,
    DayAct,
    DayFile,
    DayFileError,
    parse_day_file,
    read_day,
)
from provesafe.service.day.tables import PASSES, TABLES, TableContext, TableError
from provesafe.service.day.times import ClockWordError, DayTimes, zone_of
from provesafe.service.day.trace import acts_of, time_points

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
    "acts_of",
    "broken_day",
    "parse_day_file",
    "read_day",
    "time_points",
    "zone_of",
]
