"""Which reader a file of facts needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from provesafe.adapters.exchange.decimals import Declared
from provesafe.adapters.exchange.event_logs import read_ocel, read_xes
from provesafe.adapters.exchange.monpoly_text import read_monpoly_text
from provesafe.adapters.exchange.tables import read_csv, read_json_lines, read_parquet
from provesafe.errors import UnavailableError
from provesafe.monitor import ColumnTrace
from provesafe.rulebook import Signature

__all__ = ["FORMATS", "TraceFormat", "format_of", "load_trace"]

TraceFormat: TypeAlias = Literal["monpoly", "csv", "jsonl", "parquet", "xes", "ocel"]
FORMATS: tuple[TraceFormat, ...] = get_args(TraceFormat)

_SUFFIXES: dict[str, TraceFormat] = {
    ".csv": "csv",
    ".json": "jsonl",
    ".jsonocel": "ocel",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xes": "xes",
}


def format_of(path: Path) -> TraceFormat:
    """The format a file's name speaks of; MonPoly's text for any other name."""
    if path.name.lower().endswith(".ocel.json"):
        return "ocel"
    return _SUFFIXES.get(path.suffix.lower(), "monpoly")


def load_trace(
    path: Path,
    declared: Declared | Signature,
    *,
    form: TraceFormat | None = None,
    only: frozenset[str] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> ColumnTrace:
    """Read a file of facts into columns.

    Args:
        path: the file.
        declared: the predicates of the file, or more.
        form: its format; by its name if None.
        only: the predicates whose facts are wanted, where the format can leave others out.
        progress: told how much is done, of how much.

    Raises:
        TraceFileError: the file is malformed or does not fit the signature; says where.
        TimeOrderError: the time-stamps go back.
        UnavailableError: the file cannot be read.
    """
    known = declared if isinstance(declared, Declared) else Declared(signature=declared)
    try:
        size = path.stat().st_size
        match form or format_of(path):
            case "monpoly":
                with path.open("rb") as stream:
                    return read_monpoly_text(
                        stream,
                        known,
                        source=str(path),
                        progress=lambda done: progress(done, size),
                    )
            case "csv":
                return read_csv(path, known, progress=lambda _rows: None)
            case "jsonl":
                return read_json_lines(path, known, progress=lambda _rows: None)
            case "parquet":
                return read_parquet(path, known, only=only, progress=lambda _rows: None)
            case "xes":
                return read_xes(path, known)
            case "ocel":
                return read_ocel(path, known)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be read: {error.strerror or error}") from error
