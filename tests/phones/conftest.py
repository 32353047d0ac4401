"""One browser for the tests of own phones; each day has a server of its own, on both ways."""

from __future__ import annotations

from one_browser import chromium

__all__ = ["chromium"]
