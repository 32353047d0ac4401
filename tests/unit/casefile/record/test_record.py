"""A record beside accounts: its entries as lines, four results, six columns, a sheet a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from made_lines import about, event, line, party
from made_reading import BEGAN, made_reading, owed
from provesafe.casefile import (
    Account,
    Beside,
    Duty,
    Event,
    Owed,
    Party,
    RecordReading,
    Stood,
    entries_of,
)
from provesafe.casefile.record.beside import beside_record
from provesafe.casefile.record.conditions import conditions_of
from provesafe.casefile.record.entries import entered_events, entered_lines, entered_parties
from provesafe.casefile.record.instruments import instrument_lines
from provesafe.casefile.record.matrix import duties_of, known_by
from provesafe.casefile.record.sheets import sheets_of

DRAW = ("draw", {"weapon": "colt-2", "by": "ada", "place": "safe"})
SHOW = ("show", {"weapon": "colt-2", "by": "ada", "to": ["cleo"], "contents": "empty"})
HAND = ("hand_over", {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"})
TELL = ("tell", {"weapon": "colt-2", "by": "basil", "to": "cleo", "words": "it is empty"})
ANSWER = ("answer", {"weapon": "colt-2", "by": "cleo", "what": "was told, not shown"})
PUT_DOWN = ("put_down", {"weapon": "colt-2", "by": "ada", "place": "cart"})
AIM = ("direct", {"weapon": "colt-2", "by": "basil", "to": "cleo", "aim": "at-person"})
ADA, BASIL, CLEO, STRANGER = "S2.ada", "S2.basil", "S2.cleo", "S1.P9"


def _beside(reading: RecordReading, *accounts: Account, events: tuple[Event, ...]) -> list[Beside]:
    known = party(BASIL, person="basil", record="S2")
    parties: list[Party] = [*entered_parties(reading), known, party(STRANGER)]
    every = [*accounts, *entered_lines(reading)]
    return list(beside_record(reading, every, [*events, *entered_events(reading)], parties))


def _duty(reading: RecordReading, *accounts: Account, events: tuple[Event, ...] = ()) -> Duty:
    every = [*accounts, *entered_lines(reading)]
    (found,) = duties_of(reading, every, [*events, *entered_events(reading)])
    return found


def _grades(duty: Duty) -> list[str]:
    return [one.grade for one in duty.cells]


def test_an_entry_is_a_line_of_whoever_entered_it() -> None:
    """An entry's observer is who did it, as entered, and its place is the entry."""
    (first, second) = entered_lines(made_reading(DRAW, HAND))
    assert (first.observer, first.basis, first.state) == (ADA, "entered then", "entered")
    assert [one.entry for one in entries_of(second.cites)] == [1]
    assert first.cites[0].grade == "own device"  # type: ignore[union-attr]  # it is an entry
    slots = {one.slot: one.value for one in second.about}
    assert slots == {"occurred": "", "weapon": "colt-2", "giver": ADA, "taker": CLEO}
    assert "ada" not in first.text


def test_what_was_entered_late_or_after_the_incident_says_so() -> None:
    """A late entry is `entered later`; one after the incident is marked on line and place."""
    late = ("tell", {**TELL[1], "happened": -30})
    (told, shown) = entered_lines(made_reading(late, SHOW, incident=0))
    assert (told.basis, told.after_incident) == ("entered later", False)
    assert (shown.basis, shown.after_incident) == ("entered later", True)


@pytest.mark.parametrize(
    ("said", "is_open", "result"),
    [
        (about("E1", "giver", ADA), True, ["agrees"]),
        (about("E1", "giver", BASIL), True, ["differs"]),
        (about("E1", "giver", ADA, denies=True), True, ["differs"]),
        (about("E1"), True, ["agrees"]),
        (about("E1", denies=True), True, ["differs"]),
        (about("E2"), True, ["no entry, record open"]),
        (about("E2", denies=True), True, ["no entry, record open"]),
        (about("E2"), False, ["record could not receive"]),
        (about("E1", "giver", STRANGER), True, []),
        (about("E1", "giver", BASIL, practice=True), True, []),
        (about("E3"), True, []),
    ],
)
def test_a_line_beside_the_record_has_one_of_four_results(
    said: object, is_open: bool, result: list[str]
) -> None:
    """Same, other, none while it was open, none while it could not: and nothing for a stranger."""
    events = (event("E1", "hand-over"), event("E2", "showing"), event("E3", "interview"))
    reading = made_reading(DRAW, HAND, is_open=is_open)
    found = _beside(reading, line("S1.C1", CLEO, said), events=events)  # type: ignore[arg-type]
    assert [one.result for one in found] == result


