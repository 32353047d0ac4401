"""Joining: the plain and the encrypted way to the laptop, and devices of people's own."""

from __future__ import annotations

from starlette.routing import Route

from provesafe.adapters.web.house import House
from provesafe.adapters.web.joining import doors, losing, pages, phones, signing
from provesafe.adapters.web.joining.devices import DEVICES, DeviceDesk
from provesafe.adapters.web.joining.own import OwnDevices
from provesafe.adapters.web.joining.plain import PlainWay
from provesafe.adapters.web.joining.touched import people_touched

__all__ = ["DEVICES", "DeviceDesk", "OwnDevices", "PlainWay", "people_touched", "routes"]


def routes(house: House, own: OwnDevices) -> list[Route]:
    """The routes of joining and of own phones."""
    return [
        *pages.routes(house),
        *doors.routes(house, own),
        *phones.routes(house, own),
        *signing.routes(house, own),
        *losing.routes(house, own),
    ]
