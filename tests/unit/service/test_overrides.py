"""Going ahead against a rule: who can take it on, for what, and for how long."""

from __future__ import annotations

from audited import looked_at
from in_memory import Day, House
from provesafe.service import Decision, audit_production
from small_book import PEOPLE, SMALL, small_day

GIVEN = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}


def hand_over(day: Day, **changed: str) -> Decision:
    """Ask to give colt-2 to Cleo."""
    return day.ask("hand_over", **{**GIVEN, **changed})


def take_on(day: Day, by: str, *rules: str, **fields: str) -> list[Decision]:
    """Let somebody take on each of these rules of the small book."""
    about = {"act": "hand_over", "weapon": "colt-2", **fields}
    return [
        day.report("go_ahead", rule=f"small/{rule}", by=by, words="the light goes", **about)
        for rule in rules
    ]


def held(decision: Decision) -> set[str]:
    """The rules that hold an act up."""
    return {reason.rule for reason in decision.reasons}


def test_an_independent_person_takes_it_on() -> None:
    """Hana neither asks, gives, receives nor owes: with her name beside it the hand-over goes."""
    day = small_day()
    assert held(hand_over(day)) == {"shown", "met"}
    take_on(day, "hana", "shown", "met")
    decision = hand_over(day)
    assert decision.decision == "permit"
    assert {r.rule: r.gone_ahead_by for r in decision.advice} == {
        "shown": day.id_of("hana"),
        "met": day.id_of("hana"),
        "called": "",
    }


def test_the_rule_stays_not_met() -> None:
    """Going ahead changes the answer and never the finding: the facts have both."""
    day = small_day()
    hand_over(day)
    take_on(day, "hana", "shown", "met")
    hand_over(day)
    predicates = [{f.predicate for f in point.facts} for point in day.production.trace]
    assert sum("went_ahead" in one for one in predicates) == 2
    assert "handed_over" in predicates[-1]
    assert "refused_handed_over" in predicates[-4]


def test_an_audit_says_who_went_ahead_by_role() -> None:
    """At the hand-over that was taken on, and at no other of the same rule; the rest went past."""
    day = small_day()
    hand_over(day)
    take_on(day, "hana", "shown")
    assert held(hand_over(day)) == {"met"}
    day.report("hand_over", **GIVEN)
    day.report("hand_over", weapon="colt-2", by="cleo", to="ada", in_sight="yes")
    day.report("hand_over", **GIVEN)
    found = looked_at(day).audit.not_met
    ahead = [(f.reason.rule, f.reason.gone_ahead_by) for f in found]
    assert ("shown", "safety-advisor") in ahead
    assert [who for rule, who in ahead if rule == "shown"].count("safety-advisor") == 1
    assert all(who == "" for rule, who in ahead if rule != "shown")
    opened = audit_production(day.production, observed_until_ms=day.now_ms).not_met
    assert day.id_of("hana") in {f.reason.gone_ahead_by for f in opened}


def test_whoever_asks_gives_or_receives_is_not_independent() -> None:
    """Ada gives and Cleo receives, so neither can take it on, and the answer stays."""
    for by in ("ada", "cleo"):
        day = small_day()
        hand_over(day)
        taken = take_on(day, by, "shown", "met")
        assert [one.fields["independent"] for one in taken] == ["no", "no"]
        assert held(hand_over(day)) == {"shown", "met"}


def test_whoever_owes_it_by_role_is_not_independent() -> None:
    """The first AD owes the meeting, whatever the rule calls the one who owes it."""
    day = small_day()
    hand_over(day)
    shown, met = take_on(day, "basil", "shown", "met")
    assert (shown.fields["independent"], met.fields["independent"]) == ("yes", "no")
    assert held(hand_over(day)) == {"met"}


def test_whoever_answers_to_one_concerned_is_not_independent() -> None:
    """A chain of command that leads to the giver makes two keys one will."""
    day = House(books=(SMALL,)).begin(PEOPLE)
    day.report("enrol", person="esi", roles=["assistant-property-master"], reports_to="dov")
    day.report("enrol", person="dov", roles=["property-master"], reports_to="ada")
    day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
    day.report("draw", weapon="colt-2", by="ada", place="safe")
    hand_over(day)
    (by_chain,) = take_on(day, "esi", "shown")
    (by_nobody,) = take_on(day, "hana", "shown")
    assert by_chain.fields["independent"] == "no"
    assert by_nobody.fields["independent"] == "yes"


