"""Two dates joined: from one to the other, or one or the other, as EDTF.

    8 to 19 June 2026              2026-06-08/2026-06-19
    between March and May          XXXX-03/XXXX-05 until somebody gives a date of publication
    May 6 or 7                     [XXXX-05-06,XXXX-05-07]
    from 1981 to 1986              1981/1986

What one of the two leaves out (a month, a year) it has from the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from provesafe.casefile.intake.lexicon import MONTHS, SHORT_MONTHS

__all__ = ["joined_dates"]

_MONTH = "|".join([*MONTHS, *(f"{short}\\.?" for short in SHORT_MONTHS)])
_DAY = r"(?<![\d:.])(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,?\s(?P<{}>(?:19|20)\d\d))?"
_ATOM = re.compile(
    rf"{_DAY.format('day_a')}\s(?:of\s)?(?P<month_a>{_MONTH})\b{_YEAR.format('year_a')}"
    rf"|\b(?P<month_b>{_MONTH})\s{_DAY.format('day_b')}{_YEAR.format('year_b')}"
    rf"|\b(?P<month_c>{_MONTH})\b{_YEAR.format('year_c')}"
    r"|\b(?P<year_d>(?:19|20)\d\d)\b"
    rf"|{_DAY.format('day_e')}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Atom:
    year: int | None
    month: int | None
    day: int | None

    def edtf(self, year: str) -> str:
        parts = [year]
        parts += [f"{one:02d}" for one in (self.month, self.day) if one is not None]
        return "-".join(parts)


def joined_dates(words: str, year_of: Callable[[int, int | None], int | None]) -> str | None:
    """The EDTF of two dates joined; None if there are not two.

    Args:
        words: the expression in small letters.
        year_of: the year of a (month, day) that states none; None if nothing tells it.
    """
    atoms = [_read(match) for match in _ATOM.finditer(words)][:2]
    if len(atoms) < 2:
        return None
    first, second = atoms
    if first.month is None and first.year is None:
        first = replace(first, month=second.month)
    if second.month is None and second.day is not None:
        second = replace(second, month=first.month)
    if any(one.day is not None and not 1 <= one.day <= 31 for one in (first, second)):
        return None
    if any(one.month is None and one.year is None for one in (first, second)):
        return None
    before, after = _years(first, second, year_of)
    each = first.edtf(before), second.edtf(after)
    return f"[{each[0]},{each[1]}]" if re.search(r"\sor\s", words) else "/".join(each)


def _read(match: re.Match[str]) -> _Atom:
    groups = {name[:-2]: text for name, text in match.groupdict().items() if text is not None}
    year, day = groups.get("year"), groups.get("day")
    return _Atom(
        year=int(year) if year else None,
        month=_number(groups["month"]) if "month" in groups else None,
        day=int(day) if day else None,
    )


def _number(name: str) -> int:
    plain = name.rstrip(".")
    return MONTHS.index(plain) + 1 if plain in MONTHS else SHORT_MONTHS[plain]


def _years(
    first: _Atom, second: _Atom, year_of: Callable[[int, int | None], int | None]
) -> tuple[str, str]:
    begins, ends = first.year, second.year
    if begins is None and ends is None and first.month is not None:
        begins = year_of(first.month, first.day)
    if begins is None and ends is None:
        return "XXXX", "XXXX"
    turns = _place(second) < _place(first)
    if begins is None and ends is not None:
        begins = ends - turns
    if ends is None and begins is not None:
        ends = begins + turns
    return str(begins), str(ends)


def _place(one: _Atom) -> tuple[int, int]:
    return one.month or 0, one.day or 0
