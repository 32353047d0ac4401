"""Each rule counts: on some clean day one act is all that keeps it from holding something up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import pytest

from every_rule import every_rule
from laws.monotone import only_more_acts_open
from laws.one_out import Played, play
from laws.short_day import ShortDay, read_base, read_sections
from provesafe.adapters.rulebooks import shipped_rulebooks

HERE = Path(__file__).parent

CUSTODY = "custody"

ONLY_FORBID: Mapping[str, str] = {
    "custody/two-hands": "nothing that is missing makes giver and receiver one person",
    "extracts-bulletin-1/no-live-lots": "live rounds are brought, not left out",
    "house-default/no-live-lots": "live rounds are brought, not left out",
    "manitoba-22-part/nothing-personal": "somebody's own weapon is brought, not left out",
    "ontario-39-part/never-live-lots": "live rounds are brought, not left out",
    "set-practice/misfire-wait": "a wait: it opens by what happened, and closes by itself",
}
"""Rules that only more acts can open: shown by the shape of their formulas."""

NEVER_ALONE: Mapping[str, tuple[str, ...]] = {
    # A round that is no dummy or blank any more, because its lot was not entered, is first of all
    # a round whose lot is not known or not what it was loaded as; loading a live one is forbidden.
    "extracts-bulletin-1/no-live-loads": ("custody/lot-known", "custody/loaded-as-labelled"),
    "house-default/no-live-loads": ("custody/lot-known", "custody/loaded-as-labelled"),
    "ontario-39-part/never-live-loads": ("custody/lot-known", "custody/loaded-as-labelled"),
}
"""Rules beside which, whatever is left out, another stands that says more: shown by playing."""


@cache
def days() -> Mapping[str, ShortDay]:
    """The base day and all that differ from it, by title."""
    base = read_base((HERE / "base_day.txt").read_text("utf-8"))
    found = {base.title: base}
    for file in sorted((HERE / "left_out").glob("*.txt")):
        for day in read_sections(file.read_text("utf-8"), base):
            assert day.title not in found, f"two days are called `{day.title}`"
            found[day.title] = day
    return found


@lru_cache(maxsize=4)
def played(title: str) -> Played:
    """One of the days, played; few are kept, for each remembers all its moments."""
    return play(days()[title].file, {*days()[title].sole.values(), "dummies"})


def claims() -> list[tuple[str, str, str]]:
    """(title, label, rule) of every claim of every day."""
    return [(t, label, rule) for t, day in days().items() for rule, label in day.sole.items()]


def book_of(rule: str) -> str:
    """The rulebook of a rule, from its name."""
    return rule.partition("/")[0]


def under(rules: frozenset[str], *books: str) -> frozenset[str]:
    """Those of the rules that stand in `custody` or one of these rulebooks."""
    return frozenset(rule for rule in rules if book_of(rule) in (CUSTODY, *books))


@pytest.mark.parametrize("title", sorted(days()))
def test_every_day_is_clean(title: str) -> None:
    """Nothing asked for on it is held up, under `custody` and the rulebooks it names."""
    books = days()[title].books or shipped_rulebooks()
    assert under(played(title).open, *books) == frozenset()


@pytest.mark.parametrize(("title", "label", "rule"), sorted(claims()))
def test_one_act_left_out_is_held_up_by_one_rule(title: str, label: str, rule: str) -> None:
    """Without the act the first request held up is held up by just this rule, in its rulebook."""
    book = book_of(rule)
    assert book in (CUSTODY, *(days()[title].books or shipped_rulebooks())), "not named by the day"
    held = (under(one, book) for one in played(title).without(label))
    assert next(filter(None, held), frozenset()) == frozenset({rule})


def test_every_gate_rule_has_its_act_or_its_reason() -> None:
    """A rule of the gate is claimed by a day, or says why none can; never both, and no others."""
    gate = {name for name, rule in every_rule().items() if rule.klass == "gate"}
    claimed = {rule for _, _, rule in claims()}
    assert not claimed & {*ONLY_FORBID, *NEVER_ALONE}
    assert claimed | {*ONLY_FORBID, *NEVER_ALONE} == gate


@pytest.mark.parametrize("rule", sorted(ONLY_FORBID))
def test_what_only_forbids_opens_by_more_acts_alone(rule: str) -> None:
    """The shape of its formula says that no act left out can open it."""
    assert only_more_acts_open(every_rule()[rule].violation)


def test_a_rule_that_asks_for_something_may_open_by_what_is_missing() -> None:
    """The same look at the shapes of other rules says that less may open them."""
    asks = ("set-practice/show-to-receiver", "custody/giver-has-it", "custody/drawn-when-free")
    assert not [name for name in asks if only_more_acts_open(every_rule()[name].violation)]


def test_a_rule_that_is_never_alone_has_its_fellow_beside_it() -> None:
    """Whatever act of any of the days is left out, it holds nothing up without its fellow."""
    seen = set[str]()
    for title, day in days().items():
        books = day.books or shipped_rulebooks()
        lone = {rule for rule in NEVER_ALONE if book_of(rule) in books}
        for label in sorted({*day.sole.values(), "dummies"} & {*day.acts} if lone else ()):
            for held in played(title).without(label):
                for rule in held & lone:
                    seen.add(rule)
                    assert held & {*NEVER_ALONE[rule]}, (title, label, rule)
    assert seen == {*NEVER_ALONE}
