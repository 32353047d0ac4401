"""When things happened, as far as what was said of them lets them: bounds, orders, impossible sets.

Times are integer minutes from any fixed origin. An event has an earliest and a latest minute, and
either may be open; a constraint says that one event lies between so and so many minutes after
another. Both carry the id of the line they rest on. Together they are a simple temporal network:

    tightened   each event's bounds, no wider than stated, no narrower than the rest allows
    order       before, same, after: which of them are possible for a pair
    clash       lines that cannot all hold: the ids round one negative cycle, the fewest it has
    impossible  every such set there is, each with no line too many

Method: Dechter, Meiri and Pearl, "Temporal constraint networks", Artificial Intelligence 49 (1991),
shortest paths by Bellman and Ford. Nothing is sorted by its first possible day: an order that is
not stated is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from provesafe.errors import InputError

__all__ = [
    "Bounds",
    "Constraint",
    "Impossible",
    "Order",
    "Timeline",
    "TimelineError",
    "When",
    "impossible_sets",
    "tighten",
]

EVENTS_MAX = 2_000
"""LIMIT: bounds are asked in (events × lines) steps."""
SETS_MAX = 24
"""LIMIT: sets named; more than a screen of them says that the lines were entered wrongly."""
TRIED_MAX = 200
"""LIMIT: networks looked through for them."""
_ORIGIN = ""
Order = Literal["before", "same", "after"]


class TimelineError(InputError):
    """An event is named twice or not at all, or a line's minutes run backwards."""

    code = "casefile.timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """What one line states of one event; None where it leaves a side open."""

    event: str
    line: str
    earliest: int | None
    latest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A line: `event` lies at least `least` and at most `most` minutes after `other`.

    "45 minutes or an hour later" is 45 and 60; "before" is a most of 0 the other way round.
    """

    event: str
    other: str
    line: str
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between these minutes; None where it is open."""

    earliest: int | None
    latest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What the lines allow.

    Attributes:
        bounds: each event's; empty if the lines clash.
        clash: the ids of lines that cannot all hold, sorted; empty if there are none.
    """

    bounds: Mapping[str, Bounds]
    clash: tuple[str, ...]
    _edges: tuple[tuple[str, str, int, str], ...]

    def orders(self, first: str, second: str) -> tuple[Order, ...]:
        """Which orders of two events are possible, in the order before, same, after.

        Raises:
            TimelineError: an event is not here, or the lines clash.
        """
        found = self.orders_of(first)
        if second not in found:
            raise TimelineError(f"there is no event `{second}` here, or its lines clash")
        return found[second]

    def orders_of(self, first: str) -> Mapping[str, tuple[Order, ...]]:
        """Which orders of one event and each other are possible; itself is the same as itself.

        Raises:
            TimelineError: the event is not here, or the lines clash.
        """
        if first not in self.bounds:
            raise TimelineError(f"there is no event `{first}` here, or its lines clash")
        most = _reach(self._edges, first)
        least = _reach([(b, a, weight, line) for a, b, weight, line in self._edges], first)
        return {second: _orders(least.get(second), most.get(second)) for second in self.bounds}


def _orders(to_first: int | None, from_first: int | None) -> tuple[Order, ...]:
    """Of an event at most `from_first` minutes after the first, which is `to_first` after it."""
    earliest = None if to_first is None else -to_first
    found: list[Order] = []
    if from_first is None or from_first > 0:
        found.append("before")
    if (earliest is None or earliest <= 0) and (from_first is None or from_first >= 0):
        found.append("same")
    if earliest is None or earliest < 0:
        found.append("after")
    return tuple(found)


def tighten(
    events: Sequence[str], stated: Sequence[When], constraints: Sequence[Constraint]
) -> Timeline:
    """Bounds that follow from all lines together.

    Args:
        events: the names of the events, each once.
        stated: what lines state of one event alone.
        constraints: what lines state of one event after another.

    Raises:
        TimelineError: an unknown or repeated event, minutes that run backwards, too many events.
    """
    _check(events, stated, constraints)
    edges = tuple(_edges(stated, constraints))
    clash = _negative_cycle((_ORIGIN, *events), edges)
    if clash:
        return Timeline(bounds={}, clash=tuple(sorted(clash)), _edges=edges)
    latest = _reach(edges, _ORIGIN)
    backwards = tuple((b, a, weight, line) for a, b, weight, line in edges)
    earliest = _reach(backwards, _ORIGIN)
    bounds = {
        event: Bounds(
            earliest=None if event not in earliest else -earliest[event],
            latest=latest.get(event),
        )
        for event in events
    }
    return Timeline(bounds=bounds, clash=(), _edges=edges)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible:
    """Sets of lines of which no one can be left out if the others are to be impossible.

    Attributes:
        sets: the ids of each, sorted; the smallest set first.
        complete: whether these are all there are; False when a limit was met.
    """

    sets: tuple[tuple[str, ...], ...]
    complete: bool

    @property
    def lines(self) -> frozenset[str]:
        """Every line that stands in one of them."""
        return frozenset(line for one in self.sets for line in one)


