"""When could the record have received an entry: of anyone, of this device, of this person?

A duty without an entry is *no entry, record open* or *record could not receive*; this is the one
place that tells which. What it knows stands in the record itself:

    open_record … close_record     the laptop's program was running
    keep_alive                     every 10 minutes without another act: it still was
    join / lose / returns / dies   a device could send, or could not
    enrol, assign … relieve        a person was of the production

Rules:

- a record that nobody ever opened by name (a day file, acts at the terminal) is open from its first
  entry on;
- once it has been opened by name, a silence longer than `SILENCE_MS` means that the laptop was not
  running; the span ends with the last entry before it, since nobody can say how long it still ran;
- an act that stands in the record was received, whatever was said before it;
- a device that was lost could still keep entries and send them later, but the record could not
  receive them then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from provesafe import custody
from provesafe.service.entering import Report, report
from provesafe.service.production import Production
from provesafe.service.record.history import Entered

__all__ = [
    "ALIVE_MS",
    "LOST_MS",
    "Coverage",
    "Span",
    "close_record",
    "coverage_of",
    "keep_alive",
    "note_devices",
    "open_record",
    "tell_battery_out",
    "tell_late_queue",
]

ALIVE_MS = 600_000
"""After this long without an act, the running program enters that it is running."""

SILENCE_MS = ALIVE_MS + 60_000
"""A longer silence shows that it was not; the minute is for a timer that fires late."""

LOST_MS = 60_000
"""A device that was not heard of for this long is lost; shorter breaks are no entries."""

_GOES = ("lose_device", "battery_dies")
_COMES = ("join_device", "device_returns")


class Span(NamedTuple):
    """From `start` until before `end`; milliseconds since the epoch, None for no end."""

    start: int
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """When the record could receive entries, as its own entries say."""

    record: tuple[Span, ...]
    """In order, none touching another; likewise below."""
    devices: Mapping[str, tuple[Span, ...]]
    """For each device that ever joined, when it could be reached."""
    people: Mapping[str, tuple[Span, ...]]
    """For each person, when they were of the production."""

    def could_receive(
        self, from_ms: int, to_ms: int | None, *, device: str = "", person: str = ""
    ) -> bool:
        """Say whether at some moment of [from_ms, to_ms] an entry could have been received.

        Args:
            from_ms: the first moment.
            to_ms: the last moment; None for no end.
            device: only an entry sent by this device; empty for any.
            person: only an entry that rests on this person, of whatever grade; empty for any.
        """
        asked = (Span(from_ms, None if to_ms is None else to_ms + 1),)
        found = _both(asked, self.record)
        if device:
            found = _both(found, self.devices.get(device, ()))
        if person:
            found = _both(found, self.people.get(person, ()))
        return bool(found)


def coverage_of(entered: Iterable[Entered]) -> Coverage:
    """Read from a record's acts when it could receive entries.

    Args:
        entered: every entry that made a time-point, in leaf order.
    """
    run = _Run()
    for one in entered:
        run.heard(one.ms)
        for act in one.acts:
            run.take(act, one.ms)
    return Coverage(
        record=run.record.spans(run.ends()),
        devices={name: line.spans(None) for name, line in sorted(run.devices.items())},
        people={name: line.spans(None) for name, line in sorted(run.people.items())},
    )


def open_record(production: Production, *, now_ms: int) -> None:
    """Enter that the program runs and the record can receive entries."""
    _enter(production, [custody.parse_act("open_record", {})], now_ms)


def close_record(production: Production, *, now_ms: int) -> None:
    """Enter that the program ends in an orderly way."""
    _enter(production, [custody.parse_act("close_record", {})], now_ms)


def keep_alive(production: Production, *, now_ms: int) -> bool:
    """Enter that the program still runs, if no act has been entered for `ALIVE_MS`.

    The caller's timer may ask as often as it likes.

    Returns:
        Whether it was entered.
    """
    if production.now(now_ms) // 1000 - production.history.last_seconds < ALIVE_MS // 1000:
        return False
    _enter(production, [custody.parse_act("keep_alive", {})], now_ms)
    return True


def note_devices(
    production: Production, heard: Mapping[str, int], *, now_ms: int
) -> tuple[custody.Act, ...]:
    """Enter which devices joined, are lost or are back; breaks under a minute are passed over.

    Args:
        production: moved on where there is something to enter.
        heard: when each device was last heard of, by its key name; those that are not enrolled
            (viewers, guests) are passed over.
        now_ms: the laptop's clock.

    Returns:
        What was entered.
    """
    now_ms = production.now(now_ms)
    known = production.state.coverage
    acts = []
    for device, ms in sorted(heard.items()):
        if device not in production.writer.devices:
            continue
        here = now_ms - ms < LOST_MS
        if here and device not in known.devices_joined:
            name = "device_returns" if device in known.devices_lost else "join_device"
            acts.append(custody.parse_act(name, {"device": device}))
        elif not here and device in known.devices_joined:
            lost = custody.parse_act("lose_device", {"device": device}, happened_ms=ms)
            acts.append(lost)
    _enter(production, acts, now_ms)
    return tuple(acts)


def tell_late_queue(production: Production, device: str, *, count: int, now_ms: int) -> None:
    """Enter that a device sent entries that had waited in it.

    Args:
        production: moved on.
        device: its key name.
        count: how many had waited.
        now_ms: the laptop's clock.
    """
    late = custody.parse_act("deliver_late", {"device": device, "count": count})
    _enter(production, [late], now_ms)


def tell_battery_out(production: Production, device: str, *, now_ms: int) -> None:
    """Enter that the battery of a device is out: `production` moves on, `device` by its key name,
    at `now_ms` of the laptop's clock."""
    _enter(production, [custody.parse_act("battery_dies", {"device": device})], now_ms)


