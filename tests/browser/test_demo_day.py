"""The ready-made day: whenever and wherever it is started, nothing in it is open."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from provesafe.adapters.web import make_demo
from provesafe.service import listing_of


@pytest.mark.parametrize(
    ("moment", "zone"),
    [
        ("2026-03-02 00:20", "America/Denver"),
        ("2026-10-25 02:30", "Europe/London"),
        ("2027-12-31 23:59", "Asia/Tokyo"),
    ],
)
def test_the_demo_is_ready_at_any_hour(moment: str, zone: str, tmp_path: Path) -> None:
    """Past midnight, while clocks go back and at the year's end, no rule is open for its acts."""
    now_ms = int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000)
    production = make_demo(tmp_path / "demo", now_ms=now_ms, zone=zone)
    try:
        assert production.writer.origin.startswith("demo.")
        assert [one.act.name for one in production.refused] == []
        contents = {one.weapon: one.contents for one in listing_of(production, now_ms=now_ms).lines}
        assert contents["colt-2"] == "DUMMIES 6 (6 of 6 checked)"
        assert contents["rifle-1"].startswith("UNKNOWN")
    finally:
        production.store.close()
        production.disclosures.close()
