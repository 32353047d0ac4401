"""How many failures are left from every state at once, worked out backward from the hazards.

    ring 0   states from which a hazard is reached although nothing more goes wrong
    ring k   those from which k more failures, one after another, are enough

One diagram over states for each ring, whatever the state the day is in: asked again after each act,
the answer is looked up. A failure that is taken twice counts twice here; in minimal sets it counts
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provesafe.prover.diagrams.flat import Diagram
from provesafe.prover.diagrams.space import OverBudget, Space, flatten
from provesafe.prover.errors import TooLargeError
from provesafe.prover.systems.system import System

__all__ = ["Distances"]

BUDGET_NODES = 1_000_000
"""LIMIT: nodes that live at once; a weapon of a production takes some thousands."""
RINGS_MAX = 64
"""LIMIT: nobody counts further."""


class Distances:
    """The rings of one table; its initial state plays no part."""

    def __init__(self, system: System, *, engine: str = "cudd") -> None:
        """
        Args:
            system: the table.
            engine: `cudd` (falls back where it is not installed) or `python`.

        Raises:
            TooLargeError: the diagrams outgrew the budget.
        """
        self.system = system
        self._place = _placed(system)
        space = Space(system.bits, engine=engine, budget_nodes=BUDGET_NODES)
        try:
            self._rings = _Backward(system, space, self._place).rings()
        except (OverBudget, ValueError, RuntimeError, MemoryError) as error:
            if not space.ran_out(error):
                raise
            raise TooLargeError("the protocol is too large to be worked out backward") from error
        self._known: dict[int, int | None] = {}

    def of(self, state: int) -> int | None:
        """How many failures are left from a state; None where no number of them is enough."""
        if state not in self._known:
            true = frozenset(place for bit, place in enumerate(self._place) if state >> bit & 1)
            self._known[state] = next(
                (number for number, ring in enumerate(self._rings) if ring.holds(true)), None
            )
        return self._known[state]


class _Backward:
    def __init__(self, system: System, space: Space, place: Sequence[int]) -> None:
        self.system = system
        self.space = space
        self.place = place
        self.free = self._steps(failing=False)
        self.failing = self._steps(failing=True)

    def rings(self) -> list[Diagram]:
        """Each ring with those inside it, until nothing is new."""
        reached = self.space.false
        for mask, value in self.system.hazards:
            reached = reached | self.space.cube(self._values(mask, value))
        found: list[Diagram] = []
        while len(found) < RINGS_MAX:
            reached = self._closed(reached)
            found.append(flatten(self.space, reached))
            wider = reached
            for guard, written in self.failing:
                wider = wider | self._before(reached, guard, written)
            if wider == reached:
                break
            reached = wider
        return found

    def _closed(self, reached: Any) -> Any:
        """All from which the rest of the way is as it is meant."""
        before = None
        while reached != before:
            before = reached
            for guard, written in self.free:
                reached = reached | self._before(reached, guard, written)
            self.space.check()
        return reached

    def _before(self, reached: Any, guard: Any, written: dict[str, bool]) -> Any:
        """Where a step is possible that leads there."""
        return self.space.given(reached, written) & guard

    def _steps(self, *, failing: bool) -> list[tuple[Any, dict[str, bool]]]:
        """Rows that write the same are one step, with either guard."""
        guards: dict[tuple[int, int], Any] = {}
        for row in self.system.rows:
            if (row.failure >= 0) == failing:
                key = (row.write_mask, row.write_value)
                guard = self.space.cube(self._values(row.guard_mask, row.guard_value))
                guards[key] = guards[key] | guard if key in guards else guard
        return [
            (guard, {f"v{place}": to for place, to in self._values(mask, value).items()})
            for (mask, value), guard in guards.items()
        ]

    def _values(self, mask: int, value: int) -> dict[int, bool]:
        return {
            self.place[bit]: bool(value >> bit & 1)
            for bit in range(mask.bit_length())
            if mask >> bit & 1
        }


def _placed(system: System) -> Sequence[int]:
    """The place of each bit of a state: block by block."""
    order = [
        bit
        for block in range(system.blocks)
        for variable in system.variables
        if variable.block == block
        for bit in range(variable.offset, variable.offset + variable.bits)
    ]
    place = [0] * system.bits
    for at, bit in enumerate(order):
        place[bit] = at
    return place
