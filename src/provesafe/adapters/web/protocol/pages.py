"""What still stands between, for the armorer and the safety advisor; what if, before the day.

Words and no numbers on the first; never on the wall, never on a guest's phone, never with a name.
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe.adapters.web.house import House
from provesafe.adapters.web.pages import fragment, go, message, page
from provesafe.adapters.web.protocol.asking import Beside
from provesafe.adapters.web.serving.hub import event
from provesafe.adapters.web.visitors import Visitor
from provesafe.service import Production

__all__ = ["routes"]

ROLES = frozenset({"armorer", "safety-advisor"})
STANDING_IN = frozenset({"property-master", "handler"})
"""Where a production has no armorer."""


def routes(house: House) -> list[Route]:
    """The routes of these pages."""
    pages = _Protocol(house)
    return [
        Route("/between", pages.between),
        Route("/what-if", pages.what_if),
        Route("/what-if/{weapon}", pages.what_if),
    ]


class _Protocol:
    """The pages of one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.loop: asyncio.AbstractEventLoop | None = None
        self.beside = Beside(house.folder, clock=house.clock, told=self._told)
        house.at_end.append(self.beside.stop)

    async def between(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if refused := await self._not_for(request, visitor):
            return refused
        self.loop = asyncio.get_running_loop()
        entries = self.house.latest.entries
        self.beside.want(entries)
        found = self.beside.latest
        context: dict[str, Any] = {
            "found": found,
            "working": not self.beside.knows(entries),
            "as_of": self.house.times.show(found["as_of_ms"] // 1000 * 1000) if found else "",
        }
        if request.query_params.get("part"):
            return Response(
                fragment(self.house, "_between.html", visitor, **context), media_type="text/html"
            )
        return page(self.house, request, "between.html", visitor, live="/live", **context)

    async def what_if(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if refused := await self._not_for(request, visitor):
            return refused
        weapons = (await run_in_threadpool(self.beside.ask, ask="weapons"))["weapons"]
        weapon = request.path_params.get("weapon", "")
        if not weapon and weapons:
            return go(f"/what-if/{quote(weapons[0], safe='')}")
        found = None
        if weapon:
            turned = request.query_params.getlist("on")
            found = await run_in_threadpool(
                self.beside.ask,
                ask="planned",
                weapon=weapon,
                turned=turned,
                now_ms=self.house.clock(),
            )
        if found and "error" in found:
            return self._said(request, visitor, 409, "This cannot be worked out", found["error"])
        return page(
            self.house,
            request,
            "what-if.html",
            visitor,
            weapons=weapons,
            weapon=weapon,
            found=found,
        )

    async def _not_for(self, request: Request, visitor: Visitor) -> Response | None:
        """Whom these pages are for; what anybody else is told."""
        if visitor.is_laptop and not visitor.person and request.url.path.startswith("/what-if"):
            return None
        if not visitor.person:
            return go(f"/badge?next={quote(request.url.path)}")

        def may(production: Production, _now: int) -> bool:
            people = production.state.people
            held = frozenset(people[visitor.person].roles) if visitor.person in people else set()
            armorers = any("armorer" in one.roles for one in people.values() if one.enrolled)
            return bool(held & ROLES) or (not armorers and bool(held & STANDING_IN))

        if await self.house.do(may):
            return None
        words = "this page is for the armorer and the safety advisor; ask one of them"
        return self._said(request, visitor, 403, "Not on this badge", words)

    def _said(
        self, request: Request, visitor: Visitor, status: int, heading: str, words: str
    ) -> Response:
        return message(
            self.house,
            request,
            visitor,
            status=status,
            heading=heading,
            words=words.replace("`", ""),
            links=[("/", "The list")],
        )

    def _told(self) -> None:
        """Let pages that listen fetch what was worked out."""
        if self.loop is not None and not self.house.hub.ending:
            self.loop.call_soon_threadsafe(self.house.hub.publish, event("between", "new"))
