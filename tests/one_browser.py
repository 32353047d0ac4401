"""What tests in a browser share: one demo served, one browser, and no device left behind.

A folder's `conftest.py` takes from here what its tests need.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browsing import Cart, Chromium, browser, served

__all__ = ["cart", "chromium", "own_devices"]


@pytest.fixture(scope="session")
def cart() -> Iterator[Cart]:
    """A demo that is being served. Tests leave it as they found it, but for entries."""
    with served() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser, which trusts nobody in particular."""
    with browser() as found:
        yield found


@pytest.fixture(autouse=True)
def own_devices(chromium: Chromium) -> Iterator[None]:
    """Each test has the faults of its own devices, and leaves none behind that still listen."""
    before = list(chromium.browser.contexts)
    chromium.faults.clear()
    yield
    for one in chromium.browser.contexts:
        if one not in before:
            one.close()
