"""What stands around a day: the plan as a sheet of paper before it, its seal after it.

/task/plan/paper   the sheet of `provesafe print plan`, a PDF for the call sheet
/task/wrap/seal    the day is done, with one's own badge and PIN

The sheet is set by a process of its own: what sets it is larger than what serves pages, and is
wanted once a day. What is entered behind a seal stands in the record like anything else, and cannot
pass for earlier; its own sheet, for somebody outside to sign, is `provesafe day sheet DIR`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe.adapters.saying import say_in
from provesafe.adapters.web.house import House
from provesafe.adapters.web.pages import badge_first, go, one, read_form
from provesafe.adapters.web.tasks.building import Block, Press, Scene
from provesafe.errors import UnavailableError
from provesafe.service import Production, seal_day

__all__ = ["PaperPages", "SealPages", "sealing_block"]

PAGE = "/task/wrap"
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


def sealing_block(scene: Scene) -> Block:
    """The last press of a day."""
    say = scene.say
    return Block(
        heading=say("Seal the day"),
        words=(
            say("What is entered later cannot pass for earlier. The PIN is the one of your badge."),
            say("Its sheet, for somebody outside to sign: at the laptop, provesafe day sheet"),
        ),
        presses=(
            Press(
                act="seal", action=f"{PAGE}/seal", said=say("The day is done: seal it"), pin=True
            ),
        ),
    )


class SealPages:
    """The seal of one house's days."""

    def __init__(self, house: House) -> None:
        """
        Args:
            house: what is served.
        """
        self.house = house

    def routes(self) -> list[Route]:
        """The route of the press."""
        return [Route(f"{PAGE}/seal", self.seal, methods=["POST"])]

    async def seal(self, request: Request) -> Response:
        """Seal the day, once."""
        form = await read_form(request)
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return badge_first(self.house, request, visitor, then=PAGE)
        once = one(form, "once")
        if not self.house.desk.led_to(once):
            now_ms = self.house.clock()
            await run_in_threadpool(
                self.house.desk.check_pin, visitor.person, one(form, "pin"), now_ms=now_ms
            )
        say = say_in(visitor.language)

        def enter(production: Production, now_ms: int) -> str:
            seal_day(production, now_ms=now_ms)
            told = {"words": say("The day is sealed."), "points": []}
            self.house.desk.tell(once or "seal", json.dumps(told, ensure_ascii=False))
            return f"{PAGE}?told={once or 'seal'}"

        return go(await self.house.press(form, enter))
