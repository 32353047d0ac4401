"""A day of phones from one seed: queues, joint entries, lapsed proposals, a laptop that ends.

    ran = phones_day(7)

Ada, Cleo, Basil and Dov each have a phone with its own chain. A phone that is out of reach goes on
entering and sends all of it later. Two people enter a hand-over together, each with a phone of
their own; what the other does not answer lapses and keeps its place. The laptop ends between any
two steps, before or after it stored, and opens on what the store holds. After each step: nothing
stored has changed, what a phone was told is there exactly once, and each phone's entries stand in
its order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from ledger_sample import DOMAIN, LAPTOP, LOG, T0, device_of
from provesafe.adapters.keys import Ed25519Signer, ed25519_accepts
from provesafe.adapters.store import MemoryStore
from provesafe.errors import ConflictError, InputError
from provesafe.ledger import (
    Draft,
    Entry,
    Json,
    Link,
    RecordFaultError,
    RecordState,
    Seen,
    Signed,
    Statement,
    join_note,
    key_text,
    make_body,
    newest_seen,
    parse_entry,
    plan_commit,
    plan_genesis,
    reopen,
    seal_entry,
    sign_text,
    verify_record,
)
from shaky_store import Ended, ShakyStore

__all__ = ["Day", "phones_day"]

NAMES = ("ada", "cleo", "basil", "dov")


@dataclass(slots=True)
class Phone:
    """A phone: its key, where its own chain ends, what it has not sent yet."""

    signer: Ed25519Signer
    seq: int
    last: str
    seen: Seen
    queue: list[bytes] = field(default_factory=list)
    away: bool = False

    def link(self) -> Link:
        """The place of its next entry."""
        return Link(self.signer.name, self.seq + 1, self.last, self.seen)

    def moved(self, entry: Entry) -> None:
        """Its chain goes on with this entry."""
        self.seq, self.last = self.seq + 1, entry.id


@dataclass(slots=True)
class Day:
    """The laptop, the store behind it, four phones, and what each was told is kept."""

    seed: int
    rng: Random
    store: ShakyStore
    state: RecordState
    phones: dict[str, Phone]
    now_ms: int = T0
    told: list[str] = field(default_factory=list)
    """Ids of entries that somebody was told are kept."""
    stored: list[bytes] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def phones_day(seed: int, *, steps: int = 60) -> Day:
    """Play the day of a seed; raises what does not hold as an `AssertionError` with the seed."""
    day = _begin(seed)
    for step in range(steps):
        _step(day)
        _look(day, f"make sim SEED={seed}, phones, step {step}")
    for phone in day.phones.values():
        phone.away = False
        _deliver(day, phone)
    _look(day, f"make sim SEED={seed}, phones, the end")
    verify_record(iter(day.stored), day.store.checkpoints(), verifier=ed25519_accepts)
    return day


def _begin(seed: int) -> Day:
    """The record begins with the laptop and Ada's phone; Ada's lets in the others."""
    signers = {name: device_of(name) for name in NAMES}
    commit = plan_genesis(
        domain=DOMAIN,
        kind="real",
        log_key=LOG,
        device_signers=(LAPTOP, signers["ada"]),
        now_ms=T0,
    )
    store = ShakyStore(MemoryStore())
    store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=0)
    day = Day(seed=seed, rng=Random(seed), store=store, state=commit.state, phones={})
    day.phones["ada"] = _phone(day, signers["ada"])
    for name in NAMES[1:]:
        ada, signer = day.phones["ada"], signers[name]
        payload: dict[str, Json] = {
            "do": "enrol",
            "name": signer.name,
            "pub": key_text(signer.public_key),
            "role": "device",
        }
        body = make_body("key", link=ada.link(), t_ms=day.now_ms, payload=payload, rests_on=[])
        entry = seal_entry(body, (ada.signer, signer))
        assert _send(day, entry.raw)
        ada.moved(entry)
        day.phones[name] = _phone(day, signer)
    return day


def _phone(day: Day, signer: Ed25519Signer) -> Phone:
    """A phone as it stands right after its key was let in."""
    known = day.state.devices[signer.name]
    return Phone(signer=signer, seq=known.seq, last=known.last, seen=newest_seen(day.state))


def _step(day: Day) -> None:
    """Something happens."""
    phone = day.phones[day.rng.choice(NAMES)]
    match day.rng.choices(
        ("enter", "together", "away", "back", "early", "ends"), (40, 25, 8, 12, 5, 10)
    )[0]:
        case "enter":
            _enter(day, phone)
        case "together":
            other = day.rng.choice([one for one in day.phones.values() if one is not phone])
            _together(day, phone, other)
        case "away":
            phone.away = True
        case "back":
            phone.away = False
            _deliver(day, phone)
        case "early":
            _out_of_order(day, phone)
        case "ends":
            _reopen(day)
            day.counts["ended between two steps"] += 1


def _see(day: Day, *phones: Phone) -> None:
    """Phones that are in reach have seen the newest checkpoint."""
    for phone in phones:
        if not phone.away and not phone.queue:
            phone.seen = newest_seen(day.state)


def _enter(day: Day, phone: Phone) -> None:
    """Somebody enters something of their own; out of reach, it waits."""
    _see(day, phone)
    payload: dict[str, Json] = {"act": "answer", "n": day.rng.randrange(10**6)}
    body = make_body(
        "act",
        link=phone.link(),
        t_ms=day.now_ms,
        payload=payload,
        rests_on=[Statement("P-" + phone.signer.name[-3:], "own", phone.link())],
    )
    entry = seal_entry(body, (phone.signer,))
    phone.moved(entry)
    phone.queue.append(entry.raw)
    if phone.away:
        day.counts["entered out of reach"] += 1
    else:
        _deliver(day, phone)


def _deliver(day: Day, phone: Phone) -> None:
    """Send what waits, oldest first; what was kept without an answer is not sent twice."""
    day.counts["sent late"] += len(phone.queue) > 1
    while phone.queue:
        if not _send(day, phone.queue[0]):
            _out(day, phone.queue[0])
        phone.queue.pop(0)


def _out(day: Day, raw: bytes) -> None:
    """The laptop will not take it: only because it stands there already, from before it ended."""
    assert raw in day.store.entries(), f"seed {day.seed}: an entry of a phone was not taken"
    day.told.append(parse_entry(raw).id)
    day.counts["sent again, and there already"] += 1


def _together(day: Day, one: Phone, other: Phone) -> None:
    """A hand-over by both; where the other does not answer, it lapses with the one signature."""
    if one.away or other.away or one.queue or other.queue:
        day.counts["could not enter together"] += 1
        return
    _see(day, one, other)
    payload: dict[str, Json] = {"act": "hand_over", "f": {"weapon": f"colt-{day.rng.randrange(9)}"}}
    body = make_body(
        "act",
        link=one.link(),
        t_ms=day.now_ms,
        payload=payload,
        rests_on=[Statement("P-one", "own", one.link()), Statement("P-two", "own", other.link())],
    )
    if day.rng.random() < 0.3:
        note = join_note(body.raw, [sign_text(body.raw, one.signer)]).decode("utf-8")
        if _send(day, Draft(entry_class="lapsed", payload={"note": note})):
            one.seq, one.last = one.seq + 1, body.id
            day.counts["lapsed"] += 1
        else:
            _after_an_end(day, one)
        return
    entry = seal_entry(body, (one.signer, other.signer))
    for phone in (one, other):
        phone.moved(entry)
        phone.queue.append(entry.raw)
    if not _send(day, entry.raw):
        _out(day, entry.raw)
    one.queue.clear()
    other.queue.clear()
    day.counts["entered together"] += 1


def _after_an_end(day: Day, phone: Phone) -> None:
    """A lapse the laptop wrote before it ended: the phone reads where its chain stands now."""
    known = day.state.devices[phone.signer.name]
    phone.seq, phone.last = known.seq, known.last


def _out_of_order(day: Day, phone: Phone) -> None:
    """The newest of several waiting entries comes first: it is not taken, and nothing moves."""
    if len(phone.queue) < 2:
        return
    before = day.state, len(list(day.store.entries()))
    assert not _send(day, phone.queue[-1], trouble=False), "an entry before its turn was taken"
    assert (day.state, len(list(day.store.entries()))) == before
    day.counts["before its turn"] += 1


def _send(day: Day, what: bytes | Draft, *, trouble: bool = True) -> bool:
    """Let the laptop take it; True when it says that it is kept. It may end on the way."""
    given = what if isinstance(what, Draft) else Signed(raw=what)
    for _ in range(3):
        ends = trouble and day.phones.keys() == set(NAMES) and day.rng.random() < 0.15
        day.store.trouble = day.rng.choice(("ends before", "ends after")) if ends else ""
        try:
            _commit(day, (given,))
        except Ended:
            _reopen(day)
            day.counts["ended while it stored"] += 1
            continue
        except (ConflictError, InputError, RecordFaultError):
            return False
        finally:
            day.store.trouble = ""
        if isinstance(what, bytes):
            day.told.append(parse_entry(what).id)
        return True
    return False


def _commit(day: Day, drafts: Sequence[Draft | Signed]) -> None:
    day.now_ms += day.rng.randrange(1, 60_000)
    roots = dict(_roots(day))
    commit = plan_commit(
        day.state,
        drafts,
        log_signer=LOG.named(day.state.origin),
        device_signer=LAPTOP,
        now_ms=day.now_ms,
        verifier=ed25519_accepts,
        root_at=roots.get,
    )
    size = day.state.tree.size
    day.store.append(commit.raw_entries(), commit.checkpoint, expected_tree_size=size)
    day.state = commit.state


def _roots(day: Day) -> list[tuple[int, str]]:
    """Size and root of every checkpoint, from its own lines."""
    lines = [one.decode("utf-8").split("\n") for one in day.store.checkpoints()]
    return [(int(one[1]), one[2].rstrip("=").replace("+", "-").replace("/", "_")) for one in lines]


def _reopen(day: Day) -> None:
    """The program is gone; another opens the record from what is stored."""
    day.state = reopen(
        day.store.head(),
        None,
        day.store.entries,
        recorder_key=LAPTOP.public_key,
        verifier=ed25519_accepts,
    )


def _look(day: Day, again: str) -> None:
    """What must hold after each step."""
    stored = list(day.store.entries())
    assert stored[: len(day.stored)] == day.stored, f"stored entries changed: {again}"
    day.stored = stored
    entries = [parse_entry(raw) for raw in stored]
    ids = Counter(entry.id for entry in entries)
    assert all(ids[one] == 1 for one in day.told), f"told as kept, and not there once: {again}"
    chains: dict[str, list[int]] = {}
    for entry in entries:
        for link in entry.body.links:
            chains.setdefault(link.key, []).append(link.seq)
    for name, places in chains.items():
        assert places == sorted(set(places)), f"`{name}` is out of its order: {again}"
