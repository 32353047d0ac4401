"""Chapters that rest on what is held and on what was entered: purpose and scope, the factual part.

The factual part holds what instruments show and physical items, then what was entered, each with
who entered it and when. It takes nothing from what was printed or said.
"""

from __future__ import annotations

from collections.abc import Iterator

from provesafe.casefile.model import Account, Case, Source
from provesafe.casefile.report.blocks import Grid, Points, References, Said, Section
from provesafe.casefile.report.wordings import Clock, line_words, quoted, role_of

__all__ = ["factual", "held"]

_NONE = "Not recorded in any source held."


def held(case: Case, refs: References, clock: Clock) -> Iterator[Section]:
    """Chapter 0: purpose, scope, what is held and what is not, who asked for what."""
    of = f" Cut for one investigation: {quoted(case.cut_for)}." if case.cut_for else ""
    yield Section(
        number="0",
        title="Purpose and scope",
        level=1,
        blocks=(
            Said(
                words="What was entered, what was said, what differs and what nobody recorded is "
                "listed here side by side. A line is what somebody stated, not what is so." + of
            ),
            Said(
                words=f"{len(case.sources)} sources, {len(case.accounts)} lines gone through by a "
                f"person or entered in a record, {len(case.waiting)} waiting for one, "
                f"{len(case.dropped)} dropped; {len(case.differences)} differences, "
                f"{len(case.gaps)} things in no source held."
            ),
        ),
    )
    yield Section(number="0.1", title="Sources held", level=2, blocks=(_sources(case, clock),))
    yield Section(number="0.2", title="Who looks into it", level=2, blocks=(_inquiries(case),))
    asked = Points(
        items=tuple(
            Said(
                words=f"Asked on {clock(one.asked_ms)}: {quoted(one.what)}; "
                + (
                    f"answered on {clock(one.answered_ms)}: {quoted(one.answer)}"
                    if one.answered_ms is not None
                    else "no answer held"
                )
            )
            for one in case.requests
        )
        or (Said(words="Nothing has been asked for."),)
    )
    yield Section(number="0.3", title="Asked for", level=2, blocks=(asked,))
    del refs


def _sources(case: Case, clock: Clock) -> Grid:
    rows = tuple(
        (
            Said(words=one.id),
            Said(words=f"{one.kind}: {quoted(one.title)}"),
            Said(words=_published(one)),
            Said(words=f"{clock(one.acquired.taken_ms)}, {one.acquired.how or 'not recorded how'}"),
            Said(words=one.protection),
        )
        for one in case.sources
    )
    head = ("Source", "What it is", "Published", "Taken in", "For whom")
    return Grid(caption="Sources", head=head, rows=rows)


def _published(source: Source) -> str:
    if source.kind == "record":
        return f"a record of {source.entries} entries; {source.checked or 'not checked'}"
    when = source.published.edtf
    if source.published.how == "given" and when:
        return f"{when}, as given by whoever took it in"
    if source.published.how == "offered" and when:
        return f"not taken over; the text offers {when}"
    return "not recorded"


def _inquiries(case: Case) -> Points:
    items = [
        Said(
            words=f"{one.name}{' (lead)' if one.lead else ''}, "
            f"by {one.instrument or 'not recorded'}"
            + (f", reference {one.reference}" if one.reference else "")
        )
        for one in case.authorities
    ]
    items += [
        Said(words=f"Investigation {one.id}: {quoted(one.title)}; {one.status}")
        for one in case.investigations
    ]
    return Points(items=tuple(items) or (Said(words="No authority has been entered."),))


def factual(case: Case, refs: References, clock: Clock) -> Iterator[Section]:
    """Chapter 1: instruments and items; then what was entered, by whom and when."""
    lead = (
        "Only what instruments show, physical items and entries of a record stand here. "
        "An entry is what its signer stated."
    )
    yield Section(number="1", title="Factual information", level=1, blocks=(Said(words=lead),))
    when = clock(case.incident_ms) if case.incident_ms is not None else ""
    occurrence = [
        Said(words=f"An incident was entered at {when}")
        if when
        else Said(words=f"Time of the occurrence. {_NONE}"),
        Said(words=f"Weapon: {case.weapon}") if case.weapon else Said(words=f"Weapon. {_NONE}"),
    ]
    yield Section(
        number="1.1", title="The occurrence", level=2, blocks=(Points(items=tuple(occurrence)),)
    )
    yield Section(number="1.2", title="People, by role", level=2, blocks=(_people(case, refs),))
    shown = [one for one in case.accounts if one.basis == "instrument"]
    yield _lines("1.3", "Instruments and physical items", case, shown, refs, clock)
    entered = [one for one in case.accounts if one.basis in ("entered then", "entered later")]
    before = [one for one in entered if not one.after_incident]
    after = [one for one in entered if one.after_incident]
    yield _lines("1.4", "Entered before and at the occurrence", case, before, refs, clock)
    yield _lines("1.5", "Entered after the incident", case, after, refs, clock)
    books = Points(
        items=tuple(
            Said(
                words=f"{quoted(one.title)}, version {one.version}, "
                f"{'in force' if one.mode == 'enforced' else 'watched'}; digest {one.digest[:16]}"
            )
            for one in case.in_force
        )
        or (Said(words=_NONE),)
    )
    yield Section(number="1.6", title="Rules the production worked by", level=2, blocks=(books,))


def _lines(
    number: str,
    title: str,
    case: Case,
    lines: list[Account],
    refs: References,
    clock: Clock,
) -> Section:
    items = tuple(Said(words=line_words(case, one, clock), cites=refs(one.cites)) for one in lines)
    block = Points(items=items or (Said(words=_NONE),))
    return Section(number=number, title=title, level=2, blocks=(block,))


def _people(case: Case, refs: References) -> Grid:
    rows = tuple(
        (
            Said(words=one.id),
            Said(words=role_of(case, one.id), cites=refs(one.mentions[:1])),
            Said(words=one.kind),
            Said(words=", ".join(sorted({role.how for role in one.roles})) or "not stated"),
        )
        for one in case.parties
    )
    head = ("Party", "Role", "Kind", "How the role is known")
    return Grid(caption="People and bodies that sources speak of", head=head, rows=rows)
