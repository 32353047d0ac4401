"""An audit of what was read: the same as of an open production, counted, by version, by role."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from functools import cache

from audited import CREW, OWN, STRICTER, looked_at, seen_of, small_day
from in_memory import Day
from provesafe.adapters.fleet.page import audit_page
from provesafe.service import (
    COLUMNS,
    Adopt,
    AuditReport,
    InForce,
    adopt,
    audit_production,
    by_day,
    by_role,
    by_weapon,
    compared,
    comparison_document,
    fleet_document,
    report_document,
    rules_together,
    tables_of,
)
from provesafe.service.auditing.totals import KEYS


@cache
def _day() -> Day:
    return small_day()


@cache
def _report() -> AuditReport:
    return looked_at(_day())


def test_a_record_that_was_read_is_judged_as_one_that_is_open() -> None:
    """Same findings at the same entries, late ones and the second view included."""
    day = _day()
    opened = audit_production(day.production, observed_until_ms=day.now_ms)
    read = _report().audit
    assert [(one.reason.id, one.leaf, one.as_said) for one in read.not_met] == [
        (one.reason.id, one.leaf, one.as_said) for one in opened.not_met
    ]
    assert [(one.opens.rule, one.leaf, one.as_said, one.record_open) for one in read.no_entry] == [
        (one.opens.rule, one.leaf, one.as_said, one.record_open) for one in opened.no_entry
    ]
    assert len(read.not_met) == len(read.no_entry) == 1
    assert not read.no_entry[0].as_said


def test_each_rule_is_counted_out_of_the_occasions_that_asked_it() -> None:
    """Given twice and once unshown: 1 of 2; a rule nobody asked is vacuous, and not kept."""
    rules = {one.rule: one for one in _report().rules}
    shown, cleaned, told = (rules[f"own/{one}"] for one in ("shown", "cleaned", "told"))
    assert (shown.not_met, shown.met, shown.asked) == (1, 1, 2)
    assert (cleaned.no_entry, cleaned.met, cleaned.asked) == (1, 0, 1)
    assert told.asked == 0
    assert _report().audit.vacuous == ("own/told",)


def test_who_hands_it_lists_what_went_past_the_armorer_before_any_count() -> None:
    """A pick-up from nobody that is recorded, and a hand-over after "not yet": once each."""
    found = _report().hands
    assert [(one.act, one.giver, one.receiver, one.after_not_yet) for one in found.exceptions] == [
        ("pick up", "not recorded", "first-ad", False),
        ("hand over", "first-ad", "performer", True),
    ]
    assert all(one.went_ahead and one.weapon == "colt-2" for one in found.exceptions)
    assert {(one.receiver, one.giver, one.count, one.of) for one in found.counts} == {
        ("performer", "armorer", 1, 2),
        ("performer", "first-ad", 1, 2),
        ("crew", "not recorded", 1, 1),
        ("handler", "performer", 1, 1),
    }
    keys = list(report_document(_report())["who_hands_it"])
    assert keys == ["exceptions", "counts"]


def test_findings_are_counted_by_role_weapon_and_day() -> None:
    """Whoever owed it, what it was about, and when; each out of what there is."""
    report = _report()
    assert [(one.key, one.not_met, one.no_entry) for one in by_role([report])] == [
        ("armorer", 0, 1),
        ("first-ad", 1, 0),
    ]
    (weapon,) = by_weapon(report)
    assert (weapon.key, weapon.not_met, weapon.no_entry) == ("colt-2", 1, 1)
    (day,) = by_day(report)
    assert day.key == "2026-03-02"
    assert day.entries == len(_day().production.trace)


def test_nothing_an_audit_says_can_be_keyed_by_person() -> None:
    """Charter: no id and no label stands in a document, a table, a page or a comparison."""
    day, report = _day(), _report()
    people = {*day.production.people.labels, *CREW}
    told = [
        json.dumps(report_document(report)),
        json.dumps(fleet_document([report, report], [])),
        json.dumps(comparison_document(("a", "b"), [compared(report, report)], [])),
        *(repr(table.rows) for table in tables_of([report])),
        audit_page([report], made_ms=0),
        audit_page([report, report], made_ms=0),
    ]
    for text in told:
        assert not [one for one in people if one in text]
    assert not any("person" in column for columns in COLUMNS.values() for column in columns)
    assert KEYS == ("rule", "role", "weapon", "set_up", "day", "production")
    counted = [key for key in report_document(report) if key.startswith("by_")]
    assert {key.removeprefix("by_") for key in counted} <= set(KEYS)


def test_a_version_judges_while_it_was_in_force() -> None:
    """Replaced between two hand-overs: each is judged by what was in force then."""
    day = small_day(STRICTER)
    before = looked_at(day)
    assert [one.reason.rule for one in before.audit.not_met] == ["shown", "shown"]
    asked = {one.rule: one.asked for one in before.rules}
    by = day.production.people.id_of("ada")
    day.house.books = (STRICTER, OWN)
    adopt(day.production, [Adopt(book=OWN)], by=by, now_ms=day.now_ms)
    after = looked_at(day)
    assert {one.rule: one.asked for one in after.rules if one.rule in asked} == asked
    assert {one.rule: one.asked for one in after.rules}["own/shown"] == 0
    assert "own/shown" in after.audit.vacuous


def test_until_leaves_out_what_was_recorded_later() -> None:
    """Looked at until just after eight, nothing was given yet."""
    report = looked_at(_day(), seen=seen_of(_day(), until="2026-03-02 08:15"))
    assert not report.audit.not_met
    assert report.entries < _report().entries
    assert {one.rule: one.asked for one in report.rules}["own/shown"] == 0


def test_two_rulebooks_are_compared_act_by_act() -> None:
    """The stricter one finds one more, at the entry of the first hand-over."""
    by_other = replace(seen_of(_day()), in_force=(InForce(book=STRICTER, watched=False),))
    found = compared(_report(), looked_at(_day(), seen=by_other))
    assert (found.not_met, found.no_entry) == ((1, 2), (1, 0))
    assert [(one.kind, one.rule) for one in found.only_first] == [("no entry", "own/cleaned")]
    (more,) = found.only_second
    assert (more.kind, more.rule, more.other_found) == ("not met", "stricter/shown", False)
    assert found.both == 1


def test_reports_add_up_and_travel() -> None:
    """Two of the same have twice the numbers, and a pickled one is itself again."""
    report = _report()
    twice = {one.rule: one for one in rules_together([report, report])}
    for one in report.rules:
        assert twice[one.rule].asked == 2 * one.asked
        assert twice[one.rule].met == 2 * one.met
    assert pickle.loads(pickle.dumps(report)) == report


def test_the_page_needs_nothing_else() -> None:
    """No script, nothing fetched from anywhere, what was entered is escaped."""
    page = audit_page([_report()], made_ms=0)
    assert "<script" not in page
    assert "http" not in page
    assert "src=" not in page
    assert page.count("<section") == page.count("</section>")
