r"""Has an entry of this very shape been read before?

A record repeats some hundred shapes a million times. Reading one entry in full, and writing it
again to see that it is canonical, costs about as much as verifying its signature. A *shape* is
learnt from an entry that was read in full: a pattern with the same keys, in the same places, with
the same class, grades, `true`, `false` and `null`, where only plain values differ:

    text      printable ASCII without `"` and `\`: canonical as it stands
    integers  of at most 15 digits, without needless zeros or signs
    places    what must be equal (a key, `seq`, `prev`, `seen`) is matched as the same text

So whatever matches is canonical and well-formed as well; `properties` hold it to that. What does
not match is no verdict: it is read in full. Only entries of one signer have a shape, and of the
classes that the record itself reads only `received`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from provesafe.errors import InvariantBroken
from provesafe.ledger.canonical import Json, encode_canonical
from provesafe.ledger.classes import PERSON_ID, Received
from provesafe.ledger.devices.times import Clock, read_clock
from provesafe.ledger.entry import Entry, Grade
from provesafe.ledger.note import NOTE_BYTES_MAX

__all__ = ["Known", "Shape", "Shapes"]

_PREFIX: Final = b"provesafe.event/v1\n"
_TEXT: Final = rb'"[ !#-\[\]-~]*+"'
_NUMBER: Final = rb"(?:0|-?[1-9][0-9]{0,14}+)"
_COUNT: Final = rb"(?:0|[1-9][0-9]{0,14}+)"
_HASH: Final = rb"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"
_KEY_NAME: Final = rb"[a-z0-9./-]{1,64}"
_PERSON: Final = PERSON_ID.encode("ascii")
# A key id and 64 bytes of signature, with the two spare bits of the last character zero.
_SIGNATURE: Final = rb"[A-Za-z0-9+/]{90}[AEIMQUYcgkosw048]="

_LEARN_AFTER: Final = 32
"""Entries alike at their beginning before one of them is worth learning from."""
_SHAPES_MAX: Final = 512
"""LIMIT: a record made to have no two alike costs no more than reading each in full."""
_LEARN_BYTES_MAX: Final = 4096
"""LIMIT: making a pattern takes time that grows with the entry it is made from."""
_ALIKE: Final = slice(len(_PREFIX), len(_PREFIX) + 24)
"""The part of an entry by which shapes are looked up: its first field or two."""


class Shape(NamedTuple):
    """What all entries that match one pattern have in common."""

    pattern: re.Pattern[bytes]
    entry_class: str
    grades: tuple[Grade, ...]
    received: bool
    clock: tuple[str, ...]
    """Which of `boot`, `mono` and `skew` stand in it, to be read as the entry's clock."""


class Known(NamedTuple):
    """An entry that matched a shape: what differs between it and others."""

    shape: Shape
    text: bytes
    """The body."""
    device: str
    seq: int
    prev: str
    size: int
    root: str
    signature: bytes
    """base64 of key id and signature."""
    clock: Clock
    counts: tuple[int, int, int]
    """`from`, `to` and `ms` of a `received`; zeros otherwise."""
    own: str
    """Who stands for it by the device as their own; empty for nobody."""


class Shapes:
    """The shapes met so far in one pass over a record."""

    def __init__(self) -> None:
        """Begin knowing none."""
        self._by_start: dict[bytes, list[Shape]] = {}
        self._met: Counter[bytes] = Counter()
        self._count = 0

    def match(self, raw: bytes) -> Known | None:
        """Read an entry by a shape that is known; None when it must be read in full."""
        shapes = self._by_start.get(raw[_ALIKE])
        if shapes is None or len(raw) > NOTE_BYTES_MAX:
            return None
        for shape in shapes:
            found = shape.pattern.fullmatch(raw)
            if found is not None:
                return _known(shape, found)
        return None

    def learn(self, raw: bytes, entry: Entry) -> None:
        """Take note of an entry that was read in full, and learn its shape if it is common."""
        start = raw[_ALIKE]
        if len(raw) > _LEARN_BYTES_MAX:
            return
        self._met[start] += 1
        if self._met[start] % _LEARN_AFTER or self._count == _SHAPES_MAX:
            return
        shape = _shape_of(entry)
        if shape is not None:
            self._by_start.setdefault(start, []).insert(0, shape)
            self._count += 1


def _known(shape: Shape, found: re.Match[bytes]) -> Known | None:
    text, device, prev, root, size, seq, signature, t_ms, *rest = found.group(
        "text", "dev", "prev", "root", "size", "seq", "signature", "t", *_EXTRA[shape.received]
    )
    if len(shape.grades) > 1:
        people = [found.group(f"p{number}") for number in range(len(shape.grades))]
        if people != sorted(set(people)):
            return None
    first, end, ms = (int(each) for each in rest) if rest else (0, 0, 0)
    return Known(
        shape,
        text,
        device.decode("ascii"),
        int(seq),
        prev.decode("ascii"),
        int(size),
        root.decode("ascii"),
        signature,
        _clock(found, shape.clock, int(t_ms)) if shape.clock else Clock(int(t_ms)),
        (first, end, ms),
        _own(shape, found),
    )


