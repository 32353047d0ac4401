"""A state being worked on: what an act changes, and the effect facts that follow from it.

`facts` and `evolve` must never disagree, so both come from one run: a transition calls the
methods below, each of which changes the draft *and* notes the effect. A draft belongs to one
fold and is never seen outside this room.

What breaks sight (the positive word of the giver): any holder but the two, being put down,
opened, loaded or unloaded, a new set-up, a meal, a move, a meeting, a new plan version, a stop.
A weapon in a locked place has no sight to lose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Generic, TypeVar

from provesafe.custody.act import Act
from provesafe.custody.act_type import FactTuple
from provesafe.custody.state import (
    Adoption,
    Concern,
    Contents,
    Discrepancy,
    Incident,
    LegalHold,
    Lot,
    Meeting,
    Person,
    Place,
    Plan,
    SetUp,
    Showing,
    State,
    Weapon,
)

__all__ = ["Draft", "Table"]

_K = TypeVar("_K")
_V = TypeVar("_V")


class Table(Generic[_K, _V]):
    """A mapping with changes laid over it, so that older states stay as they were.

    Reading and writing cost the same however long the record is; only `freeze` copies, and only
    a table that was written to. The facts of an act never need that.
    """

    __slots__ = ("_base", "_changed", "_gone")

    def __init__(self, base: Mapping[_K, _V]) -> None:
        self._base = base
        self._changed: dict[_K, _V] = {}
        self._gone: dict[_K, None] = {}

    def get(self, key: _K) -> _V | None:
        """The record at `key`, if there is one."""
        found = self._changed.get(key)
        if found is not None or key in self._gone:
            return found
        return self._base.get(key)

    def put(self, key: _K, value: _V) -> None:
        """Set the record at `key`."""
        self._changed[key] = value

    def drop(self, key: _K) -> None:
        """Forget the record at `key`, if there is one."""
        self._changed.pop(key, None)
        self._gone[key] = None

    def values(self) -> tuple[_V, ...]:
        """All records, in the order in which they were first put."""
        return tuple(self.freeze().values())

    def freeze(self) -> Mapping[_K, _V]:
        """The mapping as it stands; later writes are laid over it."""
        if self._changed or self._gone:
            kept = dict(self._base)
            for key in self._gone:
                kept.pop(key, None)
            kept.update(self._changed)
            self._base, self._changed, self._gone = kept, {}, {}
        return self._base


class Draft:
    """A working copy of a state; see the module."""

    __slots__ = (
        "_new_discrepancies",
        "act",
        "acts",
        "concerns",
        "coverage",
        "discrepancies",
        "effects",
        "incidents",
        "late",
        "legal_holds",
        "lots",
        "meetings",
        "people",
        "places",
        "plans",
        "retention_until",
        "rulebooks",
        "seals",
        "set_ups",
        "stops",
        "weapons",
        "wrapped_day",
    )

    def __init__(self, state: State) -> None:
        self.people: Table[str, Person] = Table(state.people)
        self.weapons: Table[str, Weapon] = Table(state.weapons)
        self.lots: Table[str, Lot] = Table(state.lots)
        self.set_ups: Table[str, SetUp] = Table(state.set_ups)
        self.plans: Table[tuple[str, str], Plan] = Table(state.plans)
        self.meetings: Table[str, Meeting] = Table(state.meetings)
        self.concerns: Table[str, Concern] = Table(state.concerns)
        self.incidents: Table[str, Incident] = Table(state.incidents)
        self.rulebooks: Table[str, Adoption] = Table(state.rulebooks)
        self.places: Table[str, Place] = Table(state.places)
        self.seals: Table[str, str] = Table(state.seals)
        self.legal_holds: Table[str, LegalHold] = Table(state.legal_holds)
        self.retention_until = state.retention_until
        self.stops = state.stops
        self.coverage = state.coverage
        self.wrapped_day = state.wrapped_day
        self.acts = state.acts
        self.discrepancies: tuple[Discrepancy, ...] = state.discrepancies
        self._new_discrepancies: list[Discrepancy] = []
        self.effects: list[FactTuple] = []
        self.act = _NO_ACT
        self.late = False

    def begin(self, act: Act, *, late: bool) -> None:
        """Make ready for one act."""
        self.act = act
        self.late = late
        self.effects = []
        self.acts += 1

    def freeze(self) -> State:
        """The state as it stands; the draft can go on."""
        if self._new_discrepancies:
            self.discrepancies = (*self.discrepancies, *self._new_discrepancies)
            self._new_discrepancies = []
        return State(
            people=self.people.freeze(),
            weapons=self.weapons.freeze(),
            lots=self.lots.freeze(),
            set_ups=self.set_ups.freeze(),
            plans=self.plans.freeze(),
            meetings=self.meetings.freeze(),
            concerns=self.concerns.freeze(),
            incidents=self.incidents.freeze(),
            rulebooks=self.rulebooks.freeze(),
            places=self.places.freeze(),
            seals=self.seals.freeze(),
            legal_holds=self.legal_holds.freeze(),
            retention_until=self.retention_until,
            stops=self.stops,
            coverage=self.coverage,
            wrapped_day=self.wrapped_day,
            acts=self.acts,
            discrepancies=self.discrepancies,
        )

    # Noting.

    def effect(self, predicate: str, *arguments: int | str) -> None:
        """Note an effect fact."""
        self.effects.append((predicate, arguments))

    def disagree(self, kind: str, words: str, *, thing: str) -> None:
        """Note that the act does not fit what the record says."""
        self._new_discrepancies.append(
            Discrepancy(
                kind=kind,
                words=words,
                entry=self.act.entry,
                index=self.act.index,
                at_ms=self.act.at_ms,
                thing=thing,
            )
        )

    # Finding; a thing the record does not know is taken in as unknown.

    def weapon(self, name: str) -> Weapon:
        """The weapon of this id."""
        found = self.weapons.get(name)
        if found is None:
            found = Weapon(id=name)
            self.weapons.put(name, found)
            self.disagree("unknown-weapon", f"{name} was never taken in", thing=name)
        return found

    def lot(self, name: str) -> Lot:
        """The lot of this id."""
        found = self.lots.get(name)
        if found is None:
            found = Lot(id=name)
            self.lots.put(name, found)
            self.disagree("unknown-lot", f"{name} was never taken in", thing=name)
        return found

    def person(self, name: str) -> Person:
        """The person of this id."""
        return self.people.get(name) or Person(id=name)

    def set_up(self, name: str) -> SetUp:
        """The set-up of this id."""
        return self.set_ups.get(name) or SetUp(id=name)

    def put_weapon(self, weapon: Weapon) -> None:
        """Set a weapon's record."""
        self.weapons.put(weapon.id, weapon)

    def mark(self, name: str) -> None:
        """Note that the act names this weapon, if it is one."""
        weapon = self.weapons.get(name)
        if weapon is not None and weapon.last_index != self.act.index:
            self.put_weapon(replace(weapon, last_index=self.act.index))

    # Who has it, and where it is.

    def take(self, name: str, person: str) -> None:
        """`person` now has the weapon."""
        weapon = self.weapon(name)
        self._check_here(weapon)
        taker = self.people.get(person)
        if taker is None or not taker.enrolled:
            self.disagree("not-enrolled", f"{person} was never entered as a person", thing=person)
        if weapon.holder != person:
            if weapon.holder:
                self.effect("gave_up", name, weapon.holder)
            self.effect("took", name, person)
            weapon = replace(
                weapon,
                holder=person,
                place="",
                since_ms=self.act.at_ms,
                showings=_ended(weapon.showings, self.act.name, keep=person),
            )
        self.put_weapon(weapon)
        self.bring_out(name, expected=True)

    def give_up(self, name: str, place: str) -> None:
        """Nobody has the weapon any more; it is at `place`."""
        weapon = self.weapon(name)
        if weapon.holder:
            self.effect("gave_up", name, weapon.holder)
        self.put_weapon(replace(weapon, holder="", place=place, since_ms=self.act.at_ms))

    def bring_out(self, name: str, *, expected: bool) -> None:
        """The weapon is out; when that is not expected of a locked one, the two disagree."""
        weapon = self.weapon(name)
        if weapon.locked and not expected:
            self.disagree(
                "locked-away", f"{name} was entered as locked away in {_where(weapon)}", thing=name
            )
        if weapon.out:
            return
        self.effect("came_out", name)
        self.put_weapon(replace(weapon, locked=False, out_since_ms=self.act.at_ms))

    def lock_away(self, name: str, place: str) -> None:
        """The weapon is out no longer: locked away, or gone from here."""
        self.lose_sight(name)
        self.give_up(name, place)
        self.effect("locked_away", name)
        self.put_weapon(replace(self.weapon(name), locked=True, out_since_ms=None))

    def _check_here(self, weapon: Weapon) -> None:
        """A weapon that is gone cannot be taken."""
        if weapon.missing or weapon.police_receipt or weapon.sent_to:
            self.disagree("not-here", f"{weapon.id} was entered as not here", thing=weapon.id)

    def expect_holder(self, name: str, person: str) -> None:
        """The record should have `person` as the one who has the weapon."""
        weapon = self.weapon(name)
        if weapon.holder == person:
            return
        has = f"{weapon.holder} had it" if weapon.holder else "nobody had it"
        self.disagree(
            "not-held", f"{person} was entered with {name}, but before that {has}", thing=name
        )

    # Sight.

    def lose_sight(self, name: str) -> None:
        """The sight of this weapon is broken, unless it has none to lose."""
        weapon = self.weapon(name)
        if weapon.locked:
            return
        self.effect("sight_lost", name)
        if weapon.showings:
            self.put_weapon(
                replace(weapon, showings=_ended(weapon.showings, self.act.name, keep=""))
            )

    def lose_sight_of_all_out(self) -> None:
        """The sight of every weapon that is out, or was shown and still stands, is broken."""
        for weapon in self.weapons.values():
            if weapon.out or any(not one.ended_by for one in weapon.showings):
                self.lose_sight(weapon.id)

    def add_showing(self, name: str, showing: Showing) -> None:
        """The weapon was shown; this replaces an older showing between the same two."""
        weapon = self.weapon(name)
        others = tuple(
            one
            for one in weapon.showings
            if (one.giver, one.receiver) != (showing.giver, showing.receiver)
        )
        self.put_weapon(replace(weapon, showings=(*others, showing)))

    # Contents.

    def set_contents(self, name: str, contents: Contents) -> None:
        """The weapon now contains this."""
        weapon = self.weapon(name)
        self.effect("contents_now", name, contents.kind, contents.count)
        self.put_weapon(replace(weapon, contents=contents))

    def doubt_contents(self, name: str) -> None:
        """What is in the weapon is not known any more; the rounds entered stay counted."""
        weapon = self.weapon(name)
        if weapon.contents.kind != "unknown":
            self.set_contents(name, Contents(rounds=weapon.contents.rounds))


_NO_ACT = Act(name="keep_alive", fields={})


def _ended(showings: tuple[Showing, ...], why: str, *, keep: str) -> tuple[Showing, ...]:
    """Showings after a break: those that do not involve `keep` end."""
    return tuple(
        one
        if one.ended_by or (keep and keep in (one.giver, one.receiver))
        else replace(one, ended_by=why)
        for one in showings
    )


def _where(weapon: Weapon) -> str:
    """The place of a weapon, in words."""
    return weapon.place or "a place nobody named"
