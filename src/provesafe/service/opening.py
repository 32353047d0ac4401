"""Begin a production's record, open it again, and take on rulebooks.

Opening reads the record from its first entry, or from where its newest snapshot leaves off: acts
move what stands, acts, refusals and goings-ahead move the rules' memory, in the order and at the
seconds in which the laptop recorded them. A record that does not read is not opened: `verify` names
what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from provesafe import custody
from provesafe.errors import InputError
from provesafe.ledger import (
    RECEIVED,
    Entry,
    Json,
    Kind,
    RecordFaultError,
    RecordState,
    Resumption,
    Signer,
    SigningKey,
    StoredHead,
    Verifier,
    check_state,
    parse_entry,
    plan_genesis,
    resume,
)
from provesafe.monitor import Gate, Program, SnapshotError
from provesafe.rulebook import Rulebook
from provesafe.service.answers.reasons import duty_of
from provesafe.service.committing import Moved, move_on
from provesafe.service.day.times import DayTimes
from provesafe.service.disclosing import people_of
from provesafe.service.drafting import acts_of, reasons_in, refused_items, told_in
from provesafe.service.entering import Report, report
from provesafe.service.people import People
from provesafe.service.ports import Disclosures, RecordStore
from provesafe.service.production import Books, Production, Ran, Refused, vocabulary
from provesafe.service.record.history import History
from provesafe.service.record.snapshots import Again, open_standing

__all__ = [
    "EPOCH",
    "Adopt",
    "NameableKey",
    "Ports",
    "adopt",
    "begin",
    "catch_up",
    "read_back",
    "times_of",
]

LAPSED_BACK = 500
"""LIMIT: how many entries back something that lapsed is looked for on opening."""


EPOCH = date(1970, 1, 1)
"""Stands for `d1` where there is no day file."""


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
    definitions: str = ""
    """The digest of the shared definitions it was read with; empty where nobody keeps them."""


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
    phrases: Mapping[str, str]
    concerns: Signer | None = None
    """The key that enters concerns; None where the record has none."""
    ran: Ran | None = None
    """How long this run has lasted; None where the clock is a story's."""
    next_key: str = ""
    """What a new record commits to as the key that may follow the laptop's (`next_key_text`)."""
    program: str = ""
    """Digest of the program's own text: what another program worked out is not gone on from.
    Empty: nothing is, the record is read from its first entry."""


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
    committed: list[Json] = [{"name": ports.device.name, "next": ports.next_key}]
    commit = plan_genesis(
        domain=domain,
        kind=kind,
        log_key=ports.log_key,
        device_signers=[one for one in (ports.device, ports.concerns) if one is not None],
        now_ms=now_ms,
        payload={
            "production": title,
            "zone": times.zone,
            "turns": times.turns_minutes,
            # Once there are two devices, one alone lets no further one in.
            "signers": 2,
            **({"next": committed} if ports.next_key else {}),
        },
        concerns=ports.concerns.name if ports.concerns is not None else "",
    )
    ports.store.append(commit.raw_entries(), checkpoint=commit.checkpoint, expected_tree_size=0)
    return _production(ports, commit.state, times, People())


def adopt(production: Production, adoptions: Sequence[Adopt], *, by: str, now_ms: int) -> None:
    """Take on rulebooks, by a named person's entry; their rules see everything entered before.

    Args:
        production: opened, ready to enter.
        adoptions: at least one, all in one entry; a book of the same id replaces the earlier
            version.
        by: the person's id.
        now_ms: the laptop's clock.
    """
    acts = tuple(
        custody.parse_act(
            "adopt",
            {
                "rulebook": one.book.id,
                "version": one.book.version,
                "digest": one.book.digest,
                "settings": one.settings,
                "definitions": one.definitions,
                "mode": "watched" if one.watched else "enforced",
                "by": by,
            },
        )
        for one in adoptions
    )
    report(production, Report(acts=acts), now_ms=now_ms)
    put_in_force(production, adoptions)
    remember(production)


def put_in_force(production: Production, adoptions: Sequence[Adopt]) -> None:
    """Judge by these rulebooks from here on; `remember` lets their rules see what was before."""
    ids = {one.book.id for one in adoptions}
    kept = tuple(book for book in production.books.adopted if book.id not in ids)
    production.books = Books(
        adopted=kept + tuple(one.book for one in adoptions),
        watched=(production.books.watched - ids)
        | {one.book.id for one in adoptions if one.watched},
    )
    for book_id in ids:
        production.adopted_from[book_id] = len(production.leaves)


def remember(production: Production) -> None:
    """Build the rules' memory anew, for the rulebooks in force, from the whole trace."""
    # What a loaded rulebook holds has been found well-formed under this very vocabulary.
    program = Program(production.books.rules, signature=vocabulary(), checked=True)
    production.gate = Gate(program)
    for point in production.trace:
        production.gate.commit(point.seconds, point.facts)


