"""Days with one slip: refused for the right reason, with the remedy that mends it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from every_rule import every_program, every_rule
from laws.mending import Bench, carry_out_all
from laws.short_day import ShortDay, read_base, read_sections
from laws.trying import tried_out
from provesafe.custody import Act
from provesafe.service.day import acts_of

HERE = Path(__file__).parent
WESTERN = ("extracts-bulletin-1", "set-practice", "house-default")


@cache
def days() -> Mapping[str, ShortDay]:
    """The faulty days, by title."""
    base = read_base((HERE / "base_day.txt").read_text("utf-8"))
    text = (HERE / "faulty_days.txt").read_text("utf-8")
    return {day.title: day for day in read_sections(text, base)}


def played_to_the_slip(day: ShortDay) -> tuple[Bench, str, Act]:
    """Play a day up to the first act that is held up: which it is, not yet entered."""
    books = {"custody", *(day.books or WESTERN)}
    in_force = [n for n, r in every_rule().items() if r.rulebook in books and r.force != "advise"]
    bench = Bench(every_program(), every_rule(), in_force)
    for entry in day.file.acts:
        (act,) = acts_of(day.file, entry)
        if entry.kind == "request" and bench.open(act):
            return bench, entry.label, act
        bench.enter(act)
    raise AssertionError("nothing was held up")


@pytest.mark.parametrize("title", sorted(days()))
def test_a_slip_is_held_up_for_its_reason(title: str) -> None:
    """The first act held up is the one the slip makes wrong, by its rules, with their remedies."""
    bench, label, act = played_to_the_slip(days()[title])
    found = {one.rule_id: bench.rules[one.rule_id].remedy for one in bench.open(act)}
    named = {rule: remedy.act if remedy else "" for rule, remedy in found.items()}
    assert (label, named) == days()[title].held


@pytest.mark.parametrize("title", sorted(days()))
def test_the_remedies_of_a_slip_mend_it(title: str) -> None:
    """Each remedy takes its reason away, and all of them together let the act through."""
    bench, _, act = played_to_the_slip(days()[title])
    found = bench.open(act)
    assert list(tried_out(bench, act, found, found)) == []
    mended, _ = carry_out_all(bench, act)
    assert bench.open(mended) == []
