"""Weapons in the state: who has one, where it is, what is in it, and what does not fit."""

from __future__ import annotations

import time

import pytest

from acts import (
    BLANKS,
    COLT,
    DUMMIES,
    POINTS,
    RUBBER,
    TRUCK,
    act,
    draw,
    hand_over,
    intake,
    kinds,
    load,
    placed,
    prove,
    show,
    state_after,
)
from provesafe.custody import Act, State, Weapon, evolve, facts, fold, makes_safe, sight_kept


def colt(state: State) -> Weapon:
    """The revolver's record."""
    return state.weapons[COLT]


def test_a_weapon_comes_in_with_unknown_contents() -> None:
    """Taken in, it is in nobody's hands, not out, and what is in it is not known."""
    weapon = colt(state_after())
    assert weapon.contents.kind == "unknown"
    assert not weapon.holder
    assert not weapon.out


def test_a_clean_use_leaves_no_discrepancy() -> None:
    """Drawn, proved, loaded, handed, returned, unloaded, put away."""
    state = state_after(
        draw(),
        prove(),
        load(in_view=("cleo",)),
        hand_over(),
        act("return_weapon", weapon=COLT, by="cleo", to="ada"),
        act("unload", weapon=COLT, by="ada", spent=0, unspent=6),
        act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="yes"),
    )
    assert kinds(state) == []
    assert colt(state).locked
    assert colt(state).place == TRUCK
    assert colt(state).contents.kind == "empty"


def test_a_giver_without_the_weapon_is_a_discrepancy() -> None:
    """Basil hands over what Ada has: the report stands, and so does the difference."""
    state = state_after(draw(), hand_over(by="basil"))
    assert kinds(state) == ["not-held"]
    assert colt(state).holder == "cleo"
    assert "ada had it" in state.discrepancies[0].words
    assert state.discrepancies[0].entry == "e13"


def test_handling_what_is_locked_away_is_a_discrepancy() -> None:
    """A weapon that the record has locked away was loaded all the same: it is out, with nobody."""
    away = act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="yes")
    state = state_after(draw(), prove(), away, load())
    assert kinds(state) == ["locked-away", "left-loaded"]
    assert colt(state).out


@pytest.mark.parametrize(
    ("first", "second", "contents"),
    [
        (load("dummy", 4), load("dummy", 2), ("dummy", 6)),
        (load("blank", 2), load("dummy", 2), ("mixed", 4)),
        (load("dummy", 2), act("inspect", weapon=COLT, by="ada", found="loaded"), ("dummy", 2)),
        (load("dummy", 2), prove(), ("empty", 0)),
    ],
)
def test_contents_add_up(first: Act, second: Act, contents: tuple[str, int]) -> None:
    """Loading twice adds; two kinds are mixed; proving empties."""
    weapon = colt(state_after(draw(), prove(), first, second))
    assert (weapon.contents.kind, weapon.contents.count) == contents


def test_loading_on_top_of_unknown_stays_unknown() -> None:
    """Two dummies in a revolver that nobody looked through leave four chambers unknown."""
    assert colt(state_after(draw(), load("dummy", 2))).contents.kind == "unknown"


def test_filling_every_chamber_makes_the_contents_known() -> None:
    """Six dummies in six chambers leave room for nothing else."""
    contents = colt(state_after(draw(), load("dummy", 6))).contents
    assert (contents.kind, contents.count) == ("dummy", 6)


def test_rounds_of_an_unknown_lot_make_the_contents_unknown() -> None:
    """An unknown round is treated as loaded, whatever its loader calls it."""
    strange = act("load", weapon=COLT, by="ada", kind="dummy", lot="pocket", count=1)
    state = state_after(draw(), prove(), strange)
    assert colt(state).contents.kind == "unknown"
    assert "unknown-lot" in kinds(state)


def test_a_lot_of_another_kind_is_a_discrepancy() -> None:
    """Blanks entered as dummies: the two differ, and the contents are not known."""
    wrong = act("load", weapon=COLT, by="ada", kind="dummy", lot=BLANKS, count=2)
    state = state_after(draw(), prove(), wrong)
    assert kinds(state) == ["kind-differs"]
    assert colt(state).contents.kind == "unknown"


