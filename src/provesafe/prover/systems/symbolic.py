"""Searching a system whole sets of states at a time, as decision diagrams.

One diagram holds every pair (state, failures allowed) that can be reached: failures are bits that
no step ever writes. Rows are taken one after another, each from what the rows before it reached
(chaining), until nothing is new. What is left when the state is forgotten, over the states of a
hazard, is the function "these failures suffice"; its minimal solutions are the answer, complete by
construction.

The order of bits decides everything: globals first, then for each thing its states and its
failures, side by side. From three things on, CUDD may look for a better one as it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from provesafe.prover.diagrams.flat import Diagram
from provesafe.prover.diagrams.minimal import SetFamily, minimal_solutions
from provesafe.prover.diagrams.space import OverBudget, Space, flatten
from provesafe.prover.errors import TooLargeError
from provesafe.prover.systems.system import System

__all__ = ["SymbolicAnswer", "search"]

BUDGET_NODES = 8_000_000
"""LIMIT: nodes that live at once, some half a gigabyte."""
BLOCKS_IN_ORDER = 3
"""Globals and two things: with more, orders are looked for as diagrams grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolicAnswer:
    """What suffices for a hazard, as a diagram over failures and as its minimal sets."""

    diagram: Diagram
    """Over the numbers of failures."""
    family: SetFamily
    states: int
    """Reachable states with every failure allowed."""
    states_without: int
    """Reachable states with none."""
    idle: frozenset[int]
    """Acts that are never possible, whatever goes wrong."""
    rounds: int
    engine: str


def search(
    system: System, *, engine: str = "cudd", budget_nodes: int = BUDGET_NODES
) -> SymbolicAnswer:
    """Find what suffices for a hazard.

    Args:
        system: the table.
        engine: `cudd` (falls back where it is not installed) or `python`.
        budget_nodes: how many nodes may live at once.

    Raises:
        TooLargeError: the diagrams outgrew the budget.
    """
    space = Space(
        system.bits + len(system.failures),
        engine=engine,
        budget_nodes=budget_nodes,
        reorder=system.blocks > BLOCKS_IN_ORDER,
    )
    try:
        return _Search(system, space).run()
    except (OverBudget, ValueError, RuntimeError, MemoryError) as error:
        if not space.ran_out(error):
            raise
        raise TooLargeError(
            "the protocol is too large to be searched whole", hint="model fewer weapons at once"
        ) from error


class _Search:
    def __init__(self, system: System, space: Space) -> None:
        self.system = system
        self.space = space
        self.state, self.failure = _placed(system)
        self.steps = self._steps()

    def run(self) -> SymbolicAnswer:
        space, system = self.space, self.system
        everything = (1 << system.bits) - 1
        reached = self._cube(everything, system.initial)
        rounds, before = 0, None
        while reached != before:
            before = reached
            rounds += 1
            for guard, written, after in self.steps:
                reached = reached | space.image(reached, guard, written, after)
            space.check()
        hazard = space.false
        for mask, value in system.hazards:
            hazard = hazard | self._cube(mask, value)
        suffices = space.exist(self.state, reached & hazard)
        states = space.exist(self.failure, reached)
        without = reached & space.cube(dict.fromkeys(self.failure, False))
        answer = self._answer(suffices)
        return SymbolicAnswer(
            diagram=answer,
            family=minimal_solutions(answer),
            states=space.count(states, system.bits),
            states_without=space.count(space.exist(self.failure, without), system.bits),
            idle=self._idle(reached),
            rounds=rounds,
            engine="CUDD" if space.compiled else "plain Python",
        )

    def _idle(self, reached: Any) -> frozenset[int]:
        possible = {
            row.act
            for row in self.system.rows
            if (
                reached & self._cube(row.guard_mask, row.guard_value) & self._allowed(row.failure)
                != self.space.false
            )
        }
        return frozenset(range(len(self.system.acts))) - possible

    def _steps(self) -> list[tuple[Any, list[str], Any]]:
        """Rows that write the same by the same failure are one step, with either guard."""
        guards: dict[tuple[int, int, int], Any] = {}
        for row in self.system.rows:
            key = (row.failure, row.write_mask, row.write_value)
            guard = self._cube(row.guard_mask, row.guard_value)
            guards[key] = guards[key] | guard if key in guards else guard
        return [
            (
                guard & self._allowed(failure),
                [f"v{self.state[bit]}" for bit in _bits(mask)],
                self._cube(mask, value),
            )
            for (failure, mask, value), guard in guards.items()
        ]

    def _answer(self, suffices: Any) -> Diagram:
        """The diagram with failures called by their own numbers."""
        self.space.inside.configure(reordering=False)
        flat = flatten(self.space, suffices)
        number = {place: at for at, place in enumerate(self.failure)}
        return Diagram(
            numbers=[number.get(place, -1) for place in flat.numbers],
            ranks=flat.ranks,
            lows=flat.lows,
            highs=flat.highs,
            root=flat.root,
        )

    def _allowed(self, failure: int) -> Any:
        return self.space.true if failure < 0 else self.space.variables[self.failure[failure]]

    def _cube(self, mask: int, value: int) -> Any:
        return self.space.cube({self.state[bit]: bool(value >> bit & 1) for bit in _bits(mask)})


def _placed(system: System) -> tuple[Sequence[int], Sequence[int]]:
    """The place of each bit of the state, and of each failure: block by block."""
    state, failure = [0] * system.bits, [0] * len(system.failures)
    place = 0
    for block in range(system.blocks):
        for variable in system.variables:
            if variable.block == block:
                for bit in range(variable.offset, variable.offset + variable.bits):
                    state[bit] = place
                    place += 1
        for number, own in enumerate(system.failure_blocks):
            if own == block:
                failure[number] = place
                place += 1
    return state, failure


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