def _own(shape: Shape, found: re.Match[bytes]) -> str:
    # One key signs, and no two people are `own` by the same key.
    if "own" not in shape.grades:
        return ""
    return found.group(f"p{shape.grades.index('own')}").decode("ascii")


def _clock(found: re.Match[bytes], names: tuple[str, ...], t_ms: int) -> Clock:
    said: dict[str, Json] = {"t": t_ms}
    for name in names:
        text = found.group(name).decode("ascii")
        said[name] = text if name == "boot" else int(text)
    return read_clock(said)


_CLOCK: Final = ("boot", "mono", "skew")
_EXTRA: Final = {False: (), True: ("first", "end", "ms")}


def _shape_of(entry: Entry) -> Shape | None:
    body = entry.body
    if len(body.links) != 1 or body.links[0].seq == 0:
        return None
    if body.own is not None and not isinstance(body.own, Received):
        return None
    writer = _Writer(received=body.own is not None)
    written = writer.top(body.fields)
    line = b"\xe2\x80\x94 (?P=dev) (?P<signature>" + _SIGNATURE + b")\n"
    pattern = b"(?P<text>" + re.escape(_PREFIX) + written + b"\n)\n" + line
    return Shape(
        re.compile(pattern),
        body.entry_class,
        tuple(each.grade for each in body.statements),
        body.own is not None,
        tuple(name for name in _CLOCK if name in writer.captured),
    )


class _Writer:
    """Writes the pattern of one entry: the first place of a thing captures it, others repeat it."""

    def __init__(self, *, received: bool) -> None:
        self._received = received
        self.captured: set[str] = set()
        self._people = 0

    def top(self, fields: Mapping[str, Json]) -> bytes:
        """Write the body's object."""
        return self._object({name: self._top(name, fields[name]) for name in sorted(fields)})

    def _top(self, name: str, value: Json) -> bytes:
        match name:
            case "v" | "class":
                return re.escape(encode_canonical(value))
            case "dev":
                return self._text("dev", _KEY_NAME)
            case "prev" | "seq" | "seen":
                return self._place(name)
            case "t":
                return self._once("t", _COUNT)
            case "boot" if isinstance(value, str):
                return self._text("boot", _TEXT[1:-1])
            case "mono" | "skew" if type(value) is int:
                return self._once(name, _NUMBER)
            case "rests_on" if isinstance(value, list):
                return b"\\[" + b",".join(self._person(item) for item in value) + b"\\]"
            case "from" | "to" | "ms" if self._received:
                return self._once({"from": "first", "to": "end"}.get(name, name), _COUNT)
            case _:
                return self._any(value)

    def _place(self, name: str) -> bytes:
        match name:
            case "prev":
                return self._text("prev", _HASH)
            case "seq":
                return self._once("seq", _COUNT)
            case _:
                root, size = self._text("root", _HASH), self._once("size", _COUNT)
                return self._object({"root": root, "size": size})

    def _person(self, item: Json) -> bytes:
        if not isinstance(item, dict):
            raise InvariantBroken("an entry that was read in full lists people as objects")
        parts: dict[str, bytes] = {}
        for name, value in sorted(item.items()):
            match name:
                case "grade":
                    parts[name] = re.escape(encode_canonical(value))
                case "key":
                    parts[name] = self._text("dev", _KEY_NAME)
                case "p":
                    parts[name] = self._text(f"p{self._people}", _PERSON)
                case _:
                    parts[name] = self._place(name)
        self._people += 1
        return self._object(parts)

    def _any(self, value: Json) -> bytes:
        match value:
            case dict():
                return self._object({name: self._any(item) for name, item in value.items()})
            case list():
                return b"\\[" + b",".join(self._any(item) for item in value) + b"\\]"
            case bool() | None:
                return re.escape(encode_canonical(value))
            case str():
                return _TEXT
            case _:
                return _NUMBER

    def _object(self, parts: Mapping[str, bytes]) -> bytes:
        members = (b'"' + name.encode("ascii") + b'":' + parts[name] for name in sorted(parts))
        return b"\\{" + b",".join(members) + b"\\}"

    def _text(self, group: str, inner: bytes) -> bytes:
        return b'"' + self._once(group, inner) + b'"'

    def _once(self, group: str, inner: bytes) -> bytes:
        name = group.encode("ascii")
        if group in self.captured:
            return b"(?P=" + name + b")"
        self.captured.add(group)
        return b"(?P<" + name + b">" + inner + b")"
