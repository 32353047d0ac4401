"""Which bytes stand for a JSON value? Exactly one line for each value, else it is refused.

RFC 8785 (JCS) inside limits that make every encoder agree:

- objects, arrays, strings, integers, `true`, `false`, `null`; no floats;
- integers within ±(2^53 - 1), so that every JSON reader holds them exactly;
- object keys of 1 to 64 characters `[a-z0-9_]`, sorted, never twice;
- strings in Unicode NFC, without lone surrogates;
- at most `DEPTH_MAX` arrays and objects inside one another.

    >>> encode_canonical({"b": [1, True], "a": "é"})
    b'{"a":"\\xc3\\xa9","b":[1,true]}'
    >>> decode_canonical(b'{"b":1, "a":2}')
    Traceback (most recent call last):
    ...
    provesafe.ledger.errors.NotCanonicalError: JSON is not in canonical form

Signed bytes are kept as they were signed; this module only refuses those that a second reader
could read differently.

Source: RFC 8785 sections 3.1 and 3.2. Vectors: tests/vectors/ledger/canonical.json.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, NoReturn, TypeAlias, cast
from unicodedata import is_normalized

from provesafe.ledger.errors import NotCanonicalError, NotEncodableError

__all__ = ["DEPTH_MAX", "INTEGER_MAX", "Json", "decode_canonical", "encode_canonical"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"

INTEGER_MAX = 2**53 - 1
"""The largest integer that a reader with IEEE 754 doubles still tells from its neighbours."""

DEPTH_MAX = 16
"""Deep enough for every entry; shallow enough that reading may recurse."""

VALUES_MAX = 2**22
"""LIMIT: ends a value that holds itself many times over; far above any entry or snapshot."""

_KEY = re.compile(r"[a-z0-9_]{1,64}")


def encode_canonical(value: Json) -> bytes:
    """Write `value` in its one canonical form, without a final newline.

    Law: `decode_canonical(encode_canonical(x)) == x`.

    Raises:
        NotEncodableError: `value` holds something outside the limits of this module.
    """
    fault = _fault(value)
    if fault:
        raise NotEncodableError(fault)
    return _encode(value).encode("utf-8")


def decode_canonical(data: bytes) -> Json:
    """Read canonical bytes; whatever would not encode back to `data` is refused.

    Raises:
        NotCanonicalError: `data` is not JSON, not within the limits, or not in canonical form.
    """
    try:
        value = cast("Json", _decode(data.decode("utf-8")))
    except _OutOfLimits as error:
        raise NotCanonicalError(str(error)) from None
    except (ValueError, RecursionError):
        raise NotCanonicalError("not JSON in UTF-8") from None
    fault = _fault(value)
    if fault:
        raise NotCanonicalError(fault)
    # Duplicate keys, spaces, key order, escapes, `-0` and a byte order mark all end here.
    if _encode(value).encode("utf-8") != data:
        raise NotCanonicalError("JSON is not in canonical form")
    return value


class _OutOfLimits(Exception):  # noqa: N818 - never leaves this module
    """JSON that the grammar knows and an entry may not hold."""


def _refuse_float(text: str) -> NoReturn:
    # The text could be very long; a short part of it is enough to find it again.
    raise _OutOfLimits(f"the number `{text[:32]}` is not an integer")


_decode = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float).decode
# Nothing circular gets past the depth limit of `_fault`.
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"), sort_keys=True
).encode


def _fault(value: object) -> str:
    """Say what is outside the limits, or nothing."""
    # Level by level instead of by recursion: this looks at every value of every entry.
    level: list[Any] = [value]
    for depth in range(DEPTH_MAX + 1):
        below: list[Any] = []
        for item in level:
            # Exact types: a subclass (an enum, a bool for an int) could encode as something else.
            kind = type(item)
            if kind is str:
                if not item.isascii() and (fault := _text_fault(item)):
                    return fault
            elif kind is int:
                if not -INTEGER_MAX <= item <= INTEGER_MAX:
                    return "an integer is beyond ±(2^53 - 1)"
            elif kind is dict:
                if not all(map(_is_key, item)):
                    return f"a key of {str(list(item))[:200]!a} is not 1 to 64 of a-z, 0-9 and _"
                below += item.values()
            elif kind is list:
                below += item
            elif item is not None and kind is not bool:
                return f"a value of type `{kind.__name__}` cannot stand in canonical JSON"
            if (kind is dict or kind is list) and depth == DEPTH_MAX:
                return f"arrays and objects stand more than {DEPTH_MAX} deep"
        if not below:
            return ""
        if len(below) > VALUES_MAX:
            return f"more than {VALUES_MAX} values stand side by side"
        level = below
    return ""


@lru_cache(maxsize=1024)
def _is_key(key: object) -> bool:
    # A record repeats some fifty keys a million times, and the answer hangs on `key` alone.
    return type(key) is str and _KEY.fullmatch(key) is not None


def _text_fault(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "text holds half of a surrogate pair"
    if not is_normalized("NFC", text):
        return "text is not in Unicode normal form C"
    return ""
