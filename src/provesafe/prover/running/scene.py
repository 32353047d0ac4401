"""Whom and what a model is about: one weapon, who has which part today, the plan, the rounds.

People are taken from what stands, one for each part; in the model they are parts, never persons.
"""

from __future__ import annotations

from dataclasses import dataclass

from provesafe.custody import Plan, State, Weapon
from provesafe.prover.errors import ProtocolError
from provesafe.prover.protocols.model import Role

__all__ = ["Cast", "Scene", "scene_of"]

HANDLERS = ("armorer", "handler", "property-master", "assistant-property-master")
LEADERS = ("first-ad", "stage-manager")
CAMERA = ("director-of-photography", "camera")
PLAYERS = ("performer", "stunt-performer", "stand-in", "extra", "fight-director")
PARTS = (
    ("armorer", HANDLERS),
    ("floor", LEADERS),
    ("camera", CAMERA),
    ("performer", PLAYERS),
)
FIREARMS = ("real", "blank-only", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who has which part; an empty id where nobody has."""

    armorer: str
    """Whoever of those who handle weapons has this one, or would take it."""
    performer: str
    floor: str = ""
    camera: str = ""
    second: str = ""
    """Another who handles weapons, and has not this one in care."""

    @property
    def viewers(self) -> tuple[str, ...]:
        """Everybody it is shown to."""
        return tuple(one for one in (self.floor, self.camera, self.performer) if one)

    def part(self, person: str) -> str:
        """The part of a person; `somebody` for one who has none, `nobody` for none."""
        if not person:
            return "nobody"
        known = {
            self.second: "second",
            self.camera: "camera",
            self.floor: "floor",
            self.performer: "performer",
            self.armorer: "armorer",
        }
        return known.get(person, "somebody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a model is made for."""

    state: State
    """What stands now; no act is ever taken from it."""
    weapon: str
    cast: Cast
    roles: tuple[Role, ...]
    set_up: str
    plan: Plan | None
    lot: str
    """The rounds that the plan asks for; empty where it asks for none."""
    count: int
    at_ms: int
    shooting_day: int
    date: int
    others_out: bool = False
    """Whether another weapon of its kind is out, which could be taken for it."""

    @property
    def met(self) -> bool:
        """Whether the safety meeting of the day has been held."""
        return any(
            one.kind == "safety" and one.shooting_day == self.shooting_day
            for one in self.state.meetings.values()
        )

    @property
    def kind(self) -> str:
        """What is to be in it: empty, dummy or blank."""
        return self.plan.contents if self.plan is not None else "empty"


def scene_of(
    state: State, weapon: str, *, at_ms: int, shooting_day: int, date: int, pair: str = ""
) -> Scene:
    """Who and what the model of one weapon is about, as things stand.

    Args:
        state: what stands now.
        weapon: its id.
        at_ms: the laptop's clock.
        shooting_day: as yyyymmdd.
        date: the local date, as yyyymmdd.
        pair: another weapon that is out and might be taken for it; empty for none.

    Raises:
        ProtocolError: nobody handles weapons, nobody plays, or the weapon is not known.
    """
    known = state.weapons.get(weapon)
    if known is None:
        raise ProtocolError(f"`{weapon}` is no weapon of this production")
    set_up, plan = _plan(state, known)
    lot, count = _rounds(state, known, plan)
    cast = _cast(state, known)
    return Scene(
        state=state,
        weapon=weapon,
        cast=cast,
        roles=_roles(state, cast),
        set_up=set_up,
        plan=plan,
        lot=lot,
        count=count,
        at_ms=at_ms,
        shooting_day=shooting_day,
        date=date,
        others_out=bool(pair),
    )


def _cast(state: State, weapon: Weapon) -> Cast:
    def first(roles: tuple[str, ...], taken: tuple[str, ...] = ()) -> str:
        for role in roles:
            for one in state.people.values():
                if role in one.roles and one.enrolled and one.id not in taken:
                    return one.id
        return ""

    holder = state.people.get(weapon.holder)
    shown = tuple(one.receiver for one in weapon.showings if not one.ended_by)
    armorer, performer = first(HANDLERS), ""
    if holder is not None and any(role in HANDLERS for role in holder.roles):
        armorer = holder.id
    elif holder is not None and any(role in PLAYERS for role in holder.roles):
        performer = holder.id
    if not performer:
        # Whoever was shown it is about to take it; then whoever learned on it; then any.
        seen = [one for one in state.people.values() if one.id in shown]
        performer = next((p.id for p in seen if any(role in PLAYERS for role in p.roles)), "")
    performer = performer or first(PLAYERS, (armorer,))
    if not armorer:
        raise ProtocolError("nobody of this production handles weapons")
    if not performer:
        raise ProtocolError("nobody of this production takes a weapon for a scene")
    return Cast(
        armorer=armorer,
        performer=performer,
        floor=first(LEADERS, (armorer, performer)),
        camera=first(CAMERA, (armorer, performer)),
        second=first(HANDLERS, (armorer, performer)),
    )


def _roles(state: State, cast: Cast) -> tuple[Role, ...]:
    """The parts, called as the production calls those who have them."""
    said = [
        Role(id=part, say=f"the {_called(state, person, roles)}")
        for part, person, roles in (
            ("armorer", cast.armorer, HANDLERS),
            ("floor", cast.floor, LEADERS),
            ("camera", cast.camera, CAMERA),
            ("performer", cast.performer, PLAYERS),
            ("second", cast.second, HANDLERS),
        )
        if person
    ]
    names = [one.say for one in said]
    said = [
        Role(id=one.id, say=f"the other {one.say.removeprefix('the ')}")
        if one.id == "second" and names.count(one.say) > 1
        else one
        for one in said
    ]
    others = (
        Role(id="supplier", say="the supplier"),
        Role(id="crew", say="somebody of the crew"),
        Role(id="outsider", say="somebody from outside"),
    )
    return (*said, *others)


def _called(state: State, person: str, roles: tuple[str, ...]) -> str:
    held = state.people[person].roles
    role = next((one for one in roles if one in held), held[0] if held else "person")
    return role.replace("-", " ").replace(" ad", " AD")


def _plan(state: State, weapon: Weapon) -> tuple[str, Plan | None]:
    """The set-up it belongs to now, or the first one it is planned for, and its plan there."""
    here = state.plans.get((weapon.set_up, weapon.id))
    if here is not None:
        return weapon.set_up, here
    planned = [plan for (_, name), plan in state.plans.items() if name == weapon.id]
    open_now = [one for one in planned if _is_open(state, one.set_up)]
    plan = next(iter([*open_now, *planned]), None)
    return (weapon.set_up or (plan.set_up if plan else ""), plan)


def _is_open(state: State, set_up: str) -> bool:
    known = state.set_ups.get(set_up)
    return known is not None and known.open


def _rounds(state: State, weapon: Weapon, plan: Plan | None) -> tuple[str, int]:
    """The lot that what is planned comes from, and how many."""
    inside = weapon.contents.rounds
    if inside and inside[0].count:
        return inside[0].lot, inside[0].count
    if plan is None or plan.contents == "empty":
        return "", 0
    fits = [
        one
        for one in state.lots.values()
        if one.kind == plan.contents
        and (not plan.load or not one.load or one.load == plan.load)
        and (not weapon.identity.calibre or one.calibre in ("", weapon.identity.calibre))
    ]
    count = plan.count or weapon.identity.chambers or 1
    return (fits[0].id, count) if fits else ("", 0)