def test_what_the_sender_says_of_independence_does_not_count() -> None:
    """The record works it out itself, whatever was sent along."""
    day = small_day()
    hand_over(day)
    (taken,) = take_on(day, "ada", "shown", independent="yes")
    assert taken.fields["independent"] == "no"
    day = small_day()
    hand_over(day)
    (taken,) = take_on(day, "hana", "shown", independent="no")
    assert taken.fields["independent"] == "yes"


def test_nobody_goes_ahead_against_a_rule_that_is_never() -> None:
    """A rule of force `never` holds whoever takes it on."""
    day = small_day()
    hand_over(day, to="ada")
    take_on(day, "hana", "not-alone", "shown", "met")
    assert held(hand_over(day, to="ada")) == {"not-alone"}


def test_nothing_can_be_taken_on_in_advance() -> None:
    """Before anything was refused there is nothing to go ahead against."""
    day = small_day()
    (early,) = take_on(day, "hana", "shown")
    assert early.fields["independent"] == "no"
    assert "shown" in held(hand_over(day))


def test_it_is_used_once() -> None:
    """After the hand-over it stood for, the next one is asked anew."""
    day = small_day()
    hand_over(day)
    take_on(day, "hana", "shown", "met")
    hand_over(day)
    day.report("return_weapon", weapon="colt-2", by="cleo", to="ada")
    day.report("lose_sight", weapon="colt-2", by="ada")
    assert held(hand_over(day)) == {"shown", "met"}


def test_another_act_on_the_weapon_overtakes_it() -> None:
    """What was taken on was the weapon as it stood then."""
    day = small_day()
    hand_over(day)
    take_on(day, "hana", "shown", "met")
    day.report("clean", weapon="colt-2", by="ada")
    assert held(hand_over(day)) == {"shown", "met"}


def test_it_stands_for_one_weapon_and_one_act() -> None:
    """Taken on for colt-2, it says nothing of colt-3; nor can another act overtake it there."""
    day = small_day()
    hand_over(day)
    take_on(day, "hana", "shown", "met")
    assert held(hand_over(day, weapon="colt-3")) == {"shown", "met"}
    day.report("clean", weapon="colt-3", by="ada")
    assert hand_over(day).decision == "permit"


def test_the_act_may_be_left_out() -> None:
    """Without the name of the act it is about what was refused, and says so."""
    day = small_day()
    hand_over(day)
    taken = day.report("go_ahead", rule="small/shown", weapon="colt-2", by="hana", words="now")
    assert taken.fields["act"] == "hand_over"
    assert held(hand_over(day)) == {"met"}


def test_without_a_weapon_it_is_used_up_by_the_act() -> None:
    """A start names no weapon: taken on once, it lets one start go."""
    day = small_day()
    start = {"set_up": "12A", "what": "take", "by": "basil"}
    assert held(day.ask("start", **start)) == {"started-with-medic"}
    day.report("go_ahead", rule="small/started-with-medic", act="start", by="hana", words="now")
    day.report("clean", weapon="colt-2", by="ada")
    assert day.ask("start", **start).decision == "permit"
    assert held(day.ask("start", **start)) == {"started-with-medic"}


def test_whoever_took_it_on_cannot_use_it() -> None:
    """Hana took it on for Ada's hand-over; to herself it does not stand."""
    day = small_day()
    hand_over(day)
    take_on(day, "hana", "shown", "met")
    assert held(hand_over(day, to="hana")) == {"shown", "met"}


def test_it_outlasts_the_program() -> None:
    """The record is opened again and answers as it would have."""
    day = small_day()
    hand_over(day)
    day.reopen()
    take_on(day, "hana", "shown", "met")
    left = day.reopen()
    assert day.production.gone_ahead == left.gone_ahead != []
    assert hand_over(day).decision == "permit"
