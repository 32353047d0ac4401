"""The remedy works: a share of what tests/laws holds of every rule and every example."""

from __future__ import annotations

from laws.trying import bench_of, faults
from played import EXAMPLES
from provesafe.service import parse_day_file


def test_the_remedies_of_the_minute_work() -> None:
    """Each reason of the report's own minute is gone once what it names has been carried out."""
    day = parse_day_file((EXAMPLES / "minute" / "told-empty.toml").read_text("utf-8"))
    assert list(faults(bench_of(day), day, (*day.tables, *day.acts))) == []
