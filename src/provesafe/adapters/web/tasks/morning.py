"""The morning check, and roles, papers and training: before anyone waits.

What is looked at is what rules will ask for later in the day: who is what, whose papers are good,
who is trained, whether the medic is there, who was told.
"""

from __future__ import annotations

from collections.abc import Sequence

from provesafe import custody
from provesafe.adapters.web.house import role_name
from provesafe.adapters.web.names import value_name
from provesafe.adapters.web.tasks.building import Block, Press, Row, Scene

__all__ = ["morning", "people"]

_HANDLERS = frozenset({"armorer", "property-master", "assistant-property-master", "handler"})
_PLAYING = frozenset({"performer", "stunt-performer"})


def morning(scene: Scene) -> Sequence[Block]:
    """Papers, staffing, the medic, who was told: what is still to be entered comes first."""
    say = scene.say
    missing: list[Row] = []
    here: list[Row] = []
    for person in _joined(scene):
        row = _person(scene, person)
        (missing if row.presses else here).append(row)
    medics = [one for one in _joined(scene) if "medic" in one.roles]
    medic_rows = [
        Row(
            title=scene.name(one.id),
            words=(say("in place") if one.medic_in_place else say("nobody entered them in place"),),
            presses=()
            if one.medic_in_place
            else (
                scene.press(
                    "place_medic",
                    say("{name} is in place", name=scene.name(one.id)),
                    person=one.id,
                ),
            ),
        )
        for one in medics
    ]
    told = [line.words for line in scene.log() if line.act.name in _NOTICES]
    return (
        *_today(scene),
        Block(
            heading=say("Still to be entered"),
            rows=tuple(missing),
            words=() if missing else (say("Nothing."),),
        ),
        Block(
            heading=say("Medic"),
            rows=tuple(medic_rows),
            words=() if medics else (say("Nobody has joined as medic."),),
        ),
        Block(
            heading=say("Who was told"),
            words=tuple(told) or (say("Nothing entered today."),),
            presses=(
                scene.press(
                    "notify",
                    say("Somebody was told"),
                    ask=("authority", "about", "reference"),
                    folded=True,
                ),
                scene.press(
                    "issue_call_sheet",
                    say("The call sheet went out"),
                    ask=("lists",),
                    day=scene.today(),
                    lists=["weapons", "bulletins", "medic"],
                    folded=True,
                ),
                scene.press(
                    "name_contact",
                    say("Name the contact person"),
                    ask=("person", "purpose"),
                    folded=True,
                ),
            ),
        ),
        Block(heading=say("In order"), rows=tuple(here)),
    )


def _today(scene: Scene) -> tuple[Block, ...]:
    """Who is scheduled, what is planned, and whether the one can look after the other."""
    say, today = scene.say, scene.today()
    scheduled = scene.scheduled()
    meetings = [one for one in scene.state.meetings.values() if one.shooting_day == today]
    plans = [one for _, one in sorted(scene.state.plans.items())]
    schedule = scene.press(
        "schedule",
        say("Somebody is scheduled today"),
        ask=("person", "role"),
        day=today,
        folded=True,
    )
    return (
        Block(
            heading=say("Who is scheduled today"),
            rows=tuple(_scheduled(scene, person, role, meetings) for person, role in scheduled),
            words=() if scheduled else (say("Nobody is entered as scheduled for weapons today."),),
            presses=(schedule,),
        ),
        Block(
            heading=say("What is planned"),
            rows=tuple(_planned(scene, one) for one in plans),
            words=() if plans else (say("No weapon is planned."),),
            links=(("/task/plan", say("Plan and direction")),),
        ),
        Block(heading=say("Staffing"), words=_staffing(scene, scheduled, len(plans))),
        Block(
            heading=say("Today’s meeting"),
            words=(
                say("Held: {meetings}.", meetings=", ".join(one.id for one in meetings))
                if meetings
                else say("Not held yet."),
            ),
            links=(("/meeting", say("Safety meeting")),),
        ),
    )


def _scheduled(scene: Scene, person: str, role: str, meetings: Sequence[custody.Meeting]) -> Row:
    """Somebody who is scheduled: what is entered of them, and what the day will ask for."""
    say, one = scene.say, scene.state.people[person]
    good = any(paper.until >= scene.today() for paper in one.papers)
    briefed = any(person in each.attended for each in meetings)
    lines = [
        say("as {role}", role=say(role_name(role))),
        "" if good or role not in _HANDLERS else say("no paper that is good today"),
        "" if one.trained else say("nobody entered any training"),
        say("was at today’s meeting")
        if briefed
        else say("was not at today’s meeting, and not told since")
        if meetings
        else "",
    ]
    return Row(title=scene.name(person), words=tuple(line for line in lines if line))


