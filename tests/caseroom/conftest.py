"""One browser for the tests of the case room."""

from __future__ import annotations

from one_browser import chromium

__all__ = ["chromium"]