def test_a_live_round_is_never_hidden_among_others() -> None:
    """One live round among dummies makes the contents live."""
    state = state_after(
        act("receive_lot", lot="box", kind="live", count=1, by="dov"),
        draw(),
        prove(),
        load("dummy", 5),
        act("load", weapon=COLT, by="ada", kind="dummy", lot="box", count=1),
    )
    assert colt(state).contents.kind == "live"
    assert kinds(state) == ["kind-differs"]


def test_more_than_fits_is_a_discrepancy() -> None:
    """Seven rounds do not fit into six chambers."""
    assert "more-than-fits" in kinds(state_after(draw(), prove(), load("dummy", 7)))


def test_checked_rounds_are_counted_into_the_weapon() -> None:
    """Four of six dummies were checked for this weapon before they went in."""
    check = act(
        "check_rounds",
        weapon=COLT,
        lot=DUMMIES,
        checked=4,
        of=6,
        kind="dummy",
        means="shaken",
        by="ada",
    )
    contents = colt(state_after(draw(), prove(), check, load())).contents
    assert (contents.checked, contents.count) == (4, 6)


def test_firing_more_than_was_loaded_is_a_discrepancy() -> None:
    """A third shot out of two blanks leaves the contents unknown."""
    state = state_after(
        draw(), prove(), load("blank", 2), act("fire", weapon=COLT, by="ada", count=3)
    )
    assert kinds(state) == ["fired-more-than-loaded"]
    assert colt(state).contents.kind == "unknown"


def test_dummies_do_not_fire() -> None:
    """A shot from a weapon with dummies in it is not explained by the record."""
    state = state_after(draw(), prove(), load(), act("fire", weapon=COLT, by="ada", count=1))
    assert kinds(state) == ["fired-more-than-loaded"]


def test_blanks_all_fired_is_not_empty() -> None:
    """Fired cases are still in it; only unloading or proving makes it empty."""
    state = state_after(
        draw(), prove(), load("blank", 2), act("fire", weapon=COLT, by="ada", count=2)
    )
    contents = colt(state).contents
    assert (contents.kind, contents.count) == ("blank", 0)


def test_a_discharge_puts_the_contents_in_doubt() -> None:
    """After a shot nobody called for, what is in it is not known until somebody looks."""
    went_off = act("discharge", weapon=COLT, by="cleo", how="hammer", hurt=0)
    state = state_after(draw(), prove(), load("blank", 2), went_off)
    assert colt(state).contents.kind == "unknown"
    assert colt(state).cause_open
    assert state.lots[BLANKS].fired == 1


def test_a_round_that_did_not_go_off_is_counted_when_it_comes_out() -> None:
    """Two blanks, one shot, one misfire: one fired, one misfired, none unaccounted."""
    state = state_after(
        draw(),
        prove(),
        load("blank", 2),
        act("fire", weapon=COLT, by="ada", count=1),
        act("misfire", weapon=COLT, by="ada", kind="misfire"),
        act("open_misfire", weapon=COLT, by="ada"),
        act("unload", weapon=COLT, by="ada", spent=1, unspent=1),
    )
    lot = state.lots[BLANKS]
    assert (lot.fired, lot.misfired, lot.issued, lot.unaccounted) == (1, 1, 0, 0)
    assert kinds(state) == []


def test_a_squib_load_takes_back_that_the_bore_is_clear() -> None:
    """A weak shot may have left something in the bore."""
    state = state_after(
        draw(),
        prove(),
        load("blank", 2),
        act("misfire", weapon=COLT, by="ada", kind="squib-load"),
    )
    assert not colt(state).bore_clear
    assert colt(state).contents.count == 1


def test_found_loaded_when_it_was_empty_is_a_discrepancy() -> None:
    """What was proved empty and is found loaded is unknown again."""
    found = act("inspect", weapon=COLT, by="basil", points=list(POINTS), found="loaded")
    state = state_after(draw(), prove(), found)
    assert kinds(state) == ["contents-differ"]
    assert colt(state).contents.kind == "unknown"


