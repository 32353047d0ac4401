"""The timeline as a person reads it: two lanes, a table that says the same, a picture of both."""

from provesafe.casefile.lanes.calendar import clock_words, edtf_minutes, minutes_of_date
from provesafe.casefile.lanes.chart import (
    Chart,
    Happening,
    Lasting,
    Mark,
    Orders,
    Spoken,
    draw_up,
)
from provesafe.casefile.lanes.picture import picture

__all__ = [
    "Chart",
    "Happening",
    "Lasting",
    "Mark",
    "Orders",
    "Spoken",
    "clock_words",
    "draw_up",
    "edtf_minutes",
    "minutes_of_date",
    "picture",
]
