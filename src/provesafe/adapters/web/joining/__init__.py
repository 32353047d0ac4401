"""Joining: the plain and the encrypted way to the laptop, and devices of people's own."""

from provesafe.adapters.web.joining.pages import routes
from provesafe.adapters.web.joining.plain import PlainWay

__all__ = ["PlainWay", "routes"]
