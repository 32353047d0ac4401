"""One demo whose day goes on from test to test, and one for what upsets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inside import Inside, inside


@pytest.fixture(scope="session")
def cart() -> Iterator[Inside]:
    """A demo whose day goes on."""
    with inside() as running:
        yield running


@pytest.fixture(scope="session")
def upset() -> Iterator[Inside]:
    """A demo in which STOP is called, someone is down, and anything at all is entered."""
    with inside() as running:
        yield running
