"""Every shipped rule comes with a short day that keeps it, and one edit of it that does not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from case_days import CaseDay, broken, read_case_day, time_points
from provesafe.adapters.rulebooks import (
    load_rulebooks,
    rulebook_files,
    rulebook_signature,
    shipped_rulebooks,
)
from provesafe.monitor import Gate
from provesafe.rulebook import Rule, SettingValue, verdicts
from provesafe.service.day import parse_day_file

CASES = {
    f"{book}/{name.removeprefix('cases/').removesuffix('.toml')}": text
    for book in shipped_rulebooks()
    for name, text in rulebook_files(book).items()
    if name.startswith("cases/")
}


@cache
def days() -> Mapping[str, CaseDay]:
    """Every case, read."""
    return {name: read_case_day(text) for name, text in CASES.items()}


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by name, with the flags and limits that the cases ask for."""
    settings: dict[str, dict[str, SettingValue]] = {}
    for day in days().values():
        for target, values in day.settings.items():
            for parameter, value in values.items():
                assert isinstance(value, int)
                assert settings.setdefault(target, {}).setdefault(parameter, value) == value
    books = load_rulebooks(shipped_rulebooks(), settings=settings, with_cases=True)
    return {rule.name: rule for book in books for rule in book.rules}


def asked(rule: Rule, day: CaseDay) -> list[tuple[str, Mapping[str, object]]]:
    """Each time the day asks the rule: the verdict, by the rule's definition, and for what."""
    told = verdicts(rule.on, rule.require, time_points(day), observed_until=day.until)
    return [(verdict, dict(binding)) for _, binding, verdict in told]


def not_met(rule: Rule, day: CaseDay) -> list[Mapping[str, object]]:
    """The bindings for which the day does not meet the rule."""
    return [binding for verdict, binding in asked(rule, day) if verdict == "violated"]


def not_met_by_gate(rule: Rule, day: CaseDay) -> list[Mapping[str, object]]:
    """The same, as the gate finds it act by act, with what fell due by the day's end."""
    gate = Gate([rule], signature=rulebook_signature())
    assert gate.set_aside == ()
    found: list[Mapping[str, object]] = []
    for point in time_points(day):
        outcome = gate.commit(point.seconds, point.facts)
        found += [dict(one.binding) for one in outcome.violations]
        found += [dict(one.opened.binding) for one in outcome.overdue]
    return found + [dict(one.opened.binding) for one in gate.advance(day.until)]


def test_every_case_is_a_day_file() -> None:
    """The reader of day files takes each of them, its edit too."""
    for name, text in CASES.items():
        edit = parse_day_file(text, source=name).broken
        assert edit is not None
        assert edit.label in text
        assert not set(edit.values) & {"at", "request", "report", "happened"}, name


def test_every_rule_has_its_case() -> None:
    """There is a case for each rule, and none without one."""
    assert set(CASES) == set(rules())


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_kept_day_asks_the_rule_and_leaves_nothing_pending(name: str) -> None:
    """No rule is kept by silence, but for those that forbid what asks them."""
    rule, day = rules()[name], days()[name]
    verdict_words = {verdict for verdict, _ in asked(rule, day)}
    assert verdict_words == (set() if rule.require_text == "FALSE" else {"satisfied"})


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_kept_day_keeps_the_rule_and_the_edit_breaks_it(name: str) -> None:
    """The rule is met by the day as it stands and not after its edit; the gate says so too."""
    rule, day = rules()[name], days()[name]
    edited = broken(day)
    assert not_met(rule, day) == [], "the day that should keep it does not"
    found = not_met(rule, edited)
    assert found, "the edit that should break it does not"
    assert not_met_by_gate(rule, edited) == found
