"""The model of one weapon's day, made of what the production runs.

    rules in force + what stands + the plan  ->  deeds, where each may be done, what each changes
                                             ->  a Protocol, which everything else in the room takes

The guards are the gate's own formulas. A flag whose window may close drops at any step: more can
happen in the model than in any one day, never less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from provesafe.prover.protocols.model import (
    Failure,
    FailureKind,
    Needs,
    Person,
    Protocol,
    State,
    Step,
    Thing,
    Way,
    WhatIf,
)
from provesafe.prover.running.conditions import ALWAYS, NEVER
from provesafe.prover.running.deeds import AS_PLANNED, NOTHING, Deed, deeds_of
from provesafe.prover.running.guards import (
    Case,
    Guards,
    Rules,
    guards_of,
    literals_of,
    ways_of,
)
from provesafe.prover.running.hands import (
    WEAPON,
    hands_failures,
    hands_states,
    hands_steps,
    hands_trusts,
    hazards,
)
from provesafe.prover.running.moment import Flags
from provesafe.prover.running.scene import Scene
from provesafe.prover.running.world import Standing, World, boxes, explore, standing_of

__all__ = ["Running", "Stuck", "made_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A deed that no rule-keeping day reaches: rules that nothing in the model mends."""

    deed: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A model, and what it was made of."""

    scene: Scene
    rules: Rules
    deeds: tuple[Deed, ...]
    world: World
    guards: Guards
    protocol: Protocol
    stuck: tuple[Stuck, ...]

    def permitted(self, deed: str, standing: Standing, flags: Mapping[int, bool]) -> bool | None:
        """Whether the model lets a deed go ahead; None where nobody could do it.

        Args:
            deed: its id.
            standing: what the record says.
            flags: what each flag is.
        """
        case = self.case(deed, standing)
        return None if case is None else self.guards.conditions.holds(case.permitted, flags)

    def case(self, deed: str, standing: Standing) -> Case | None:
        """The case of a deed from a standing; None where nobody could do it."""
        return next(
            (c for c in self.guards.cases if c.deed == deed and standing in c.standings), None
        )

    def after(
        self, deed: str, standing: Standing, flags: Mapping[int, bool]
    ) -> tuple[Standing, dict[int, bool]]:
        """What stands after a deed, and the flags."""
        case = self.case(deed, standing)
        if case is None:
            return standing, dict(flags)
        changed = {
            number: self.guards.conditions.holds(condition, flags)
            for number, condition in case.flags.items()
        }
        return self.world.taken[deed][standing].after, {**flags, **changed}

    def fits(self, scene: Scene, now: Flags) -> bool:
        """Whether the model is also that of another moment: only what it can change has changed.

        Args:
            scene: whom and what it is about at that moment.
            now: the flags at that moment.
        """
        mine, theirs = self.scene, scene
        same = (mine.weapon, mine.cast, mine.set_up, mine.plan, mine.lot, mine.count)
        other = (theirs.weapon, theirs.cast, theirs.set_up, theirs.plan, theirs.lot, theirs.count)
        if same != other or (mine.shooting_day, mine.date) != (theirs.shooting_day, theirs.date):
            return False
        if (mine.others_out, mine.met) != (theirs.others_out, theirs.met):
            return False
        if standing_of(scene, scene.state) not in self.world.standings:
            return False
        for number, known in self.guards.known.items():
            keys = now.get(number, {})
            if any(key not in known for key in keys):
                return False
            if any(one == ALWAYS and key not in keys for key, one in known.items()):
                return False
        return True

    def begun(self, scene: Scene, now: Flags) -> Running:
        """The model, begun at another moment that it fits."""
        flags = literals_of(self.guards.flags, now)
        standing = dict(zip(self.world.names, standing_of(scene, scene.state), strict=True))
        begins = {
            **standing,
            **{_flag(number): _said(flags[number]) for number in self.guards.needed},
            "inside": _inside(scene),
            "performer_looked": _said(looked(self.rules, scene, now)),
        }
        states = tuple(
            replace(state, begins=begins.get(state.id, state.begins))
            for state in self.protocol.states
        )
        return replace(self, scene=scene, protocol=replace(self.protocol, states=states))


def made_of(scene: Scene, rules: Rules, now: Flags) -> Running:
    """Make the model.

    Args:
        scene: whom and what it is about.
        rules: those in force, compiled.
        now: their flags, as the record leaves them.

    Raises:
        TooLargeError: the weapon can stand in too many ways.
    """
    deeds = deeds_of(scene)
    world = explore(scene, deeds)
    guards = guards_of(rules, world, now)
    return _Making(scene, rules, deeds, world, guards, now).running()


class _Making:
    def __init__(
        self,
        scene: Scene,
        rules: Rules,
        deeds: tuple[Deed, ...],
        world: World,
        guards: Guards,
        now: Flags,
    ) -> None:
        self.scene = scene
        self.rules = rules
        self.deeds = deeds
        self.world = world
        self.guards = guards
        self.now = now
        self.cases: dict[str, list[Case]] = {}
        for case in guards.cases:
            self.cases.setdefault(case.deed, []).append(case)

    def running(self) -> Running:
        steps = (*(self._step(deed) for deed in self.deeds), *hands_steps(self.scene))
        named = {step.id for step in steps}
        states = (
            *self._standing(),
            *self._flags(),
            *hands_states(
                self.scene,
                inside=_inside(self.scene),
                looked=looked(self.rules, self.scene, self.now),
                steps=named,
            ),
        )
        failures = (
            *(one for deed in self.deeds for one in self._failures(deed)),
            *hands_failures(self.scene),
        )
        kept = {state.id: state.values for state in states}
        steps = tuple(
            replace(one, needs=_narrowed(one.needs, kept))
            for one in (*steps, *self._passing())
            if _can_be(one.needs, kept)
        )
        failures = tuple(
            replace(one, needs=_narrowed(one.needs, kept))
            for one in failures
            if _can_be(one.needs, kept)
        )
        protocol = Protocol(
            id=self.scene.weapon,
            title="As the production runs it",
            about="one weapon, one use in its set-up",
            source="the rulebooks in force, what stands, and the plan",
            standing="made of the rules the gate asks; probabilities are for order only",
            roles=self.scene.roles,
            people=self._people(),
            things=(Thing(id=WEAPON),),
            states=states,
            steps=steps,
            failures=failures,
            trusts=tuple(hands_trusts(self.scene)),
            hazards=hazards(),
            what_ifs=tuple(_what_ifs(failures)),
        )
        return Running(
            scene=self.scene,
            rules=self.rules,
            deeds=self.deeds,
            world=self.world,
            guards=self.guards,
            protocol=protocol,
            stuck=tuple(self._stuck()),
        )

    def _people(self) -> tuple[Person, ...]:
        """Whoever has several of the parts, by a letter."""
        cast = self.scene.cast
        parts: dict[str, list[str]] = {}
        for part in ("armorer", "floor", "camera", "performer", "second"):
            person = getattr(cast, part)
            if person:
                parts.setdefault(person, []).append(part)
        return tuple(
            Person(id=chr(ord("A") + number), roles=tuple(roles))
            for number, roles in enumerate(parts.values())
        )

    def _standing(self) -> Iterator[State]:
        for name, begins in zip(
            self.world.names, standing_of(self.scene, self.scene.state), strict=True
        ):
            values = self.world.values(name)
            if len(values) > 1 or name in ("holder", "kept"):
                seen = name in ("holder", "kept", "open", "running", "rolling")
                yield State(
                    id=name,
                    kind="seen" if seen else "believed",
                    of=WEAPON,
                    values=values if len(values) > 1 else (*values, "-"),
                    begins=begins,
                )

    def _flags(self) -> Iterator[State]:
        is_set = literals_of(self.guards.flags, self.now)
        for number in sorted(self.guards.needed):
            yield State(id=_flag(number), kind="believed", of=WEAPON, begins=_said(is_set[number]))

    def _step(self, deed: Deed) -> Step:
        ways = [
            way for case in self.cases.get(deed.id, ()) for way in self._ways(case, case.permitted)
        ]
        return Step(
            id=deed.id,
            by=deed.by,
            say=deed.say,
            needs=deed.needs,
            does=deed.does,
            detects=deed.detects,
            finds={"found": "yes"} if deed.detects else {},
            of=WEAPON,
            cites=", ".join(sorted({n for c in self.cases.get(deed.id, ()) for n in c.open})),
            ways=tuple(ways),
        )

    def _failures(self, deed: Deed) -> Iterator[Failure]:
        for wrong in deed.wrongs:
            ways: tuple[Way, ...] | None = None
            if wrong.kind == "against":
                negation = self.guards.conditions.negation
                ways = tuple(
                    way
                    for case in self.cases.get(deed.id, ())
                    for way in self._ways(case, negation(case.permitted))
                )
                if not ways:
                    continue  # no rule in force stands against it
            yield Failure(
                id=wrong.id,
                kind=_KINDS[wrong.kind],
                say=wrong.say,
                by=deed.by,
                at=deed.id,
                needs={},
                does={},
                chance=wrong.chance,
                ways=ways,
            )

    def _ways(self, case: Case, guard: int) -> Iterator[Way]:
        needed = self.guards.needed
        changing = {number: one for number, one in case.flags.items() if number in needed}
        for where in boxes(self.world, case.standings):
            for known, made in ways_of(self.guards.conditions, guard, changing):
                yield Way(
                    needs={**where, **{_flag(n): (_said(v),) for n, v in known.items()}},
                    does={**case.changes, **{_flag(n): _said(v) for n, v in made.items()}},
                )

    def _passing(self) -> Iterator[Step]:
        """Windows that close: their flags drop, whenever."""
        numbers = [n for n in sorted(self.guards.windows) if n in self.guards.needed]
        if numbers:
            yield Step(
                id="time-passes",
                by="",
                say="time passes",
                needs={},
                does={},
                detects={},
                finds={},
                of=WEAPON,
                ways=tuple(Way(needs={_flag(n): ("yes",)}, does={_flag(n): "no"}) for n in numbers),
            )

    def _stuck(self) -> Iterator[Stuck]:
        for deed in self.deeds:
            cases = self.cases.get(deed.id, [])
            if deed.meant and cases and all(case.permitted == NEVER for case in cases):
                always = [
                    {name for name, condition in case.open.items() if condition == ALWAYS}
                    for case in cases
                ]
                yield Stuck(deed=deed.id, rules=tuple(sorted(set.intersection(*always))))


_KINDS: Mapping[str, FailureKind] = {"skip": "skip", "miss": "miss", "against": "early"}


def looked(rules: Rules, scene: Scene, now: Flags) -> bool:
    """Whether the performer has looked, by the record, and it has stayed in sight since."""
    keys = now.get(rules.looked.number, {})
    return keys.get((scene.weapon, scene.cast.performer)) == ALWAYS


def _flag(number: int) -> str:
    return f"flag-{number}"


def _said(value: bool) -> str:
    return "yes" if value else "no"


def _inside(scene: Scene) -> str:
    contents = scene.state.weapons[scene.weapon].contents
    return AS_PLANNED if contents.count else NOTHING


def _can_be(needs: Needs, kept: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether each state that is asked for can ever be what is asked."""
    return all(any(one in kept[key] for one in values) for key, values in needs.items())


