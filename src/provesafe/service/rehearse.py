"""Play a day file through the rules: every request decided, every report entered, to the end.

The day is played into a real record, with real keys and the same way in as on set; where that
record lives is the caller's business. An act that cannot be read stops the play with its line: the
file is wrong, and a day half played would look like an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from provesafe import custody
from provesafe.errors import InputError, Span
from provesafe.service.answers.decision import Decision
from provesafe.service.auditing.finding import Audit
from provesafe.service.auditing.opened import audit_production
from provesafe.service.day.file import DayAct, DayFile, DayFileError
from provesafe.service.entering import Ask, Report, ask, report, tick
from provesafe.service.opening import Adopt, adopt
from provesafe.service.production import Production
from provesafe.service.reading import introduce, read_act

__all__ = ["Played", "Rehearsal", "rehearse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One act of the day file and what came of it."""

    act: DayAct
    decisions: tuple[Decision, ...]

    @property
    def refused(self) -> bool:
        """Whether a rule held any of it up."""
        return any(decision.decision == "refuse" for decision in self.decisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A day, played."""

    day: DayFile
    played: tuple[Played, ...]
    audit: Audit

    @property
    def refused(self) -> tuple[Played, ...]:
        """The requests that a rule held up, in order."""
        return tuple(played for played in self.played if played.refused)


def rehearse(
    production: Production,
    day: DayFile,
    adoptions: Sequence[Adopt],
    *,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Rehearsal:
    """Play a day into an open production.

    Args:
        production: opened with the day's people, clock and rulebooks.
        day: the day, read.
        adoptions: the rulebooks it names, loaded; taken on after its tables are entered.
        progress: told how many acts are done, of how many.

    Raises:
        DayFileError: an act of the file cannot be read; its line is named.
    """
    for row in day.people:
        introduce(production, str(row["id"]), str(row.get("name", "")))
    everything = len(day.tables) + len(day.acts)
    for done, entry in enumerate(day.tables):
        progress(done, everything)
        _play(production, day, entry)
    first_ms = day.acts[0].at_ms if day.acts else day.until_ms
    keeper = production.people.id_of(day.keeper)
    adopt(production, adoptions, by=keeper, now_ms=first_ms)
    played: list[Played] = []
    for done, entry in enumerate(day.acts, start=len(day.tables)):
        progress(done, everything)
        played.extend(_play(production, day, entry))
    tick(production, now_ms=day.until_ms)
    return Rehearsal(
        day=day,
        played=tuple(played),
        audit=audit_production(production, observed_until_ms=day.until_ms),
    )


def _play(production: Production, day: DayFile, entry: DayAct) -> list[Played]:
    """Play one act; a refused request that was done anyway is played twice: asked, and reported."""
    acts = _acts(production, day, entry)
    if entry.kind == "report":
        return [_played(entry, report(production, Report(acts=acts), now_ms=entry.at_ms))]
    asked = ask(
        production, Ask(acts=acts, done=entry.done, atomic=entry.atomic), now_ms=entry.at_ms
    )
    played = [_played(entry, asked)]
    refused = [act for act, one in zip(acts, asked, strict=True) if one.decision == "refuse"]
    if entry.anyway and refused:
        done = report(production, Report(acts=tuple(refused)), now_ms=entry.at_ms)
        played.append(_played(replace(entry, kind="report"), done))
    return played


def _played(entry: DayAct, decisions: tuple[Decision, ...]) -> Played:
    told = tuple(
        replace(one, label=entry.label, line=entry.line, assumed=entry.assumed) for one in decisions
    )
    return Played(act=entry, decisions=told)


def _acts(production: Production, day: DayFile, entry: DayAct) -> tuple[custody.Act, ...]:
    """Read the acts of one entry, people by the record's ids; the line stands in every error."""
    try:
        return tuple(
            read_act(
                production,
                entry.name,
                item,
                happened_ms=entry.happened_ms,
                learned_ms=entry.learned_ms,
            )
            for item in entry.items
        )
    except InputError as error:
        span = Span(source=day.source, start=0, end=0, line=entry.line, column=1)
        raise DayFileError(error.message, hint=error.hint, span=span) from error
