"""One demo served and one browser for looking at every page."""

from __future__ import annotations

from one_browser import cart, chromium

__all__ = ["cart", "chromium"]
