"""MonPoly's own file of facts.

    @10 handed_over ("colt-2", ada, cleo)
    @10 loaded (colt-2, 3) (colt-3, 0)  stopped ()
    @25

`@` and whole seconds begin a time-point; then follow its facts, a predicate before one or several
tuples. Spaces and line breaks are free, `#` comments to the end of the line, `;` may end a
time-point, `p` alone stands for `p()`. A value is digits, letters and `_[]/:-.!`, or any text in
double quotes, in which a backslash keeps the next character from ending it and stays in the value.

A file is read in blocks of whole time-points. Each block is cut into items by one regular
expression, and the tuples of one predicate are read as a table; what is not plain enough for that
is read value by value, with the same result. Commands (`> … <`) are refused.

Source: MonPoly, src/log_lexer.mll and src/log_parser.ml (the language; no code is taken from it).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import csv

from provesafe.adapters.exchange.decimals import Declared, decimal
from provesafe.adapters.exchange.errors import TraceFileError
from provesafe.adapters.exchange.gather import Column, Gathering, Ints, Mask
from provesafe.errors import Span, invariant
from provesafe.monitor import ColumnTrace

__all__ = ["read_monpoly_text"]

BLOCK_BYTES = 8 << 20
TIME_POINT_BYTES_MAX = 64 << 20
"""LIMIT: a time-point, or text before the next line that begins with `@`, is no longer than this;
a file without line breaks is refused once so much of it has been read."""

_WORD = r"[A-Za-z0-9_\[\]/:\-.!]+"
_QUOTED = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_ITEM = re.compile(
    rf"@\s*({_WORD})|(?:({_WORD})\s*)?\(([^()\"@]*(?:{_QUOTED}[^()\"@]*)*)\)", re.DOTALL
)
_BETWEEN = re.compile(rf"\s+|;|({_WORD})|(.)", re.DOTALL)
_COMMENT = re.compile(rf"({_QUOTED})|#[^\n\r]*", re.DOTALL)
_VALUE = re.compile(rf'\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|({_WORD}))\s*(,|\Z)', re.DOTALL)
_SPACES = re.compile(r"[ \t]*(,|\n|\A|\Z)[ \t]*")
_NUMBER = re.compile(r"-?[0-9]+\Z")
_PLAIN_QUOTED = re.compile(r'"[^"\\\n]*"')
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_\[\]/:\-.!,\n\x00]|[^,\n]\x00|\x00[^,\n]")


def read_monpoly_text(
    stream: BinaryIO,
    declared: Declared,
    *,
    source: str,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> ColumnTrace:
    """Read a whole file of facts.

    Args:
        stream: UTF-8 bytes.
        declared: every predicate of the file.
        source: what the file is called in messages.
        progress: told how many bytes have been read.

    Raises:
        TraceFileError: the text is malformed or does not fit the signature; the span says where.
        TimeOrderError: the time-stamps go back.
    """
    gathering = Gathering(declared)
    points = 0
    for text, line in _blocks(stream, source):
        points = _Block(text, source, line, gathering).read(points)
        progress(stream.tell() if stream.seekable() else 0)
    return gathering.finish()


def _blocks(stream: BinaryIO, source: str) -> Iterator[tuple[str, int]]:
    """Texts that each begin with a time-point, with the line each begins on."""
    line, held = 1, b""
    while True:
        piece = stream.read(BLOCK_BYTES)
        held += piece
        end = held.rfind(b"\n@") + 1 if piece else len(held)
        if end:
            yield _decoded(held[:end], source, line), line
            line += held.count(b"\n", 0, end)
            held = held[end:]
        if not piece:
            return
        if len(held) > TIME_POINT_BYTES_MAX:
            raise TraceFileError(
                f"more than {TIME_POINT_BYTES_MAX} bytes without a line that begins with `@`",
                hint="begin each time-point on a line of its own",
                span=Span(source=source, start=0, end=0, line=line, column=1),
            )


def _decoded(block: bytes, source: str, line: int) -> str:
    try:
        return block.decode("utf-8-sig" if line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        before = block[: error.start]
        here = line + before.count(b"\n")
        column = len(before.rpartition(b"\n")[2]) + 1
        raise TraceFileError(
            "this is not UTF-8 text",
            hint="save the file as UTF-8",
            span=Span(source=source, start=0, end=0, line=here, column=column),
        ) from error


@dataclass(slots=True)
class _Block:
    """Some time-points of a file."""

    text: str
    source: str
    line: int
    gathering: Gathering
    items: dict[str, list[int]] = field(default_factory=dict)
    """Predicate -> the items that are tuples of it."""

    def read(self, points: int) -> int:
        """Hand over all facts; `points` and the result count the time-points of the file."""
        if "#" in self.text:
            # Comments become spaces, so that places stay what they were.
            self.text = _COMMENT.sub(lambda m: m[1] or " " * len(m[0]), self.text)
        parts = _ITEM.split(self.text)
        gaps, stamps, names, tuples = parts[0::4], parts[1::4], parts[2::4], parts[3::4]
        begins = np.array([stamp is not None for stamp in stamps], bool)
        alone: list[tuple[int, str]] = []
        plain = "".join(gaps).isspace()
        odd = [n for n, gap in enumerate(gaps) if gap and not gap.isspace()] if not plain else []
        for number in odd:
            alone += self._between(number, gaps[number])
        self._sort(names, stamps, frozenset(odd))
        seconds = self._seconds([stamp for stamp in stamps if stamp is not None], begins)
        self.gathering.add_points(seconds)
        point = np.cumsum(begins) + (points - 1)
        for predicate, items in self.items.items():
            chosen = np.array(items, np.int64)
            self._hand_over(predicate, point[chosen], chosen, [tuples[i] for i in items])
        for number, predicate in alone:
            self.gathering.add_facts(predicate, point[number - 1 : number], ())
        return points + len(seconds)

    def _sort(self, names: list[str | None], stamps: list[str | None], odd: frozenset[int]) -> None:
        """Put each tuple to its predicate; one without a name has that of the tuple before it."""
        signature = self.gathering.declared.signature
        current: str | None = None
        for number, name in enumerate(names):
            if stamps[number] is not None:
                current = None
                continue
            if name is not None:
                current = name
                if name not in self.items:
                    if name not in signature:
                        start = self._item_span(number)[0]
                        raise self._unknown(name, self._span(start, start + len(name)))
                    self.items[name] = []
            elif number in odd:
                current = None
            if current is None or (number == 0 and self.line == 1):
                what = "a tuple needs a predicate before it"
                raise self._wrong(what if current is None else _BEFORE_ANY, number)
            self.items[current].append(number)

    def _between(self, number: int, gap: str) -> Iterator[tuple[int, str]]:
        """Facts without a tuple, in the text before item `number`."""
        signature = self.gathering.declared.signature
        for found in _BETWEEN.finditer(gap):
            name, other = found.groups()
            if name is None and other is None:
                continue
            if name is not None and number and name in signature and not signature.types(name):
                yield number, name
                continue
            at = self._item_end(number - 1) + found.start()
            span = self._span(at, at + len(name or other))
            if other is not None:
                raise TraceFileError(f"`{other}` cannot stand here", span=span)
            if number == 0:
                raise TraceFileError(_BEFORE_ANY, span=span)
            if name not in signature:
                raise self._unknown(name, span)
            raise TraceFileError(f"`{name}` needs its arguments", span=span)

    def _seconds(self, stamps: list[str], begins: Mask) -> Ints:
        try:
            return np.array(list(map(int, stamps)), np.int64)
        except (ValueError, OverflowError):
            numbers = np.flatnonzero(begins).tolist()
            for number, stamp in zip(numbers, stamps, strict=True):
                if not _NUMBER.match(stamp) or abs(int(stamp)) >> 62:
                    raise self._wrong(
                        f"`{stamp[:40]}` is not a time-stamp in whole seconds", number
                    ) from None
            raise

    def _hand_over(self, predicate: str, points: Ints, items: Ints, tuples: list[str]) -> None:
        kinds = self.gathering.declared.kinds(predicate)
        columns = _plain_columns(tuples, kinds)
        codes = None if columns is None else self._codes(columns, kinds)
        if codes is None:
            columns = self._columns(predicate, kinds, items.tolist(), tuples)
            codes = self._codes(columns, kinds)
        invariant(codes is not None, "what was read value by value has codes")
        self.gathering.add_facts(predicate, points, codes or [])

    def _codes(self, columns: Sequence[Column], kinds: Sequence[str]) -> list[Ints] | None:
        codes: list[Ints] = []
        for column, kind in zip(columns, kinds, strict=True):
            match kind:
                case "string":
                    codes.append(self.gathering.strings(column))
                case "int":
                    codes.append(self.gathering.numbers(column))
                case _:
                    decimals = self.gathering.decimals(column)
                    if decimals is None:
                        return None
                    codes.append(decimals)
        return codes

    def _columns(
        self, predicate: str, kinds: Sequence[str], items: list[int], tuples: list[str]
    ) -> list[Column]:
        """Read tuples value by value; whatever is wrong is found here and named."""
        rows: list[list[int | str]] = []
        for item, text in zip(items, tuples, strict=True):
            values = self._values(item, text)
            if len(values) != len(kinds):
                message = f"`{predicate}` has {len(kinds)} arguments, not {len(values)}"
                raise self._wrong(message, item)
            row: list[int | str] = []
            for kind, value in zip(kinds, values, strict=True):
                if kind == "int" and not _NUMBER.match(value):
                    raise self._wrong(f"`{value[:40]}` is not a whole number", item)
                if kind == "float" and decimal(value) is None:
                    raise self._wrong(f"`{value[:40]}` is not a number", item)
                row.append(int(value) if kind == "int" else value)
            rows.append(row)
        return [list(column) for column in zip(*rows, strict=True)]

    def _values(self, item: int, text: str) -> list[str]:
        if not text.strip():
            return []
        values: list[str] = []
        at = 0
        while at < len(text) or not values:
            found = _VALUE.match(text, at)
            if found is None or (found[3] == "," and found.end() == len(text)):
                shown = text[at : at + 40].strip() or ")"
                raise self._wrong(f"a value is needed here, not `{shown}`", item)
            values.append(found[1] if found[1] is not None else found[2])
            at = found.end()
        return values

    # Places ---------------------------------------------------------------------------------------

    def _item_span(self, number: int) -> tuple[int, int]:
        for position, found in enumerate(_ITEM.finditer(self.text)):
            if position == number:
                return found.span()
        return len(self.text), len(self.text)

    def _item_end(self, number: int) -> int:
        return self._item_span(number)[1] if number >= 0 else 0

    def _span(self, start: int, end: int) -> Span:
        starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        row = bisect_right(starts, start)
        return Span(
            source=self.source,
            start=start,
            end=end,
            line=self.line + row - 1,
            column=start - starts[row - 1] + 1,
        )

    def _wrong(self, message: str, number: int) -> TraceFileError:
        return TraceFileError(message, span=self._span(*self._item_span(number)))

    def _unknown(self, name: str, span: Span) -> TraceFileError:
        near = self.gathering.declared.signature.nearest(name)
        return TraceFileError(
            f"there is no predicate `{name}` in the signature",
            hint=f"did you mean `{near}`" if near else "",
            span=span,
        )


_BEFORE_ANY = "a fact needs a time-point before it, which begins with `@`"


def _plain_columns(tuples: list[str], kinds: Sequence[str]) -> list[Column] | None:
    """The columns of tuples read as one table; None if they are not plain enough for that."""
    if not kinds:
        return [] if not "".join(tuples).strip() else None
    joined = "\n".join(tuples)
    if joined.count("\n") >= len(tuples):
        return None
    if " " in joined and '"' not in joined:
        joined = _SPACES.sub(r"\1", joined)
    bare = _PLAIN_QUOTED.sub("\x00", joined) if '"' in joined else joined
    if _NOT_PLAIN.search(bare) or "\x00" in joined:
        return None
    names = [str(number) for number in range(len(kinds))]
    words = pa.dictionary(pa.int32(), pa.string())
    types = [pa.int64() if kind == "int" else words for kind in kinds]
    try:
        table = csv.read_csv(
            pa.py_buffer(joined.encode()),
            read_options=csv.ReadOptions(
                column_names=names, use_threads=False, block_size=2 * len(joined) + 1024
            ),
            parse_options=csv.ParseOptions(
                double_quote=False, escape_char=False, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict(zip(names, types, strict=True)),
                null_values=[],
                strings_can_be_null=False,
            ),
        ).combine_chunks()
    except pa.ArrowInvalid:
        return None
    if table.num_rows != len(tuples):
        return None
    return [column.chunk(0) for column in table.columns]
