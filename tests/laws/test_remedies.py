"""The remedy works: what a refusal names mends it, and brings no new danger."""

from __future__ import annotations

from pathlib import Path

import pytest

from every_rule import every_program, every_rule
from laws.mending import Bench
from laws.test_one_out import days
from laws.trying import bench_of, faults, less_one
from provesafe.adapters.rulebooks import shipped_rulebooks
from provesafe.service import DayFile, parse_day_file

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(
    f"{folder}/{path.stem}"
    for folder in ("days", "minute", "occurrences")
    for path in (EXAMPLES / folder).glob("*.toml")
)
LONG = 300
"""A day of more entries has many that are alike: forty weapons drawn one after another."""
WHOLE_DAYS = [name for name in NAMES if name.startswith("days/")]


@pytest.mark.parametrize("title", sorted(days()))
def test_a_short_day_less_one_act(title: str) -> None:
    """For each act that a short day claims a rule misses, every reason's remedy works."""
    day = days()[title]
    books = {"custody", *(day.books or shipped_rulebooks())}
    in_force = [n for n, r in every_rule().items() if r.rulebook in books and r.force != "advise"]
    bench = Bench(every_program(), every_rule(), in_force)
    claimed = frozenset(day.sole.values())
    places = {place for place, one in enumerate(day.file.acts) if one.label in claimed}
    assert list(less_one(bench, day.file, places)) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_example_as_it_stands(name: str) -> None:
    """Every reason of every refusal met on an example names a remedy that works, or none."""
    day = read(name)
    bench = bench_of(day)
    assert list(faults(bench, day, (*day.tables, *day.acts))) == []


@pytest.mark.parametrize("name", WHOLE_DAYS)
def test_an_example_day_less_one_act(name: str) -> None:
    """The same holds for the days with any one of their acts left out; of a long day, some."""
    day = read(name)
    places = left_out(day)
    assert len(places) > 20
    assert list(less_one(bench_of(day), day, places)) == []


def test_every_rule_has_a_remedy_or_says_why_there_is_none() -> None:
    """Few of the rules that can hold something up say that nothing mends them; none is silent."""
    holds = [rule for rule in every_rule().values() if rule.klass != "audit"]
    assert [rule.name for rule in holds if (rule.remedy is None) == (rule.no_remedy == "")] == []
    assert {rule.name for rule in holds if rule.no_remedy} == {
        "california-labor-9150-part/no-live-rounds",
        "custody/kept-long-enough",
        "custody/two-hands",
        "extracts-bulletin-1/no-live-loads",
        "extracts-bulletin-1/no-live-lots",
        "house-default/no-live-loads",
        "house-default/no-live-lots",
        "house-default/takes-no-live-round",
        "manitoba-22-part/nothing-personal",
        "ontario-39-part/never-live-loads",
        "ontario-39-part/never-live-lots",
        "set-practice/no-personal-weapons",
    }
    waits = {rule.name for rule in holds if rule.remedy and rule.remedy.act == "wait"}
    assert waits == {"set-practice/misfire-wait"}


def left_out(day: DayFile) -> frozenset[int]:
    """The places of the entries to leave out; of those alike the first, where a day is long."""
    entries = (*day.tables, *day.acts)
    alike = len(entries) > LONG
    firsts: dict[object, int] = {}
    for place, entry in enumerate(entries):
        said = entry.items[0]
        kind = (entry.name, said.get("set_up"), said.get("kind"), said.get("what"))
        firsts.setdefault(kind if alike else place, place)
    return frozenset(firsts.values())


def read(name: str) -> DayFile:
    """One of the examples."""
    return parse_day_file((EXAMPLES / f"{name}.toml").read_text("utf-8"), source=f"{name}.toml")
