"""The pages of the case room, and who may open them.

    /              what the case is and holds             /duties   the matrix; each cell opens
    /sources       what was taken in                      /gaps     what no source says, who could
    /source/S1     its text, lines marked where they rest /people   a sheet for each person
    /stage         lines that wait: accept, correct, drop /report   the report as it would be given
    /accounts      what was said, by whom                 /views    who looked at what
    /timeline      when, as far as lines let it           /differences   texts side by side

Rules:

- only the device that came by the room's own link sees anything; its name is the investigator's;
- a look is noted before it is shown;
- nothing is decided but what a person presses, under their name; no word of a source is changed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from provesafe.adapters.casepapers import report_pdf
from provesafe.adapters.web.caseroom import showing
from provesafe.adapters.web.caseroom.room import Room
from provesafe.adapters.web.caseroom.waiting import STATES
from provesafe.adapters.web.pages import STATIC, one, read_form, with_headers
from provesafe.adapters.web.visitors import is_known_host, keep_cookie
from provesafe.errors import InputError, InvariantBroken, ProvesafeError, UnavailableError
from provesafe.service import correct_line, decide_lines

__all__ = ["COOKIE", "make_room_app"]

COOKIE = "ps_case"


def make_room_app(room: Room) -> Starlette:
    """The application that shows one case."""
    pages = _Pages(room)
    listed = [
        Route("/open/{word}", pages.come_in),
        *(Route(path, pages.shown(path, make)) for path, make in showing.PAGES.items()),
        Route("/source/{source}", pages.shown("/source", showing.source)),
        Route("/line/{line}", pages.shown("/line", showing.line)),
        Route("/report.pdf", pages.paper),
        Route("/stage", pages.decide, methods=["POST"]),
        Route("/line/{line}", pages.correct, methods=["POST"]),
        Route("/differences", pages.state, methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]
    told = pages.told
    return Starlette(
        routes=listed,
        middleware=[Middleware(_Around, room=room)],
        exception_handlers={ProvesafeError: told, HTTPException: told, InvariantBroken: told},
    )


class _Pages:
    """The pages of one room."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def come_in(self, request: Request) -> Response:
        """Open the room to this device by the word of its link."""
        if not secrets.compare_digest(request.path_params["word"], self.room.secret):
            return _closed()
        response = RedirectResponse("/", status_code=303)
        keep_cookie(response, COOKIE, self.room.secret, request)
        return response

    def shown(
        self, path: str, make: Callable[[Room, Request], str]
    ) -> Callable[[Request], Response]:
        """A page that is noted, then shown."""

        def page(request: Request) -> Response:
            self.room.look(request.url.path)
            return HTMLResponse(make(self.room, request))

        page.__name__ = f"page_{path.strip('/').replace('/', '_') or 'case'}"
        return page

    def paper(self, request: Request) -> Response:
        """The report as paper."""
        self.room.look(request.url.path)
        return Response(report_pdf(self.room.case()), media_type="application/pdf")

    async def decide(self, request: Request) -> Response:
        """Accept or drop a line, or every line of a source that waits."""
        form = await read_form(request)
        what = {"accept": "accepted", "drop": "dropped"}.get(one(form, "what"))
        if what is None:
            raise InputError("a line is accepted or dropped")
        line = one(form, "line")
        await run_in_threadpool(
            lambda: decide_lines(
                self.room.kept,
                [line],
                "accepted" if what == "accepted" else "dropped",
                by=self.room.by,
                now_ms=self.room.clock(),
                note=one(form, "note"),
            )
        )
        return RedirectResponse(f"/stage?done={line}-{what}", status_code=303)

    async def correct(self, request: Request) -> Response:
        """Take a line over with changes."""
        form = await read_form(request)
        line = request.path_params["line"]
        changes = [
            (name.removeprefix("set-"), values[0].strip())
            for name, values in form.items()
            if name.startswith("set-") and values[0].strip() != one(form, f"was-{name[4:]}")
        ]
        await run_in_threadpool(
            lambda: correct_line(
                self.room.kept,
                line,
                changes,
                by=self.room.by,
                now_ms=self.room.clock(),
                note=one(form, "note"),
            )
        )
        return RedirectResponse(f"/stage?done={line}-corrected", status_code=303)

    async def state(self, request: Request) -> Response:
        """Say whether texts side by side are of the same matter."""
        form = await read_form(request)
        difference, state = one(form, "difference"), one(form, "state")
        if state not in STATES:
            raise InputError("this is none of the states a difference can be in")
        await run_in_threadpool(
            lambda: correct_line(
                self.room.kept,
                difference,
                [("state", state)],
                by=self.room.by,
                now_ms=self.room.clock(),
                note=one(form, "note"),
            )
        )
        return RedirectResponse(f"/differences#{difference}", status_code=303)

    async def told(self, _request: Request, error: Exception) -> Response:
        """What cannot be done, and what to do, as a page."""
        status, heading, words, hint = 500, "A fault of the program", "nothing was entered", ""
        if isinstance(error, HTTPException):
            status, heading = error.status_code, "There is no such page"
            words = "the pages there are stand in the row above"
        elif isinstance(error, ProvesafeError):
            status = 503 if isinstance(error, UnavailableError) else 400
            heading, words, hint = "This cannot be done so", error.message, error.hint
        text = await run_in_threadpool(
            lambda: showing.message(self.room, heading=heading, words=words, hint=hint)
        )
        return HTMLResponse(text, status_code=status)


def _closed() -> Response:
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Closed</title></head>'
        "<body><h1>This room is not open here</h1><p>It opens by the link that the terminal shows, "
        "for whoever looks into the case.</p></body></html>",
        status_code=403,
    )


class _Around:
    """Headers on every answer; no answer to foreign names or to devices without the link."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self.app = app
        self.room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        sending = with_headers(send)
        if not is_known_host(Headers(scope=scope).get("host", ""), self.room.names):
            await HTMLResponse("not a name of this laptop\n", status_code=421)(
                scope, receive, sending
            )
            return
        path: str = scope["path"]
        cookie = Request(scope).cookies.get(COOKIE, "")
        inside = secrets.compare_digest(cookie.encode(), self.room.secret.encode())
        if not inside and not path.startswith(("/open/", "/static/")):
            await _closed()(scope, receive, sending)
            return
        await self.app(scope, receive, sending)
