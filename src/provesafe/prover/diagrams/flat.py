"""A binary decision diagram as plain tables, free of the library that built it.

Node 0 is false, node 1 is true; every other node asks a variable and goes to `high` if it holds,
to `low` if not; children come before their parents. There are no complemented edges: what is
computed for a function and for its negation are two computations, so that a probability of 1e-13
is a sum of products and never 1 minus something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Diagram"]

Number = TypeVar("Number", float, NDArray[np.float64])


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A function; a node asks variable `numbers[ranks[node]]`, smaller ranks first."""

    numbers: Sequence[int]
    ranks: Sequence[int]
    lows: Sequence[int]
    highs: Sequence[int]
    root: int

    def __len__(self) -> int:
        return len(self.ranks)

    def probability(self, chances: Sequence[Number]) -> Number:
        """How probable the function is when variable `v` holds with `chances[v]`, independently.

        Law: exact up to rounding of sums and products of numbers between 0 and 1.
        """
        return self._values(chances)[self.root]

    def derivatives(self, chances: Sequence[float], count: int) -> list[float]:
        """By how much the probability rises with each variable's: P(holds) - P(does not).

        Args:
            chances: of each variable.
            count: how many variables there are.
        """
        value = self._values(chances)
        reached = [0.0] * len(self.ranks)
        reached[self.root] = 1.0
        found = [0.0] * count
        for node in range(len(self.ranks) - 1, 1, -1):
            weight = reached[node]
            if weight == 0.0:
                continue
            variable = self.numbers[self.ranks[node]]
            low, high, chance = self.lows[node], self.highs[node], chances[variable]
            found[variable] += weight * (value[high] - value[low])
            reached[high] += weight * chance
            reached[low] += weight * (1.0 - chance)
        return found

    def holds(self, true: frozenset[int]) -> bool:
        """Whether the function holds when exactly the variables in `true` do."""
        node = self.root
        while node > 1:
            asked = self.numbers[self.ranks[node]]
            node = (self.highs if asked in true else self.lows)[node]
        return node == 1

    def _values(self, chances: Sequence[Number]) -> list[Number]:
        first = chances[0]
        value: list[Number] = [first * 0.0, first * 0.0 + 1.0]
        by_rank = [chances[number] for number in self.numbers]
        ranks, lows, highs = self.ranks, self.lows, self.highs
        for node in range(2, len(ranks)):
            chance = by_rank[ranks[node]]
            value.append(chance * value[highs[node]] + (1.0 - chance) * value[lows[node]])
        return value
