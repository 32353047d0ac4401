"""Two phones sign one hand-over: what their pages ask of the laptop.

/own/together            the giver's phone puts it forward: what both sign, or that it signs alone
/own/together/{ticket}   a signature of either; what has become of it; that it is waited for no more
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provesafe.adapters.web.house import House
from provesafe.adapters.web.joining.own import OwnDevices
from provesafe.adapters.web.joining.phones import checkpoint_of, place_of
from provesafe.adapters.web.joining.reading import read_json, told_error, word
from provesafe.adapters.web.joining.together import Proposal
from provesafe.adapters.web.joining.whose import owner_of
from provesafe.adapters.web.serving.hub import event
from provesafe.adapters.web.visitors import language_of
from provesafe.errors import ProvesafeError
from provesafe.service import Production, name_of

__all__ = ["routes"]


def routes(house: House, own: OwnDevices) -> list[Route]:
    """The routes of signing together."""
    pages = _Signing(house, own)
    return [
        Route("/own/together", pages.put_forward, methods=["POST"]),
        Route("/own/together/{ticket}", pages.go_on, methods=["POST"]),
    ]


class _Signing:
    """What the phones of one house ask."""

    def __init__(self, house: House, own: OwnDevices) -> None:
        self.house = house
        self.own = own

    async def put_forward(self, request: Request) -> Response:
        """The giver's phone has pressed: what both sign, or `alone`."""
        listening = self.house.hub.people()

        def write(
            production: Production, device: str, read: dict[str, Any], now_ms: int
        ) -> dict[str, Any]:
            other = self._phone_of(production, _receiver(read), listening)
            self.own.together.make_way(production, device, (), now_ms)
            one = self.own.together.put_forward(
                production,
                device,
                read,
                other=other,
                checkpoint=checkpoint_of(production),
                now_ms=now_ms,
            )
            if one is None:
                return {"state": "alone"}
            return self._asks(production, one)

        return await self._answered(request, write)

    async def go_on(self, request: Request) -> Response:
        """Either phone: a signature, or only what has become of it."""

        def step(
            production: Production, device: str, read: dict[str, Any], now_ms: int
        ) -> dict[str, Any]:
            one = self.own.together.of(request.path_params["ticket"], device)
            if read.get("end") is True:
                self.own.together.end(production, one, now_ms=now_ms)
            elif word(read, "sig"):
                self.own.together.sign(production, one, device, word(read, "sig"), now_ms=now_ms)
            if one.state == "waiting" and device not in one.lines:
                return self._asks(production, one)
            decisions = one.taken.decisions if one.taken is not None else ()
            return {
                "state": one.state,
                "name": name_of(production, one.receiver),
                "open": any(each.reasons for each in decisions),
            }

        return await self._answered(request, step)

    def _asks(self, production: Production, one: Proposal) -> dict[str, Any]:
        return {
            "state": "sign",
            "ticket": one.id,
            "name": name_of(production, one.receiver),
            "body": one.body.raw.decode(),
            "note": one.checkpoint,
        }

    def _phone_of(self, production: Production, person: str, listening: frozenset[str]) -> str:
        """The phone of a receiver that hears the cart now: the one heard last; empty for none."""
        if person not in listening:
            return ""
        there = [
            device
            for device in production.owners
            if owner_of(production, device) == person and not self.own.desk.is_lost(device)
        ]
        return max(there, key=lambda one: self.own.heard.get(one, 0), default="")

    async def _answered(self, request: Request, job: Any) -> Response:
        """Do it for the device that asks, and tell both phones to look."""
        try:
            read = await read_json(request)
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        device = self.own.device_of(request, now_ms=self.house.clock())
        if not device:
            return JSONResponse({"words": "Who is this?"}, status_code=401)
        place: dict[str, Any] = {}

        def done(production: Production, now_ms: int) -> dict[str, Any]:
            try:
                told: dict[str, Any] = job(production, device, read, now_ms)
            finally:
                place.update(place_of(production, device))
            return told

        try:
            told = await self.house.do(done)
        except ProvesafeError as error:
            return told_error(error, language_of(request), **place)
        if word(read, "sig"):
            self.house.hub.tell(event("you", "together"))
        return JSONResponse({**told, **place})


def _receiver(read: dict[str, Any]) -> str:
    """Whom a hand-over names, before anything of it is checked."""
    acts = read.get("acts")
    first = acts[0] if isinstance(acts, list) and acts else None
    fields = first.get("f") if isinstance(first, dict) else None
    to = fields.get("to") if isinstance(fields, dict) else None
    return to if isinstance(to, str) else ""
