"""The plan as a sheet of paper, for the call sheet: `/task/plan/paper`, a PDF.

It is the sheet of `provesafe print plan`, set by a process of its own: what sets it is larger than
what serves pages, and is wanted once a day.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe.adapters.web.house import House
from provesafe.adapters.web.pages import go
from provesafe.errors import UnavailableError

__all__ = ["PaperPages"]

SECONDS_MAX = 60
_PROGRAM = "from provesafe.adapters.cli.main import main; main()"


class PaperPages:
    """The sheets of one house."""

    def __init__(self, house: House) -> None:
        """
        Args:
            house: what is served.
        """
        self.house = house
        self._setting = asyncio.Lock()

    def routes(self) -> list[Route]:
        """The routes of these sheets."""
        return [Route("/task/plan/paper", self.plan)]

    async def plan(self, request: Request) -> Response:
        """Every plan in force, drawn from above, in the language of the device that asks."""
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/task/plan")
        # One at a time: however many ask, the laptop stays free for presses.
        async with self._setting:
            with tempfile.TemporaryDirectory() as room:
                path = Path(room) / "plan.pdf"
                await self._set(path, visitor.language)
                return Response(
                    path.read_bytes(),
                    media_type="application/pdf",
                    headers={"Content-Disposition": 'inline; filename="plan.pdf"'},
                )

    async def _set(self, path: Path, language: str) -> None:
        words = ("print", "plan", str(self.house.folder), "--language", language)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _PROGRAM, *words, "--out", str(path)),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await asyncio.wait_for(process.wait(), SECONDS_MAX)
        except TimeoutError:
            process.kill()
            await process.wait()
        if process.returncode:
            raise UnavailableError(
                "the sheet could not be set now", hint="use `provesafe print plan` at the laptop"
            )
