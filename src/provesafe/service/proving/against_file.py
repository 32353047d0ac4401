"""A day of the record replayed against a protocol that somebody wrote down.

The file says which acts are entries of its steps and failures; the prover follows them. Nothing of
the day is dropped silently: what the file has no step for, what is about another weapon and what
was asked for and did not go ahead is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provesafe.custody import Act, Walk
from provesafe.prover import (
    Answer,
    Course,
    DayEntry,
    Distances,
    Left,
    Protocol,
    TooLargeError,
    answer_protocol,
    course_of,
    ground,
    left_from,
)
from provesafe.service.production import Production
from provesafe.service.proving.replaying import Met, sets_begun

__all__ = ["FileReplay", "replayed_against", "weapons_of_day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReplay:
    """A day, replayed against a protocol file."""

    weapon: str
    day: int
    answer: Answer
    course: Course
    sets: tuple[Met, ...]
    """The nearest to complete first."""
    left: Left | None
    """From where the day left it; None where that cannot be said."""
    others: Mapping[str, int]
    """How many entries of the day are about each other weapon."""
    not_gone_ahead: int
    """How many acts were asked for and did not go ahead."""


def weapons_of_day(production: Production, day: int) -> tuple[str, ...]:
    """The firearms that the entries of a shooting day name, by id."""
    known = production.state.weapons
    named = {act.text("weapon") for act, _ in _acts(production, day) if act.has("weapon")}
    return tuple(sorted(one for one in named if one in known and known[one].is_firearm))


def replayed_against(
    production: Production, protocol: Protocol, weapon: str, *, day: int
) -> FileReplay:
    """Replay one shooting day of the record against a protocol file.

    Args:
        production: whose record it is.
        protocol: what was written down; of several copies of a thing, one is followed.
        weapon: the id of the weapon in the record that is meant.
        day: the shooting day, as yyyymmdd.

    Raises:
        TooLargeError: the protocol, or the ways to an entry, are too many to be searched.
    """
    alone = protocol.with_copies(1)
    answer = answer_protocol(alone, stories=1)
    entries: list[DayEntry] = []
    others: Counter[str] = Counter()
    for act, entry in _acts(production, day):
        if act.has("weapon") and act.text("weapon") != weapon:
            others[act.text("weapon")] += 1
        else:
            entries.append(entry)
    system = ground(alone)
    course = course_of(alone, system, entries)
    happened = {answer.causes.get(one.failure, one.failure) for one in course.happened}
    try:
        left = left_from(alone, system, Distances(system), course.state)
    except TooLargeError:
        left = None
    return FileReplay(
        weapon=weapon,
        day=day,
        answer=answer,
        course=course,
        sets=sets_begun(answer, happened),
        left=left,
        others=dict(sorted(others.items())),
        not_gone_ahead=sum(
            len(one.refused)
            for one in production.entered
            if production.times.shooting_day_of(one.ms) == day
        ),
    )


def _acts(production: Production, day: int) -> Iterator[tuple[Act, DayEntry]]:
    """The acts of a day, with the roles that people had when each was entered."""
    walk = Walk()
    for entered in production.entered:
        today = production.times.shooting_day_of(entered.ms) == day
        for act in entered.acts:
            if today:
                people = walk.state().people
                roles = {
                    one: people[one].roles
                    for field in act.type.fields
                    if field.kind == "person"
                    for one in _named(act, field.name)
                    if one in people
                }
                yield act, DayEntry(act=act, roles=roles, index=entered.index)
            walk.follow(act)


def _named(act: Act, field: str) -> tuple[str, ...]:
    value = act.fields.get(field, ())
    return (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
