"""Rounds by lot: where they are, and what a count says."""

from __future__ import annotations

from dataclasses import replace

from acts import (
    BLANKS,
    COLT,
    DUMMIES,
    TRUCK,
    act,
    draw,
    intake,
    kinds,
    load,
    placed,
    prove,
    state_after,
)
from provesafe.custody import fold


def test_rounds_out_and_back_and_counted() -> None:
    """Twenty out, twelve worn and taken off again, all back: the count fits."""
    state = state_after(
        act("issue_rounds", lot=DUMMIES, count=20, by="ada", place=TRUCK),
        act("wear_rounds", lot=DUMMIES, count=12, person="cleo", by="ada"),
        act("count_rounds", lot=DUMMIES, place="cleo", found=12, by="ada"),
        act("count_rounds", lot=DUMMIES, place="cart", found=8, by="ada"),
        act("take_off_rounds", lot=DUMMIES, count=12, person="cleo", by="ada"),
        act("return_rounds", lot=DUMMIES, count=20, by="ada", place=TRUCK),
        act("count_rounds", lot=DUMMIES, place=TRUCK, found=50, by="ada", second="dov"),
    )
    assert kinds(state) == []
    assert state.lots[DUMMIES].stored == ((TRUCK, 50),)


def test_rounds_left_on_a_belt_show_in_the_count() -> None:
    """Twelve on a belt are not in the store: the count there still fits the record."""
    state = state_after(
        act("wear_rounds", lot=DUMMIES, count=12, person="cleo", by="ada"),
        act("count_rounds", lot=DUMMIES, place=TRUCK, found=38, by="ada"),
        act("count_rounds", lot=DUMMIES, place="cleo", found=11, by="ada"),
    )
    assert kinds(state) == ["count-differs"]
    assert state.lots[DUMMIES].unaccounted == 1


def test_missing_rounds_that_turn_up_are_no_new_rounds() -> None:
    """Two missing at one count, there at the next: nothing is unaccounted for."""
    state = state_after(
        act("count_rounds", lot=BLANKS, place=TRUCK, found=98, by="ada"),
        act("count_rounds", lot=BLANKS, place=TRUCK, found=100, by="ada"),
    )
    lot = state.lots[BLANKS]
    assert (lot.unaccounted, lot.found, lot.in_store) == (0, 0, 100)
    assert kinds(state) == ["count-differs"]


def test_more_rounds_than_ever_came_in_were_found() -> None:
    """A surplus is a difference too, and stays in view as found."""
    state = state_after(act("count_rounds", lot=BLANKS, place=TRUCK, found=103, by="ada"))
    assert state.lots[BLANKS].found == 3
    assert kinds(state) == ["count-differs"]


def test_a_late_count_settles_nothing() -> None:
    """What somebody counted a while ago is not what is there now."""
    acts = placed([*intake(), act("count_rounds", lot=BLANKS, place=TRUCK, found=98, by="ada")])
    late = replace(acts[-1], happened_ms=acts[-1].at_ms - 200_000)
    assert fold((*acts[:-1], late)).lots[BLANKS].unaccounted == 0


def test_loose_rounds_of_no_lot_are_unknown() -> None:
    """Rounds found that nobody took in form a lot of unknown kind."""
    state = state_after(act("find_rounds", lot="loose", count=2, place="set", by="kit"))
    assert state.lots["loose"].kind == "unknown"
    assert state.lots["loose"].found == 2


def test_fired_cases_are_held_against_shots() -> None:
    """Two shots and one case: one case is missing."""
    shots = (
        draw(),
        prove(),
        load("blank", 2),
        act("fire", weapon=COLT, by="ada", count=2),
        act("unload", weapon=COLT, by="ada", spent=2, unspent=0),
    )
    good = state_after(*shots, act("count_cases", weapon=COLT, lot=BLANKS, found=2, by="ada"))
    assert kinds(good) == []
    assert good.lots[BLANKS].cases_waiting == 0
    short = state_after(*shots, act("count_cases", lot=BLANKS, found=1, by="ada"))
    assert short.lots[BLANKS].cases_missing == 1
    assert kinds(short) == ["cases-differ"]


def test_a_case_found_later_is_missing_no_longer() -> None:
    """One case short at first, found afterwards."""
    state = state_after(
        draw(),
        prove(),
        load("blank", 2),
        act("fire", weapon=COLT, by="ada", count=2),
        act("count_cases", lot=BLANKS, found=1, by="ada"),
        act("count_cases", lot=BLANKS, found=1, by="ada"),
    )
    lot = state.lots[BLANKS]
    assert (lot.cases_counted, lot.cases_missing) == (2, 0)


def test_more_rounds_than_the_record_has_are_a_discrepancy() -> None:
    """Issuing a hundred of fifty leaves the law of the lot true and the difference in view."""
    state = state_after(act("issue_rounds", lot=DUMMIES, count=100, by="ada", place=TRUCK))
    lot = state.lots[DUMMIES]
    assert (lot.issued, lot.found, lot.in_store) == (100, 50, 0)
    assert kinds(state) == ["more-than-recorded"]


def test_rounds_made_into_others_leave_one_lot_and_enter_another() -> None:
    """Converted rounds are counted on both sides."""
    state = state_after(
        act("receive_lot", lot="made", kind="dummy", count=0, by="dov"),
        act("convert_rounds", lot=BLANKS, into="made", count=3, by="dov"),
    )
    assert state.lots[BLANKS].converted == 3
    assert state.lots["made"].issued == 3


def test_everything_of_a_lot_goes_when_no_number_is_said() -> None:
    """Sent back without a number, a lot is gone whole; the police bring back what they had."""
    sent = state_after(act("send_back", lot=BLANKS, to_whom="rental house", by="ada"))
    assert sent.lots[BLANKS].returned == 100
    state = state_after(
        act("hand_to_police", item=BLANKS, receipt="R-2", by="ada"),
        act("come_back", item=BLANKS, count=40, by="ada"),
    )
    assert (state.lots[BLANKS].police, state.lots[BLANKS].issued) == (60, 40)


def test_a_lot_that_comes_in_as_two_kinds_takes_the_more_dangerous() -> None:
    """Blanks and then live rounds under one name: live."""
    state = state_after(act("receive_lot", lot=BLANKS, kind="live", count=1, by="dov"))
    assert state.lots[BLANKS].kind == "live"
    assert kinds(state) == ["kind-differs"]
