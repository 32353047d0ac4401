"""Who hands a weapon to whom, by role: the exceptions first, each with its day and entry.

"The armorer always hands it" is a practice; a record has the occasions. An occasion is

    handed over     `hand_over` or `return_weapon`; a `hand_over` that was asked, and not yet open
    picked up       somebody who does not handle weapons took it and no entry says from whom
    in hand         somebody fired it, or it went off with somebody, whom no entry had given it

and an *exception* is one where neither giver nor receiver is one whose work weapons are: from hand
to hand past those who look after it, or from nobody that is recorded. No count stands here without
the list of its exceptions, and nothing names a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.rulebook import Fact, TimePoint
from provesafe.service.auditing.setting import HANDLERS, Setting, receiver_kind

__all__ = ["NOT_RECORDED", "Given", "HandedBy", "Hands", "hands_of"]

NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBy:
    """One occasion that did not pass through those whose work weapons are."""

    day: int
    at_ms: int
    entry: int
    """Leaf index; of a log, its time-point."""
    act: str
    weapon: str
    giver: str
    """A role, or NOT_RECORDED."""
    receiver: str
    """A role."""
    went_ahead: bool
    """False where it was asked, was not yet open, and no entry says that it was done."""
    after_not_yet: bool
    """Whether the same had been asked before and was not yet open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How often a role gave a weapon to a kind of receiver."""

    receiver: str
    """`performer`, `crew`, `handler` or `no role`."""
    giver: str
    count: int
    of: int
    """All hand-overs to receivers of this kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Who hands it: what did not pass through those who handle weapons, then the counts."""

    exceptions: tuple[HandedBy, ...]
    counts: tuple[Given, ...]


def hands_of(points: Sequence[TimePoint], leaves: Sequence[int], setting: Setting) -> Hands:
    """Go through a trace and see who gave what to whom.

    Args:
        points: the trace.
        leaves: the entry behind each time-point.
        setting: roles and days of the same trace.
    """
    walk = _Hands(setting=setting, leaves=leaves)
    for index, point in enumerate(points):
        found = [fact for fact in point.facts if fact.predicate in _READ]
        found += _went_off(point)
        for fact in sorted(found, key=lambda one: (_READ.index(one.predicate), repr(one))):
            walk.take((index, point.seconds), fact)
    exceptions = sorted(walk.exceptions, key=lambda one: (one.at_ms, one.entry, one.weapon))
    return Hands(exceptions=tuple(exceptions), counts=counted(walk.counts))


def counted(counts: Counter[tuple[str, str]]) -> tuple[Given, ...]:
    """Counts by kind of receiver and role of giver, each out of its kind's."""
    of: Counter[str] = Counter()
    for (receiver, _), count in counts.items():
        of[receiver] += count
    return tuple(
        Given(receiver=receiver, giver=giver, count=count, of=of[receiver])
        for (receiver, giver), count in sorted(
            counts.items(), key=lambda one: (_KINDS.index(one[0][0]), -one[1], one[0])
        )
    )


def _went_off(point: TimePoint) -> list[Fact]:
    """Whoever it went off with, as if they had fired it: that fact does not name them itself."""
    acted = [fact.arguments[0] for fact in point.facts if fact.predicate == "acted"]
    return [
        Fact("fired", (fact.arguments[0], acted[0], 1))
        for fact in point.facts
        if fact.predicate == "discharged" and len(acted) == 1
    ]


_KINDS = ("performer", "crew", "no role", "handler")
# Whoever has it is known before it is fired, and a hand-over before a pick-up of the same moment.
_READ = ("refused_handed_over", "handed_over", "returned", "picked_up", "took", "gave_up", "fired")


class _Hands:
    """What has been seen so far."""

    __slots__ = ("_asked", "_has", "_leaves", "_setting", "counts", "exceptions")

    def __init__(self, *, setting: Setting, leaves: Sequence[int]) -> None:
        self._setting = setting
        self._leaves = leaves
        self._has: dict[str, str] = {}
        self._asked: dict[tuple[str, ...], HandedBy | None] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self.exceptions: list[HandedBy] = []

    def take(self, at: tuple[int, int], fact: Fact) -> None:
        """Take in one fact about hands, at a time-point and its second."""
        arguments = tuple(str(one) for one in fact.arguments)
        match fact.predicate, arguments:
            case "refused_handed_over", (weapon, giver, receiver):
                asked = self._occasion(at, "hand over", (weapon, giver, receiver))
                self._asked[arguments] = asked
                self.exceptions += [] if asked is None else [asked]
            case "handed_over" | "returned", (weapon, giver, receiver):
                act = "hand over" if fact.predicate == "handed_over" else "give back"
                before = arguments in self._asked
                asked = self._asked.pop(arguments, None)
                if asked is not None:  # What was asked has been done: one occasion, not two.
                    self.exceptions.remove(asked)
                self._add(at, act, (weapon, giver, receiver), after_not_yet=before)
            case "picked_up", (weapon, person):
                if self._role(person, at[0]) not in HANDLERS:
                    self._add(at, "pick up", (weapon, "", person))
            case "took", (weapon, person):
                self._has[weapon] = person
            case "gave_up", (weapon, person):
                if self._has.get(weapon) == person:
                    del self._has[weapon]
            case "fired", (weapon, person, *_):
                if self._has.get(weapon) != person:
                    self._has[weapon] = person
                    self._add(at, "in hand", (weapon, "", person))

    def _add(
        self,
        at: tuple[int, int],
        act: str,
        who: tuple[str, str, str],
        *,
        after_not_yet: bool = False,
    ) -> None:
        receiver = receiver_kind(self._role(who[2], at[0]))
        self.counts[receiver, self._role(who[1], at[0])] += 1
        found = self._occasion(at, act, who, went_ahead=True, after_not_yet=after_not_yet)
        self.exceptions += [] if found is None else [found]

    def _occasion(
        self,
        at: tuple[int, int],
        act: str,
        who: tuple[str, str, str],
        *,
        went_ahead: bool = False,
        after_not_yet: bool = False,
    ) -> HandedBy | None:
        """The occasion, where neither side is one whose work weapons are."""
        index, seconds = at
        weapon, giver, receiver = who[0], self._role(who[1], index), self._role(who[2], index)
        if giver in HANDLERS or receiver in HANDLERS:
            return None
        return HandedBy(
            day=self._setting.day(index),
            at_ms=seconds * 1000,
            entry=self._leaves[index],
            act=act,
            weapon=weapon,
            giver=giver,
            receiver=receiver,
            went_ahead=went_ahead,
            after_not_yet=after_not_yet,
        )

    def _role(self, person: str, index: int) -> str:
        return self._setting.role(person, index) if person else NOT_RECORDED
