"""What do the few entry classes hold that the record itself reads?

All other classes (acts, requests, decisions, coverage, …) are payload to this room.

    genesis   {domain, keys: [{name, pub, role}], kind, log}    the first entry, and only that
    key       {do: "enrol", name, pub, role, next?}             a further device may sign
              {do: "rotate", old, name, pub, role, next?}       one key takes another's place
              {do: "retire", name}                              a device signs no more
              {do: "revoke", name, from, suspect_from}          a key is lost, or in other hands
    received  {from, to, ms}                                    exactly these; ends a commit
    lapsed    {note}                                            a joint entry nobody completed

`genesis`, `key` and `lapsed` may carry further fields; `received` may not, so that nothing can be
said in an entry that no one reads. `pub` and `log` are base64url of the signature type byte and the
key, so that another kind of key can be told from this one. `next` is base64url of the SHA-256 of
the 32 bytes of the key that may take this one's place: who steals a key cannot name its successor.
`role` is `device`, or `concerns`: the one key that enters what was left without a name, alone, and
vouches for nobody. A genesis may hold `signers` (how many enrolled devices let a further one in: 1,
if it is not there, or 2) and `next`, a list of `{name, next}` for its own keys.

A domain begins with `demo.` or `training.` exactly when its record is of that kind: the origin,
which every checkpoint prints, then says that it is not a real one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
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
    "PERSON_ID",
    "RECEIVED",
    "Enrolment",
    "Genesis",
    "KeyAct",
    "Kind",
    "Received",
    "Retirement",
    "Revocation",
    "Role",
    "Rotation",
    "key_text",
    "next_key_text",
    "read_count",
    "read_genesis",
    "read_key_act",
    "read_received",
    "read_text",
]

GENESIS: Final = "genesis"
KEY: Final = "key"
RECEIVED: Final = "received"
LAPSED: Final = "lapsed"

Kind: TypeAlias = Literal["real", "demo", "training"]
Role: TypeAlias = Literal["device", "concerns"]

COMMON_FIELDS = frozenset({"v", "class", "dev", "seq", "prev", "seen", "t", "rests_on"})
"""The fields that have one meaning in every class."""

KEYS_MAX = 15
"""LIMIT: the keys of a genesis all sign it, and a note holds 16 signatures."""

PERSON_ID: Final = r"P-[A-Za-z0-9_-]{1,62}"
"""How a person is named in an entry."""

_PERSON = re.compile(PERSON_ID)
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
    signers: int
    """How many enrolled devices must sign to let a further one in, as far as there are so many."""
    next_keys: Mapping[str, str]
    """By key name, what was committed to as the key that may follow; see `next_key_text`."""
    concerns: str
    """Key name of the one that enters concerns; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A device's key joins the record; the key itself signs as well."""

    key: PublicKey
    next_key: str
    """As `next_key_text`, or empty: then nothing can take its place but a new enrolment."""
    role: Role
    person: str
    """Whose own device it is; empty for nobody's, the viewers' for instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """A key that was committed to takes the place of another; it signs as well."""

    key: PublicKey
    next_key: str
    old: str
    """Key name of the device whose place it takes, and which signs no more."""
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """A device signs no more; what it signed stands."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A key was lost or is in other hands; said by others, in leaf indices, never in times.

        enrolled … stands … suspect_from … shown as suspect … refused_from … shown as refused … here

    Behind the revocation itself the key signs nothing any more.
    """

    name: str
    suspect_from: int
    refused_from: int


KeyAct: TypeAlias = Enrolment | Rotation | Retirement | Revocation


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
    roles = zip(names, (_read_role(item) for item in listed), strict=True)
    concerns = [name for name, role in roles if role == "concerns"]
    if len(concerns) > 1 or device in concerns:
        raise GenesisError("a genesis has at most one key for concerns, and another records")
    signers = fields.get("signers", 1)
    if type(signers) is not int or signers not in (1, 2):
        raise GenesisError("`signers` of a genesis is 1 or 2")
    return Genesis(
        domain=domain,
        kind=cast("Kind", kind),
        log_key=log_key,
        keys=keys,
        signers=signers,
        next_keys=_read_next_keys(fields, names),
        concerns=concerns[0] if concerns else "",
    )


def read_key_act(fields: Mapping[str, Json]) -> KeyAct:
    """Read the fields of a `key` entry.

    Raises:
        KeyActError: it does something that this version does not know. A reader that passed over
            it could go on trusting a key that others know to be lost.
        MalformedEntryError, MalformedKeyError, WeakKeyError: a field or the key cannot be read.
    """
    match fields.get("do"):
        case "enrol":
            key, role = _read_listed(fields), _read_role(fields)
            person = _read_person(fields)
            return Enrolment(key=key, next_key=_read_next(fields), role=role, person=person)
        case "rotate":
            key, role = _read_listed(fields), _read_role(fields)
            old = _read_name(fields, "old")
            return Rotation(key=key, next_key=_read_next(fields), old=old, role=role)
        case "retire":
            return Retirement(name=_read_name(fields, "name"))
        case "revoke":
            return Revocation(
                name=_read_name(fields, "name"),
                suspect_from=read_count(fields, "suspect_from"),
                refused_from=read_count(fields, "from"),
            )
        case _:
            raise KeyActError("this version does not know what this entry does with a key")


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


def next_key_text(raw: bytes) -> str:
    """Commit to the 32 bytes of a public key without showing it, as `next` has it."""
    return encode_base64url(sha256(raw).digest())


_DEVICE_FIELDS = ("name", "pub", "role")


def _read_listed(fields: Mapping[str, Json]) -> PublicKey:
    return _read_device({name: fields.get(name) for name in _DEVICE_FIELDS})


def _read_name(fields: Mapping[str, Json], name: str) -> str:
    text = read_text(fields, name)
    if not is_device_key_name(text):
        raise MalformedEntryError(f"the field `{name}` is not a key name")
    return text


def _read_person(fields: Mapping[str, Json]) -> str:
    if "person" not in fields:
        return ""
    text = read_text(fields, "person")
    if _PERSON.fullmatch(text) is None:
        raise MalformedEntryError("the field `person` is not a person's id")
    return text


def _read_next(fields: Mapping[str, Json]) -> str:
    if "next" not in fields:
        return ""
    text = read_text(fields, "next")
    if len(decode_base64url(text) or b"") != 32:
        raise MalformedEntryError("the field `next` is not the base64url of a SHA-256")
    return text


def _read_next_keys(fields: Mapping[str, Json], names: list[str]) -> dict[str, str]:
    listed = fields.get("next", [])
    if not isinstance(listed, list):
        raise GenesisError("`next` of a genesis is a list")
    found: dict[str, str] = {}
    for item in listed:
        if not isinstance(item, dict) or item.keys() != {"name", "next"}:
            raise GenesisError("`next` of a genesis lists `name` and `next` for keys of its own")
        found[read_text(item, "name")] = _read_next(item)
    if list(found) != sorted(found) or len(found) != len(listed) or not found.keys() <= set(names):
        raise GenesisError("`next` of a genesis lists keys of its own in order, each once")
    return found


def _read_device(item: Json) -> PublicKey:
    if not isinstance(item, dict) or item.keys() != set(_DEVICE_FIELDS):
        raise MalformedEntryError("a key is given by `name`, `pub` and `role`")
    name = read_text(item, "name")
    if not is_device_key_name(name):
        raise MalformedEntryError("a key's name is not one this version knows")
    _read_role(item)
    return PublicKey(name, NOTE_SIGNATURE, _read_key(name, item["pub"]))


def _read_role(item: object) -> Role:
    match item:
        case {"role": "device"}:
            return "device"
        case {"role": "concerns"}:
            return "concerns"
        case _:
            raise MalformedEntryError("a key's role is not one this version knows")


def _read_key(name: str, text: Json) -> bytes:
    typed = decode_base64url(text) if isinstance(text, str) else None
    if typed is None or len(typed) != 33 or typed[0] != NOTE_SIGNATURE:
        raise MalformedEntryError(f"the key of `{name}` is not an Ed25519 key")
    check_ed25519(typed[1:])
    return typed[1:]
