"""Connections that hold a place without saying what they want."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from provesafe.adapters.web.serving import patience
from provesafe.adapters.web.serving.patience import Patient


async def _live(_request: Request) -> Response:
    async def told() -> object:
        for _ in range(12):
            yield b"beat\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(told())  # type: ignore[arg-type]


async def _taken(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def _ends(port: int, sent: bytes, *, then: bytes = b"") -> tuple[float, bytes]:
    """Send something, and perhaps more and more of it; when it was ended, and what was answered."""
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began, answered = loop.time(), b""
    try:
        writer.write(sent)
        while loop.time() - began < 3:
            try:
                part = await asyncio.wait_for(reader.read(4096), 0.05)
            except TimeoutError:
                writer.write(then)
                continue
            if not part:
                break
            answered += part
    except ConnectionError:
        pass
    finally:
        writer.close()
    return loop.time() - began, answered


def test_who_never_ends_a_request_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence, half a head and a body by drops end; a page that listens is told to the end."""
    for name, seconds in (("HEAD_SECONDS", 0.3), ("BODY_SECONDS", 0.3), ("LOOK_SECONDS", 0.05)):
        monkeypatch.setattr(patience, name, seconds)

    async def play() -> list[tuple[float, bytes]]:
        app = Starlette(routes=[Route("/live", _live), Route("/take", _taken, methods=["POST"])])
        config = uvicorn.Config(app, http=Patient, lifespan="off", log_level="error")
        server = uvicorn.Server(config)
        with closing(socket.create_server(("127.0.0.1", 0))) as listening:
            port = listening.getsockname()[1]
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            while not server.started:
                await asyncio.sleep(0.01)
            half = b"POST /take HTTP/1.1\r\nHost: x\r\nContent-Le"
            drops = b"POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n"
            live = b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            found = await asyncio.gather(
                _ends(port, b""),
                _ends(port, half),
                _ends(port, half, then=b"n"),
                _ends(port, drops, then=b"x"),
                _ends(port, live),
            )
            server.should_exit = True
            await serving
        return list(found)

    *slow, listening = asyncio.run(play())
    assert all(seconds < 2 for seconds, _ in slow)
    assert all(b"200" not in answered for _, answered in slow)
    assert listening[1].count(b"beat\n") == 12
