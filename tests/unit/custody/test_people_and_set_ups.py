"""People, plans, meetings, set-ups, stops and incidents in the state."""

from __future__ import annotations

from acts import COLT, act, draw, kinds, state_after
from provesafe.custody import State, evolve, fold


def test_roles_come_and_go() -> None:
    """Assigned and relieved; relieved of what was never assigned is a discrepancy."""
    state = state_after(
        act("assign", person="esi", role="armorer", by="jonas"),
        act("relieve", person="esi", role="assistant-property-master", by="jonas"),
        act("relieve", person="esi", role="medic", by="jonas"),
    )
    assert state.people["esi"].roles == ("armorer",)
    assert kinds(state) == ["not-assigned"]


def test_papers_are_replaced_and_taken_away() -> None:
    """A newer paper of the same kind takes the place of the older."""
    state = state_after(
        act("permit", person="ada", kind="licence", until=20260601, by="jonas"),
        act("permit", person="ada", kind="licence", until=20270601, scope=["real"], by="jonas"),
    )
    assert [(one.until, one.scope) for one in state.people["ada"].papers] == [(20270601, ("real",))]
    gone = evolve(state, act("revoke_permit", person="ada", kind="licence", by="jonas"))
    assert gone.people["ada"].papers == ()


def test_training_and_what_was_shown_of_it() -> None:
    """Trained is not assessed; both are kept."""
    state = state_after(
        act("train", person="cleo", course="firearms", by="ada"),
        act("train", person="farid", course="firearms", by="ada", assessed="yes"),
        act("assess", person="cleo", course="handling", by="ada"),
    )
    assert state.people["cleo"].trained == ("firearms",)
    assert state.people["cleo"].assessed == ("handling",)
    assert state.people["farid"].assessed == ("firearms",)


def test_small_things_about_people_are_kept() -> None:
    """Medic in place, duties read, contact named, fitness doubted and cleared."""
    state = state_after(
        act("place_medic", person="ines", by="basil"),
        act("acknowledge_duties", by="jonas"),
        act("name_contact", person="hana", purpose="safety", by="jonas"),
        act("fitness_doubt", person="cleo", by="ada", words="smells of drink"),
    )
    assert state.people["ines"].medic_in_place
    assert state.people["jonas"].duties_acknowledged
    assert state.people["hana"].contact_for == ("safety",)
    assert state.people["cleo"].fitness_doubted
    later = fold(
        [
            act("medic_leaves", person="ines", by="basil"),
            act("fitness_cleared", person="cleo", by="basil"),
        ],
        state,
    )
    assert not later.people["ines"].medic_in_place
    assert not later.people["cleo"].fitness_doubted


def test_an_assessment_is_of_one_plan_version() -> None:
    """The assessment of version 1 says nothing about version 2."""
    plan = act("plan", set_up="1a", weapon=COLT, version=1, contents="dummy", count=6, by="ada")
    assessment = act(
        "assess_risk",
        set_up="1a",
        assessment="ra-1",
        version=1,
        plan_version=1,
        kind="firearms",
        by="hana",
    )
    state = state_after(plan, assessment)
    assert state.plans["1a", COLT].assessed == ("firearms",)
    second = act("plan", set_up="1a", weapon=COLT, version=2, contents="blank", count=2, by="ada")
    newer = evolve(state, second)
    assert newer.plans["1a", COLT].assessed == ()
    assert evolve(newer, assessment).plans["1a", COLT].assessed == ()


def test_a_plan_version_that_goes_back_is_a_discrepancy() -> None:
    """Version 1 after version 2 is taken in, and is in view."""
    plans = [
        act("plan", set_up="1a", weapon=COLT, version=number, contents="empty", by="ada")
        for number in (2, 1)
    ]
    assert kinds(state_after(*plans)) == ["version-not-newer"]


def test_late_arrivals_join_a_meeting() -> None:
    """Who was told later knows what the meeting went through; an unknown meeting is in view."""
    meeting = act("hold_meeting", meeting="m1", kind="safety", attended=["cleo"], by="basil")
    late = act("brief_late", meeting="m1", person="farid", by="gil")
    state = state_after(meeting, late, act("brief_late", meeting="m9", person="kit", by="gil"))
    assert state.meetings["m1"].attended == ("cleo", "basil", "farid")
    assert kinds(state) == ["no-meeting"]


def test_the_line_is_clear_until_somebody_steps_in() -> None:
    """Cleared by Ada; Kit steps in; the crew may move: each ends it."""
    clear = act("clear_line", set_up="1a", by="ada")
    assert state_after(clear).set_ups["1a"].line_clear_by == "ada"
    stepped = state_after(clear, act("in_line", set_up="1a", person="kit", by="basil"))
    assert stepped.set_ups["1a"].line_clear_by == ""
    assert stepped.set_ups["1a"].in_line == ("kit",)
    left = evolve(stepped, act("leave_line", set_up="1a", person="kit", by="basil"))
    assert left.set_ups["1a"].in_line == ()
    moved = state_after(clear, act("release_crew", set_up="1a", by="basil"))
    assert moved.set_ups["1a"].line_clear_by == ""


