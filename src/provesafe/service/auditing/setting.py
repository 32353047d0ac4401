"""Which role somebody had, in which set-up a weapon was, on which day: at any point of a trace.

Read from the facts alone, so that it is the same for a production, a bundle and a log. It is what
lets an audit speak by role: the ids and labels of people go in here, and do not come out.

    roles       `assigned` and `relieved`
    set-ups     as `custody.in_set_up` of the shared definitions has it
    days        `on_day`; where nobody says, the day of the production's clock

Somebody with several roles is spoken of by the first of these: one that handles weapons, then the
order of `custody.ROLES`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from provesafe import custody
from provesafe.rulebook import Fact, TimePoint

__all__ = ["HANDLERS", "NO_ROLE", "Setting", "receiver_kind", "spoken_role"]

HANDLERS = ("armorer", "property-master", "assistant-property-master", "handler")
"""Whose work weapons are: `custody.handler` of the shared definitions."""

PERFORMERS = ("performer", "stunt-performer", "stand-in", "extra")

NO_ROLE = "no role"
"""Stands for somebody whom no entry gives a role."""

_ORDER = MappingProxyType(
    {
        role: place
        for place, role in enumerate(
            (*HANDLERS, *(one for one in custody.ROLES if one not in HANDLERS))
        )
    }
)


def _person_places() -> Mapping[str, tuple[int, ...]]:
    """Which arguments of each fact are people."""
    found: dict[str, tuple[int, ...]] = {
        "took": (1,),
        "gave_up": (1,),
        "acted": (0,),
        "suspended_person": (0,),
        "unsuspended_person": (0,),
    }
    for act_type in custody.VOCABULARY.values():
        for fact in act_type.fact_types:
            places = []
            for place, argument in enumerate(fact.arguments):
                fields = (act_type.field(name) for name in argument.fields)
                if any(one is not None and one.kind == "person" for one in fields):
                    places.append(place)
            for name in (fact.predicate, f"late_{fact.predicate}", f"refused_{fact.predicate}"):
                found[name] = tuple(places)
    return MappingProxyType({name: places for name, places in found.items() if places})


PERSON_PLACES = _person_places()


@dataclass(slots=True)
class _Changes:
    """A value over time-points: the last one entered at or before each."""

    points: list[int] = field(default_factory=list)
    values: list[tuple[str, ...]] = field(default_factory=list)

    def put(self, point: int, value: tuple[str, ...]) -> None:
        if self.points and self.points[-1] == point:
            self.values[-1] = value
        else:
            self.points.append(point)
            self.values.append(value)

    def at(self, point: int) -> tuple[str, ...]:
        place = bisect_right(self.points, point)
        return self.values[place - 1] if place else ()

    def last(self) -> tuple[str, ...]:
        return self.values[-1] if self.values else ()


class Setting:
    """People's roles, weapons' set-ups and the days of a trace.

    Args:
        points: the trace.
        day_of: the shooting day of a second, where no fact says it.
    """

    __slots__ = ("_day_of", "_days", "_open", "_planned", "_points", "_roles", "_set_ups", "people")

    def __init__(self, points: Sequence[TimePoint], *, day_of: Callable[[int], int]) -> None:
        self._points = points
        self._day_of = day_of
        self._days: list[int] = []
        self._roles: dict[str, _Changes] = {}
        self._set_ups: dict[str, _Changes] = {}
        self._planned: dict[str, dict[str, None]] = {}
        self._open: set[str] = set()
        self.people: set[str] = set()
        for index, point in enumerate(points):
            day = 0
            for fact in point.facts:
                if fact.predicate == "on_day" and type(fact.arguments[0]) is int:
                    day = fact.arguments[0]
                elif fact.predicate in _READ:
                    self._take(index, fact)
                places = PERSON_PLACES.get(fact.predicate, ())
                self.people.update(str(fact.arguments[place]) for place in places)
            self._days.append(day)

    def day(self, index: int) -> int:
        """The shooting day of a time-point, yyyymmdd."""
        return self._days[index] or self._day_of(self._points[index].seconds)

    def roles(self, person: str, index: int) -> tuple[str, ...]:
        """The roles somebody has at a time-point, the one they are spoken of by first."""
        found = self._roles.get(person)
        return found.at(index) if found is not None else ()

    def role(self, person: str, index: int) -> str:
        """The role somebody is spoken of by; NO_ROLE where no entry gives one."""
        return next(iter(self.roles(person, index)), NO_ROLE)

    def held(self, index: int) -> frozenset[str]:
        """The roles that anybody has at a time-point."""
        return frozenset(role for one in self._roles.values() for role in one.at(index))

    def label(self, index: int) -> Callable[[str], str]:
        """What people are called at a time-point: `the armorer`; all else is as it is."""

        def label(word: str) -> str:
            if word not in self.people:
                return word
            role = self.role(word, index)
            return "somebody without a role" if role == NO_ROLE else f"the {role}"

        return label

    def set_up(self, weapon: str, index: int) -> str:
        """The set-up a weapon belongs to at a time-point; empty where none is entered."""
        found = self._set_ups.get(weapon)
        return next(iter(found.at(index)), "") if found is not None else ""

    def is_weapon(self, word: object) -> bool:
        """Whether some fact speaks of a weapon of this name."""
        return word in self._set_ups

    def is_set_up(self, word: object) -> bool:
        """Whether some fact speaks of a set-up of this name."""
        return word in self._planned

    def _take(self, index: int, fact: Fact) -> None:
        first, second = (*(str(one) for one in fact.arguments), "", "")[:2]
        match fact.predicate:
            case "assigned" | "relieved":
                changes = self._roles.setdefault(first, _Changes())
                left = {role for role in changes.last() if role != second}
                now = left | {second} if fact.predicate == "assigned" else left
                changes.put(index, tuple(sorted(now, key=_place_of)))
            case "of_kind":
                self._set_ups.setdefault(first, _Changes())
            case "set_up_closed":
                self._open.discard(first)
            case "set_up_opened" | "started":
                if fact.predicate == "set_up_opened":
                    self._open.add(first)
                self._come(index, first, self._planned.setdefault(first, {}))
            case "planned":
                self._planned.setdefault(first, {})[second] = None
                if first in self._open:
                    self._come(index, first, (second,))
            case "brought_to":
                self._planned.setdefault(first, {})
                self._come(index, first, (second,))

    def _come(self, index: int, set_up: str, weapons: Iterable[str]) -> None:
        for weapon in weapons:
            self._set_ups.setdefault(weapon, _Changes()).put(index, (set_up,))


_READ = frozenset(
    {
        "assigned",
        "relieved",
        "of_kind",
        "set_up_opened",
        "set_up_closed",
        "started",
        "planned",
        "brought_to",
    }
)


def spoken_role(role: str) -> str:
    """A role as people say it: `first AD`, `property master`."""
    return role.replace("-ad", " AD") if role.endswith("-ad") else role.replace("-", " ")


def receiver_kind(role: str) -> str:
    """The kind of receiver: who handles weapons, performs, is of the crew, or has no role."""
    if role == NO_ROLE:
        return NO_ROLE
    if role in HANDLERS:
        return "handler"
    return "performer" if role in PERFORMERS else "crew"


def _place_of(role: str) -> tuple[int, str]:
    return _ORDER.get(role, len(_ORDER)), role
