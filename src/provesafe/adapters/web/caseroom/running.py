"""Serving a case to the one laptop it is looked at on, until told to stop."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from provesafe.adapters.web.caseroom.room import Room
from provesafe.adapters.web.caseroom.rooms import make_room_app
from provesafe.errors import UnavailableError

__all__ = ["serve_case"]


def serve_case(
    folder: Path, *, by: str, clock: Callable[[], int], port: int, ready: Callable[[str], None]
) -> None:
    """Serve a case until Ctrl-C, to this laptop alone.

    Args:
        folder: the case's.
        by: who looks into it.
        clock: the laptop's clock, in milliseconds.
        port: the port; 0 for any that is free.
        ready: told the link that opens the room.

    Raises:
        UnavailableError: the port is taken.
        NoCaseError: there is no case here.
        VerificationError: what is kept is not what was taken in.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        room = Room(
            folder=folder,
            by=by,
            secret=secrets.token_urlsafe(18),
            clock=clock,
            names=frozenset({"localhost", socket.gethostname().lower()}),
        )
        _listen(listening, port)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            make_room_app(room), log_level="warning", access_log=False, server_header=False
        )
        ready(f"{address}/open/{room.secret}")
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _listen(listening: socket.socket, port: int) -> None:
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(64)
    except OSError as error:
        raise UnavailableError(
            f"port {port} cannot be listened on: {error.strerror}",
            hint="name another with `--port`",
        ) from error
