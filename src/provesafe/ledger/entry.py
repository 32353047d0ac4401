"""What does one entry say, and who must have signed it?

    provesafe.event/v1
    {one line of canonical JSON}

    — <key name> base64(key id || signature)
    …

The first two lines, newlines included, are the *body*: the bytes that are signed. The entry's *id*
is base64url of the body's SHA-256. Every body holds

    v: 1 · class · dev: the entering device's key name · t: milliseconds when it signed
    seq, prev: its place in that device's chain; prev is the id of the device's previous entry
    seen {size, root}: the newest checkpoint which that device had verified

and, where it rests on people, `rests_on: [{p, grade, key, seq, prev, seen}]`, one for each person,
in the order of `p`. `key` is the key by which that person stands for it, and the last three are the
entry's place in *that* key's chain: the chain of every signer runs through the entry. The signature
lines are exactly the distinct keys listed, the entering device's among them, in order of name; a
`genesis` is also signed by each key it names, and a `key` entry by the key that it lets in.

Grades: `own` device · `shared` device with own badge · `noted` from what was said aloud · `card`
entered later. Noted and card rest on the entering device's key, for the person has none here.

Source: docs/reference/format.md. Vectors: tests/vectors/ledger/golden-v1/.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from provesafe.ledger.canonical import Json, decode_canonical, encode_canonical
from provesafe.ledger.classes import (
    COMMON_FIELDS,
    GENESIS,
    LAPSED,
    PERSON_ID,
    RECEIVED,
    Enrolment,
    Genesis,
    KeyAct,
    Received,
    Rotation,
    read_count,
    read_genesis,
    read_key_act,
    read_received,
    read_text,
)
from provesafe.ledger.errors import (
    MalformedEntryError,
    NotEncodableError,
    SignatureExtraError,
    SignatureMissingError,
    SignatureOrderError,
    SignatureTwiceError,
)
from provesafe.ledger.keys import Signer, encode_base64url, is_device_key_name
from provesafe.ledger.note import (
    SIGNATURES_MAX,
    NoteSignature,
    join_note,
    sign_text,
    split_note,
)

__all__ = [
    "ENTRY_BYTES_MAX",
    "GRADES",
    "JOINT_BYTES_MAX",
    "PEOPLE_MAX",
    "Body",
    "Entry",
    "Grade",
    "Lapse",
    "Link",
    "Own",
    "Seen",
    "Statement",
    "join_entry",
    "make_body",
    "parse_body",
    "parse_entry",
    "seal_entry",
]

Grade: TypeAlias = Literal["own", "shared", "noted", "card"]
GRADES: tuple[Grade, ...] = ("own", "shared", "noted", "card")

ENTRY_BYTES_MAX = 65_535
"""LIMIT: an entry's length is written in two bytes in tiles."""

JOINT_BYTES_MAX = 30_000
"""LIMIT: a joint entry must fit, quoted, into the `lapsed` that may have to carry it."""

PEOPLE_MAX = 64
"""LIMIT: people one entry rests on; more are an attendance list, which is payload."""

_PREFIX = b"provesafe.event/v1\n"
_CLASS = re.compile(r"[a-z][a-z_]{0,31}")
_PERSON = re.compile(PERSON_ID)
# 32 bytes in base64url: the last of the 43 characters has two spare bits, which are zero.
_HASH = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
_STATEMENT_FIELDS = {"p", "grade", "key", "seq", "prev", "seen"}
_UNLAPSABLE = (GENESIS, RECEIVED, LAPSED)


# Tuples, not dataclasses: each entry makes several, and they are made five times as fast.
class Seen(NamedTuple):
    """The newest checkpoint a device had verified when it signed."""

    size: int
    root: str
    """base64url of the root at `size`."""


class Link(NamedTuple):
    """An entry's place in the chain of one key that signs it."""

    key: str
    seq: int
    prev: str
    """Id of this key's previous entry; empty for its first."""
    seen: Seen


class Statement(NamedTuple):
    """One person an entry rests on, and how."""

    person: str
    grade: Grade
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A joint entry that was proposed and not completed in time."""

    proposal: Entry
    """Signed by its entering device at least, and not by all whom it calls for."""


Own: TypeAlias = Genesis | KeyAct | Received | Lapse | None
"""What the record itself reads of an entry; None for payload classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an entry says, before and apart from its signatures."""

    raw: bytes
    id: str
    fields: Mapping[str, Json]
    entry_class: str
    links: tuple[Link, ...]
    """The entering device's first, then the other keys', one for each key that signs."""
    statements: tuple[Statement, ...]
    own: Own

    @property
    def device(self) -> str:
        """The entering device's key name."""
        return self.links[0].key

    def signers(self) -> tuple[str, ...]:
        """Name the keys that must sign, in the order of their lines."""
        if len(self.links) == 1:
            return (self.links[0].key,)
        return tuple(sorted(link.key for link in self.links))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A body with signature lines of the right names in the right order; nothing verified yet."""

    raw: bytes
    body: Body
    signatures: tuple[NoteSignature, ...]

    @property
    def id(self) -> str:
        """The entry's id: base64url of its body's SHA-256."""
        return self.body.id

    @property
    def fields(self) -> Mapping[str, Json]:
        """The body's JSON."""
        return self.body.fields

    @property
    def entry_class(self) -> str:
        """The body's `class`."""
        return self.body.entry_class


