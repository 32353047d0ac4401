"""When something is not as it should be: a shot that did not come, somebody in the line, STOP, the
first hour."""

from __future__ import annotations

from collections.abc import Sequence

from provesafe import custody
from provesafe.adapters.web.tasks.building import Block, Press, Row, Scene

__all__ = ["first_hour", "line_of_fire", "misfires", "resuming", "waits"]


def misfires(scene: Scene) -> Sequence[Block]:
    """A shot that did not come: pointed where nobody is, the wait, taken over as it was, opened."""
    say = scene.say
    open_ones = [one for one in scene.weapons() if one.misfire]
    causes = [one for one in scene.weapons() if one.cause_open and not one.misfire]
    rest = [one for one in scene.weapons() if one.out and one.is_firearm and not one.misfire]
    seconds, book = waits(scene)
    adopted = (
        say("The adopted wait is {seconds} s ({book}).", seconds=seconds, book=book)
        if seconds
        else say("No wait is adopted here.")
    )
    return (
        Block(
            heading=say("A shot did not come"),
            words=(say("Muzzle where nobody is. Nobody opens it."), adopted),
            rows=tuple(
                scene.weapon_row(
                    one,
                    *_after_misfire(scene, one, seconds),
                    words=_since(scene, one.id, seconds),
                )
                for one in open_ones
            ),
        ),
        Block(
            heading=say("Cause to be written down"),
            rows=tuple(scene.weapon_row(one, *_cause(scene, one)) for one in causes),
            words=() if causes else (say("None."),),
        ),
        Block(
            heading=say("Enter one"),
            rows=tuple(
                scene.weapon_row(
                    one,
                    scene.press(
                        "misfire",
                        say("A shot of {weapon} did not come", weapon=one.id),
                        weapon=one.id,
                        kind="misfire",
                    ),
                    scene.press(
                        "misfire",
                        say("A shot of {weapon} was weak", weapon=one.id),
                        weapon=one.id,
                        kind="squib-load",
                    ),
                )
                for one in rest
            ),
            words=() if rest else (say("Nothing is out."),),
        ),
    )


def waits(scene: Scene) -> tuple[int, str]:
    """The longest wait after a misfire that a rule in force asks for, and whose it is."""
    found = [
        (parameter.value, book.title)
        for book in scene.production.books.adopted
        for rule in book.rules
        if "misfire-wait" in rule.id
        for parameter in rule.parameters
        if parameter.unit == "s" and isinstance(parameter.value, int)
    ]
    return max(found, default=(0, ""))


