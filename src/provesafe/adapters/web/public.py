"""Pages that need no badge: the list, the look-up, STOP, a concern.

/          the list, for the crew and everybody with a badge; guests are led to the look-up
/look      what is in it: guests read contents; the crew also who has it
/stop      one press, no name, no script; how work goes on
/concern   something to be looked into, without a name
/live      what pages listen to
"""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.days.spool import leave
from provesafe.adapters.web.house import House
from provesafe.adapters.web.pages import (
    error_words,
    fragment,
    go,
    message,
    one,
    own_page,
    page,
    read_form,
)
from provesafe.adapters.web.serving.hub import event
from provesafe.adapters.web.visitors import (
    CREW,
    LAPTOP,
    NIGHT,
    SOMEBODY,
    Visitor,
    grades_of,
    keep_cookie,
)
from provesafe.errors import InputError
from provesafe.service import (
    Line,
    Listing,
    Production,
    Report,
    listing_of,
    read_tag,
    report,
)

__all__ = ["list_event", "routes"]

AGAIN_MS = 10_000
"""A STOP tapped again within this time is the same one, from however many fingers."""

LIVE, LIVE_LIST = "/live", "/live?list=1"
_NEXT = {"own": "/own/join", "viewers": "/viewers"}
"""Where a device goes on to that came by the crew's code."""


def routes(house: House) -> list[Route]:
    """The routes of these pages."""
    pages = _Public(house)
    return [
        Route("/", pages.the_list),
        Route("/live", pages.live),
        Route("/look", pages.look),
        Route("/look/{tag}", pages.look_tag),
        Route("/W/{tag}", pages.look_tag),
        Route("/crew/{word}", pages.crew),
        Route("/laptop/{word}", pages.laptop),
        Route("/stop", pages.stop_page),
        Route("/stop", pages.stop, methods=["POST"]),
        Route("/concern", pages.concern_page),
        Route("/concern", pages.concern, methods=["POST"]),
        Route("/night", pages.night, methods=["POST"]),
    ]


def list_event(house: House, listing: Listing) -> bytes:
    """The list for everybody who has it open, and a sign for all other pages."""
    told = fragment(house, "_list.html", Visitor(), listing=listing)
    return event("list", told, number=listing.entries) + event("changed", str(listing.entries))


class _Public:
    """The pages of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def the_list(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if visitor.standing == "guest":
            return go("/look")
        # In English the list comes whole with every change; in other languages it is fetched then.
        listing = await self._listing(visitor)
        if request.query_params.get("part"):
            return Response(
                fragment(self.house, "_list.html", visitor, listing=listing), media_type="text/html"
            )
        live = LIVE_LIST if visitor.language == "en" else LIVE
        return page(self.house, request, "list.html", visitor, live=live, listing=listing)

    async def _listing(self, visitor: Visitor) -> Listing:
        """What the list says now, in this visitor's language."""
        if visitor.language == "en":
            return self.house.latest
        return await self.house.do(
            lambda p, now: listing_of(p, now_ms=now, language=visitor.language)
        )

    async def live(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        latest = self.house.latest
        first = event("beat", self.house.times.show(self.house.clock() // 1000 * 1000))
        whole = "list" in request.query_params and visitor.standing != "guest"
        first += list_event(self.house, latest) if whole else event("changed", str(latest.entries))
        return StreamingResponse(
            self.house.hub.stream(first, whole=whole),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    async def look(self, request: Request) -> Response:
        tag = request.query_params.get("tag", "")
        if tag:
            try:
                return go(f"/look/{read_tag(tag)}")
            except InputError as error:
                return await self._look(request, tag="", wrong=error_words(error, request))
        return await self._look(request, tag="")

    async def look_tag(self, request: Request) -> Response:
        try:
            return await self._look(request, tag=read_tag(request.path_params["tag"]))
        except InputError as error:
            return await self._look(request, tag="", wrong=error_words(error, request))

    async def _look(self, request: Request, *, tag: str, wrong: str = "") -> Response:
        visitor = await self.house.visitor(request)
        lines: tuple[Line, ...] = (await self._listing(visitor)).lines
        if tag:
            lines = tuple(line for line in lines if line.tag == tag)
            if not lines:
                wrong = "No weapon here has this code. Treat it as loaded, and tell the armorer."
        context: dict[str, Any] = {
            "lines": lines,
            "crew": visitor.standing != "guest",
            "bare": not visitor.person,
        }
        if request.query_params.get("part"):
            return Response(
                fragment(self.house, "_look.html", visitor, **context), media_type="text/html"
            )
        return page(
            self.house,
            request,
            "look.html",
            visitor,
            status=404 if tag and not lines else 200,
            live=LIVE,
            part=f"{request.url.path}?part=1",
            tag="",
            wrong=wrong,
            **context,
        )

    async def crew(self, request: Request) -> Response:
        return await self._joined(request, CREW, lax=True)

    async def laptop(self, request: Request) -> Response:
        return await self._joined(request, LAPTOP, lax=False)

    async def _joined(self, request: Request, name: str, *, lax: bool) -> Response:
        """Take a device in by the code of the crew, or by that of the laptop's own terminal."""
        if request.path_params["word"] != self.house.desk.secret(name):
            return message(
                self.house,
                request,
                Visitor(),
                status=404,
                heading="Not this code",
                words="ask at the cart for the one of this production",
            )
        asked = request.query_params.get("next", "")
        response = go(_NEXT.get(asked, "/"))
        keep_cookie(response, name, self.house.desk.secret(name), request, lax=lax)
        return response

    async def stop_page(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        if request.query_params.get("part"):
            return Response(fragment(self.house, "_stop.html", visitor), media_type="text/html")
        return page(self.house, request, "stop.html", visitor, live=LIVE)

    async def stop(self, request: Request) -> Response:
        form = await read_form(request, from_anywhere=True)
        visitor = await self.house.visitor(request)

        def enter(production: Production, now_ms: int) -> str:
            if not any(now_ms - one.at_ms < AGAIN_MS for one in production.state.stops):
                _stop(production, visitor, now_ms)
            return "/stop"

        return go(await self.house.press(form, enter))

    async def concern_page(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)

        done = bool(request.query_params.get("done"))
        return page(self.house, request, "concern.html", visitor, done=done)

    async def concern(self, request: Request) -> Response:
        form = await read_form(request)
        words = one(form, "words").replace("\r", "")
        # Not noted among what was pressed: its place there would tell the minute.
        await run_in_threadpool(leave, self.house.folder, words, once=one(form, "once"))
        return go("/concern?done=1")

    async def night(self, request: Request) -> Response:
        form = await read_form(request)
        response = go(own_page(one(form, "back")) or "/badge")
        now = request.cookies.get(NIGHT) == "1"
        keep_cookie(response, NIGHT, "0" if now else "1", request, lax=True, habit=True)
        return response


def _stop(production: Production, visitor: Visitor, now_ms: int) -> None:
    stop = custody.parse_act("stop", {"by": visitor.person or SOMEBODY})
    entered = Report(acts=(stop,), grades=grades_of(visitor), way=visitor.way)
    report(production, entered, now_ms=now_ms)