def read_back(
    ports: Ports, *, people: People, book_of: Callable[[custody.Adoption], Rulebook]
) -> Production:
    """Open a record that exists: on its newest snapshot, or from its first entry.

    Law: whatever snapshot there is, the production is the one that all entries make.

    Args:
        ports: the store that holds the record, and the laptop's keys.
        people: labels and names, from the disclosures.
        book_of: gives the rulebook that was taken on; raises when its text is another now.

    Raises:
        InputError: there is no record yet, or an entry is of no kind this version knows.
        VerificationError: the record does not read as one that a writer left.
    """
    # Where it ends now is where it is read to: others may be entering.
    head = ports.store.head()
    begun = _first_commit(ports.store)
    if not begun:
        raise InputError("the record is empty", hint="make a production with `provesafe new`")
    times = times_of(parse_entry(begun[0]))
    production = _recalled(ports, times, people, book_of, head=head)
    if production is None:
        production = _production(ports, resume(None, begun), times, people)
        _read_on(production, book_of, stop=head.tree_size)
    check_state(production.writer, head, verifier=ports.verifier)
    production.lapsed = _lapsed(ports.store, head.tree_size)
    return production


def _lapsed(store: RecordStore, size: int) -> list[int]:
    """Where something lapsed, among the newest entries: older ones were overtaken long ago."""
    first = max(0, size - LAPSED_BACK)
    return [
        index
        for index, raw in enumerate(store.entries(first, size), start=first)
        if b'"class":"lapsed"' in raw
    ]


def _first_commit(store: RecordStore) -> list[bytes]:
    """The entries up to the first `received`, the genesis first."""
    begun: list[bytes] = []
    for raw in store.entries():
        begun.append(raw)
        if parse_entry(raw).entry_class == RECEIVED:
            break
    return begun


def _recalled(
    ports: Ports,
    times: DayTimes,
    people: People,
    book_of: Callable[[custody.Adoption], Rulebook],
    *,
    head: StoredHead,
) -> Production | None:
    """The production as the newest snapshot has it; None when there is none to go on from."""
    standing = open_standing(
        ports.store,
        recorder_key=ports.device.public_key,
        program=ports.program,
        verifier=ports.verifier,
    )
    if standing is None or standing.writer.tree.size > head.tree_size:
        return None
    production = _production(ports, standing.writer, times, people)
    adoptions = [standing.state.rulebooks[name] for name in standing.adopted]
    put_in_force(production, [_adopted(one, book_of(one)) for one in adoptions])
    program = Program(production.books.rules, signature=vocabulary(), checked=True)
    try:
        production.gate = Gate.restore(program, standing.gate)
    except SnapshotError:
        return None
    size = standing.writer.tree.size
    again = Again(
        points=lambda: _again(ports, times, size).points,
        entered=lambda: _again(ports, times, size).entered,
    )
    production.history = standing.history(ports.store, again)
    production.walk = custody.Walk(standing.state)
    production.adopted_from = dict(standing.adopted_from)
    production.gone_ahead, production.refused = standing.gone_ahead, standing.refused
    production.answered, production.told = standing.answered, standing.told
    production.chunks, production.kept_size = standing.chunks, size
    try:
        _read_on(production, book_of, stop=head.tree_size)
    except RecordFaultError:
        return None
    return production if production.writer.tree == head.frontier else None


def _again(ports: Ports, times: DayTimes, size: int) -> History:
    """What the first entries of a record say, without any rule."""
    begun = resume(None, _first_commit(ports.store))
    production = _production(ports, begun, times, People())
    _follow(
        production,
        map(parse_entry, ports.store.entries(begun.tree.size, size)),
        first=begun.tree.size,
    )
    return production.history


def catch_up(
    production: Production, *, book_of: Callable[[custody.Adoption], Rulebook]
) -> tuple[int, int]:
    """Take in what others have entered since: after a conflict, before deciding again.

    Args:
        production: opened earlier; moved on to the record's end.
        book_of: as for `read_back`.

    Returns:
        The half-open range of leaf indices that were new.

    Raises:
        VerificationError: what follows does not read as one that a writer left.
    """
    first = production.writer.tree.size
    raws = list(production.store.entries(first))
    if raws:
        production.writer = resume(production.writer, raws)
        production.people = people_of(production.disclosures)
        adopting = _adopting(raws, production.times)
        _follow(production, map(parse_entry, raws), first=first, adopting=adopting, book_of=book_of)
    return first, first + len(raws)


def _read_on(
    production: Production, book_of: Callable[[custody.Adoption], Rulebook], *, stop: int
) -> None:
    """Read a record on from where the production stands, an entry at a time.

    Raises:
        VerificationError: it does not read as one that a writer left.
    """
    store, first = production.store, production.writer.tree.size
    resumption = Resumption.at(production.writer)
    adopting = _adopting(store.entries(first, stop), production.times)
    entries = map(resumption.take, store.entries(first, stop))
    _follow(production, entries, first=first, adopting=adopting, book_of=book_of)
    production.writer = resumption.state()


