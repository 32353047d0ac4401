"""Open and seal a shooting day: entries that part one long record into days.

    open_day   {day, anchors: [{size, sha256}]}   with the digests of time stamps got since
    seal_day   {day}                              the day's last word; its checkpoint is printed

A record is one tree for the whole production; a day is what stands between its `open_day` and its
`seal_day`. The digest of a stamp over an earlier seal, standing in a later entry, bounds that entry
from below by a clock that nobody on set has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provesafe.errors import ConflictError, InputError
from provesafe.ledger import Draft, Entry, Json, parse_entry
from provesafe.service.committing import Moved, commit
from provesafe.service.entering import tick
from provesafe.service.production import Production

__all__ = ["DAY_OPENED", "DAY_SEALED", "DaySealed", "newest_seal", "open_day", "seal_day"]

DAY_OPENED, DAY_SEALED = "open_day", "seal_day"


class DaySealedError(ConflictError):
    """The shooting day has been sealed, and nothing but its seal can come of sealing it again."""

    code = "service.day_sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySealed:
    """A sealed day, as the record has it."""

    day: int
    """yyyymmdd."""
    first: int
    """Leaf index of its first entry."""
    leaf: int
    """Leaf index of its `seal_day`."""
    size: int
    """Size of the checkpoint that the sheet shows: behind the `received` of that commit."""
    ms: int
    """When it was recorded."""
    acts: int
    """Entries of acts in it."""


def open_day(production: Production, *, anchors: Mapping[int, str], now_ms: int) -> int:
    """Enter that a shooting day begins.

    Args:
        production: moved on.
        anchors: SHA-256 in hex of time stamps kept outside the record, by the size of the
            checkpoint that each is over.
        now_ms: the laptop's clock.

    Returns:
        The day, yyyymmdd.
    """
    listed: list[Json] = [
        {"size": size, "sha256": digest} for size, digest in sorted(anchors.items())
    ]
    return _enter(production, DAY_OPENED, {"anchors": listed}, now_ms)


def seal_day(production: Production, *, now_ms: int) -> int:
    """Enter that a shooting day is done; acts behind it stand in the record like any others.

    Args:
        production: moved on.
        now_ms: the laptop's clock.

    Returns:
        The day, yyyymmdd.

    Raises:
        DaySealedError: nothing has been entered since this day was sealed.
    """
    now_ms = production.now(now_ms)
    size = production.writer.tree.size
    last = [parse_entry(raw) for raw in production.store.entries(max(0, size - 2), size)]
    day = production.times.shooting_day_of(now_ms)
    if last and last[0].entry_class == DAY_SEALED and last[0].fields.get("day") == day:
        raise DaySealedError(
            "this shooting day is sealed already", hint="`provesafe day sheet DIR` prints it again"
        )
    return _enter(production, DAY_SEALED, {}, now_ms)


def newest_seal(raws: Iterable[bytes]) -> DaySealed:
    """Find the newest sealed day in a record.

    Args:
        raws: the record from its first entry.

    Raises:
        InputError: no day has been sealed.
    """
    sealed: DaySealed | None = None
    waiting: tuple[int, Entry] | None = None
    first, acts, opened = 0, 0, False
    for index, raw in enumerate(raws):
        acts += b'"class":"act"' in raw
        if b'"class":"open_day"' in raw and not opened:
            first, acts, opened = index, 0, True
        elif b'"class":"seal_day"' in raw:
            waiting = index, parse_entry(raw)
        elif b'"class":"received"' in raw and waiting is not None:
            leaf, entry = waiting
            received = parse_entry(raw)
            sealed = DaySealed(
                day=_whole(entry, "day"),
                first=first,
                leaf=leaf,
                size=index + 1,
                ms=_whole(received, "ms"),
                acts=acts,
            )
            waiting, first, acts, opened = None, index + 1, 0, False
    if sealed is None:
        raise InputError("no shooting day has been sealed", hint="`provesafe day seal DIR`")
    return sealed


def _enter(
    production: Production, entry_class: str, payload: Mapping[str, Json], now_ms: int
) -> int:
    now_ms = production.now(now_ms)
    tick(production, now_ms=now_ms)
    day = production.times.shooting_day_of(now_ms)
    draft = Draft(entry_class=entry_class, payload={**payload, "day": day})
    commit(production, [draft], [Moved()], now_ms=now_ms)
    return day


def _whole(entry: Entry, name: str) -> int:
    value = entry.fields.get(name)
    return value if isinstance(value, int) else 0
