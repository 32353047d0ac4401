"""Serving one production: the writer's thread, the server, an orderly end.

The server is asked to stop by SIGTERM or SIGINT. Open streams are ended first, for a server waits
for them; then the writer does what is waiting, enters that the record is closed, and closes it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from provesafe import custody
from provesafe.adapters.web.app import make_app, tell_everybody
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.web.house import DemoBadge, House
from provesafe.adapters.web.serving.hub import Hub
from provesafe.adapters.web.serving.quiet import QuietWork
from provesafe.adapters.web.serving.writer import Writer
from provesafe.errors import UnavailableError
from provesafe.ledger import parse_entry
from provesafe.rulebook import Rulebook
from provesafe.service import Listing, Production

__all__ = ["own_addresses", "serve"]

END_SECONDS = 2
"""How long an open request may take when the program ends."""


class _Server(uvicorn.Server):
    """A server that leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def serve(
    production: Production,
    folder: Path,
    *,
    book_of: Callable[[custody.Adoption], Rulebook],
    clock: Callable[[], int],
    host: str,
    port: int,
    ready: Callable[[House, int], None],
    demo: tuple[DemoBadge, ...] = (),
    demo_pin: str = "",
) -> None:
    """Serve a production until told to stop; it is closed at the end.

    Args:
        production: open; it belongs to the server from here on.
        folder: where it is kept.
        book_of: as for `read_back`.
        clock: the laptop's clock, in milliseconds.
        host: the address to listen on.
        port: the port; 0 for any that is free.
        ready: told, once pages can be opened, of the house and its port.
        demo: badges that pages press for whoever tries the demo out.
        demo_pin: the PIN of everybody in the demo.

    Raises:
        UnavailableError: the port is taken, or the desk cannot be opened.
    """
    try:
        listening, desk = _listen(host, port), Desk(folder / DESK)
    except BaseException:
        production.store.close()
        production.disclosures.close()
        raise
    genesis = parse_entry(next(iter(production.store.entries(0, 1))))
    addresses = tuple(f"http://{one}:{listening.getsockname()[1]}" for one in own_addresses(host))
    loop: list[asyncio.AbstractEventLoop] = []

    def changed(listing: Listing) -> None:
        house.latest = listing
        if loop:
            # After the loop has ended there is nobody left to tell.
            with contextlib.suppress(RuntimeError):
                loop[0].call_soon_threadsafe(tell_everybody, house, listing)

    writer = Writer(
        production, book_of=book_of, clock=clock, changed=changed, quiet=QuietWork(folder, clock)
    )
    house = House(
        writer=writer,
        desk=desk,
        hub=Hub(),
        title=str(genesis.fields.get("production", "")),
        kind=str(genesis.fields.get("kind", "real")),
        origin=production.writer.origin,
        folder=folder,
        times=production.times,
        clock=clock,
        names=frozenset({"localhost", socket.gethostname().lower()}),
        demo=demo,
        demo_pin=demo_pin,
        addresses=addresses,
    )
    writer.start()
    try:
        asyncio.run(_run(house, listening, loop, ready))
    finally:
        writer.stop()
        desk.close()
        listening.close()


async def _run(
    house: House,
    listening: socket.socket,
    loop: list[asyncio.AbstractEventLoop],
    ready: Callable[[House, int], None],
) -> None:
    loop.append(asyncio.get_running_loop())
    await house.do(lambda _production, _now: None)
    config = uvicorn.Config(
        make_app(house),
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=END_SECONDS,
        limit_concurrency=1_200,
    )
    server = _Server(config)

    def end(*_: object) -> None:
        server.should_exit = True
        loop[0].call_soon_threadsafe(house.hub.end)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.005)
    if server.started:
        ready(house, listening.getsockname()[1])
    await serving


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(256)
    except OSError as error:
        listening.close()
        raise UnavailableError(
            f"port {port} of `{host}` cannot be listened on: {error.strerror}",
            hint="is it being served already? otherwise name another with `--port`",
        ) from error
    return listening


def own_addresses(host: str) -> tuple[str, ...]:
    """Where other devices find this laptop; where it listens to itself alone, that."""
    if not ipaddress.ip_address(host).is_unspecified:
        return (host,)
    found: list[str] = []
    # No packet is sent: the system only says which of its addresses it would send from.
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        found.append(str(probe.getsockname()[0]))
    with contextlib.suppress(OSError):
        found += [
            str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        ]
    outward = [one for one in dict.fromkeys(found) if not ipaddress.ip_address(one).is_loopback]
    return (*outward, "127.0.0.1")
