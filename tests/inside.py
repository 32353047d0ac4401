"""The app in this process: a demo's real pages, without a server, a socket or a browser.

    with inside() as cart:
        ada = cart.with_badge("Ada")
        ada.get("/cart").text
        ada.send("/stop", {})

Every request goes through the whole application, headers and errors included; the record's writer
runs in its own thread as it does when the app is served.
"""

from __future__ import annotations

import asyncio
import tempfile
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from starlette.routing import Route

from provesafe.adapters.web import DemoBadge, House, demo_badges, make_demo
from provesafe.adapters.web.app import make_app
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.web.joining import DEVICES, DeviceDesk, OwnDevices
from provesafe.adapters.web.serving.hub import Hub
from provesafe.adapters.web.serving.writer import Writer
from provesafe.adapters.wiring import book_finder, now_ms
from provesafe.ledger import parse_entry

__all__ = ["Answer", "Device", "FaultError", "Inside", "inside"]

HOST = "127.0.0.1:8317"
STREAMS = "text/event-stream"

Fields = Mapping[str, str] | Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def leads_to(self) -> str:
        """Where it leads; empty for nowhere."""
        return self.headers.get("location", "")


class FaultError(Exception):
    """The app fell over; what it said to whoever asked is kept."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(slots=True, kw_only=True)
class Inside:
    """The app of one demo."""

    house: House
    app: Any
    runner: asyncio.Runner
    laptop: str
    crew: str
    badges: tuple[DemoBadge, ...]

    def guest(self) -> Device:
        """A device of somebody nobody knows."""
        return Device(cart=self)

    def crew_device(self) -> Device:
        """A device that came by the crew's code."""
        device = Device(cart=self)
        device.get(self.crew)
        return device

    def at_laptop(self, name: str = "") -> Device:
        """The laptop itself; with somebody's badge, where one is named."""
        device = self.with_badge(name) if name else Device(cart=self)
        device.get(self.laptop)
        return device

    def with_badge(self, name: str) -> Device:
        """A device on which somebody's badge is in use."""
        device = Device(cart=self)
        device.send("/badge", {"code": self.code_of(name)})
        assert "ps_visit" in device.cookies, name
        return device

    def code_of(self, name: str) -> str:
        """The code of somebody's badge."""
        return next(one.code for one in self.badges if one.name == name)

    def person(self, name: str) -> str:
        """The record's id of somebody."""
        found: str = self.look(lambda production: production.people.id_of(name.lower()))
        return found

    def look(self, at: Any) -> Any:
        """Something of the production, as its writer sees it."""
        return self.house.writer.submit(lambda production, _now_ms: at(production)).result()

    @property
    def entries(self) -> int:
        """How many entries the record has."""
        count: int = self.look(lambda production: production.writer.tree.size)
        return count

    @property
    def routes(self) -> list[Route]:
        """The app's own table of routes."""
        return [one for one in self.app.routes if isinstance(one, Route)]


@dataclass(slots=True, kw_only=True)
class Device:
    """A device with cookies of its own."""

    cart: Inside
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, scheme: str = "http", **headers: str) -> Answer:
        """Open a page."""
        return self.call("GET", path, scheme=scheme, headers=headers)

    def follow(self, answer: Answer) -> Answer:
        """Go where an answer leads, as a browser does."""
        return self.get(answer.leads_to) if answer.leads_to else answer

    def send(self, path: str, fields: Fields, **headers: str) -> Answer:
        """Send a form, from a page of ours unless `Origin` says otherwise."""
        body = urllib.parse.urlencode(
            list(fields.items() if isinstance(fields, Mapping) else fields)
        )
        sent = {"Origin": f"http://{HOST}", **headers}
        return self.call("POST", path, body=body.encode(), headers=sent)

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        scheme: str = "http",
    ) -> Answer:
        """Any request; of a page that listens, what it is told first."""
        where, _, query = path.partition("?")
        sent = {"host": HOST, "cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        sent |= {name.replace("_", "-").lower(): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": scheme,
            "path": urllib.parse.unquote(where),
            "raw_path": where.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": ("127.0.0.1", 40_000),
            "server": ("127.0.0.1", 8317),
        }
        answer = self.cart.runner.run(_asked(self.cart.app, scope, body))
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
        return answer


async def _asked(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    """What an application answers to one request."""
    started: dict[str, Any] = {}
    parts: list[bytes] = []
    told, gone = asyncio.Event(), asyncio.Event()
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
            return
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            told.set()
        elif _headers(started).get("content-type", "").startswith(STREAMS) and parts[-1]:
            # Whoever listens would be told for ever: this one leaves after the first words.
            told.set()
            gone.set()

    answering: asyncio.Future[None] = asyncio.ensure_future(app(scope, receive, send))
    answering.add_done_callback(lambda _ended: told.set())
    await told.wait()
    if gone.is_set():
        answering.cancel()
    ended: Exception | None = None
    try:
        with suppress(asyncio.CancelledError):
            await answering
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the test's to see
        ended = error
    if ended is not None and not started:
        raise ended
    answer = Answer(status=started["status"], headers=_headers(started), body=b"".join(parts))
    if ended is not None:
        # As a server would: whoever asked has been told, and the fault goes on to the log.
        raise FaultError(answer) from ended
    return answer


def _headers(started: Mapping[str, Any]) -> dict[str, str]:
    """Headers by name; of several cookies, all in one line."""
    found: dict[str, str] = {}
    for name, value in started.get("headers", ()):
        said = value.decode("latin-1")
        found[name.decode()] = f"{found[name.decode()]}; {said}" if name.decode() in found else said
    return found


@contextmanager
def inside(*, demo: bool = True) -> Iterator[Inside]:
    """A demo of its own, thrown away at the end.

    Args:
        demo: whether its pages offer the demo's badges; else they are as on a real set.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "day"
        production = make_demo(folder, now_ms=now_ms(), zone="America/Denver")
        badges = demo_badges(production, folder)
        writer = Writer(
            production,
            book_of=book_finder(folder),
            clock=now_ms,
            changed=lambda listing: setattr(house, "latest", listing),
        )
        genesis = parse_entry(next(iter(production.store.entries(0, 1))))
        house = House(
            writer=writer,
            desk=Desk(folder / DESK),
            hub=Hub(),
            title=str(genesis.fields["production"]),
            kind="demo",
            origin=production.writer.origin,
            folder=folder,
            times=production.times,
            clock=now_ms,
            names=frozenset({"localhost"}),
            demo=badges,
            demo_pin="000000",
            addresses=(f"http://{HOST}",),
        )
        own = OwnDevices(DeviceDesk(folder / DEVICES))
        house.here_of = own.here_of
        app = make_app(house, own)
        writer.start()
        house.writer.submit(lambda _production, _now_ms: None).result()
        try:
            with asyncio.Runner() as runner:
                yield Inside(
                    house=house,
                    app=app,
                    runner=runner,
                    laptop=f"/laptop/{house.desk.secret('ps_laptop')}",
                    crew=f"/crew/{house.desk.secret('ps_crew')}",
                    badges=badges,
                )
        finally:
            for end in house.at_end:
                end()
            writer.stop()
            house.desk.close()
            own.desk.close()
