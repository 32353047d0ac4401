"""What do the few entry classes hold that the record itself reads?

All other classes (acts, requests, decisions, coverage, …) are payload to this room.

    genesis   {domain, keys: [{name, pub, role}], kind, log}    the first entry, and only that
    key       {do: "enrol", name, pub, role}                    a further device may sign
    received  {from, to, ms}                                    exactly these; ends a commit
    lapsed    {note}                                            a joint entry nobody completed

`genesis`, `key` and `lapsed` may carry further fields; `received` may not, so that nothing can be
said in an entry that no one reads. `pub` and `log` are base64url of the signature type byte and the
key, so that another kind of key can be told from this one.

A domain begins with `demo.` or `training.` exactly when its record is of that kind: the origin,
which every checkpoint prints, then says that it is not a real one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

from provesafe.ledger.canonical import Json
from provesafe.ledger.errors import GenesisError, KeyActError, MalformedEntryError
from provesafe.ledger.keys import (
    NOTE_SIGNATURE,
    PublicKey,
    check_ed25519,
    decode_base64url,
    encode_base64url,
    is_device_key_name,
)

__all__ = [
    "COMMON_FIELDS",
    "GENESIS",
    "KEY",
    "LAPSED",
    "RECEIVED",
    "Enrolment",
    "Genesis",
    "Kind",
    "Received",
    "key_text",
    "read_count",
    "read_enrolment",
    "read_genesis",
    "read_received",
    "read_text",
]

GENESIS: Final = "genesis"
KEY: Final = "key"
RECEIVED: Final = "received"
LAPSED: Final = "lapsed"

Kind: TypeAlias = Literal["real", "demo", "training"]

COMMON_FIELDS = frozenset({"v", "class", "dev", "seq", "prev", "seen", "t", "rests_on"})
"""The fields that have one meaning in every class."""

KEYS_MAX = 15
"""LIMIT: the keys of a genesis all sign it, and a note holds 16 signatures."""

_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?")
_RECEIVED_FIELDS = (COMMON_FIELDS - {"rests_on"}) | {"from", "to", "ms"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Genesis:
    """How a record begins: what it is called, what kind it is, and its first keys."""

    domain: str
    kind: Kind
    log_key: bytes
    """32 bytes; its name is the origin, which cannot stand in the body that it is the hash of."""
    keys: tuple[PublicKey, ...]
    """Device keys in the order of their names; each signs the genesis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A device's key joins the record; the key itself signs as well."""

    key: PublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The recorder took in the leaves [first, end) at `ms`, and this entry stands at `end`."""

    first: int
    end: int
    ms: int
    """Milliseconds since the Unix epoch; never before the `ms` of an earlier commit."""


def read_genesis(fields: Mapping[str, Json], device: str) -> Genesis:
    """Read the fields of a `genesis`.

    Raises:
        GenesisError: the kind, the domain or the keys are not as they must be.
        MalformedEntryError, MalformedKeyError, WeakKeyError: a field or a key cannot be read.
    """
    domain, kind = read_text(fields, "domain"), read_text(fields, "kind")
    if kind not in ("real", "demo", "training") or _DOMAIN.fullmatch(domain) is None:
        raise GenesisError("a genesis names its domain and is real, demo or training")
    marked = [each for each in ("demo", "training") if domain.startswith(f"{each}.")]
    if marked != ([] if kind == "real" else [kind]):
        raise GenesisError("a domain begins with `demo.` or `training.` exactly for such a record")
    log_key = _read_key("log", fields.get("log"))
    listed = fields.get("keys")
    if not isinstance(listed, list) or not 0 < len(listed) <= KEYS_MAX:
        raise GenesisError(f"a genesis lists 1 to {KEYS_MAX} keys")
    keys = tuple(_read_device(item) for item in listed)
    names = [key.name for key in keys]
    if names != sorted(set(names)) or device not in names:
        raise GenesisError("the keys of a genesis stand in order, with its own device among them")
    if len({log_key, *(key.raw for key in keys)}) != len(keys) + 1:
        raise GenesisError("a genesis lists a key twice")
    return Genesis(domain=domain, kind=cast("Kind", kind), log_key=log_key, keys=keys)


def read_enrolment(fields: Mapping[str, Json]) -> Enrolment:
    """Read the fields of a `key` entry.

    Raises:
        KeyActError: it does something that this version does not know. A reader that passed over
            it could go on trusting a key that others know to be lost.
        MalformedEntryError, MalformedKeyError, WeakKeyError: a field or the key cannot be read.
    """
    if fields.get("do") != "enrol":
        raise KeyActError("this version does not know what this entry does with a key")
    return Enrolment(key=_read_device({name: fields.get(name) for name in _DEVICE_FIELDS}))


def read_received(fields: Mapping[str, Json]) -> Received:
    """Read the fields of a `received`.

    Raises:
        MalformedEntryError: a field is missing, not a count, or one too many.
    """
    if fields.keys() != _RECEIVED_FIELDS:
        raise MalformedEntryError("`received` holds `from`, `to` and `ms` and nothing else")
    return Received(
        first=read_count(fields, "from"), end=read_count(fields, "to"), ms=read_count(fields, "ms")
    )


def read_text(fields: Mapping[str, Json], name: str) -> str:
    """Read a field that is text; MalformedEntryError where it is not."""
    value = fields.get(name)
    if type(value) is not str:
        raise MalformedEntryError(f"the field `{name}` is not text")
    return value


def read_count(fields: Mapping[str, Json], name: str) -> int:
    """Read a field that is an integer from 0; MalformedEntryError where it is not."""
    value = fields.get(name)
    if type(value) is not int or value < 0:
        raise MalformedEntryError(f"the field `{name}` is not a whole number from 0")
    return value


def key_text(raw: bytes) -> str:
    """Write an Ed25519 public key as `pub` and `log` have it."""
    return encode_base64url(bytes([NOTE_SIGNATURE]) + raw)


_DEVICE_FIELDS = ("name", "pub", "role")


def _read_device(item: Json) -> PublicKey:
    if not isinstance(item, dict) or item.keys() != set(_DEVICE_FIELDS):
        raise MalformedEntryError("a key is given by `name`, `pub` and `role`")
    name = read_text(item, "name")
    if not is_device_key_name(name) or item["role"] != "device":
        raise MalformedEntryError("a key's name or role is not one this version knows")
    return PublicKey(name, NOTE_SIGNATURE, _read_key(name, item["pub"]))


def _read_key(name: str, text: Json) -> bytes:
    typed = decode_base64url(text) if isinstance(text, str) else None
    if typed is None or len(typed) != 33 or typed[0] != NOTE_SIGNATURE:
        raise MalformedEntryError(f"the key of `{name}` is not an Ed25519 key")
    check_ed25519(typed[1:])
    return typed[1:]
