"""What the timeline shows of each event: as stated, as it follows, by whom, in which lane.

    hours      what may lie within half a day of the occurrence, to the minute
    calendar   everything else that some line places
    unplaced   what no line places

A list is in the order of what must come before what; events of which neither must come first keep
the order they were given in, and the list says that their order is not recorded. Lines that cannot
all hold are named as sets and bound nothing: leaving some of them out would be to choose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from provesafe.casefile.lanes.calendar import DAY, clock_words
from provesafe.casefile.timeline import (
    Bounds,
    Constraint,
    Impossible,
    Order,
    Timeline,
    TimelineError,
    When,
    impossible_sets,
    tighten,
)

__all__ = [
    "Chart",
    "Happening",
    "Lane",
    "Lasting",
    "Mark",
    "Orders",
    "Spoken",
    "draw_up",
    "range_words",
]

Lane = Literal["hours", "calendar", "unplaced"]

AROUND = DAY // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A line that the timeline rests on: the words, and where they stand."""

    line: str
    words: str
    place: str
    """`S1 210–240`, `entry 14`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event as a timeline takes it in.

    Attributes:
        id: its name in the lines.
        words: one plain sentence.
        basis: what it rests on: a word of the case model, such as "entered then" or "said".
        spans: where it is spoken of, apart from when.
        unplaced: lines that say when, and that cannot be placed: no year, or after what.
    """

    id: str
    words: str
    basis: str
    spans: tuple[Spoken, ...] = ()
    unplaced: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event of the chart.

    Attributes:
        number: its number in the picture and in the table, from 1.
        happening: the event.
        lane: where it is drawn.
        stated: what each line states of it alone, with its bounds.
        follows: its bounds by all lines together.
    """

    number: int
    happening: Happening
    lane: Lane
    stated: tuple[tuple[Spoken, Bounds], ...]
    follows: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """Something that stood for a while: what was in a weapon, who had it.

    Attributes:
        words: what stood.
        during: from when until when; a side is open where no line begins or ends it.
    """

    words: str
    during: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """In which orders one event and every other may have come.

    Attributes:
        number: the event's.
        others: the numbers of those that may have come before it, at its minute or after it: for
            each set of these that is possible for any, those for which it is.
    """

    number: int
    others: tuple[tuple[tuple[Order, ...], tuple[int, ...]], ...]

    def only(self, *orders: Order) -> tuple[int, ...]:
        """Those for which these orders are possible and no other."""
        return dict(self.others).get(orders, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The timeline of a case.

    Attributes:
        marks: in an order that no line speaks against.
        between: lines that tie two events, with both numbers.
        orders: of each event and every other, in which orders they may have come.
        impossible: sets of lines that cannot all hold, each line with its place.
        impossible_complete: whether these are all such sets.
        occurrence: the number of the event that the hours are about; 0 if there is none.
        lasting: what stood meanwhile, in the order given.
    """

    marks: tuple[Mark, ...]
    between: tuple[tuple[int, int, Constraint, Spoken], ...]
    orders: tuple[Orders, ...]
    impossible: tuple[tuple[Spoken, ...], ...]
    impossible_complete: bool
    occurrence: int
    lasting: tuple[Lasting, ...] = ()

    def lane(self, lane: Lane) -> tuple[Mark, ...]:
        """The marks of one lane."""
        return tuple(one for one in self.marks if one.lane == lane)


