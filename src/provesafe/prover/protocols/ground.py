"""A protocol as a ground table: every copy of every thing, every case of every step.

Names: state, step or failure `x` of copy 2 of a thing is `x[2]`; of what there is one of, plain
`x`. `other.x` in a thing's step is state `x` of each other copy in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from provesafe.prover.protocols.model import Failure, Needs, Protocol, State, Step, Trust, Way
from provesafe.prover.systems.system import Act, System, SystemBuilder

__all__ = ["OTHER", "TRUST_CHANCE", "ground", "plain_id", "trust_id"]

_AS_IT_IS = (Way(needs={}, does={}),)
OTHER = "other."
LAPSED = "lapsed:"
TRUST_CHANCE: Mapping[str, float] = {
    "zero": 0.0,
    "low": 1 / 20,
    "moderate": 1 / 7,
    "high": 1 / 2,
    "complete": 1.0,
}
"""How probable it is that the later checker only trusts the earlier one.
# SOURCE: NUREG/CR-1278, table 10-2: P(later | earlier) = k + (1 - k) P(later)."""


def trust_id(trust: Trust) -> str:
    """The name of the event that a later checker only trusts an earlier one."""
    return f"{trust.later}-trusts-{trust.earlier}"


def plain_id(name: str) -> str:
    """The id behind the name of one copy: `looked[2]` is `looked`."""
    return name.partition("[")[0]


def ground(protocol: Protocol) -> System:
    """The table of a protocol.

    Raises:
        TooLargeError: there are more ground steps than can be searched.
    """
    return _Grounding(protocol).system()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """Which copy of a thing an act is about, and which other copy it names; 0 for none."""

    number: int = 0
    other: int = 0
    block: int = 0