def test_a_round_nobody_loaded_counts_as_live() -> None:
    """Unloading a weapon that came in with a round in it finds a round of unknown kind."""
    state = state_after(draw(), act("unload", weapon=COLT, by="ada", spent=0, unspent=1))
    lot = state.lots[f"found in {COLT}"]
    assert (lot.kind, lot.found) == ("unknown", 1)
    assert kinds(state) == ["round-not-entered"]


def test_rounds_that_do_not_come_out_are_unaccounted() -> None:
    """Six went in, five came out, none was fired."""
    state = state_after(
        draw(), prove(), load(), act("unload", weapon=COLT, by="ada", spent=0, unspent=5)
    )
    assert state.lots[DUMMIES].unaccounted == 1
    assert kinds(state) == ["count-differs"]


def test_shots_that_nobody_entered_show_in_the_cases() -> None:
    """Two fired cases come out though no shot was entered: they were fired."""
    state = state_after(
        draw(), prove(), load("blank", 2), act("unload", weapon=COLT, by="ada", spent=2, unspent=0)
    )
    assert state.lots[BLANKS].fired == 2
    assert state.lots[BLANKS].unaccounted == 0
    assert kinds(state) == ["shots-not-entered"]


def test_a_seal_with_another_number_is_a_discrepancy() -> None:
    """The seal broken is not the seal that was put on."""
    state = state_after(
        act("seal", item="bag-7", number="0012", by="ada"),
        act("break_seal", item="bag-7", number="0013", by="dov"),
        act("break_seal", item="bag-7", by="dov"),
    )
    assert kinds(state) == ["seal-differs", "no-seal"]


def test_a_count_of_weapons_is_held_against_the_record() -> None:
    """One of two weapons in the locked truck is a difference of one."""
    put = [
        act("put_away", weapon=name, by="ada", place=TRUCK, locked="yes") for name in (COLT, RUBBER)
    ]
    assert kinds(state_after(*put, act("count_weapons", place=TRUCK, found=2, by="ada"))) == []
    short = state_after(*put, act("count_weapons", place=TRUCK, found=1, by="ada"))
    assert kinds(short) == ["count-differs"]


def test_police_take_and_bring_back() -> None:
    """With the police it is in nobody's hands here; back again, nobody knows what is in it."""
    gone = act("hand_to_police", item=COLT, receipt="R-1", by="ada")
    state = state_after(draw(), prove(), gone)
    assert colt(state).police_receipt == "R-1"
    assert not colt(state).out
    back = evolve(state, act("come_back", item=COLT, by="dov"))
    assert colt(back).holder == "dov"
    assert colt(back).contents.kind == "unknown"


def test_drawing_what_is_not_here_is_a_discrepancy() -> None:
    """A missing weapon cannot be drawn; the report stands with the difference."""
    state = state_after(draw(), act("miss", item=COLT, by="ada"), draw())
    assert kinds(state) == ["not-here"]


@pytest.mark.parametrize(
    "between",
    [
        act("put_down", weapon=COLT, by="ada", place="cart", watched="yes"),
        act("leave_unattended", weapon=COLT, by="ada"),
        act("lose_sight", weapon=COLT, by="ada"),
        act("hand_over", weapon=COLT, by="ada", to="basil", in_sight="yes"),
        load("dummy", 1),
        act("unload", weapon=COLT, by="dov", spent=0, unspent=0),
        prove(by="dov"),
        act("clean", weapon=COLT, by="ada"),
        act("open_set_up", set_up="2b", by="basil"),
        act("break_for", what="meal", by="basil"),
        act("break_for", what="move", by="basil"),
        act("hold_meeting", meeting="m2", kind="re-brief", by="basil"),
        act("stop", by="kit"),
        act("misfire", weapon=COLT, by="ada", kind="misfire"),
        act("discharge", weapon=COLT, by="ada", how="drop", hurt=0),
        act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="yes"),
    ],
)
def test_sight_is_broken(between: Act) -> None:
    """After each of these, what Ada showed Cleo has to be shown again."""
    before = state_after(draw(), prove(), show(contents="empty", count=0))
    assert sight_kept(before, COLT, "ada", "cleo")
    assert not sight_kept(evolve(before, between), COLT, "ada", "cleo")


