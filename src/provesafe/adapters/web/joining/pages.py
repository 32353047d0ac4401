"""How a device joins: what each way gives, said plainly, and what to press on which telephone.

/own/join                 the three ways
/own/join/{platform}      how to trust the set's authority: iphone, android, laptop
/own/trust/authority.crt  its certificate, to be installed
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe.adapters.web.house import Encrypted, House
from provesafe.adapters.web.pages import message, page

__all__ = ["PLATFORMS", "routes"]

PLATFORMS: Mapping[str, str] = MappingProxyType(
    {"iphone": "iPhone or iPad", "android": "Android", "laptop": "Laptop"}
)


def routes(house: House) -> list[Route]:
    """The routes of these pages."""
    pages = _Joining(house)
    return [
        Route("/own/join", pages.ways),
        Route("/own/join/{platform}", pages.steps),
        Route("/own/trust/authority.crt", pages.certificate),
    ]


class _Joining:
    """The pages of one house."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def ways(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        encrypted = self.house.encrypted
        return page(
            self.house,
            request,
            "own-join.html",
            visitor,
            encrypted=encrypted,
            go_on=_link(encrypted),
            is_encrypted=request.url.scheme == "https",
            platforms=PLATFORMS,
        )

    async def steps(self, request: Request) -> Response:
        visitor = await self.house.visitor(request)
        platform = request.path_params.get("platform", "")
        encrypted = self.house.encrypted
        if encrypted is None or platform not in PLATFORMS:
            return message(
                self.house,
                request,
                visitor,
                status=404,
                heading="No such way in",
                words="how to join stands on the page before",
                links=[("/own/join", "How to join")],
            )
        return page(
            self.house,
            request,
            "own-trust.html",
            visitor,
            encrypted=encrypted,
            go_on=_link(encrypted),
            platform=platform,
            said=PLATFORMS[platform],
        )

    async def certificate(self, request: Request) -> Response:
        encrypted = self.house.encrypted
        if encrypted is None:
            return await self.steps(request)
        name = encrypted.by_name.removeprefix("https://").partition(".")[0]
        return Response(
            encrypted.certificate,
            # The type on which telephones offer to install it.
            media_type="application/x-x509-ca-cert",
            headers={"Content-Disposition": f'attachment; filename="{name}.crt"'},
        )


def _link(encrypted: Encrypted | None) -> str:
    """Where a device's own page is."""
    return "" if encrypted is None else f"{encrypted.link}/own"
