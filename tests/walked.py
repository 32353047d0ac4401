"""Random walks in which the model of a production and its gate are asked the same, step by step.

walk = Walk(production, "colt-2", seed=1)
walk.steps(300)
walk.faults       what one lets go ahead and the other does not; a flag that came out otherwise
walk.share()      how many of the model's steps were taken
"""

from __future__ import annotations

import random
from collections import Counter, deque
from dataclasses import dataclass, field

from provesafe.prover.running.deeds import Deed
from provesafe.prover.running.guards import literals_of
from provesafe.prover.running.running import Running
from provesafe.prover.running.world import Standing, standing_of
from provesafe.service import Ask, Production, Prover, Report, ask, report, would_be

__all__ = ["Walk"]

Flags = dict[int, bool]
Step = tuple[str, Standing, bool]
"""A deed, what the record said before it, and whether rules let it go ahead."""

_State = tuple[Standing, tuple[bool, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    """Where a deed leads."""

    deed: str
    permitted: bool
    after: _State


@dataclass(slots=True, kw_only=True)
class Walk:
    """One weapon of an open production; the clock goes on a second with every act."""

    production: Production
    weapon: str
    now_ms: int
    seed: int = 0
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    taken: Counter[Step] = field(default_factory=Counter)
    prover: Prover = field(init=False)
    model: Running = field(init=False)
    graph: dict[_State, list[_Edge]] = field(init=False)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.prover = Prover(self.production)
        self.model = self.prover.model(self.weapon, now_ms=self.now_ms)
        self.chance = random.Random(self.seed)
        self.graph = self._whole()

    def steps(self, count: int) -> None:
        """Go on by so many acts."""
        for _ in range(count):
            self._step()

    def share(self) -> float:
        """How many of the steps that the model can ever take were taken."""
        possible = self.possible()
        return len(possible & set(self.taken)) / len(possible)

    def possible(self) -> set[Step]:
        """Every step of the model: from what stood at first, with and against the rules."""
        return {
            (edge.deed, state[0], edge.permitted)
            for state, edges in self.graph.items()
            for edge in edges
        }

    def _whole(self) -> dict[_State, list[_Edge]]:
        """Every state of the model, and where each deed leads from it."""
        model = self.model
        needed = sorted(model.guards.needed)
        waiting = [self._state(*self._now())]
        graph: dict[_State, list[_Edge]] = {}
        while waiting:
            state = waiting.pop()
            if state in graph:
                continue
            flags = dict(zip(needed, state[1], strict=True))
            edges = graph[state] = []
            for deed in model.deeds:
                permitted = model.permitted(deed.id, state[0], flags)
                if permitted is not None:
                    after = self._state(*model.after(deed.id, state[0], flags))
                    edges.append(_Edge(deed=deed.id, permitted=permitted, after=after))
                    waiting.append(after)
        return graph

    def _state(self, standing: Standing, flags: Flags) -> _State:
        return standing, tuple(flags[number] for number in sorted(self.model.guards.needed))

    def _nearest(self, standing: Standing, flags: Flags) -> str | None:
        """The first deed towards the nearest step that was never taken; None: there is none."""
        waiting: deque[tuple[_State, str | None]] = deque([(self._state(standing, flags), None)])
        seen = {waiting[0][0]}
        while waiting:
            state, first = waiting.popleft()
            for edge in self.graph[state]:
                if (edge.deed, state[0], edge.permitted) not in self.taken:
                    return first or edge.deed
                if edge.after not in seen:
                    seen.add(edge.after)
                    waiting.append((edge.after, first or edge.deed))
        return None

    def _now(self) -> tuple[Standing, Flags]:
        scene = self.prover.scene(self.weapon, now_ms=self.now_ms)
        flags = self.prover.catch_up().at(self.now_ms // 1000)
        return (
            standing_of(self.model.scene, scene.state),
            literals_of(self.model.guards.flags, flags),
        )

    def _step(self) -> None:
        self.now_ms += 1000
        standing, flags = self._now()
        offered = [one for one in self.model.deeds if self.model.case(one.id, standing)]
        for deed in offered:
            self._compare(deed, standing, flags)
        # One in three at random, the others towards what was never done.
        towards = self._nearest(standing, flags) if self.chance.random() < 2 / 3 else None
        deed = next((one for one in offered if one.id == towards), self.chance.choice(offered))
        self._take(deed, standing, flags)

    def _compare(self, deed: Deed, standing: Standing, flags: Flags) -> None:
        """The model and the gate, on one deed that nobody does."""
        act = deed.acted(self.model.scene, self.production.state)
        assert act is not None
        decision = would_be(self.production, act, now_ms=self.now_ms)
        self.asked += 1
        permitted = self.model.permitted(deed.id, standing, flags)
        if permitted != (decision.decision == "permit"):
            reasons = [one.id for one in decision.reasons]
            self.faults.append(f"{deed.id} at {standing}: model {permitted}, gate {reasons}")

    def _take(self, deed: Deed, standing: Standing, flags: Flags) -> None:
        """Do it, and compare what stands after with what the model says."""
        act = deed.acted(self.model.scene, self.production.state)
        assert act is not None
        permitted = bool(self.model.permitted(deed.id, standing, flags))
        if permitted:
            (decision,) = ask(self.production, Ask(acts=(act,)), now_ms=self.now_ms)
            if decision.decision != "permit":
                self.faults.append(f"{deed.id} was not let through")
        else:
            report(self.production, Report(acts=(act,)), now_ms=self.now_ms)
        self.taken[deed.id, standing, permitted] += 1
        expected, changed = self.model.after(deed.id, standing, flags)
        stands, now = self._now()
        differ = [n for n in self.model.guards.needed if now[n] != changed[n]]
        if stands != expected or differ:
            self.faults.append(f"{deed.id} at {standing}: {stands}, flags {differ}")
