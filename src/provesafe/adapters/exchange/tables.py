"""Facts as tables: CSV, JSON lines and Parquet, one row for each fact.

    ts,predicate,w,by,to,n
    10,handed_over,colt-2,ada,cleo,
    10,loaded,colt-2,,,3
    25,,,,,

- `ts`: the time-stamp in whole seconds, never going back;
- `predicate`: the predicate; empty for a time-point without a fact;
- `tp` may be left out, and every row is then a time-point of its own. Rows of one number, which
  never goes back, are one time-point; the numbers themselves are not kept;
- any other column is called as a field of the signature, and holds its value; a field without a
  name is `x1`, `x2`, … by its place.

Other columns are not looked at. JSON lines hold one object a line, with the same keys. Tables are
read in batches; a row longer than a batch is refused, not held.
"""

from __future__ import annotations

import csv as python_csv
import json as python_json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv, json

from provesafe.adapters.exchange.decimals import Declared, decimal
from provesafe.adapters.exchange.errors import TraceFileError
from provesafe.adapters.exchange.gather import Gathering, Ints, Mask
from provesafe.errors import Span
from provesafe.monitor import ColumnTrace

__all__ = ["Piece", "read_csv", "read_json_lines", "read_parquet"]

BLOCK_BYTES = 16 << 20
"""LIMIT: a row of CSV or JSON lines is no longer than this."""
BATCH_ROWS = 1 << 20

Progress: TypeAlias = Callable[[int], None]


