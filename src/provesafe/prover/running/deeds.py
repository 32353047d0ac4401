"""What people can do with one weapon in a day, as acts of the record and as what they come to.

An entry and what is so are two things: a deed that looks (`detects`) finds what is there unless it
is passed over or missed; the entry is the same. Deeds are only offered where hands could do them:
nobody gives what they do not have. Whether the rules in force let them go ahead is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from provesafe.custody import Act, State, Weapon, parse_act
from provesafe.prover.protocols.chances import HEART, HEART_SOURCE
from provesafe.prover.protocols.model import Chance, Needs
from provesafe.prover.running.scene import Scene

__all__ = ["AS_PLANNED", "LIVE", "NOTHING", "Deed", "Wrong", "deeds_of", "guessed", "heart_chance"]

NOTHING, AS_PLANNED, LIVE = "nothing", "what is planned", "live round"
FIVE_POINTS = ("muzzle safe", "rounds out", "chambers", "feed path", "bore")
AGENDA = ("action", "deviations", "abort plan", "emergency", "chain of command", "right to refuse")

Offer = Callable[[State, Weapon], Mapping[str, object] | None]
"""The fields of the act as things stand; None where nobody could do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """How a deed goes wrong: `skip`, `miss`, or done although a rule is open (`against`)."""

    id: str
    kind: str
    say: str
    chance: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that is entered, and what it comes to."""

    id: str
    by: str
    """The part of whoever does it."""
    say: str
    act: str
    offer: Offer
    needs: Needs = field(default_factory=dict)
    does: Mapping[str, str] = field(default_factory=dict)
    detects: Needs = field(default_factory=dict)
    wrongs: tuple[Wrong, ...] = ()
    meant: bool = True
    """False for what nobody is meant to do: it is only ever done against a rule."""

    def acted(self, scene: Scene, state: State) -> Act | None:
        """The act, placed as the record would place it now; None where nobody could do it."""
        fields = self.offer(state, state.weapons[scene.weapon])
        if fields is None:
            return None
        return parse_act(
            self.act,
            fields,
            at_ms=scene.at_ms,
            shooting_day=scene.shooting_day,
            date=scene.date,
        )


def heart_chance(task: str) -> Chance:
    """HEART's nominal value of a task."""
    mean, factor, _ = HEART[task]
    return Chance(mean=mean, factor=factor, method=f"HEART {task}", source=HEART_SOURCE)


def guessed(mean: float, factor: float) -> Chance:
    """A number that stands on nothing but judgement, and says so."""
    return Chance(mean=mean, factor=factor, method="judgement", source="no source: our guess")


def deeds_of(scene: Scene) -> tuple[Deed, ...]:
    """Everything that can be entered about the weapon, in the order of a day."""
    return (
        *_before(scene),
        *_in_care(scene),
        *_rounds(scene),
        *_looks(scene),
        *_from_hand_to_hand(scene),
    )


def _before(scene: Scene) -> Iterator[Deed]:
    """Meetings and set-ups, where they are still to come."""
    cast, set_up = scene.cast, scene.set_up
    leader = cast.floor or cast.armorer
    by = "floor" if cast.floor else "armorer"
    if not scene.met:
        there = tuple(dict.fromkeys((cast.armorer, *cast.viewers, cast.second)))
        yield Deed(
            id="meet",
            by=by,
            say="leads the safety meeting",
            act="hold_meeting",
            offer=lambda _s, _w: {
                "meeting": "morning",
                "kind": "safety",
                "agenda": list(AGENDA),
                "attended": [one for one in there if one],
                "walk_through": "yes",
                "by": leader,
            },
        )
    if not set_up:
        return
    yield Deed(
        id="open-set-up",
        by=by,
        say="opens the set-up",
        act="open_set_up",
        offer=lambda s, _w: None if _open(s, set_up) else {"set_up": set_up, "by": leader},
    )
    for what in ("rehearsal", "take"):
        yield Deed(
            id=f"start-{what}",
            by=by,
            say=f"starts the {what}",
            act="start",
            offer=_starting(set_up, what, leader),
        )
    yield Deed(
        id="cut",
        by=by,
        say="says cut",
        act="cut",
        offer=lambda s, _w: {"set_up": set_up, "by": leader} if _runs(s, set_up) else None,
    )
    if scene.kind == "blank":
        yield from _for_blanks(scene, leader, by)


def _for_blanks(scene: Scene, leader: str, by: str) -> Iterator[Deed]:
    """What blanks ask for besides: the line of fire, the camera."""
    cast, set_up = scene.cast, scene.set_up
    yield Deed(
        id="clear-line",
        by=by,
        say="sees that the line of fire is clear, and says so",
        act="clear_line",
        offer=lambda s, _w: {"set_up": set_up, "by": leader} if _open(s, set_up) else None,
        does={"line": "nobody"},
        wrongs=(
            Wrong(
                id="line-not-looked-at",
                kind="skip",
                say="says that the line is clear and has not looked",
                chance=heart_chance("F"),
            ),
        ),
    )
    if cast.camera:
        yield Deed(
            id="roll",
            by="camera",
            say="rolls the camera",
            act="roll",
            offer=lambda s, _w: (
                {"set_up": set_up, "by": cast.camera}
                if _runs(s, set_up) and not s.set_ups[set_up].rolling
                else None
            ),
        )