def _follow(
    production: Production,
    entries: Iterable[Entry],
    *,
    first: int,
    adopting: Sequence[int] = (),
    book_of: Callable[[custody.Adoption], Rulebook] | None = None,
) -> None:
    """Let whole commits move what is computed, just as they did when they were entered."""
    if adopting:
        # The memory of rulebooks that are replaced further on is never asked.
        production.gate = Gate((), signature=vocabulary())
    requests: dict[str, Entry] = {}
    commit: list[Entry] = []
    start = first
    for received in entries:
        if received.entry_class != RECEIVED:
            commit.append(received)
            continue
        ms = _count(received, "ms")
        for index, entry in enumerate(commit, start):
            _replay(production, entry, requests, index=index, ms=ms)
            if book_of is not None and index - first in adopting:
                _take_on(production, entry, book_of)
                if index - first == adopting[-1]:
                    remember(production)
        start += len(commit) + 1
        commit.clear()


def _adopting(raws: Iterable[bytes], times: DayTimes) -> list[int]:
    """The places of entries that take on rulebooks; most entries need not be read for it."""
    return [
        place
        for place, raw in enumerate(raws)
        if b'"act":"adopt"' in raw and _adopts(parse_entry(raw), times)
    ]


def _production(ports: Ports, state: RecordState, times: DayTimes, people: People) -> Production:
    return Production(
        store=ports.store,
        device=ports.device,
        concerns=ports.concerns,
        ran=ports.ran,
        log=ports.log_key.named(state.origin),
        verifier=ports.verifier,
        writer=state,
        program=ports.program,
        times=times,
        people=people,
        new_person_id=ports.new_person_id,
        random=ports.random,
        disclosures=ports.disclosures,
        phrases=ports.phrases,
        gate=Gate((), signature=vocabulary()),
    )


def times_of(genesis: Entry) -> DayTimes:
    """The clock of a record, from its genesis; `d1` is of no use here and is the epoch."""
    return DayTimes(
        zone=str(genesis.fields.get("zone", "UTC")),
        starts=EPOCH,
        turns_minutes=_count(genesis, "turns"),
    )


def _replay(
    production: Production, entry: Entry, requests: dict[str, Entry], *, index: int, ms: int
) -> None:
    """Let one entry move what is computed."""
    moved = Moved()
    if entry.entry_class == "request":
        requests[entry.id] = entry
    elif entry.entry_class == "act":
        acts = acts_of(entry, production.times, ms=ms)
        moved = Moved(acts=acts, scribe=str(entry.fields.get("scribe", "")))
    elif entry.entry_class == "decision" and str(entry.fields["of"]) in requests:
        asked = acts_of(requests.pop(str(entry.fields["of"])), production.times, ms=ms)
        out = refused_items(entry)
        moved = Moved(
            refused=_refused(production, entry, asked),
            permits=tuple(act for item, act in enumerate(asked) if item not in out),
        )
    elif entry.entry_class == "due":
        production.gate.advance(ms // 1000)
        moved = Moved(told=(told_in(entry),))
    move_on(production, moved, index=index, entry=entry.id, ms=ms)


def _refused(
    production: Production, decision: Entry, asked: Sequence[custody.Act]
) -> tuple[Refused, ...]:
    """What a decision did not let go ahead, with who owes what was open."""
    owed: dict[int, dict[str, tuple[str, ...]]] = {item: {} for item in refused_items(decision)}
    rules = {rule.name: rule for rule in production.books.rules}
    for item, rule_id, values in reasons_in(decision):
        if item in owed and rule_id in rules:
            owed[item][rule_id] = duty_of(rules[rule_id], values)
    return tuple(Refused(act=asked[item], owed=owed[item]) for item in sorted(owed))


def _adopts(entry: Entry, times: DayTimes) -> bool:
    return entry.entry_class == "act" and any(
        act.name == "adopt" for act in acts_of(entry, times, ms=0)
    )


def _take_on(
    production: Production, entry: Entry, book_of: Callable[[custody.Adoption], Rulebook]
) -> None:
    """Put the rulebooks that an entry takes on in force."""
    adoptions = [
        production.state.rulebooks[act.text("rulebook")]
        for act in acts_of(entry, production.times, ms=0)
        if act.name == "adopt"
    ]
    put_in_force(production, [_adopted(one, book_of(one)) for one in adoptions])


def _adopted(adoption: custody.Adoption, book: Rulebook) -> Adopt:
    return Adopt(book=book, watched=adoption.mode == "watched")


def _count(entry: Entry, name: str) -> int:
    value = entry.fields.get(name)
    return value if isinstance(value, int) else 0