def test_two_hand_overs_of_one_day_are_told_apart_by_who_took_it() -> None:
    """A line on whoever took it is set beside that hand-over and not beside another's."""
    to_dov = ("hand_over", {**HAND[1], "to": "dov"})
    said = line("S1.C1", CLEO, about("E1", "taker", CLEO), about("E1", "giver", BASIL))
    reading = made_reading(to_dov, HAND)
    found = {one.slot: one for one in _beside(reading, said, events=(event("E1", "hand-over"),))}
    assert [one.entry for one in entries_of(found["giver"].entries)] == [1]


@pytest.mark.parametrize(
    ("reading", "grades", "form"),
    [
        (made_reading(DRAW, SHOW, HAND, owed=[owed(outcome="met")]), ["entered done"], ""),
        (
            made_reading(DRAW, SHOW, HAND, owed=[owed()]),
            ["entered done"],
            "ended early",
        ),
        (
            made_reading(DRAW, DRAW, HAND, SHOW, owed=[owed()]),
            ["entered done"],
            "out of time or order",
        ),
        (
            made_reading(DRAW, ANSWER, HAND, owed=[owed()]),
            ["entered not done"],
            "",
        ),
        (
            made_reading(DRAW, ANSWER, HAND, owed=[owed(to=("director of photography",))]),
            ["no entry, record open"],
            "no entry of it",
        ),
        (
            made_reading(DRAW, DRAW, HAND, owed=[owed(act="", would_show="")]),
            ["entered not done"],
            "otherwise than asked",
        ),
        (
            made_reading(DRAW, DRAW, AIM, owed=[owed(act="direct", by=("basil",))]),
            ["no entry, record open"],
            "otherwise than asked",
        ),
        (
            made_reading(DRAW, DRAW, HAND, owed=[owed()]),
            ["no entry, record open"],
            "no entry of it",
        ),
        (
            made_reading(DRAW, DRAW, HAND, owed=[owed()], is_open=False),
            ["record could not receive"],
            "no entry of it",
        ),
        (
            made_reading(DRAW, SHOW, PUT_DOWN, owed=[owed(outcome="no entry", due_ms=BEGAN + 999)]),
            ["no entry, record open"],
            "no entry of it",
        ),
        (made_reading(DRAW, DRAW, HAND, owed=[owed(outcome="pending")]), [], ""),
        (
            made_reading(DRAW, SHOW, HAND, owed=[owed(by=("property master",))]),
            ["no entry, record open"],
            "no entry of it",
        ),
    ],
    ids=[
        "met", "ended early", "out of time", "said not shown", "another said so",
        "nothing mends it", "done otherwise", "record open", "could not",
        "not before it was owed", "still running", "by somebody else",
    ],
)  # fmt: skip
def test_a_duty_stands_in_the_column_that_entries_put_it_in(
    reading: RecordReading, grades: list[str], form: str
) -> None:
    """What is held stands in its column, and what was done otherwise says in which form."""
    duty = _duty(reading)
    assert (_grades(duty), duty.form) == (grades, form)


def test_what_somebody_said_of_it_stands_in_columns_of_its_own() -> None:
    """A line that it was done, and one that it was not, stand beside the record's silence."""
    reading = made_reading(DRAW, DRAW, HAND, owed=[owed()])
    lines = (
        line("S1.C1", ADA, about("E1")),
        line("S1.C2", CLEO, about("E1", denies=True)),
        line("S1.C3", CLEO, about("E1", practice=True)),
        line("S1.C4", CLEO, about("E1"), basis="opinion"),
    )
    duty = _duty(reading, *lines, events=(event("E1", "showing"),))
    assert {one.grade: one.lines for one in duty.cells} == {
        "said done": ("S1.C1",),
        "said not done": ("S1.C2",),
        "no entry, record open": (),
    }