def _starting(set_up: str, what: str, by: str) -> Offer:
    def offer(state: State, _weapon: Weapon) -> Mapping[str, object] | None:
        known = state.set_ups.get(set_up)
        if known is None or not known.open or known.running == what:
            return None
        return {"set_up": set_up, "what": what, "by": by}

    return offer


def _open(state: State, set_up: str) -> bool:
    known = state.set_ups.get(set_up)
    return known is not None and known.open


def _runs(state: State, set_up: str) -> bool:
    known = state.set_ups.get(set_up)
    return known is not None and bool(known.running)


def _in_care(scene: Scene) -> Iterator[Deed]:
    """Out of its place, looked through, put down, locked away."""
    who, name = scene.cast.armorer, scene.weapon
    place = scene.state.weapons[name].place or "cart"

    def held(_state: State, weapon: Weapon) -> Mapping[str, object] | None:
        return {"weapon": name, "by": who} if weapon.holder == who else None

    yield Deed(
        id="draw",
        by="armorer",
        say="takes the weapon out of its place",
        act="draw",
        offer=lambda _s, w: (
            None if w.holder else {"weapon": name, "by": who, "place": place, "purpose": "filming"}
        ),
    )
    yield Deed(
        id="inspect",
        by="armorer",
        say="opens the weapon and goes through all five points: it is empty",
        act="inspect",
        offer=lambda s, w: (
            {**found, "points": list(FIVE_POINTS), "found": "empty"}
            if (found := held(s, w)) and w.contents.kind in ("empty", "unknown")
            else None
        ),
        does={"inside": NOTHING},
        detects={"inside": (LIVE,)},
        wrongs=(
            Wrong(
                id="not-opened",
                kind="skip",
                say="says that the weapon was gone through and has not opened it",
                chance=heart_chance("E"),
            ),
        ),
    )
    yield Deed(
        id="put-down",
        by="armorer",
        say="puts the weapon down on the cart",
        act="put_down",
        offer=lambda s, w: (
            {**found, "place": "cart", "watched": "yes"} if (found := held(s, w)) else None
        ),
        wrongs=(
            Wrong(
                id="put-down-loaded",
                kind="against",
                say="puts the weapon down on the cart although it is loaded",
                chance=heart_chance("E"),
            ),
        ),
    )
    yield Deed(
        id="put-away",
        by="armorer",
        say="locks the weapon away",
        act="put_away",
        offer=lambda s, w: (
            {**found, "place": place, "locked": "yes"} if (found := held(s, w)) else None
        ),
    )


def _rounds(scene: Scene) -> Iterator[Deed]:
    """Looked at one by one, loaded before those who rest on it, taken out."""
    if scene.lot:
        yield _check_rounds(scene)
        yield _load(scene)
        yield _unload(scene)


def _check_rounds(scene: Scene) -> Deed:
    who, name, lot, count = scene.cast.armorer, scene.weapon, scene.lot, scene.count
    blank = scene.kind == "blank"
    return Deed(
        id="check-rounds",
        by="armorer",
        say="looks at every round" if blank else "rattles every dummy",
        act="check_rounds",
        offer=lambda _s, w: (
            {
                "weapon": name,
                "lot": lot,
                "checked": count,
                "of": count,
                "kind": scene.kind,
                "means": "looked" if blank else "shaken",
                "seen_by": list(scene.cast.viewers),
                "failed": 0,
                "by": who,
            }
            if _empty_in_hand(w, who)
            else None
        ),
        needs={"box": (AS_PLANNED, LIVE)},
        detects={"box": (LIVE,)},
        wrongs=(
            Wrong(
                id="rounds-not-checked",
                kind="skip",
                say="says that every round was checked, and it was not",
                chance=heart_chance("E"),
            ),
            Wrong(
                id="round-missed",
                kind="miss",
                say="checks every round and does not notice that one is live",
                chance=heart_chance("F"),
            ),
        ),
    )


def _load(scene: Scene) -> Deed:
    who, name, lot, count = scene.cast.armorer, scene.weapon, scene.lot, scene.count
    load = scene.plan.load if scene.plan else ""
    return Deed(
        id="load",
        by="armorer",
        say="loads before the eyes of those who rest on it",
        act="load",
        offer=lambda s, w: (
            {
                "weapon": name,
                "by": who,
                "kind": scene.kind,
                "lot": lot,
                "count": count,
                "load": load,
                "in_view": list(scene.cast.viewers),
            }
            if _empty_in_hand(w, who) and _left(s, lot) >= count
            else None
        ),
        needs={"box": (AS_PLANNED, LIVE)},
        does={"inside": "=box"},
        detects={"box": (LIVE,)},
        wrongs=(
            Wrong(
                id="loading-not-watched",
                kind="miss",
                say="loads, and nobody looks at each round as it goes in",
                chance=heart_chance("E"),
            ),
            Wrong(
                id="loads-although",
                kind="against",
                say="loads although the rule check says not yet",
                chance=heart_chance("M"),
            ),
        ),
    )


