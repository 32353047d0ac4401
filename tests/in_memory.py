"""A production that lives in memory, for tests: a real record, real keys and rules, no folder.

    house = House.of("custody", "set-practice")
    day = house.begin({"ada": ("armorer",), "cleo": ("performer",)})
    day.report("draw", weapon="colt-2", by="ada", place="safe")
    (decision,) = day.ask("hand_over", weapon="colt-2", by="ada", to="cleo", in_sight="yes")
    day.reopen()        the program ends and opens the record again

Rulebooks are loaded once for all tests. People's ids, keys and digests are the same in each run.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from provesafe.adapters.keys import Ed25519Key, ed25519_accepts
from provesafe.adapters.rulebooks import (
    fact_phrases,
    load_rulebooks,
    rulebook_signature,
    shared_definitions,
)
from provesafe.adapters.store import MemoryDisclosures, MemoryStore
from provesafe.custody import Act, Adoption
from provesafe.ledger import RecordReport, Signer, verify_record
from provesafe.rulebook import Rulebook, load_rulebook
from provesafe.service import (
    Adopt,
    Ask,
    DayTimes,
    Decision,
    Disclosures,
    Ports,
    Production,
    RecordStore,
    Report,
    adopt,
    ask,
    begin,
    people_of,
    read_act,
    read_back,
    report,
)

__all__ = ["D1", "TIMES", "Day", "House", "book_of", "own_book", "shipped_book"]

TIMES = DayTimes(zone="America/Denver", starts=date(2026, 3, 2))
D1 = TIMES.parse("d1 06:00")
"""When a day begins, unless a test says otherwise."""


@cache
def shipped_book(name: str) -> Rulebook:
    """A shipped rulebook as it comes."""
    (book,) = load_rulebooks([name])
    return book


def own_book(rules: str, *, name: str = "own", parameters: str = "") -> Rulebook:
    """A rulebook of a test's own, from the text of its rules."""
    head = f"""
id = "{name}"
title = "For a test"
version = "1"
jurisdiction = ""
binding = false
read = "nothing"
not_read = "everything"
[[document]]
id = "ours"
title = "Our own composition"
where = "here"
{parameters}
"""
    return load_rulebook(
        {"rulebook.toml": head, "rules/own.toml": rules},
        signature=rulebook_signature(),
        definitions=shared_definitions(),
        with_cases=False,
    )


@dataclass(slots=True, kw_only=True)
class House:
    """What outlasts a program: where the record and the names are kept, keys, rulebooks."""

    books: tuple[Rulebook, ...] = ()
    watched: frozenset[str] = frozenset()
    store: RecordStore = field(default_factory=MemoryStore)
    disclosures: Disclosures = field(default_factory=MemoryDisclosures)
    kind: str = "training"
    program: str = ""
    """What the program calls itself; with a name, it opens on snapshots it kept."""
    concerns: Signer | None = None
    """The key that enters concerns."""
    _people: int = 0

    @classmethod
    def of(cls, *books: Rulebook | str, watched: tuple[str, ...] = ()) -> House:
        """A house with these rulebooks, shipped ones by name."""
        loaded = tuple(shipped_book(one) if isinstance(one, str) else one for one in books)
        return cls(books=loaded, watched=frozenset(watched))

    def with_concerns(self, signer: Signer) -> House:
        """The same house, with a key that enters concerns."""
        self.concerns = signer
        return self

    def ports(self) -> Ports:
        """The outside of one run of the program."""
        device = Ed25519Key(sha256(b"provesafe test laptop").digest()).named("laptop")
        chance = random.Random(0)
        return Ports(
            store=self.store,
            device=device,
            log_key=Ed25519Key(sha256(b"provesafe test log").digest()),
            verifier=ed25519_accepts,
            new_person_id=self._new_person_id,
            random=lambda count: bytes(chance.randrange(256) for _ in range(count)),
            disclosures=self.disclosures,
            phrases=fact_phrases(),
            program=self.program,
            concerns=self.concerns,
        )

    def begin(self, people: Mapping[str, tuple[str, ...]] | None = None, *, at_ms: int = D1) -> Day:
        """Begin a record, enrol people (label: roles) and take on the house's rulebooks."""
        production = begin(
            self.ports(),
            domain="training.provesafe",
            kind="training",
            title="Dry Creek",
            times=TIMES,
            now_ms=at_ms,
        )
        day = Day(house=self, production=production, now_ms=at_ms)
        for label, roles in (people or {}).items():
            day.report("enrol", person=label, roles=list(roles))
        if people and self.books:
            by = production.people.id_of(next(iter(people)))
            adopt(production, self.adoptions(), by=by, now_ms=at_ms)
        return day

    def adoptions(self) -> list[Adopt]:
        """The house's rulebooks, to take on."""
        return [Adopt(book=one, watched=one.id in self.watched) for one in self.books]

    def open(self) -> Production:
        """Open the record again, as a program that starts does."""
        return read_back(
            self.ports(), people=people_of(self.disclosures), book_of=book_of(self.books)
        )

    def verify(self) -> RecordReport:
        """Check every byte of the record."""
        return verify_record(
            self.store.entries(), self.store.checkpoints(), verifier=ed25519_accepts
        )

    def _new_person_id(self) -> str:
        self._people += 1
        return f"P-{self._people:03}"


def book_of(books: tuple[Rulebook, ...]) -> Callable[[Adoption], Rulebook]:
    """Find the rulebook that was taken on, by id."""
    by_id = {one.id: one for one in books}
    return lambda adoption: by_id[adoption.rulebook]


@dataclass(slots=True, kw_only=True)
class Day:
    """An open production and a clock that a test moves."""

    house: House
    production: Production
    now_ms: int

    def at(self, words: str) -> Day:
        """Set the clock: `d1 08:32`."""
        self.now_ms = TIMES.parse(words)
        return self

    def act(self, name: str, *, happened: str | None = None, **fields: Any) -> Act:
        """Read an act as a person writes it."""
        happened_ms = None if happened is None else TIMES.parse(happened)
        return read_act(self.production, name, fields, happened_ms=happened_ms)

    def report(self, name: str, *, happened: str | None = None, **fields: Any) -> Decision:
        """Enter what has happened, a second after what was before."""
        self.now_ms += 1000
        act = self.act(name, happened=happened, **fields)
        (decision,) = report(self.production, Report(acts=(act,)), now_ms=self.now_ms)
        return decision

    def ask(self, name: str, **fields: Any) -> Decision:
        """Ask for an act, a second after what was before; done if nothing is open."""
        (decision,) = self.ask_all([(name, fields)])
        return decision

    def ask_all(
        self,
        acts: list[tuple[str, Mapping[str, Any]]],
        *,
        done: bool = True,
        atomic: bool = False,
    ) -> tuple[Decision, ...]:
        """Ask for a batch."""
        self.now_ms += 1000
        read = tuple(read_act(self.production, name, fields) for name, fields in acts)
        request = Ask(acts=read, done=done, atomic=atomic)
        return ask(self.production, request, now_ms=self.now_ms)

    def reopen(self) -> Production:
        """End the program and open the record again; what was open before is given back."""
        left, self.production = self.production, self.house.open()
        return left

    def id_of(self, label: str) -> str:
        """The record's id of a person."""
        return self.production.people.id_of(label)