def parse_body(raw: bytes) -> Body:
    """Read a body that has no signatures yet.

    Raises:
        NotCanonicalError: its JSON line is not in canonical form.
        MalformedEntryError: not a body, or a field is not as its class asks.
        GenesisError, KeyActError, MalformedKeyError, WeakKeyError: as the class asks.
    """
    if not raw.startswith(_PREFIX) or not raw.endswith(b"\n") or raw.count(b"\n") != 2:
        raise MalformedEntryError("an entry is its version line and one line of JSON")
    fields = decode_canonical(raw[len(_PREFIX) : -1])
    if not isinstance(fields, dict) or fields.get("v") != 1 or type(fields["v"]) is not int:
        raise MalformedEntryError("an entry is a JSON object of version 1")
    entry_class = read_text(fields, "class")
    if _CLASS.fullmatch(entry_class) is None:
        raise MalformedEntryError("the field `class` is not a class name")
    read_count(fields, "t")
    first = _read_link(read_text(fields, "dev"), fields)
    statements = _read_statements(fields, first) if "rests_on" in fields else ()
    own = _read_own(entry_class, fields, first)
    links = _distinct_links(first, statements, _new_links(own, first))
    if len(links) > SIGNATURES_MAX or (len(links) > 1 and len(raw) > JOINT_BYTES_MAX):
        raise MalformedEntryError("a joint entry has too many signers or is too long")
    return Body(
        raw=raw,
        id=encode_base64url(hashlib.sha256(raw).digest()),
        fields=fields,
        entry_class=entry_class,
        links=links,
        statements=statements,
        own=own,
    )


def parse_entry(raw: bytes) -> Entry:
    """Read an entry's form; its signatures and chains are still to be verified.

    Raises:
        MalformedNoteError: not a signed note.
        SignatureMissingError, SignatureExtraError, SignatureOrderError, SignatureTwiceError: the
            signature lines are not exactly those that the body calls for.
        as `parse_body`.
    """
    text, signatures = split_note(raw)
    body = parse_body(text)
    _check_signers([line.name for line in signatures], body)
    return Entry(raw=raw, body=body, signatures=signatures)


def make_body(
    entry_class: str,
    *,
    link: Link,
    t_ms: int,
    payload: Mapping[str, Json],
    rests_on: Iterable[Statement] = (),
) -> Body:
    """Write a body and read it back.

    Args:
        entry_class: the body's `class`.
        link: the entering device and its place in its chain.
        t_ms: the entering device's clock.
        payload: all fields but the common ones.
        rests_on: people, in any order; joint where one rests on another key.

    Raises:
        NotEncodableError: the payload cannot stand in an entry, or takes a common field's name.
        as `parse_body`.
    """
    taken = sorted(COMMON_FIELDS & payload.keys())
    if taken:
        raise NotEncodableError(f"the field `{taken[0]}` is not the payload's to set")
    fields: dict[str, Json] = {
        **payload,
        "v": 1,
        "class": entry_class,
        "dev": link.key,
        "t": t_ms,
        **_link_fields(link),
    }
    people = sorted(rests_on, key=lambda each: each.person)
    if people:
        fields["rests_on"] = [
            {
                "p": each.person,
                "grade": each.grade,
                "key": each.link.key,
                **_link_fields(each.link),
            }
            for each in people
        ]
    return parse_body(_PREFIX + encode_canonical(fields) + b"\n")


def join_entry(body: Body, signatures: Sequence[NoteSignature]) -> Entry:
    """Put a body and the signature lines that devices made over it together.

    Raises:
        NotEncodableError: the whole is longer than an entry may be.
        SignatureMissingError, SignatureExtraError, SignatureTwiceError: the lines are not exactly
            those that the body calls for.
    """
    ordered = tuple(sorted(signatures, key=lambda line: (line.name, line.key_id)))
    _check_signers([line.name for line in ordered], body)
    if len(body.raw) + sum(len(str(line)) + 2 for line in ordered) >= ENTRY_BYTES_MAX:
        raise NotEncodableError(f"an entry is longer than {ENTRY_BYTES_MAX} bytes")
    return Entry(raw=join_note(body.raw, ordered), body=body, signatures=ordered)


def seal_entry(body: Body, signers: Iterable[Signer]) -> Entry:
    """Sign a body with all the keys it calls for, where one place holds them all."""
    return join_entry(body, [sign_text(body.raw, signer) for signer in signers])


def _link_fields(link: Link) -> dict[str, Json]:
    seen: dict[str, Json] = {"size": link.seen.size, "root": link.seen.root}
    return {"seq": link.seq, "prev": link.prev, "seen": seen}


