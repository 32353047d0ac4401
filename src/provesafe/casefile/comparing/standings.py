"""How many observers stand behind what is held of a slot: counted by people, not by papers.

The root of a line is who observed it. These are one root:

- whatever one person entered, said to anyone, wrote, or had somebody say for them;
- what somebody was told, and the telling: who repeats a thing adds nobody who saw it;
- everything in one publication's own voice, and in those that print it again;
- everything of which no source says who observed it: it could be anybody, so it is counted once.

An instrument is a root of its own. Lines that share a root, directly or through others, are one
group; a count that is too low is safe, one that is too high is not.

    one source · several sources · sources differ · nothing held
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from provesafe.casefile.comparing.assertions import Saying, apart, sayings, value_words
from provesafe.casefile.model.findings import Held, Standing
from provesafe.casefile.model.happening import Event, slots_of
from provesafe.casefile.model.line import Account
from provesafe.casefile.model.people import Party
from provesafe.casefile.model.source import Source

__all__ = ["Roots", "standings_of"]

UNKNOWN = "not recorded"
CHAIN_MAX = 16
"""LIMIT: a lawyer of a spokesman of a lawyer; loops end here."""


class Roots:
    """Whose observation each line is.

    Args:
        accounts: every line, those that wait too: a parent may be among them.
        parties: everybody.
        sources: what prints what again.
    """

    def __init__(
        self, accounts: Iterable[Account], parties: Sequence[Party], sources: Sequence[Source]
    ) -> None:
        self._accounts = {one.id: one for one in accounts}
        self._parties: dict[str, Party] = {}
        for party in parties:
            for each in (party.id, *party.same_as):
                self._parties[each] = party
        self._sources = {one.id: one for one in sources}

    def of(self, account: Account) -> frozenset[str]:
        """The roots of a line: one, or several where it was told on."""
        found: set[str] = set()
        line: Account | None = account
        for _ in range(CHAIN_MAX):
            if line is None:
                break
            found.add(self._own(line))
            line = self._accounts.get(line.parent)
        # Somebody who passes on what nobody is named for is the only root there is.
        return frozenset(found - {UNKNOWN} or {UNKNOWN})

    def one(self, first: Account, second: Account) -> bool:
        """Whether two lines are the word of one observer, as far as anybody says who it is."""
        own = self._own(first)
        return own != UNKNOWN and own == self._own(second)

    def groups(self, accounts: Sequence[Account]) -> tuple[tuple[str, ...], ...]:
        """The lines in groups of one observer each, in order."""
        groups: list[tuple[set[str], list[str]]] = []
        for account in accounts:
            roots = set(self.of(account))
            lines = [account.id]
            apart_from = []
            for known, members in groups:
                if known & roots:
                    roots |= known
                    lines = [*members, *lines]
                else:
                    apart_from.append((known, members))
            groups = [*apart_from, (roots, lines)]
        order = {account.id: place for place, account in enumerate(accounts)}
        every = [tuple(sorted(dict.fromkeys(lines), key=order.__getitem__)) for _, lines in groups]
        return tuple(sorted(every, key=lambda lines: order[lines[0]]))

    def _own(self, line: Account) -> str:
        if line.basis == "instrument":
            return f"instrument {line.instrument or line.source}"
        if line.form == "own voice":
            return f"publication {self._first_printed(line.source)}"
        return self._person(line.observer)

    def _person(self, party_id: str) -> str:
        """Who is behind a party: the client of a lawyer; nobody for people not named."""
        party = self._parties.get(party_id)
        for _ in range(CHAIN_MAX):
            if party is None or not party.speaks_for:
                break
            party = self._parties.get(party.speaks_for, party)
        if party is None or party.kind in ("unnamed", "unnamed group"):
            return UNKNOWN
        return f"party {party.id}"

    def _first_printed(self, source_id: str) -> str:
        """The publication in which it stood first, by its name where the text gives one."""
        source = self._sources.get(source_id)
        for _ in range(CHAIN_MAX):
            if source is None or not source.copy_of:
                break
            source = self._sources.get(source.copy_of, source)
        if source is None:
            return source_id
        return " ".join(source.publication.split()).casefold() or source.id


def standings_of(
    events: Sequence[Event], accounts: Sequence[Account], roots: Roots
) -> tuple[Standing, ...]:
    """What is held of each slot of each event.

    Args:
        events: those of the case.
        accounts: the lines that were taken over, and entries.
        roots: whose observation each is.
    """
    spoken: dict[tuple[str, str], list[Saying]] = {}
    for one in sayings(accounts):
        spoken.setdefault((one.event, one.slot), []).append(one)
    found: list[Standing] = []
    for event in events:
        named = [slot for each, slot in spoken if each == event.id]
        found += [
            _standing(event.id, slot, spoken.get((event.id, slot), ()), roots)
            for slot in dict.fromkeys((*slots_of(event.kind), *named))
        ]
    return tuple(found)


def _standing(event: str, slot: str, said: Sequence[Saying], roots: Roots) -> Standing:
    groups = roots.groups([one.account for one in said])
    return Standing(
        event=event,
        slot=slot,
        held=_held(said, len(groups)),
        values=tuple((word, lines) for word, lines in _by_value(said).items()),
        roots=groups,
    )


def _held(said: Sequence[Saying], roots: int) -> Held:
    if not said:
        return "nothing held"
    rows = list(said)
    if any(apart(one, other) for place, one in enumerate(rows) for other in rows[:place]):
        return "sources differ"
    return "one source" if roots == 1 else "several sources"


def _by_value(said: Sequence[Saying]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in said:
        for word in value_words(one):
            found[word] = (*found.get(word, ()), one.account.id)
    return found