def _since(scene: Scene, weapon: str, seconds: int) -> tuple[str, ...]:
    """When it was entered, and from when on the wait is over, by the laptop's clock."""
    for line in reversed(scene.log()):
        if line.act.name == "misfire" and line.act.text("weapon") == weapon:
            at = scene.production.times.show(line.said_ms // 1000 * 1000)
            over = scene.production.times.show((line.said_ms // 1000 + seconds) * 1000)
            told = scene.say("since {at}, the wait is over at {over}", at=at, over=over)
            return (told,)
    return ()


def _after_misfire(scene: Scene, one: custody.Weapon, seconds: int) -> tuple[Press, ...]:
    say = scene.say
    presses = [
        scene.press(
            "wait_out",
            say("I kept it pointed where nobody is and waited {seconds} s", seconds=seconds),
            weapon=one.id,
            seconds=seconds,
            decisive=True,
        )
    ]
    if one.holder != scene.visitor.person:
        presses.append(
            scene.press(
                "take_over_misfire", say("I took it over as it was, not opened"), weapon=one.id
            )
        )
    presses.append(scene.press("open_misfire", say("Open it"), weapon=one.id))
    return tuple(presses)


def _cause(scene: Scene, one: custody.Weapon) -> tuple[Press, ...]:
    say = scene.say
    everybody = sorted(each.id for each in scene.state.people.values() if each.enrolled)
    return (
        scene.press(
            "log_cause", say("The cause, in words"), ask=("words",), weapon=one.id, folded=True
        ),
        scene.press(
            "tell_cause",
            say("The cause was told"),
            ask=("to",),
            weapon=one.id,
            to=everybody,
            folded=True,
        ),
    )


def line_of_fire(scene: Scene) -> Sequence[Block]:
    """Somebody is in the line of fire: entered at once; out again; seen clear."""
    say = scene.say
    blocks = []
    for _, one in sorted(scene.state.set_ups.items()):
        if not one.open:
            continue
        inside = [
            Row(
                title=scene.name(person),
                words=(say("in the line of fire"),),
                presses=(
                    scene.press(
                        "leave_line",
                        say("{name} is out of the line", name=scene.name(person)),
                        set_up=one.id,
                        person=person,
                        decisive=True,
                    ),
                ),
            )
            for person in one.in_line
        ]
        people = sorted(
            (each for each in scene.state.people.values() if each.enrolled),
            key=lambda each: scene.name(each.id),
        )
        blocks.append(
            Block(
                heading=say("Set-up {set_up}", set_up=one.id),
                words=(say("Shout first. STOP stands below."),),
                rows=tuple(inside),
                presses=(
                    *(
                        scene.press(
                            "in_line",
                            say("{name} is in the line", name=scene.name(each.id)),
                            set_up=one.id,
                            person=each.id,
                        )
                        for each in people
                        if each.id not in one.in_line
                    ),
                    scene.press("clear_line", say("I saw the line of fire clear"), set_up=one.id),
                ),
            )
        )
    return tuple(blocks) or (
        Block(
            heading=say("No set-up is open."),
        ),
    )


def resuming(scene: Scene) -> Sequence[Block]:
    """Work goes on: what was stopped and by whom, who says so and why, what is shown again."""
    say = scene.say
    stops = tuple(
        Row(
            title=say(
                "Called by {name} at {at}",
                name=scene.name(one.by),
                at=scene.house.show(one.at_ms),
            ),
            words=(f"“{one.words}”",) if one.words else (),
        )
        for one in scene.state.stops
    )
    again = [one for one in scene.weapons() if one.out]
    resume = scene.press(
        "resume",
        say("Work goes on, and why"),
        ask=("words",),
        decisive=True,
        folded=False,
    )
    return (
        Block(
            heading=say("What was stopped"),
            rows=stops,
            words=() if stops else (say("No STOP stands."),),
            presses=(resume,) if stops else (),
        ),
        Block(
            heading=say("To be shown again before it is handed over"),
            rows=tuple(scene.weapon_row(one) for one in again),
            words=() if again else (say("Nothing is out."),),
        ),
    )


_TOLD = frozenset({"freeze", "seal", "notify", "authority_arrives", "hand_to_police"})


def first_hour(scene: Scene) -> Sequence[Block]:
    """The first hour: each weapon as it lies, what is sealed, who was told, who came."""
    say = scene.say
    incidents = [one for one in scene.state.incidents.values() if one.open]
    if not incidents:
        return (
            Block(
                heading=say("No incident is entered."),
                links=(("/down", say("Someone is down")),),
            ),
        )
    incident = incidents[-1]
    told = [
        Row(title=line.words)
        for line in scene.log()
        if line.act.name in _TOLD and line.said_ms >= incident.opened_ms
    ]
    return (
        Block(
            heading=say("Since {at}", at=scene.house.show(incident.opened_ms)),
            words=(
                say("Muzzles where nobody is. Nobody fetches, opens or unloads any weapon."),
                say("Nobody has to say anything about it here."),
            ),
        ),
        Block(
            heading=say("Weapons, as they lie"),
            rows=tuple(_as_it_lies(scene, weapon) for weapon in scene.weapons()),
        ),
        Block(
            heading=say("With the police"),
            rows=tuple(
                scene.weapon_row(
                    weapon,
                    scene.press("come_back", say("Back from the police"), item=weapon.id),
                )
                for _, weapon in sorted(scene.state.weapons.items())
                if weapon.police_receipt
            ),
        ),
        Block(
            heading=say("Told, sealed, come"),
            rows=tuple(told),
            presses=_who_is_told(scene, incident.id),
        ),
        Block(
            heading=say("Who was part of it, if somebody wants to name them"),
            words=(say("Their ordinary duties stand still. Nobody is asked for an account."),),
            presses=(
                scene.press(
                    "open_incident",
                    say("Name somebody"),
                    ask=("persons",),
                    incident=incident.id,
                    folded=True,
                ),
            ),
        ),
        Block(
            heading=say("What an examination found, by item"),
            presses=(
                scene.press(
                    "examination_result",
                    say("Enter what was found"),
                    ask=("item", "number", "words"),
                    folded=True,
                ),
            ),
        ),
    )


def _as_it_lies(scene: Scene, weapon: custody.Weapon) -> Row:
    say = scene.say
    presses = []
    if weapon.out and not weapon.frozen:
        presses.append(
            scene.press(
                "freeze",
                say("I set {weapon} aside as it was, not opened", weapon=weapon.id),
                weapon=weapon.id,
            )
        )
    presses.append(
        scene.press(
            "hand_to_police",
            say("Given to the police, against a receipt"),
            ask=("receipt",),
            item=weapon.id,
            folded=True,
        )
    )
    words = (say("set aside as it was"),) if weapon.frozen else ()
    return scene.weapon_row(weapon, *presses, words=words)


def _who_is_told(scene: Scene, incident: str) -> tuple[Press, ...]:
    say = scene.say
    about = {"incident": incident}
    return (
        scene.press(
            "notify",
            say("Somebody was told"),
            ask=("authority", "about", "reference"),
            authority="police",
            about="injury",
            folded=True,
        ),
        scene.press(
            "seal",
            say("Something was sealed before a witness"),
            ask=("item", "number"),
            folded=True,
        ),
        scene.press(
            "authority_arrives",
            say("Somebody came"),
            ask=("authority", "lead"),
            folded=True,
            also=about,
        ),
        scene.press(
            "know_injury", say("An injury is known"), ask=("grave",), folded=True, also=about
        ),
        scene.press(
            "report_injury",
            say("The injury was reported"),
            ask=("authority",),
            folded=True,
            also=about,
        ),
    )
