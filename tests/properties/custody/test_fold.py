"""Laws of the fold: total, the same in pieces, nothing lost, rounds conserved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from act_strategies import any_act, busy_history, close_history, history, working_history
from provesafe.custody import Act, Lot, State, Walk, evolve, facts, fold, step
from tidy.words import screen_problems


def rounds_in(lot: Lot) -> int:
    """The left side of the law of a lot."""
    return lot.received + lot.found


def rounds_somewhere(lot: Lot) -> int:
    """The right side, added up here and not by the program."""
    return (
        sum(count for _, count in lot.stored)
        + sum(count for _, count in lot.worn)
        + lot.issued
        + lot.loaded
        + lot.fired
        + lot.misfired
        + lot.converted
        + lot.returned
        + lot.police
        + lot.destroyed
        + lot.unaccounted
    )


@given(history())
def test_every_report_gives_a_state(acts: tuple[Act, ...]) -> None:
    """Any well-formed acts, in any order, fold to a state that has counted them."""
    assert fold(acts).acts == len(acts)


@given(history(), st.integers(0, 25))
def test_a_fold_in_pieces_is_the_fold_of_the_whole(acts: tuple[Act, ...], cut: int) -> None:
    """fold(a + b) is the fold of b from fold(a), and so is one act at a time."""
    assert fold(acts[cut:], fold(acts[:cut])) == fold(acts)
    state = State()
    for act in acts:
        state = evolve(state, act)
    assert state == fold(acts)


@given(history())
def test_a_walk_gives_the_facts_of_each_step(acts: tuple[Act, ...]) -> None:
    """Facts on a walk are the facts in the state before, and a step is both at once."""
    walk, state = Walk(), State()
    for act in acts:
        wanted = facts(state, act)
        assert walk.take(act) == wanted
        one = step(state, act)
        assert one.facts == wanted
        state = one.state
    assert walk.state() == state


@given(history(), any_act())
def test_an_older_state_stays_as_it_was(acts: tuple[Act, ...], more: Act) -> None:
    """Going on from a state does not change it."""
    before = fold(acts)
    evolve(before, more)
    assert before == fold(acts)


@given(busy_history())
def test_discrepancies_are_never_lost(acts: tuple[Act, ...]) -> None:
    """Discrepancies only ever grow, and each has its entry and plain words."""
    walk, before = Walk(), State()
    for act in acts:
        walk.follow(act)
        after = walk.state()
        known = len(before.discrepancies)
        assert after.discrepancies[:known] == before.discrepancies
        for one in after.discrepancies[known:]:
            assert one.entry == act.entry
            assert one.words
            assert not screen_problems({one.kind: one.words})
            assert one.thing
        before = after


@given(busy_history() | close_history())
def test_no_round_is_made_or_lost(acts: tuple[Act, ...]) -> None:
    """Whatever was entered, received and found rounds are somewhere, and no number is negative."""
    walk = Walk()
    for act in acts:
        walk.follow(act)
        state = walk.state()
        for lot in state.lots.values():
            assert rounds_in(lot) == rounds_somewhere(lot)
            assert lot.cases_waiting >= 0
            assert lot.loaded == sum(
                row.count
                for weapon in state.weapons.values()
                for row in weapon.contents.rounds
                if row.lot == lot.id
            )
            counts = [lot.issued, lot.loaded, lot.fired, lot.misfired, lot.unaccounted]
            counts += [count for _, count in (*lot.stored, *lot.worn)]
            assert min(counts) >= 0


@given(busy_history())
def test_a_weapon_is_held_or_locked_not_both(acts: tuple[Act, ...]) -> None:
    """A weapon in somebody's hands is out; a locked one is in nobody's hands."""
    for weapon in fold(acts).weapons.values():
        assert not (weapon.holder and weapon.locked)
        assert not (weapon.holder and not weapon.out)
        assert not (weapon.locked and weapon.out)


@given(working_history())
def test_a_day_that_fits_together_has_no_discrepancy(acts: tuple[Act, ...]) -> None:
    """Drawn, loaded, fired, unloaded and counted as it was: nothing is unaccounted for."""
    state = fold(acts)
    assert state.discrepancies == ()
    for lot in state.lots.values():
        assert lot.unaccounted == 0
        assert lot.found == 0
        assert lot.loaded == 0
        assert lot.cases_missing == 0
        assert lot.fired == lot.cases_counted


@given(working_history())
def test_nothing_is_loaded_without_a_holder_or_a_locked_place(acts: tuple[Act, ...]) -> None:
    """In a day that fits together, a weapon with rounds in it is always with somebody."""
    walk = Walk()
    for act in acts:
        walk.follow(act)
        for weapon in walk.state().weapons.values():
            if weapon.contents.count:
                assert weapon.holder or weapon.locked
