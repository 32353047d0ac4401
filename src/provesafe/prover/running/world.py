"""What the record says of one weapon and its set-up, as a few words, and how deeds change them.

Nothing is modelled twice: each deed is taken through `custody.step` from every standing that deeds
can lead to, and its facts and what it changed are read off there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from provesafe.custody import State, makes_safe, step
from provesafe.prover.errors import TooLargeError
from provesafe.prover.running.deeds import Deed
from provesafe.prover.running.scene import Scene
from provesafe.rulebook import Fact

__all__ = ["Box", "Standing", "Taken", "World", "boxes", "explore", "standing_of"]

STANDINGS_MAX = 2_000
"""LIMIT: a weapon has a few dozen."""

Standing: TypeAlias = tuple[str, ...]
Box: TypeAlias = Mapping[str, tuple[str, ...]]
NAMES = ("holder", "kept", "contents", "set_up", "open", "running", "rolling", "stopped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A deed taken from one standing: its facts, what stands after, whether it makes safe."""

    facts: frozenset[Fact]
    after: Standing
    safe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Every standing, the first being what stands now, and every deed from each."""

    names: tuple[str, ...]
    standings: tuple[Standing, ...]
    taken: Mapping[str, Mapping[Standing, Taken]]
    """By deed, by standing; a standing from which nobody can do it is left out."""

    def values(self, name: str) -> tuple[str, ...]:
        """What a part of the standing can be, what it is now first."""
        place = self.names.index(name)
        return tuple(dict.fromkeys(one[place] for one in self.standings))


def standing_of(scene: Scene, state: State) -> Standing:
    """What the record says, in words; only these may decide what a deed's facts are."""
    weapon = state.weapons[scene.weapon]
    contents = weapon.contents
    set_up = state.set_ups.get(scene.set_up)
    kept = "locked" if weapon.locked else "out" if weapon.out else "in"
    return (
        scene.cast.part(weapon.holder),
        kept,
        f"{contents.kind} {contents.count}" if contents.count else contents.kind,
        "here" if weapon.set_up == scene.set_up else "elsewhere",
        "yes" if set_up is not None and set_up.open else "no",
        set_up.running or "nothing" if set_up is not None else "nothing",
        "yes" if set_up is not None and set_up.rolling else "no",
        "yes" if state.stops else "no",
    )


def explore(scene: Scene, deeds: Sequence[Deed]) -> World:
    """Take every deed from every standing that deeds lead to.

    Raises:
        TooLargeError: there are more standings than can be gone through.
    """
    first = standing_of(scene, scene.state)
    states: dict[Standing, State] = {first: scene.state}
    taken: dict[str, dict[Standing, Taken]] = {deed.id: {} for deed in deeds}
    waiting = [first]
    while waiting:
        here = waiting.pop(0)
        state = states[here]
        for deed in deeds:
            act = deed.acted(scene, state)
            if act is None:
                continue
            made = step(state, act)
            after = standing_of(scene, made.state)
            facts = frozenset(Fact(name, arguments) for name, arguments in made.facts)
            taken[deed.id][here] = Taken(facts=facts, after=after, safe=makes_safe(state, act))
            if after not in states:
                states[after] = made.state
                waiting.append(after)
        if len(states) > STANDINGS_MAX:
            raise TooLargeError(f"`{scene.weapon}` has more than {STANDINGS_MAX} standings")
    return World(names=NAMES, standings=tuple(states), taken=taken)


def boxes(world: World, wanted: frozenset[Standing]) -> Iterator[Box]:
    """Some of the standings, as few products of values; what may be anything is left out."""
    if not wanted:
        return
    columns = [tuple(dict.fromkeys(one[at] for one in world.standings if one in wanted))
               for at in range(len(world.names))]  # fmt: skip
    inside = {
        one
        for one in world.standings
        if all(value in column for value, column in zip(one, columns, strict=True))
    }
    if inside == wanted:
        yield {
            name: column
            for name, column in zip(world.names, columns, strict=True)
            if len(column) < len(world.values(name))
        }
        return
    at = next(number for number, column in enumerate(columns) if len(column) > 1)
    for value in columns[at]:
        yield from boxes(world, frozenset(one for one in wanted if one[at] == value))
