"""Where a scanned code leads: a tag to its weapon, a badge to its person's pages.

/scan   a field, and the scanner; also where a scanner that types leads from any other page

Pictures are read on the device that took them and never come here. The scanner is fetched when
somebody asks for it; what reads pictures runs beside the page, under a policy of its own.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from provesafe.adapters.web.house import House
from provesafe.adapters.web.pages import error_words, go, one, page, read_form
from provesafe.errors import InputError
from provesafe.service import Production, is_tag, read_code, tags_of

__all__ = ["READER", "READER_POLICY", "routes"]

READER = "/static/scan/reader.js"
READER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""Only what reads pictures may run WebAssembly, and no page's own script."""


def routes(house: House) -> list[Route]:
    """The routes of this page."""
    pages = _Scanning(house)
    return [
        Route("/scan", pages.ask),
        Route("/scan", pages.read, methods=["POST"]),
    ]


class _Scanning:
    """The page of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def ask(self, request: Request) -> Response:
        return await self._ask(request)

    async def _ask(self, request: Request, *, wrong: str = "", status: int = 200) -> Response:
        visitor = await self.house.visitor(request)
        return page(self.house, request, "scan.html", visitor, status=status, wrong=wrong)

    async def read(self, request: Request) -> Response:
        """Go on with what was scanned or typed."""
        form = await read_form(request)
        try:
            code = read_code(one(form, "code"))
        except InputError as error:
            return await self._ask(request, wrong=error_words(error, request), status=400)
        if not is_tag(code):
            # The same form, sent on to where a badge is taken in.
            return RedirectResponse("/badge", status_code=307)
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go(f"/look/{code}")

        def weapon_of(production: Production, _now_ms: int) -> str:
            return next((w for w, tag in tags_of(production).items() if tag == code), "")

        weapon = await self.house.do(weapon_of)
        return go(f"/weapon/{quote(weapon, safe='')}" if weapon else f"/look/{code}")
