"""The application: every page's route, what is said when something cannot be done, the headers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from provesafe.adapters.web import (
    acts,
    armorer,
    down,
    joining,
    office,
    public,
    scanning,
    tasks,
    viewers,
)
from provesafe.adapters.web.api import ApiPages, Telling, api_error
from provesafe.adapters.web.house import House
from provesafe.adapters.web.joining import OwnDevices, PlainWay
from provesafe.adapters.web.pages import HEADERS, STATIC, message, with_headers
from provesafe.adapters.web.protocol import routes as protocol_routes
from provesafe.adapters.web.serving.hub import BEAT_SECONDS, event
from provesafe.adapters.web.visitors import Visitor, is_known_host
from provesafe.errors import (
    ConflictError,
    InputError,
    InvariantBroken,
    ProvesafeError,
    UnavailableError,
    VerificationError,
)
from provesafe.service import Listing

__all__ = ["make_app", "tell_everybody"]

_STATUS: Sequence[tuple[type[ProvesafeError], int]] = (
    (InputError, 400),
    (VerificationError, 422),
    (ConflictError, 409),
    (UnavailableError, 503),
)


def make_app(house: House, own: OwnDevices | None = None) -> Starlette:
    """The application that serves one production, own devices of its people included."""
    interface = ApiPages(house)
    listed: list[BaseRoute] = [
        *public.routes(house),
        *protocol_routes(house),
        *down.routes(house),
        *viewers.routes(house),
        *scanning.routes(house),
        *armorer.routes(house),
        *acts.routes(house),
        *office.routes(house),
        *([] if own is None else joining.routes(house, own)),
        *tasks.routes(house),
        *interface.routes(),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        telling = Telling(interface.tokens, record=house.origin)
        beating = asyncio.create_task(_beat(house, telling))
        try:
            yield
        finally:
            beating.cancel()
            telling.stop()
            house.hub.end()
            for end in house.at_end:
                end()

    async def told(request: Request, error: Exception) -> Response:
        return await _told(house, request, error)

    return Starlette(
        routes=listed,
        lifespan=lifespan,
        middleware=[
            Middleware(_Around, names=house.names),
            Middleware(PlainWay, house=house),
            # Not what pages listen to: that would wait until it is worth packing.
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5),
        ],
        exception_handlers={
            ProvesafeError: told,
            HTTPException: told,
            InvariantBroken: told,
            Exception: told,
        },
    )


def tell_everybody(house: House, listing: Listing) -> None:
    """Let every page know of a change; called in the event loop's thread."""
    house.hub.publish(
        public.list_event(house, listing), short=event("changed", str(listing.entries))
    )


async def _beat(house: House, telling: Telling) -> None:
    """The laptop's clock, to everybody who listens, for as long as the writer is well.

    Other programs that asked to be told of changes are, at the next beat.
    """
    told = house.latest.entries
    while not house.hub.ending:
        await asyncio.sleep(BEAT_SECONDS)
        if house.latest.entries != told:
            told = house.latest.entries
            telling.changed(told)
        # Without the writer nothing new would ever be told: then no beat, and pages say so.
        if house.writer.fault is None and house.writer.is_alive:
            house.hub.publish(event("beat", house.times.show(house.clock() // 1000 * 1000)))


async def _told(house: House, request: Request, error: Exception) -> Response:
    """What went wrong, and what to do, as a page."""
    if request.url.path.startswith("/api/"):
        return _told_api(request, error)
    links = [("/", "The list")]
    visitor = await _visitor(house, request)
    if isinstance(error, HTTPException):
        words = {
            404: ("There is no such page", "the pages there are stand in the row above"),
            405: ("Not like this", "this page is opened, or pressed on, in another way"),
        }
        heading, said = words.get(error.status_code, ("This cannot be done", str(error.detail)))
        answer = message(
            house,
            request,
            visitor,
            status=error.status_code,
            heading=heading,
            words=said,
            links=links,
        )
        if error.status_code == 405:
            answer.headers["Allow"] = _methods(request)
        return answer
    if isinstance(error, ProvesafeError):
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
        heading = "Not now" if status == 503 else "This cannot be entered so"
        return message(
            house,
            request,
            visitor,
            status=status,
            heading=heading,
            words=error.message,
            hint=error.hint,
            links=links,
        )
    answer = message(
        house,
        request,
        visitor,
        status=500,
        heading="A fault of the program",
        words="nothing more was entered by this press; use paper, tell whoever keeps the laptop",
        links=links,
    )
    # It may be sent from outside of what puts them on every other answer.
    answer.headers.update(HEADERS)
    return answer


async def _visitor(house: House, request: Request) -> Visitor:
    """Who is asking, as far as that can be told when something went wrong."""
    try:
        return await house.visitor(request)
    except ProvesafeError:
        return Visitor()


def _methods(request: Request) -> str:
    """In which ways an address is asked for."""
    found: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return ", ".join(sorted(found))


def _told_api(request: Request, error: Exception) -> Response:
    """What went wrong, to another program."""
    if isinstance(error, HTTPException):
        told = api_error(error.status_code, "web.http", str(error.detail))
        told.headers.update(error.headers or {})
        if error.status_code == 405:
            told.headers["Allow"] = _methods(request)
        return told
    return api_error(500, "bug", "a fault of the program; nothing more was entered by this")


class _Around:
    """Headers on every answer, and no answer to foreign names."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if not is_known_host(Headers(scope=scope).get("host", ""), self.names):
            refused = PlainTextResponse("not a name of this laptop\n", status_code=421)
            await refused(scope, receive, send)
            return

        kept = {}
        if scope["path"].startswith("/static/"):
            # Ours change with the program only, and are asked about each time.
            kept["Cache_Control"] = "no-cache"
        if scope["path"] == scanning.READER:
            kept["Content_Security_Policy"] = scanning.READER_POLICY
        await self.app(scope, receive, with_headers(send, **kept))
