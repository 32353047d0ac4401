"""Scanning: a tag or a badge, by camera, by photo, by a scanner that types, or by hand."""

from provesafe.adapters.web.scanning.pages import READER, READER_POLICY, routes

__all__ = ["READER", "READER_POLICY", "routes"]
