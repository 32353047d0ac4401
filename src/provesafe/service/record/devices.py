"""Let a phone's key in, put another in its place, or end it: proposed here, signed on the phones.

    body = propose(production, enrolment(name, public_key), vouching=[Voucher(...)], now_ms=now)
    … each phone signs `body.raw`, the new one too …
    enter_signed(production, body, signatures, now_ms=now)

The laptop enters and signs; whoever vouches stands for it with a device of their own. Who may do
what is the record's own question (`ledger`): too few signatures and nothing is entered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provesafe.ledger import (
    KEY,
    Body,
    Json,
    NoteSignature,
    Role,
    Signed,
    Signer,
    Statement,
    UnknownKeyError,
    join_entry,
    key_text,
    make_body,
    newest_seen,
    next_key_text,
    sign_text,
)
from provesafe.service.committing import Moved, commit
from provesafe.service.production import Production

__all__ = [
    "Voucher",
    "enrolment",
    "enter_signed",
    "propose",
    "retirement",
    "revocation",
    "rotate_laptop",
    "rotation",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """Somebody who stands for it with a device of their own."""

    person: str
    """Their id."""
    device: str
    """Its key name."""


def enrolment(
    name: str,
    public_key: bytes,
    *,
    role: Role = "device",
    person: str = "",
    next_key: bytes | None = None,
    next_digest: str = "",
) -> dict[str, Json]:
    """What a `key` entry holds that lets a device in.

    Args:
        name: its key name, new in this record.
        public_key: 32 bytes, made on the device.
        role: `concerns` for the key that enters these, in a record that began without one.
        person: whose own device it is; only then can they stand for something with it.
        next_key: the public key that may take its place one day, kept elsewhere.
        next_digest: or, where that key never leaves its device, what `next_key_text` gives of it.
    """
    fields: dict[str, Json] = {"do": "enrol", "name": name, "pub": key_text(public_key)}
    if person:
        fields["person"] = person
    if next_key is not None:
        next_digest = next_key_text(next_key)
    committed: dict[str, Json] = {"next": next_digest} if next_digest else {}
    return {**fields, **committed, "role": role}


def rotation(
    old: str,
    name: str,
    public_key: bytes,
    *,
    next_key: bytes | None = None,
    next_digest: str = "",
) -> dict[str, Json]:
    """What a `key` entry holds by which the key that was committed to takes the place of another.

    The new device is whose the old one was.

    Args:
        old: key name of the device whose place it takes.
        name: the new key name.
        public_key: 32 bytes, whose hash was given when `old` was let in.
        next_key: the one after that.
        next_digest: or what `next_key_text` gives of it.
    """
    fields = enrolment(name, public_key, next_key=next_key, next_digest=next_digest)
    return {**fields, "do": "rotate", "old": old}


def retirement(name: str) -> dict[str, Json]:
    """What a `key` entry holds by which a device signs no more."""
    return {"do": "retire", "name": name}


def revocation(name: str, *, suspect_from: int, refused_from: int, why: str) -> dict[str, Json]:
    """What a `key` entry holds that says that a key is in other hands.

    Args:
        name: its key name.
        suspect_from: leaf index from which what it signed is suspect.
        refused_from: leaf index from which it was surely not its owner.
        why: in words.
    """
    return {
        "do": "revoke",
        "name": name,
        "suspect_from": suspect_from,
        "from": refused_from,
        "why": why,
    }


def propose(
    production: Production, act: Mapping[str, Json], *, vouching: Sequence[Voucher], now_ms: int
) -> Body:
    """Write the body that all who stand for it sign.

    Args:
        production: not moved; the body stands only until the laptop enters something else.
        act: from the functions above.
        vouching: who stands for it beside the laptop.
        now_ms: the laptop's clock.

    Raises:
        UnknownKeyError: a voucher's device is not enrolled here.
        MalformedEntryError, WeakKeyError: it cannot stand in an entry.
    """
    state = production.writer
    seen = newest_seen(state)
    for one in vouching:
        if one.device not in state.devices:
            raise UnknownKeyError(f"`{one.device}` is not enrolled here")
        if production.owners.get(one.device, one.person) != one.person:
            raise UnknownKeyError(f"`{one.device}` is not {one.person}'s own device")
    statements = [
        Statement(one.person, "own", state.devices[one.device].next_link(seen)) for one in vouching
    ]
    link = state.devices[production.device.name].next_link(seen)
    return make_body(KEY, link=link, t_ms=production.now(now_ms), payload=act, rests_on=statements)


def enter_signed(
    production: Production, body: Body, signatures: Sequence[NoteSignature], *, now_ms: int
) -> int:
    """Enter a proposal that everybody has signed; the laptop signs it as well.

    Args:
        production: moved on.
        body: what `propose` gave.
        signatures: of every other key that it calls for.
        now_ms: the laptop's clock.

    Returns:
        Its leaf index.

    Raises:
        VerificationError: a signature is missing or wrong, too few vouch, or the record has moved
            on since it was proposed; nothing was entered.
    """
    entry = join_entry(body, [*signatures, sign_text(body.raw, production.device)])
    (index,) = commit(production, [Signed(raw=entry.raw)], [Moved()], now_ms=production.now(now_ms))
    return index


def rotate_laptop(
    production: Production, following: Signer, *, next_digest: str, now_ms: int
) -> int:
    """Put the key that was committed to in the place of the laptop's own; both sign.

    Args:
        production: moved on; from here on it signs with the new key.
        following: the new key.
        next_digest: commits to the one after it (`next_key_text`).
        now_ms: the laptop's clock.

    Returns:
        The entry's leaf index.

    Raises:
        KeyActError: the record never committed to this key; nothing was entered.
    """
    old = production.device.name
    act = rotation(old, following.name, following.public_key, next_digest=next_digest)
    body = propose(production, act, vouching=(), now_ms=now_ms)
    signatures = [sign_text(body.raw, one) for one in (production.device, following)]
    (index,) = commit(
        production,
        [Signed(raw=join_entry(body, signatures).raw)],
        [Moved()],
        now_ms=production.now(now_ms),
        next_recorder=following,
    )
    return index
