"""A sheet for each person: did, was shown, was told, had a duty, no entry, was not enrolled.

Everyone involved in the use has one, and so has everyone whom a source names in it or has speak of
it. Nobody is called anything but what the entry or the source says, and no sheet adds anything up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from provesafe.casefile.comparing.phrases import is_practice
from provesafe.casefile.model.duty import Duty, Known
from provesafe.casefile.model.line import Account
from provesafe.casefile.model.people import Party, Sheet, SheetLine
from provesafe.casefile.model.places import Span, spans_of
from provesafe.casefile.record.matrix import known_by
from provesafe.casefile.record.reading import RecordReading

__all__ = ["sheets_of"]

_SILENT = ("no entry, record open", "record could not receive")


def sheets_of(
    readings: Sequence[RecordReading],
    parties: Sequence[Party],
    accounts: Sequence[Account],
    duties: Sequence[Duty],
) -> tuple[Sheet, ...]:
    """One sheet for each person.

    Args:
        readings: the records.
        parties: everybody, under the ids that now stand.
        accounts: the lines that were taken over, and entries.
        duties: the duty matrix.
    """
    involved = {reading.party(row.person) for reading in readings for row in reading.involved}
    speaking = {one.observer for one in accounts if one.about and one.form != "own voice"}
    spoken_of = {each.value for one in accounts for each in one.about}
    lines = [
        cite
        for one in accounts
        if one.about or is_practice(one.text)
        for cite in spans_of(one.cites)
    ]
    return tuple(
        _sheet(readings, party, accounts, duties)
        for party in parties
        if party.kind == "person"
        and (
            {party.id, *party.same_as} & (involved | speaking | spoken_of)
            or _within(spans_of(party.mentions), lines)
        )
    )


def _within(mentions: Sequence[Span], lines: Sequence[Span]) -> bool:
    """Whether a line that speaks of an event, or of a practice, names them."""
    return any(
        line.source == one.source and line.start <= one.start and one.end <= line.end
        for one in mentions
        for line in lines
    )


def _sheet(
    readings: Sequence[RecordReading],
    party: Party,
    accounts: Sequence[Account],
    duties: Sequence[Duty],
) -> Sheet:
    ids = {party.id, *party.same_as}
    entered = [one for one in accounts if one.form == "entry" and one.observer in ids]
    said = [one for one in accounts if one.form != "entry" and one.observer in ids]
    known = [
        one
        for reading in readings
        if reading.people_in == party.record
        for one in known_by(reading, party.person, reading.ended_ms)
    ]
    own = [one for one in duties if ids & set(one.holders)]
    return Sheet(
        party=party.id,
        role=party.role,
        enrolled=any(
            party.person in reading.roles
            for reading in readings
            if reading.people_in == party.record
        ),
        did=tuple(map(_of_account, entered)),
        was_shown=_lines(known, "was shown"),
        was_told=_lines(known, "was told"),
        said=tuple(map(_of_account, said)),
        learned=_lines(known, "learned"),
        duties=tuple(one.id for one in own),
        no_entry=tuple(_silences(own)),
    )


def _of_account(account: Account) -> SheetLine:
    return SheetLine(
        words=account.text,
        cites=account.cites,
        at_ms=account.at_ms,
        after_incident=account.after_incident,
    )


def _lines(known: Iterable[Known], how: str) -> tuple[SheetLine, ...]:
    return tuple(
        SheetLine(words=one.words, cites=one.cites, at_ms=one.at_ms)
        for one in known
        if one.how == how
    )


def _silences(duties: Iterable[Duty]) -> Iterator[SheetLine]:
    for duty in duties:
        for cell in duty.cells:
            if cell.grade in _SILENT:
                asked = duty.would_show or duty.title
                yield SheetLine(
                    words=f"{asked}: {cell.grade}", cites=cell.cites, at_ms=duty.opened_ms
                )
