"""One browser for the tests of the case room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browsing import Chromium, browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser."""
    with browser() as found:
        yield found
