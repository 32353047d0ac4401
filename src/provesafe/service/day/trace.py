"""A day file as the trace its acts make when all of them happen: for cases of rules, and study.

Nothing is asked and nothing is recorded: a request counts as done. People stand by their labels.
"""

from __future__ import annotations

from provesafe import custody
from provesafe.rulebook import Fact, TimePoint
from provesafe.service.day.file import DayAct, DayFile

__all__ = ["acts_of", "time_points"]


def time_points(day: DayFile) -> tuple[TimePoint, ...]:
    """One time-point for each entry of the day, its tables first."""
    walk = custody.Walk()
    return tuple(
        TimePoint(
            entry.at_ms // 1000,
            frozenset(
                Fact(predicate, arguments)
                for act in acts_of(day, entry)
                for predicate, arguments in walk.take(act)
            ),
        )
        for entry in (*day.tables, *day.acts)
    )


def acts_of(day: DayFile, entry: DayAct) -> tuple[custody.Act, ...]:
    """The acts of one entry of the day, in their place.

    Raises:
        InputError: an act or a field is not known.
    """
    return tuple(
        custody.parse_act(
            entry.name,
            fields,
            at_ms=entry.at_ms,
            happened_ms=entry.happened_ms,
            learned_ms=entry.learned_ms,
            shooting_day=day.times.shooting_day_of(entry.at_ms),
            date=day.times.date_of(entry.at_ms),
        )
        for fields in entry.items
    )
