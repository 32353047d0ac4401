"""My own record, taken away with badge and PIN; and how this device likes its pages.

    /my-record                badge and PIN, then a file, here or by a code for one's own phone
    /my-record/{word}         the file, for ten minutes
    /task/device        colours, language, whose hands it is in, batteries
    /language/{two}     another language on this device, by link

Nobody is asked and nobody is told: that somebody took theirs is entered at noon or at wrap, without
a name.
"""

from __future__ import annotations

import secrets
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from provesafe.adapters.saying import LANGUAGES, say_in
from provesafe.adapters.taking_own import take_own
from provesafe.adapters.web.house import House
from provesafe.adapters.web.office import qr_svg
from provesafe.adapters.web.pages import error_words, go, message, one, own_page, page, read_form
from provesafe.adapters.web.visitors import LANGUAGE, Visitor, keep_cookie
from provesafe.errors import InputError, ProvesafeError
from provesafe.service import Production, read_badge, tell_battery_out

__all__ = ["OwnPages"]

KEPT_MS = 600_000
"""LIMIT: a file waits ten minutes to be fetched."""
FILES_MAX = 20
OPEN_TO_ALL = (
    "/",
    "/look",
    "/stop",
    "/viewers",
    "/badge",
    "/badges",
    "/join",
    "/concern",
    "/down",
    "/my-record",
    "/own/join",
    "/own/join/iphone",
    "/own/join/android",
    "/own/join/laptop",
    "/own/phone",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A file that waits to be fetched."""

    path: Path
    until_ms: int


class OwnPages:
    """These pages of one house."""

    def __init__(self, house: House) -> None:
        """
        Args:
            house: what is served.
        """
        self.house = house
        self._waiting: dict[str, _Waiting] = {}
        self._room: tempfile.TemporaryDirectory[str] | None = None
        self._room_lock = threading.Lock()
        house.at_end.append(self._leave)

    def routes(self) -> list[Route]:
        """The routes of these pages."""
        return [
            Route("/my-record", self.ask),
            Route("/my-record", self.take, methods=["POST"]),
            Route("/my-record/{word}", self.fetch),
            Route("/task/device", self.device),
            Route("/task/device/battery", self.battery, methods=["POST"]),
            Route("/language/{language}", self.language),
        ]

    async def ask(self, request: Request) -> Response:
        """Badge and PIN, please."""
        return await self._ask(request)

    async def _ask(self, request: Request, *, wrong: str = "", status: int = 200) -> Response:
        visitor = await self.house.visitor(request)
        return page(
            self.house, request, "my-record.html", visitor, status=status, wrong=wrong, taken=None
        )

    async def take(self, request: Request) -> Response:
        """Make the file of whoever's badge and PIN these are."""
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        now_ms = self.house.clock()
        try:
            person = self.house.desk.person_of_badge(read_badge(one(form, "code")))
            if not person:
                raise InputError("this badge is nobody’s today")
            await run_in_threadpool(
                self.house.desk.check_pin, person, one(form, "pin"), now_ms=now_ms
            )
            word = await run_in_threadpool(self._make, person, now_ms)
        except ProvesafeError as error:
            return await self._ask(request, wrong=error_words(error, request), status=403)
        base = self.house.addresses[0] if self.house.addresses else ""
        taken = {
            "link": f"/my-record/{word}",
            "svg": qr_svg(
                f"{base}/my-record/{word}",
                what=say_in(visitor.language)("The file, for ten minutes"),
            )
            if base
            else "",
        }
        return page(self.house, request, "my-record.html", visitor, wrong="", taken=taken)

    def _make(self, person: str, now_ms: int) -> str:
        for word, one_file in list(self._waiting.items()):
            if one_file.until_ms < now_ms or len(self._waiting) >= FILES_MAX:
                one_file.path.unlink(missing_ok=True)
                del self._waiting[word]
        word = secrets.token_urlsafe(18)
        path = self._place() / f"{word}.zip"
        take_own(self.house.folder, person, path, now_ms=now_ms)
        self._waiting[word] = _Waiting(path=path, until_ms=now_ms + KEPT_MS)
        return word

    def _place(self) -> Path:
        """Where the files wait: made for the first of them, so that nobody else has to end it."""
        with self._room_lock:
            if self._room is None:
                self._room = tempfile.TemporaryDirectory(prefix="provesafe-own-")
            return Path(self._room.name)

    def _leave(self) -> None:
        """Take the files away, when pages are served no more."""
        with self._room_lock:
            if self._room is not None:
                self._room.cleanup()
                self._room = None

    async def fetch(self, request: Request) -> Response:
        """The file, to whoever has its word."""
        found = self._waiting.get(request.path_params["word"])
        if found is None or found.until_ms < self.house.clock() or not found.path.exists():
            return message(
                self.house,
                request,
                Visitor(language=(await self.house.visitor(request)).language),
                status=404,
                heading="This file is no longer here",
                words="it waits for ten minutes; take it once more with badge and PIN",
                links=[("/my-record", "My own record")],
            )
        return FileResponse(found.path, media_type="application/zip", filename="my-own-record.zip")

    async def device(self, request: Request) -> Response:
        """This device, and the others that are known."""
        visitor = await self.house.visitor(request)

        def known(production: Production, _now_ms: int) -> tuple[list[str], list[str]]:
            coverage = production.state.coverage
            return list(coverage.devices_joined), list(coverage.devices_lost)

        joined, lost = await self.house.do(known)
        crew = visitor.standing != "guest"
        return page(
            self.house,
            request,
            "device.html",
            visitor,
            joined=joined if crew else [],
            lost=lost if crew else [],
        )

    async def battery(self, request: Request) -> Response:
        """A device's battery is out: the record could not be reached from it since."""
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/task/device")

        def enter(production: Production, now_ms: int) -> str:
            device = one(form, "device")
            known = production.state.coverage
            if device not in (*known.devices_joined, *known.devices_lost):
                raise InputError("no device of this name has joined")
            tell_battery_out(production, device, now_ms=now_ms)
            return "/task/device"

        return go(await self.house.press(form, enter))

    async def language(self, request: Request) -> Response:
        """Another language on this device, from here on."""
        chosen = request.path_params["language"]
        wanted = request.query_params.get("next", "")
        response = go(wanted if wanted in OPEN_TO_ALL else own_page(wanted) or "/")
        if chosen in LANGUAGES:
            keep_cookie(response, LANGUAGE, chosen, request, lax=True, habit=True)
        return response
