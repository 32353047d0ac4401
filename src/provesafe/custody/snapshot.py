"""A state as JSON and back, so that a long record opens on its last snapshot.

    {"v": 1, "state": {…}}

A record is an object of its fields, those with their default value left out; a table is a list of
[key, record] pairs in the order of the table. A snapshot is a convenience: whoever doubts it folds
the record again. Laws: decode(encode(s)) = s, and a fold that goes on from a decoded snapshot is
the fold of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Literal, Union, cast, get_args, get_origin, get_type_hints

from provesafe.custody.errors import BadSnapshotError
from provesafe.custody.state import State
from provesafe.errors import InvariantBroken

__all__ = ["SNAPSHOT_VERSION", "decode_state", "encode_state"]

SNAPSHOT_VERSION = 1


def encode_state(state: State) -> dict[str, object]:
    """The JSON-able form of a state."""
    return {"v": SNAPSHOT_VERSION, "state": _encode(state)}


def decode_state(document: Mapping[str, object]) -> State:
    """Read what `encode_state` wrote.

    Raises:
        BadSnapshotError: another version or another shape; fold the record instead.
    """
    if document.get("v") != SNAPSHOT_VERSION:
        raise BadSnapshotError(
            f"a snapshot of version `{document.get('v')}` is not read here",
            hint="fold the record from its start",
        )
    return cast(State, _READ_STATE(document.get("state")))


def _encode(value: object) -> object:
    """Records, tables and tuples as JSON has them."""
    if isinstance(value, Mapping):
        return [[_encode(key), _encode(one)] for key, one in value.items()]
    if isinstance(value, tuple):
        return [_encode(one) for one in value]
    if is_dataclass(value):
        return {
            field.name: _encode(getattr(value, field.name))
            for field in fields(value)
            if not _is_default(field, getattr(value, field.name))
        }
    return value


def _is_default(field: Field[object], value: object) -> bool:
    """True when a field has its default value."""
    if field.default is not MISSING:
        return bool(field.default == value)
    if field.default_factory is not MISSING:
        return bool(field.default_factory() == value)
    return False


_Read = Callable[[object], object]


def _reader(kind: object) -> _Read:
    """A function that reads one JSON value as a value of this type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _read_choice(arguments)
    if origin in (Union, UnionType):
        return _read_optional(_reader(next(one for one in arguments if one is not NoneType)))
    if origin is tuple and arguments[1:] == (...,):
        return _read_list(_reader(arguments[0]))
    if origin is tuple:
        return _read_row(tuple(_reader(one) for one in arguments))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _read_table(_reader(arguments[0]), _reader(arguments[1]))
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_record(kind)
    if isinstance(kind, type) and kind in (int, str, bool):
        return _read_plain(kind)
    raise InvariantBroken(f"a state has a field of type {kind}, which a snapshot cannot hold")


def _read_plain(kind: type) -> _Read:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise BadSnapshotError(f"`{value}` stands where a snapshot has {kind.__name__}")
        return value

    return read


def _read_choice(choices: tuple[object, ...]) -> _Read:
    def read(value: object) -> object:
        if value not in choices:
            raise BadSnapshotError(f"`{value}` is not a word a snapshot has there")
        return value

    return read


def _read_optional(inner: _Read) -> _Read:
    def read(value: object) -> object:
        return None if value is None else inner(value)

    return read


def _read_list(inner: _Read) -> _Read:
    def read(value: object) -> object:
        return tuple(inner(one) for one in _listed(value))

    return read


def _read_row(inner: tuple[_Read, ...]) -> _Read:
    def read(value: object) -> object:
        rows = _listed(value)
        if len(rows) != len(inner):
            raise BadSnapshotError("a row of a snapshot has the wrong length")
        return tuple(one(row) for one, row in zip(inner, rows, strict=True))

    return read


def _read_table(key: _Read, record: _Read) -> _Read:
    pair = _read_row((key, record))

    def read(value: object) -> object:
        pairs = [cast(tuple[object, object], pair(one)) for one in _listed(value)]
        table = dict(pairs)
        if len(table) != len(pairs):
            raise BadSnapshotError("a table of a snapshot has a key twice")
        return table

    return read


def _read_record(kind: type) -> _Read:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def read(value: object) -> object:
        if not isinstance(value, Mapping):
            raise BadSnapshotError(f"a {kind.__name__} of a snapshot is not an object")
        unknown = sorted(str(name) for name in value if name not in readers)
        if unknown:
            raise BadSnapshotError(f"a {kind.__name__} of a snapshot has no `{unknown[0]}`")
        given = {name: readers[name](one) for name, one in value.items()}
        try:
            return kind(**given)
        except TypeError:
            raise BadSnapshotError(f"a {kind.__name__} of a snapshot lacks a field") from None

    return read


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadSnapshotError(f"`{value}` stands where a snapshot has a list")
    return value


_READ_STATE = _reader(State)
