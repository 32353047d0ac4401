"""The course of a day through a protocol: its entries followed through the protocol's own table.

What nobody enters (no `entered_as`) is taken to have been done whenever what was entered next needs
it. Where the file has no way to an entry without something going wrong, the way with fewest
failures is taken, and each of them said: *entered*, where the entry itself is the failure, else
*no entry*, where only what rests on it was entered. Where it has no way at all the day has left the
protocol; what was done is done, and it goes on from there. A look or a word entered before its
place in the file waits, and counts when its place comes.

An entry is a statement: that somebody entered a look and did not look, no record shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from provesafe.custody import Act
from provesafe.prover.answers.here import words_of
from provesafe.prover.errors import TooLargeError
from provesafe.prover.protocols.entered import entry_of
from provesafe.prover.protocols.model import Failure, Protocol, Step
from provesafe.prover.systems.system import Row, System

__all__ = ["Course", "DayEntry", "Departure", "Gone", "Taken", "Unlisted", "course_of"]

WAYS_MAX = 200_000
"""LIMIT: some seconds for one entry; a protocol of one weapon has some thousands of states."""

Part = Step | Failure
How = Literal["done", "again", "waits", "gone wrong", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEntry:
    """An act of a day, with the roles that everybody it names had then."""

    act: Act
    roles: Mapping[str, tuple[str, ...]]
    index: int
    """Leaf index of its entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an entry was taken for."""

    entry: DayEntry
    parts: tuple[str, ...]
    how: How
    """`again`: all it does was so already; `waits`: before its place in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A failure of the file that has happened, as far as the record shows."""

    failure: str
    say: str
    entered: bool
    """Whether the entry is the failure itself; else there is none of it, and this rests on it."""
    entry: DayEntry
    use: int
    """In the how-manieth use of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """An entry to which the file has no way at all."""

    part: str
    say: str
    entry: DayEntry
    wants: tuple[str, ...]
    """What the file asks for there and was otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlisted:
    """An entry that the file has no step for."""

    entry: DayEntry
    why: str
    """`other act`, `other person` or `other words`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A day followed through a protocol, to its end."""

    state: int
    uses: int
    taken: tuple[Taken, ...]
    happened: tuple[Gone, ...]
    departures: tuple[Departure, ...]
    unlisted: tuple[Unlisted, ...]
    waiting: tuple[Taken, ...]
    """Entered before its place in the file, which never came."""


def course_of(protocol: Protocol, system: System, entries: Sequence[DayEntry]) -> Course:
    """Follow the entries of a day through a protocol of one weapon.

    Args:
        protocol: one copy of each thing.
        system: its table, reasons not merged.
        entries: in the order they were made.

    Raises:
        TooLargeError: there are too many ways to an entry.
    """
    follower = _Follower(protocol, system)
    for entry in entries:
        follower.follow(entry)
    return Course(
        state=follower.state,
        uses=follower.uses,
        taken=tuple(follower.taken),
        happened=tuple(follower.happened),
        departures=tuple(follower.departures),
        unlisted=tuple(follower.unlisted),
        waiting=tuple({one.entry.index: one for one in follower.waiting.values()}.values()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A way to an entry: the rows before it, and its own row last."""

    rows: tuple[int, ...]
    failures: int
    inferred: int
    waiting: frozenset[str]
    """What waits still."""


