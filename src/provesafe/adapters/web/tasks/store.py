"""Locker and cart: drawing, storing, counting without knowing what is expected, lock-up, wrap.

A count is blind: no page that asks for one says how many there should be, and what a count came to
is told only after it has been entered. Where somebody counted alone, somebody else counts again
later; the page says for what.
"""

from __future__ import annotations

from collections.abc import Sequence

from provesafe import custody
from provesafe.adapters.web.tasks.building import Block, Press, Row, Scene
from provesafe.adapters.web.tasks.paper import sealing_block

__all__ = ["counting", "locker", "wrap_up"]

LOCKER = "locker"


def locker(scene: Scene) -> Sequence[Block]:
    """Opening the locker, taking out and putting away, each weapon one press."""
    say = scene.say
    inside = [one for one in scene.weapons() if not one.out and not one.missing]
    out = [one for one in scene.weapons() if one.out]
    return (
        *_stores(scene),
        Block(
            heading=say("Put away"),
            words=(say("Read the serial number aloud as each comes out."),),
            rows=tuple(
                scene.weapon_row(
                    one,
                    scene.press(
                        "draw",
                        say("I take {weapon} out", weapon=one.id),
                        weapon=one.id,
                        place=one.place,
                        purpose="filming",
                    ),
                    words=_serial(scene, one),
                )
                for one in inside
            ),
        ),
        Block(
            heading=say("Out"),
            rows=tuple(_put_away_row(scene, one) for one in out),
            words=() if out else (say("Nothing is out."),),
        ),
        Block(
            heading=say("Rounds"),
            presses=(
                scene.press(
                    "issue_rounds",
                    say("Rounds taken out"),
                    ask=("lot", "count", "second", "place"),
                    place="cart",
                    folded=True,
                ),
                scene.press(
                    "return_rounds",
                    say("Rounds brought back"),
                    ask=("lot", "count", "second", "place"),
                    place=LOCKER,
                    folded=True,
                ),
            ),
        ),
    )


def counting(scene: Scene) -> Sequence[Block]:
    """Counting, blind; and what one person counted alone, for somebody else to count again."""
    say = scene.say
    places = _places(scene)
    place = places[0] if places else ""
    return (
        Block(
            heading=say("Rounds"),
            words=(say("Count first, then enter. What is expected is not shown."),),
            rows=tuple(
                Row(
                    title=lot.id,
                    words=(scene.word(lot.kind),),
                    presses=(
                        scene.press(
                            "count_rounds",
                            say("I counted {lot}", lot=lot.id),
                            ask=("found", "place", "second"),
                            lot=lot.id,
                            place=place,
                            folded=True,
                        ),
                    ),
                )
                for _, lot in sorted(scene.state.lots.items())
            ),
        ),
        Block(
            heading=say("Weapons and fired cases"),
            presses=(
                scene.press(
                    "count_weapons",
                    say("I counted the weapons in one place"),
                    ask=("place", "found", "second"),
                    place=place,
                    folded=True,
                ),
                scene.press(
                    "count_cases",
                    say("I counted fired cases"),
                    ask=("lot", "weapon", "found"),
                    folded=True,
                ),
            ),
        ),
        _second_counts(scene),
    )


def _second_counts(scene: Scene) -> Block:
    """What was counted by one person alone, last night included, and by nobody else since."""
    say = scene.say
    alone: dict[tuple[str, str], custody.Act] = {}
    for line in (*scene.yesterday_log(), *scene.log()):
        act = line.act
        if act.name not in ("count_rounds", "count_weapons"):
            continue
        thing = (act.text("lot") if act.has("lot") else "", act.text("place"))
        first = alone.get(thing)
        if act.has("second") or (first is not None and first.text("by") != act.text("by")):
            alone.pop(thing, None)
        else:
            alone[thing] = act
    rows = []
    for (lot, place), act in sorted(alone.items()):
        fields = {"place": place, **({"lot": lot} if lot else {})}
        mine = act.text("by") == scene.visitor.person
        words = say("counted by {name} alone", name=scene.name(act.text("by")))
        presses: tuple[Press, ...] = ()
        if not mine:
            presses = (
                scene.press(
                    act.name, say("I counted it again"), ask=("found",), folded=True, also=fields
                ),
            )
        rows.append(Row(title=f"{lot or say('weapons')}, {place}", words=(words,), presses=presses))
    return Block(
        heading=say("To be counted again, by somebody else"),
        rows=tuple(rows),
        words=() if rows else (say("Nothing."),),
    )