def _unload(scene: Scene) -> Deed:
    who, name = scene.cast.armorer, scene.weapon
    return Deed(
        id="unload",
        by="armorer",
        say="unloads before the eyes of those who rest on it",
        act="unload",
        offer=lambda _s, w: (
            {
                "weapon": name,
                "by": who,
                "spent": 0,
                "unspent": w.contents.count,
                "in_view": list(scene.cast.viewers),
            }
            if w.holder == who and w.contents.kind in ("dummy", "blank") and w.contents.count
            else None
        ),
        does={"inside": NOTHING},
    )


def _empty_in_hand(weapon: Weapon, who: str) -> bool:
    return weapon.holder == who and weapon.contents.kind == "empty"


def _left(state: State, lot: str) -> int:
    known = state.lots.get(lot)
    return 0 if known is None else known.issued + known.in_store


def _looks(scene: Scene) -> Iterator[Deed]:
    """Shown, answered, called."""
    cast, name = scene.cast, scene.weapon
    who = cast.armorer
    needs = {"presented": ("yes",)}
    if cast.floor:
        needs["floor_looked"] = ("yes",)
    yield Deed(
        id="show",
        by="armorer",
        say="has shown every chamber, and it is entered for everybody who was there",
        act="show",
        offer=lambda _s, w: (
            {
                "weapon": name,
                "by": who,
                "to": list(cast.viewers),
                "contents": w.contents.kind,
                "count": w.contents.count,
                "checked": w.contents.count,
                "of": w.contents.count,
                "means": ["looked"],
            }
            if w.holder == who
            else None
        ),
        needs=needs,
        does={"presented": "no", "floor_looked": "no"} if cast.floor else {"presented": "no"},
    )
    yield Deed(
        id="performer-answers",
        by="performer",
        say="looks at every round and says so",
        act="answer",
        offer=lambda _s, w: (
            {"weapon": name, "by": cast.performer, "what": "saw it"} if w.holder == who else None
        ),
        does={"performer_looked": "yes"},
        detects={"inside": (LIVE,)},
        wrongs=(
            Wrong(
                id="performer-says-so-unseen",
                kind="skip",
                say="says that it was seen, and has not looked",
                chance=heart_chance("D"),
            ),
        ),
    )
    yield Deed(
        id="call",
        by="armorer",
        say="calls its state",
        act="call",
        offer=lambda _s, w: _called(w, who) if w.holder == who else None,
    )


def _called(weapon: Weapon, who: str) -> Mapping[str, object]:
    contents = weapon.contents
    if contents.kind == "blank" and contents.count:
        return {
            "weapon": weapon.id,
            "by": who,
            "state": "hot",
            "load": contents.load,
            "count": contents.count,
        }
    return {"weapon": weapon.id, "by": who, "state": "cold"}


def _from_hand_to_hand(scene: Scene) -> Iterator[Deed]:
    """Given to whoever plays with it, by the right and by the wrong hands, and back."""
    cast, name, set_up = scene.cast, scene.weapon, scene.set_up
    also = {"set_up": set_up} if set_up else {}

    def giving(giver: str, holder: str) -> Offer:
        return lambda _s, w: (
            {"weapon": name, "by": giver, "to": cast.performer, "in_sight": "yes", **also}
            if w.holder == holder and not w.locked
            else None
        )

    yield Deed(
        id="hand-over",
        by="armorer",
        say="hands the weapon to the performer",
        act="hand_over",
        offer=giving(cast.armorer, cast.armorer),
        wrongs=(
            Wrong(
                id="hands-over-although",
                kind="against",
                say="hands the weapon over although the rule check says not yet",
                chance=heart_chance("M"),
            ),
        ),
    )
    for part, person, task in (("floor", cast.floor, "M"), ("second", cast.second, "F")):
        if person:
            yield Deed(
                id=f"{part}-hands-over",
                by=part,
                say="takes the weapon from the cart and hands it to the performer",
                act="hand_over",
                offer=giving(person, ""),
                wrongs=(
                    Wrong(
                        id=f"{part}-hands",
                        kind="against",
                        say="takes the weapon from the cart and hands it to the performer",
                        chance=heart_chance(task),
                    ),
                ),
                meant=False,
            )
    yield Deed(
        id="give-back",
        by="performer",
        say="gives the weapon back",
        act="return_weapon",
        offer=lambda _s, w: (
            {"weapon": name, "by": cast.performer, "to": cast.armorer}
            if w.holder == cast.performer
            else None
        ),
        needs={"aim": ("down",)},
    )
