"""One demo served and one browser for the tests of the task pages; others start their own."""

from __future__ import annotations

from one_browser import cart, chromium

__all__ = ["cart", "chromium"]