def _read_link(key: str, fields: Mapping[str, Json]) -> Link:
    if not is_device_key_name(key):
        raise MalformedEntryError("a key name is 1 to 64 of a-z, 0-9, `.`, `/` and `-`")
    seq, prev = read_count(fields, "seq"), read_text(fields, "prev")
    if bool(prev) != (seq > 0) or (prev and _HASH.fullmatch(prev) is None):
        raise MalformedEntryError("`prev` is an entry's id, and empty only at `seq` 0")
    seen = fields.get("seen")
    if not isinstance(seen, dict) or len(seen) != 2:
        raise MalformedEntryError("`seen` holds `size` and `root`")
    size, root = read_count(seen, "size"), read_text(seen, "root")
    if _HASH.fullmatch(root) is None:
        raise MalformedEntryError("`root` is not the base64url of a root hash")
    return Link(key, seq, prev, Seen(size, root))


def _read_statements(fields: Mapping[str, Json], first: Link) -> tuple[Statement, ...]:
    listed = fields["rests_on"]
    if not isinstance(listed, list) or not 0 < len(listed) <= PEOPLE_MAX:
        raise MalformedEntryError(f"`rests_on` lists 1 to {PEOPLE_MAX} people or is not there")
    statements = tuple(_read_statement(item, first) for item in listed)
    people = [each.person for each in statements]
    if people != sorted(set(people)):
        raise MalformedEntryError("`rests_on` lists each person once, in order")
    own = [each.link.key for each in statements if each.grade == "own"]
    if len(own) != len(set(own)):
        raise MalformedEntryError("one device cannot be two people's own")
    return statements


def _read_statement(item: Json, first: Link) -> Statement:
    if not isinstance(item, dict) or item.keys() != _STATEMENT_FIELDS:
        raise MalformedEntryError("`rests_on` holds p, grade, key, seq, prev and seen for each")
    person, grade = read_text(item, "p"), read_text(item, "grade")
    if _PERSON.fullmatch(person) is None or grade not in GRADES:
        raise MalformedEntryError("a person is given by a `P-…` id and one of the four grades")
    key = read_text(item, "key")
    # Most statements repeat the entering device's own place; only what differs is read anew.
    link = first if key == first.key and _repeats(item, first) else _read_link(key, item)
    if grade in ("noted", "card") and link.key != first.key:
        raise MalformedEntryError(f"what is `{grade}` rests on the entering device's key")
    return Statement(person, grade, link)


def _repeats(item: Mapping[str, Json], first: Link) -> bool:
    seen = item["seen"]
    return (
        # `True == 1` in Python, and only one of them is a number in JSON.
        type(item["seq"]) is int
        and item["seq"] == first.seq
        and item["prev"] == first.prev
        and isinstance(seen, dict)
        and len(seen) == 2
        and type(seen.get("size")) is int
        and seen["size"] == first.seen.size
        and seen.get("root") == first.seen.root
    )


def _read_own(entry_class: str, fields: Mapping[str, Json], first: Link) -> Own:
    match entry_class:
        case "received":
            return read_received(fields)
        case "genesis":
            return read_genesis(fields, first.key)
        case "key":
            return read_key_act(fields)
        case "lapsed":
            return Lapse(proposal=_read_proposal(read_text(fields, "note")))
        case _:
            return None


def _read_proposal(note: str) -> Entry:
    raw = note.encode("utf-8")
    text, signatures = split_note(raw)
    body = parse_body(text)
    if body.entry_class in _UNLAPSABLE:
        raise MalformedEntryError(f"a `{body.entry_class}` cannot lapse")
    names = [line.name for line in signatures]
    # An enrolled key has a chain to keep; the key that was to be enrolled has none yet.
    chained = {body.device, *(each.link.key for each in body.statements)}
    if names != sorted(set(names)) or not chained.issuperset(names) or body.device not in names:
        raise MalformedEntryError("a lapsed entry is signed by its device and by others it lists")
    if set(names) == set(body.signers()):
        raise MalformedEntryError("an entry that all have signed has not lapsed")
    return Entry(raw=raw, body=body, signatures=signatures)


def _new_links(own: Own, first: Link) -> list[Link]:
    """Begin the chains of the keys that this very entry lets in."""
    match own:
        case Genesis():
            return [Link(key.name, 0, "", first.seen) for key in own.keys]
        case Enrolment() | Rotation():
            return [Link(own.key.name, 0, "", first.seen)]
        case _:
            return []


def _distinct_links(
    first: Link, statements: Sequence[Statement], new: Sequence[Link]
) -> tuple[Link, ...]:
    links = [first]
    for link in (*(each.link for each in statements), *new):
        if link not in links:
            links.append(link)
    if len(links) > 1 and len({link.key for link in links}) != len(links):
        raise MalformedEntryError("one key is given two places in its chain")
    return tuple(links)


def _check_signers(found: Sequence[str], body: Body) -> None:
    wanted = body.signers()
    if list(wanted) == found:
        return
    missing = [name for name in wanted if name not in found]
    if missing:
        raise SignatureMissingError(f"`{missing[0]}` has not signed")
    extra = [name for name in found if name not in wanted]
    if extra:
        raise SignatureExtraError("a key signed that the entry does not rest on")
    if len(found) != len(set(found)):
        raise SignatureTwiceError("a key signs twice")
    raise SignatureOrderError("the signature lines are not in the order of their key names")