def test_what_somebody_knew_is_what_they_had_been_shown_or_told_by_then() -> None:
    """Only what came before the moment counts, and what was learned later comes at that time."""
    learned = ("discharge", {"weapon": "colt-2", "by": "cleo", "how": "not-known", "hurt": 0})
    reading = made_reading(SHOW, TELL, (learned[0], {**learned[1], "happened": 2, "learned": 45}))
    before = known_by(reading, "cleo", BEGAN)
    assert [one.how for one in before] == ["was shown"]
    assert [one.how for one in known_by(reading, "cleo", BEGAN + 2 * 60_000)] == [
        "was shown",
        "was told",
    ]
    assert known_by(reading, "cleo", BEGAN + 60 * 60_000)[-1].how == "learned"


def test_duties_of_the_production_come_first() -> None:
    """The producer's duties are listed before a department's, whatever the time."""
    given: list[Owed] = [
        owed(roles=("armorer",)),
        owed(roles=("producer",), people=(), at_ms=BEGAN + 3 * 60_000),
    ]
    reading = made_reading(DRAW, owed=given)
    found = duties_of(reading, entered_lines(reading), entered_events(reading))
    assert [one.level for one in found] == ["production", "department"]


def test_a_sheet_says_what_somebody_did_and_whether_the_record_knew_them() -> None:
    """Each person has a sheet by role; who was not enrolled is said not to have been."""
    reading = made_reading(DRAW, TELL, HAND, owed=[owed()])
    lines = [line("S1.C1", STRANGER, about("E1")), *entered_lines(reading)]
    parties = [*entered_parties(reading), party(STRANGER)]
    duties = duties_of(reading, lines, entered_events(reading))
    sheets = {one.party: one for one in sheets_of([reading], parties, lines, duties)}
    assert sheets[ADA].enrolled
    assert (len(sheets[ADA].did), sheets[ADA].duties) == (2, ("S2.Q1",))
    assert [one.words for one in sheets[ADA].no_entry] == [
        "armorer: show colt-2 to the performer: no entry, record open"
    ]
    assert [one.words for one in sheets[CLEO].was_told] == [
        "the first AD told the performer about colt-2: “it is empty”."
    ]
    assert (sheets[STRANGER].enrolled, len(sheets[STRANGER].said)) == (False, 1)


def test_what_stood_runs_from_the_receipt_of_one_entry_to_that_of_the_next() -> None:
    """Contents and place are apart, the last is open, a late entry counts from its receipt."""
    reading = made_reading(DRAW, (HAND[0], {**HAND[1], "happened": 0}), PUT_DOWN)
    stood = (
        Stood(leaf=0, contents="EMPTY", where="with the armorer"),
        Stood(leaf=1, contents="EMPTY", where="with the performer"),
        Stood(leaf=2, contents="UNKNOWN", where="at cart"),
    )
    rows = [
        (
            one.condition,
            one.begins.earliest - BEGAN // 60_000,  # type: ignore[union-attr, operator]
            None if one.ends is None else one.ends.earliest - BEGAN // 60_000,  # type: ignore[operator]
        )
        for one in conditions_of(replace(reading, stood=stood))
    ]
    assert rows == [
        ("contents: EMPTY", 0, 2),
        ("contents: UNKNOWN", 2, None),
        ("where: with the armorer", 0, 1),
        ("where: with the performer", 1, 2),
        ("where: at cart", 2, None),
    ]


def test_an_instrument_stands_for_receipts_badges_photos_and_scales_and_for_nobody() -> None:
    """Each such line names its instrument and its entry, and has no observer."""
    checked = {"weapon": "colt-2", "lot": "d", "checked": 5, "of": 5, "kind": "dummy", "by": "ada"}
    reading = made_reading(
        DRAW,
        ("check_rounds", {**checked, "means": "weighed", "photo": "ph-1", "happened": 0}),
        PUT_DOWN,
    )
    reading = replace(reading, grades={2: "shared device, own badge"})
    found = [(one.instrument, entries_of(one.cites)[0].entry) for one in instrument_lines(reading)]
    assert found == [
        ("receipt times of the laptop", 0),
        ("receipt times of the laptop", 1),
        ("a camera", 1),
        ("scales", 1),
        ("a badge reader", 2),
    ]
    assert not any(one.observer or one.about for one in instrument_lines(reading))
    assert "received 1 minute after" in instrument_lines(reading)[1].text
