"""Where is this laptop, and on which ports does it listen?"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import sys

from provesafe.errors import UnavailableError

__all__ = ["listen", "own_addresses"]


def listen(host: str, *ports: int) -> list[socket.socket]:
    """Listen on ports of an address; on all of them or on none.

    Args:
        host: the address.
        ports: each 0 for any that is free.

    Raises:
        UnavailableError: one is taken.
    """
    with contextlib.ExitStack() as undone:
        sockets = [undone.enter_context(_listen(host, port)) for port in ports]
        undone.pop_all()
    return sockets


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
