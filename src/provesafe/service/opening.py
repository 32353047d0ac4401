"""Begin a production's record, open it again, and take on rulebooks.

Opening reads the record from its first entry: acts move what stands, acts, refusals and
goings-ahead move the rules' memory, in the order and at the seconds in which the laptop recorded
them. A record that does not read is not opened: `verify` names what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from provesafe import custody
from provesafe.errors import InputError
from provesafe.ledger import (
    RECEIVED,
    Entry,
    Kind,
    RecordState,
    Signer,
    SigningKey,
    Verifier,
    parse_entry,
    plan_genesis,
    resume,
)
from provesafe.monitor import Gate
from provesafe.rulebook import Rulebook
from provesafe.service.committing import Moved, move_on
from provesafe.service.day.times import DayTimes
from provesafe.service.drafting import acts_of, refused_items
from provesafe.service.entering import Report, report
from provesafe.service.people import People
from provesafe.service.ports import Disclosures, RecordStore
from provesafe.service.production import Books, Production, vocabulary

__all__ = ["Adopt", "NameableKey", "Ports", "adopt", "begin", "put_in_force", "read_back"]


EPOCH = date(1970, 1, 1)


class NameableKey(SigningKey, Protocol):
    """The log's key: its name is the record's origin, known only once there is a genesis."""

    def named(self, name: str, /) -> Signer:
        """Give the key the name under which it signs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt:
    """A rulebook to take on, and how."""

    book: Rulebook
    watched: bool = False
    settings: str = ""
    """The house's numbers for it, as canonical JSON; empty when it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What a production needs from outside."""

    store: RecordStore
    device: Signer
    log_key: NameableKey
    verifier: Verifier
    new_person_id: Callable[[], str]
    random: Callable[[int], bytes]
    disclosures: Disclosures


def begin(
    ports: Ports, *, domain: str, kind: Kind, title: str, times: DayTimes, now_ms: int
) -> Production:
    """Begin a record: its genesis, signed by the laptop.

    Args:
        ports: the store to fill, the laptop's new keys, randomness.
        domain: what the record's origin begins with; a demo's or training's says so.
        kind: real, demo or training.
        title: what the production is called.
        times: its clock; zone and turn of day stand in the genesis.
        now_ms: the laptop's clock.
    """
    commit = plan_genesis(
        domain=domain,
        kind=kind,
        log_key=ports.log_key,
        device_signers=[ports.device],
        now_ms=now_ms,
        payload={"production": title, "zone": times.zone, "turns": times.turns_minutes},
    )
    ports.store.append(commit.raw_entries(), checkpoint=commit.checkpoint, expected_tree_size=0)
    return _production(ports, commit.state, times, People())


def adopt(production: Production, adoptions: Sequence[Adopt], *, by: str, now_ms: int) -> None:
    """Take on rulebooks, by a named person's entry; their rules see everything entered before.

    Args:
        production: opened, ready to enter.
        adoptions: at least one; a book of the same id replaces the earlier version.
        by: the person's id.
        now_ms: the laptop's clock.
    """
    for one in adoptions:
        act = custody.parse_act(
            "adopt",
            {
                "rulebook": one.book.id,
                "version": one.book.version,
                "digest": one.book.digest,
                "settings": one.settings,
                "mode": "watched" if one.watched else "enforced",
                "by": by,
            },
        )
        report(production, Report(acts=(act,)), now_ms=now_ms)
    put_in_force(production, adoptions)


def put_in_force(production: Production, adoptions: Sequence[Adopt]) -> None:
    """Judge by these rulebooks from here on; their rules see everything entered before."""
    ids = {one.book.id for one in adoptions}
    kept = tuple(book for book in production.books.adopted if book.id not in ids)
    production.books = Books(
        adopted=kept + tuple(one.book for one in adoptions),
        watched=(production.books.watched - ids)
        | {one.book.id for one in adoptions if one.watched},
    )
    for book_id in ids:
        production.adopted_from[book_id] = len(production.trace)
    production.gate = Gate(production.books.rules, signature=vocabulary())
    for point in production.trace:
        production.gate.commit(point.seconds, point.facts)


def read_back(
    ports: Ports, *, people: People, book_of: Callable[[custody.Adoption], Rulebook]
) -> Production:
    """Open a record that exists, from its first entry to its last.

    Args:
        ports: the store that holds the record, and the laptop's keys.
        people: labels and names, from the disclosures.
        book_of: gives the rulebook that was taken on; raises when its text is another now.

    Raises:
        InputError: there is no record yet, or an entry is of no kind this version knows.
        VerificationError: the record does not read as one that a writer left.
    """
    raws = list(ports.store.entries())
    if not raws:
        raise InputError("the record is empty", hint="make a production with `provesafe new`")
    entries = [parse_entry(raw) for raw in raws]
    times = _times_of(entries[0])
    production = _production(ports, resume(None, raws), times, people)
    requests: dict[str, Entry] = {}
    start = 0
    for end, entry in enumerate(entries):
        if entry.entry_class != RECEIVED:
            continue
        ms = _count(entry, "ms")
        for index in range(start, end):
            _replay(production, entries[index], requests, index=index, ms=ms)
            _take_on(production, entries[index], book_of)
        start = end + 1
    return production


def _production(ports: Ports, state: RecordState, times: DayTimes, people: People) -> Production:
    return Production(
        store=ports.store,
        device=ports.device,
        log=ports.log_key.named(state.origin),
        verifier=ports.verifier,
        writer=state,
        times=times,
        people=people,
        new_person_id=ports.new_person_id,
        random=ports.random,
        disclosures=ports.disclosures,
        gate=Gate((), signature=vocabulary()),
    )


def _times_of(genesis: Entry) -> DayTimes:
    """The clock of a record, from its genesis; `d1` is of no use here and is the epoch."""
    return DayTimes(
        zone=str(genesis.fields.get("zone", "UTC")),
        starts=EPOCH,
        turns_minutes=_count(genesis, "turns"),
    )


def _replay(
    production: Production, entry: Entry, requests: dict[str, Entry], *, index: int, ms: int
) -> None:
    """Let one entry move what is computed, just as it did when it was entered."""
    moved = Moved()
    if entry.entry_class == "request":
        requests[entry.id] = entry
    elif entry.entry_class == "act":
        moved = Moved(acts=acts_of(entry, production.times, ms=ms))
    elif entry.entry_class == "decision" and str(entry.fields["of"]) in requests:
        asked = acts_of(requests.pop(str(entry.fields["of"])), production.times, ms=ms)
        out = refused_items(entry)
        moved = Moved(refused=tuple(act for i, act in enumerate(asked) if i in out))
    elif entry.entry_class == "due":
        production.gate.advance(ms // 1000)
    move_on(production, moved, index=index, entry=entry.id, ms=ms)


def _take_on(
    production: Production, entry: Entry, book_of: Callable[[custody.Adoption], Rulebook]
) -> None:
    """Where an entry takes on rulebooks, put them in force from here on."""
    if entry.entry_class != "act":
        return
    for act in acts_of(entry, production.times, ms=0):
        if act.name == "adopt":
            adoption = production.state.rulebooks[act.text("rulebook")]
            put_in_force(
                production, [Adopt(book=book_of(adoption), watched=adoption.mode == "watched")]
            )


def _count(entry: Entry, name: str) -> int:
    value = entry.fields.get(name)
    return value if isinstance(value, int) else 0
