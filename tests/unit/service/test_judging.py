"""What is open and what that makes the answer: enforced or watched, batches, making safe."""

from __future__ import annotations

from typing import Any

from in_memory import Day, House, own_book
from provesafe.service import Decision
from small_book import PEOPLE, SMALL, small_day

AGAINST_SAFETY = own_book(
    """
[[rule]]
id = "never-back"
title = "Against all sense: nothing is given back"
on = "(EXISTS g. returned(w, g, r)) OR put_away(w, r)"
require = "FALSE"
duty = ["r"]
weight = "danger"
force = "never"
say.en = "{w} went back to {r}."
source = { document = "ours", section = "1", standing = "house" }
""",
    name="against",
)


def rules(decision: Decision) -> set[str]:
    """The rules that hold an act up."""
    return {reason.rule for reason in decision.reasons}


def advice(decision: Decision) -> set[str]:
    """The rules that are open and do not hold it up."""
    return {reason.rule for reason in decision.advice}


def give(weapon: str, to: str = "cleo") -> tuple[str, dict[str, Any]]:
    """A hand-over by Ada."""
    return "hand_over", {"weapon": weapon, "by": "ada", "to": to, "in_sight": "yes"}


def met_and_shown(*weapons: str) -> Day:
    """A day on which these weapons can be given to Cleo."""
    day = small_day()
    day.report("hold_meeting", meeting="m", kind="safety", by="basil")
    for weapon in weapons:
        day.report("show", weapon=weapon, by="ada", to=["cleo"], contents="unknown")
    return day


def test_danger_comes_before_paper_and_advice_apart() -> None:
    """Reasons are sorted by weight; a rule that only advises never holds anything up."""
    decision = small_day().ask(*give("colt-2")[:1], **give("colt-2")[1])
    assert [r.weight for r in decision.reasons] == ["danger", "paper"]
    assert advice(decision) == {"called"}


def test_a_watched_rulebook_says_and_does_not_hold_up() -> None:
    """The same rules, watched: everything is said, nothing is refused."""
    day = small_day(House(books=(SMALL,), watched=frozenset({"small"})))
    decision = day.ask("hand_over", **give("colt-2")[1])
    assert decision.decision == "permit"
    assert advice(decision) == {"shown", "met", "called"}
    assert all(reason.watched for reason in decision.advice)


def test_making_safe_is_never_held_up() -> None:
    """Even a rule of force `never` that somebody wrote against it only says so."""
    day = House(books=(AGAINST_SAFETY,)).begin(PEOPLE)
    day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
    day.report("draw", weapon="colt-2", by="ada", place="safe")
    back = day.ask("return_weapon", weapon="colt-2", by="ada", to="dov")
    away = day.ask("put_away", weapon="colt-2", by="dov", place="safe", locked="yes")
    assert (back.decision, away.decision) == ("permit", "permit")
    assert (advice(back), advice(away)) == ({"never-back"}, {"never-back"})


def test_putting_away_unlocked_does_not_make_safe() -> None:
    """Left in an open place, it is an act like any other, and the rule holds it up."""
    day = House(books=(AGAINST_SAFETY,)).begin(PEOPLE)
    day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
    day.report("draw", weapon="colt-2", by="ada", place="safe")
    away = day.ask("put_away", weapon="colt-2", by="ada", place="table", locked="no")
    assert rules(away) == {"never-back"}


def test_a_batch_names_the_item_that_is_open() -> None:
    """One of two was shown: that one goes, the other is named with its rule."""
    day = met_and_shown("colt-2")
    shown, unshown = day.ask_all([give("colt-2"), give("colt-3")])
    assert (shown.decision, unshown.decision) == ("permit", "refuse")
    assert rules(unshown) == {"shown"}
    assert day.production.state.weapons["colt-2"].holder == day.id_of("cleo")
    assert day.production.state.weapons["colt-3"].holder == day.id_of("ada")


def test_an_atomic_batch_goes_whole_or_not_at_all() -> None:
    """All or none: what was open for one holds the other back."""
    day = met_and_shown("colt-2")
    both = day.ask_all([give("colt-2"), give("colt-3")], atomic=True)
    assert [one.decision for one in both] == ["refuse", "refuse"]
    assert day.production.state.weapons["colt-2"].holder == day.id_of("ada")


def test_what_concerns_all_is_open_for_each() -> None:
    """Without a meeting neither goes, and each is told why."""
    day = small_day()
    for weapon in ("colt-2", "colt-3"):
        day.report("show", weapon=weapon, by="ada", to=["cleo"], contents="unknown")
    both = day.ask_all([give("colt-2"), give("colt-3")])
    assert [rules(one) for one in both] == [{"met"}, {"met"}]


def test_a_batch_is_taken_apart_until_nothing_changes() -> None:
    """Two of three are taken out one by one, the third goes with what was open for it alone."""
    day = met_and_shown("colt-2")
    day.report("receive_weapon", weapon="colt-4", kind="real", by="ada")
    day.report("draw", weapon="colt-4", by="ada", place="safe")
    first, second, third = day.ask_all([give("colt-3"), give("colt-2"), give("colt-4", to="ada")])
    assert (rules(first), rules(second)) == ({"shown"}, set())
    assert "not-alone" in rules(third)


def test_a_report_is_never_refused() -> None:
    """What has happened is noted with the rules it did not meet, advice with them."""
    day = small_day()
    noted = day.report("hand_over", **give("colt-2")[1])
    assert noted.decision == "noted"
    assert rules(noted) == {"shown", "met", "called"}
    assert day.production.state.weapons["colt-2"].holder == day.id_of("cleo")


def test_every_reason_says_what_a_person_needs() -> None:
    """Each has its rule, its source, its sentence with the names filled in, and who mends it."""
    day = small_day()
    for reason in day.ask("hand_over", **give("colt-2")[1]).reasons:
        assert reason.id == f"small/{reason.rule}"
        assert (reason.document, reason.standing) == ("Our own composition", "house")
        assert "{" not in reason.say + reason.nearest
        assert reason.remedy is not None
        assert reason.remedy.by in ((day.id_of("ada"),), ("first-ad",))


def test_evidence_names_the_entry_that_came_nearest() -> None:
    """The showing that no longer counts stands beside the reason, by its leaf index."""
    day = met_and_shown("colt-2")
    entry = day.production.leaves[-1]
    day.report("lose_sight", weapon="colt-2", by="ada")
    (reason,) = day.ask("hand_over", **give("colt-2")[1]).reasons
    assert entry in reason.evidence
    assert reason.nearest
