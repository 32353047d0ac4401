"""One browser for the tests of own phones; each day has a server of its own, on both ways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browsing import Chromium, browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser, which trusts nobody in particular."""
    with browser() as found:
        yield found
