"""The one way in: what is entered for a request, a report, a duty fallen due; and when."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from in_memory import D1, Day, House
from provesafe.errors import UnavailableError
from provesafe.ledger import parse_entry
from provesafe.service import (
    Report,
    ScribeTakesPartError,
    audit_production,
    read_act,
    report,
    tick,
)
from shaky_store import ShakyStore
from small_book import PEOPLE, SMALL, small_day

GIVEN = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}
HOUR = 3_600_000


def classes(day: Day, start: int = 0) -> list[str]:
    """The classes of the entries of the record, from a leaf index on."""
    return [parse_entry(raw).entry_class for raw in day.house.store.entries(start)]


def size(day: Day) -> int:
    """How many entries the store has."""
    return day.house.store.head().tree_size


def test_a_permitted_request_is_three_entries() -> None:
    """Request, decision, act, in one commit, each pointing at the one before."""
    day = small_day()
    start = size(day)
    assert day.ask("inspect", weapon="colt-2", by="ada", found="empty").decision == "permit"
    entries = [parse_entry(raw) for raw in day.house.store.entries(start)]
    assert [one.entry_class for one in entries] == ["request", "decision", "act", "received"]
    assert entries[1].fields["of"] == entries[0].id
    assert entries[2].fields["ref"] == entries[1].id


def test_a_scribe_is_named_on_the_entry_and_takes_no_part() -> None:
    """Whoever notes what is said stands in the entry, survives reopening, and is no giver."""
    day = small_day()
    start = size(day)
    shown = read_act(
        day.production,
        "show",
        {"weapon": "colt-2", "by": "ada", "to": ["basil"], "contents": "empty"},
    )
    day.now_ms += 1_000
    noted = Report(acts=(shown,), scribe=day.id_of("hana"))
    report(day.production, noted, now_ms=day.now_ms)
    entry = parse_entry(next(iter(day.house.store.entries(start))))
    assert entry.fields["scribe"] == day.id_of("hana")
    assert day.id_of("hana") not in {one.person for one in entry.body.statements}
    assert {one.grade for one in entry.body.statements} == {"noted"}
    assert day.house.open().entered[-1].scribe == day.id_of("hana")
    for part in ("ada", "basil"):
        with pytest.raises(ScribeTakesPartError):
            report(day.production, replace(noted, scribe=day.id_of(part)), now_ms=day.now_ms)
    with pytest.raises(ScribeTakesPartError):
        report(day.production, replace(noted, scribe="P-nobody"), now_ms=day.now_ms)


def test_a_refused_request_is_two() -> None:
    """There is no act, and the decision counts the item that was refused."""
    day = small_day()
    start = size(day)
    day.ask("hand_over", **GIVEN)
    entries = [parse_entry(raw) for raw in day.house.store.entries(start)]
    assert [one.entry_class for one in entries] == ["request", "decision", "received"]
    assert entries[1].fields["out"] == [0]


def test_what_was_only_asked_is_not_done() -> None:
    """Nothing is open, and still it does not happen before somebody does it."""
    day = small_day()
    away = {"weapon": "colt-2", "by": "ada", "place": "safe", "locked": "yes"}
    (asked,) = day.ask_all([("put_away", away)], done=False)
    assert asked.decision == "permit"
    assert day.production.state.weapons["colt-2"].holder == day.id_of("ada")


def test_an_enrolment_carries_the_digests_of_what_is_kept_elsewhere() -> None:
    """The label stands in the disclosures, its digest in the entry, decoys beside it."""
    day = House().begin({"ada": ("armorer",)})
    entry = next(
        one
        for one in map(parse_entry, day.house.store.entries())
        if one.entry_class == "act" and "sd" in one.fields
    )
    (kept,) = day.house.disclosures.of_person(day.id_of("ada"))
    digests = entry.fields["sd"]
    assert isinstance(digests, list)
    assert kept.digest in digests
    assert len(digests) == 4
    assert "ada" not in entry.raw.decode()


def test_a_duty_fallen_due_is_entered_once() -> None:
    """The first moment after its time, whoever comes by: one entry, and never again."""
    day = small_day()
    day.report("raise_concern", concern="c-1", by="cleo", words="the latch is loose")
    start = size(day)
    day.now_ms += 600_000
    assert tick(day.production, now_ms=day.now_ms) == ()
    day.now_ms += 1000
    (told,) = tick(day.production, now_ms=day.now_ms)
    assert told.opened.rule_id == "small/answered"
    assert tick(day.production, now_ms=day.now_ms + HOUR) == ()
    assert classes(day, start) == ["due", "received"]


def test_a_duty_that_was_met_is_not_due() -> None:
    """An answer in time, and nothing is entered however long one waits."""
    day = small_day()
    day.report("raise_concern", concern="c-1", by="cleo", words="the latch is loose")
    day.report("answer_concern", concern="c-1", by="jonas", words="mended")
    assert tick(day.production, now_ms=day.now_ms + HOUR) == ()


def test_a_duty_stays_owed_when_the_disk_is_full() -> None:
    """What could not be entered is tried again, and nothing was forgotten in between."""
    store = ShakyStore(House().store)
    day = small_day(House(books=(SMALL,), store=store))
    day.report("raise_concern", concern="c-1", by="cleo", words="the latch is loose")
    before = day.production.gate.snapshot()
    store.trouble = "full"
    with pytest.raises(UnavailableError):
        tick(day.production, now_ms=day.now_ms + HOUR)
    assert day.production.gate.snapshot() == before
    assert len(tick(day.production, now_ms=day.now_ms + HOUR)) == 1


def test_the_clock_never_goes_back() -> None:
    """A laptop whose clock was set back goes on entering, at the second of the last entry."""
    day = small_day()
    last = day.production.trace[-1].seconds
    day.now_ms -= 2 * HOUR
    day.report("clean", weapon="colt-2", by="ada")
    asked = day.ask("hand_over", **GIVEN)
    assert asked.at_ms == last * 1000
    seconds = [point.seconds for point in day.production.trace]
    assert seconds == sorted(seconds)
    assert seconds[-1] == last
    day.house.verify()


def test_looking_ahead_leaves_no_trace() -> None:
    """A clock that was wrong for a moment, with nothing entered, is as if it had not been."""
    day = small_day()
    before = day.production.gate.snapshot()
    tick(day.production, now_ms=day.now_ms + 24 * HOUR)
    assert day.production.gate.snapshot() == before
    assert day.report("clean", weapon="colt-2", by="ada").at_ms == day.now_ms


def test_a_late_entry_that_clears_does_not_count_now() -> None:
    """Shown at eight, entered at half past: at the hand-over it has to be shown again."""
    day = small_day().at("d1 08:30")
    day.report("hold_meeting", meeting="m", kind="safety", by="basil")
    late = day.report(
        "show",
        weapon="colt-2",
        by="ada",
        to=["cleo"],
        contents="unknown",
        happened="d1 08:00",
    )
    assert late.late
    assert [r.rule for r in day.ask("hand_over", **GIVEN).reasons] == ["shown"]
    predicates = Counter(f.predicate for point in day.production.trace for f in point.facts)
    assert predicates["late_shown"] == 1
    assert predicates["shown"] == 0


def test_a_late_entry_is_looked_at_twice_afterwards() -> None:
    """As entered the rule was not met; as said it was, and the audit tells both."""
    day = small_day().at("d1 08:00")
    day.report("hold_meeting", meeting="m", kind="safety", by="basil")
    day.at("d1 08:10").report("hand_over", **GIVEN)
    day.at("d1 08:30")
    day.report(
        "show", weapon="colt-2", by="ada", to=["cleo"], contents="unknown", happened="d1 08:05"
    )
    found = audit_production(day.production, observed_until_ms=day.now_ms)
    shown = [one for one in found.not_met if one.reason.rule == "shown"]
    assert [one.as_said for one in shown] == [False]


def test_everything_verifies_and_reads_back() -> None:
    """A day of all this leaves a record that checks, and reads back as it was left."""
    day = small_day()
    day.report("raise_concern", concern="c-1", by="cleo", words="the latch is loose")
    day.ask("hand_over", **GIVEN)
    day.now_ms += HOUR
    day.report("hand_over", **GIVEN)
    day.ask_all([("clean", {"weapon": "colt-2", "by": "ada"}), ("hand_over", GIVEN)])
    left = day.reopen()
    assert day.production.trace == left.trace
    assert day.production.leaves == left.leaves
    assert day.production.entered == left.entered
    assert day.production.state == left.state
    assert day.production.refused == left.refused
    assert day.production.adopted_from == left.adopted_from
    assert day.production.gate.snapshot() == left.gate.snapshot()
    assert day.house.verify().tree_size == size(day)


def test_a_day_without_rulebooks_is_only_a_record() -> None:
    """Before a rulebook is taken on nothing is open, and everything is entered."""
    day = House().begin(PEOPLE, at_ms=D1)
    day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
    assert day.ask("hand_over", **GIVEN).decision == "permit"
