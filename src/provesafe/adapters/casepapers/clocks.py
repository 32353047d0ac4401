"""Moments of a case as the clock of the place shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from provesafe.casefile import Case
from provesafe.service import zone_of

__all__ = ["Clocks", "clocks_of"]

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - of a wall clock, which has no zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The clock of one time zone."""

    zone: ZoneInfo

    def show(self, ms: int) -> str:
        """A moment, `2026-03-02 09:14`."""
        return f"{self._at(ms):%Y-%m-%d %H:%M}"

    def day(self, ms: int) -> tuple[int, int, int]:
        """Its date: year, month, day."""
        at = self._at(ms)
        return at.year, at.month, at.day

    def wall(self, minute: int) -> int:
        """A minute since the epoch as a minute of this clock."""
        at = self._at(minute * 60_000).replace(tzinfo=None)
        return (at - _EPOCH) // timedelta(minutes=1)

    def moment(self, minute: int) -> str:
        """A minute of this clock as ISO 8601 with its offset; of two equal ones the first."""
        at = (_EPOCH + timedelta(minutes=minute)).replace(tzinfo=self.zone)
        return at.isoformat(timespec="seconds")

    def _at(self, ms: int) -> datetime:
        return datetime.fromtimestamp(ms // 1000, tz=UTC).astimezone(self.zone)


def clocks_of(case: Case) -> Clocks:
    """The clock that a case is told by.

    Raises:
        ClockWordError: there is no zone of that name.
    """
    return Clocks(zone=zone_of(case.zone or "UTC"))