def read_csv(path: Path, declared: Declared, *, progress: Progress) -> ColumnTrace:
    """Read comma-separated values with a header line.

    Args:
        path: the file, UTF-8.
        declared: every predicate of the file, or more.
        progress: told how many rows have been read.

    Raises:
        TraceFileError: the file is malformed or does not fit the signature; says where.
        TimeOrderError: the time-stamps go back.
    """
    kinds = _kinds(declared)
    types = {name: _ARROW[kind] for name, kind in kinds.items()}
    try:
        batches = csv.open_csv(
            path,
            read_options=csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=types,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
        return _Rows(declared, str(path), first_line=2).all(map(_batch, batches), progress)
    except pa.ArrowInvalid as error:
        raise _csv_error(path, kinds, error) from error


def read_json_lines(path: Path, declared: Declared, *, progress: Progress) -> ColumnTrace:
    """Read one JSON object a line.

    Args:
        path: the file, UTF-8.
        declared: every predicate of the file, or more.
        progress: told how many rows have been read.

    Raises:
        TraceFileError: the file is malformed or does not fit the signature; says where.
        TimeOrderError: the time-stamps go back.
    """
    kinds = _kinds(declared)
    rows = _Rows(declared, str(path), first_line=1)
    if "mixed" in kinds.values():
        return rows.all(map(_batch, _slow_json(path, kinds)), progress)
    schema = pa.schema([(n, pa.string() if k != "int" else pa.int64()) for n, k in kinds.items()])
    try:
        batches = json.open_json(
            path,
            read_options=json.ReadOptions(use_threads=False, block_size=BLOCK_BYTES),
            parse_options=json.ParseOptions(
                explicit_schema=schema, unexpected_field_behavior="ignore"
            ),
        )
        return rows.all(map(_batch, batches), progress)
    except pa.ArrowInvalid as error:
        for _ in _slow_json(path, kinds):
            pass  # it names the line that is wrong
        raise TraceFileError(_first_line(error), span=_place(str(path), 1)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Which facts to keep of a file that is judged piece by piece."""

    places: Mapping[str, int]
    """Predicate -> the argument whose value decides; facts of other predicates are all kept."""
    index: int
    pieces: int


def read_parquet(
    path: Path,
    declared: Declared,
    *,
    progress: Progress,
    only: frozenset[str] | None = None,
    piece: Piece | None = None,
) -> ColumnTrace:
    """Read a Parquet file.

    Args:
        path: the file.
        declared: every predicate of the file, or more.
        progress: told how many rows have been read.
        only: the predicates whose facts are wanted; columns that only others have are not read.
        piece: which of their facts to keep; every time-point is kept.

    Raises:
        TraceFileError: the file is malformed or does not fit the signature; says where.
        TimeOrderError: the time-stamps go back.
    """
    wanted = _kinds(declared, only)
    try:
        with pq.ParquetFile(path) as file:
            names = [name for name in file.schema_arrow.names if name in wanted]
            strings = [n for n in names if pa.types.is_string(file.schema_arrow.field(n).type)]
        with pq.ParquetFile(path, read_dictionary=strings, memory_map=True) as file:
            rows = _Rows(declared, str(path), first_line=1, only=only, piece=piece)
            groups = (_row_group(file, group, names) for group in range(file.num_row_groups))
            return rows.all(groups, progress)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise TraceFileError(_first_line(error), span=_place(str(path), 0)) from error


def _row_group(file: pq.ParquetFile, group: int, names: list[str]) -> _Batch:
    def fetch(name: str) -> pa.ChunkedArray:
        return file.read_row_group(group, columns=[name], use_threads=False).column(0)

    return _Batch(frozenset(names), file.metadata.row_group(group).num_rows, fetch)


_ARROW: Mapping[str, pa.DataType] = {
    "int": pa.int64(),
    "string": pa.dictionary(pa.int32(), pa.string()),
    "mixed": pa.string(),
}


def _kinds(declared: Declared, only: frozenset[str] | None = None) -> dict[str, str]:
    """What each column holds; `mixed` where predicates differ about it."""
    kinds = {"tp": "int", "ts": "int", "predicate": "string"}
    for predicate in declared.signature:
        if only is None or predicate in only:
            for name, kind in declared.fields(predicate):
                # Decimals are kept as they are written.
                plain = kind != "float" and kinds.get(name, kind) == kind
                kinds[name] = kind if plain else "mixed"
    return kinds


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """One column of a batch."""

    type: pa.DataType
    """What it holds, dictionary or not."""
    valid: Mask | None
    """Which rows have a value; None if all have."""
    codes: Ints
    """The codes of its values; anything where there is none."""

    def is_text(self) -> bool:
        """Whether it holds strings."""
        return bool(pa.types.is_string(self.type) or pa.types.is_large_string(self.type))


@dataclass(slots=True, eq=False)
class _Batch:
    """Some rows; a column is fetched, and turned into codes, when it is first needed."""

    names: frozenset[str]
    size: int
    fetch: Callable[[str], pa.Array | pa.ChunkedArray]
    known: dict[str, _Column] = field(default_factory=dict)

    def raw(self, name: str) -> pa.Array:
        """A column as it was read."""
        column = self.fetch(name)
        return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column

    def column(self, name: str, gathering: Gathering) -> _Column:
        """A column in codes."""
        if name not in self.known:
            raw = self.raw(name)
            missing = raw.null_count > 0
            valid = raw.is_valid().to_numpy(zero_copy_only=False) if missing else None
            kind = raw.type.value_type if pa.types.is_dictionary(raw.type) else raw.type
            if pa.types.is_integer(kind):
                codes = gathering.numbers(raw.fill_null(0) if missing else raw)
            elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
                codes = gathering.strings(raw)
            else:
                codes = np.zeros(0, np.int64)
            self.known[name] = _Column(kind, valid, codes)
        return self.known[name]


def _batch(rows: pa.RecordBatch) -> _Batch:
    return _Batch(frozenset(rows.schema.names), rows.num_rows, rows.column)


@dataclass(slots=True)
class _Rows:
    """Turns batches of rows into a trace."""

    declared: Declared
    source: str
    first_line: int
    """The line of row 0, for messages."""
    only: frozenset[str] | None = None
    piece: Piece | None = None
    rows: int = 0
    points: int = 0
    last: tuple[int, int] | None = None
    """`tp` and `ts` of the row before."""
    fields: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def all(self, batches: Iterable[_Batch], progress: Progress) -> ColumnTrace:
        """Read every batch."""
        gathering = Gathering(self.declared)
        self.fields = {name: self.declared.fields(name) for name in self.declared.signature}
        for batch in batches:
            for name in ("ts", "predicate"):
                if name not in batch.names:
                    raise self._wrong(f"there is no column `{name}`", -1)
            if batch.size:
                self._take(batch, gathering)
            self.rows += batch.size
            progress(self.rows)
        return gathering.finish()

    def _take(self, batch: _Batch, gathering: Gathering) -> None:
        seconds = self._numbers(batch.raw("ts"), "ts")
        given = batch.raw("tp") if "tp" in batch.names else None
        if given is not None and given.null_count == batch.size and self.last is None:
            given = None  # JSON lines have a column for every key that could stand there
        numbers = None if given is None else self._numbers(given, "tp")
        points = self._points(numbers, seconds, gathering)
        coded = batch.raw("predicate")
        if not isinstance(coded, pa.DictionaryArray):
            coded = coded.cast(pa.string()).dictionary_encode()
        codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        for code, predicate in enumerate(coded.dictionary.to_pylist()):
            rows = np.flatnonzero(codes == code)
            if not len(rows) or not predicate:
                continue
            if predicate not in self.declared.signature:
                near = self.declared.signature.nearest(predicate)
                hint = f"did you mean `{near}`" if near else ""
                message = f"there is no predicate `{predicate}` in the signature"
                raise self._wrong(message, int(rows[0]), hint=hint)
            if self.only is None or predicate in self.only:
                rows = self._of_piece(batch, predicate, rows, gathering)
                arguments = [
                    self._argument(batch, predicate, name, kind, rows, gathering)
                    for name, kind in self.fields[predicate]
                ]
                gathering.add_facts(predicate, points[rows], arguments)

    def _of_piece(self, batch: _Batch, predicate: str, rows: Ints, gathering: Gathering) -> Ints:
        """The rows whose facts belong to the piece that is being read."""
        piece = self.piece
        if piece is None or predicate not in piece.places:
            return rows
        name, kind = self.fields[predicate][piece.places[predicate]]
        codes = self._argument(batch, predicate, name, kind, rows, gathering)
        kept: Ints = rows[gathering.pieces(codes, kind, piece.pieces) == piece.index]
        return kept

    def _points(self, numbers: Ints | None, seconds: Ints, gathering: Gathering) -> Ints:
        """The time-point of each row, counted over the whole file."""
        if numbers is None:
            gathering.add_points(seconds)
            self.points += len(seconds)
            return np.arange(self.points - len(seconds), self.points)
        before_tp, before_ts = self.last or (int(numbers[0]) - 1, int(seconds[0]))
        steps = np.diff(numbers, prepend=before_tp)
        begins: Mask = steps != 0
        differs = ~begins & (np.diff(seconds, prepend=before_ts) != 0)
        for bad, message in (
            (steps < 0, "`tp` goes back"),
            (differs, "one time-point has two time-stamps"),
        ):
            if bool(np.any(bad)):
                raise self._wrong(message, int(np.flatnonzero(bad)[0]))
        gathering.add_points(seconds[begins])
        points = np.cumsum(begins) + (self.points - 1)
        self.points = int(points[-1]) + 1
        self.last = int(numbers[-1]), int(seconds[-1])
        return points

    def _argument(
        self,
        batch: _Batch,
        predicate: str,
        name: str,
        kind: str,
        rows: Ints,
        gathering: Gathering,
    ) -> Ints:
        if name not in batch.names:
            message = f"there is no column `{name}`, and `{predicate}` has such a field"
            raise self._wrong(message, int(rows[0]))
        column = batch.column(name, gathering)
        if column.valid is not None and not bool(np.all(column.valid[rows])):
            missing = int(rows[np.flatnonzero(~column.valid[rows])[0]])
            raise self._wrong(f"`{predicate}` has no value in column `{name}`", missing)
        if kind == "float":
            return self._decimals(batch.raw(name).take(pa.array(rows)), name, rows, gathering)
        if kind == "int" and column.is_text():
            return self._converted(batch.raw(name).take(pa.array(rows)), name, rows)
        if column.is_text() if kind == "string" else pa.types.is_integer(column.type):
            return column.codes[rows]
        message = f"column `{name}` holds {column.type}, and `{predicate}` wants {kind} there"
        raise self._wrong(message, int(rows[0]))

    def _decimals(self, part: pa.Array, name: str, rows: Ints, gathering: Gathering) -> Ints:
        """Decimals as they are written, or as a floating point number is shown."""
        texts = [value if isinstance(value, str) else repr(value) for value in part.to_pylist()]
        codes = gathering.decimals(texts)
        if codes is None:
            bad = next(i for i, text in enumerate(texts) if decimal(text) is None)
            message = f"`{texts[bad][:40]}` in column `{name}` is not a number"
            raise self._wrong(message, int(rows[bad]))
        return codes

    def _converted(self, part: pa.Array, name: str, rows: Ints) -> Ints:
        """Integers that stand as text, since other predicates have strings in this column."""
        texts = part.cast(pa.string())
        good = pc.match_substring_regex(texts, r"^-?[0-9]{1,18}$")
        bad = np.flatnonzero(~good.to_numpy(zero_copy_only=False))
        if len(bad):
            text = texts[int(bad[0])].as_py()
            message = f"`{text[:40]}` in column `{name}` is not a whole number"
            raise self._wrong(message, int(rows[bad[0]]))
        numbers: Ints = texts.cast(pa.int64()).to_numpy()
        return numbers

    def _numbers(self, column: pa.Array, name: str) -> Ints:
        if not pa.types.is_integer(column.type):
            raise self._wrong(f"column `{name}` holds {column.type}, not whole numbers", -1)
        if column.null_count:
            missing = np.flatnonzero(column.is_null().to_numpy(zero_copy_only=False))[0]
            raise self._wrong(f"there is no value in column `{name}`", int(missing))
        numbers: Ints = column.cast(pa.int64()).to_numpy()
        return numbers

    def _wrong(self, message: str, row: int, *, hint: str = "") -> TraceFileError:
        line = self.first_line + self.rows + row if row >= 0 else 1
        return TraceFileError(message, hint=hint, span=_place(self.source, line))


def _slow_json(path: Path, kinds: Mapping[str, str]) -> Iterator[pa.RecordBatch]:
    """JSON lines read one by one: what is wrong is named with its line."""
    types = [(name, pa.int64() if kind == "int" else pa.string()) for name, kind in kinds.items()]
    held: list[dict[str, Any]] = []
    with path.open("rb") as stream:
        line = 0
        while raw := stream.readline(BLOCK_BYTES + 1):
            line += 1
            if len(raw) > BLOCK_BYTES:
                raise TraceFileError(
                    f"the line is longer than {BLOCK_BYTES} bytes", span=_place(str(path), line)
                )
            if raw.strip():
                held.append(_json_row(raw, kinds, _place(str(path), line)))
            if len(held) >= BATCH_ROWS // 16:
                yield pa.RecordBatch.from_pylist(held, schema=pa.schema(types))
                held = []
    yield pa.RecordBatch.from_pylist(held, schema=pa.schema(types))


def _json_row(raw: bytes, kinds: Mapping[str, str], place: Span) -> dict[str, Any]:
    try:
        row = python_json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise TraceFileError("the line is not a JSON object", span=place) from error
    if not isinstance(row, dict):
        raise TraceFileError("the line is not a JSON object", span=place)
    kept: dict[str, Any] = {}
    for name, kind in kinds.items():
        value = row.get(name)
        match value:
            case None:
                fits = True
            case bool():
                fits = False
            case int() | float():
                fits = kind == "mixed" or (isinstance(value, int) and kind == "int")
                fits = fits and abs(value) < 1 << 63
                value = str(value) if kind == "mixed" else value
            case _:
                fits = kind != "int" and isinstance(value, str)
        if not fits:
            raise TraceFileError(f"`{value!s:.40}` cannot stand in `{name}`", span=place)
        kept[name] = value
    return kept


def _csv_error(path: Path, kinds: Mapping[str, str], error: Exception) -> TraceFileError:
    """The first line that is wrong, found by reading again, slowly."""
    python_csv.field_size_limit(BLOCK_BYTES)
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = python_csv.reader(iter(lambda: stream.readline(BLOCK_BYTES + 1), ""))
        try:
            header = next(rows, [])
            for row in rows:
                if len(row) != len(header) and row:
                    message = f"the row has {len(row)} values, not {len(header)}"
                    return TraceFileError(message, span=_place(str(path), rows.line_num))
                for name, text in zip(header, row, strict=False):
                    if kinds.get(name) == "int" and text and not text.lstrip("-").isdigit():
                        message = f"`{text[:40]}` in column `{name}` is not a whole number"
                        return TraceFileError(message, span=_place(str(path), rows.line_num))
        except python_csv.Error:
            message = f"the row is longer than {BLOCK_BYTES} bytes, or a quote is never closed"
            return TraceFileError(message, span=_place(str(path), rows.line_num))
    return TraceFileError(_first_line(error), span=_place(str(path), 1))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")


def _place(source: str, line: int) -> Span:
    return Span(source=source, start=0, end=0, line=line, column=1)