@dataclass(frozen=False, slots=True)
class _Grounding:
    protocol: Protocol
    builder: SystemBuilder = field(default_factory=SystemBuilder)
    states: dict[str, State] = field(default_factory=dict)
    lapses: frozenset[str] = frozenset()
    trusted: dict[str, list[Trust]] = field(default_factory=dict)

    def system(self) -> System:
        protocol = self.protocol
        self.states = {one.id: one for one in protocol.states}
        active = [one for one in protocol.trusts if one.level != "zero"]
        self.lapses = frozenset(one.earlier for one in active)
        for trust in active:
            self.trusted.setdefault(trust.later, []).append(trust)
        for state in protocol.states:
            for copy in self._copies(state.of):
                name = self._named(state.id, copy)
                start = state.values.index(state.begins) if state.begins else 0
                self.builder.variable(name, len(state.values), start=start, block=copy.block)
        of = {one.id: one.of or self._thing_of(one) for one in protocol.failures}
        for lapse in sorted(self.lapses):
            for copy in self._copies(of[lapse]):
                self.builder.variable(_name(LAPSED + lapse, copy.number), 2, block=copy.block)
        for step in protocol.steps:
            self._step(step)
        for failure in protocol.failures:
            self._failure(failure)
        for hazard in protocol.hazards:
            for copy in self._copies(self._thing_named(hazard.when)):
                self.builder.hazard(self._values(hazard.when, copy))
        return self.builder.system()

    def _step(self, step: Step) -> None:
        for copy in self._copies(step.of, self._names_other(step.needs, step.does)):
            act = Act(name=_name(step.id, copy.number), say=step.say, by=step.by)
            for way in _AS_IT_IS if step.ways is None else step.ways:
                does = self._with_expiry({**step.does, **way.does}, (step.id,))
                for unseen in self._complement(step.detects):
                    self._act(act, (step.needs, way.needs, unseen), does, step.of, copy)
                if step.detects and step.finds:
                    found = Act(name=f"{act.name}!", say=step.say, by=step.by)
                    needs = (step.needs, way.needs, step.detects)
                    self._act(found, needs, step.finds, step.of, copy)

    def _failure(self, failure: Failure) -> None:
        step = next((one for one in self.protocol.steps if one.id == failure.at), None)
        ways = failure.ways
        if ways is None and step is not None and failure.kind != "act":
            ways = step.ways
        for way in _AS_IT_IS if ways is None else ways:
            self._failed(failure, step, way)

    def _failed(self, failure: Failure, step: Step | None, way: Way) -> None:
        of = failure.of or (step.of if step else "")
        needs: list[Needs] = [failure.needs, way.needs]
        does: Mapping[str, str] = {
            **failure.does,
            **(way.does if failure.kind == "act" else {}),
        }
        if step is not None and failure.kind != "act":
            kept = {key: value for key, value in step.needs.items() if key not in failure.without}
            needs.append(kept)
            if failure.kind == "miss":
                needs.append(step.detects)
            kinds = ("believed",) if failure.kind == "skip" else ("so", "seen", "believed")
            meant = {**step.does, **way.does}.items()
            does = {**{k: v for k, v in meant if self._state(k).kind in kinds}, **failure.does}
        does = self._with_expiry(does, (failure.id, *((failure.at,) if step else ())))
        by = failure.by or (step.by if step else "")
        for copy in self._copies(of, self._names_other(*needs, does)):
            number = self.builder.failure(_name(failure.id, copy.number), block=copy.block)
            lapse = {LAPSED + failure.id: "1"} if failure.id in self.lapses else {}
            act = Act(name=_name(failure.id, copy.number), say=failure.say, by=by, failure=number)
            early = step is not None and failure.kind == "early"
            blind = list(self._complement(step.detects if early and step else {}))
            for unseen in blind:
                self._act(act, (*needs, unseen), {**does, **lapse}, of, copy)
            for trust in self.trusted.get(failure.id, ()):
                own = _name(trust_id(trust), copy.number)
                allowed = self.builder.failure(own, block=copy.block)
                trusting = Act(name=own, say=failure.say, by=by, failure=allowed)
                lapsed = {LAPSED + trust.earlier: ("1",)}
                for unseen in blind:
                    self._act(trusting, (*needs, unseen, lapsed), does, of, copy)

    def _act(
        self,
        act: Act,
        needs: Sequence[Needs],
        does: Mapping[str, str],
        of: str,
        copy: _Copy,
    ) -> None:
        wanted: dict[str, tuple[int, ...]] = {}
        stops = {
            one.id: (one.values[0],)
            for one in self.protocol.states
            if one.stops and one.of in ("", of)
        }
        for part in (stops, *needs):
            for name, numbers in self._values(part, copy).items():
                before = wanted.get(name, numbers)
                wanted[name] = tuple(number for number in before if number in numbers)
        if any(not numbers for numbers in wanted.values()):
            return
        writes: dict[str, int | str] = {}
        for key, value in does.items():
            name = self._named(key, copy)
            if value.startswith("="):
                writes[name] = self._named(value[1:], copy)
            else:
                writes[name] = self._number(key, value)
        self.builder.act(act, wanted, writes)

    def _with_expiry(self, does: Mapping[str, str], happens: tuple[str, ...]) -> Mapping[str, str]:
        """What is written, with every state that expires on this and is not written anyway."""
        lapsing = {
            state.id: state.values[0]
            for state in self.protocol.states
            if any(one in state.expires_on for one in happens)
        }
        return {**lapsing, **does}

    def _complement(self, detects: Needs) -> Iterator[Needs]:
        """Needs that together say: not all of `detects` holds; one that asks nothing if empty."""
        if not detects:
            yield {}
        before: dict[str, tuple[str, ...]] = {}
        for key, values in detects.items():
            others = tuple(v for v in self._state(key).values if v not in values)
            if others:
                yield {**before, key: others}
            before[key] = values

    def _values(self, needs: Needs, copy: _Copy) -> dict[str, tuple[int, ...]]:
        return {
            self._named(key, copy): tuple(self._number(key, value) for value in values)
            for key, values in needs.items()
        }

    def _state(self, key: str) -> State:
        return self.states[key.removeprefix(OTHER)]

    def _number(self, key: str, value: str) -> int:
        if key.startswith(LAPSED):
            return int(value)
        return self._state(key).values.index(value)

    def _named(self, key: str, copy: _Copy) -> str:
        if key.startswith(OTHER):
            return _name(key.removeprefix(OTHER), copy.other)
        if not key.startswith(LAPSED) and not self.states[key].of:
            return key
        return _name(key, copy.number)

    def _copies(self, thing: str, others: bool = False) -> list[_Copy]:
        if not thing:
            return [_Copy()]
        many = self.protocol.copies(thing)
        first = 1 + sum(
            one.copies for one in self.protocol.things if _before(self.protocol, one.id, thing)
        )
        numbers = range(1, many + 1)
        if many == 1:
            return [] if others else [_Copy(block=first)]
        return [
            _Copy(number=number, other=other, block=first + number - 1)
            for number in numbers
            for other in (numbers if others else (0,))
            if other != number
        ]

    def _names_other(self, *parts: Mapping[str, object]) -> bool:
        return any(key.startswith(OTHER) for part in parts for key in part)

    def _thing_named(self, needs: Needs) -> str:
        return next((self._state(key).of for key in needs if self._state(key).of), "")

    def _thing_of(self, failure: Failure) -> str:
        return next((one.of for one in self.protocol.steps if one.id == failure.at), "")


def _name(id_: str, number: int) -> str:
    return f"{id_}[{number}]" if number else id_


def _before(protocol: Protocol, one: str, other: str) -> bool:
    ids = [thing.id for thing in protocol.things]
    return ids.index(one) < ids.index(other)
