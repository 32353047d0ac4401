"""The minimal solutions of a function: which sets of variables are just enough.

A *solution* is a set of variables such that the function holds when exactly these do; it is
minimal if no part of it is a solution. What must *not* hold is thereby dropped. For a function f
that asks x first (Rauzy, 1993):

    minimal(f) = minimal(f without x)  and  x with each of minimal(f with x)
                 that holds none of minimal(f without x)

Sets are kept as a zero-suppressed diagram, so that thirty thousand million of them are counted
one order at a time and never written out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from provesafe.prover.diagrams.flat import Diagram
from provesafe.prover.errors import TooLargeError

__all__ = ["Polynomial", "SetBuilder", "SetFamily", "minimal_solutions"]

Polynomial = tuple[int, ...]
"""How many sets there are of each order, from order 0."""

SET_NODES_MAX = 20_000_000
"""LIMIT: some 4 GB of tables; what is larger is answered `cannot say`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFamily:
    """Sets of numbers: node 0 holds none, node 1 the empty one, every other node those of `low`
    and, with its variable added, those of `high`."""

    variables: Sequence[int]
    lows: Sequence[int]
    highs: Sequence[int]
    root: int

    def __len__(self) -> int:
        return len(self.variables)

    def counts(self, of_variable: Sequence[Polynomial]) -> list[Polynomial]:
        """For each node, how many sets of each order it stands for.

        Args:
            of_variable: what each variable counts for: `(0, 1)` for an event, for a module its
                own counts.
        """
        found: list[Polynomial] = [(), (1,)]
        for node in range(2, len(self.variables)):
            factor = of_variable[self.variables[node]]
            found.append(_sum(_product(found[self.highs[node]], factor), found[self.lows[node]]))
        return found

    def sets(self) -> Iterator[tuple[int, ...]]:
        """Every set, in the order of the diagram."""
        waiting: list[tuple[int, tuple[int, ...]]] = [(self.root, ())]
        while waiting:
            node, taken = waiting.pop()
            if node == 1:
                yield taken
            elif node:
                waiting.append((self.lows[node], taken))
                waiting.append((self.highs[node], (*taken, self.variables[node])))


def minimal_solutions(diagram: Diagram) -> SetFamily:
    """The minimal solutions of a function.

    Raises:
        TooLargeError: the sets need more than SET_NODES_MAX nodes.
    """
    building = SetBuilder()
    minimal = [0, 1]
    for node in range(2, len(diagram)):
        low, high = minimal[diagram.lows[node]], minimal[diagram.highs[node]]
        minimal.append(building.node(diagram.ranks[node], building.without(high, low), low))
        building.check()
    return building.family(minimal[diagram.root], diagram.numbers)


class SetBuilder:
    """A zero-suppressed diagram that grows; variables are ranks, small ones first."""

    def __init__(self) -> None:
        self.ranks, self.highs, self.lows = [1 << 30, 1 << 30], [0, 0], [0, 0]
        self.unique: dict[tuple[int, int, int], int] = {}
        self.differences: dict[tuple[int, int], int] = {}

    def node(self, rank: int, high: int, low: int) -> int:
        """Those of `low`, and those of `high` with a variable more."""
        if high == 0:
            return low
        key = (rank, high, low)
        found = self.unique.get(key)
        if found is None:
            found = self.unique[key] = len(self.ranks)
            self.ranks.append(rank)
            self.highs.append(high)
            self.lows.append(low)
        return found

    def without(self, many: int, few: int) -> int:
        """The sets of `many` that hold no set of `few`."""
        # What waits is a list, not calls: they would go as deep as there are variables.
        waiting = [(many, few)]
        known, ranks, highs, lows = self.known_without, self.ranks, self.highs, self.lows
        while waiting:
            one, other = key = waiting[-1]
            if known(one, other) is not None:
                waiting.pop()
                continue
            rank, high = ranks[one], highs[one]
            if rank > ranks[other]:
                needs = (one, lows[other])
                if (found := known(*needs)) is None:
                    waiting.append(needs)
                    continue
            else:
                if rank == ranks[other]:
                    needs = (high, highs[other])
                    if (kept := known(*needs)) is None:
                        waiting.append(needs)
                        continue
                    high, other = kept, lows[other]
                if (below := known(lows[one], other)) is None:
                    waiting.append((lows[one], other))
                    continue
                if (above := known(high, other)) is None:
                    waiting.append((high, other))
                    continue
                found = self.node(rank, above, below)
            self.differences[key] = found
            waiting.pop()
        return cast(int, known(many, few))

    def known_without(self, many: int, few: int) -> int | None:
        """What is known at once."""
        if many == 0 or few == 1 or many == few:
            return 0
        if few == 0 or many == 1:
            return many
        return self.differences.get((many, few))

    def check(self) -> None:
        """
        Raises:
            TooLargeError: there are more than SET_NODES_MAX nodes.
        """
        if len(self.ranks) > SET_NODES_MAX:
            raise TooLargeError(f"the sets need more than {SET_NODES_MAX} nodes")

    def family(self, root: int, numbers: Sequence[int]) -> SetFamily:
        """What `root` needs, renumbered so that children come first (they do: made before)."""
        kept = {0: 0, 1: 1}
        needed = {root}
        for node in range(root, 1, -1):
            if node in needed:
                needed |= {self.highs[node], self.lows[node]}
        for node in sorted(needed - {0, 1}):
            kept[node] = len(kept)
        order = [node for node in kept if node > 1]
        return SetFamily(
            variables=[-1, -1, *(numbers[self.ranks[node]] for node in order)],
            lows=[0, 1, *(kept[self.lows[node]] for node in order)],
            highs=[0, 1, *(kept[self.highs[node]] for node in order)],
            root=kept[root],
        )


def _sum(left: Polynomial, right: Polynomial) -> Polynomial:
    if len(left) < len(right):
        left, right = right, left
    return tuple(
        [one + other for one, other in zip(left, right, strict=False)] + list(left[len(right) :])
    )


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    if right == (0, 1):
        return (0, *left) if left else ()
    if not left or not right:
        return ()
    if left == (1,):
        return right
    found = [0] * (len(left) + len(right) - 1)
    for at, one in enumerate(left):
        if one:
            for further, other in enumerate(right):
                found[at + further] += one * other
    return tuple(found)
