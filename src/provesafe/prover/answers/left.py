"""What is left from here, looked up: for pages that are worked out again after each act.

The same question as `here`, asked of distances that were worked out once: what would still have to
go wrong in some shortest way, that way as a story, and the next step after which most would have
to. Words only: nothing here tells a number to anybody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from provesafe.prover.answers.here import Between, between_of, supposing, words_of
from provesafe.prover.answers.stories import Story, tell
from provesafe.prover.errors import TooLargeError
from provesafe.prover.protocols.ground import plain_id
from provesafe.prover.protocols.model import Protocol
from provesafe.prover.systems.distances import Distances
from provesafe.prover.systems.system import System

__all__ = ["Left", "left_from"]

STATES_MAX = 200_000
"""LIMIT: some seconds; the shortest ways of a weapon pass some hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left from one state on, in the protocol's own words."""

    between: Between
    standing: tuple[str, ...]
    """What would have to go wrong in some shortest way."""
    adds_most: str
    """The next step, nothing going wrong, after which most would have to; empty where none adds."""
    story: Story | None


def left_from(
    protocol: Protocol, system: System, distances: Distances, state: int, *, copy: int = 0
) -> Left:
    """What still stands in between, supposing the worst of what is in the weapon.

    Args:
        protocol: whose words are used.
        system: its table.
        distances: worked out of this table.
        state: where the day has come.
        copy: which weapon, where there are several.
    """
    here = _Here(protocol, system, distances, copy)
    worst = here.worst(state)
    left = distances.of(worst)
    if left is None:
        return Left(between="no way", standing=(), adds_most="", story=None)
    run, names = here.shortest(worst)
    return Left(
        between=between_of(left, len(names)),
        standing=tuple(dict.fromkeys(words_of(protocol, name) for name in names)),
        adds_most=here.adds_most(state, left),
        story=tell(protocol, replace(system, initial=worst), run),
    )


class _Here:
    def __init__(self, protocol: Protocol, system: System, distances: Distances, copy: int) -> None:
        self.protocol = protocol
        self.system = system
        self.distances = distances
        self.copy = copy

    def worst(self, state: int) -> int:
        """The state with what is so of the weapon as bad as any hazard has it."""
        return min(supposing(self.protocol, self.system, state, self.copy), key=self._far)

    def _far(self, state: int) -> float:
        left = self.distances.of(state)
        return float("inf") if left is None else left

    def shortest(self, state: int) -> tuple[tuple[int, ...], list[str]]:
        """A shortest run among those with fewest failures, and every failure of any of these.

        Raises:
            TooLargeError: they pass too many states.
        """
        came: dict[int, tuple[int, int]] = {state: (-1, -1)}
        names: dict[int, None] = {}
        reached: int | None = None
        waiting = deque([state])
        while waiting:
            here = waiting.popleft()
            if self.system.is_hazard(here):
                reached = here if reached is None else reached
                continue
            for number, after in self._onward(here):
                failure = self.system.rows[number].failure
                if failure >= 0:
                    names[failure] = None
                if after not in came:
                    came[after] = (here, number)
                    waiting.append(after)
            if len(came) > STATES_MAX:
                raise TooLargeError("the shortest ways from here pass too many states")
        run: list[int] = []
        while reached is not None and came[reached][1] >= 0:
            reached, number = came[reached]
            run.append(number)
        return tuple(reversed(run)), [self.system.failures[one] for one in sorted(names)]

    def _onward(self, state: int) -> Iterator[tuple[int, int]]:
        """The rows on a way with fewest failures, and where they lead."""
        left = self.distances.of(state)
        for number, row in enumerate(self.system.rows):
            if state & row.guard_mask == row.guard_value:
                after = state & ~row.write_mask | row.write_value
                step = self.distances.of(after)
                if step is not None and left is not None and step + (row.failure >= 0) == left:
                    yield number, after

    def adds_most(self, state: int, left: int) -> str:
        """The step after which most is left, where more is."""
        best, name = float(left), ""
        for row in self.system.rows:
            if row.failure >= 0 or state & row.guard_mask != row.guard_value:
                continue
            after = state & ~row.write_mask | row.write_value
            far = self._far(self.worst(after))
            if far > best:
                best, name = far, self.system.acts[row.act].name
        step = next((one for one in self.protocol.steps if one.id == plain_id(name)), None)
        return f"{self.protocol.role(step.by)} {step.say}" if step else ""