def _narrowed(needs: Needs, kept: Mapping[str, tuple[str, ...]]) -> Needs:
    return {key: tuple(one for one in values if one in kept[key]) for key, values in needs.items()}


def _what_ifs(failures: tuple[Failure, ...]) -> Iterator[WhatIf]:
    """Switches: what if this were how things are done here?"""
    known = {one.id for one in failures}
    for failure, say in _SWITCHES.items():
        if failure in known:
            yield _switch(failure, say, permit=(failure,))
    busy = tuple(one for one in _OVERLOADED if one in known)
    if len(busy) > 1:
        yield _switch(
            "second-job",
            "the armorer has a second job and is called away",
            merge={"the armorer is needed elsewhere": busy},
        )


_SWITCHES: Mapping[str, str] = {
    "hands-over-although": "nobody waits for the rule check before handing over",
    "floor-hands": "whoever leads the floor hands it over",
    "second-hands": "another who handles weapons hands it over from the cart",
    "floor-does-not-look": "whoever leads the floor does not look any more",
    "loading-not-watched": "nobody watches it being loaded",
    "performer-says-so-unseen": "performers say that they saw it and do not look",
    "put-down-loaded": "it is put down loaded as a matter of course",
}
_OVERLOADED = ("rounds-not-checked", "loading-not-watched", "not-opened-to-show", "takes-it-unseen")


def _switch(
    id_: str,
    say: str,
    *,
    permit: tuple[str, ...] = (),
    merge: Mapping[str, tuple[str, ...]] | None = None,
) -> WhatIf:
    return WhatIf(
        id=id_,
        say=say,
        permit=permit,
        merge=merge or {},
        expires={},
        needs={},
        forget={},
        by={},
        chances={},
    )
