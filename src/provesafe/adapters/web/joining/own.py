"""Own devices as the running laptop sees them: sessions, who was heard when, the two characters.

    own = OwnDevices(DeviceDesk(…), …)
    device = own.device_of(request)        which device asks, by its session
    own.here_of(entry)                     what the armorer's device shows for one showing

A device is somebody's own by the record alone (`production.owners`); a session only spares it to
show its key at every page.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from starlette.requests import Request

from provesafe.adapters.web.joining.devices import DeviceDesk
from provesafe.adapters.web.joining.letting_in import Ticket, TicketOverError
from provesafe.adapters.web.joining.together import Together
from provesafe.adapters.web.joining.whose import HERE
from provesafe.service import Production, note_devices, tell_late_queue

__all__ = ["OWN", "OwnDevices"]

OWN = "ps_own"
"""The cookie of a device's session."""

LOOK_MS = 5_000
NONCE_MS = 60_000
NONCES_MAX = 2_000
TICKETS_MAX = 200


@dataclass(slots=True)
class OwnDevices:
    """The own devices of one production being served."""

    desk: DeviceDesk
    heard: dict[str, int] = field(default_factory=dict)
    """When each was last heard of, by key name."""
    passed: set[tuple[str, str]] = field(default_factory=set)
    """Devices that read the characters of a showing, until the program ends."""
    late: dict[str, int] = field(default_factory=dict)
    """How many entries of a device arrived that had waited in it."""
    nonces: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    """Phones that are about to be let in, until the program ends."""
    together: Together = field(default_factory=Together)
    """Hand-overs that two phones are to sign."""
    looked_ms: int = 0

    def token_of(self, request: Request) -> str:
        """The session's token that came with a request."""
        return request.cookies.get(OWN, "")

    def device_of(self, request: Request, *, now_ms: int) -> str:
        """Key name of the device that asks; empty for none."""
        token = self.token_of(request)
        return self.desk.device_of(token, now_ms=now_ms) if token else ""

    def here_of(self, showing: str) -> str:
        """The two characters that stand for a showing, by its entry's id."""
        secret = bytes.fromhex(self.desk.secret("here"))
        digest = hmac.digest(secret, showing.encode(), hashlib.sha256)
        return HERE[digest[0] % len(HERE)] + HERE[digest[1] % len(HERE)]

    def new_nonce(self, now_ms: int) -> str:
        """Something to sign, once and soon."""
        while self.nonces and (
            len(self.nonces) >= NONCES_MAX or next(iter(self.nonces.values())) < now_ms
        ):
            del self.nonces[next(iter(self.nonces))]
        nonce = secrets.token_urlsafe(24)
        self.nonces[nonce] = now_ms + NONCE_MS
        return nonce

    def use_nonce(self, nonce: str, now_ms: int) -> bool:
        """Whether it was given out and not used yet."""
        return self.nonces.pop(nonce, 0) >= now_ms

    def add(self, ticket: Ticket, now_ms: int) -> None:
        """Keep a ticket until its time is over."""
        for one in list(self.tickets.values()):
            if one.until_ms < now_ms or len(self.tickets) >= TICKETS_MAX:
                del self.tickets[one.id]
        self.tickets[ticket.id] = ticket

    def ticket(self, name: str) -> Ticket:
        """A ticket that was given.

        Raises:
            TicketOverError: there is none of that name.
        """
        found = self.tickets.get(name)
        if found is None:
            raise TicketOverError("this took too long", hint="badge and PIN again, please")
        return found

    def joining(self, now_ms: int) -> tuple[Ticket, ...]:
        """Phones that wait for somebody who vouches."""
        return tuple(
            one
            for one in self.tickets.values()
            if one.voucher is None and not one.entered and one.until_ms > now_ms
        )

    def look(self, production: Production, now_ms: int) -> None:
        """Enter which devices came, went and are back; in the writer's thread, at any time."""
        self.together.look(production, now_ms)
        if now_ms - self.looked_ms < LOOK_MS:
            return
        if not self.looked_ms:
            # After a start nobody has been heard yet: they have a minute from now.
            for device in production.state.coverage.devices_joined:
                self.heard.setdefault(device, now_ms)
        self.looked_ms = now_ms
        note_devices(production, dict(self.heard), now_ms=now_ms)

    def all_sent(self, production: Production, device: str, now_ms: int) -> None:
        """Nothing waits in a device any more: enter how much had waited."""
        if count := self.late.pop(device, 0):
            tell_late_queue(production, device, count=count, now_ms=now_ms)
