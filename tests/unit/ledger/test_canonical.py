"""Canonical JSON: one line of bytes for each value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provesafe.ledger import (
    DEPTH_MAX,
    Json,
    NotCanonicalError,
    NotEncodableError,
    decode_canonical,
    encode_canonical,
)

VECTORS = Path(__file__).parents[2] / "vectors" / "ledger" / "canonical.json"


def cases(kind: str) -> list[Any]:
    """Read the vectors of one kind, each with its id."""
    found = json.loads(VECTORS.read_text(encoding="utf-8"))[kind]
    return [pytest.param(case, id=case["id"]) for case in found]


@pytest.mark.parametrize("case", cases("canonical"))
def test_a_canonical_line_is_read_and_written_back(case: dict[str, str]) -> None:
    """Every line that is canonical by RFC 8785 is accepted and encodes to itself."""
    line = case["line"].encode("utf-8")
    assert encode_canonical(decode_canonical(line)) == line


@pytest.mark.parametrize("case", cases("refused"))
def test_a_second_form_is_refused(case: dict[str, str]) -> None:
    """Every other way to write a value, and every value beyond the limits, is refused."""
    with pytest.raises(NotCanonicalError):
        decode_canonical(bytes.fromhex(case["hex"]))


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        2**53,
        -(2**53),
        "\ud800",
        "e\u0301",
        {"Key": 1},
        {"": 1},
        {"k" * 65: 1},
        {1: 1},
        (1,),
        b"x",
        {"a": {"b": [1.0]}},
    ],
)
def test_what_cannot_stand_in_an_entry_is_not_written(value: Any) -> None:
    """A value that two readers could differ over is refused before it is signed."""
    with pytest.raises(NotEncodableError):
        encode_canonical(value)


def nested(depth: int) -> Json:
    """Make a value of so many arrays inside one another."""
    value: Json = 0
    for _ in range(depth):
        value = [value]
    return value


def test_depth_is_bounded_exactly() -> None:
    """The deepest value allowed is written; one deeper is refused, also when read."""
    assert decode_canonical(encode_canonical(nested(DEPTH_MAX))) == nested(DEPTH_MAX)
    with pytest.raises(NotEncodableError):
        encode_canonical(nested(DEPTH_MAX + 1))
    with pytest.raises(NotCanonicalError):
        decode_canonical(b"[" * (DEPTH_MAX + 1) + b"]" * (DEPTH_MAX + 1))


def test_a_circle_is_refused() -> None:
    """A value that holds itself ends in an error, not in a loop."""
    circle: list[Json] = []
    circle.append(circle)
    with pytest.raises(NotEncodableError):
        encode_canonical(circle)


@pytest.mark.parametrize("data", [b"[" * 60_000, b"9" * 60_000, b'{"a":' * 12_000])
def test_hostile_input_is_refused_quickly(data: bytes) -> None:
    """Input made to exhaust a reader is refused like any other."""
    with pytest.raises(NotCanonicalError):
        decode_canonical(data)
