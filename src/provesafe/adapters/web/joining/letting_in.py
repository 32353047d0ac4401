"""Letting a phone in: badge and PIN by its person, its own signature, and somebody who vouches.

    badge + PIN  ->  ticket  ->  (somebody's own phone: "let it in")  ->  signed by all  ->  in

The record asks two devices for a third: the laptop is one, so from the second phone on somebody who
is in already presses as well, standing beside whoever joins and comparing two characters. A body
that all sign names the laptop's last entry; where something else was entered meanwhile, it is made
and signed again by itself. Old keys of the same person end with the new one: a new phone, or one
that forgot its key, takes badge, PIN and that one press.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from provesafe.adapters.web.joining.whose import HERE, is_there
from provesafe.errors import ConflictError, InputError, VerificationError
from provesafe.ledger import (
    NOTE_SIGNATURE,
    Body,
    Json,
    NoteSignature,
    PublicKey,
    decode_base64,
    decode_base64url,
)
from provesafe.service import (
    Production,
    Voucher,
    enrolment,
    enter_signed,
    name_of,
    propose,
    retirement,
    revocation,
)

__all__ = [
    "Ticket",
    "TicketOverError",
    "ending",
    "new_ticket",
    "signed_by",
    "step",
    "take_signature",
    "waits_for",
]

TICKET_MS = 300_000
"""LIMIT: five minutes to find somebody who vouches; then badge and PIN again."""


class TicketOverError(ConflictError):
    """The time to join by this badge and PIN is over, or it was never given."""

    code = "web.ticket_over"


@dataclass(slots=True, kw_only=True)
class Ticket:
    """A phone that is about to be let in."""

    id: str
    mark: str
    """What the phone shows, for whoever vouches to compare."""
    person: str
    device: str
    public_key: bytes
    next_digest: str
    way: str
    until_ms: int
    voucher: Voucher | None = None
    body: Body | None = None
    lines: dict[str, NoteSignature] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    """Devices that were told to be lost: their keys are revoked, others are retired."""
    entered: bool = False
    """Whether its key is in; old ones may have to end still."""
    done: bool = False


def new_ticket(person: str, *, public_key: str, next_digest: str, way: str, now_ms: int) -> Ticket:
    """A ticket for somebody whose badge and PIN were right.

    Args:
        person: their id.
        public_key: of the phone, base64url of 32 bytes.
        next_digest: base64url of the SHA-256 of the key that may take its place.
        way: `warned` or `trusted`.
        now_ms: the laptop's clock.

    Raises:
        InputError: it is no key.
    """
    raw, digest = decode_base64url(public_key), decode_base64url(next_digest)
    if raw is None or len(raw) != 32 or digest is None or len(digest) != 32:
        raise InputError("this phone sent no key of the kind that signs here")
    if way not in ("warned", "trusted"):
        raise InputError("a phone comes by a way that is `warned` or `trusted`")
    return Ticket(
        id=secrets.token_urlsafe(18),
        mark="".join(secrets.choice(HERE) for _ in range(2)),
        person=person,
        device=f"p/{secrets.token_hex(5)}",
        public_key=raw,
        next_digest=next_digest,
        way=way,
        until_ms=now_ms + TICKET_MS,
    )


def waits_for(production: Production, ticket: Ticket) -> tuple[str, ...]:
    """Names of those who could vouch, where somebody has to; nobody, where nobody must.

    Args:
        production: not moved.
        ticket: of a phone that is not in yet.
    """
    if ticket.voucher is not None or ticket.entered or not _needs_voucher(production):
        return ()
    able = {production.owners[one] for one in _others(production, ticket)}
    return tuple(sorted(name_of(production, one) for one in able))


def step(production: Production, ticket: Ticket, *, now_ms: int) -> Body | None:
    """Do the next thing that lets a phone in.

    Args:
        production: moved on where all have signed.
        ticket: moved on.
        now_ms: the laptop's clock.

    Returns:
        What its signers are to sign; None where somebody has to vouch first, or all is done.

    Raises:
        TicketOverError: its time is over.
    """
    if now_ms > ticket.until_ms:
        raise TicketOverError("this took too long", hint="badge and PIN again, please")
    while not ticket.done:
        if ticket.body is not None and not _stands(production, ticket.body):
            ticket.body, ticket.lines = None, {}
        if ticket.body is None and not _propose(production, ticket, now_ms):
            return None
        if ticket.body is None:
            continue
        if not _signed_by_all(production, ticket):
            return ticket.body
        body, lines = ticket.body, list(ticket.lines.values())
        ticket.body, ticket.lines = None, {}
        try:
            enter_signed(production, body, lines, now_ms=now_ms)
        except VerificationError:
            # What was entered meanwhile took the laptop's place in it: all over again.
            if _stands(production, body):
                raise
        ticket.entered = ticket.entered or is_there(production, ticket.device)
    return None


def take_signature(
    production: Production, ticket: Ticket, device: str, *, body: str, value: str
) -> None:
    """Note what a phone has signed; a signature over something else is passed over.

    Args:
        production: not moved.
        ticket: of the phone that is let in.
        device: which phone signed.
        body: id of the body that it signed.
        value: base64 of the 64 bytes.
    """
    if ticket.body is None or ticket.body.id != body:
        return
    own = ticket.public_key if device == ticket.device else b""
    if line := signed_by(production, device, ticket.body, value, public_key=own):
        ticket.lines[device] = line


def signed_by(
    production: Production, device: str, body: Body, value: str, *, public_key: bytes = b""
) -> NoteSignature | None:
    """A device's signature over a body; None where it is over something else.

    Args:
        production: not moved.
        device: which one signed.
        body: what it was to sign.
        value: base64 of the 64 bytes.
        public_key: of a device that is not in yet.
    """
    raw = decode_base64(value)
    if raw is None or len(raw) != 64:
        return None
    known = PublicKey(device, NOTE_SIGNATURE, public_key) if public_key else None
    key = known or production.writer.devices[device].key
    if not production.verifier(key.raw, raw, body.raw):
        return None
    return NoteSignature(name=device, key_id=key.key_id, value=raw)


def ending(production: Production, device: str, *, lost: bool) -> dict[str, Json]:
    """What a `key` entry holds by which an old key ends, or one that was told to be lost."""
    if not lost:
        return retirement(device)
    size = production.writer.tree.size
    return revocation(device, suspect_from=size, refused_from=size, why="told to be lost")


def _propose(production: Production, ticket: Ticket, now_ms: int) -> bool:
    """Write the next body; False where somebody has to vouch first."""
    old = _old(production, ticket)
    if not ticket.entered:
        if old and not _others(production, ticket) and _needs_voucher(production):
            # The person's own old phone is the only other one: the laptop ends it first.
            ended = ending(production, old[0], lost=old[0] in ticket.lost)
            body = propose(production, ended, vouching=(), now_ms=now_ms)
            enter_signed(production, body, (), now_ms=now_ms)
            return True
        if ticket.voucher is None and _needs_voucher(production):
            return False
        fields: dict[str, Json] = enrolment(
            ticket.device,
            ticket.public_key,
            person=ticket.person,
            next_digest=ticket.next_digest,
        )
        fields["way"] = ticket.way
        vouching = () if ticket.voucher is None else (ticket.voucher,)
        ticket.body = propose(production, fields, vouching=vouching, now_ms=now_ms)
        return True
    if not old:
        ticket.done = True
        return True
    itself = Voucher(person=ticket.person, device=ticket.device)
    ended = ending(production, old[0], lost=old[0] in ticket.lost)
    ticket.body = propose(production, ended, vouching=(itself,), now_ms=now_ms)
    return True


def _needs_voucher(production: Production) -> bool:
    there = sum(is_there(production, one) for one in production.writer.devices)
    return min(production.writer.signers, there) > 1


def _old(production: Production, ticket: Ticket) -> Sequence[str]:
    """Earlier devices of the same person whose keys still sign."""
    return [
        device
        for device, person in sorted(production.owners.items())
        if person == ticket.person and device != ticket.device and is_there(production, device)
    ]


def _others(production: Production, ticket: Ticket) -> Sequence[str]:
    """Other people's own devices whose keys sign."""
    return [
        device
        for device, person in sorted(production.owners.items())
        if person != ticket.person and is_there(production, device)
    ]


def _stands(production: Production, body: Body) -> bool:
    """Whether everybody's place in a body is still the next one."""
    devices = production.writer.devices
    return all(
        link.key not in devices or devices[link.key].seq + 1 == link.seq for link in body.links
    )


def _signed_by_all(production: Production, ticket: Ticket) -> bool:
    if ticket.body is None:
        return False
    needed = set(ticket.body.signers()) - {production.device.name}
    return needed <= set(ticket.lines)
