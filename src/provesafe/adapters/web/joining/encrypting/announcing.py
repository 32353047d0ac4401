"""The cart's name on its network (multicast DNS), so that nobody has to type an address.

The name stays when the address changes. It is a help and nothing depends on it: not every telephone
asks for such names, and not every network carries the question.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from contextlib import suppress

from zeroconf import Error, ServiceInfo, Zeroconf

__all__ = ["Announcer"]

SERVICE = "_https._tcp.local."


class Announcer:
    """Answers for one name. Its calls take a second or two; not for the event loop's thread."""

    def __init__(self, name: str, port: int) -> None:
        """
        Args:
            name: `….local`.
            port: of the encrypted way.
        """
        self._name = name
        self._port = port
        self._answering: Zeroconf | None = None
        # A cart on no network, or on one that it leaves, is no fault worth a line each second.
        logging.getLogger("zeroconf").setLevel(logging.CRITICAL)

    def announce(self, addresses: Sequence[str]) -> bool:
        """Answer with these addresses from now on.

        Returns:
            Whether there is a network that could carry it, and nobody else has the name.
        """
        self.withdraw()
        outward = [one for one in addresses if not ipaddress.ip_address(one).is_loopback]
        told = ServiceInfo(
            SERVICE,
            f"{self._name.removesuffix('.local')}.{SERVICE}",
            port=self._port,
            server=f"{self._name}.",
            parsed_addresses=outward,
        )
        if not outward:
            return False
        try:
            self._answering = Zeroconf(interfaces=outward)
            self._answering.register_service(told)
        except (OSError, Error):
            self.withdraw()
            return False
        return True

    def withdraw(self) -> None:
        """Answer no more."""
        answering, self._answering = self._answering, None
        if answering is not None:
            with suppress(OSError, Error):
                answering.unregister_all_services()
            with suppress(OSError, Error):
                answering.close()
