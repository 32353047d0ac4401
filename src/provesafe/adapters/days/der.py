"""Just enough of ASN.1's DER to ask for a time stamp and to read one.

Lengths are checked before anything is read; what nests deeper than a time stamp does is refused.
"""

from __future__ import annotations

from typing import NamedTuple

from provesafe.errors import VerificationError

__all__ = [
    "INTEGER",
    "OBJECT_ID",
    "OCTETS",
    "SEQUENCE",
    "SET",
    "TRUE",
    "DerError",
    "Node",
    "integer",
    "node",
    "object_id",
    "read",
    "read_all",
]

SEQUENCE, SET, INTEGER, OCTETS, OBJECT_ID, TRUE = 0x30, 0x31, 0x02, 0x04, 0x06, b"\x01\x01\xff"

_BYTES_MAX = 65_536


class DerError(VerificationError):
    """Bytes that are not in the form they must have."""

    code = "days.der"


class Node(NamedTuple):
    """One value."""

    tag: int
    content: bytes
    whole: bytes
    """Its tag and length as well."""

    def parts(self) -> tuple[Node, ...]:
        """The values inside it."""
        return read_all(self.content)

    def part(self, place: int, tag: int) -> Node:
        """One value inside it.

        Raises:
            DerError: it is not there, or of another kind.
        """
        parts = self.parts()
        if place >= len(parts) or parts[place].tag != tag:
            raise DerError("a part is missing, or of another kind")
        return parts[place]


def read(data: bytes) -> Node:
    """Read one value that is all there is.

    Raises:
        DerError: it is not one.
    """
    found = read_all(data)
    if len(found) != 1:
        raise DerError("more or less than one value")
    return found[0]


def read_all(data: bytes) -> tuple[Node, ...]:
    """Read values that stand one behind the other.

    Raises:
        DerError: a length leads beyond the end, or is not written in its one form.
    """
    found = []
    at = 0
    while at < len(data):
        begin, at = at, at + 2
        length = data[begin + 1] if at <= len(data) else _BYTES_MAX
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[at : at + count], "big")
            if not 1 <= count <= 3 or length < 0x80:
                raise DerError("a length is not in its one form")
            at += count
        if at + length > len(data) or data[begin] & 0x1F == 0x1F:
            raise DerError("a length leads beyond the end")
        found.append(Node(data[begin], data[at : at + length], data[begin : at + length]))
        at += length
    return tuple(found)


def node(tag: int, *parts: bytes) -> bytes:
    """Write a value out of its parts."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    written = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(written)]) + written + content


def integer(value: int) -> bytes:
    """Write a whole number from 0."""
    return node(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def object_id(text: str) -> bytes:
    """Write a dotted name."""
    first, second, *rest = (int(each) for each in text.split("."))
    content = bytearray([40 * first + second])
    for number in rest:
        sevens = [number & 0x7F]
        while number := number >> 7:
            sevens.append(0x80 | number & 0x7F)
        content += bytes(reversed(sevens))
    return node(OBJECT_ID, bytes(content))
