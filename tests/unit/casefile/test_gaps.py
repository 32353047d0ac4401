"""What no source says is asked once, of whoever could fill it; what somebody says is not asked."""

from __future__ import annotations

from collections.abc import Sequence

from case_folder import NOW, CaseInMemory, begin, take
from made_lines import about, event, line
from made_reading import made_reading, owed
from provesafe.casefile import Account, Gap
from provesafe.casefile.comparing.standings import Roots, standings_of
from provesafe.casefile.gaps import asked_for, gaps_of_duties, gaps_of_slots
from provesafe.casefile.record.matrix import duties_of
from provesafe.service import enter_step, read_case

EVENTS = (event("S1.E1", "hand-over"), event("S1.E2", "hand-over"), event("S1.E3", "interview"))


def _slots(accounts: Sequence[Account], asked: Sequence[Gap] = ()) -> list[tuple[str, str]]:
    standings = standings_of(EVENTS, accounts, Roots(accounts, (), ()))
    return [(one.event, one.slot) for one in gaps_of_slots(EVENTS, standings, asked)]


def test_a_slot_that_no_line_fills_is_asked_once_for_each_source() -> None:
    """Two mentions of one kind of event ask each slot once, and an interview asks nothing."""
    slots = ("giver", "taker", "weapon", "contents")
    assert _slots([]) == [("S1.E1", slot) for slot in slots]


def test_a_slot_that_somebody_fills_is_no_gap() -> None:
    """One line on the giver closes that question and no other."""
    said = line("S1.C1", "S1.P1", about("S1.E2", "giver", "S1.P2"))
    assert [slot for _, slot in _slots([said])] == ["taker", "weapon", "contents"]


def test_what_a_text_is_asked_already_is_not_asked_again() -> None:
    """The text's own gap on who handed it over stands for that slot."""
    asked = [Gap(id="S1.G1", what="who handed it over")]
    assert "giver" not in [slot for _, slot in _slots([], asked)]


def test_a_duty_without_a_word_of_it_is_a_gap() -> None:
    """Silence of the record is a gap; an entry, or somebody's word, is none."""
    draw = ("draw", {"weapon": "colt-2", "by": "ada", "place": "safe"})
    reading = made_reading(draw, owed=[owed()], is_open=False)
    (gap,) = gaps_of_duties(duties_of(reading, (), ()))
    assert (gap.duty, gap.fillers[0].who) == ("S2.Q1", "the armorer")
    assert gap.fillers[-1].what == "paper sheets and cards of that time"
    met = made_reading(draw, owed=[owed(outcome="met")])
    assert list(gaps_of_duties(duties_of(met, (), ()))) == []


def test_what_was_asked_of_whom_stands_with_the_gap() -> None:
    """A request that names a gap is listed among those who could fill it, with its day."""
    folder = begin(CaseInMemory())
    take(folder)
    first = read_case(folder).gaps[0]
    fields = {"of": "the performer", "what": "an account", "gap": first.id}
    enter_step(folder, "request", fields, on="", by="Hana", now_ms=NOW)
    asked = read_case(folder).gaps[0].fillers[-1]
    assert (asked.who, asked.asked_ms, asked.request) == ("the performer", NOW, "R1")
    assert asked_for([first], ()) == (first,)
