"""Lines of a made case, written by hand: who says what of which event, and nothing else.

line("S1.C1", "S1.P1", about("E1", "giver", "S1.P2"))
compared([...], events=[event("E1", "hand-over")])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provesafe.casefile import (
    Account,
    Acquisition,
    Assertion,
    Constraint,
    Difference,
    Event,
    Party,
    Source,
    Span,
    Stated,
    span_of,
)
from provesafe.casefile.comparing.rules import Compared, differences_of
from provesafe.casefile.comparing.standings import Roots

__all__ = ["about", "compared", "event", "line", "party", "rules_of", "source"]


def about(event_id: str, slot: str = "occurred", value: str = "", **more: Any) -> Assertion:
    """One assertion."""
    return Assertion(event=event_id, slot=slot, value=value, **more)


def line(
    line_id: str, observer: str, *assertions: Assertion, text: str = "words", **more: Any
) -> Account:
    """A line that was taken over, of the source its id names."""
    source_id = line_id.partition(".")[0]
    more.setdefault("form", "paraphrase")
    more.setdefault("basis", "said")
    more.setdefault("cites", (span_of(source_id, text, 0, len(text)),))
    return Account(
        id=line_id,
        source=source_id,
        text=text,
        observer=observer,
        state="accepted",
        about=assertions,
        **more,
    )


def event(event_id: str, kind: str, *minutes: int | None, **more: Any) -> Event:
    """An event, between two minutes where they are given."""
    times: tuple[Stated, ...] = ()
    if minutes:
        low, high = minutes
        line_id = more.pop("line_id", f"{event_id}.line")
        times = (
            Stated(
                id=f"{event_id}.T",
                line=line_id,
                text="then",
                edtf=None,
                how="stated",
                earliest=low,
                latest=high,
            ),
        )
    more.setdefault("cites", (Span(source="S1", start=0, end=4, exact="told"),))
    return Event(id=event_id, kind=kind, times=times, **more)


def party(party_id: str, kind: Any = "person", **more: Any) -> Party:
    """A party."""
    return Party(id=party_id, kind=kind, role="a role", **more)


def source(source_id: str, **more: Any) -> Source:
    """An article."""
    return Source(
        id=source_id,
        kind="article",
        title="",
        sha256="",
        bytes_count=0,
        file="",
        media_type="",
        acquired=Acquisition(by="Hana", from_whom="", taken_ms=0, how="file"),
        **more,
    )


def compared(
    accounts: Sequence[Account],
    *,
    events: Sequence[Event],
    parties: Sequence[Party] = (),
    sources: Sequence[Source] = (),
    constraints: Sequence[Constraint] = (),
    **more: Any,
) -> Compared:
    """What the rules look at; parties that are not named are people."""
    known = {one.id for one in parties}
    others = dict.fromkeys(one.observer for one in accounts if one.observer not in known)
    people = [*parties, *(party(one) for one in others if one)]
    return Compared(
        accounts=accounts,
        events=events,
        constraints=constraints,
        roots=Roots(accounts, people, sources),
        **more,
    )


def rules_of(given: Compared) -> list[Difference]:
    """Every difference."""
    return list(differences_of(given))
