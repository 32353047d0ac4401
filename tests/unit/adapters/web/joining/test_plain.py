"""Which pages are open to whoever comes by the plain way."""

from __future__ import annotations

import pytest

from provesafe.adapters.web.joining.plain import is_open_plainly


@pytest.mark.parametrize(
    "path", ["/", "/look", "/look/7K3Q", "/W/7K3Q", "/stop", "/live", "/own/join/iphone"]
)
def test_looking_and_stop_are_open(path: str) -> None:
    """Looking, STOP and how to join need no encrypted way."""
    assert is_open_plainly(path)


@pytest.mark.parametrize(
    "path",
    ["/badge", "/cart", "/enter/load", "/viewers", "/own", "/own/enter", "/own/phone", "/lookout"],
)
def test_nothing_is_entered_plainly(path: str) -> None:
    """Nothing that is entered under somebody's badge or key is open on the plain way."""
    assert not is_open_plainly(path)
