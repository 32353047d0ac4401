"""The one edit that turns the day that keeps a rule into the day that breaks it."""

from __future__ import annotations

from dataclasses import replace

from provesafe.service.day.file import Broken, DayAct, DayFile, DayFileError

__all__ = ["broken_day"]


def broken_day(day: DayFile) -> DayFile:
    """The day with its `[broken]` edit made: one act removed, moved or changed.

    Raises:
        DayFileError: the file has no such edit.
    """
    edit = day.broken
    if edit is None:
        raise DayFileError("the file has no `[broken]` edit", hint="add a [broken] table")
    return replace(day, acts=_edited(day, edit), broken=None)


def _edited(day: DayFile, edit: Broken) -> tuple[DayAct, ...]:
    chosen = next(act for act in day.acts if act.label == edit.label)
    rest = [act for act in day.acts if act is not chosen]
    if edit.how == "remove":
        return tuple(rest)
    if edit.how == "change":
        items = tuple({**item, **edit.values} for item in chosen.items)
        return tuple(replace(act, items=items) if act is chosen else act for act in day.acts)
    if edit.at:
        at_ms = day.times.parse(edit.at)
        place = sum(1 for act in rest if act.at_ms <= at_ms)
    else:
        place = 1 + next(i for i, act in enumerate(rest) if act.label == edit.after)
        at_ms = rest[place - 1].at_ms
    return (*rest[:place], replace(chosen, at_ms=at_ms), *rest[place:])
