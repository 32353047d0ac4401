"""Tables of an audit as files: CSV for spreadsheets, Parquet for data tools.

A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@` or a control
character) gets a `'` before it in CSV; Parquet holds it as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from provesafe.errors import UnavailableError
from provesafe.service import Cell, Table

__all__ = ["write_csv_tables", "write_parquet_tables"]

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")

_NUMBERS = frozenset(
    {
        *("at_ms", "due_ms", "entry", "count", "of", "asked", "met", "pending", "undetermined"),
        *("entries", "occasions", "never_asked"),
    }
)
_TRUTHS = frozenset({"watched", "went_ahead", "after_not_yet", "verified"})
_COUNTED_IN = frozenset({"rules", "productions"})
"""The tables in which `not_met` and `no_entry` are numbers."""


def write_csv_tables(folder: Path, tables: Iterable[Table]) -> tuple[Path, ...]:
    """Write each table as `NAME.csv`, UTF-8 with a header line.

    Args:
        folder: made where it is not there.
        tables: what to write; a file of that name is replaced.

    Raises:
        UnavailableError: it cannot be written.
    """
    return _written(folder, tables, ".csv", _write_csv)


def write_parquet_tables(folder: Path, tables: Iterable[Table]) -> tuple[Path, ...]:
    """Write each table as `NAME.parquet`, with types, the same ones when it has no row.

    Args:
        folder: made where it is not there.
        tables: what to write; a file of that name is replaced.

    Raises:
        UnavailableError: it cannot be written.
    """
    return _written(folder, tables, ".parquet", _write_parquet)


def _written(
    folder: Path, tables: Iterable[Table], suffix: str, write: Callable[[Path, Table], None]
) -> tuple[Path, ...]:
    done = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in tables:
            path = folder / f"{table.name}{suffix}"
            part = path.with_name(f"{path.name}.part")
            write(part, table)
            part.replace(path)
            done.append(path)
    except OSError as error:
        raise UnavailableError(f"`{folder}` cannot be written: {error.strerror}") from error
    return tuple(done)


def _write_csv(path: Path, table: Table) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _plain(cell: Cell) -> str | int:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case str() if cell.startswith(_RUN_BY_SPREADSHEETS):
            return f"'{cell}"
    return cell


def _write_parquet(path: Path, table: Table) -> None:
    columns: Sequence[Sequence[Cell]] = (
        list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.columns)
    )
    arrays = [
        pa.array(column, type=_kind(table.name, name))
        for name, column in zip(table.columns, columns, strict=True)
    ]
    pq.write_table(pa.Table.from_arrays(arrays, names=list(table.columns)), path)


def _kind(table: str, column: str) -> pa.DataType:
    if column in _TRUTHS:
        return pa.bool_()
    if column in _NUMBERS or (column in ("not_met", "no_entry") and table in _COUNTED_IN):
        return pa.int64()
    return pa.string()
