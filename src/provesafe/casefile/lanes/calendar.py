"""Stated times as minutes of a wall clock, and back: bounds, never a first day that looks exact.

Minutes run from 1970-01-01 00:00 on the clock of the place where it happened. EDTF (ISO 8601-2) is
read in the forms that an intake writes; a text without a year has no minutes at all.

>>> clock_words(edtf_minutes("2026-03-02")[1])
'2026-03-02 23:59'
>>> edtf_minutes("XXXX-03-02") is None
True
"""

from __future__ import annotations

import re
from datetime import date, timedelta

__all__ = ["DAY", "clock_words", "date_words", "edtf_minutes", "minutes_of_date"]

DAY = 1_440
_EPOCH = date(1970, 1, 1)
_ONE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?)?)?)?[?~%]?"
)

Minutes = tuple[int | None, int | None]


def edtf_minutes(text: str) -> Minutes | None:
    """The first and the last minute that a stated time can mean; None for an open end.

    Args:
        text: `2026`, `2026-03`, `2026-03-02`, `2026-03-02T09:14:00`, `[2026-02,2026-03]`, `a/b`,
            with `..` or nothing for an open end.

    Returns:
        None where it cannot be placed: no year, another form, a day that does not exist.
    """
    if text.startswith("[") and text.endswith("]"):
        each = [_one(part.strip()) for part in text[1:-1].split(",")]
        known = [one for one in each if one is not None]
        if len(known) < len(each):
            return None
        return min(low for low, _ in known), max(high for _, high in known)
    if "/" in text:
        first, _, last = text.partition("/")
        low, high = _one(first), _one(last)
        if (low is None and first not in ("", "..")) or (high is None and last not in ("", "..")):
            return None
        return (low[0] if low else None), (high[1] if high else None)
    return _one(text)


def _one(text: str) -> tuple[int, int] | None:
    found = _ONE.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found["year"]), found["month"], found["day"]
    try:
        if month is None:
            return minutes_of_date(date(year, 1, 1)), minutes_of_date(date(year + 1, 1, 1)) - 1
        if day is None:
            first = date(year, int(month), 1)
            after = (first + timedelta(days=31)).replace(day=1)
            return minutes_of_date(first), minutes_of_date(after) - 1
        start = minutes_of_date(date(year, int(month), int(day)))
    except (ValueError, OverflowError):
        return None
    if found["hour"] is None:
        return start, start + DAY - 1
    minute = start + int(found["hour"]) * 60 + int(found["minute"])
    return minute, minute


def minutes_of_date(day: date) -> int:
    """The minute at which a day begins."""
    return (day - _EPOCH).days * DAY


def clock_words(minute: int) -> str:
    """A minute as it is written: `2026-03-02 09:14`."""
    hour, left = divmod(minute % DAY, 60)
    return f"{date_words(minute)} {hour:02}:{left:02}"


def date_words(minute: int) -> str:
    """The day a minute lies on: `2026-03-02`."""
    return (_EPOCH + timedelta(days=minute // DAY)).isoformat()
