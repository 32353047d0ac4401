"""How long may a device take to say what it wants? Not for ever: each that does holds a place.

Half a request that never ends costs its sender nothing and the cart one of its connections; a
thousand of them would keep everybody out. A page that listens has said all it wants, and stays.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Patient"]

HEAD_SECONDS = 20.0
"""LIMIT: from a connection, or the answer before, to the end of a request's head."""
BODY_SECONDS = 120.0
"""LIMIT: from there to the end of its body; a photo by a poor network takes a while."""
LOOK_SECONDS = 5.0
ANSWER_SECONDS = 1.0


class Patient(H11Protocol):
    """One connection, ended when it owes the rest of a request for too long."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._request: Any = None
        self._looking = self.loop.call_later(LOOK_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._looking.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Read no further where the answer came before the end of what is sent: it is too much."""
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY and not self.transport.is_closing():
            self.flow.pause_reading()
            # The line is not cut at once: what was answered is still to be read.
            self.loop.call_later(ANSWER_SECONDS, self.transport.abort)

    def _look(self) -> None:
        now, state = self.loop.time(), self.conn.their_state
        patience = {h11.IDLE: HEAD_SECONDS, h11.SEND_BODY: BODY_SECONDS}.get(state)
        if self.cycle is not self._request or patience is None:
            # Another request since the last look, or a whole one that is being answered.
            self._request, self._since = self.cycle, now
        elif now - self._since >= patience:
            self.transport.abort()
            return
        self._looking = self.loop.call_later(LOOK_SECONDS, self._look)
