"""Serving one production: the writer's thread, the server, an orderly end.

The server is asked to stop by SIGTERM or SIGINT. Open streams are ended first, for a server waits
for them; then the writer does what is waiting, enters that the record is closed, and closes it.

With an encrypted way two servers stand in one loop, before the same pages: the plain one for
joining, looking and STOP, the encrypted one for all the rest. Each would take signals for itself
and end the other by passing them on, so that neither takes any. Every few seconds somebody looks
where this laptop is: if it has moved, the certificate, the name and the addresses follow.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from provesafe import custody
from provesafe.adapters.web.app import make_app, tell_everybody
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.web.house import DemoBadge, Encrypted, House
from provesafe.adapters.web.joining import DEVICES, DeviceDesk, OwnDevices, people_touched
from provesafe.adapters.web.serving.hub import Hub, event
from provesafe.adapters.web.serving.listening import listen, own_addresses
from provesafe.adapters.web.serving.patience import Patient
from provesafe.adapters.web.serving.quiet import QuietWork, collect_when_quiet
from provesafe.adapters.web.serving.writer import Writer
from provesafe.ledger import parse_entry
from provesafe.rulebook import Rulebook
from provesafe.service import Listing, Production

__all__ = ["Named", "Secured", "Way", "serve"]

END_SECONDS = 2
"""How long an open request may take when the program ends."""


LOOK_SECONDS = 5.0
"""How often somebody looks where this laptop is."""


class Way(Protocol):
    """The encrypted way: a context whose certificate follows the addresses."""

    context: ssl.SSLContext
    addresses: tuple[str, ...]
    """What it vouches for now, beside the name."""

    def follow(self) -> bool:
        """Look at the addresses, and follow; whether they changed."""

    def told(self, found: tuple[str, ...], port: int) -> Encrypted:
        """What pages say of it, where these addresses were found and it listens on this port."""


class Named(Protocol):
    """Answers for the cart's name on its network."""

    def announce(self, addresses: tuple[str, ...], /) -> bool:
        """Answer with these addresses from now on; whether that is possible."""

    def withdraw(self) -> None:
        """Answer no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secured:
    """What an encrypted way needs beside the plain one."""

    way: Way
    port: int
    named: Named
    addresses: Callable[[], tuple[str, ...]]
    """Where this laptop is, asked again and again."""
    moved: Callable[[House], None] = lambda _house: None
    """Told when it is somewhere else."""


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
    secured: Secured | None = None,
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
        secured: the encrypted way beside the plain one; none where it is left out.

    Raises:
        UnavailableError: a port is taken, or the desk cannot be opened.
    """
    ports = (port,) if secured is None else (port, secured.port)
    sockets, desk, own = _opened(production, folder, host, ports)
    found = own_addresses(host) if secured is None else secured.addresses()
    loop: list[asyncio.AbstractEventLoop] = []
    writer = Writer(
        production,
        book_of=book_of,
        clock=clock,
        changed=lambda listing: _changed(house, loop, listing),
        touched=lambda moved, first: _touched(house, loop, moved, first),
        quiet=QuietWork(folder, clock, devices=own.look),
    )
    house = _house(production, folder, writer, desk, clock)
    house.demo, house.demo_pin = demo, demo_pin
    house.here_of = own.here_of if secured is not None else house.here_of
    house.addresses = _links(found, sockets[0])
    house.encrypted = _encrypted(secured, found, sockets)
    writer.start()
    try:
        asyncio.run(_run(house, own, sockets, loop, ready, secured))
    finally:
        if secured is not None:
            secured.named.withdraw()
        writer.stop()
        desk.close()
        own.desk.close()
        for one in sockets:
            one.close()


def _opened(
    production: Production, folder: Path, host: str, ports: tuple[int, ...]
) -> tuple[list[socket.socket], Desk, OwnDevices]:
    """What is served from, all of it; where a part cannot be had, the production is closed."""
    with contextlib.ExitStack() as undone:
        undone.callback(production.disclosures.close)
        undone.callback(production.store.close)
        sockets = listen(host, *ports)
        for one in sockets:
            undone.callback(one.close)
        desk = Desk(folder / DESK)
        undone.callback(desk.close)
        own = OwnDevices(DeviceDesk(folder / DEVICES))
        undone.pop_all()
    return sockets, desk, own


