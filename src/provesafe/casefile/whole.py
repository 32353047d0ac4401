"""From what a folder holds to the case as one value: the same history, the same case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from provesafe.casefile.comparing.rules import Compared, differences_of
from provesafe.casefile.comparing.standings import Roots, standings_of
from provesafe.casefile.gaps import asked_for, gaps_in_text, gaps_of_duties, gaps_of_slots
from provesafe.casefile.intake.result import Intake
from provesafe.casefile.keeping.kept import Kept
from provesafe.casefile.keeping.steps import Step
from provesafe.casefile.lanes.calendar import edtf_minutes
from provesafe.casefile.model.case import Case
from provesafe.casefile.model.duty import Duty
from provesafe.casefile.model.findings import Difference, DifferenceState
from provesafe.casefile.model.happening import Event
from provesafe.casefile.model.inquiry import Investigation
from provesafe.casefile.model.line import Account, Condition, Stated
from provesafe.casefile.model.people import Name, Party
from provesafe.casefile.model.source import Concealed, Source
from provesafe.casefile.record.beside import beside_record
from provesafe.casefile.record.conditions import conditions_of
from provesafe.casefile.record.entries import (
    entered_events,
    entered_lines,
    entered_parties,
)
from provesafe.casefile.record.instruments import instrument_lines
from provesafe.casefile.record.matrix import duties_of
from provesafe.casefile.record.reading import RecordReading
from provesafe.casefile.record.sheets import sheets_of
from provesafe.casefile.staging.lines import Staged, changes_of, stage
from provesafe.casefile.staging.merging import (
    merged_events,
    merged_parties,
    respoken,
    retimed,
)
from provesafe.casefile.timeline import Constraint

__all__ = ["Text", "case_of", "sources_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of a source and what was found in it when it was taken in."""

    source: str
    text: str
    intake: Intake


def sources_for(kept: Kept, investigation: Investigation | None) -> tuple[Source, ...]:
    """The sources that are looked at: all, or those of one investigation.

    An investigation without a list of its own has those that are open or for the parties.
    """
    if investigation is None:
        return kept.sources
    wanted = investigation.sources
    return tuple(
        one
        for one in kept.sources
        if (one.id in wanted if wanted else one.protection != "protected")
    )