@dataclass(frozen=False, slots=True)
class _Follower:
    protocol: Protocol
    system: System
    state: int = 0
    uses: int = 1
    taken: list[Taken] = field(default_factory=list)
    happened: list[Gone] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)
    unlisted: list[Unlisted] = field(default_factory=list)
    waiting: dict[str, Taken] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    unentered: list[int] = field(default_factory=list)
    inferred: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = self.system.initial
        protocol = self.protocol
        self.parts = {one.id: one for one in protocol.steps}
        self.parts |= {one.id: one for one in protocol.failures}
        for number, row in enumerate(self.system.rows):
            # Rows that find something (`!`) and trust events have names of their own.
            known = self.parts.get(self.system.acts[row.act].name)
            if known is None:
                continue
            self.rows.setdefault(known.id, []).append(number)
            if isinstance(known, Failure):
                if known.kind == "skip" or not self._is_entered(known):
                    self.inferred.append(number)
            elif not known.entered_as:
                self.unentered.append(number)

    def _is_entered(self, failure: Failure) -> bool:
        """Whether its entry would be in the record; whether a look missed something never is."""
        step = self.parts.get(failure.at)
        early = failure.kind == "early" and step is not None and bool(step.entered_as)
        return failure.kind == "miss" or bool(failure.entered_as) or early

    def follow(self, entry: DayEntry) -> None:
        """Go on over one entry: everything of the file that it is an entry of."""
        found, why = self._entries_of(entry)
        if not found:
            self.unlisted.append(Unlisted(entry=entry, why=why))
            return
        self._next_use()
        for group in _groups(found):
            self._follow_group(entry, group)

    def _entries_of(self, entry: DayEntry) -> tuple[list[Part], str]:
        reasons = {"other act"}
        found: list[Part] = []
        for part in self.parts.values():
            if isinstance(part, Failure) and part.kind in ("skip", "miss"):
                continue
            why = entry_of(self.protocol, part, entry.act, entry.roles)
            reasons.add(why)
            if not why:
                found.append(part)
        steps = [one for one in found if isinstance(one, Step)]
        keys = {key for one in steps for key in one.does}
        # What is an entry of steps is one of failures only in place of these.
        near = [
            one
            for one in found
            if isinstance(one, Step) or not steps or one.at in self.parts or keys & one.does.keys()
        ]
        return near, max(reasons, key=("other act", "other person", "other words", "").index)

    def _next_use(self) -> None:
        """Once a use has come to its end, what is entered next belongs to another one."""
        after = self.state
        for state in self.protocol.states:
            if state.stops:
                one = next(one for one in self.system.variables if one.name == state.id)
                after &= ~((1 << one.bits) - 1 << one.offset)
        if after != self.state:
            self.state = after
            self.uses += 1

    def _follow_group(self, entry: DayEntry, group: Sequence[Part]) -> None:
        ids = tuple(one.id for one in group)
        seen = any(self._is_seen(one) for one in group)
        way = self._way(ids)
        if way is not None and not way.failures:
            self._go(entry, way)
        elif any(self._is_so_already(one) for one in group):
            self.taken.append(Taken(entry=entry, parts=ids, how="again"))
        # Nobody sees a look or a word: without its place in the file it is no sign of anything.
        elif way is not None and (seen or not way.inferred):
            self._go(entry, way)
        elif not seen:
            steps = tuple(one.id for one in group if isinstance(one, Step))
            waits = Taken(entry=entry, parts=steps or ids, how="waits")
            self.taken.append(waits)
            self.waiting |= dict.fromkeys(waits.parts, waits)
        else:
            self._leave(entry, group[0])

    def _is_seen(self, part: Part) -> bool:
        kinds = {one.id: one.kind for one in self.protocol.states}
        step = self.parts.get(part.at) if isinstance(part, Failure) else None
        does = {**(step.does if step else {}), **part.does}
        return any(kinds[key] == "seen" for key in does)

    def _is_so_already(self, part: Part) -> bool:
        rows = (self.system.rows[number] for number in self.rows.get(part.id, ()))
        return any(self.state & row.write_mask == row.write_value for row in rows)

    def _go(self, entry: DayEntry, way: _Way) -> None:
        went_wrong = ""
        for number in way.rows:
            row = self.system.rows[number]
            self.state = _after(self.state, row)
            if row.failure >= 0:
                last = number == way.rows[-1]
                went_wrong = self.system.failures[row.failure]
                self._happens(went_wrong, entry, entered=last and number not in self.inferred)
        self.waiting = {name: one for name, one in self.waiting.items() if name in way.waiting}
        last_name = self.system.acts[self.system.rows[way.rows[-1]].act].name
        how: How = "gone wrong" if went_wrong else "done"
        self.taken.append(Taken(entry=entry, parts=(last_name,), how=how))
        self._lapses(last_name)

    def _happens(self, failure: str, entry: DayEntry, *, entered: bool) -> None:
        say = words_of(self.protocol, failure)
        self.happened.append(
            Gone(failure=failure, say=say, entered=entered, entry=entry, use=self.uses)
        )

    def _lapses(self, name: str) -> None:
        """What waits and expires on this is not what it was."""
        part = self.parts[name]
        names = {name, part.at} if isinstance(part, Failure) else {name}
        ended = {one.id for one in self.protocol.states if names & set(one.expires_on)}
        self.waiting = {
            key: one for key, one in self.waiting.items() if not ended & self.parts[key].does.keys()
        }

    def _leave(self, entry: DayEntry, part: Part) -> None:
        """Done all the same: what it does is so now."""
        wants: tuple[str, ...] = ()
        rows = [self.system.rows[number] for number in self.rows.get(part.id, ())]
        if rows:
            nearest = min(rows, key=lambda row: len(self._otherwise(row)))
            wants = self._otherwise(nearest)
            self.state = _after(self.state, nearest)
            self._lapses(part.id)
        if isinstance(part, Failure):
            self._happens(part.id, entry, entered=True)
        self.departures.append(
            Departure(part=part.id, say=_told(self.protocol, part), entry=entry, wants=wants)
        )
        self.taken.append(Taken(entry=entry, parts=(part.id,), how="left"))

    def _otherwise(self, row: Row) -> tuple[str, ...]:
        """What a row asks for and is otherwise, in the words of the file."""
        values = {one.id: one.values for one in self.protocol.states}
        found: list[str] = []
        for one in self.system.variables:
            mask = (1 << one.bits) - 1 << one.offset
            if row.guard_mask & mask and (self.state ^ row.guard_value) & mask:
                words = values.get(one.name, ("no", "yes"))
                wanted, is_ = ((v & mask) >> one.offset for v in (row.guard_value, self.state))
                found.append(f"`{one.name}` is `{words[is_]}`, not `{words[wanted]}`")
        return tuple(found)

    def _way(self, goals: Sequence[str]) -> _Way | None:
        """The way to one of these with fewest failures, those inferred counted first.

        Raises:
            TooLargeError: there are too many ways.
        """
        last = [number for goal in goals for number in self.rows.get(goal, ())]
        level: dict[_Node, tuple[int, ...]] = {(self.state, frozenset(self.waiting)): ()}
        known: set[_Node] = set(level)
        found: list[_Way] = []
        failures = 0
        while level:
            reached = self._without_failure(level, known)
            for (state, waiting), rows in reached.items():
                for number in last:
                    row = self.system.rows[number]
                    if state & row.guard_mask == row.guard_value:
                        gone = failures + (row.failure >= 0)
                        found.append(_Way(rows=(*rows, number), failures=gone, inferred=failures,
                                          waiting=waiting))  # fmt: skip
            best = min(found, key=_rank, default=None)
            if best is not None and best.failures <= failures + 1:
                return best
            failures += 1
            level = {}
            for (state, waiting), rows in reached.items():
                for number, after in self._onward(state, self.inferred):
                    if (after, waiting) not in known and (after, waiting) not in level:
                        level[after, waiting] = (*rows, number)
            known |= level.keys()
        return min(found, key=_rank, default=None)

    def _without_failure(
        self, level: Mapping[_Node, tuple[int, ...]], known: set[_Node]
    ) -> dict[_Node, tuple[int, ...]]:
        """Everything that what nobody enters, and what waits, leads to; the shortest first."""
        reached = dict(level)
        queue = list(level)
        for state, waiting in queue:
            rows = reached[state, waiting]
            onward = [((after, waiting), n) for n, after in self._onward(state, self.unentered)]
            for name in sorted(waiting):
                left = waiting - {name}
                steps = self._onward(state, self.rows.get(name, ()))
                onward += [((after, left), number) for number, after in steps]
            for node, number in onward:
                if node not in known:
                    known.add(node)
                    reached[node] = (*rows, number)
                    queue.append(node)
            if len(known) > WAYS_MAX:
                raise TooLargeError("there are too many ways to what was entered")
        return reached

    def _onward(self, state: int, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        for number in rows:
            row = self.system.rows[number]
            if state & row.guard_mask == row.guard_value:
                yield number, _after(state, row)


_Node = tuple[int, frozenset[str]]


def _rank(way: _Way) -> tuple[int, int, int, int]:
    return way.failures, way.inferred, len(way.waiting), len(way.rows)


def _after(state: int, row: Row) -> int:
    return state & ~row.write_mask | row.write_value


def _groups(parts: Sequence[Part]) -> list[list[Part]]:
    """Those that change the same state are one or the other; what changes another happens too."""
    groups: list[tuple[set[str], list[Part]]] = []
    by_step = {one.id: set(one.does) for one in parts if isinstance(one, Step)}
    for part in parts:
        keys = set(part.does) | by_step.get(getattr(part, "at", ""), set())
        near = [one for one in groups if one[0] & keys]
        merged = (keys.union(*(one[0] for one in near)), [p for one in near for p in one[1]])
        merged[1].append(part)
        groups = [one for one in groups if one not in near] + [merged]
    return [one[1] for one in groups]


def _told(protocol: Protocol, part: Part) -> str:
    if isinstance(part, Failure):
        return words_of(protocol, part.id)
    return f"{protocol.role(part.by)} {part.say}"