@pytest.mark.parametrize(
    "between",
    [
        hand_over(),
        act("return_weapon", weapon=COLT, by="cleo", to="ada"),
        act("fire", weapon=COLT, by="cleo", count=1),
        act("check_bore", weapon=COLT, by="ada", means="rod", result="clear"),
        act("call", weapon=COLT, by="ada", state="cold"),
        act("roll", set_up="1a", by="basil"),
        act("lose_sight", weapon=RUBBER, by="ada"),
    ],
)
def test_sight_is_kept(between: Act) -> None:
    """Between the two of them, in view, nothing needs to be shown again."""
    before = state_after(draw(), prove(), show(contents="empty", count=0))
    assert sight_kept(evolve(before, between), COLT, "ada", "cleo")


def test_loading_entered_late_shows_nobody() -> None:
    """Who was in view of a loading minutes ago has to be shown what is in it now."""
    before = state_after(draw(), prove())
    loading = load(in_view=("cleo",))
    assert sight_kept(evolve(before, loading), COLT, "ada", "cleo")
    assert not sight_kept(evolve(before, loading, late=True), COLT, "ada", "cleo")


def test_a_locked_weapon_has_no_sight_to_lose() -> None:
    """In a locked place it is out of everybody's sight already."""
    away = act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="yes")
    locked = state_after(draw(), away)
    lost = ("sight_lost", (COLT,))
    assert lost not in facts(locked, act("lose_sight", weapon=COLT, by="ada"))
    assert lost in facts(state_after(draw()), act("lose_sight", weapon=COLT, by="ada"))


def test_a_weapon_comes_out_once() -> None:
    """Drawn, put down and picked up again: it came out when it was drawn."""
    down = act("put_down", weapon=COLT, by="ada", place="cart")
    up = act("pick_up", weapon=COLT, by="ada")
    came_out = ("came_out", (COLT,))
    assert came_out in facts(state_after(), draw())
    assert came_out not in facts(state_after(draw(), down), up)


def test_without_an_entry_nothing_was_shown() -> None:
    """No showing, and no weapon of that name: not in sight."""
    assert not sight_kept(state_after(draw()), COLT, "ada", "cleo")
    assert not sight_kept(State(), "nothing", "ada", "cleo")


@pytest.mark.parametrize(
    ("one", "safe"),
    [
        (act("return_weapon", weapon=COLT, by="cleo", to="ada"), True),
        (act("put_away", weapon=COLT, by="ada", locked="yes"), True),
        (act("put_away", weapon=COLT, by="ada", locked="no"), False),
        (act("take_over_misfire", weapon=COLT, by="ada"), True),
        (act("clear_line", set_up="1a", by="ada"), True),
        (act("stop", by="kit"), True),
        (act("unload", weapon=COLT, by="ada", spent=0, unspent=0), True),
        (hand_over(), False),
        (load(), False),
    ],
)
def test_making_safe_is_never_held_up(one: Act, safe: bool) -> None:
    """Giving back, locking away, clearing people and stopping are never in question."""
    assert makes_safe(state_after(draw()), one) is safe


def test_opening_a_weapon_that_did_not_go_off_is_not_making_safe() -> None:
    """After a misfire, and while it is set aside as it was, opening it can be held up."""
    opening = act("unload", weapon=COLT, by="ada", spent=0, unspent=1)
    misfired = state_after(draw(), act("misfire", weapon=COLT, by="ada", kind="misfire"))
    assert not makes_safe(misfired, opening)
    assert not makes_safe(state_after(draw(), act("freeze", weapon=COLT, by="ada")), opening)


def test_twenty_thousand_acts_fold_quickly() -> None:
    """A long record folds in far less time than anybody would wait for."""
    use = (draw(), prove(), load("blank", 1), act("fire", weapon=COLT, by="ada", count=1))
    more = (
        act("unload", weapon=COLT, by="ada", spent=1, unspent=0),
        act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="yes"),
    )
    acts = placed([*intake(), *(use + more) * 3333])
    started = time.process_time()
    assert fold(acts).acts == len(acts)
    assert time.process_time() - started < 2
