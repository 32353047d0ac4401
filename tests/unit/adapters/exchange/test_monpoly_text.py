"""MonPoly's file of facts: what it may look like, and what is wrong with it."""

from __future__ import annotations

import io
from random import Random

import pytest

from generate import SIGNATURE, make_trace
from provesafe.adapters.exchange import (
    Declared,
    TraceFileError,
    monpoly_text,
    read_monpoly_text,
)
from provesafe.monitor import TimeOrderError, points_of
from provesafe.rulebook import Fact, TimePoint, parse_signature
from written import as_monpoly

DECLARED = Declared(signature=SIGNATURE)
MIXED = parse_signature("p(int) r(s: string, n: int) stop()")


def read(text: str | bytes) -> tuple[TimePoint, ...]:
    """The time-points of a text over MIXED."""
    raw = text if isinstance(text, bytes) else text.encode()
    return points_of(
        read_monpoly_text(io.BytesIO(raw), Declared(signature=MIXED), source="t.log"), MIXED
    )


def point(seconds: int, *facts: tuple[object, ...]) -> TimePoint:
    """A time-point from (predicate, value, …)."""
    return TimePoint(seconds, frozenset(Fact(str(n), tuple(v)) for n, *v in facts))  # type: ignore[arg-type]


def test_what_is_written_is_read_however_it_is_spaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random traces, spaced and commented as people do, in small blocks, come back as they were."""
    monkeypatch.setattr(monpoly_text, "BLOCK_BYTES", 50)
    for seed in range(120):
        rng = Random(seed)
        trace = make_trace(rng, 12)
        stream = io.BytesIO(as_monpoly(trace, rng).encode())
        found = read_monpoly_text(stream, DECLARED, source="t.log")
        assert (seed, points_of(found, SIGNATURE)) == (seed, trace)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("", ()),
        ("# nothing\n\n", ()),
        ("@5", (point(5),)),
        ("@5@5 @7;", (point(5), point(5), point(7))),
        ("@ 5 p (1)(2) p(3)\nstop", (point(5, ("p", 1), ("p", 2), ("p", 3), ("stop",)),)),
        ("@5 stop stop () p(-7)", (point(5, ("stop",), ("p", -7)),)),
        ("@5 p(1) p(1)", (point(5, ("p", 1)),)),
        ("\ufeff@5 p(1)\r\n@6\r", (point(5, ("p", 1)), point(6))),
        ('@5 r("a, (b) @9 # c",1)', (point(5, ("r", "a, (b) @9 # c", 1)),)),
        (r'@5 r("a\"b\\",1)', (point(5, ("r", r"a\"b\\", 1)),)),
        ('@5 r ( "" , 1 ) (x/y:[z]!-.,2)', (point(5, ("r", "", 1), ("r", "x/y:[z]!-.", 2)),)),
        ('@5 r("é\U0001f3ac",1)', (point(5, ("r", "é\U0001f3ac", 1)),)),
        ('@5 p("3")', (point(5, ("p", 3)),)),
        ("@5 r(7,7)", (point(5, ("r", "7", 7)),)),
        ("@-5 p(99999999999999999999)", (point(-5, ("p", 99999999999999999999)),)),
        ('@5 r("two\nlines",1)\n@6', (point(5, ("r", "two\nlines", 1)), point(6))),
    ],
)
def test_a_text_is_read_as_monpoly_reads_it(text: str, points: tuple[TimePoint, ...]) -> None:
    """Spaces, comments, quotes, tuples in a row, numbers of any size."""
    assert read(text) == points


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("@5 q(1)", "1:4", "there is no predicate `q`"),
        ("@5 p(1)\n@6 stopp", "2:4", "did you mean `stop`"),
        ("@5 p(1)\n@6 p(1,2)", "2:4", "`p` has 1 arguments, not 2"),
        ("@5 p()", "1:4", "`p` has 1 arguments, not 0"),
        ("@5 stop(1)", "1:4", "`stop` has 0 arguments, not 1"),
        ("@5 p", "1:4", "`p` needs its arguments"),
        ("@5 p(x)", "1:4", "`x` is not a whole number"),
        ("@5 p(1.5)", "1:4", "`1.5` is not a whole number"),
        ("@5 p(1,)", "1:4", "a value is needed"),
        ("@5 r(a b,1)", "1:4", "a value is needed here, not `a b,1`"),
        ('@5 r(a"b",1)', "1:4", "a value is needed"),
        ("@5 r(ä,1)", "1:4", "a value is needed"),
        ("@5 p(1", "1:4", "`p` needs its arguments"),
        ('@5 r("open,1)', "1:4", "`r` needs its arguments"),
        ("@5 (1)", "1:4", "a tuple needs a predicate before it"),
        ("@5 p(1) ; (2)", "1:11", "a tuple needs a predicate before it"),
        ("p(1) @5", "1:1", "a fact needs a time-point before it"),
        ("stop @5", "1:1", "a fact needs a time-point before it"),
        ("@x p(1)", "1:1", "`x` is not a time-stamp"),
        ("@1.5 p(1)", "1:1", "`1.5` is not a time-stamp"),
        ("@5 p(1)\n@ ", "2:1", "`@` cannot stand here"),
        ("> save <", "1:1", "`>` cannot stand here"),
        ("@99999999999999999999", "1:1", "is not a time-stamp"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, place: str, says: str) -> None:
    """Line and column of the item that is not in the language."""
    with pytest.raises(TraceFileError) as caught:
        read(text)
    assert str(caught.value).startswith(f"t.log:{place}: ")
    assert says in str(caught.value)


def test_bytes_that_are_no_text_are_named_with_their_place() -> None:
    """A byte that is not UTF-8 has a line and a column."""
    with pytest.raises(TraceFileError, match=r"t\.log:2:6: this is not UTF-8"):
        read(b"@5 p(1)\n@6 r(\xff,1)")


def test_time_that_goes_back_is_refused() -> None:
    """A late line is neither skipped nor moved."""
    with pytest.raises(TimeOrderError, match="time-point 2 is at second `4`"):
        read("@5\n@5\n@4")


class Endless(io.RawIOBase):
    """A line without an end; counts what is taken of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        """So many bytes more."""
        self.taken += size
        return b"7" * size

    def seekable(self) -> bool:
        """It is a pipe."""
        return False


def test_a_line_without_an_end_is_refused_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is held of it than the limit and a block."""
    monkeypatch.setattr(monpoly_text, "BLOCK_BYTES", 1 << 16)
    monkeypatch.setattr(monpoly_text, "TIME_POINT_BYTES_MAX", 1 << 20)
    stream = Endless()
    with pytest.raises(TraceFileError, match="without a line that begins with `@`"):
        read_monpoly_text(stream, Declared(signature=MIXED), source="t.log")  # type: ignore[arg-type]
    assert stream.taken <= (1 << 20) + (1 << 16)


def test_the_plain_way_and_the_careful_way_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading tuples as a table gives what reading them value by value gives."""
    texts = [as_monpoly(make_trace(Random(seed), 12)).encode() for seed in range(30)]
    plain = [read_monpoly_text(io.BytesIO(text), DECLARED, source="t") for text in texts]
    monkeypatch.setattr(monpoly_text, "_plain_columns", lambda _tuples, _types: None)
    careful = [read_monpoly_text(io.BytesIO(text), DECLARED, source="t") for text in texts]
    for one, two in zip(plain, careful, strict=True):
        assert points_of(one, SIGNATURE) == points_of(two, SIGNATURE)
