"""The facts of each group of acts, as rulebooks ask for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acts import (
    BLANKS,
    COLT,
    DAY,
    DUMMIES,
    POINTS,
    RUBBER,
    TRUCK,
    act,
    draw,
    facts_of_last,
    hand_over,
    intake,
    load,
    placed,
    prove,
    show,
    state_after,
)
from provesafe.custody import State, facts, refused_facts


def test_enrolling_assigns_each_role() -> None:
    """A person who joins with two roles has both assigned."""
    given = facts(State(), act("enrol", person="gil", roles=["second-ad", "crew"]))
    assert ("enrolled", ("gil",)) in given
    assert ("assigned", ("gil", "second-ad")) in given
    assert ("assigned", ("gil", "crew")) in given


def test_a_meeting_counts_its_leader_as_there() -> None:
    """Whoever leads a meeting attended it."""
    given = facts(
        State(),
        act("hold_meeting", meeting="m1", kind="safety", attended=["cleo"], by="basil"),
    )
    assert ("attended", ("m1", "basil")) in given
    assert ("attended", ("m1", "cleo")) in given
    assert ("walked_through", ("m1",)) not in given


def test_a_plan_without_load_has_no_load_fact() -> None:
    """What was not said gives no fact."""
    given = facts(
        State(),
        act("plan", set_up="1a", weapon=COLT, version=1, contents="empty", aim="away", by="ada"),
    )
    assert ("planned_contents", ("1a", COLT, "empty", 0)) in given
    assert not [one for one in given if one[0] == "planned_load"]


def test_a_new_plan_version_breaks_sight_of_a_weapon_that_is_out() -> None:
    """A second version for a weapon that is out ends what was shown."""
    plan = act("plan", set_up="1a", weapon=COLT, version=1, contents="empty", by="ada")
    second = act("plan", set_up="1a", weapon=COLT, version=2, contents="dummy", by="ada")
    assert ("sight_lost", (COLT,)) not in facts_of_last(draw(), plan)
    assert ("sight_lost", (COLT,)) in facts_of_last(draw(), plan, second)
    assert ("sight_lost", (COLT,)) not in facts_of_last(plan, second)


def test_taking_in_a_weapon_leaves_its_contents_unknown() -> None:
    """What is in a weapon that comes in is not known."""
    given = facts(State(), act("receive_weapon", weapon="w", kind="real", by="ada"))
    assert ("contents_now", ("w", "unknown", 0)) in given
    assert ("of_kind", ("w", "real")) in given


def test_taking_in_live_rounds_is_finding_them() -> None:
    """A lot that is said to be live is a live round found."""
    given = facts(State(), act("receive_lot", lot="l", kind="live", count=5, by="ada"))
    assert ("live_round_found", ("l",)) in given


def test_drawing_takes_and_brings_out() -> None:
    """Drawing gives the act, the purpose, the holder and that it came out."""
    given = facts_of_last(draw())
    assert given == (
        ("drawn", (COLT, "ada")),
        ("drawn_for", (COLT, "filming")),
        ("took", (COLT, "ada")),
        ("came_out", (COLT,)),
        ("on_day", (DAY,)),
        ("on_date", (DAY,)),
        ("acted", ("ada",)),
        ("of_kind", (COLT, "real")),
    )


def test_a_hand_over_changes_hands_once() -> None:
    """The giver gave it up and the receiver took it."""
    given = facts_of_last(draw(), prove(), hand_over())
    assert ("handed_over", (COLT, "ada", "cleo")) in given
    assert ("kept_in_sight", (COLT, "ada")) in given
    assert ("gave_up", (COLT, "ada")) in given
    assert ("took", (COLT, "cleo")) in given
    assert ("sight_lost", (COLT,)) not in given


def test_a_hand_over_not_kept_in_sight_does_not_say_so() -> None:
    """Sight is a positive word: without it there is no fact."""
    given = facts_of_last(
        draw(), act("hand_over", weapon=COLT, by="ada", to="cleo", in_sight="no", set_up="1a")
    )
    assert ("kept_in_sight", (COLT, "ada")) not in given
    assert ("brought_to", ("1a", COLT)) in given


def test_locking_away_is_said_only_of_a_locked_place() -> None:
    """Put away in a place that is not locked, the weapon is still out."""
    loose = act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="no")
    locked = act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="yes")
    assert ("locked_away", (COLT,)) not in facts_of_last(draw(), loose)
    assert ("locked_away", (COLT,)) in facts_of_last(draw(), locked)
    assert ("gave_up", (COLT, "ada")) in facts_of_last(draw(), locked)


def test_locking_the_store_locks_what_lies_in_it() -> None:
    """A weapon put away loose is locked away when its store is locked."""
    loose = act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="no")
    given = facts_of_last(draw(), loose, act("lock_store", place=TRUCK, by="ada"))
    assert ("locked_away", (COLT,)) in given
    assert ("locked_away", (RUBBER,)) not in given


def test_proving_needs_all_points_in_order() -> None:
    """Four points, or the bore first, do not prove a weapon empty."""
    turned = act("inspect", weapon=COLT, by="ada", points=[*POINTS[4:], *POINTS[:4]], found="empty")
    four = act("inspect", weapon=COLT, by="ada", points=list(POINTS[:4]), found="empty")
    loaded = act("inspect", weapon=COLT, by="ada", points=list(POINTS), found="loaded")
    for short in (turned, four, loaded):
        assert ("proved_empty", (COLT, "ada")) not in facts_of_last(draw(), short)
    given = facts_of_last(draw(), prove())
    assert ("proved_empty", (COLT, "ada")) in given
    assert ("contents_now", (COLT, "empty", 0)) in given


@pytest.mark.parametrize(
    ("checked", "failed", "proved"),
    [(6, 0, True), (6, None, True), (5, 0, False), (6, 1, False)],
)
def test_rounds_are_proved_only_all_of_them(checked: int, failed: int | None, proved: bool) -> None:
    """Rounds are proved when every one was checked and none was wrong."""
    more = {} if failed is None else {"failed": failed}
    given = facts_of_last(
        act(
            "check_rounds",
            weapon=COLT,
            lot=DUMMIES,
            checked=checked,
            of=6,
            kind="dummy",
            means="shaken",
            seen_by=["basil"],
            by="ada",
            **more,
        )
    )
    assert (("rounds_proved", (COLT, DUMMIES, 6)) in given) is proved
    assert (("rounds_failed", (DUMMIES, 1)) in given) is (failed == 1)
    assert ("rounds_seen", (COLT, DUMMIES, "basil")) in given


def test_showing_gives_a_fact_for_each_person() -> None:
    """Each person shown is named, and every round only when all were."""
    three = act(
        "show",
        weapon=COLT,
        by="ada",
        to=["cleo", "basil"],
        contents="dummy",
        count=6,
        checked=3,
        of=6,
    )
    given = facts_of_last(draw(), three)
    assert ("shown", (COLT, "ada", "cleo")) in given
    assert ("shown", (COLT, "ada", "basil")) in given
    assert ("showed", (COLT, "ada", "dummy", 6)) in given
    assert ("every_round_shown", (COLT, "cleo")) not in given
    assert ("every_round_shown", (COLT, "cleo")) in facts_of_last(draw(), show())


def test_loading_in_view_is_a_showing_with_the_new_contents() -> None:
    """Loading breaks the old sight and shows the new contents to those in view."""
    given = facts_of_last(draw(), prove(), load(in_view=("cleo",)))
    assert ("shown", (COLT, "ada", "cleo")) in given
    assert ("sight_lost", (COLT,)) in given
    assert ("contents_now", (COLT, "dummy", 6)) in given


def test_unloading_leaves_it_empty() -> None:
    """Unloading gives the cases taken and an empty weapon."""
    given = facts_of_last(
        draw(),
        prove(),
        load("blank", 2),
        act("fire", weapon=COLT, by="ada", count=2),
        act("unload", weapon=COLT, by="ada", spent=2, unspent=0),
    )
    assert ("spent_taken", (COLT, 2)) in given
    assert ("contents_now", (COLT, "empty", 0)) in given


def test_firing_lowers_the_contents() -> None:
    """After one of two blanks one is left."""
    given = facts_of_last(
        draw(), prove(), load("blank", 2), act("fire", weapon=COLT, by="ada", count=1)
    )
    assert ("contents_now", (COLT, "blank", 1)) in given


def test_a_stop_breaks_the_sight_of_every_weapon_out() -> None:
    """A stop touches each weapon that is out and names its kind, and no other."""
    given = facts_of_last(draw(), act("stop", by="kit"))
    assert ("stopped", ("kit",)) in given
    assert ("sight_lost", (COLT,)) in given
    assert ("of_kind", (COLT, "real")) in given
    assert ("sight_lost", (RUBBER,)) not in given


def test_an_incident_suspends_what_it_names_until_it_is_closed() -> None:
    """Weapons and people of an incident are suspended, and again not."""
    opened = act(
        "open_incident", incident="i1", by="basil", weapons=[COLT], persons=["ada", "cleo"]
    )
    given = facts_of_last(opened)
    assert ("suspended_weapon", (COLT,)) in given
    assert ("suspended_person", ("cleo",)) in given
    closed = facts_of_last(opened, act("close_incident", incident="i1", by="jonas"))
    assert ("unsuspended_weapon", (COLT,)) in closed
    assert ("unsuspended_person", ("cleo",)) in closed


def test_two_incidents_suspend_until_both_are_closed() -> None:
    """Closing one incident does not lift what another still asks for."""
    both = [
        act("open_incident", incident=name, by="basil", weapons=[COLT]) for name in ("i1", "i2")
    ]
    given = facts_of_last(*both, act("close_incident", incident="i1", by="jonas"))
    assert ("unsuspended_weapon", (COLT,)) not in given


def test_a_count_that_differs_gives_the_difference() -> None:
    """A count of rounds that is two short says so; a count that fits says nothing."""
    short = act("count_rounds", lot=BLANKS, place=TRUCK, found=98, by="ada", second="dov")
    given = facts_of_last(short)
    assert ("counted", (BLANKS, TRUCK, 98)) in given
    assert ("counted_by", (BLANKS, "dov")) in given
    assert ("rounds_unaccounted", (BLANKS, 2)) in given
    full = act("count_rounds", lot=BLANKS, place=TRUCK, found=100, by="ada")
    assert not [one for one in facts_of_last(full) if one[0] == "rounds_unaccounted"]


def test_end_of_work_is_told_as_finished() -> None:
    """The second notice of a day is about its end."""
    given = facts(State(), act("notify_end", authority="police", by="gil"))
    assert ("notified", ("police", "finished")) in given


def test_a_late_showing_clears_nothing() -> None:
    """Entered three minutes late, a showing stands as late and no element of it clears."""
    acts = placed((*intake(), draw(), show()))
    late = replace(acts[-1], happened_ms=acts[-1].at_ms - 180_000)
    given = facts(state_after(draw()), late)
    assert ("late_shown", (COLT, "ada", "cleo")) in given
    assert ("late_every_round_shown", (COLT, "cleo")) in given
    assert not [one for one in given if one[0] in ("shown", "showed", "every_round_shown")]


def test_within_two_minutes_is_not_late() -> None:
    """An act entered exactly 120 seconds after it happened still counts."""
    acts = placed((*intake(), draw(), show()))
    given = facts(state_after(draw()), replace(acts[-1], happened_ms=acts[-1].at_ms - 120_000))
    assert ("shown", (COLT, "ada", "cleo")) in given


def test_a_late_proving_leaves_the_contents_as_they_were() -> None:
    """Proving entered late has no clearing effect."""
    given = facts(state_after(draw()), prove(), late=True)
    assert ("late_proved_empty", (COLT, "ada")) in given
    assert not [one for one in given if one[0] == "contents_now"]


def test_a_late_clouding_act_counts_at_once() -> None:
    """That a weapon was out of sight counts however late it is entered."""
    given = facts(state_after(draw()), act("lose_sight", weapon=COLT, by="ada"), late=True)
    assert ("lost_sight", (COLT, "ada")) in given
    assert ("sight_lost", (COLT,)) in given


def test_a_late_loading_counts_but_shows_nobody() -> None:
    """Loading entered late changes the contents and is no showing."""
    given = facts(state_after(draw(), prove()), load(in_view=("cleo",)), late=True)
    assert ("contents_now", (COLT, "dummy", 6)) in given
    assert ("late_shown", (COLT, "ada", "cleo")) in given
    assert ("shown", (COLT, "ada", "cleo")) not in given


def test_a_late_unloading_leaves_the_contents_unknown() -> None:
    """Unloaded some time ago, says somebody now: it has to be looked at."""
    given = facts(
        state_after(draw(), prove(), load()),
        act("unload", weapon=COLT, by="ada", spent=0, unspent=6),
        late=True,
    )
    assert ("contents_now", (COLT, "unknown", 0)) in given
    assert ("late_unloaded", (COLT, "ada")) in given


def test_a_request_that_did_not_go_ahead_has_not_happened() -> None:
    """It gives its head as refused, its day and the weapon's kind, and no effect."""
    given = refused_facts(hand_over(), state_after(draw()))
    assert given == (
        ("refused_handed_over", (COLT, "ada", "cleo")),
        ("on_day", (DAY,)),
        ("on_date", (DAY,)),
        ("of_kind", (COLT, "real")),
    )


def test_going_ahead_names_the_rule_even_without_a_weapon() -> None:
    """A rule without a weapon leaves that argument empty."""
    given = facts(State(), act("go_ahead", rule="set-practice/meeting", by="basil", words="late"))
    assert ("went_ahead", ("set-practice/meeting", "", "basil")) in given
