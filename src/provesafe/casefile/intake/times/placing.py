"""Times a text states, as EDTF (ISO 8601-2) where they can be placed, else with what they need.

Nothing is dated by a guess: a year, or a weekday's date, comes from the text or from a publication
date that somebody gave; then it is marked inferred and says by which rule. "45 minutes or an hour
later" is no date but a range of minutes from an event that the reader has to name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from provesafe.casefile.intake.lexicon import DAYS, MONTHS, SHORT_MONTHS
from provesafe.casefile.intake.parties.party import Place
from provesafe.casefile.intake.times.offsets import ago, offset
from provesafe.casefile.intake.times.patterns import (
    DAY_WORDS,
    HOLIDAYS,
    MONTH,
    PATTERNS,
    verbose,
)
from provesafe.casefile.intake.times.ranges import joined_dates
from provesafe.casefile.intake.times.stated import Stated, TimeKind, with_place

__all__ = ["find_times", "publication_lines"]

_FUTURE = re.compile(
    r"\b(?:will|should|must|(?:is|are) (?:not )?to|is set|scheduled|wait|expected|begins?|due|"
    r"starting|airs|until|next|coming|upcoming|planned|hopes? to|intends?|going to|"
    r"(?:bailed|remanded|delayed|suspended|continues|resumes|reconvenes|reopens|reopen|restarts|adjourned|postponed|rescheduled|slated)(?=\s)"
    r"|(?:plans?|expects?|aims?)\s|[’'](?:ll|d be)\b|goes (?:to|on trial)|posted to"
    r"|come back|tickets for|on newsstands|at least through"
    r"|in (?:theaters|theatres|cinemas)"
    r"|(?:was|were|been) set (?:to|for)|return(?:s|ing)? on|return(?:s|ing) to)\b"
)
# Of a weekday "he would" tells nothing: it may be the day somebody said it.
_FUTURE_DATE = re.compile(
    r"\b(?:would(?!\shave\b)|to be|(?:returns|opens|reopens|resumes|starts|ends|closes)(?=\s)"
    r"|listed|(?:set|planned|billed|booked|meant|timed)\s(?:for|in)|before)\b"
)
_PUBLISHED = re.compile(
    r"\b(?:updated|published|posted|last modified|first published)\b", re.IGNORECASE
)


def find_times(text: str, places: Sequence[Place], *, published: date | None) -> tuple[Stated, ...]:
    """Every time expression inside the given stretches, in order, none overlapping another.

    Args:
        text: the shown text.
        places: the stretches `[start, end)` of it to look in.
        published: the publication date, if somebody gave one; without it no year is given to a
            time that states none.
    """
    taken: list[tuple[int, int, TimeKind]] = []
    for kind, pattern in PATTERNS:
        for first, last in places:
            for match in pattern.finditer(text, first, last):
                start, end = match.span()
                if any(a < end and start < b for a, b, _ in taken):
                    continue
                if _is_no_time(text, kind, match):
                    continue
                taken.append((start, end, kind))
    return tuple(_placed(text, start, end, kind, published) for start, end, kind in sorted(taken))


def _is_no_time(text: str, kind: TimeKind, match: re.Match[str]) -> bool:
    words = match[0]
    if kind == "month" and re.search(r"\bMay$|\bMarch$", words):
        return bool(re.match(r"\s[A-Z][a-z]", text[match.end() : match.end() + 3]))
    if kind == "partial date" and re.match(r"(?:may|march)\b", words):
        return True
    return (
        kind == "clock"
        and bool(re.fullmatch(r"\d{1,2}:\d\d", words))
        and int(words[:2].strip(":")) > 23
    )


def _placed(text: str, start: int, end: int, kind: TimeKind, published: date | None) -> Stated:
    words = text[start:end].lower()
    near = re.split(r"[.?!]\W*\s|\n|[“”\"]", text[max(0, start - 60) : start])[-1]
    future = bool(_FUTURE.search(near)) or near.endswith((" is ", " are "))
    if words.startswith("before ") and re.search(r"\bnot to\b", near):
        future = True
    if kind in ("month", "partial date", "range", "alternatives", "season"):
        future = future or bool(_FUTURE_DATE.search(near))
    if kind in ("month", "partial date") and words.startswith(("by ", "until ")):
        future = future or (published is not None and _soon(words, published, near))
    found = Stated(start=start, end=end, kind=kind)
    match kind:
        case "decade":
            return _decade(found, words)
        case "offset":
            if words.endswith("ago"):
                return ago(found, words, published)
            return offset(found, words)
        case "clock" | "after an event":
            return replace(found, needs="event")
        case "year":
            about = "~" if words.startswith(("about", "around", "circa")) else ""
            return replace(found, edtf=re.findall(r"\d{4}", words)[-1] + about)
        case "relative":
            return _relative(found, words, published, future=future)
        case "alternatives":
            return _alternatives(found, words, published, future=future)
        case "range":
            return _range(found, words, published, future=future)
        case "season":
            return _season(found, words, published, future=future)
        case "month":
            return _month(found, words, published, future=future)
        case _:
            return _date(found, words, published, future=future)


def _soon(words: str, published: date, near: str) -> bool:
    """`until the end of April`, written in February: the next one is far nearer than the last."""
    name = _MONTH_LOW.search(words)
    if name is None or re.search(r"\b(?:was|were|been|had\s\w+)\b", near):
        return False
    return 0 < (_month_number(name[0]) - published.month) % 12 <= 4


def _month_number(word: str) -> int:
    plain = word.rstrip(".")
    return MONTHS.index(plain) + 1 if plain in MONTHS else SHORT_MONTHS[plain]


_MONTH_LOW = verbose(MONTH.lower())


_MONTH_DAY = verbose(
    rf"({MONTH.lower()})\s(\d{{1,2}})|(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({MONTH.lower()})"
)


_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def _clock_of(words: str) -> str:
    """`T14:30:00` of a time of day; "" without one, or with two."""
    if words.startswith(("between ", "from ")):
        return ""
    if re.search(r"\bnoon\b", words):
        return "T12:00:00"
    found = re.search(r"(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?m", words)
    if not found:
        plain = re.search(r"(?<![\d:])([01]?\d|2[0-3])[:h]([0-5]\d)(?::([0-5]\d))?(?!\d)", words)
        return f"T{int(plain[1]):02d}:{plain[2]}:{plain[3] or '00'}" if plain else ""
    hour, minute = int(found[1]), int(found[2] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return ""
    return f"T{hour % 12 + (12 if found[3] == 'p' else 0):02d}:{minute:02d}:00"


def _date(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    iso = re.search(r"(\d{4})-(\d\d)-(\d\d)", words)
    if iso:
        return replace(found, edtf=iso[0] + _clock_of(words.replace(iso[0], "")))
    numbers = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", words)
    if numbers:
        return _numbers(found, int(numbers[1]), int(numbers[2]), numbers[3], published)
    holiday = HOLIDAYS.get(re.split(r",?\s(?:19|20)\d\d|,?\s(?:last|this|next)\s", words)[0])
    parts = _MONTH_DAY.search(_in_figures(words))
    if parts is None and holiday is None:
        return replace(found, needs="event")
    if parts is not None:
        month, day = _month_number(parts[1] or parts[4]), int(parts[2] or parts[3])
    elif holiday is not None:
        month, day = holiday
    if not 1 <= day <= 31:
        return replace(found, needs="event")
    clock = _clock_of(words)
    placed = _in_named_year(found, words, f"{month:02d}-{day:02d}", published, clock=clock)
    if placed is not None or published is None:
        return placed or found
    near = _nearest_year(published, month, day, future=future)
    way = "next" if future else "last"
    rule = f"the {way} such day seen from the publication date"
    return with_place(found, f"{near}-{month:02d}-{day:02d}{clock}", rule)


def _in_figures(words: str) -> str:
    """`the second of august` with its day in figures."""
    return re.sub(
        r"\bthe\s([a-z]+)(?=\sof\s)",
        lambda day: str(DAY_WORDS[day[1]]) if day[1] in DAY_WORDS else day[0],
        words,
    )


def _in_named_year(
    found: Stated, words: str, rest: str, published: date | None, *, clock: str = ""
) -> Stated | None:
    """A month, or a day in it, in the year that its own words name or count to; None where they
    leave it to the publication date that somebody gave."""
    year = _YEAR.search(words)
    if year:
        return replace(found, edtf=f"{year[1]}-{rest}{clock}")
    if published is None:
        return replace(found, edtf=f"XXXX-{rest}", needs="publication date")
    step = _year_step(words)
    if step == "?":
        return replace(found, edtf=f"XXXX-{rest}", needs="event")
    if step is None:
        return None
    edtf = f"{published.year + int(step)}-{rest}{clock}"
    return with_place(found, edtf, "calendar year seen from the publication date")


def _numbers(found: Stated, first: int, second: int, year: str, published: date | None) -> Stated:
    """`21/10/2021`: which is the month a number above twelve tells, or one not yet being past."""
    if published is not None and first <= 12 and second <= 12 and first != second:
        each = [f"{year}-{second:02d}-{first:02d}", f"{year}-{first:02d}-{second:02d}"]
        past = [one for one in each if one <= published.isoformat()]
        if len(past) == 1:
            return with_place(found, past[0], "the reading that is not after the publication date")
    day, month = (first, second) if second <= 12 else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31) or (
        first <= 12 and second <= 12 and first != second
    ):
        return replace(found, edtf=year if 1 <= min(first, second) <= 12 else None, needs="event")
    return replace(found, edtf=f"{year}-{month:02d}-{day:02d}")


def _year_step(words: str) -> str | None:
    """How far a `last year` in the expression is from the publication's; "?" if from an event."""
    named = re.search(r"(last|this|next|same|that|previous|following)\syear$", words)
    if named is None:
        return None
    return {"last": "-1", "this": "0", "next": "1"}.get(named[1], "?")


