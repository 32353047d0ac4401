"""The scribe: whatever is said aloud, one press each; and paper cards, entered later.

A scribe is anybody who has joined, but never one of those who give, take, show or look: the page
offers no such press, and the service takes none. Each entry names its scribe, and everybody it
rests on stands in it as *noted*. A card entered later stands as *card*, at the time written on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from provesafe.adapters.web.names import shown_words
from provesafe.adapters.web.tasks.building import Block, Press, Row, Scene
from provesafe.service import Looking, looking_at, sheet_of

__all__ = ["noting"]


def noting(scene: Scene) -> Sequence[Block]:
    """Each weapon that is out, with what may be said about it next."""
    say, me = scene.say, scene.visitor.person
    rows: list[Row] = []
    own: list[Row] = []
    for weapon in scene.weapons():
        if not weapon.out or not weapon.holder:
            continue
        presses = _said(scene, weapon.id, weapon.holder)
        (own if weapon.holder == me else rows).append(
            scene.weapon_row(weapon, *(() if weapon.holder == me else presses))
        )
    return (
        Block(
            heading=say("Said aloud, noted by {name}", name=scene.visitor.name),
            words=(
                say("Note what you heard. You are named on the entry, and state nothing else."),
            ),
            rows=tuple(rows),
        ),
        *(
            (
                Block(
                    heading=say("With you: somebody else notes it"),
                    rows=tuple(own),
                ),
            )
            if own
            else ()
        ),
        Block(
            heading=say("On set"),
            presses=_set_up_presses(scene),
            links=(
                ("/task/card", say("A paper card, entered later")),
                ("/acts", say("Something else")),
            ),
        ),
    )


def _said(scene: Scene, weapon: str, holder: str) -> tuple[Press, ...]:
    """What may be said about one weapon now: shown, answered, called, given, given back."""
    production, say = scene.production, scene.say
    looking = looking_at(production, weapon)
    if looking is not None and not looking.over and looking.waiting_for:
        return _answers(scene, weapon, looking)
    if looking is not None and not looking.over and looking.viewers:
        by = looking.shown.text("by")
        return (
            *_called(scene, weapon, by),
            *(
                scene.press(
                    "hand_over",
                    say("{by} gave it to {to}", by=scene.name(by), to=scene.name(to)),
                    weapon=weapon,
                    by=by,
                    to=to,
                    in_sight="yes",
                    decisive=plays,
                )
                for to, plays in _takers(scene, looking)
            ),
        )
    found = [_shown(scene, weapon, holder)]
    last = looking.shown.text("by") if looking is not None else ""
    if last and last not in (holder, scene.visitor.person):
        found.insert(
            0,
            scene.press(
                "return_weapon",
                say("{by} gave it back to {to}", by=scene.name(holder), to=scene.name(last)),
                weapon=weapon,
                by=holder,
                to=last,
            ),
        )
    return tuple(one for one in found if one is not None)


def _called(scene: Scene, weapon: str, by: str) -> tuple[Press, ...]:
    """What is usually called with these contents, where it has not been called yet."""
    sheet = sheet_of(scene.production, weapon, by=by)
    if not sheet.called or scene.state.weapons[weapon].called == sheet.called:
        return ()
    said = scene.say("{by} called “{word}”", by=scene.name(by), word=sheet.called)
    press = scene.press(
        "call",
        said,
        weapon=weapon,
        by=by,
        state=sheet.called,
        count=sheet.count or "",
        load=sheet.load,
    )
    return (press,)


def _takers(scene: Scene, looking: Looking) -> list[tuple[str, bool]]:
    """Who may have taken it, whoever plays first; never the scribe."""
    playing = {"performer", "stunt-performer"}

    def plays(person: str) -> bool:
        return bool(playing & set(scene.state.people[person].roles))

    people = [one for one in looking.viewers if one != scene.visitor.person]
    return sorted(((one, plays(one)) for one in people), key=lambda one: not one[1])


def _answers(scene: Scene, weapon: str, looking: Looking) -> tuple[Press, ...]:
    """What each who was shown it said; blind here too: only who has not answered is named."""
    say, words = scene.say, shown_words(looking.shown, scene.say)
    kind = scene.state.weapons[weapon].contents.kind
    found: list[Press] = []
    for person in looking.waiting_for:
        if person == scene.visitor.person:
            continue
        name = scene.name(person)
        found.append(
            scene.press(
                "answer",
                say("{name} said: I saw it, {contents}", name=name, contents=words),
                weapon=weapon,
                by=person,
                what="saw it",
                contents=kind,
                decisive=not found,
            )
        )
        found.append(
            scene.press(
                "answer",
                say("{name} said: I was told, not shown", name=name),
                weapon=weapon,
                by=person,
                what="was told, not shown",
            )
        )
    return tuple(found)


def _shown(scene: Scene, weapon: str, holder: str) -> Press | None:
    """That its holder showed it, as the sheet has it."""
    if holder == scene.visitor.person:
        return None
    sheet = sheet_of(scene.production, weapon, by=holder)
    to = [one for one in sheet.to if one != scene.visitor.person]
    names = ", ".join(scene.name(one) for one in to)
    _, contents = scene.contents(scene.state.weapons[weapon])
    return scene.press(
        "show",
        scene.say(
            "{by} showed it to {to}: {contents}",
            by=scene.name(holder),
            to=names,
            contents=contents,
        ),
        weapon=weapon,
        by=holder,
        to=to,
        contents=sheet.contents,
        count=sheet.count,
        checked=sheet.checked,
        of=sheet.count,
        means=list(sheet.means),
        decisive=True,
    )


def _set_up_presses(scene: Scene) -> tuple[Press, ...]:
    say = scene.say
    found = []
    first_ads = [
        one.id
        for one in scene.state.people.values()
        if one.enrolled and "first-ad" in one.roles and one.id != scene.visitor.person
    ]
    for by in first_ads[:1]:
        for _, one in sorted(scene.state.set_ups.items()):
            if one.open and one.running:
                found.append(
                    scene.press(
                        "cut",
                        say("{by} called cut on {set_up}", by=scene.name(by), set_up=one.id),
                        set_up=one.id,
                        by=by,
                    )
                )
            elif one.open:
                found.append(
                    scene.press(
                        "start",
                        say("{by} started a take on {set_up}", by=scene.name(by), set_up=one.id),
                        set_up=one.id,
                        what="take",
                        by=by,
                    )
                )
    return tuple(found)
