"""When the record could have received an entry: of anyone, of a device, of a person."""

from __future__ import annotations

from in_memory import D1, Day, House
from provesafe.service import (
    Coverage,
    audit_production,
    close_record,
    coverage_of,
    keep_alive,
    note_devices,
    open_record,
)
from small_book import small_day

MINUTE = 60_000


def day_of() -> Day:
    """A record with Ada in it and no rulebook."""
    return House.of().begin({"ada": ("armorer",)})


def coverage(day: Day) -> Coverage:
    """What the record says of itself."""
    return coverage_of(day.production.entered)


def test_a_record_nobody_opened_by_name_is_open_from_its_first_entry_on() -> None:
    """A day file and acts at the terminal enter no coverage, and duties in them can be met."""
    day = day_of()
    assert coverage(day).could_receive(D1 + 5000, D1 + 9 * MINUTE)
    assert coverage(day).could_receive(D1 + 9 * MINUTE, None)
    assert not coverage(day).could_receive(0, D1 - 1)


def test_between_closing_and_opening_nothing_could_be_received() -> None:
    """A duty whose whole time lay in the night has no entry because there could be none."""
    day = day_of()
    open_record(day.production, now_ms=D1 + 2 * MINUTE)
    close_record(day.production, now_ms=D1 + 5 * MINUTE)
    open_record(day.production, now_ms=D1 + 60 * MINUTE)
    found = coverage(day)
    assert not found.could_receive(D1 + 6 * MINUTE, D1 + 59 * MINUTE)
    assert found.could_receive(D1 + 4 * MINUTE, D1 + 59 * MINUTE)
    assert found.could_receive(D1 + 6 * MINUTE, D1 + 60 * MINUTE)


def test_silence_of_an_opened_record_is_a_laptop_that_was_not_running() -> None:
    """It ends with the last entry before it: nobody can say how much longer it ran."""
    day = day_of()
    open_record(day.production, now_ms=D1 + 1 * MINUTE)
    day.now_ms = D1 + 40 * MINUTE
    day.report("acknowledge_duties", by="ada")
    assert not coverage(day).could_receive(D1 + 2 * MINUTE, D1 + 39 * MINUTE)
    assert not coverage(day).could_receive(D1 + 60 * MINUTE, None)


def test_an_idle_record_that_runs_says_so_every_ten_minutes() -> None:
    """The timer may ask as often as it likes; there is one leaf in ten minutes, and no gap."""
    day = day_of()
    open_record(day.production, now_ms=D1 + 1 * MINUTE)
    entered = [keep_alive(day.production, now_ms=D1 + at * MINUTE) for at in range(2, 40)]
    assert [at for at, told in enumerate(entered, start=2) if told] == [11, 21, 31]
    assert coverage(day).could_receive(D1 + 12 * MINUTE, D1 + 20 * MINUTE)


def test_what_stands_in_a_closed_record_was_received() -> None:
    """An act at the terminal after closing opens the moment it was entered, and no more."""
    day = day_of()
    close_record(day.production, now_ms=D1 + 5 * MINUTE)
    day.now_ms = D1 + 10 * MINUTE
    day.report("acknowledge_duties", by="ada")
    found = coverage(day)
    assert found.could_receive(day.now_ms, day.now_ms)
    assert not found.could_receive(day.now_ms + 1, None)


def test_devices_are_lost_after_a_minute_and_come_back() -> None:
    """Only enrolled devices count, shorter breaks are no entries, and the loss is back-dated."""
    day = day_of()
    production = day.production
    told = [
        [act.name for act in note_devices(production, {"laptop": heard, "tv": heard}, now_ms=now)]
        for heard, now in (
            (D1 + 60_000, D1 + 61_000),
            (D1 + 60_000, D1 + 119_000),
            (D1 + 60_000, D1 + 121_000),
            (D1 + 60_000, D1 + 150_000),
            (D1 + 300_000, D1 + 300_001),
        )
    ]
    assert told == [["join_device"], [], ["lose_device"], [], ["device_returns"]]
    found = coverage(day)
    assert found.could_receive(D1 + 62_000, D1 + 70_000)
    assert not found.could_receive(D1 + 62_000, D1 + 299_000, device="laptop")
    assert not found.could_receive(D1, None, device="tv")


def test_a_person_is_covered_from_joining_until_the_last_role_is_taken_away() -> None:
    """Whoever is relieved of one of two roles still is of the production."""
    day = House.of().begin({"ada": ("armorer",), "dov": ("property-master", "armorer")})
    ada, dov = day.id_of("ada"), day.id_of("dov")
    day.now_ms = D1 + 10 * MINUTE
    for person, role in (("dov", "armorer"), ("ada", "armorer")):
        day.report("relieve", person=person, role=role, by="dov")
    found, later = coverage(day), D1 + 20 * MINUTE
    assert [found.could_receive(later, None, person=one) for one in (ada, dov)] == [False, True]
    assert not found.could_receive(0, None, person="P-nobody")


def test_the_audit_tells_a_duty_of_the_night_from_one_that_was_left() -> None:
    """The same concern without an answer: once the laptop was shut at once, once it was not."""
    said = {}
    for shut in (True, False):
        day = small_day()
        day.report("raise_concern", concern="c-1", words="…", by="cleo")
        if shut:
            close_record(day.production, now_ms=day.now_ms)
        day.reopen()
        found = audit_production(day.production, observed_until_ms=day.now_ms + 60 * MINUTE)
        said[shut] = [one.record_open for one in found.no_entry]
    assert said == {True: [False], False: [True]}
