"""Laws of writing: one form for each value, and nothing else is read."""

from __future__ import annotations

import json
from typing import Any
from unicodedata import is_normalized

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from provesafe.ledger import (
    INTEGER_MAX,
    NotCanonicalError,
    decode_base64,
    decode_base64url,
    decode_canonical,
    disclose,
    encode_base64,
    encode_base64url,
    encode_canonical,
    read_disclosure,
)


def stands(text: str) -> bool:
    """Tell text that may stand in an entry: whole characters, in normal form C."""
    return is_normalized("NFC", text) and not any("\ud800" <= each <= "\udfff" for each in text)


keys = st.text("abz_019", min_size=1, max_size=6)
texts = st.text(max_size=12).filter(stands)
integers = st.integers(min_value=-INTEGER_MAX, max_value=INTEGER_MAX)
scalars = st.one_of(st.none(), st.booleans(), integers, texts)
values: st.SearchStrategy[Any] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


PIECES = (b"", b" ", b"0", b"-", b'"', b"\\", b"e1", b"\xcc\x81", b",", b"]")


@given(values)
def test_it_writes_what_the_reference_writes(value: Any) -> None:
    """Within its limits it writes byte for byte what an independent RFC 8785 writer does."""
    assert encode_canonical(value) == rfc8785.dumps(value)


@given(values)
def test_what_is_written_is_read(value: Any) -> None:
    """Every value that may stand in an entry is read back as it was."""
    assert decode_canonical(encode_canonical(value)) == value


@given(values, st.data())
def test_what_is_accepted_is_the_only_writing(value: Any, data: st.DataObject) -> None:
    """A line with a byte changed, added or taken out is refused, or is some value's one writing."""
    line = bytearray(encode_canonical(value))
    at = data.draw(st.integers(min_value=0, max_value=len(line)))
    piece = data.draw(
        st.sampled_from([b"", b" ", b"0", b"-", b'"', b"\\", b"e1", b"\xcc\x81", b","])
    )
    cut = data.draw(st.integers(min_value=0, max_value=2))
    changed = bytes(line[:at] + piece + line[at + cut :])
    try:
        read = decode_canonical(changed)
    except NotCanonicalError:
        return
    assert rfc8785.dumps(json.loads(changed)) == changed == encode_canonical(read)


@given(st.binary(max_size=40), st.data())
def test_base64_has_one_writing(raw: bytes, data: st.DataObject) -> None:
    """Both writings are read back, and a changed character is refused or is other bytes."""
    for encode, decode in ((encode_base64, decode_base64), (encode_base64url, decode_base64url)):
        text = encode(raw)
        assert decode(text) == raw
        at = data.draw(st.integers(min_value=0, max_value=len(text)))
        changed = text[:at] + data.draw(st.sampled_from("AQ=+/-_ \n")) + text[at + 1 :]
        found = decode(changed)
        assert changed == text or found != raw
        assert found is None or encode(found) == changed


@given(texts, texts, st.binary(min_size=16, max_size=16))
def test_a_disclosure_is_read_back(name: str, value: str, salt: bytes) -> None:
    """Any salted fact reads as what it was made of, digest included."""
    made = disclose(name, value, salt=salt)
    assert read_disclosure(made.text) == made
