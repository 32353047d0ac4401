"""How does every open page hear of a change, and notice when it hears nothing any more?

Server-sent events. A page that connects gets the whole list first, then every change, and a beat
every two seconds that carries the laptop's clock. A page without a beat for six seconds no longer
knows anything, and says so (static/live.js). A client that does not keep up is dropped: it comes
back by itself and begins with the whole list again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

__all__ = ["BEAT_SECONDS", "Hub", "event"]

BEAT_SECONDS = 2.0
WAITING_MAX = 32
"""LIMIT: events a client may lag behind before it is dropped."""
GATHER_SECONDS = 0.05
"""LIMIT: what follows sooner than this is told together with what comes meanwhile."""
CLIENTS_MAX = 500
"""LIMIT: more pages than people of a unit; beyond it a page lives by reloading itself."""


def event(name: str, data: str, *, number: int | None = None) -> bytes:
    """One event in the wire's form; `data` may have several lines."""
    lines = [f"event: {name}"] + ([] if number is None else [f"id: {number}"])
    lines += [f"data: {line}" for line in data.splitlines() or [""]]
    return ("\n".join(lines) + "\n\n").encode()


class Hub:
    """Everybody who is listening. Used in the event loop's thread only."""

    def __init__(self) -> None:
        """Nobody is listening yet."""
        self._clients: dict[int, asyncio.Queue[bytes | None]] = {}
        self._short: set[int] = set()
        self._concerns: dict[int, str] = {}
        self._numbers = 0
        self._told = 0.0
        self._gathering = False
        self.ending = False

    @property
    def listening(self) -> int:
        """How many pages are connected."""
        return len(self._clients)

    @property
    def has_own(self) -> bool:
        """Whether any own device is connected."""
        return bool(self._concerns)

    def people(self) -> frozenset[str]:
        """Whose own devices are connected."""
        return frozenset(self._concerns.values())

    def gather(self, tell: Callable[[], object]) -> None:
        """Tell now; or, where something was told just before, in a moment and once for all.

        Args:
            tell: publishes what then stands.
        """
        loop = asyncio.get_running_loop()
        if self._gathering:
            return
        wait = self._told + GATHER_SECONDS - loop.time()
        self._gathering = wait > 0

        def now() -> None:
            self._gathering, self._told = False, loop.time()
            tell()

        if wait > 0:
            loop.call_later(wait, now)
        else:
            now()

    def publish(self, message: bytes, *, short: bytes | None = None) -> None:
        """Send something to everybody.

        Args:
            message: what goes to pages that show the whole list.
            short: what goes to all others; the same when it is left out.
        """
        for number, waiting in list(self._clients.items()):
            sent = short if short is not None and number in self._short else message
            if waiting.full():
                self._drop(number)
            else:
                waiting.put_nowait(sent)

    def tell(self, message: bytes, people: frozenset[str] | None = None) -> None:
        """Send something to the own devices of these people; of everybody where none are named."""
        for number, person in list(self._concerns.items()):
            waiting = self._clients.get(number)
            if waiting is None or (people is not None and person not in people):
                continue
            if waiting.full():
                self._drop(number)
            else:
                waiting.put_nowait(message)

    def end(self) -> None:
        """End every stream, so that the server can stop."""
        self.ending = True
        for number in list(self._clients):
            self._drop(number)

    async def stream(
        self, first: bytes, *, whole: bool, concerns: str = ""
    ) -> AsyncIterator[bytes]:
        """What one client is sent, until the end.

        Args:
            first: what it begins with.
            whole: whether it shows the whole list.
            concerns: the person whose own device it is.
        """
        if self.ending or len(self._clients) >= CLIENTS_MAX:
            return
        self._numbers += 1
        number = self._numbers
        waiting: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING_MAX)
        self._clients[number] = waiting
        if not whole:
            self._short.add(number)
        if concerns:
            self._concerns[number] = concerns
        try:
            yield b"retry: 1000\n\n" + first
            while (message := await waiting.get()) is not None:
                yield message
        finally:
            self._clients.pop(number, None)
            self._short.discard(number)
            self._concerns.pop(number, None)

    def _drop(self, number: int) -> None:
        waiting = self._clients.pop(number, None)
        if waiting is not None:
            while not waiting.empty():
                waiting.get_nowait()
            waiting.put_nowait(None)
