"""The hour after: one press, everything set aside, nobody asked, later entries marked."""

from __future__ import annotations

from in_memory import Day, House
from provesafe import custody
from provesafe.ledger import parse_entry
from provesafe.service import (
    AFTER_INCIDENT,
    Report,
    day_log,
    entered_after,
    hour_of,
    listing_of,
    looking_at,
    report,
    someone_is_down,
)
from provesafe.service.production import Told
from small_book import PEOPLE, small_day

GIVEN = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}


def press(day: Day, by: str = "hana") -> str:
    """Press it, a minute later."""
    day.now_ms += 60_000
    who = day.id_of(by)
    return someone_is_down(day.production, by=who, grades={who: "shared"}, now_ms=day.now_ms)


def classes(day: Day) -> list[str]:
    """The class of each entry of the record."""
    return [parse_entry(raw).entry_class for raw in day.production.store.entries(0)]


def test_one_press_stops_sets_every_weapon_aside_and_seals_the_day() -> None:
    """In one go, in this order, and nothing is entered that nobody stands for."""
    day = small_day()
    before = len(classes(day))
    incident = press(day)
    assert [one for one in classes(day)[before:] if one != "received"] == ["act", "act", "seal_day"]
    state = day.production.state
    assert len(state.stops) == 1
    assert set(state.incidents[incident].weapons) == set(state.weapons)
    assert all(one.suspended_by == (incident,) for one in state.weapons.values())
    assert not any(one.frozen for one in state.weapons.values())


def test_pressed_again_it_is_the_same_incident() -> None:
    """However many fingers press it: nothing more is entered."""
    day = small_day()
    first = press(day)
    size = len(classes(day))
    assert press(day, by="basil") == first
    assert len(classes(day)) == size


def test_no_weapon_of_it_is_given_to_anybody() -> None:
    """A request is held up by the open incident, whatever else is in order."""
    day = House.of("custody").begin(PEOPLE)
    day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
    day.report("draw", weapon="colt-2", by="ada")
    press(day)
    decision = day.ask("hand_over", **GIVEN)
    assert "not-in-an-incident" in {reason.rule for reason in decision.reasons}


def test_who_stands_by_a_weapon_can_say_that_it_lies_as_it_was() -> None:
    """Then it is set aside; receipts and what an examination found are told item by item."""
    day = small_day()
    press(day)
    day.report("freeze", weapon="colt-2", by="ada")
    day.report("hand_to_police", item="colt-2", receipt="R-17", by="ada")
    day.report("examination_result", item="colt-2", number="7", words="hammer intact", by="hana")
    day.report("hand_to_police", item="dummy-45", count=3, receipt="R-18", by="ada")
    hour = hour_of(day.production)
    assert hour is not None
    line = next(one for one in hour.lines if one.item == "colt-2")
    assert (line.aside, line.receipt) == (True, "R-17")
    assert line.results == (("7", "hammer intact"),)
    assert [(one.item, one.receipt) for one in hour.lines if not one.is_weapon] == [
        ("dummy-45", "R-18")
    ]


def test_nobody_is_asked_what_they_saw() -> None:
    """A showing that waits for answers is over with the incident, and stays answerable as said."""
    day = small_day()
    day.report("show", weapon="colt-2", by="ada", to=["cleo"], contents="empty", means=["looked"])
    looking = looking_at(day.production, "colt-2")
    assert looking is not None
    assert not looking.over
    press(day)
    looking = looking_at(day.production, "colt-2")
    assert looking is not None
    assert looking.over


def test_what_is_entered_later_is_marked() -> None:
    """Everything while it is open; once closed, corrections and what is said to be of before."""
    day = small_day()
    day.report("tell", weapon="colt-2", by="ada", to="cleo", words="empty")
    told = day.production.entered[-1]
    incident = press(day)
    assert told.index not in entered_after(day.production.entered)
    marked = []
    day.report("freeze", weapon="colt-2", by="ada")
    marked.append(day.production.entered[-1].index)
    day.report("close_incident", incident=incident, by="hana")
    marked.append(day.production.entered[-1].index)
    day.report("clean", weapon="colt-2", by="ada")
    plain = day.production.entered[-1].index
    day.report("amend", ref=told.acts[0].entry, why="it was said by Basil", by="ada")
    marked.append(day.production.entered[-1].index)
    late = custody.parse_act(
        "tell",
        {"weapon": "colt-2", "by": day.id_of("ada"), "to": day.id_of("cleo"), "words": "cold"},
        happened_ms=told.ms,
    )
    day.now_ms += 60_000
    report(day.production, Report(acts=(late,)), now_ms=day.now_ms)
    marked.append(day.production.entered[-1].index)
    found = entered_after(day.production.entered)
    assert found >= set(marked)
    assert plain not in found


def test_the_log_of_the_day_says_so() -> None:
    """Each line carries the mark, and those before it do not."""
    day = small_day()
    press(day)
    day.report("freeze", weapon="colt-2", by="ada")
    lines = day_log(day.production, day.production.times.shooting_day_of(day.now_ms))
    assert lines[-1].after_incident
    assert not lines[0].after_incident
    assert AFTER_INCIDENT == "after the incident"


def _late(day: Day, **binding: str) -> None:
    """A duty of the small rulebook whose time has gone by, as the timer tells it."""
    named = tuple(
        (name, day.id_of(value) if name != "w" else value) for name, value in binding.items()
    )
    day.production.told.append(Told(rule="small/shown", binding=named, due_ms=day.now_ms))


def test_nobody_is_reminded_of_duties_on_what_or_whom_an_incident_names() -> None:
    """A duty that passed on a weapon of it, or that a person named owes, is listed no longer."""
    day = small_day()
    _late(day, w="colt-2", giver="ada", receiver="cleo")
    assert [one.rule for one in listing_of(day.production, now_ms=day.now_ms).owed] == [
        "small/shown"
    ]
    incident = press(day)
    assert not listing_of(day.production, now_ms=day.now_ms).owed
    _late(day, w="other", giver="basil", receiver="hana")
    assert len(listing_of(day.production, now_ms=day.now_ms).owed) == 1
    day.report("open_incident", incident=incident, by="hana", persons=["basil"])
    assert not listing_of(day.production, now_ms=day.now_ms).owed


def test_naming_somebody_later_adds_to_the_incident_that_is_open() -> None:
    """Its weapons stay, its moment stays, and entries in between stay marked."""
    day = small_day()
    incident = press(day)
    began, weapons = day.now_ms, day.production.state.incidents[incident].weapons
    day.report("freeze", weapon="colt-2", by="ada")
    frozen = day.production.entered[-1].index
    day.report("open_incident", incident=incident, by="hana", persons=["cleo"])
    found = day.production.state.incidents[incident]
    assert (found.opened_ms, found.weapons) == (began, weapons)
    assert found.persons == (day.id_of("cleo"),)
    assert {frozen, day.production.entered[-1].index} <= entered_after(day.production.entered)
