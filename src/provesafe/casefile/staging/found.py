"""Taking a text in: everything found in it, and which of its lines stand side by side."""

from __future__ import annotations

from dataclasses import replace

from provesafe.casefile.comparing.rules import Compared, differences_of
from provesafe.casefile.comparing.standings import Roots
from provesafe.casefile.intake.page.clean import Hidden
from provesafe.casefile.intake.read import read_in
from provesafe.casefile.intake.result import FoundDifference, Intake, Stretch
from provesafe.casefile.model.places import spans_of
from provesafe.casefile.model.source import Acquisition, Source
from provesafe.casefile.staging.lines import stage

__all__ = ["take_in"]


def take_in(raw: str, *, published: str | None = None, hidden: tuple[Hidden, ...] = ()) -> Intake:
    """Find what a text says.

    Args:
        raw: the file decoded, nothing else changed: offsets count its code points.
        published: when it was published, `YYYY-MM-DD`, as somebody says who knows; without it no
            year is given to any time that states none.
        hidden: stretches known to be no text; of an HTML page they are found here.

    Raises:
        IntakeError: the text is too long, or `published` is no date.
    """
    found = read_in(raw, published=published, hidden=hidden)
    return replace(found, differences=_differences(raw, found))


def _differences(raw: str, found: Intake) -> tuple[FoundDifference, ...]:
    """The rules of a case over one text alone, as if every line of it had been taken over."""
    source = Source(
        id="S",
        kind="article",
        title="",
        sha256=found.sha256,
        bytes_count=0,
        file="",
        media_type="",
        acquired=Acquisition(by="", from_whom="", taken_ms=0, how=""),
    )
    staged = stage(source, raw, found, {})
    accounts = [replace(one, state="accepted") for one in staged.accounts]
    given = Compared(
        accounts=accounts,
        events=staged.events,
        roots=Roots(accounts, staged.parties, (source,)),
    )
    return tuple(
        FoundDifference(
            rule=one.rule,
            about=one.about,
            at=tuple(
                Stretch(start=cite.start, end=cite.end, text=cite.exact)
                for cite in spans_of(one.cites)
            ),
        )
        for one in differences_of(given)
    )