def wrap_up(scene: Scene) -> Sequence[Block]:
    """Lock-up and wrap: what is still out, what is still in hand, the locker, the day."""
    say = scene.say
    out = [one for one in scene.weapons() if one.out]
    in_hand = [lot for _, lot in sorted(scene.state.lots.items()) if lot.issued]
    worn = [(lot, who) for lot in scene.state.lots.values() for who, count in lot.worn if count]
    return (
        Block(
            heading=say("Still out"),
            rows=tuple(_put_away_row(scene, one) for one in out),
            words=() if out else (say("Nothing is out."),),
        ),
        Block(
            heading=say("Rounds still in hand"),
            rows=(
                *(
                    Row(
                        title=lot.id,
                        presses=(
                            scene.press(
                                "return_rounds",
                                say("Brought back"),
                                ask=("count", "place", "second"),
                                lot=lot.id,
                                place=LOCKER,
                                folded=True,
                            ),
                        ),
                    )
                    for lot in in_hand
                ),
                *(
                    Row(
                        title=say("{lot}, worn by {name}", lot=lot.id, name=scene.name(who)),
                        presses=(
                            scene.press(
                                "take_off_rounds",
                                say("Taken off"),
                                ask=("count",),
                                lot=lot.id,
                                person=who,
                                folded=True,
                            ),
                        ),
                    )
                    for lot, who in worn
                ),
            ),
            words=() if in_hand or worn else (say("None."),),
        ),
        *_stores(scene),
        Block(
            heading=say("The day"),
            words=(say("Count first: see “Counting”."),),
            links=(("/task/count", say("Counting")),),
            presses=(
                scene.press("wrap", say("Wrap"), day=scene.today(), decisive=True),
                scene.press(
                    "notify_end",
                    say("Somebody was told that it is finished"),
                    ask=("authority", "reference"),
                    folded=True,
                ),
            ),
        ),
        sealing_block(scene),
    )


def _stores(scene: Scene) -> tuple[Block, ...]:
    """Opening and locking each store."""
    say = scene.say
    rows = []
    for place in _places(scene):
        known = scene.state.places.get(place)
        opened = known is not None and known.open
        act = "lock_store" if opened else "open_store"
        said = say("I lock {place}" if opened else "I open {place}", place=place)
        rows.append(
            Row(
                title=place,
                words=(say("open") if opened else say("locked, as entered"),),
                presses=(
                    scene.press(act, said, ask=("second",), place=place, folded=True, button=said),
                ),
            )
        )
    return (Block(heading=say("The locker"), rows=tuple(rows)),)


def _places(scene: Scene) -> list[str]:
    stores = [name for name, one in scene.state.places.items() if one.store]
    return sorted(stores or scene.state.places, key=lambda name: (name != LOCKER, name))


def _put_away_row(scene: Scene, one: custody.Weapon) -> Row:
    say = scene.say
    holder = one.holder
    if holder and holder != scene.visitor.person:
        name = scene.name(holder)
        press = scene.press(
            "return_weapon",
            say("{name} gave {weapon} back to me", name=name, weapon=one.id),
            weapon=one.id,
            by=holder,
            to=scene.visitor.person,
        )
        return scene.weapon_row(one, press, words=_serial(scene, one))
    press = scene.press(
        "put_away",
        say("I put {weapon} away, locked", weapon=one.id),
        ask=("place",),
        weapon=one.id,
        place=LOCKER,
        locked="yes",
        folded=True,
        button=say("Put away, locked"),
    )
    return scene.weapon_row(one, press, words=_serial(scene, one))


def _serial(scene: Scene, one: custody.Weapon) -> tuple[str, ...]:
    serial = one.identity.serial
    return (scene.say("serial {serial}", serial=serial),) if serial else ()
