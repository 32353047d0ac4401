"""A claim while its text is being read, and the stretches its pieces take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from provesafe.casefile.intake.page.text import Piece, Sentence
from provesafe.casefile.intake.parties.party import Person, Place
from provesafe.casefile.intake.saying.phrases import Range

__all__ = ["ClaimKind", "Draft", "Paragraph", "inside_of", "is_open", "outer_of", "place_of"]

ClaimKind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A body paragraph and its sentences."""

    start: int
    end: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=False, slots=True, kw_only=True, eq=False)
class Draft:
    """A claim while the text is being read."""

    kind: ClaimKind
    spans: list[Place]
    quotes: list[Place]
    paragraph: int
    sentence: Sentence
    speaker: Person | None = None
    how: str = "unresolved"
    verb: str | None = None
    cue: Place | None = None
    cue_row: int = -1
    source: Place | None = None
    stance: str = "neutral"
    continues: Draft | None = None
    parent: Draft | None = None
    listener: Person | None = None
    listener_how: str | None = None
    listener_row: Range | None = None
    outlet: Person | None = None
    when: Place | None = None
    when_how: str | None = None
    open: bool = False
    """Whether its last quotation never closed."""
    rows: Range = (0, 0)
    """The pieces of its sentence that its content takes."""

    @property
    def start(self) -> int:
        """Where it begins in the shown text."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.spans[-1][1]


def place_of(pieces: Sequence[Piece], phrase: Range) -> Place:
    """The stretch of a range of pieces."""
    return pieces[phrase[0]].start, pieces[phrase[1] - 1].end


def inside_of(piece: Piece) -> Place:
    """A quotation without its marks."""
    if piece.quotation is None:
        return piece.start, piece.end
    return piece.quotation.first, piece.quotation.last


def outer_of(pieces: Sequence[Piece], first: int, last: int) -> Place:
    """From the first piece to the last; a quotation at the end without its closing mark."""
    ending = pieces[last - 1]
    end = ending.quotation.last if ending.quotation is not None else ending.end
    return pieces[first].start, end


def is_open(piece: Piece) -> bool:
    """Whether it is a quotation that never closes."""
    return piece.quotation is not None and not piece.quotation.closed
