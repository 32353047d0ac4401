"""People, meetings, plans and the record itself: what stands besides weapons and rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from provesafe.custody.act import Act
from provesafe.custody.draft import Draft
from provesafe.custody.keeping import standing_holds
from provesafe.custody.state import Adoption, LegalHold, Meeting, Paper, Person, Plan
from provesafe.custody.transitions.transition import Transition

__all__ = ["PEOPLE", "with_one", "without_one"]


def with_one(rows: tuple[str, ...], one: str) -> tuple[str, ...]:
    """`rows` with `one` at its end, unless it is there already."""
    return rows if one in rows else (*rows, one)


def without_one(rows: tuple[str, ...], one: str) -> tuple[str, ...]:
    """`rows` without `one`."""
    return tuple(row for row in rows if row != one)


def _put(draft: Draft, person: Person) -> None:
    draft.people.put(person.id, person)


def _enrol(draft: Draft, act: Act) -> None:
    person = draft.person(act.text("person"))
    roles = person.roles
    for role in act.listed("roles"):
        roles = with_one(roles, role)
    reports_to = act.text("reports_to") or person.reports_to
    _put(draft, replace(person, enrolled=True, roles=roles, reports_to=reports_to))


def _assign(draft: Draft, act: Act) -> None:
    person = draft.person(act.text("person"))
    _put(draft, replace(person, roles=with_one(person.roles, act.text("role"))))


def _relieve(draft: Draft, act: Act) -> None:
    person, role = draft.person(act.text("person")), act.text("role")
    if role not in person.roles:
        draft.disagree("not-assigned", f"{person.id} was not entered as {role}", thing=person.id)
    _put(draft, replace(person, roles=without_one(person.roles, role)))


def _permit(draft: Draft, act: Act) -> None:
    person = draft.person(act.text("person"))
    paper = Paper(kind=act.text("kind"), until=act.number("until"), scope=act.listed("scope"))
    others = tuple(one for one in person.papers if one.kind != paper.kind)
    _put(draft, replace(person, papers=(*others, paper)))


def _revoke(draft: Draft, act: Act) -> None:
    person = draft.person(act.text("person"))
    papers = tuple(one for one in person.papers if one.kind != act.text("kind"))
    _put(draft, replace(person, papers=papers))


def _train(draft: Draft, act: Act) -> None:
    person, course = draft.person(act.text("person")), act.text("course")
    assessed = person.assessed
    if act.text("assessed") == "yes":
        assessed = with_one(assessed, course)
    _put(draft, replace(person, trained=with_one(person.trained, course), assessed=assessed))


def _assess(draft: Draft, act: Act) -> None:
    person = draft.person(act.text("person"))
    _put(draft, replace(person, assessed=with_one(person.assessed, act.text("course"))))


def _name_contact(draft: Draft, act: Act) -> None:
    person = draft.person(act.text("person"))
    _put(draft, replace(person, contact_for=with_one(person.contact_for, act.text("purpose"))))


def _place_medic(draft: Draft, act: Act) -> None:
    _put(draft, replace(draft.person(act.text("person")), medic_in_place=True))


def _medic_leaves(draft: Draft, act: Act) -> None:
    _put(draft, replace(draft.person(act.text("person")), medic_in_place=False))


def _acknowledge(draft: Draft, act: Act) -> None:
    _put(draft, replace(draft.person(act.text("by")), duties_acknowledged=True))


def _doubt_fitness(draft: Draft, act: Act) -> None:
    _put(draft, replace(draft.person(act.text("person")), fitness_doubted=True))


def _clear_fitness(draft: Draft, act: Act) -> None:
    _put(draft, replace(draft.person(act.text("person")), fitness_doubted=False))


def _adopt(draft: Draft, act: Act) -> None:
    adoption = Adoption(
        rulebook=act.text("rulebook"),
        version=act.text("version"),
        mode=act.text("mode"),
        digest=act.text("digest"),
        settings=act.text("settings"),
        definitions=act.text("definitions"),
    )
    draft.rulebooks.put(adoption.rulebook, adoption)


def _plan(draft: Draft, act: Act) -> None:
    """A new version for a weapon that is out ends every showing made for the old one."""
    set_up, weapon, version = act.text("set_up"), act.text("weapon"), act.number("version")
    before = draft.plans.get((set_up, weapon))
    if before is not None:
        if version <= before.version:
            draft.disagree(
                "version-not-newer",
                f"version {version} of the plan for {weapon} in {set_up} came after"
                f" version {before.version}",
                thing=weapon,
            )
        known = draft.weapons.get(weapon)
        if known is not None and known.out:
            draft.lose_sight(weapon)
    plan = Plan(
        set_up=set_up,
        weapon=weapon,
        version=version,
        contents=act.text("contents"),
        count=act.number("count"),
        load=act.text("load"),
        aim=act.text("aim"),
        muzzle_line=act.text("muzzle_line"),
        distance_cm=act.number("distance_cm"),
        positions=act.text("positions"),
        index=act.index,
    )
    draft.plans.put((set_up, weapon), plan)
    here = draft.set_up(set_up)
    draft.set_ups.put(set_up, replace(here, planned=with_one(here.planned, weapon)))
    known = draft.weapons.get(weapon)
    if known is not None and here.open:
        draft.put_weapon(replace(known, set_up=set_up))


def _assess_risk(draft: Draft, act: Act) -> None:
    """An assessment counts for the plan version it names, and for no other."""
    set_up, kind = act.text("set_up"), act.text("kind")
    for weapon in draft.set_up(set_up).planned:
        plan = draft.plans.get((set_up, weapon))
        if plan is not None and plan.version == act.number("plan_version"):
            assessed = with_one(plan.assessed, kind)
            draft.plans.put((set_up, weapon), replace(plan, assessed=assessed))


def _hold_meeting(draft: Draft, act: Act) -> None:
    attended = with_one(act.listed("attended"), act.text("by"))
    meeting = Meeting(
        id=act.text("meeting"),
        kind=act.text("kind"),
        agenda=act.listed("agenda"),
        attended=attended,
        at_ms=act.at_ms,
        shooting_day=act.shooting_day,
    )
    draft.meetings.put(meeting.id, meeting)
    draft.lose_sight_of_all_out()


def _brief_late(draft: Draft, act: Act) -> None:
    name, person = act.text("meeting"), act.text("person")
    meeting = draft.meetings.get(name)
    if meeting is None:
        draft.disagree("no-meeting", f"meeting {name} was not entered", thing=name)
        return
    draft.meetings.put(name, replace(meeting, attended=with_one(meeting.attended, person)))


def _open_record(draft: Draft, act: Act) -> None:
    draft.coverage = replace(draft.coverage, record_open=True, record_opened_ms=act.at_ms)


def _close_record(draft: Draft, act: Act) -> None:
    draft.coverage = replace(draft.coverage, record_open=False, alive_ms=act.at_ms)


def _keep_alive(draft: Draft, act: Act) -> None:
    draft.coverage = replace(draft.coverage, alive_ms=act.at_ms)


def _device_here(draft: Draft, act: Act) -> None:
    before, device = draft.coverage, act.text("device")
    draft.coverage = replace(
        before,
        devices_joined=with_one(before.devices_joined, device),
        devices_lost=without_one(before.devices_lost, device),
    )


def _device_gone(draft: Draft, act: Act) -> None:
    before, device = draft.coverage, act.text("device")
    draft.coverage = replace(
        before,
        devices_joined=without_one(before.devices_joined, device),
        devices_lost=with_one(before.devices_lost, device),
    )


def _set_retention(draft: Draft, act: Act) -> None:
    draft.retention_until = act.number("until")


def _place_legal_hold(draft: Draft, act: Act) -> None:
    hold = LegalHold(
        id=act.text("reference"),
        persons=act.listed("persons"),
        authority=act.text("authority"),
        by=act.text("by"),
        at_ms=act.at_ms,
    )
    draft.legal_holds.put(hold.id, hold)


def _lift_legal_hold(draft: Draft, act: Act) -> None:
    name = act.text("reference")
    hold = draft.legal_holds.get(name)
    if hold is None:
        draft.disagree("no-legal-hold", f"nothing was kept as {name}", thing=name)
        return
    draft.legal_holds.put(name, replace(hold, lifted=True))


def _ask_erasure(draft: Draft, act: Act) -> None:
    person = draft.person(act.text("person"))
    _put(draft, replace(person, erasure_asked_ms=act.at_ms))


def _erase_person(draft: Draft, act: Act) -> None:
    """What was erased against what is kept for the law is said; it cannot be brought back."""
    name = act.text("person")
    kept = standing_holds(draft.legal_holds.values(), name)
    if kept or 0 < act.date <= draft.retention_until:
        why = f"it was kept as {', '.join(kept)}" if kept else "it was to be kept longer"
        draft.disagree("erased-while-kept", f"{name} was erased, and {why}", thing=name)
    _put(draft, replace(draft.person(name), erased=True, erasure_asked_ms=None))


PEOPLE: Mapping[str, Transition] = {
    "enrol": _enrol,
    "assign": _assign,
    "relieve": _relieve,
    "permit": _permit,
    "revoke_permit": _revoke,
    "train": _train,
    "assess": _assess,
    "name_contact": _name_contact,
    "place_medic": _place_medic,
    "medic_leaves": _medic_leaves,
    "acknowledge_duties": _acknowledge,
    "fitness_doubt": _doubt_fitness,
    "fitness_cleared": _clear_fitness,
    "adopt": _adopt,
    "plan": _plan,
    "assess_risk": _assess_risk,
    "hold_meeting": _hold_meeting,
    "brief_late": _brief_late,
    "set_retention": _set_retention,
    "place_legal_hold": _place_legal_hold,
    "lift_legal_hold": _lift_legal_hold,
    "ask_erasure": _ask_erasure,
    "erase_person": _erase_person,
    "open_record": _open_record,
    "close_record": _close_record,
    "keep_alive": _keep_alive,
    "join_device": _device_here,
    "device_returns": _device_here,
    "lose_device": _device_gone,
    "battery_dies": _device_gone,
}