def impossible_sets(
    events: Sequence[str], stated: Sequence[When], constraints: Sequence[Constraint]
) -> Impossible:
    """Find every set of lines that cannot all hold, each as small as it can be.

    One clash is found; then the same is asked of the network without each of its lines in turn
    (Reiter, "A theory of diagnosis from first principles", Artificial Intelligence 32 (1987)).

    Args:
        events: the names of the events, each once.
        stated: what lines state of one event alone.
        constraints: what lines state of one event after another.

    Raises:
        TimelineError: an unknown or repeated event, minutes that run backwards, too many events.
    """
    _check(events, stated, constraints)
    edges = _edges(stated, constraints)
    names = (_ORIGIN, *events)
    found: dict[frozenset[str], None] = {}
    waiting: list[frozenset[str]] = [frozenset()]
    seen = set(waiting)
    tried = 0
    while waiting and len(found) < SETS_MAX and tried < TRIED_MAX:
        left_out = waiting.pop(0)
        tried += 1
        # A set found already tells of every network that still holds all of its lines.
        clash = next((one for one in found if not one & left_out), None)
        if clash is None:
            clash = _negative_cycle(names, [one for one in edges if one[3] not in left_out])
        if not clash:
            continue
        found[clash] = None
        for line in sorted(clash):
            fewer = left_out | {line}
            if fewer not in seen:
                seen.add(fewer)
                waiting.append(fewer)
    sets = sorted((tuple(sorted(one)) for one in found), key=lambda one: (len(one), one))
    return Impossible(sets=tuple(sets), complete=not waiting)


def _check(
    events: Sequence[str], stated: Sequence[When], constraints: Sequence[Constraint]
) -> None:
    if len(events) > EVENTS_MAX:
        raise TimelineError(f"more than {EVENTS_MAX} events in one timeline")
    if len(set(events)) != len(events) or _ORIGIN in events:
        raise TimelineError("two events of a timeline have the same name, or one has none")
    for one in stated:
        _check_line(one.line, (one.event,), events, one.earliest, one.latest)
    for line in constraints:
        _check_line(line.line, (line.event, line.other), events, line.least, line.most)


def _check_line(
    line: str, names: Sequence[str], events: Sequence[str], low: int | None, high: int | None
) -> None:
    for name in names:
        if name not in events:
            raise TimelineError(f"line `{line}` speaks of `{name}`, which is no event here")
    if low is not None and high is not None and low > high:
        raise TimelineError(f"line `{line}` says at least {low} and at most {high} minutes")


def _edges(
    stated: Sequence[When], constraints: Sequence[Constraint]
) -> list[tuple[str, str, int, str]]:
    """(from, to, weight, line): `to` is at most `weight` minutes after `from`."""
    edges: list[tuple[str, str, int, str]] = []
    for one in stated:
        if one.latest is not None:
            edges.append((_ORIGIN, one.event, one.latest, one.line))
        if one.earliest is not None:
            edges.append((one.event, _ORIGIN, -one.earliest, one.line))
    for line in constraints:
        if line.most is not None:
            edges.append((line.other, line.event, line.most, line.line))
        if line.least is not None:
            edges.append((line.event, line.other, -line.least, line.line))
    return edges


def _reach(edges: Sequence[tuple[str, str, int, str]], source: str) -> dict[str, int]:
    """The shortest way from `source` to each event it reaches; there is no negative cycle."""
    found = {source: 0}
    changed = True
    while changed:
        changed = False
        for start, end, weight, _ in edges:
            if start in found and (end not in found or found[start] + weight < found[end]):
                found[end] = found[start] + weight
                changed = True
    return found


def _negative_cycle(
    names: Sequence[str], edges: Sequence[tuple[str, str, int, str]]
) -> frozenset[str]:
    """The lines of the negative cycle with the fewest edges; empty if there is none.

    From each event in turn, ways of one edge more until one comes back below zero: the first that
    does has the fewest edges of all cycles through it.
    """
    if not _goes_round(names, edges):
        return frozenset()
    best: frozenset[str] = frozenset()
    for name in names:
        lines = _cycle_through(name, edges, len(names) if not best else len(best))
        if lines and (not best or len(lines) < len(best)):
            best = lines
    return best


def _goes_round(names: Sequence[str], edges: Sequence[tuple[str, str, int, str]]) -> bool:
    """Whether there is a negative cycle at all: ways still shorten after as many steps as names."""
    found = dict.fromkeys(names, 0)
    for _ in names:
        changed = False
        for start, end, weight, _line in edges:
            if found[start] + weight < found[end]:
                found[end] = found[start] + weight
                changed = True
        if not changed:
            return False
    return True


def _cycle_through(
    source: str, edges: Sequence[tuple[str, str, int, str]], edges_most: int
) -> frozenset[str]:
    ways: dict[str, tuple[int, tuple[str, ...]]] = {source: (0, ())}
    for _ in range(edges_most):
        further: dict[str, tuple[int, tuple[str, ...]]] = {}
        for start, end, weight, line in edges:
            if start not in ways:
                continue
            length, lines = ways[start]
            way = (length + weight, (*lines, line))
            if end not in further or way[0] < further[end][0]:
                further[end] = way
        if source in further and further[source][0] < 0:
            return frozenset(further[source][1])
        ways = further
    return frozenset()
