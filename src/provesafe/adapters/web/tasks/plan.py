"""Direction and plan: who asks for which aim, what was planned, drawn from above; for printing.

The drawing shows what the plan says and nothing more: the weapon, the muzzle line as a line, the
planned distance, and the positions in the words they were written in. It is not to scale.
"""

from __future__ import annotations

from collections.abc import Sequence

from provesafe import custody
from provesafe.adapters.plan_drawing import plan_drawing
from provesafe.adapters.web.tasks.building import Block, Press, Row, Scene
from provesafe.adapters.web.tasks.setups import current_set_up

__all__ = ["planning"]

AIMS = ("away", "object", "near-person", "at-person")


def planning(scene: Scene) -> Sequence[Block]:
    """The plans of a set-up, each drawn; a new version; a direction given."""
    say = scene.say
    set_up = current_set_up(scene)
    names = sorted({one for one, _ in scene.state.plans} | set(scene.state.set_ups))
    set_up = set_up or (names[0] if names else "")
    plans = [one for key, one in sorted(scene.state.plans.items()) if key[0] == set_up]
    others = tuple((f"/task/plan?pick={one}", one) for one in names if one != set_up)
    return (
        *(_plan(scene, one) for one in plans),
        Block(
            heading=say("Plan for {set_up}", set_up=set_up) if set_up else say("Plan"),
            words=() if plans else (say("No plan is entered."),),
            presses=(_new_plan(scene, set_up, "", None),),
            links=(
                *(
                    (
                        (
                            "/task/plan/paper",
                            say("For the call sheet: this plan as a sheet of paper"),
                        ),
                    )
                    if plans
                    else ()
                ),
                *others,
            ),
        ),
        Block(
            heading=say("Risk"),
            presses=(
                scene.press(
                    "assess_risk",
                    say("A risk assessment was written"),
                    ask=("assessment", "version", "plan_version", "kind", "covers", "endorsed_by"),
                    set_up=set_up,
                    version=1,
                    plan_version=max((one.version for one in plans), default=1),
                    kind="firearms",
                    folded=True,
                ),
                scene.press(
                    "consider_alternative",
                    say("Another way than a real weapon was looked for"),
                    ask=("words",),
                    set_up=set_up,
                    folded=True,
                ),
            ),
        ),
        _directions(scene),
    )


def _plan(scene: Scene, plan: custody.Plan) -> Block:
    say = scene.say
    contents = scene.word(plan.contents)
    load = f", {plan.load}" if plan.load else ""
    aim = scene.word(plan.aim) if plan.aim else ""
    rows = [
        (say("Contents"), f"{contents} {plan.count or ''}{load}".strip()),
        (say("Aim"), aim or say("not said")),
        (say("Muzzle line"), plan.muzzle_line or say("not said")),
        (
            say("Distance"),
            say("{metres} m", metres=f"{plan.distance_cm / 100:.1f}")
            if plan.distance_cm
            else say("not said"),
        ),
        (say("Positions"), plan.positions or say("not said")),
        (
            say("Risk assessment"),
            ", ".join(plan.assessed) if plan.assessed else say("none of this version"),
        ),
    ]
    holder = scene.state.weapons.get(plan.weapon)
    presses: list[Press] = [_new_plan(scene, plan.set_up, plan.weapon, plan)]
    if holder is not None:
        presses.append(
            scene.press(
                "measure",
                say("I measured the distance"),
                ask=("distance_cm",),
                set_up=plan.set_up,
                weapon=plan.weapon,
                folded=True,
            )
        )
    return Block(
        heading=say(
            "{weapon} in {set_up}, version {version}",
            weapon=scene.house.called(plan.weapon),
            set_up=plan.set_up,
            version=plan.version,
        ),
        svg=plan_drawing(plan, say=say, words=scene.words),
        table=((say("What"), say("As planned")), *rows),
        presses=tuple(presses),
    )


def _new_plan(scene: Scene, set_up: str, weapon: str, plan: custody.Plan | None) -> Press:
    say = scene.say
    known: dict[str, object] = {"set_up": set_up}
    if weapon:
        known["weapon"] = weapon
    if plan is not None:
        known |= {
            "version": plan.version + 1,
            "contents": plan.contents,
            "count": plan.count or "",
            "load": plan.load,
            "aim": plan.aim,
            "muzzle_line": plan.muzzle_line,
            "distance_cm": plan.distance_cm or "",
            "positions": plan.positions,
        }
    else:
        known["version"] = 1
    asked = ("contents", "count", "load", "aim", "muzzle_line", "distance_cm", "positions")
    more = () if weapon else ("set_up", "weapon")
    return scene.press(
        "plan",
        say("A new version of this plan") if plan else say("A plan for a weapon"),
        ask=(*more, *asked),
        folded=True,
        also=known,
    )


def _directions(scene: Scene) -> Block:
    """What was asked for, and a press for the next: who, whom, which aim, whom they asked."""
    say = scene.say
    armorers = [
        one.id for one in scene.state.people.values() if one.enrolled and "armorer" in one.roles
    ]
    rows = []
    for weapon in scene.weapons():
        if not weapon.out or not weapon.holder:
            continue
        rows.append(
            scene.weapon_row(
                weapon,
                scene.press(
                    "direct",
                    say("Where to aim it was asked for"),
                    ask=("by", "to", "aim", "target", "consulted"),
                    weapon=weapon.id,
                    to=weapon.holder,
                    by=scene.visitor.person,
                    consulted=armorers[:1],
                    folded=True,
                    button=say("Rule check, and asked for"),
                ),
            )
        )
    told = [Row(title=line.words) for line in scene.log() if line.act.name == "direct"]
    return Block(
        heading=say("Directions"),
        rows=(*rows, *reversed(told[-5:])),
        words=() if rows else (say("Nobody has a weapon."),),
    )