def draw_up(
    happenings: Sequence[Happening],
    stated: Sequence[When],
    constraints: Sequence[Constraint],
    spans: Mapping[str, Spoken],
    *,
    occurrence: str = "",
    lasting: Sequence[Lasting] = (),
) -> Chart:
    """Make the chart.

    Args:
        happenings: the events, each id once.
        stated: what lines state of one event, in minutes of the wall clock.
        constraints: what lines state of one event after another.
        spans: the words and place of every line named.
        occurrence: the event that the hours lane is about; empty if there is none.
        lasting: what stood meanwhile.

    Raises:
        TimelineError: an unknown or repeated event, or a line that is not in `spans`.
    """
    names = [one.id for one in happenings]
    for line in [one.line for one in stated] + [one.line for one in constraints]:
        if line not in spans:
            raise TimelineError(f"no words are given for line `{line}`")
    impossible = impossible_sets(names, stated, constraints)
    out = impossible.lines
    timeline = tighten(
        names,
        [one for one in stated if one.line not in out],
        [one for one in constraints if one.line not in out],
    )
    ordered = _ordered(happenings, timeline)
    around = timeline.bounds.get(occurrence)
    marks = tuple(
        Mark(
            number=number,
            happening=one,
            lane=_lane(timeline.bounds[one.id], around),
            stated=tuple(
                (spans[line.line], Bounds(earliest=line.earliest, latest=line.latest))
                for line in stated
                if line.event == one.id
            ),
            follows=timeline.bounds[one.id],
        )
        for number, one in enumerate(ordered, start=1)
    )
    numbers = {one.happening.id: one.number for one in marks}
    return Chart(
        marks=marks,
        between=tuple(
            (numbers[one.event], numbers[one.other], one, spans[one.line]) for one in constraints
        ),
        orders=tuple(_orders(one, numbers, timeline) for one in marks),
        impossible=_named(impossible, spans),
        impossible_complete=impossible.complete,
        occurrence=numbers.get(occurrence, 0),
        lasting=tuple(lasting),
    )


def range_words(bounds: Bounds) -> str:
    """Bounds in words: `2026-03-02 09:14`, `from … to …`, `not stated`."""
    match bounds.earliest, bounds.latest:
        case None, None:
            return "not stated"
        case int(first), None:
            return f"from {clock_words(first)} on"
        case None, int(last):
            return f"up to {clock_words(last)}"
        case int(first), int(last) if first == last:
            return clock_words(first)
        case int(first), int(last) if first // DAY == last // DAY:
            if (first % DAY, last % DAY) == (0, DAY - 1):
                return clock_words(first)[:10]
            return f"{clock_words(first)} to {clock_words(last)[11:]}"
        case int(first), int(last):
            return f"{clock_words(first)} to {clock_words(last)}"
    return "not stated"


def _named(impossible: Impossible, spans: Mapping[str, Spoken]) -> tuple[tuple[Spoken, ...], ...]:
    return tuple(tuple(spans[line] for line in one) for one in impossible.sets)


def _lane(bounds: Bounds, around: Bounds | None) -> Lane:
    if bounds.earliest is None and bounds.latest is None:
        return "unplaced"
    if around is None or around.earliest is None or around.latest is None:
        return "calendar"
    first, last = around.earliest - AROUND, around.latest + AROUND
    ends = [one for one in (bounds.earliest, bounds.latest) if one is not None]
    near = all(first <= one <= last for one in ends)
    # A day of the occurrence itself stays in the hours, however little is known of it.
    return "hours" if near and last - first <= 3 * DAY else "calendar"


def _ordered(happenings: Sequence[Happening], timeline: Timeline) -> list[Happening]:
    """Each behind what must come before it; otherwise as given. No first day is sorted by."""
    left = list(happenings)
    before: dict[str, set[str]] = {one.id: set() for one in happenings}
    for one in happenings:
        for other, orders in timeline.orders_of(one.id).items():
            if orders == ("before",):
                before[other].add(one.id)
    done: list[Happening] = []
    placed: set[str] = set()
    while left:
        # Bounds that all hold together have no ring, so that one is always free.
        free = next(one for one in left if before[one.id] <= placed)
        left.remove(free)
        done.append(free)
        placed.add(free.id)
    return done


def _orders(mark: Mark, numbers: Mapping[str, int], timeline: Timeline) -> Orders:
    found: dict[tuple[Order, ...], list[int]] = {}
    # How it lies to the other, turned round: how the other lies to it.
    turned: dict[Order, Order] = {"before": "after", "same": "same", "after": "before"}
    for other, orders in timeline.orders_of(mark.happening.id).items():
        if other != mark.happening.id:
            key = tuple(turned[one] for one in reversed(orders))
            found.setdefault(key, []).append(numbers[other])
    return Orders(
        number=mark.number,
        others=tuple((orders, tuple(sorted(found[orders]))) for orders in sorted(found)),
    )
