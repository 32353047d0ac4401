"""Someone is down: one press, the first hour in order, and a case beside the record.

/down          STOP, an incident, the day's seal; then the steps and the weapons as they lie
/down/aside    whoever stands by a weapon: it lies as it was
/down/case     on the laptop, where the case could not be opened at once: again

Once it is pressed nobody is asked for anything. The case is opened behind the answer, so that the
press takes no longer for it; what keeps it from being opened is told on the laptop's page.
"""

from __future__ import annotations

from typing import Any

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.opening_case import case_folder, open_case_of
from provesafe.adapters.web.house import House
from provesafe.adapters.web.pages import badge_first, fragment, go, message, one, page, read_form
from provesafe.adapters.web.visitors import SOMEBODY, Visitor, grades_of
from provesafe.errors import InputError, ProvesafeError
from provesafe.service import Production, Report, hour_of, report, someone_is_down

__all__ = ["routes"]


def routes(house: House) -> list[Route]:
    """The routes of these pages."""
    pages = _Down(house)
    return [
        Route("/down", pages.show),
        Route("/down", pages.press, methods=["POST"]),
        Route("/down/aside", pages.set_aside, methods=["POST"]),
        Route("/down/case", pages.open_case, methods=["POST"]),
    ]


class _Down:
    def __init__(self, house: House) -> None:
        self.house = house
        self.fault = ""
        """Why the case could not be opened; empty while nothing went wrong."""

    async def show(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        hour = await self.house.do(lambda production, _now_ms: hour_of(production))
        place = case_folder(self.house.folder, hour.incident) if hour else None
        told: dict[str, Any] = {
            "hour": hour,
            "case": place if place is not None and place.exists() else None,
            "fault": self.fault,
        }
        if request.query_params.get("part"):
            text = fragment(self.house, "_hour.html", visitor, **told)
            return Response(text, media_type="text/html")
        return page(self.house, request, "down.html", visitor, live="/live", **told)

    async def press(self, request: Request) -> Response:
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if visitor.standing == "guest":
            return message(
                self.house,
                request,
                visitor,
                status=403,
                heading="Shout first",
                words="this page is for the crew; STOP is for everybody, and stands below",
            )

        def enter(production: Production, now_ms: int) -> str:
            by = visitor.person or SOMEBODY
            grades = grades_of(visitor)
            someone_is_down(production, by=by, grades=grades, way=visitor.way, now_ms=now_ms)
            return "/down"

        answer = go(await self.house.press(form, enter))
        answer.background = BackgroundTask(self._open_case)
        return answer

    async def open_case(self, request: Request) -> Response:
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.is_laptop:
            return self._laptop_only(request, visitor)
        await self.house.press(form, lambda _production, _now_ms: "/down")
        await self._open_case()
        return go("/down")

    async def set_aside(self, request: Request) -> Response:
        """One press by whoever stands by a weapon: it lies as it was."""
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return badge_first(self.house, request, visitor, then="/down")
        weapon = one(form, "weapon")

        def enter(production: Production, now_ms: int) -> str:
            hour = hour_of(production)
            if hour is None or weapon not in {line.item for line in hour.lines}:
                raise InputError(f"no incident that is open names `{weapon}`")
            act = custody.parse_act("freeze", {"weapon": weapon, "by": visitor.person})
            entered = Report(acts=(act,), grades=grades_of(visitor), way=visitor.way)
            report(production, entered, now_ms=now_ms)
            return "/down"

        return go(await self.house.press(form, enter))

    async def _open_case(self) -> None:
        """Open the case of the incident, once; what hinders it is kept for the laptop's page."""
        hour, log = await self.house.do(lambda one, _now_ms: (hour_of(one), one.log))
        if hour is None:
            return
        try:
            await run_in_threadpool(
                open_case_of,
                self.house.folder,
                hour.incident,
                log=log,
                zone=self.house.times.zone,
                real=self.house.kind,
                now_ms=self.house.clock(),
            )
        except ProvesafeError as error:
            self.fault = error.message
        else:
            self.fault = ""

    def _laptop_only(self, request: Request, visitor: Visitor) -> Response:
        return message(
            self.house,
            request,
            visitor,
            status=403,
            heading="On the laptop",
            words="the case is opened on the laptop that has the record",
        )
