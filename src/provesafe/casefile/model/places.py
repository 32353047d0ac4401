"""Where a line stands: a stretch of a source's text, or an entry of a record.

Offsets count code points of the source decoded as it was taken in, nothing changed: what `exact`
says can be read again there. Prefix and suffix are a few words to each side, so that the place is
found in another copy too (the two selectors of the W3C Web Annotation model).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Cite", "EntryRef", "Span", "entries_of", "span_of", "spans_of"]

CONTEXT_CODE_POINTS = 32
"""How much of a text a span quotes to each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open stretch `[start, end)` of a source and what stands there."""

    source: str
    """A source's id; likewise wherever a field is called so."""
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    where: str = ""
    """A page, a time-code or a region, as a reader would say it; empty in plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRef:
    """One entry of a record, or one element of it."""

    source: str
    entry: int
    """Its leaf index."""
    recorded_ms: int
    words: str = ""
    """The entry in plain words, by role."""
    grade: str = ""
    """How its signer's word came in: own device, shared device, noted aloud, card, laptop."""
    after_incident: bool = False


Cite: TypeAlias = Span | EntryRef


def span_of(source: str, text: str, start: int, end: int, *, where: str = "") -> Span:
    """The span of a stretch of a source's text.

    Args:
        source: the source's id.
        text: the whole text that offsets count in.
        start: its first code point.
        end: the one after its last; `0 <= start <= end <= len(text)`.
        where: a page or time-code.
    """
    return Span(
        source=source,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT_CODE_POINTS) : start],
        suffix=text[end : end + CONTEXT_CODE_POINTS],
        where=where,
    )


def spans_of(cites: Iterable[Cite]) -> tuple[Span, ...]:
    """Those that are stretches of a text."""
    return tuple(one for one in cites if isinstance(one, Span))


def entries_of(cites: Iterable[Cite]) -> tuple[EntryRef, ...]:
    """Those that are entries of a record."""
    return tuple(one for one in cites if isinstance(one, EntryRef))
