"""Facts as CSV, JSON lines and Parquet: what is read, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generate import SIGNATURE, make_trace
from provesafe.adapters.exchange import TraceFileError, format_of, load_trace, tables
from provesafe.errors import UnavailableError
from provesafe.monitor import TimeOrderError, points_of
from provesafe.rulebook import Fact, TimePoint, parse_signature
from written import as_csv, as_json_lines, as_monpoly, as_parquet

MIXED = parse_signature("p(x: int) r(x: string, n: int) stop() q(int, string)")


def read(path: Path) -> tuple[TimePoint, ...]:
    """The time-points of a file over MIXED."""
    return points_of(load_trace(path, MIXED), MIXED)


def write(folder: Path, name: str, text: str) -> Path:
    """A file with a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_format_gives_the_same_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random traces come back from each format as they were, also in small batches."""
    monkeypatch.setattr(tables, "BATCH_ROWS", 7)
    monkeypatch.setattr(tables, "BLOCK_BYTES", 512)
    for seed in range(25):
        trace = make_trace(Random(seed), 20)
        files = {
            "csv": as_csv(trace, SIGNATURE),
            "jsonl": as_json_lines(trace, SIGNATURE),
            "log": as_monpoly(trace),
        }
        paths = [write(tmp_path, f"t.{suffix}", text) for suffix, text in files.items()]
        as_parquet(trace, SIGNATURE, tmp_path / "t.parquet")
        for path in (*paths, tmp_path / "t.parquet"):
            found = points_of(load_trace(path, SIGNATURE), SIGNATURE)
            assert (seed, path.name, found) == (seed, path.name, trace)


def test_without_time_points_each_row_is_one(tmp_path: Path) -> None:
    """Where there is no `tp`, rows of one second are time-points in their order."""
    wanted = (
        TimePoint(5, frozenset({Fact("count", (1,))})),
        TimePoint(5, frozenset({Fact("count", (2,))})),
        TimePoint(6, frozenset()),
    )
    files = {
        "t.csv": "ts,predicate,k\n5,count,1\n5,count,2\n6,,\n",
        "t.jsonl": '{"ts":5,"predicate":"count","k":1}\n'
        '{"ts":5,"predicate":"count","k":2}\n{"ts":6}\n',
    }
    for name, text in files.items():
        path = write(tmp_path, name, text)
        assert points_of(load_trace(path, SIGNATURE), SIGNATURE) == wanted


def test_a_column_may_hold_numbers_for_one_predicate_and_words_for_another(
    tmp_path: Path,
) -> None:
    """`x` is a number in `p` and a word in `r`; fields without a name are `x1` and `x2`."""
    wanted = (
        TimePoint(5, frozenset({Fact("p", (-12,))})),
        TimePoint(5, frozenset({Fact("r", ("7", 1))})),
        TimePoint(9, frozenset({Fact("q", (3, "NA")), Fact("stop", ())})),
    )
    text = "tp,ts,predicate,x,n,x1,x2\n0,5,p,-12,,,\n1,5,r,7,1,,\n2,9,q,,,3,NA\n2,9,stop,,,,\n"
    assert read(write(tmp_path, "t.csv", text)) == wanted
    lines = (
        '{"tp":0,"ts":5,"predicate":"p","x":-12}\n{"tp":1,"ts":5,"predicate":"r","x":"7","n":1}\n\n'
        '{"tp":2,"ts":9,"predicate":"q","x1":3,"x2":"NA"}\n{"tp":2,"ts":9,"predicate":"stop"}\n'
    )
    assert read(write(tmp_path, "t.jsonl", lines)) == wanted


def test_only_what_is_wanted_is_read_from_parquet(tmp_path: Path) -> None:
    """Facts of other predicates are left out, their time-points are not."""
    trace = make_trace(Random(4), 12)
    as_parquet(trace, SIGNATURE, tmp_path / "t.parquet")
    found = load_trace(tmp_path / "t.parquet", SIGNATURE, only=frozenset({"out"}))
    assert points_of(found, SIGNATURE) == tuple(
        TimePoint(p.seconds, frozenset(f for f in p.facts if f.predicate == "out")) for p in trace
    )


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("t.csv", "ts,x\n5,1\n", 1, "there is no column `predicate`"),
        ("t.csv", "predicate,x\np,1\n", 1, "there is no column `ts`"),
        ("t.csv", "ts,predicate\n5,p\n", 2, "there is no column `x`, and `p` has such a field"),
        ("t.csv", "ts,predicate,x,n\n5,p,1,\n5,p,,\n", 3, "`p` has no value in column `x`"),
        ("t.csv", "ts,predicate,x,n\n5,p,1,\n5,po,1,\n", 3, "there is no predicate `po`"),
        ("t.csv", "ts,predicate,x,n\n5,p,1,\n5,p,one,\n", 3, "`one` in column `x`"),
        ("t.csv", "ts,predicate,x,n\n5,p,1,\n,p,2,\n", 3, "there is no value in column `ts`"),
        ("t.csv", "ts,predicate,x,n\n5,p,1,\nsix,p,2,\n", 3, "`six` in column `ts`"),
        ("t.csv", "ts,predicate,x,n\n5,p,1,\n6,p,2\n", 3, "the row has 3 values, not 4"),
        ("t.csv", "tp,ts,predicate,x,n\n1,5,p,1,\n0,5,p,1,\n", 3, "`tp` goes back"),
        ("t.csv", "tp,ts,predicate,x,n\n1,5,p,1,\n1,6,p,1,\n", 3, "two time-stamps"),
        ("t.jsonl", '{"ts":5,"predicate":"stop"}\n{"ts":6\n', 2, "not a JSON object"),
        ("t.jsonl", '{"ts":5,"predicate":"stop"}\n[]\n', 2, "not a JSON object"),
        ("t.jsonl", '{"ts":5.5,"predicate":"stop"}\n', 1, "`5.5` cannot stand in `ts`"),
        ("t.jsonl", '{"ts":true,"predicate":"stop"}\n', 1, "`True` cannot stand in `ts`"),
        ("t.jsonl", '{"ts":5,"predicate":"r","x":"a","n":"1"}\n', 1, "`1` cannot stand in `n`"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, name: str, text: str, line: int, says: str
) -> None:
    """The first row that does not fit is said, and why."""
    with pytest.raises(TraceFileError) as caught:
        read(write(tmp_path, name, text))
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / name}:{line}:")


def test_plain_json_lines_are_named_with_their_line(tmp_path: Path) -> None:
    """Where no column is mixed, another reader runs; its errors have a line as well."""
    path = write(tmp_path, "t.jsonl", '{"ts":5,"predicate":"out"}\n{"ts":"x"}\n')
    with pytest.raises(TraceFileError, match=r":2:.*`x` cannot stand in `ts`"):
        load_trace(path, SIGNATURE)


def test_columns_of_another_type_are_refused(tmp_path: Path) -> None:
    """A Parquet column holds what the signature says, or the file is refused."""
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"ts": [1], "predicate": ["p"], "x": [1.5]}), path)
    with pytest.raises(TraceFileError, match="column `x` holds double, and `p` wants int"):
        load_trace(path, MIXED)
    pq.write_table(pa.table({"ts": ["1"], "predicate": ["p"], "x": [1]}), path)
    with pytest.raises(TraceFileError, match=r"column `ts` holds .*string"):
        load_trace(path, MIXED)


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    """Bytes that are not Parquet, and a file that is not there."""
    with pytest.raises(TraceFileError):
        load_trace(write(tmp_path, "t.parquet", "no"), MIXED)
    with pytest.raises(UnavailableError, match="cannot be read"):
        load_trace(tmp_path / "missing.csv", MIXED)


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_row_without_an_end_is_refused(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row longer than a block is not held."""
    monkeypatch.setattr(tables, "BLOCK_BYTES", 4096)
    text = "7" * 100_000
    head = "ts,predicate,x,n\n5,stop,,\n" if name == "t.csv" else '{"ts":5}\n{"ts":'
    with pytest.raises(TraceFileError):
        read(write(tmp_path, name, head + text))


def test_time_that_goes_back_is_refused(tmp_path: Path) -> None:
    """Tables are held to the same order as text."""
    with pytest.raises(TimeOrderError, match="time-point 1 is at second `4`"):
        read(write(tmp_path, "t.csv", "ts,predicate\n5,stop\n4,stop\n"))


def test_the_format_is_known_by_the_name() -> None:
    """A name without a known ending is MonPoly's text."""
    names = ("a.csv", "b.JSONL", "c.ndjson", "d.parquet", "e.log", "f")
    forms = [format_of(Path(name)) for name in names]
    assert forms == ["csv", "jsonl", "jsonl", "parquet", "monpoly", "monpoly"]
