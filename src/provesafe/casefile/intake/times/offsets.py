"""Times counted from something else: `45 minutes later`, `two weeks ago`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from provesafe.casefile.intake.times.patterns import NUMBER
from provesafe.casefile.intake.times.stated import Stated, with_place

__all__ = ["ago", "offset"]

_VALUES = {
    "half an": 0.5, "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0,
    "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0,
    "twelve": 12.0, "thirteen": 13.0, "fourteen": 14.0, "fifteen": 15.0, "sixteen": 16.0,
    "seventeen": 17.0, "eighteen": 18.0, "nineteen": 19.0, "twenty": 20.0, "twenty-five": 25.0,
    "thirty": 30.0, "forty": 40.0, "forty-five": 45.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0,
}  # fmt: skip
_MINUTES = {
    "second": 1 / 60, "minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0,
}  # fmt: skip


def offset(found: Stated, words: str) -> Stated:
    """`45 minutes or an hour later`: minutes from an event that the reader has to name."""
    direction: Literal["after", "before"] = (
        "before" if re.search(r"earlier|before|ago", words) else "after"
    )
    pairs = re.findall(
        r"(\d+(?:\.\d+)?|half an|forty-five|[a-z]+)"
        r"(?:\s(second|minute|hour|day|week|month|year)s?)?(?=\s|$)",
        words,
    )
    numbers = [
        (word, unit) for word, unit in pairs if word in _VALUES or re.fullmatch(r"[\d.]+", word)
    ]
    last_unit = next((unit for _, unit in reversed(numbers) if unit), "")
    values: list[float] = []
    for word, unit in numbers:
        minutes = _MINUTES.get(unit or last_unit)
        if minutes is not None:
            values.append((_VALUES.get(word) or float(word)) * minutes)
    if "couple" in words or "few" in words or "several" in words:
        values = []
    span = (min(values), max(values)) if values else None
    return replace(found, needs="event", minutes=span, direction=direction)


def ago(found: Stated, words: str, published: date | None) -> Stated:
    """`two years ago` is counted from the day of publication; hours and minutes are not placed."""
    plain = re.fullmatch(
        rf"(?P<about>(?:[a-z]+\s){{0,2}}?)(?P<count>{NUMBER})\s"
        r"(?P<unit>day|week|month|year|decade)s?\sago",
        words,
        re.VERBOSE,
    )
    if plain is None:
        return offset(found, words)
    count = _VALUES.get(plain["count"], 0.0)
    if plain["count"].isdigit():
        count = float(plain["count"])
    if plain["unit"] == "decade":
        count *= 10
    if not 1 <= count <= 400 or count != int(count):
        return offset(found, words)
    unit, about = plain["unit"], "~" if plain["about"].strip() not in ("", "just", "only") else ""
    if published is None:
        return replace(found, needs="publication date")
    rule = f"{int(count)} {unit}s before the publication date"
    if unit in ("year", "decade"):
        return with_place(found, f"{published.year - int(count)}{about}", rule)
    if unit == "month":
        year, month = divmod(published.year * 12 + published.month - 1 - int(count), 12)
        return with_place(found, f"{year}-{month + 1:02d}{about}", rule)
    days = int(count) * (7 if unit == "week" else 1)
    return with_place(
        found, f"{published - timedelta(days=days)}{'~' if days > 6 else about}", rule
    )
