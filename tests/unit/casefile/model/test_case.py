"""A case is one plain value: it can be looked up by id, placed in time and written as JSON."""

from __future__ import annotations

import json

from provesafe.casefile import (
    Account,
    Case,
    Constraint,
    Event,
    Party,
    Stated,
    case_document,
    span_of,
    timeline_of,
)

TEXT = "Cleo said she was told it was empty. Forty minutes later she learned of the round."
LINE = Account(
    id="S1.C1",
    source="S1",
    basis="said",
    text="it was empty",
    cites=(span_of("S1", TEXT, 23, 35),),
    form="paraphrase",
)


def _stated(line: str, earliest: int, latest: int) -> Stated:
    return Stated(
        id=f"{line}.T",
        line=line,
        text="",
        edtf=None,
        how="stated",
        earliest=earliest,
        latest=latest,
    )


def _case(least: int) -> Case:
    return Case(
        id="c",
        title="The Ford",
        zone="UTC",
        as_of_ms=0,
        accounts=(LINE,),
        parties=(Party(id="S1.P1", kind="person", role="performer", same_as=("S2.cleo",)),),
        events=(
            Event(id="told", kind="assurance", cites=(), times=(_stated("S1.C1", 100, 110),)),
            Event(id="learned", kind="realisation", cites=(), times=(_stated("S1.C2", 0, 130),)),
        ),
        constraints=(
            Constraint(event="learned", other="told", line="S1.C3", least=least, most=None),
        ),
    )


def test_span_reads_again() -> None:
    """A span holds what stands at its place, and the words to each side."""
    span = span_of("S1", TEXT, 23, 35)
    assert (span.exact, span.prefix[-8:], span.suffix[:2]) == ("it was empty", "as told ", ". ")
    assert TEXT[span.start : span.end] == span.exact


def test_a_party_is_found_under_each_of_its_ids() -> None:
    """What another source calls the same party leads to it, and an unknown id to nobody."""
    case = _case(30)
    assert case.party("S2.cleo") is case.party("S1.P1") is not None
    assert case.party("S9.P9") is None


def test_times_of_events_are_tightened_by_constraints() -> None:
    """Bounds follow from all lines; lines that cannot all hold are named."""
    assert timeline_of(_case(25)).bounds["told"].latest == 105
    assert timeline_of(_case(40)).clash == ("S1.C1", "S1.C2", "S1.C3")


def test_a_document_is_json_and_says_what_it_is() -> None:
    """The document survives JSON unchanged and begins with schema and purpose."""
    document = case_document(_case(30))
    assert json.loads(json.dumps(document)) == document
    assert list(document)[:2] == ["schema", "purpose"]
    assert document["accounts"][0]["cites"][0]["exact"] == TEXT[23:35]
