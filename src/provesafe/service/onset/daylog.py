"""The log of one shooting day: what was entered, in order, one sentence each.

It says what was entered and when it is said to have happened. Requests that were not yet are in it
too: the sentence says so. "Show me again" and "did not take" are in no log: they are in the record,
and in a person's own (docs/charter.md). What was entered after an incident is marked so.
"""

from __future__ import annotations

from dataclasses import dataclass

from provesafe import custody
from provesafe.service.onset.hour import entered_after
from provesafe.service.onset.listing import name_of
from provesafe.service.production import Production
from provesafe.service.record.history import Entered

__all__ = ["LogLine", "day_log"]

NOT_TOLD = frozenset({"decline", "refuse_work", "ask_to_see", "keep_alive"})
_ANSWERS_NOT_TOLD = frozenset({"show me again", "not me"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the log."""

    at_ms: int
    """When it was recorded."""
    said_ms: int
    """When it happened, as its signer says."""
    words: str
    asked_only: bool
    """A request that did not go ahead."""
    entry: int
    """The leaf index of its entry."""
    act: custody.Act
    after_incident: bool
    """Whether it was entered after an incident; it is shown with that mark."""
    noted_by: str = ""
    """The name of whoever noted it from what was said aloud; empty for nobody."""

    @property
    def late(self) -> bool:
        """Whether it was entered later than it happened."""
        return self.at_ms // 60_000 != self.said_ms // 60_000


def day_log(production: Production, day: int, *, language: str = "en") -> tuple[LogLine, ...]:
    """The log of one shooting day.

    Args:
        production: not moved.
        day: the shooting day, yyyymmdd.
        language: of its sentences, by its two letters.
    """
    every = production.entered
    marked = entered_after(every)
    return tuple(
        line
        for entered in every
        if production.times.shooting_day_of(entered.ms) == day
        for line in _lines(
            production, entered, after_incident=entered.index in marked, language=language
        )
    )


def _lines(
    production: Production, entered: Entered, *, after_incident: bool, language: str
) -> list[LogLine]:
    say = custody.CATALOGUES[language]
    lines = []
    for act, only in (
        *((one, False) for one in entered.acts),
        *((one, True) for one in entered.refused),
    ):
        if act.name in NOT_TOLD or (act.name == "answer" and act.text("what") in _ANSWERS_NOT_TOLD):
            continue
        lines.append(
            LogLine(
                at_ms=entered.ms,
                said_ms=act.happened_ms if act.happened_ms is not None else entered.ms,
                words=custody.sentence(act, names=_names(production, act), say=say),
                asked_only=only,
                entry=entered.index,
                act=act,
                after_incident=after_incident,
                noted_by=name_of(production, entered.scribe) if entered.scribe else "",
            )
        )
    return lines


def _names(production: Production, act: custody.Act) -> dict[str, str]:
    """The names of everybody an act names."""
    found: dict[str, str] = {}
    for field in act.type.fields:
        if field.kind == "person" and field.name in act.fields:
            value = act.fields[field.name]
            for one in value if isinstance(value, tuple) else (str(value),):
                found[one] = name_of(production, one)
    return found
