"""From the bytes of a record to what an audit sees of it: the fast way, for looking only.

The same acts, facts and time-points that opening a production gives, but nothing that only a writer
needs: no chains, no rules' memory. Entries that no audit looks at (a request that went ahead, a
decision that let everything go) are told by their first bytes and not read further. Signatures are
not looked at here; whoever calls has held the root against the log's, or verifies the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from provesafe import custody
from provesafe.errors import InputError
from provesafe.ledger import Entry, Genesis, MalformedEntryError, RecordFaultError, parse_entry
from provesafe.rulebook import Fact, Rulebook, TimePoint
from provesafe.service.auditing.seen import InForce, Seen, SourceKind
from provesafe.service.day.times import DayTimes, zone_of
from provesafe.service.drafting import acts_of, refused_items
from provesafe.service.opening import EPOCH, times_of
from provesafe.service.record.coverage import Coverage, Span, coverage_of
from provesafe.service.record.history import Entered

__all__ = ["as_said", "read_log", "read_record"]

BookOf = Callable[[custody.Adoption], Rulebook]

_RECEIVED = re.compile(rb'provesafe\.event/v1\n\{"class":"received","dev":"[^"\\]*","from":')
_MS = re.compile(rb',"ms":([0-9]{1,16}),')


def read_record(
    raws: Sequence[bytes],
    *,
    kind: SourceKind,
    origin: str,
    book_of: BookOf,
    until: Callable[[DayTimes, int], int],
) -> Seen:
    """Read a record from its first entry to its last, or to the moment it is looked at.

    Args:
        raws: the entries, in leaf order.
        kind: where they come from.
        origin: the record's name.
        book_of: gives the rulebook that was taken on, as its text was then.
        until: gives that moment in milliseconds, from the record's clock and its last moment.

    Raises:
        InputError: there is no record, or an entry holds an act this version does not know.
        MalformedEntryError: an entry is not of the form of one.
    """
    if not raws:
        raise InputError("the record is empty", hint="make a production with `provesafe new`")
    genesis = parse_entry(raws[0])
    if not isinstance(genesis.body.own, Genesis):
        raise MalformedEntryError("a record begins with its genesis", index=0)
    times = times_of(genesis)
    until_ms = until(times, _received_ms(raws[-1], len(raws) - 1) or 0)
    reader = _Reader(times=times, book_of=book_of)
    entries = reader.read(raws, until_ms)
    moved = any(act.happened_ms is not None for one in reader.entered for act in one.acts)
    return Seen(
        kind=kind,
        title=str(genesis.fields.get("production", "")),
        origin=origin,
        real=genesis.body.own.kind,
        entries=entries,
        times=times,
        until_ms=until_ms,
        points=reader.points,
        leaves=[one.index for one in reader.entered],
        entered=reader.entered,
        as_said=as_said(reader.entered) if moved else None,
        in_force=tuple(reader.in_force),
        coverage=coverage_of(reader.entered),
    )


def read_log(
    points: Sequence[TimePoint],
    *,
    title: str,
    zone: str,
    until: Callable[[DayTimes, int], int],
) -> Seen:
    """Take a log of facts for an audit: it took on no rulebook, and was never closed.

    Args:
        points: its time-points.
        title: what it is called.
        zone: the time zone its days and clock are told in.
        until: as for `read_record`.

    Raises:
        InputError: there is no such time zone.
    """
    zone_of(zone)
    times = DayTimes(zone=zone, starts=EPOCH)
    until_ms = until(times, points[-1].seconds * 1000 if points else 0)
    looked_at = [point for point in points if point.seconds * 1000 <= until_ms]
    return Seen(
        kind="log",
        title=title,
        origin="",
        real="",
        entries=len(looked_at),
        times=times,
        until_ms=until_ms,
        points=looked_at,
        leaves=range(len(looked_at)),
        entered=(),
        as_said=None,
        in_force=(),
        coverage=Coverage(record=(Span(0, None),), devices={}, people={}),
    )


def as_said(entered: Iterable[Entered]) -> list[TimePoint]:
    """The trace with each act at the time its signer gave, folded anew in that order.

    Args:
        entered: what moved the trace, in order.
    """
    every = list(entered)
    began = every[0].ms // 1000 if every else 0
    moments = sorted(
        (max(began, min(one.ms, one.said_ms) // 1000), one.index, one) for one in every
    )
    walk = custody.Walk()
    trace = []
    for seconds, _, one in moments:
        found = [f for act in one.refused for f in custody.refused_facts(act, walk.state())]
        for act in one.acts:
            found.extend(walk.take(act, late=False))
        trace.append(TimePoint(seconds, _facts(found)))
    return trace


@dataclass(slots=True)
class _Reader:
    """What has been read so far."""

    times: DayTimes
    book_of: BookOf
    walk: custody.Walk = field(default_factory=custody.Walk)
    points: list[TimePoint] = field(default_factory=list)
    entered: list[Entered] = field(default_factory=list)
    in_force: list[InForce] = field(default_factory=list)
    _asked: list[bytes] = field(default_factory=list)
    _requests: dict[str, Entry] = field(default_factory=dict)

    def read(self, raws: Sequence[bytes], until_ms: int) -> int:
        """Take in whole commits up to a moment; say how many entries that were."""
        start = 0
        for end, raw in enumerate(raws):
            ms = _received_ms(raw, end)
            if ms is None:
                continue
            if ms > until_ms:
                break
            for index in range(start, end):
                self._take(raws[index], index, ms)
            start = end + 1
        return start

    def _take(self, raw: bytes, index: int, ms: int) -> None:
        kind = _kind(raw)
        if kind == "quiet":
            return
        if kind == "request":
            self._asked.append(raw)
            return
        try:
            entry = parse_entry(raw)
        except RecordFaultError as error:
            error.index = index if error.index is None else error.index
            raise
        match entry.entry_class:
            case "request":
                self._requests[entry.id] = entry
            case "decision":
                self._refused(entry, index, ms)
            case "act":
                self._done(entry, index, ms)

    def _done(self, entry: Entry, index: int, ms: int) -> None:
        acts = acts_of(entry, self.times, ms=ms)
        found = [fact for act in acts for fact in self.walk.take(act)]
        self._enter(found, acts, (), index, ms)
        adopting = [act for act in acts if act.name == "adopt"]
        if adopting:
            taken = self.walk.state().rulebooks
            for act in adopting:
                self._take_on(taken[act.text("rulebook")])

    def _refused(self, decision: Entry, index: int, ms: int) -> None:
        for raw in self._asked:
            asked = parse_entry(raw)
            self._requests[asked.id] = asked
        self._asked.clear()
        request = self._requests.pop(str(decision.fields["of"]), None)
        out = sorted(refused_items(decision))
        if request is None or not out:
            return
        asked_acts = acts_of(request, self.times, ms=ms)
        refused = tuple(asked_acts[item] for item in out)
        before = self.walk.state()
        found = [fact for act in refused for fact in custody.refused_facts(act, before)]
        self._enter(found, (), refused, index, ms)

    def _enter(
        self,
        found: Sequence[custody.FactTuple],
        acts: tuple[custody.Act, ...],
        refused: tuple[custody.Act, ...],
        index: int,
        ms: int,
    ) -> None:
        if found:
            self.points.append(TimePoint(ms // 1000, _facts(found)))
            self.entered.append(Entered(acts=acts, refused=refused, ms=ms, index=index))

    def _take_on(self, adoption: custody.Adoption) -> None:
        """A version stands until the next of its rulebook; the same one again changes nothing."""
        book, watched = self.book_of(adoption), adoption.mode == "watched"
        here = len(self.points)
        for place, one in enumerate(self.in_force):
            if one.book.id == book.id and one.stop is None:
                same = one.book.digest == book.digest and one.book.settings == book.settings
                if same and one.watched == watched:
                    return
                self.in_force[place] = replace(one, stop=here)
        self.in_force.append(InForce(book=book, watched=watched, first=here))


def _facts(found: Iterable[custody.FactTuple]) -> frozenset[Fact]:
    return frozenset([Fact(name, arguments) for name, arguments in found])


def _kind(raw: bytes) -> str:
    """What an entry is by its first bytes: to be read, a request, or nothing an audit looks at.

    Keys of canonical JSON stand in order, so that a decision's line begins with `advice`, an act's
    and a request's with `acts`; and a quote inside a text is written `\\"`, so that `"acts":` is a
    key wherever it stands. What is in any doubt is read.
    """
    line = raw[19:40]
    if line.startswith(b'{"advice":'):
        plain = b'"class":"decision"' in raw and b'"out":[]' in raw and b'"acts":' not in raw
        return "quiet" if plain else "read"
    if line.startswith(b'{"acts":'):
        plain = b'"class":"request"' in raw and b'"class":"act"' not in raw
        return "request" if plain else "read"
    return "read"


def _received_ms(raw: bytes, index: int) -> int | None:
    """When a commit was recorded, from the entry that ends it; None for any other entry."""
    if not raw.startswith(b'provesafe.event/v1\n{"class":"received"'):
        return None
    begins, ms = _RECEIVED.match(raw), _MS.search(raw)
    if begins is None or ms is None:
        raise MalformedEntryError("an entry that ends a commit does not say when", index=index)
    return int(ms[1])
