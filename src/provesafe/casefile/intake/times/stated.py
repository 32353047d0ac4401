"""A time expression, its place in time if it has one, and what it still needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["Needs", "Stated", "TimeKind", "with_place"]

TimeKind = Literal[
    "date", "partial date", "month", "season", "year", "decade", "range", "alternatives",
    "relative", "clock", "offset", "after an event",
]  # fmt: skip
Needs = Literal["publication date", "event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A time expression `[start, end)` of the shown text and what can be said of it.

    Attributes:
        edtf: its place in time; None while it has none.
        inferred: whether the publication date given by somebody was needed for it.
        rule: by which rule it was placed, in words; "" if stated as it is.
        needs: what it still needs to be placed further.
        minutes: (least, most) minutes from an event; months and years give none.
        direction: "after" or "before" that event.
    """

    start: int
    end: int
    kind: TimeKind
    edtf: str | None = None
    inferred: bool = False
    rule: str = ""
    needs: Needs | None = None
    minutes: tuple[float, float] | None = None
    direction: Literal["after", "before"] | None = None


def with_place(found: Stated, edtf: str, rule: str) -> Stated:
    """It, placed by a rule with the publication date that somebody gave."""
    return replace(found, edtf=edtf, inferred=True, rule=rule)