def _planned(scene: Scene, plan: custody.Plan) -> Row:
    """A weapon that is planned: for what, with which papers, and where it is now."""
    say = scene.say
    contents = f"{scene.word(plan.contents)} {plan.count or ''}".strip()
    assessed = ", ".join(say(one) for one in plan.assessed)
    lines = (
        say("{set_up}: {contents}", set_up=plan.set_up, contents=contents),
        say("risk assessment: {kinds}", kinds=assessed)
        if assessed
        else say("no risk assessment of this version"),
    )
    weapon = scene.state.weapons.get(plan.weapon)
    if weapon is None:
        return Row(title=plan.weapon, words=(*lines, say("never taken in")))
    return Row(
        title=scene.house.called(plan.weapon),
        words=(*lines, scene.where(weapon)),
        link=f"/weapon/{plan.weapon}",
    )


def _staffing(scene: Scene, scheduled: Sequence[tuple[str, str]], planned: int) -> tuple[str, ...]:
    """Who looks after how many weapons, and who has another role as well; in words."""
    say = scene.say
    handlers = [person for person, role in scheduled if role in _HANDLERS]
    names = ", ".join(scene.name(one) for one in handlers)
    words = [
        say("{names} look after {count} planned weapons.", names=names, count=planned)
        if handlers
        else say(
            "Nobody who handles weapons is scheduled, and {count} weapons are planned.",
            count=planned,
        )
    ]
    for person in handlers:
        others = [one for one in scene.state.people[person].roles if one not in _HANDLERS]
        words += [
            say(
                "{name} has another role today: {role}.",
                name=scene.name(person),
                role=say(role_name(one)),
            )
            for one in others
        ]
    return tuple(words)


_NOTICES = frozenset({"notify", "issue_call_sheet", "name_contact", "hold_production_permit"})


def people(scene: Scene) -> Sequence[Block]:
    """Everybody who has joined: roles, papers, training; and who joins now."""
    say = scene.say
    rows = []
    for one in _joined(scene):
        name = scene.name(one.id)
        rows.append(
            Row(
                title=name,
                words=_standing(scene, one),
                presses=(
                    scene.press(
                        "assign",
                        say("Another role for {name}", name=name),
                        ask=("role",),
                        person=one.id,
                        folded=True,
                    ),
                    scene.press(
                        "relieve",
                        say("A role of {name} ends", name=name),
                        ask=("role",),
                        person=one.id,
                        role=one.roles[0] if one.roles else "",
                        folded=True,
                    ),
                    _paper(scene, one),
                    _training(scene, one, "firearms"),
                ),
            )
        )
    joins = scene.press(
        "enrol",
        say("Somebody joins"),
        ask=("person", "roles", "reports_to"),
        folded=True,
    )
    return (
        Block(heading=say("Who joins"), presses=(joins,)),
        Block(heading=say("Who has joined"), rows=tuple(rows)),
    )


def _joined(scene: Scene) -> list[custody.Person]:
    people = [one for one in scene.state.people.values() if one.enrolled]
    return sorted(people, key=lambda one: scene.name(one.id))


def _person(scene: Scene, one: custody.Person) -> Row:
    """A person, with a press for whatever the day will ask of them and has no entry."""
    say, name = scene.say, scene.name(one.id)
    presses: list[Press] = []
    roles = set(one.roles)
    if roles & _HANDLERS and not any(paper.until >= scene.today() for paper in one.papers):
        presses.append(_paper(scene, one))
    if roles & (_HANDLERS | _PLAYING) and not one.trained:
        presses.append(_training(scene, one, "firearms"))
    if roles & _HANDLERS and not one.duties_acknowledged and one.id == scene.visitor.person:
        presses.append(
            scene.press("acknowledge_duties", say("I have read the duties of my role"), by=one.id)
        )
    return Row(title=name, words=_standing(scene, one), presses=tuple(presses))


def _standing(scene: Scene, one: custody.Person) -> tuple[str, ...]:
    """What is entered of a person, in lines."""
    say = scene.say
    papers = ", ".join(
        say("{kind} until {until}", kind=say(value_name(paper.kind)), until=_date(paper.until))
        + ("" if paper.until >= scene.today() else " " + say("(no longer good)"))
        for paper in one.papers
    )
    trained = ", ".join(say(value_name(each)) for each in one.trained)
    lines = [
        ", ".join(say(role_name(role)) for role in one.roles) or say("no role"),
        say("papers: {papers}", papers=papers) if papers else "",
        say("trained: {courses}", courses=trained) if trained else "",
    ]
    return tuple(line for line in lines if line)


def _paper(scene: Scene, one: custody.Person) -> Press:
    return scene.press(
        "permit",
        scene.say("A paper of {name} was seen", name=scene.name(one.id)),
        ask=("kind", "until"),
        person=one.id,
        folded=True,
    )


def _training(scene: Scene, one: custody.Person, course: str) -> Press:
    return scene.press(
        "train",
        scene.say("{name} was trained", name=scene.name(one.id)),
        ask=("course", "weapon", "assessed"),
        person=one.id,
        course=course,
        folded=True,
    )


def _date(day: int) -> str:
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"