def _changed(house: House, loop: list[asyncio.AbstractEventLoop], listing: Listing) -> None:
    """Tell everybody; in the writer's thread."""
    house.latest = listing
    if loop:
        # After the loop has ended there is nobody left to tell.
        with contextlib.suppress(RuntimeError):
            loop[0].call_soon_threadsafe(
                house.hub.gather, lambda: tell_everybody(house, house.latest)
            )


def _touched(
    house: House, loop: list[asyncio.AbstractEventLoop], moved: Production, first: int
) -> None:
    """Tell the own phones of those whom new entries concern; in the writer's thread."""
    if loop and house.hub.has_own:
        people = people_touched(moved, first)
        with contextlib.suppress(RuntimeError):
            loop[0].call_soon_threadsafe(house.hub.tell, event("you", "look"), people)


def _house(
    production: Production, folder: Path, writer: Writer, desk: Desk, clock: Callable[[], int]
) -> House:
    genesis = parse_entry(next(iter(production.store.entries(0, 1))))
    return House(
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
    )


async def _run(
    house: House,
    own: OwnDevices,
    sockets: list[socket.socket],
    loop: list[asyncio.AbstractEventLoop],
    ready: Callable[[House, int], None],
    secured: Secured | None,
) -> None:
    loop.append(asyncio.get_running_loop())
    await house.do(lambda _production, _now: None)
    app = make_app(house, own)
    servers = [_server(app, None)]
    if secured is not None:
        servers.append(_server(app, secured.way))

    def end(*_: object) -> None:
        for one in servers:
            one.should_exit = True
        loop[0].call_soon_threadsafe(house.hub.end)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    serving = [
        asyncio.create_task(server.serve(sockets=[one]))
        for server, one in zip(servers, sockets, strict=True)
    ]
    while not all(one.started for one in servers) and not any(one.done() for one in serving):
        await asyncio.sleep(0.005)
    following = asyncio.create_task(_follow(house, sockets, secured)) if secured else None
    if all(one.started for one in servers):
        collect_when_quiet()
        ready(house, sockets[0].getsockname()[1])
    await asyncio.wait(serving, return_when=asyncio.FIRST_COMPLETED)
    # One that fell takes the other along: half a cart would be served on.
    end()
    if following is not None:
        following.cancel()
    await asyncio.gather(*serving)


def _server(app: Starlette, way: Way | None) -> _Server:
    """A server of these pages: the plain one, or the encrypted one."""
    return _Server(
        uvicorn.Config(
            app,
            http=Patient,
            # The pages begin and end once, with the plain server.
            lifespan="on" if way is None else "off",
            ssl_context_factory=None if way is None else lambda _config, _usual: way.context,
            log_level="warning" if way is None else "error",
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=END_SECONDS,
            limit_concurrency=1_200,
        )
    )


async def _follow(house: House, sockets: list[socket.socket], secured: Secured) -> None:
    """See where this laptop is, and let everything follow."""
    await run_in_threadpool(secured.named.announce, secured.way.addresses)
    while not house.hub.ending:
        await asyncio.sleep(LOOK_SECONDS)
        if not await run_in_threadpool(secured.way.follow):
            continue
        found = secured.addresses()
        house.addresses = _links(found, sockets[0])
        house.encrypted = _encrypted(secured, found, sockets)
        house.hub.publish(event("moved", house.addresses[0]))
        secured.moved(house)
        await run_in_threadpool(secured.named.announce, secured.way.addresses)


def _links(addresses: tuple[str, ...], listening: socket.socket) -> tuple[str, ...]:
    port = listening.getsockname()[1]
    return tuple(f"http://{one}:{port}" for one in addresses)


def _encrypted(
    secured: Secured | None, addresses: tuple[str, ...], sockets: list[socket.socket]
) -> Encrypted | None:
    if secured is None:
        return None
    return secured.way.told(addresses, sockets[1].getsockname()[1])