def test_a_set_up_runs_and_ends() -> None:
    """Opened, a take rolled, cut, closed."""
    state = state_after(
        act("open_set_up", set_up="1a", by="basil"),
        act("take_post", set_up="1a", person="cleo", post="target", by="basil"),
        act("start", set_up="1a", what="take", by="basil"),
        act("roll", set_up="1a", by="basil"),
    )
    running = state.set_ups["1a"]
    assert (running.open, running.running, running.rolling) == (True, "take", True)
    assert running.posts == (("cleo", "target"),)
    ended = fold(
        [act("cut", set_up="1a", by="basil"), act("close_set_up", set_up="1a", by="basil")], state
    ).set_ups["1a"]
    assert (ended.open, ended.running, ended.rolling) == (False, "", False)
    assert evolve(state, act("wrap", day=20260302, by="basil")).wrapped_day == 20260302


def test_a_stop_stands_until_work_goes_on() -> None:
    """Two stops, one resume: none is left."""
    state = state_after(act("stop", by="kit", words="phone rang"), act("stop", by="cleo"))
    assert [stop.by for stop in state.stops] == ["kit", "cleo"]
    assert evolve(state, act("resume", by="basil")).stops == ()


def test_concerns_keep_their_answers() -> None:
    """A concern without a name on it is answered; an unknown one is in view."""
    state = state_after(
        act("raise_concern", concern="c1", words="two guns on the cart"),
        act("answer_concern", concern="c1", by="jonas", words="locked now"),
        act("answer_concern", concern="c9", by="jonas", words="?"),
    )
    assert state.concerns["c1"].answers == 1
    assert kinds(state) == ["no-concern"]


def test_weapons_set_aside_come_back() -> None:
    """Quarantined and out of use, then free and back in use."""
    state = state_after(
        act("quarantine", weapon=COLT, by="ada"),
        act("withdraw", weapon=COLT, by="ada", words="hammer slips"),
        act("freeze", weapon=COLT, by="ada"),
    )
    weapon = state.weapons[COLT]
    assert (weapon.quarantined, weapon.withdrawn, weapon.frozen) == (True, True, True)
    back = fold(
        [act("release", weapon=COLT, by="hana"), act("put_back", weapon=COLT, by="ada")], state
    ).weapons[COLT]
    assert (back.quarantined, back.withdrawn, back.frozen) == (False, False, False)


def test_an_incident_keeps_who_came_and_what_was_asked() -> None:
    """Known, grave, two requests, one answered; an unopened incident is in view."""
    state = state_after(
        act("open_incident", incident="i1", by="basil", weapons=[COLT], persons=["cleo"]),
        act("know_injury", incident="i1", by="ines", grave="yes"),
        act("authority_arrives", incident="i1", authority="police", by="gil"),
        act("authority_asks", incident="i1", authority="police", words="the log", by="gil"),
        act("authority_asks", incident="i1", authority="police", words="the belts", by="gil"),
        act("answer_authority", incident="i1", authority="police", words="here", by="jonas"),
        act("answer_authority", incident="i2", authority="police", words="here", by="jonas"),
    )
    incident = state.incidents["i1"]
    assert (incident.grave, incident.authorities, incident.requests_open) == (True, ("police",), 1)
    assert incident.injury_known_ms is not None
    assert state.people["cleo"].suspended_by == ("i1",)
    assert kinds(state) == ["no-incident", "nothing-asked"]


def test_the_record_knows_when_it_could_receive() -> None:
    """Opened, a device joined, lost and back, closed."""
    state = fold(
        [
            act("open_record"),
            act("join_device", device="phone-1"),
            act("lose_device", device="phone-1"),
        ]
    )
    assert state.coverage.record_open
    assert state.coverage.devices_lost == ("phone-1",)
    back = fold([act("device_returns", device="phone-1"), act("close_record")], state)
    assert back.coverage.devices_joined == ("phone-1",)
    assert not back.coverage.record_open


def test_a_correction_changes_nothing_that_stands() -> None:
    """Amending and voiding are facts; the way forward is to do it again."""
    state = state_after(draw())
    for correction in (
        act("amend", ref="e3", why="wrong serial", by="ada"),
        act("void", ref="e3", why="wrong weapon", by="ada"),
    ):
        after = evolve(state, correction)
        assert after.weapons == state.weapons
        assert after.people == state.people


def test_a_rulebook_is_taken_on_in_one_version() -> None:
    """The last entry about a rulebook says which version and how."""
    state = fold(
        [
            act("adopt", rulebook="custody", version="1", mode="watched", by="jonas"),
            act("adopt", rulebook="custody", version="2", mode="enforced", by="jonas"),
        ],
        State(),
    )
    assert (state.rulebooks["custody"].version, state.rulebooks["custody"].mode) == (
        "2",
        "enforced",
    )
