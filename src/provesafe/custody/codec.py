"""An act as the record keeps it, and back: one act, one form.

    {"act": "hand_over", "f": {"weapon": "colt-2", …}, "happened": ms, "learned": ms}

`f` holds the present fields; lists are JSON arrays; `happened` and `learned` are there only when
they differ from the time of recording. Laws: decode(encode(x)) = x, and what is accepted encodes
to itself. Reading is strict where `parse_act` is kind: a stored act in any other form is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from provesafe.custody.act import Act, parse_act
from provesafe.custody.errors import NotCanonicalActError
from provesafe.custody.fields import MS_MAX, FieldValue

__all__ = ["JsonAct", "decode_act", "encode_act"]

JsonAct = dict[str, object]

_KEYS = frozenset({"act", "f", "happened", "learned"})


def encode_act(act: Act) -> JsonAct:
    """The JSON-able form of an act; its place in the record is kept by the entry around it."""
    document: JsonAct = {
        "act": act.name,
        "f": {name: _plain(value) for name, value in act.fields.items()},
    }
    if act.happened_ms is not None:
        document["happened"] = act.happened_ms
    if act.learned_ms is not None:
        document["learned"] = act.learned_ms
    return document


def decode_act(
    document: Mapping[str, object],
    *,
    at_ms: int = 0,
    shooting_day: int = 0,
    date: int = 0,
    index: int = -1,
    entry: str = "",
) -> Act:
    """Read an act from the form `encode_act` writes; other keys of an entry are not its business.

    Args:
        document: the keys above, nothing else.
        at_ms: when it was recorded, milliseconds since the epoch.
        shooting_day: yyyymmdd, or 0.
        date: local calendar date, yyyymmdd, or 0.
        index: leaf index of its entry.
        entry: id of its entry.

    Raises:
        NotCanonicalActError: readable or not, it is not the one form of an act.
        InputError: as `parse_act`.
    """
    name, fields = document.get("act"), document.get("f")
    if not isinstance(name, str) or not isinstance(fields, Mapping):
        raise NotCanonicalActError("a stored act needs `act` and `f`")
    other = sorted(str(key) for key in document if key not in _KEYS)
    if other:
        raise NotCanonicalActError(f"a stored act has no `{other[0]}`")
    act = parse_act(
        name,
        fields,
        at_ms=at_ms,
        happened_ms=_moment(document, "happened"),
        learned_ms=_moment(document, "learned"),
        shooting_day=shooting_day,
        date=date,
        index=index,
        entry=entry,
    )
    if encode_act(act)["f"] != dict(fields):
        raise NotCanonicalActError(f"the fields of this `{name}` are not in their stored form")
    return act


def _plain(value: FieldValue) -> object:
    """Lists as JSON has them."""
    return list(value) if isinstance(value, tuple) else value


def _moment(document: Mapping[str, object], key: str) -> int | None:
    """A time of the document, if it has one."""
    if key not in document:
        return None
    value = document[key]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MS_MAX:
        raise NotCanonicalActError(f"`{key}` of a stored act is not a time in milliseconds")
    return value
