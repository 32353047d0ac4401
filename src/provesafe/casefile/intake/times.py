"""Times a text states, as EDTF (ISO 8601-2) where they can be placed, else with what they need.

Nothing is dated by a guess: a year, or a weekday's date, comes from the text or from a publication
date that somebody gave; then it is marked inferred and says by which rule. "45 minutes or an hour
later" is no date but a range of minutes from an event that the reader has to name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from provesafe.casefile.intake.lexicon import DAYS, MONTHS, SHORT_MONTHS
from provesafe.casefile.intake.parties.party import Place
from provesafe.casefile.intake.ranges import joined_dates

__all__ = ["Stated", "TimeKind", "find_times"]

TimeKind = Literal[
    "date", "partial date", "month", "season", "year", "range", "alternatives", "relative",
    "clock", "offset", "after an event",
]  # fmt: skip
Needs = Literal["publication date", "event"]

# The patterns are written with spaces for the eye (re.VERBOSE); a space of the text is \s.
_MONTH = r"""(?:January|February|March|April|May|June|July|August|September|October|November|
    December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"""
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR_NAME = r"(?:19|20)\d\d"
_NUMBER = r"""(?:\d+(?:\.\d+)?|(?i:half\san|a\scouple\sof|a\sfew|several|an?|one|two|three|four|
    five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|forty-five|ninety))"""
_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
_ABOUT = (
    r"""(?:(?:about|around|roughly|some|just|nearly|almost|at\sleast|up\sto|no\smore\sthan)\s)?"""
)
_CLOCK = r"""(?:(?:about|around|shortly\sbefore|shortly\safter|just\sbefore|just\safter|by|at)\s)?
    (?:\d{1,2}(?:[:.]\d\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b)|\d{1,2}:\d\d|noon|midnight)"""
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_DATED = rf"""(?:\b{_ORDINAL}\s(?:of\s)?{_MONTH}\b(?:,?\s{_YEAR_NAME})?
    |\b{_MONTH}\s{_ORDINAL}\b(?:,?\s{_YEAR_NAME})?)"""
_TO = r"(?:and|to|until|till|through|or|-|–)"
_PART = r"(?:\s(?:night|morning|afternoon|evening))?"
_SOME_DAY = r"(?:day|afternoon|evening|morning|night|week)"
_CLOCK_AFTER = rf"(?:,?\s(?:at\s)?{_CLOCK})?"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.VERBOSE)


_PATTERNS: tuple[tuple[TimeKind, re.Pattern[str]], ...] = (
    (
        "offset",
        _pattern(
            rf"""{_ABOUT}{_NUMBER}(?:\s{_UNIT})?\s(?:or|to|and)\s{_NUMBER}\s{_UNIT}\s
            (?:later|earlier|after|before|ago)\b"""
        ),
    ),
    ("offset", _pattern(rf"\b{_ABOUT}{_NUMBER}\s{_UNIT}\s(?:later|earlier|after|before|ago)\b")),
    (
        "range",
        _pattern(
            rf"""(?:\b[Bb]etween\s|\b[Ff]rom\s)?(?:{_DATED}|\b{_ORDINAL})\s?{_TO}\s?{_DATED}
            |(?:\b[Bb]etween\s|\b[Ff]rom\s)?\b{_MONTH}\s{_ORDINAL}\s?{_TO}\s?{_ORDINAL}\b
            (?:,?\s{_YEAR_NAME})?
            |\b(?:[Bb]etween|[Ff]rom)\s{_MONTH}(?:\s{_YEAR_NAME})?\s{_TO}\s{_MONTH}\b
            (?:\s{_YEAR_NAME}|\s(?:this|last|next)\syear)?
            |\b(?:[Bb]etween|[Ff]rom)\s{_YEAR_NAME}\s{_TO}\s{_YEAR_NAME}\b
            |\b{_YEAR_NAME}(?:[–-]|\sto\s){_YEAR_NAME}\b"""
        ),
    ),
    ("alternatives", _pattern(rf"\b{_MONTH}\s(?:or|and)\s{_MONTH}(?:\s(?:of\s)?\d{{4}})?")),
    ("season", _pattern(rf"\b(?:the\s)?{_SEASON}\s(?:of\s)?{_YEAR_NAME}\b")),
    (
        "date",
        _pattern(
            rf"""(?:{_DAY},?\s)?(?:\b{_MONTH}\s{_ORDINAL},?\s{_YEAR_NAME}
            |\b{_ORDINAL}\s(?:of\s)?{_MONTH},?\s{_YEAR_NAME}|\b{_YEAR_NAME}-\d\d-\d\d)\b
            {_CLOCK_AFTER}"""
        ),
    ),
    (
        "partial date",
        _pattern(
            rf"""(?:{_CLOCK},?\s(?:on\s)?)?(?:{_DAY},?\s)?(?:\b{_MONTH}\s{_ORDINAL}(?![\d:])
            |\b{_ORDINAL}\s(?:of\s)?{_MONTH}\b)(?:,?\sat\s{_CLOCK})?"""
        ),
    ),
    ("month", _pattern(rf"\b(?:{_MONTH})\s(?:of\s)?{_YEAR_NAME}\b")),
    (
        "relative",
        _pattern(
            rf"""\b(?:(?:[Ll]ate|[Ee]arly)\s)?
            (?:[Ll]ast|[Tt]his|[Nn]ext|[Tt]his\spast|[Tt]his\scoming)\s
            (?:{_DAY}|week|month|year|night|spring|summer|fall|autumn|winter|weekend|{_MONTH})\b
            {_PART}"""
        ),
    ),
    (
        "relative",
        _pattern(rf"\b(?:(?:[Ll]ate|[Ee]arly)\s)?{_DAY}\b(?!,\s{_MONTH}){_PART}{_CLOCK_AFTER}"),
    ),
    ("relative", _pattern(rf"\b(?:[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)\b{_PART}")),
    (
        "after an event",
        _pattern(
            rf"""\b(?:[Ee]arlier\sin\sthe\sday|[Ll]ater\sthat\s{_SOME_DAY}|[Tt]hat\s{_SOME_DAY}
            |the\s{_SOME_DAY}\s(?:before|after)|the\s(?:next|same|previous|following)\s{_SOME_DAY})\b"""
        ),
    ),
    (
        "after an event",
        _pattern(
            r"""\b(?:[Ss]hortly|[Ss]oon|[Mm]oments|[Mm]inutes|[Hh]ours|[Dd]ays|[Ii]mmediately|[Jj]ust
            |[Ss]econds)\s(?:after|before)\s(?!noon\b|midnight\b)(?:the\s)?[a-z]+(?:\s[a-z]+)?"""
        ),
    ),
    (
        "after an event",
        _pattern(
            r"""\bwhen\s(?:he|she|they|it|the\s\w+|[A-Z][\w’-]+)\s(?:was|were|had)\s
            [^.,;”"“]{3,80}"""
        ),
    ),
    (
        "month",
        _pattern(rf"\b(?:in|In|since|until|by|early|late|mid|last|next)[\s-]{_MONTH}\b(?!\s\d)"),
    ),
    ("clock", _pattern(rf"\b{_CLOCK}")),
    (
        "year",
        _pattern(
            rf"""\b(?:[Ii]n|[Ss]ince|[Oo]f|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|[Ff]rom|[Tt]o
            |[Aa]bout|[Aa]round|[Cc]irca|[Ee]arly|[Ll]ate|[Mm]id|[Ff]ounded|[Ee]stablished)\s
            {_YEAR_NAME}\b"""
        ),
    ),
)
_FUTURE = re.compile(
    r"\b(?:will|is to|are to|is set|scheduled|wait|expected|begins?|due|starting|airs|until|next|"
    r"coming|upcoming|planned|hopes? to|intends?|going to)\b"
)
# Of a weekday "he would" tells nothing: it may be the day somebody said it.
_FUTURE_DATE = re.compile(
    r"\b(?:would(?!\shave\b)|(?:returns|opens|reopens|resumes|starts|ends|closes)(?=\s)|listed|(?:set|planned|billed|booked|meant|timed)\s(?:for|in)|before)\b"
)
_PUBLISHED = re.compile(
    r"\b(?:updated|published|posted|last modified|first published)\b", re.IGNORECASE
)
_VALUES = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0,
    "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0,
    "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "forty-five": 45.0,
    "ninety": 90.0, "half an": 0.5,
}  # fmt: skip
_MINUTES = {
    "second": 1 / 60, "minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A time expression `[start, end)` of the shown text and what can be said of it.

    Attributes:
        edtf: its place in time; None while it has none.
        inferred: whether the publication date given by somebody was needed for it.
        rule: by which rule it was placed, in words; "" if stated as it is.
        needs: what it still needs to be placed further.
        minutes: (least, most) minutes from an event; months and years give none.
        direction: "after" or "before" that event.
    """

    start: int
    end: int
    kind: TimeKind
    edtf: str | None = None
    inferred: bool = False
    rule: str = ""
    needs: Needs | None = None
    minutes: tuple[float, float] | None = None
    direction: Literal["after", "before"] | None = None


def find_times(text: str, places: Sequence[Place], *, published: date | None) -> tuple[Stated, ...]:
    """Every time expression inside the given stretches, in order, none overlapping another."""
    taken: list[tuple[int, int, TimeKind]] = []
    for kind, pattern in _PATTERNS:
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
    near = re.split(r"[.?!]\W*\s|\n", text[max(0, start - 60) : start])[-1]
    future = bool(_FUTURE.search(near))
    if kind in ("month", "partial date", "range", "alternatives"):
        future = future or bool(_FUTURE_DATE.search(near))
    found = Stated(start=start, end=end, kind=kind)
    match kind:
        case "offset":
            if words.endswith("ago"):
                return _ago(found, words, published)
            return _offset(found, words)
        case "clock" | "after an event":
            return _with(found, needs="event")
        case "year":
            return _with(found, edtf=words[-4:])
        case "relative":
            return _relative(found, words, published, future=future)
        case "alternatives":
            return _alternatives(found, words, published, future=future)
        case "range":
            return _range(found, words, published, future=future)
        case "season":
            return _season(found, words)
        case "month":
            return _month(found, words, published, future=future)
        case _:
            return _date(found, words, published, future=future)


def _with(found: Stated, **changes: object) -> Stated:
    values = {name: getattr(found, name) for name in Stated.__dataclass_fields__}
    return Stated(**{**values, **changes})


def _month_number(word: str) -> int:
    plain = word.rstrip(".")
    return MONTHS.index(plain) + 1 if plain in MONTHS else SHORT_MONTHS[plain]


_MONTH_LOW = _pattern(_MONTH.lower())
_MONTH_DAY = _pattern(
    rf"({_MONTH.lower()})\s(\d{{1,2}})|(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({_MONTH.lower()})"
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def _clock_of(words: str) -> str:
    """`T14:30:00` of a time of day; "" without one."""
    if "noon" in words:
        return "T12:00:00"
    found = re.search(r"(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?m", words)
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return ""
    return f"T{hour % 12 + (12 if found[3] == 'p' else 0):02d}:{minute:02d}:00"


def _date(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    iso = re.search(r"(\d{4})-(\d\d)-(\d\d)", words)
    if iso:
        return _with(found, edtf=iso[0] + _clock_of(words.replace(iso[0], "")))
    parts = _MONTH_DAY.search(words)
    if parts is None:
        return _with(found, needs="event")
    month, day = _month_number(parts[1] or parts[4]), int(parts[2] or parts[3])
    if not 1 <= day <= 31:
        return _with(found, needs="event")
    year = _YEAR.search(words)
    clock = _clock_of(words)
    if year:
        return _with(found, edtf=f"{year[1]}-{month:02d}-{day:02d}{clock}")
    if published is None:
        return _with(found, edtf=f"XXXX-{month:02d}-{day:02d}", needs="publication date")
    near = _nearest_year(published, month, day, future=future)
    way = "next" if future else "last"
    return _with(
        found,
        edtf=f"{near}-{month:02d}-{day:02d}{clock}",
        inferred=True,
        rule=f"the {way} such day seen from the publication date",
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
        return _with(found, needs="event")
    month = _month_number(name[0])
    year = _YEAR.search(words)
    if year:
        return _with(found, edtf=f"{year[1]}-{month:02d}")
    if published is None:
        return _with(found, edtf=f"XXXX-{month:02d}", needs="publication date")
    which, way = _year_of_month(published, month, future=future)
    return _with(
        found,
        edtf=f"{which}-{month:02d}",
        inferred=True,
        rule=f"the {way} such month seen from the publication date",
    )


def _year_of_month(published: date, month: int, *, future: bool) -> tuple[int, str]:
    if future:
        return published.year + (month < published.month), "next"
    return published.year - (month > published.month), "last"


def _alternatives(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    months = [_month_number(name) for name in _MONTH_LOW.findall(words)]
    year = _YEAR.search(words)
    if year:
        return _with(found, edtf=_either(f"{year[1]}-{month:02d}" for month in months))
    if published is None:
        return _with(
            found,
            edtf=_either(f"XXXX-{month:02d}" for month in months),
            needs="publication date",
        )
    placed = [(_year_of_month(published, month, future=future)[0], month) for month in months]
    way = "next" if future else "last"
    return _with(
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
        return _with(found, needs="event")
    if _YEAR.search(words):
        return _with(found, edtf=edtf)
    if published is None:
        return _with(found, edtf=edtf, needs="publication date")
    return _inferred(found, edtf, "year from the publication date")


def _season(found: Stated, words: str) -> Stated:
    year = _YEAR.search(words)
    return _with(found, edtf=f"{year[1]}-{_season_number(words)}" if year else None)


def _season_number(words: str) -> int:
    """EDTF's months 21 to 24; which months they hold depends on where one is."""
    for number, names in enumerate((("spring",), ("summer",), ("autumn", "fall"), ("winter",)), 21):
        if any(name in words for name in names):
            return number
    return 0


def _relative(found: Stated, words: str, published: date | None, *, future: bool) -> Stated:
    if published is None:
        return _with(found, needs="publication date")
    day = next((one for one in DAYS if one in words), None)
    if day is not None:
        return _weekday(found, words, published, DAYS.index(day), future=future)
    step = -1 if "last" in words else 1 if "next" in words else 0
    season = _season_number(words)
    if season:
        return _inferred(
            found,
            f"{published.year + step}-{season}",
            "the season of that calendar year, seen from the publication date",
        )
    name = _MONTH_LOW.search(words)
    if name is not None:
        month = _month_number(name[0])
        at = published.year
        if step < 0 and month >= published.month:
            at -= 1
        elif step > 0 and month <= published.month:
            at += 1
        return _inferred(
            found, f"{at}-{month:02d}", "the month named, seen from the publication date"
        )
    if "weekend" in words or "week" in words:
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
        first = monday + timedelta(days=5 if "weekend" in words else 0)
        last = monday + timedelta(days=6)
        return _inferred(
            found,
            f"{first}/{last}",
            "calendar week, Monday to Sunday, seen from the publication date",
        )
    if "month" in words:
        year, month = divmod(published.year * 12 + published.month - 1 + step, 12)
        return _inferred(
            found, f"{year}-{month + 1:02d}", "calendar month seen from the publication date"
        )
    if "year" in words:
        return _inferred(
            found, str(published.year + step), "calendar year seen from the publication date"
        )
    for word, days in (
        ("yesterday", -1),
        ("today", 0),
        ("tonight", 0),
        ("tomorrow", 1),
        ("last night", -1),
    ):
        if word in words:
            return _inferred(
                found,
                (published + timedelta(days=days)).isoformat(),
                "seen from the publication date",
            )
    return _with(found, needs="event")


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
    return _inferred(found, placed.isoformat() + _clock_of(words), rule)


def _inferred(found: Stated, edtf: str, rule: str) -> Stated:
    return _with(found, edtf=edtf, inferred=True, rule=rule)


def _offset(found: Stated, words: str) -> Stated:
    direction = "before" if re.search(r"earlier|before|ago", words) else "after"
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
    return _with(found, needs="event", minutes=span, direction=direction)


def _ago(found: Stated, words: str, published: date | None) -> Stated:
    """`two years ago` is counted from the day of publication; hours and minutes are not placed."""
    plain = re.fullmatch(rf"({_NUMBER})\s(day|week|month|year)s?\sago", words, re.VERBOSE)
    count = _VALUES.get(plain[1], 0.0) if plain else 0.0
    if plain and plain[1].isdigit():
        count = float(plain[1])
    if plain is None or not 1 <= count <= 400 or count != int(count):
        return _offset(found, words)
    if published is None:
        return _with(found, needs="publication date")
    rule = f"{int(count)} {plain[2]}s before the publication date"
    if plain[2] == "year":
        return _inferred(found, str(published.year - int(count)), rule)
    if plain[2] == "month":
        year, month = divmod(published.year * 12 + published.month - 1 - int(count), 12)
        return _inferred(found, f"{year}-{month + 1:02d}", rule)
    days = int(count) * (7 if plain[2] == "week" else 1)
    return _inferred(found, f"{published - timedelta(days=days)}{'~' if days > 6 else ''}", rule)


def publication_lines(text: str, places: Sequence[Place]) -> Iterator[Stated]:
    """Whole dates beside "published" or "updated" near the top: offered, never taken."""
    for one in find_times(text, places, published=None):
        before = text[max(0, one.start - 60) : one.start]
        if one.kind == "date" and _PUBLISHED.search(before):
            yield one
