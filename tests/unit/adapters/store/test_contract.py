"""What every record store promises, asked of those that need no server."""

from __future__ import annotations

from pathlib import Path

import pytest

from provesafe.adapters.store import MemoryStore, SqliteStore
from store_contract import *  # noqa: F403 - the suite itself
from store_contract import Open, fill


@pytest.fixture(params=["memory", "sqlite", "sqlite, not durable"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Open a store of each kind."""
    if request.param == "memory":
        return MemoryStore
    return lambda: SqliteStore(tmp_path / "record.sqlite", durable="not" not in request.param)


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_outlasts_its_program(tmp_path: Path, durable: bool) -> None:
    """What one program committed, the next one finds: only memory forgets."""
    first = SqliteStore(tmp_path / "record.sqlite", durable=durable)
    fill(first)
    head = first.head()
    first.close()
    second = SqliteStore(tmp_path / "record.sqlite", durable=durable)
    assert second.head() == head
    second.close()
