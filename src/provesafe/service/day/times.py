"""How a day file's clock words become milliseconds: `d1 08:32` and back.

Rules:
- `d1` is the date the day file starts on, `d0` the day before, `d2` the day after;
- the clock is the wall clock of the day's zone; a wall time that the zone skips is refused;
- where clocks go back an hour, the first of the two equal wall times is meant;
- the *shooting day* turns at a wall time of its own (`turns`, default midnight), so that a night
  shoot keeps one shooting day; the calendar date turns at midnight, always.

>>> from datetime import date
>>> times = DayTimes(zone="America/Denver", starts=date(2026, 3, 2))
>>> times.parse("d1 08:32")
1772465520000
>>> times.show(1772465520000)
'08:32'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from provesafe.errors import InputError

__all__ = ["ClockWordError", "DayTimes"]

_CLOCK = re.compile(
    r"(?:d(?P<day>-?[0-9]{1,4}) )?(?P<h>[0-9]{2}):(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2}))?"
)


class ClockWordError(InputError):
    """A day file's time is not of the form `d1 08:32`, or names no moment."""

    code = "service.clock_word"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTimes:
    """The clock of one day file: its zone, first date and the minute its shooting day turns."""

    zone: str
    starts: date
    turns_minutes: int = 0
    """Minutes after midnight at which the shooting day turns, 0..1439."""

    def parse(self, words: str, *, day: int = 1) -> int:
        """Milliseconds since the epoch of `d1 08:32`, or of `08:32` on day number `day`.

        Raises:
            ClockWordError: the words have another form, or the zone skips that wall time.
        """
        found = _CLOCK.fullmatch(words)
        if found is None:
            raise ClockWordError(
                f"`{words}` is not a time of a day file",
                hint="write it like `d1 08:32` or `d1 08:32:30`; d0 is the day before d1",
            )
        hour, minute, second = (int(found[part] or 0) for part in ("h", "m", "s"))
        if hour > 23 or minute > 59 or second > 59:
            raise ClockWordError(f"`{words}` is not a time of the clock", hint="hours run 00 to 23")
        number = int(found["day"]) if found["day"] is not None else day
        wall = datetime.combine(
            self.starts + timedelta(days=number - 1),
            time(hour, minute, second),
            tzinfo=self._zone(),
        )
        moment = wall.astimezone(UTC)
        if moment.astimezone(self._zone()).replace(tzinfo=None) != wall.replace(tzinfo=None):
            raise ClockWordError(
                f"`{words}` does not exist in {self.zone}: the clocks go forward over it",
                hint="write the time that the clock on the wall showed",
            )
        return int(moment.timestamp()) * 1000

    def parse_date(self, words: str) -> int:
        """Milliseconds since the epoch of `2026-03-02 08:32`, for a record that has no `d1`.

        Raises:
            ClockWordError: the words have another form, or the zone skips that wall time.
        """
        day, _, clock = words.partition(" ")
        try:
            starts = date.fromisoformat(day)
        except ValueError as error:
            raise ClockWordError(
                f"`{words}` is not a date and a time", hint="write it like `2026-03-02 08:32`"
            ) from error
        return replace(self, starts=starts).parse(f"d1 {clock}")

    def day_number(self, ms: int) -> int:
        """Which calendar day of the file a moment falls on: 1 for `d1`."""
        return (self._wall(ms).date() - self.starts).days + 1

    def date_of(self, ms: int) -> int:
        """The local calendar date as an integer, 20260302."""
        return _number(self._wall(ms).date())

    def shooting_day_of(self, ms: int) -> int:
        """The shooting day as an integer, 20260302: the date, until `turns` of the next morning."""
        return _number((self._wall(ms) - timedelta(minutes=self.turns_minutes)).date())

    def show(self, ms: int) -> str:
        """The wall clock, `08:32`, with seconds where they are not zero."""
        wall = self._wall(ms)
        return wall.strftime("%H:%M:%S" if wall.second else "%H:%M")

    def show_from(self, ms: int, now_ms: int) -> str:
        """The wall clock of a moment as somebody says it at `now_ms`: with its date if another."""
        if self.shooting_day_of(ms) == self.shooting_day_of(now_ms):
            return self.show(ms)
        return f"{self._wall(ms).date().isoformat()} {self.show(ms)}"

    def show_date(self, ms: int) -> str:
        """The date and the wall clock, `2026-03-02 08:32`."""
        return f"{self._wall(ms).date().isoformat()} {self.show(ms)}"

    def wall_minutes(self, ms: int) -> int:
        """The wall clock as minutes from 1970-01-01 00:00 on it, whatever the zone was then."""
        wall = self._wall(ms).replace(tzinfo=None)
        return (wall - datetime(1970, 1, 1)) // timedelta(minutes=1)  # noqa: DTZ001 - a wall clock

    def _wall(self, ms: int) -> datetime:
        return datetime.fromtimestamp(ms // 1000, tz=self._zone())

    def _zone(self) -> ZoneInfo:
        return zone_of(self.zone)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name in the IANA database.

    Raises:
        ClockWordError: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ClockWordError(
            f"there is no time zone `{name}`", hint="use a name such as `America/Denver`"
        ) from error


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
