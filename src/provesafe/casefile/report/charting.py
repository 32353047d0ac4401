"""A case's events as a timeline takes them in: words, basis, and the lines that say when."""

from __future__ import annotations

from types import MappingProxyType

from provesafe.casefile.lanes import Chart, Happening, Lasting, Spoken, draw_up
from provesafe.casefile.model import Case, Condition, Event, Stated, entries_of, spans_of
from provesafe.casefile.report.wordings import place_words, quoted
from provesafe.casefile.timeline import Bounds, When

__all__ = ["chart_of", "event_words"]

_KINDS = MappingProxyType(
    {
        "hand-over": "A hand-over",
        "assurance": "Words on what is in it",
        "showing": "A showing",
        "direction": "A direction given",
        "aim": "An aim taken",
        "check": "A check",
        "loading": "A loading",
        "call": "A call",
        "trigger": "A trigger or hammer moved",
        "discharge": "A discharge",
        "death": "A death",
        "injury": "An injury",
        "realisation": "Something learned",
        "interview": "An interview",
    }
)
_OCCURRENCE = ("discharge", "injury", "death")
"""The event that the hours are about: the first of these kinds that some line places."""


def event_words(event: Event) -> str:
    """An event in a few words: its kind, the weapon, and the first words that speak of it."""
    kind = _KINDS.get(event.kind, event.kind.capitalize() or "An event")
    weapon = f" ({event.weapon})" if event.weapon else ""
    expected = ", expected" if event.expected else ""
    entries, spans = entries_of(event.cites), spans_of(event.cites)
    words = entries[0].words if entries else spans[0].exact if spans else ""
    said = f": {quoted(words)}" if words else ""
    return f"{kind}{weapon}{expected}{said}"


def chart_of(case: Case) -> Chart:
    """Draw up the timeline of a case; its minutes are those of the wall clock of its zone."""
    stated: list[When] = []
    spans: dict[str, Spoken] = {}
    for event in case.events:
        for one in event.times:
            if one.earliest is None and one.latest is None:
                continue
            stated.append(
                When(event=event.id, line=one.id, earliest=one.earliest, latest=one.latest)
            )
            spans[one.id] = _span(case, one)
    for line in case.constraints:
        if line.line not in spans:
            spans[line.line] = _line_span(case, line.line)
    placed = {one.event for one in stated}
    occurrence = next(
        (
            event.id
            for kind in _OCCURRENCE
            for event in case.events
            if event.kind == kind and event.id in placed and not event.expected
        ),
        "",
    )
    return draw_up(
        [_happening(case, one) for one in case.events],
        stated,
        case.constraints,
        spans,
        occurrence=occurrence,
        lasting=[_lasting(one) for one in case.conditions],
    )


def _lasting(condition: Condition) -> Lasting:
    begins, ends = condition.begins, condition.ends
    return Lasting(
        words=f"{condition.subject}: {condition.condition}",
        during=Bounds(
            earliest=begins.earliest if begins else None, latest=ends.latest if ends else None
        ),
    )


def _happening(case: Case, event: Event) -> Happening:
    basis = "expected" if event.expected else ""
    for one in event.times:
        basis = basis or _basis(case, one)
    return Happening(
        id=event.id,
        words=event_words(event),
        basis=basis or ("entered then" if entries_of(event.cites) else "said"),
        spans=tuple(
            Spoken(line=event.id, words=one.exact, place=place_words(one))
            for one in spans_of(event.cites)
        ),
        unplaced=tuple(
            _span(case, one)
            for one in event.times
            if one.earliest is None and one.latest is None and one.text
        ),
    )


def _basis(case: Case, stated: Stated) -> str:
    line = case.account(stated.line)
    if line is None:
        return ""
    if line.form == "own voice":
        return "publication"
    if line.basis == "said" and line.level > 1:
        return "second-hand"
    return line.basis


def _span(case: Case, stated: Stated) -> Spoken:
    places = ", ".join(place_words(one) for one in stated.cites)
    return Spoken(
        line=stated.id, words=stated.text, place=places or _line_span(case, stated.line).place
    )


def _line_span(case: Case, line_id: str) -> Spoken:
    line = case.account(line_id)
    if line is None:
        return Spoken(line=line_id, words="", place=line_id)
    places = ", ".join(place_words(one) for one in line.cites)
    return Spoken(line=line_id, words=line.text, place=places or line_id)
