"""The doors by which phones come in and go out.

/own/let-in            badge and PIN: a ticket
/own/let-in/{ticket}   what to sign next, until it is in
/own/vouch/{ticket}    somebody lets it in, with their own phone
/own/devices           at the laptop: whose devices there are; one is lost
"""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provesafe.adapters.web.house import House
from provesafe.adapters.web.joining.letting_in import (
    Ticket,
    new_ticket,
    step,
    take_signature,
    waits_for,
)
from provesafe.adapters.web.joining.losing import end_alone
from provesafe.adapters.web.joining.own import OwnDevices
from provesafe.adapters.web.joining.phones import checkpoint_of, enter_session
from provesafe.adapters.web.joining.reading import read_json, told_error, word
from provesafe.adapters.web.joining.whose import is_there, owner_of
from provesafe.adapters.web.pages import go, message, one, page, read_form
from provesafe.adapters.web.serving.hub import event
from provesafe.adapters.web.visitors import Visitor, language_of
from provesafe.errors import InputError, ProvesafeError
from provesafe.ledger import encode_base64url
from provesafe.service import (
    Production,
    Voucher,
    name_of,
    read_badge,
)

__all__ = ["routes"]


def routes(house: House, own: OwnDevices) -> list[Route]:
    """The routes of these doors."""
    doors = _Doors(house, own)
    return [
        Route("/own/let-in", doors.ask, methods=["POST"]),
        Route("/own/let-in/{ticket}", doors.let_in, methods=["POST"]),
        Route("/own/vouch/{ticket}", doors.vouch, methods=["POST"]),
        Route("/own/devices", doors.devices),
        Route("/own/devices/lost", doors.lost, methods=["POST"]),
    ]


class _Doors:
    """The doors of one house."""

    def __init__(self, house: House, own: OwnDevices) -> None:
        self.house = house
        self.own = own

    async def ask(self, request: Request) -> Response:
        """Badge and PIN, by the phone's person."""
        try:
            read = await read_json(request)
            person = await run_in_threadpool(self._person, read)
            ticket = new_ticket(
                person,
                public_key=word(read, "pub"),
                next_digest=word(read, "next"),
                way=word(read, "way"),
                now_ms=self.house.clock(),
            )
            self.own.add(ticket, self.house.clock())
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        self.house.hub.tell(event("you", "join"))
        return JSONResponse({"ticket": ticket.id, "device": ticket.device})

    def _person(self, read: dict[str, Any]) -> str:
        desk = self.house.desk
        person = desk.person_of_badge(read_badge(word(read, "code")))
        if not person:
            raise InputError("this badge is nobody’s today", hint="ask at the cart")
        desk.check_pin(person, word(read, "pin"), now_ms=self.house.clock())
        return person

    async def let_in(self, request: Request) -> Response:
        """What the joining phone is to sign next; it signs until it is in."""
        try:
            read = await read_json(request)
            ticket = self.own.ticket(request.path_params["ticket"])
            told = await self.house.do(
                lambda p, now: self._step(p, ticket, ticket.device, read, now)
            )
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        if told["state"] != "in":
            return JSONResponse(told)
        person = ticket.person
        return enter_session(self.house, self.own, request, ticket.device, person, told)

    async def vouch(self, request: Request) -> Response:
        """Somebody who stands beside whoever joins lets them in."""
        try:
            read = await read_json(request)
            device = self.own.device_of(request, now_ms=self.house.clock())
            ticket = self.own.ticket(request.path_params["ticket"])

            def vouched(production: Production, now_ms: int) -> dict[str, Any]:
                person = owner_of(production, device)
                if not person or person == ticket.person:
                    raise InputError("somebody else lets a phone in, with their own")
                if ticket.voucher is None:
                    ticket.voucher = Voucher(person=person, device=device)
                if ticket.voucher.device != device:
                    return {"state": "in"}
                return self._step(production, ticket, device, read, now_ms)

            return JSONResponse(await self.house.do(vouched))
        except ProvesafeError as error:
            return told_error(error, language_of(request))

    def _step(
        self,
        production: Production,
        ticket: Ticket,
        device: str,
        read: dict[str, Any],
        now_ms: int,
    ) -> dict[str, Any]:
        """Take a signature, go on, and say what this phone does next; in the writer's thread."""
        body, value = word(read, "body"), word(read, "sig")
        if body:
            take_signature(production, ticket, device, body=body, value=value)
        lost = (one for one in production.owners if self.own.desk.is_lost(one))
        ticket.lost = frozenset(lost)
        asked = step(production, ticket, now_ms=now_ms)
        if ticket.done or (ticket.entered and device != ticket.device):
            return self._in(production, ticket)
        signers = asked.signers() if asked is not None else ()
        if asked is not None and device in signers and device not in ticket.lines:
            return {"state": "sign", "body": asked.raw.decode()}
        names = list(waits_for(production, ticket))
        return {"state": "waiting", "mark": ticket.mark, "names": names}

    def _in(self, production: Production, ticket: Ticket) -> dict[str, Any]:
        known = production.writer.devices[ticket.device]
        return {
            "state": "in",
            "person": ticket.person,
            "name": name_of(production, ticket.person),
            "origin": production.writer.origin,
            "log": encode_base64url(production.writer.log_key.raw),
            "seq": known.seq,
            "last": known.last,
            "checkpoint": checkpoint_of(production),
        }

    # At the laptop.

    async def devices(self, request: Request) -> Response:
        """Whose devices there are."""
        visitor = await self.house.visitor(request)
        if not visitor.is_laptop:
            return self._at_the_laptop(request)

        def known(production: Production, _now: int) -> list[dict[str, Any]]:
            return [
                {
                    "device": device,
                    "name": name_of(production, person),
                    "lost": self.own.desk.is_lost(device),
                    "heard": self.own.heard.get(device),
                }
                for device, person in sorted(production.owners.items())
                if is_there(production, device)
            ]

        found = await self.house.do(known)
        return page(self.house, request, "own-devices.html", visitor, devices=found)

    async def lost(self, request: Request) -> Response:
        """A device is lost: nothing from it is taken from now on."""
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.is_laptop:
            return self._at_the_laptop(request)
        device = one(form, "device")

        def enter(production: Production, now_ms: int) -> str:
            if not owner_of(production, device):
                raise InputError("no such device is in use")
            # First it opens nothing any more; the record says so as soon as it may.
            self.own.desk.lose(device, now_ms=now_ms)
            end_alone(production, device, now_ms)
            return "/own/devices"

        led = await self.house.press(form, enter)
        self.house.hub.tell(event("you", "lost"))
        return go(led)

    def _at_the_laptop(self, request: Request) -> Response:
        return message(
            self.house,
            request,
            Visitor(),
            status=403,
            heading="At the laptop only",
            words="this is done at the cart’s laptop, by the link that its terminal shows",
        )
