"""A file asked in pieces, by processes of their own."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from generate import SIGNATURE, make_trace
from provesafe.adapters.exchange import Asked, Pieced, ask_in_pieces, load_trace, pieces_for
from provesafe.adapters.exchange.errors import TraceFileError
from provesafe.monitor import ask
from provesafe.rulebook import render_signature
from written import as_parquet


def asked(formula: str) -> Asked:
    """A question over the common signature."""
    return Asked(
        signature=render_signature(SIGNATURE),
        signature_source="t.sig",
        formula=formula,
        formula_source="t.mfotl",
        observed_until=10_000,
    )


def test_pieces_in_processes_say_what_one_says(tmp_path: Path) -> None:
    """Three pieces on two cores give the answers of the whole file, in the same order."""
    path = tmp_path / "t.parquet"
    as_parquet(make_trace(Random(3), 200), SIGNATURE, path)
    question = asked("ONCE[0,9] loaded(w, k) AND NOT (EXISTS r. gave(w, r)) AND ts(t)")
    whole = ask(question.compiled()[0], load_trace(path, SIGNATURE), observed_until=10_000)
    found = ask_in_pieces(question, path, pieces=3, workers=2)
    assert isinstance(found, Pieced)
    assert (found.time_points, found.decided) == (whole.evaluation.size, whole.decided)
    assert list(found) == list(whole)
    assert len(list(found)) > 20


def test_what_no_variable_divides_is_not_cut(tmp_path: Path) -> None:
    """A closed formula has no variable to cut by."""
    closed = asked("EXISTS w. out(w)")
    assert ask_in_pieces(closed, tmp_path / "t.parquet", pieces=3, workers=2) is None


def test_small_files_are_one_piece(tmp_path: Path) -> None:
    """Only what is larger than a piece is cut, and only what is Parquet."""
    path = tmp_path / "t.parquet"
    as_parquet(make_trace(Random(3), 20), SIGNATURE, path)
    assert pieces_for(path) == 1
    path.write_text("no")
    with pytest.raises(TraceFileError, match="not a Parquet file"):
        pieces_for(path)
