"""What is open to a device that comes by the plain way, once there is an encrypted one?

Looking, STOP, "someone is down", a concern, and how to join: nothing on these pages is secret, and
whoever listens in or meddles can at worst call a stop. Everything else was to be entered under
somebody's badge, which a listener could take along: it is told where the encrypted way is.

The laptop itself needs none: what it sends to its own address leaves it nowhere.
"""

from __future__ import annotations

import ipaddress

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from provesafe.adapters.web.house import House
from provesafe.adapters.web.pages import message

__all__ = ["PlainWay", "is_open_plainly"]

_PAGES = frozenset({"/", "/look", "/stop", "/live", "/down", "/concern", "/night"})
_BELOW = (
    "/look/",
    "/W/",
    "/crew/",
    "/laptop/",
    "/language/",
    "/rule/",
    "/static/",
    "/own/join",
    "/own/trust",
)


def is_open_plainly(path: str) -> bool:
    """Whether a page is open to whoever comes by the plain way."""
    return path in _PAGES or path.startswith(_BELOW)


class PlainWay:
    """Leads from the plain way to the encrypted one, where there is one."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, or say where the encrypted way is."""
        plain = scope["type"] == "http" and scope["scheme"] == "http"
        if not plain or self.house.encrypted is None or is_open_plainly(scope["path"]):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        visitor = await self.house.visitor(request)
        if visitor.is_laptop and _from_itself(request):
            await self.app(scope, receive, send)
            return
        base = self.house.encrypted.link
        where = scope["path"] if request.method == "GET" else "/badge"
        response = message(
            self.house,
            request,
            visitor,
            status=403,
            heading="By the encrypted way",
            words="nothing was entered: on the plain way there is looking, and STOP",
            hint="the browser will warn until this device trusts the set; how, says the first link",
            links=[("/own/join", "How to join"), (f"{base}{where}", "Go on encrypted")],
        )
        await response(scope, receive, send)


def _from_itself(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
