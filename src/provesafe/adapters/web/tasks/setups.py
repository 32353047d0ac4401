"""Set-up, rehearsal, line-up, take, cut; the calls, in the words that were used."""

from __future__ import annotations

from collections.abc import Sequence

from provesafe import custody
from provesafe.adapters.web.tasks.building import Block, Press, Row, Scene

__all__ = ["calls", "current_set_up", "shooting"]


def current_set_up(scene: Scene) -> str:
    """The set-up that is picked, or else the one that is open; empty where none is."""
    picked = scene.query.get("pick", "")
    if picked:
        return picked
    opened = [name for name, one in scene.state.set_ups.items() if one.open]
    return opened[-1] if opened else ""


def shooting(scene: Scene) -> Sequence[Block]:
    """The open set-up with what comes next, one press each; and what can be opened."""
    say = scene.say
    blocks = [_running(scene, one) for _, one in sorted(scene.state.set_ups.items()) if one.open]
    planned = {set_up for set_up, _ in scene.state.plans}
    closed = sorted(planned | set(scene.state.set_ups))
    shut = [name for name in closed if not (one := scene.state.set_ups.get(name)) or not one.open]
    return (
        *blocks,
        Block(
            heading=say("Open a set-up"),
            presses=(
                *(
                    scene.press("open_set_up", say("Open {set_up}", set_up=name), set_up=name)
                    for name in shut
                ),
                scene.press("open_set_up", say("Another set-up"), ask=("set_up",), folded=True),
            ),
        ),
        Block(
            heading=say("Everybody"),
            presses=(
                scene.press("break_for", say("Meal break"), what="meal"),
                scene.press("break_for", say("Move to another place"), what="move"),
            ),
        ),
    )


def _running(scene: Scene, one: custody.SetUp) -> Block:
    say = scene.say
    state = one.running or say("nothing runs")
    words = [
        say("rolling") if one.rolling else say(state),
        say("line of fire seen clear by {name}", name=scene.name(one.line_clear_by))
        if one.line_clear_by
        else say("nobody entered the line of fire clear"),
    ]
    if one.in_line:
        people = ", ".join(scene.name(each) for each in one.in_line)
        words.append(say("in the line of fire: {people}", people=people))
    presses: list[Press] = []
    if one.running:
        presses.append(scene.press("cut", say("Cut"), set_up=one.id, decisive=True))
        if not one.rolling and one.running == "take":
            presses.insert(0, scene.press("roll", say("Roll"), set_up=one.id))
    else:
        presses += [
            scene.press("start", say("Start a {what}", what=say(what)), set_up=one.id, what=what)
            for what in ("rehearsal", "line-up", "take")
        ]
    presses += [
        scene.press(
            "use_in", say("Bring {weapon} here", weapon=each.id), set_up=one.id, weapon=each.id
        )
        for each in scene.weapons()
        if each.out and each.set_up != one.id and (one.id, each.id) in scene.state.plans
    ]
    presses += [
        scene.press("clear_line", say("I saw the line of fire clear"), set_up=one.id),
        scene.press(
            "warn", say("Everybody was warned"), ask=("words",), set_up=one.id, folded=True
        ),
        scene.press(
            "protect",
            say("Protection is in place"),
            ask=("what", "who"),
            set_up=one.id,
            what="ears",
            folded=True,
        ),
        scene.press("release_crew", say("Everybody may move"), set_up=one.id),
        scene.press("close_set_up", say("Close {set_up}", set_up=one.id), set_up=one.id),
    ]
    weapons = ", ".join(w.id for w in scene.weapons() if w.set_up == one.id)
    return Block(
        heading=say("Set-up {set_up}", set_up=one.id),
        words=(*words, *((say("weapons here: {weapons}", weapons=weapons),) if weapons else ())),
        presses=tuple(presses),
        links=(
            (f"/task/plan?pick={one.id}", say("Plan and direction")),
            ("/task/line", say("Somebody is in the line")),
        ),
    )


def calls(scene: Scene) -> Sequence[Block]:
    """What was called about each weapon that is out, in those words, and who repeated it."""
    say = scene.say
    rows = []
    for weapon in scene.weapons():
        if not weapon.out:
            continue
        called = _last_call(scene, weapon.id)
        words = (say("called {words}", words=f"“{called}”"),) if called else ()
        presses = [
            scene.press(
                "call",
                say("I called “{word}”", word=word),
                weapon=weapon.id,
                state=word,
                words=word,
                count=weapon.contents.count or "",
                load=weapon.contents.load,
            )
            for word in ("cold", "hot", "clear")
        ]
        presses.append(
            scene.press(
                "call",
                say("I called it in other words"),
                ask=("words", "load", "count"),
                weapon=weapon.id,
                state="other",
                folded=True,
            )
        )
        if called and weapon.called:
            presses.insert(
                0,
                scene.press(
                    "repeat_call",
                    say("I repeated it: “{word}”", word=weapon.called),
                    weapon=weapon.id,
                    state=weapon.called,
                    decisive=True,
                ),
            )
        rows.append(scene.weapon_row(weapon, *presses, words=words))
    told = [Row(title=line.words) for line in scene.log() if line.act.name in _CALLS][-8:]
    return (
        Block(
            heading=say("Out now"),
            rows=tuple(rows),
            words=() if rows else (say("Nothing is out."),),
        ),
        Block(heading=say("Called and repeated today"), rows=tuple(reversed(told))),
    )


_CALLS = frozenset({"call", "repeat_call", "warn"})


def _last_call(scene: Scene, weapon: str) -> str:
    """The last words that were called about a weapon."""
    for line in reversed(scene.log()):
        act = line.act
        if act.name == "call" and act.text("weapon") == weapon:
            return act.text("words") if act.has("words") else act.text("state")
    return ""
