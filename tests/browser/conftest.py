"""One demo served and one browser for the tests that only look; others start their own."""

from __future__ import annotations

from one_browser import cart, chromium, own_devices

__all__ = ["cart", "chromium", "own_devices"]