def _enter(production: Production, acts: Sequence[custody.Act], now_ms: int) -> None:
    for act in acts:
        report(production, Report(acts=(act,)), now_ms=now_ms)


@dataclass(slots=True)
class _Line:
    """Spans of one thing as they begin and end."""

    done: list[Span] = field(default_factory=list)
    since: int | None = None

    def begin(self, ms: int) -> None:
        if self.since is None:
            joined = bool(self.done) and (self.done[-1].end or 0) >= ms
            self.since = self.done.pop().start if joined else ms

    def stop(self, ms: int) -> None:
        if self.since is not None:
            # A moment at which something was received is a span, however short.
            self.done.append(Span(self.since, max(ms, self.since + 1)))
            self.since = None

    def spans(self, end: int | None) -> tuple[Span, ...]:
        last = [] if self.since is None else [Span(self.since, end)]
        return (*self.done, *last)


@dataclass(slots=True)
class _Run:
    """One pass over a record's acts."""

    record: _Line = field(default_factory=_Line)
    devices: dict[str, _Line] = field(default_factory=dict)
    people: dict[str, _Line] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    watched: bool = False
    """Whether the record has been opened by name, and not closed since."""
    closed: bool = False
    last: int = 0

    def heard(self, ms: int) -> None:
        """Something was received at `ms`."""
        if self.watched and ms - self.last > SILENCE_MS:
            self.record.stop(self.last + 1)
        self.record.begin(ms)
        if self.closed:
            self.record.stop(ms + 1)
        self.last = ms

    def take(self, act: custody.Act, ms: int) -> None:
        said = ms if act.happened_ms is None else min(ms, act.happened_ms)
        match act.name:
            case "open_record":
                self.watched, self.closed = True, False
                self.record.begin(ms)
            case "close_record":
                self.watched, self.closed = False, True
                self.record.stop(ms + 1)
            case "enrol":
                self._person(act.text("person"), {*act.listed("roles")}, set(), ms)
            case "assign":
                self._person(act.text("person"), {act.text("role")}, set(), ms)
            case "relieve":
                self._person(act.text("person"), set(), {act.text("role")}, ms)
            case name if name in _COMES:
                self.devices.setdefault(act.text("device"), _Line()).begin(ms)
            case name if name in _GOES:
                self.devices.setdefault(act.text("device"), _Line()).stop(said)
            case _:
                pass

    def ends(self) -> int | None:
        """Where the span that is still open ends: silence behind the last entry counts too."""
        return self.last + ALIVE_MS if self.watched else None

    def _person(self, person: str, more: set[str], less: set[str], ms: int) -> None:
        roles = (self.roles.get(person, set()) | more) - less
        self.roles[person] = roles
        line = self.people.setdefault(person, _Line())
        if roles or not less:
            line.begin(ms)
        else:
            line.stop(ms + 1)


def _both(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """What lies in both."""
    return tuple(_overlaps(first, second))


def _overlaps(first: Sequence[Span], second: Sequence[Span]) -> Iterator[Span]:
    for one in first:
        for other in second:
            start = max(one.start, other.start)
            ends = [each.end for each in (one, other) if each.end is not None]
            end = min(ends) if ends else None
            if end is None or start < end:
                yield Span(start, end)
