"""The whole report, in the order of an accident investigator's: factual first, findings last.

    0 purpose and scope · 1 factual information · 2 accounts · 3 timeline · 4 differences
    5 not recorded · 6 actions and inactions by duty · 7 sheets by person
    8 comments of the parties · 9 analysis · 10 conclusions · 11 safety actions
    A sources with hashes · B places, with the words that stand there · C how this was made

Analysis and conclusions stay empty unless a named person signs them; what they wrote is set apart,
and nothing generated stands beside it. Source of the order: ICAO Annex 13, appendix 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from provesafe.casefile.model import PURPOSE, Case, Investigation, Source
from provesafe.casefile.report.blocks import (
    Apart,
    Block,
    Grid,
    Points,
    References,
    Report,
    Said,
    Section,
)
from provesafe.casefile.report.owed import duties, people
from provesafe.casefile.report.recorded import factual, held
from provesafe.casefile.report.told import accounts, differences, gaps
from provesafe.casefile.report.when import timeline
from provesafe.casefile.report.wordings import Clock, quoted, role_of

__all__ = ["report_of"]

EMPTY = "Empty: no named person has signed anything here."


def report_of(case: Case, *, clock: Clock) -> Report:
    """Put together what a report of a case says.

    Args:
        case: as computed, whole or cut.
        clock: moments as the clock of the place shows them.
    """
    refs = References()
    sections = (
        *held(case, refs, clock),
        *factual(case, refs, clock),
        *accounts(case, refs, clock),
        timeline(case, refs),
        *differences(case, refs, clock),
        gaps(case, refs, clock),
        *duties(case, refs, clock),
        *people(case, refs, clock),
        _comments(case, clock),
        _signed("9", "Analysis", case, "analysis"),
        _signed("10", "Conclusions", case, "conclusions"),
        _actions(case, refs),
        *_annexes(case, refs, clock),
    )
    return Report(
        title=f"Report: {case.title}",
        standing=f"Status: {case.status}, as of {clock(case.as_of_ms)} ({case.zone})",
        purpose=PURPOSE,
        facts=_facts(case, clock),
        mark="" if case.real == "real" else case.real,
        sections=sections,
        references=refs.listed(),
    )


def _facts(case: Case, clock: Clock) -> tuple[tuple[str, str], ...]:
    """What the first page says of the case, at a glance."""
    records = [one for one in case.sources if one.kind == "record"]
    looks = [one for one in case.investigations if case.cut_for in ("", one.id)]
    signed = [one.signed_by for one in looks if one.signed_by and (one.analysis or one.conclusions)]
    incident = clock(case.incident_ms) if case.incident_ms is not None else "none held"
    return (
        ("Case", case.id),
        ("Entry of an incident", incident),
        ("Weapon looked at", case.weapon or "none known"),
        ("Records", "; ".join(f"{one.id}, {one.entries} entries" for one in records) or "none"),
        ("Texts", ", ".join(one.id for one in case.sources if one.kind != "record") or "none"),
        ("Investigations", ", ".join(f"{one.id}, {one.status}" for one in looks) or "none entered"),
        ("Analysis, conclusions", f"signed by {', '.join(signed)}" if signed else EMPTY),
    )


def _comments(case: Case, clock: Clock) -> Section:
    items = tuple(
        Said(
            words=f"{role_of(case, one.party) if case.party(one.party) else one.party}, "
            f"{clock(one.given_ms)}, on {one.on}: {quoted(one.text)}"
        )
        for one in case.comments
    )
    block = Points(items=items or (Said(words="No party has replied to anything yet."),))
    return Section(number="8", title="Comments of the parties", level=1, blocks=(block,))


def _signed(number: str, title: str, case: Case, name: str) -> Section:
    """What named persons signed; empty without."""
    found: list[Block] = []
    for one in case.investigations:
        words = _words_of(one, name)
        if one.signed_by and words and case.cut_for in ("", one.id):
            found.append(
                Apart(signed_by=f"{one.signed_by}, for investigation {one.id}", words=words)
            )
    return Section(number=number, title=title, level=1, blocks=tuple(found) or (Said(words=EMPTY),))


def _words_of(investigation: Investigation, name: str) -> str:
    return investigation.analysis if name == "analysis" else investigation.conclusions


def _actions(case: Case, refs: References) -> Section:
    """What was done about it since, by entry: the acts that are entered as taken about a matter."""
    taken = [
        one
        for one in case.accounts
        if one.after_incident and one.form == "entry" and "took action" in one.text
    ]
    items = tuple(
        Said(words=f"{role_of(case, one.observer)}: {quoted(one.text)}", cites=refs(one.cites))
        for one in taken
    )
    block = Points(items=items or (Said(words="Not recorded in any source held."),))
    return Section(number="11", title="Safety actions entered since", level=1, blocks=(block,))


def _annexes(case: Case, refs: References, clock: Clock) -> Iterator[Section]:
    head = ("Source", "SHA-256", "Bytes", "Shown to a reader")
    rows = tuple(
        (
            Said(words=one.id),
            Said(words=one.sha256),
            Said(words=str(one.bytes_count)),
            Said(words=_shown(one)),
        )
        for one in case.sources
    )
    grid = Grid(caption="Sources and what they are known by", head=head, rows=rows)
    yield Section(number="A", title="Sources with hashes", level=1, blocks=(grid,))
    places = Grid(
        caption="Every place that is pointed at",
        head=("No.", "Place", "What stands there"),
        rows=tuple(
            (
                Said(words=str(one.number)),
                Said(words=f"{one.place}{' · ' + one.note if one.note else ''}"),
                Said(words=quoted(one.words)),
            )
            for one in refs.listed()
        ),
    )
    yield Section(number="B", title="Places", level=1, blocks=(places,))
    yield Section(number="C", title="How this was made", level=1, blocks=(_made(case, clock),))


def _shown(source: Source) -> str:
    if not source.concealed:
        return "all of it" if source.kind != "record" else "every entry"
    stretches = "; ".join(f"{one.start}–{one.end} {one.reason}" for one in source.concealed)
    return f"all but {stretches}"


def _made(case: Case, clock: Clock) -> Points:
    dates = [
        Said(
            words=f"{one.id}: publication date {one.published.edtf}, given by "
            f"{quoted(one.published.by) if one.published.by else 'not recorded'}"
        )
        for one in case.sources
        if one.published.how == "given" and one.published.edtf
    ]
    return Points(
        items=(
            Said(
                words="Lines were found by fixed rules and taken over by named persons one by one."
            ),
            Said(
                words="Where a text states no year and nobody gave a publication date, none is set."
            ),
            *dates,
            Said(
                words=f"{case.history_lines} lines of history, the last with SHA-256 "
                f"{case.history_sha256 or 'none'}; as of {clock(case.as_of_ms)}"
            ),
        )
    )