def _decade(found: Stated, words: str) -> Stated:
    """`the 1990s` is 199X; of `the ’90s` nobody knows the century for certain."""
    for digit, name in enumerate(("thir", "for", "fif", "six", "seven", "eigh", "nine"), 3):
        if f"{name}ties" in words:
            return replace(found, edtf=f"19{digit}X")
    digits = re.search(r"((?:19|20)\d)0s", words)
    return replace(
        found, edtf=f"{digits[1]}X" if digits else None, needs=None if digits else "event"
    )


def _nearest_year(published: date, month: int, day: int, *, future: bool) -> int:
    same = (month, day)
    here = (published.month, published.day)
    if future:
        return published.year if same >= here else published.year + 1
    return published.year if same <= here else published.year - 1


def _month(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    name = _MONTH_LOW.search(words)
    if name is None:
        return replace(found, needs="event")
    month = _month_number(name[0])
    placed = _in_named_year(found, words, f"{month:02d}", published)
    if placed is not None or published is None:
        return placed or found
    if words.startswith(("last ", "next ")):
        return _named_month(found, published, month, last=words.startswith("last "))
    which, way = _year_of_month(published, month, future=future)
    rule = f"the {way} such month seen from the publication date"
    return with_place(found, f"{which}-{month:02d}", rule)


def _named_month(found: Stated, published: date, month: int, *, last: bool) -> Stated:
    """`last October`: the latest that is over; `next October`: the first to come."""
    if last:
        year = published.year - (month >= published.month)
    else:
        year = published.year + (month <= published.month)
    rule = "the month named, seen from the publication date"
    return with_place(found, f"{year}-{month:02d}", rule)


def _year_of_month(published: date, month: int, *, future: bool) -> tuple[int, str]:
    if future:
        return published.year + (month < published.month), "next"
    return published.year - (month > published.month), "last"


def _alternatives(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    days = re.findall("|".join(DAYS), words)
    if days and published is None:
        return replace(found, needs="publication date")
    if days and published is not None:
        each = [_weekday(found, one, published, DAYS.index(one), future=future) for one in days]
        return with_place(found, _either(one.edtf or "" for one in each), each[0].rule)
    months = [_month_number(name) for name in _MONTH_LOW.findall(words)]
    year = _YEAR.search(words)
    if year:
        return replace(found, edtf=_either(f"{year[1]}-{month:02d}" for month in months))
    step = _year_step(words)
    if published is None or step == "?":
        return replace(
            found,
            edtf=_either(f"XXXX-{month:02d}" for month in months),
            needs="publication date",
        )
    placed = [
        (
            _year_of_month(published, month, future=future)[0]
            if step is None
            else published.year + int(step),
            month,
        )
        for month in months
    ]
    way = "next" if future else "last"
    return replace(
        found,
        edtf=_either(f"{at}-{month:02d}" for at, month in placed),
        inferred=True,
        rule=f"the {way} such months seen from the publication date",
    )


def _either(each: Iterator[str] | Sequence[str]) -> str:
    return "[" + ",".join(each) + "]"


def _range(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    def year_of(month: int, day: int | None) -> int | None:
        if published is None:
            return None
        if "year" in words:
            return published.year + (-1 if "last" in words else 1 if "next" in words else 0)
        if day is None:
            return _year_of_month(published, month, future=future)[0]
        return _nearest_year(published, month, day, future=future)

    edtf = joined_dates(words, year_of)
    if edtf is None:
        return replace(found, needs="event")
    if _YEAR.search(words):
        return replace(found, edtf=edtf)
    if published is None:
        return replace(found, edtf=edtf, needs="publication date")
    return with_place(found, edtf, "year from the publication date")


def _season(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    year = _YEAR.search(words)
    step = _year_step(words)
    if step is not None and step != "?" and published is not None:
        edtf = f"{published.year + int(step)}-{_season_number(words)}"
        return with_place(found, edtf, "calendar year seen from the publication date")
    if year is not None:
        return replace(found, edtf=f"{year[1]}-{_season_number(words)}")
    if published is None or step is not None:
        return replace(found, needs="publication date" if published is None else "event")
    season = _season_number(words)
    begins = 3 * (season - 20) if season < _QUARTERS else 3 * (season - _QUARTERS) + 1
    future = future or words.startswith("by ")
    over = published.month > begins + 2
    which = published.year + (over if future else -(published.month < begins))
    rule = f"the {'next' if future else 'last'} such season seen from the publication date"
    return with_place(found, f"{which}-{season}", rule)


_QUARTERS = 33
"""EDTF's number of a year's first quarter."""


def _season_number(words: str) -> int:
    """EDTF's months 21 to 24, which months they hold depends on where one is; quarters 33 to 36."""
    if "quarter" in words:
        order = ("first", "second", "third", "fourth")
        return _QUARTERS + next((row for row, name in enumerate(order) if name in words), 3)
    for number, names in enumerate((("spring",), ("summer",), ("autumn", "fall"), ("winter",)), 21):
        if any(name in words for name in names):
            return number
    return 0


def _relative(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    if published is None:
        return replace(found, needs="publication date")
    day = next((one for one in DAYS if one in words), None)
    if day is not None and not re.search(r"\bweek\b", words):
        return _weekday(found, words, published, DAYS.index(day), future=future)
    step = -1 if "last" in words else 1 if "next" in words else 0
    season = _season_number(words)
    if season:
        return _named_season(found, published, season, step)
    name = _MONTH_LOW.search(words)
    if name is not None and step:
        return _named_month(found, published, _month_number(name[0]), last=step < 0)
    if name is not None:
        edtf = f"{published.year}-{_month_number(name[0]):02d}"
        return with_place(found, edtf, "the month named, seen from the publication date")
    for word, days in _DAYS_OFF:
        if word in words:
            edtf = (published + timedelta(days=days)).isoformat()
            return with_place(found, edtf, "seen from the publication date")
    if "week" in words:
        return _week(found, words, published, step, DAYS.index(day) if day else None)
    if "month" in words:
        year, month = divmod(published.year * 12 + published.month - 1 + step, 12)
        return with_place(
            found, f"{year}-{month + 1:02d}", "calendar month seen from the publication date"
        )
    if "year" in words:
        return with_place(
            found, str(published.year + step), "calendar year seen from the publication date"
        )
    return replace(found, needs="event")


_DAYS_OFF = (
    ("the day before yesterday", -2), ("yesterday", -1), ("today", 0), ("tonight", 0),
    ("tomorrow", 1), ("last night", -1), ("this morning", 0), ("this afternoon", 0),
    ("this evening", 0),
)  # fmt: skip


def _named_season(found: Stated, published: date, season: int, step: int) -> Stated:
    """`last spring`: the latest that is over. In the north, as most papers; winter by its start."""
    ends = (5, 8, 11, 12)[season - 21]
    year = published.year + step
    if (step < 0 and published.month > ends) or (step > 0 and published.month < ends - 2):
        year = published.year
    return with_place(found, f"{year}-{season}", "the season, seen from the publication date")


def _week(found: Stated, words: str, published: date, step: int, day: int | None) -> Stated:
    monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
    if day is not None:
        return with_place(
            found, f"{monday + timedelta(days=day)}", "calendar week seen from the publication date"
        )
    if "weekend" in words and not step and published.weekday() < 5 and "this" not in words:
        monday -= timedelta(days=7)  # `over the weekend`: the one that is over
    first = monday + timedelta(days=5 if "weekend" in words else 0)
    return with_place(
        found,
        f"{first}/{monday + timedelta(days=6)}",
        "calendar week, Monday to Sunday, seen from the publication date",
    )


def _weekday(found: Stated, words: str, published: date, day: int, *, future: bool) -> Stated:
    """A weekday: before the publication date if "last", else the nearest one on its side."""
    back = (published.weekday() - day) % 7
    if words.startswith("last") or " last " in f" {words} ":
        placed = published - timedelta(days=back or 7)
        rule = "the last such weekday before the publication date"
    elif "next" in words or future:
        placed = published + timedelta(
            days=(day - published.weekday()) % 7 or (7 if "next" in words else 0)
        )
        rule = "the next such weekday from the publication date on"
    else:
        placed = published - timedelta(days=back)
        rule = "the last such weekday up to the publication date"
    return with_place(found, placed.isoformat() + _clock_of(words), rule)


def publication_lines(text: str, places: Sequence[Place]) -> Iterator[Stated]:
    """Whole dates beside "published" or "updated" near the top: offered, never taken."""
    for one in find_times(text, places, published=None):
        before = text[max(0, one.start - 60) : one.start]
        if one.kind == "date" and _PUBLISHED.search(before):
            yield one
