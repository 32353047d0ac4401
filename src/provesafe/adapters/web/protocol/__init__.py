"""What still stands between, and what if: pages worked out in a process beside the record."""

from provesafe.adapters.web.protocol.pages import routes

__all__ = ["routes"]
