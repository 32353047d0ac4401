"""Asking a file that is larger than memory: piece by piece, on several cores.

Each piece is a process of its own that reads the file again, keeps the facts of its own values of
one variable (see `monitor.slicing`), and answers for these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from heapq import merge
from itertools import groupby
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from provesafe.adapters.exchange.decimals import Declared, read_signature, without_decimals
from provesafe.adapters.exchange.errors import TraceFileError
from provesafe.adapters.exchange.tables import Piece, read_parquet
from provesafe.errors import Span, invariant
from provesafe.monitor import (
    Answer,
    Question,
    ask,
    compile_formula,
    piece_of,
    slicing,
    with_clock_predicates,
)
from provesafe.rulebook import Not, parse_formula

__all__ = ["PIECE_ROWS", "Asked", "Pieced", "ask_in_pieces", "pieces_for"]

PIECE_ROWS = 16_000_000
"""LIMIT: a Parquet file with more rows is cut, so that a piece stays within a few gigabytes."""

_Found: TypeAlias = tuple[int, int, tuple[Answer, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as text, so that another process can be told."""

    signature: str
    signature_source: str
    formula: str
    formula_source: str
    negate: bool = False
    observed_until: int | None = None

    def compiled(self) -> tuple[Question, Declared]:
        """The question, and the signature of the file.

        Raises:
            SignatureError: the signature is malformed, or declares a predicate of the clock.
            ParseError: the formula is malformed.
            WellFormedError: it cannot be judged.
        """
        declared = read_signature(self.signature, self.signature_source)
        text, decimals = without_decimals(self.formula)
        formula = parse_formula(text, source=self.formula_source, strict=False)
        question = compile_formula(
            Not(formula) if self.negate else formula,
            with_clock_predicates(declared.signature),
            strict=False,
            decimals=replace(decimals, fields=declared.floats),
        )
        return question, declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieced:
    """What all pieces together answer."""

    time_points: int
    decided: int
    answers: tuple[Iterable[Answer], ...]
    """By piece, each ascending."""

    def __iter__(self) -> Iterator[Answer]:
        if len(self.answers) == 1:
            yield from self.answers[0]
            return
        together = merge(*self.answers, key=attrgetter("index"))
        for index, same in groupby(together, key=attrgetter("index")):
            each = list(same)
            rows = sorted(row for answer in each for row in answer.rows)
            yield Answer(index, each[0].seconds, tuple(rows))


def pieces_for(path: Path) -> int:
    """Into how many pieces a Parquet file is cut; 1 for one that fits.

    Raises:
        TraceFileError: it is not a Parquet file.
    """
    try:
        return -(-pq.read_metadata(path).num_rows // PIECE_ROWS) or 1
    except pa.ArrowInvalid as error:
        place = Span(source=str(path), start=0, end=0, line=0, column=1)
        raise TraceFileError("this is not a Parquet file", span=place) from error


def ask_in_pieces(asked: Asked, path: Path, *, pieces: int, workers: int) -> Pieced | None:
    """Ask a Parquet file in pieces.

    Args:
        asked: the question.
        path: the file.
        pieces: how many; more take less memory each.
        workers: how many processes at once.

    Returns:
        the answers; None if no variable of the question divides its facts.

    Raises:
        TraceFileError: the file is malformed or does not fit the signature.
        TimeOrderError: the time-stamps go back.
    """
    if slicing(asked.compiled()[0]) is None:
        return None
    numbers = range(pieces)
    # Processes that are copied from this one could inherit a lock of the reader's threads.
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        every = pool.map(_ask_piece, [asked] * pieces, [path] * pieces, [pieces] * pieces, numbers)
        found: list[_Found] = list(every)
    sizes = {(size, decided) for size, decided, _ in found}
    invariant(len(sizes) == 1, "every piece has all time-points")
    size, decided = sizes.pop()
    answers = tuple(answers for _, _, answers in found)
    return Pieced(time_points=size, decided=decided, answers=answers)


def _ask_piece(asked: Asked, path: Path, pieces: int, index: int) -> _Found:
    question, declared = asked.compiled()
    cut = slicing(question)
    invariant(cut is not None, "only what can be cut is asked in pieces")
    places, variable = (cut.places, cut.variable) if cut else ({}, "")
    piece = Piece(places=dict(places), index=index, pieces=pieces)
    trace = read_parquet(
        path, declared, progress=lambda _rows: None, only=question.predicates, piece=piece
    )
    found = ask(question, trace, observed_until=asked.observed_until)
    column = question.variables.index(variable)
    answers = []
    for answer in found:
        rows = tuple(row for row in answer.rows if piece_of(row[column], pieces) == index)
        if rows:
            answers.append(Answer(answer.index, answer.seconds, rows))
    return trace.size, found.decided, tuple(answers)
