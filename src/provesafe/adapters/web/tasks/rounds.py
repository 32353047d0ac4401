"""Loading and unloading: rounds checked one by one, loaded in view, fired cases by hand.

The plan of the set-up fills in what is planned; what was done is entered as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from provesafe import custody
from provesafe.adapters.web.tasks.building import Block, Press, Scene

__all__ = ["loading"]


def loading(scene: Scene) -> Sequence[Block]:
    """What is with me, and how it is loaded, unloaded, and its cases counted."""
    say = scene.say
    mine = [one for one in scene.weapons() if one.holder == scene.visitor.person and one.is_firearm]
    others = [
        one
        for one in scene.weapons()
        if one.out and one.is_firearm and one.holder != scene.visitor.person
    ]
    cases = [one for one in scene.weapons() if any(count for _, count in one.cases)]
    return (
        Block(
            heading=say("With me"),
            rows=tuple(scene.weapon_row(one, *_presses(scene, one)) for one in mine),
            words=() if mine else (say("Nothing is with you."),),
        ),
        Block(
            heading=say("Fired cases to be counted"),
            rows=tuple(
                scene.weapon_row(
                    one,
                    *(
                        scene.press(
                            "count_cases",
                            say("I counted cases of {lot}", lot=lot),
                            ask=("found",),
                            weapon=one.id,
                            lot=lot,
                            folded=True,
                        )
                        for lot, count in one.cases
                        if count
                    ),
                )
                for one in cases
            ),
            words=() if cases else (say("None."),),
        ),
        Block(
            heading=say("With others"),
            rows=tuple(scene.weapon_row(one, *_fired(scene, one)) for one in others),
        ),
    )


def _presses(scene: Scene, weapon: custody.Weapon) -> tuple[Press, ...]:
    say = scene.say
    if weapon.contents.kind == "empty":
        return _to_load(scene, weapon)
    unload = scene.press(
        "unload",
        say("I unloaded {weapon}", weapon=weapon.id),
        ask=("spent", "unspent", "in_view"),
        weapon=weapon.id,
        folded=True,
    )
    if weapon.contents.kind == "unknown":
        return (unload, _inspect(scene, weapon))
    return (unload,)


def _fired(scene: Scene, weapon: custody.Weapon) -> tuple[Press, ...]:
    """Blanks that whoever has it fired; whoever saw it notes it."""
    if weapon.contents.kind not in ("blank", "mixed") or not weapon.holder:
        return ()
    return (
        scene.press(
            "fire",
            scene.say("{name} fired it", name=scene.name(weapon.holder)),
            ask=("count",),
            weapon=weapon.id,
            by=weapon.holder,
            count=weapon.contents.count,
            folded=True,
        ),
    )


def _to_load(scene: Scene, weapon: custody.Weapon) -> tuple[Press, ...]:
    """Rounds checked, then loaded: as the plan has it, to be changed where it was not so."""
    say = scene.say
    plan = scene.state.plans.get((weapon.set_up, weapon.id))
    kind = plan.contents if plan and plan.contents != "empty" else "dummy"
    count = plan.count if plan and plan.count else weapon.identity.chambers or 1
    load = plan.load if plan else ""
    lots = [
        one.id
        for _, one in sorted(scene.state.lots.items())
        if one.kind == kind and (not load or one.load == load)
    ]
    lot = lots[0] if lots else ""
    playing = _lookers(scene)
    check = scene.press(
        "check_rounds",
        say("I checked the rounds one by one"),
        ask=("lot", "checked", "of", "means", "seen_by", "failed"),
        weapon=weapon.id,
        lot=lot,
        checked=count,
        of=count,
        kind=kind,
        means="shaken" if kind == "dummy" else "base",
        seen_by=playing,
        folded=True,
    )
    load_it = scene.press(
        "load",
        say("Load {weapon}", weapon=weapon.id),
        ask=("kind", "lot", "count", "load", "in_view"),
        weapon=weapon.id,
        kind=kind,
        lot=lot,
        count=count,
        in_view=playing,
        folded=True,
        button=say("Rule check, and loaded"),
        also={"load": load},
    )
    bore = scene.press(
        "check_bore",
        say("I looked through the bore of {weapon}: clear", weapon=weapon.id),
        weapon=weapon.id,
        means="looked",
        result="clear",
    )
    return (bore, check, load_it)


def _inspect(scene: Scene, weapon: custody.Weapon) -> Press:
    return scene.press(
        "inspect",
        scene.say("I opened {weapon} and looked through it: empty", weapon=weapon.id),
        weapon=weapon.id,
        points=["muzzle safe", "rounds out", "chambers", "feed path", "bore"],
        found="empty",
    )


def _lookers(scene: Scene) -> list[str]:
    """Whoever usually watches: the first AD and who plays with it."""
    wanted = {"first-ad", "performer", "stunt-performer"}
    return sorted(
        one.id
        for one in scene.state.people.values()
        if one.enrolled and wanted & set(one.roles) and one.id != scene.visitor.person
    )