def case_of(
    kept: Kept,
    texts: Sequence[Text],
    *,
    readings: Sequence[RecordReading] = (),
    first: str,
    digest: str,
    investigation: Investigation | None = None,
) -> Case:
    """The case.

    Args:
        kept: what its history comes to.
        texts: of every source that has one; those that are not looked at are passed over.
        readings: of every source that is a record; likewise.
        first: the digest of the first line of history.
        digest: of the last.
        investigation: the one it is cut for; None for the whole.
    """
    sources = {one.id: one for one in sources_for(kept, investigation)}
    held = [one for one in texts if one.source in sources]
    staged = [stage(sources[one.source], one.text, one.intake, kept.decided) for one in held]
    read = [one for one in readings if one.place in sources]
    lines = _lines_of(kept, staged, read)
    taken = tuple(one for one in lines.accounts if one.state in _TAKEN)
    whole = Case(
        id=first[:12],
        title=kept.title,
        zone=kept.zone,
        as_of_ms=kept.as_of_ms,
        status=kept.status if investigation is None else investigation.status,
        real=kept.real,
        incident_ms=next((one.incident_ms for one in read if one.incident_ms), None),
        weapon=next((one.weapon for one in read if one.weapon), ""),
        sources=tuple(_headed(one, held) for one in sources.values()),
        parties=lines.parties,
        names=lines.names,
        accounts=taken,
        waiting=tuple(one for one in lines.accounts if one.state == "waiting"),
        dropped=tuple(one for one in lines.accounts if one.state == "dropped"),
        states={line: state for one in staged for line, state in one.states.items()},
        times=tuple(each for one in staged for each in one.times),
        events=lines.events,
        conditions=(
            *(each for one in read for each in conditions_of(one)),
            *_entered_conditions(kept.entered),
        ),
        constraints=lines.constraints,
        in_force=tuple(dict.fromkeys(each for one in read for each in one.in_force)),
        comments=kept.comments,
        authorities=kept.authorities,
        requests=kept.requests,
        investigations=kept.investigations if investigation is None else (investigation,),
        cut_for=investigation.id if investigation is not None else "",
        history_lines=kept.steps,
        history_sha256=digest,
    )
    return _with_what_follows(whole, kept, held, read, lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """Every line of every source, each party and event under the one id it now has."""

    accounts: tuple[Account, ...]
    parties: tuple[Party, ...]
    names: tuple[Name, ...]
    events: tuple[Event, ...]
    constraints: tuple[Constraint, ...]
    alias: Mapping[str, str]
    """For each id of a party the one it stands under."""


def _lines_of(kept: Kept, staged: Sequence[Staged], readings: Sequence[RecordReading]) -> _Lines:
    parties, alias = merged_parties(
        [
            *(each for one in staged for each in one.parties),
            *(each for one in readings for each in entered_parties(one)),
        ]
    )
    events, event_alias = merged_events(
        [
            *(each for one in staged for each in one.events),
            *(each for one in readings for each in entered_events(one)),
            *_entered_events(kept.entered),
        ]
    )
    accounts = [each for one in staged for each in one.accounts]
    for reading in readings:
        accounts += [*instrument_lines(reading), *entered_lines(reading)]
    constraints = [
        *(each for one in staged for each in one.constraints),
        *_entered_constraints(kept.entered),
    ]
    known = {one.id for one in events}
    renamed = (retimed(one, event_alias) for one in constraints)
    return _Lines(
        accounts=tuple(respoken(one, alias, event_alias) for one in accounts),
        parties=parties,
        names=tuple(
            replace(each, party=alias.get(each.party, each.party))
            for one in staged
            for each in one.names
        ),
        events=events,
        constraints=tuple(one for one in renamed if {one.event, one.other} <= known),
        alias=alias,
    )


def _with_what_follows(
    case: Case,
    kept: Kept,
    texts: Sequence[Text],
    readings: Sequence[RecordReading],
    lines: _Lines,
) -> Case:
    """The same case with everything that is computed from its lines."""
    taken, events, parties = case.accounts, case.events, case.parties
    roots = Roots(lines.accounts, parties, case.sources)
    besides = tuple(each for one in readings for each in beside_record(one, taken, events, parties))
    duties = tuple(
        _owed_by(each, lines.alias) for one in readings for each in duties_of(one, taken, events)
    )
    compared = Compared(
        accounts=taken, events=events, constraints=case.constraints, besides=besides, roots=roots
    )
    standings = standings_of(events, taken, roots)
    entries = frozenset(each.id for one in readings for each in entered_events(one))
    in_texts = [
        each for one in texts for each in gaps_in_text(one.source, one.text, one.intake.gaps)
    ]
    told_of = [one for one in events if one.id not in entries]
    gaps = [
        *in_texts,
        *gaps_of_slots(told_of, standings, in_texts),
        *gaps_of_duties(duties),
    ]
    return replace(
        case,
        differences=tuple(_judged(one, kept) for one in differences_of(compared)),
        standings=standings,
        besides=besides,
        duties=duties,
        sheets=sheets_of(readings, parties, taken, duties),
        gaps=asked_for(gaps, kept.requests),
    )


_TAKEN = ("accepted", "corrected", "entered")


def _owed_by(duty: Duty, parties: Mapping[str, str]) -> Duty:
    """A duty with its holders under the ids that now stand."""
    return replace(
        duty,
        holders=tuple(parties.get(one, one) for one in duty.holders),
        known=tuple(replace(one, party=parties.get(one.party, one.party)) for one in duty.known),
    )


def _judged(difference: Difference, kept: Kept) -> Difference:
    """A difference in the state that somebody has said it is in."""
    said = kept.decided.get(difference.id, ())
    if not said:
        return difference
    state = changes_of(difference.id, kept.decided).get("state", "open")
    return replace(
        difference,
        state=cast(DifferenceState, state),
        by=said[-1].by,
        at_ms=said[-1].at_ms,
        note=said[-1].note,
    )


def _headed(source: Source, texts: Iterable[Text]) -> Source:
    """A source with what its own text says of itself."""
    found = next((one.intake for one in texts if one.source == source.id), None)
    if found is None:
        return source
    head = found.head
    offered = next((one.offer for one in found.questions if one.offer), None)
    published = source.published
    if published.how == "not recorded" and offered:
        published = replace(published, edtf=offered, how="offered")
    return replace(
        source,
        published=published,
        publication=head.publication.text if head.publication else source.publication,
        byline=head.byline.text if head.byline else "",
        credit=head.credit.text if head.credit else "",
        concealed=tuple(
            Concealed(start=one.start, end=one.end, reason=one.reason) for one in found.hidden
        ),
    )


def _entered_events(steps: Iterable[Step]) -> Iterator[Event]:
    """Events that somebody entered by hand: of the timeline, not of any source."""
    for step in steps:
        if step.what != "event":
            continue
        edtf = step.text("edtf")
        bounds = edtf_minutes(edtf) if edtf else None
        time = Stated(
            id=f"{step.on}.given",
            line=step.on,
            text=step.text("text"),
            edtf=edtf or None,
            how="given" if bounds else "not placed",
            earliest=bounds[0] if bounds else None,
            latest=bounds[1] if bounds else None,
        )
        yield Event(
            id=step.on,
            kind=step.text("kind"),
            cites=(),
            times=(time,) if edtf else (),
            weapon=step.text("weapon"),
        )


def _entered_constraints(steps: Iterable[Step]) -> Iterator[Constraint]:
    for step in steps:
        if step.what == "constraint":
            yield Constraint(
                event=step.text("event"),
                other=step.text("other"),
                line=step.text("line") or step.on,
                least=step.number("least"),
                most=step.number("most"),
            )


def _entered_conditions(steps: Iterable[Step]) -> Iterator[Condition]:
    for step in steps:
        if step.what == "condition":
            yield Condition(
                id=step.on,
                source="",
                basis="said",
                text=step.text("condition"),
                cites=(),
                state="accepted",
                subject=step.text("subject"),
                condition=step.text("condition"),
            )
