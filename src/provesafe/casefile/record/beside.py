"""Each line of what was said, beside the entries of a record on the same kind of event.

    agrees                       an entry says the same of that slot
    differs                      entries of what may be that event say otherwise
    no entry, record open        there is none, and one could have been received
    record could not receive     there is none, and none could have been

The last two are never one: the first is a silence, the second is not even that. A line that names
somebody whom nobody has found in the record is not compared: it could be anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provesafe.casefile.comparing.assertions import compared
from provesafe.casefile.model.findings import Beside, BesideResult
from provesafe.casefile.model.happening import OCCURRED, Event
from provesafe.casefile.model.line import Account, Assertion
from provesafe.casefile.model.people import Party
from provesafe.casefile.record.entries import KINDS
from provesafe.casefile.record.reading import RecordReading

__all__ = ["beside_record"]

_RECORDED = frozenset(kind for kind, _ in KINDS.values())
_PARTY_SLOTS = frozenset({"giver", "taker", "doer", "person"})


def beside_record(
    reading: RecordReading,
    accounts: Sequence[Account],
    events: Sequence[Event],
    parties: Sequence[Party],
) -> tuple[Beside, ...]:
    """Set every line that was taken over beside the entries.

    Args:
        reading: the record.
        accounts: every line, entries among them, under the ids that now stand.
        events: every event, likewise.
        parties: everybody, likewise.
    """
    run = _Beside(reading, accounts, events, parties)
    return tuple(
        found
        for account in accounts
        if account.form != "entry" and compared(account)
        for found in run.of(account)
    )


class _Beside:
    """One record and the lines beside it."""

    def __init__(
        self,
        reading: RecordReading,
        accounts: Sequence[Account],
        events: Sequence[Event],
        parties: Sequence[Party],
    ) -> None:
        self._reading = reading
        self._events = {one.id: one for one in events}
        self._known = {one.id for one in parties if one.record == reading.people_in}
        self._said = [one for one in accounts if one.form != "entry" and compared(one)]
        self._entries = [
            one for one in accounts if one.form == "entry" and one.source == reading.place
        ]

    def of(self, account: Account) -> Iterator[Beside]:
        """What is beside one line, slot by slot."""
        for one in account.about:
            event = self._events.get(one.event)
            if one.practice or event is None or event.expected or event.kind not in _RECORDED:
                continue
            if one.slot in _PARTY_SLOTS and one.value not in self._known:
                continue
            entries = [each for each in self._entries if self._could_be(each, event)]
            result = self._result(one, entries, event)
            yield Beside(
                line=account.id,
                record=self._reading.place,
                slot=one.slot,
                result=result,
                entries=tuple(cite for each in entries for cite in each.cites),
                words=_words(one, event, result),
            )

    def _result(self, said: Assertion, entries: Sequence[Account], event: Event) -> BesideResult:
        if entries:
            same = [each for each in entries if _says(each, said)]
            return "differs" if bool(same) is said.denies else "agrees"
        low, high = self._window(event)
        is_open = self._reading.could_receive(low, high, "")
        return "no entry, record open" if is_open else "record could not receive"

    def _could_be(self, entry: Account, event: Event) -> bool:
        """Whether an entry is of what may be the event: kind, weapon, minute, people as far as
        they are known."""
        own = self._events.get(next((one.event for one in entry.about), ""))
        if own is None:
            return False
        if own.id == event.id:
            return True
        if own.kind != event.kind or (event.weapon and own.weapon != event.weapon):
            return False
        at = own.times[0].earliest if own.times else None
        for time in event.times:
            if at is not None and time.earliest is not None and at < time.earliest:
                return False
            if at is not None and time.latest is not None and at > time.latest:
                return False
        return all(value in _values(entry, slot) for slot, value in self._settled(event).items())

    def _settled(self, event: Event) -> Mapping[str, str]:
        """Who took part, where every line that says so says the same: it tells two hand-overs of
        one day apart. The giver is left out: that is what is asked."""
        found: dict[str, set[str]] = {}
        for account in self._said:
            for one in account.about:
                if one.event == event.id and one.slot == "taker" and not one.denies:
                    found.setdefault(one.slot, set()).add(one.value)
        return {
            slot: next(iter(values))
            for slot, values in found.items()
            if len(values) == 1 and values <= self._known
        }

    def _window(self, event: Event) -> tuple[int, int]:
        """The use, cut to the minutes that the event may lie in."""
        began, ended = self._reading.began_ms, self._reading.ended_ms
        first = self._reading.wall(began)
        for time in event.times:
            if time.earliest is not None:
                began = max(began, began + (time.earliest - first) * 60_000)
            if time.latest is not None:
                ended = min(ended, self._reading.began_ms + (time.latest - first + 1) * 60_000)
        return began, max(began, ended)


def _values(entry: Account, slot: str) -> frozenset[str]:
    return frozenset(one.value for one in entry.about if one.slot == slot)


def _says(entry: Account, said: Assertion) -> bool:
    if said.slot == OCCURRED:
        return True
    for one in entry.about:
        if one.slot != said.slot:
            continue
        if said.least is not None and said.most is not None:
            if (
                one.least is not None
                and one.unit == said.unit
                and said.least <= one.least <= said.most
            ):
                return True
        elif one.value.casefold() == said.value.casefold():
            return True
    return False


def _words(said: Assertion, event: Event, result: BesideResult) -> str:
    what = event.kind if said.slot == OCCURRED else f"{event.kind}, {said.slot}"
    told = "that it did not take place" if said.denies else "that it took place"
    if said.slot != OCCURRED:
        told = f"not {said.value}" if said.denies else said.value
    return f"{what}: the line says {told}; {result}"
