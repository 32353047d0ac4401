"""A source's text in pieces, each with the lines that rest on it and whether a reader sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from provesafe.casefile import Account, Source, spans_of

__all__ = ["Piece", "pieces_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text that is one thing throughout.

    Attributes:
        text: what stands there; all pieces together are the whole text.
        lines: ids of the lines that rest on it, the one with the shortest stretch first.
        begins: those of them that begin here.
        hidden: why a reader is not shown it; empty where they are.
        at: whether it is the stretch that was asked for.
    """

    text: str
    lines: tuple[str, ...]
    begins: tuple[str, ...]
    hidden: str
    at: bool


def pieces_of(
    text: str, source: Source, accounts: Iterable[Account], at: tuple[int, int] | None = None
) -> tuple[Piece, ...]:
    """Cut a text where something begins or ends.

    Args:
        text: the whole text of the source.
        source: what is concealed in it.
        accounts: lines, of this source or others.
        at: a stretch to point out.
    """
    spans = sorted(
        {
            (span.end - span.start, span.start, span.end, line.id)
            for line in accounts
            for span in spans_of(line.cites)
            if span.source == source.id and 0 <= span.start < span.end <= len(text)
        }
    )
    hidden = [(one.start, one.end, one.reason) for one in source.concealed]
    ends = {0, len(text)}
    ends |= {end for _, start, stop, _ in spans for end in (start, stop)}
    ends |= {end for start, stop, _ in hidden for end in (start, stop)}
    if at is not None:
        ends |= {min(max(one, 0), len(text)) for one in at}
    cuts = sorted(ends)
    return tuple(_piece(text, start, stop, spans, hidden, at) for start, stop in pairwise(cuts))


def _piece(
    text: str,
    start: int,
    stop: int,
    spans: Sequence[tuple[int, int, int, str]],
    hidden: Sequence[tuple[int, int, str]],
    at: tuple[int, int] | None,
) -> Piece:
    over = [one for one in spans if one[1] <= start and stop <= one[2]]
    return Piece(
        text=text[start:stop],
        lines=tuple(dict.fromkeys(one[3] for one in over)),
        begins=tuple(dict.fromkeys(one[3] for one in over if one[1] == start)),
        hidden=next((why for low, high, why in hidden if low <= start and stop <= high), ""),
        at=at is not None and at[0] <= start and stop <= at[1],
    )
