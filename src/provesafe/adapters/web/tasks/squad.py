"""Squads: one handler, many weapons, each to somebody: one press for all of them.

What is ticked is one question to the same rules. Whatever has something open of its own is named
and stays; the rest goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provesafe import custody
from provesafe.adapters.web.fields import AskedField
from provesafe.adapters.web.names import people_options
from provesafe.adapters.web.tasks.building import Block, Scene

__all__ = ["Batch", "BatchLine", "batches", "squad"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One weapon that may be ticked."""

    weapon: str
    called: str
    kind: str
    contents: str
    where: str
    seen: int
    to: str = ""
    """Who is picked for it to begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One act for many weapons."""

    act: str
    said: str
    heading: str
    lines: tuple[BatchLine, ...]
    fields: tuple[tuple[str, str], ...]
    asks: bool
    people: tuple[tuple[str, str], ...] = ()
    """Whom each weapon may go to; nothing where it goes to nobody."""
    person_field: str = "to"
    each: str = "weapon"
    """The field that what is ticked stands in."""
    inputs: tuple[AskedField, ...] = ()
    """What is filled in once for all of them."""
    ticked: bool = True
    """Whether they are ticked to begin with; never where a tick says what somebody looked at."""


def squad(_scene: Scene) -> Sequence[Block]:
    """The blocks of the page; what can be ticked stands in `batches`."""
    return ()


def batches(scene: Scene) -> tuple[Batch, ...]:
    """What can be done with many weapons at once, as they now stand."""
    say, me = scene.say, scene.visitor.person
    everybody = tuple((one["id"], one["name"]) for one in people_options(scene.production))
    inside = [one for one in scene.weapons() if not one.out and not one.missing]
    mine = [one for one in scene.weapons() if one.holder == me]
    with_others = [one for one in scene.weapons() if one.holder and one.holder != me]
    found = (
        _batch(
            scene,
            "draw",
            say("Take them out"),
            say("From the locker"),
            inside,
            (("by", me), ("purpose", "filming")),
        ),
        *_looked_through(scene, mine),
        _batch(
            scene,
            "hand_over",
            say("I kept them in my sight and gave each to its person"),
            say("Handed over"),
            mine,
            (("by", me), ("in_sight", "yes")),
            people=tuple(one for one in everybody if one[0] != me),
        ),
        _batch(
            scene,
            "return_weapon",
            say("Given back to me"),
            say("Given back"),
            with_others,
            (("to", me),),
            person_field="by",
        ),
        _batch(
            scene,
            "put_away",
            say("Put away, locked"),
            say("Put away"),
            mine,
            (("by", me), ("place", "locker"), ("locked", "yes")),
        ),
    )
    return tuple(one for one in (*found, _belts(scene)) if one.lines)


def _looked_through(scene: Scene, mine: Sequence[custody.Weapon]) -> tuple[Batch, Batch]:
    """Those with me, opened one by one; and those found empty, shown to whoever relies on them."""
    say, me = scene.say, scene.visitor.person
    lookers = [
        one.id
        for one in scene.state.people.values()
        if one.enrolled and one.id != me and _LOOKING & set(one.roles)
    ]
    opened = _batch(
        scene,
        "inspect",
        say("I opened each and looked through it: empty"),
        say("To be looked through"),
        # Rounds were entered in the others: they are unloaded, not found empty.
        [one for one in mine if one.contents.kind in ("empty", "unknown")],
        (("by", me), ("found", "empty"), *(("points", one) for one in _POINTS)),
        ticked=False,
    )
    shown = _batch(
        scene,
        "show",
        say("I showed each of them: empty"),
        say("Shown, to those who rely on them"),
        [one for one in mine if one.contents.kind == "empty"],
        (
            ("by", me),
            ("contents", "empty"),
            ("count", "0"),
            ("means", "looked"),
            *(("to", one) for one in sorted(lookers)),
        ),
        ticked=False,
    )
    return opened, shown


def _belts(scene: Scene) -> Batch:
    """Dummies on costumes: the same number of one lot for everybody who is ticked."""
    say = scene.say
    lots = [one.id for _, one in sorted(scene.state.lots.items()) if one.kind == "dummy"]
    press = scene.press(
        "wear_rounds", "", ask=("lot", "count"), lot=lots[0] if lots else "", count=6
    )
    lines = tuple(
        BatchLine(weapon=one["id"], called=one["name"], kind="", contents="", where="", seen=0)
        for one in people_options(scene.production)
        if _PLAYING & set(scene.state.people[one["id"]].roles)
    )
    return Batch(
        act="wear_rounds",
        said=say("The same on each belt"),
        heading=say("Belts: dummies on costumes"),
        lines=lines if lots else (),
        fields=(("by", scene.visitor.person),),
        asks=False,
        each="person",
        inputs=press.inputs,
    )


_LOOKING = frozenset({"first-ad", "director-of-photography", "performer", "stunt-performer"})
_PLAYING = frozenset({"performer", "stunt-performer", "extra", "stand-in"})


_POINTS = ("muzzle safe", "rounds out", "chambers", "feed path", "bore")
_ASKS = frozenset({"draw", "hand_over"})


def _batch(
    scene: Scene,
    act: str,
    said: str,
    heading: str,
    weapons: Sequence[custody.Weapon],
    fields: tuple[tuple[str, str], ...],
    *,
    people: tuple[tuple[str, str], ...] = (),
    person_field: str = "to",
    ticked: bool = True,
) -> Batch:
    lines = []
    for one in weapons:
        kind, contents = scene.contents(one)
        lines.append(
            BatchLine(
                weapon=one.id,
                called=scene.house.called(one.id),
                kind=kind,
                contents=contents,
                where=scene.where(one),
                seen=one.last_index,
                to=one.holder if person_field == "by" else _last_taker(scene, one),
            )
        )
    return Batch(
        act=act,
        said=said,
        heading=heading,
        lines=tuple(lines),
        fields=fields,
        asks=act in _ASKS,
        people=people,
        person_field=person_field,
        ticked=ticked,
    )


def _last_taker(scene: Scene, weapon: custody.Weapon) -> str:
    """Who was shown it last and plays: the one it usually goes to."""
    for showing in reversed(weapon.showings):
        person = scene.state.people.get(showing.receiver)
        if person and {"performer", "stunt-performer"} & set(person.roles):
            return showing.receiver
    return ""
