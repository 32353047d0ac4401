"""A phone is lost: from that press on nothing of it is taken, and its key ends in the record.

Two devices say so in the record: the laptop alone where it is the only other one, else somebody's
phone as well, which is asked to; at the latest the next phone of the same person.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provesafe.adapters.web.house import House
from provesafe.adapters.web.joining.letting_in import ending, signed_by
from provesafe.adapters.web.joining.own import OwnDevices
from provesafe.adapters.web.joining.reading import read_json, told_error, word
from provesafe.adapters.web.joining.whose import is_there, owner_of
from provesafe.adapters.web.serving.hub import event
from provesafe.adapters.web.visitors import language_of
from provesafe.errors import InputError, ProvesafeError, VerificationError
from provesafe.ledger import Body
from provesafe.service import Production, Voucher, enter_signed, propose

__all__ = ["end_alone", "routes"]


def routes(house: House, own: OwnDevices) -> list[Route]:
    """The route by which a phone signs that another one is lost."""
    pages = _Losing(house, own)
    return [Route("/own/lost/{device:path}", pages.ends, methods=["POST"])]


def end_alone(production: Production, device: str, now_ms: int) -> None:
    """End a lost key where the laptop may do so alone; else a phone is asked to sign as well."""
    if sum(is_there(production, one) for one in production.writer.devices) > 2:
        return
    act = ending(production, device, lost=True)
    body = propose(production, act, vouching=(), now_ms=now_ms)
    enter_signed(production, body, (), now_ms=now_ms)


class _Losing:
    """What phones of one house sign about lost ones."""

    def __init__(self, house: House, own: OwnDevices) -> None:
        self.house = house
        self.own = own
        # What each phone was last asked to sign; made anew when something else was entered.
        self.asked: dict[str, Body] = {}

    async def ends(self, request: Request) -> Response:
        """Sign that a lost phone's key ends; again, where something came in between."""
        lost = request.path_params["device"]
        try:
            read = await read_json(request)
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        device = self.own.device_of(request, now_ms=self.house.clock())

        def step(production: Production, now_ms: int) -> dict[str, Any]:
            person = owner_of(production, device)
            if not person or device == lost:
                raise InputError("another phone signs that one is lost")
            if not self.own.desk.is_lost(lost) or not is_there(production, lost):
                return {"state": "in"}
            body = self.asked.pop(device, None)
            if body is not None and body.id == word(read, "body"):
                line = signed_by(production, device, body, word(read, "sig"))
                try:
                    enter_signed(production, body, [line] if line else [], now_ms=now_ms)
                except VerificationError:
                    pass
                else:
                    return {"state": "in"}
            act = ending(production, lost, lost=True)
            vouching = (Voucher(person=person, device=device),)
            body = propose(production, act, vouching=vouching, now_ms=now_ms)
            self.asked[device] = body
            return {"state": "sign", "body": body.raw.decode()}

        try:
            told = await self.house.do(step)
        except ProvesafeError as error:
            return told_error(error, language_of(request))
        if told["state"] == "in":
            self.house.hub.tell(event("you", "lost"))
        return JSONResponse(told)
