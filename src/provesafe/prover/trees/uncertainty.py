"""How sure a probability is: the top's, when every event's is drawn from its distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from provesafe.prover.trees.numbers import Draw, Numbers
from provesafe.prover.trees.solving import SolvedTree

__all__ = ["Band", "band_of", "uncertainty_of"]

TRIALS = 10_000
SEED = 1
CELLS_MAX = 8_000_000
"""Numbers held at once; more draws are done in turns."""
WORK_MAX = 1_000_000_000
"""LIMIT: nodes times draws, some ten seconds; larger trees are answered without a band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Where the top's probability lies: in nine draws of ten between `low` and `high`."""

    mean: float
    low: float
    median: float
    high: float
    trials: int
    seed: int


def uncertainty_of(solved: SolvedTree, *, trials: int = TRIALS, seed: int = SEED) -> Band | None:
    """Draw every event's probability, and look where the top's comes to lie.

    Args:
        solved: the tree.
        trials: how many times everything is drawn.
        seed: the same seed draws the same numbers.

    Returns:
        None where an event has no probability, nothing is uncertain, the tree is too large, or not
        all of its sets are known.
    """
    if solved.chances() is None or not solved.parts or solved.order_limit is not None:
        return None
    nodes = sum(len(one.part.diagram) for one in solved.parts.values())
    if nodes * trials > WORK_MAX:
        return None
    drawn = _draws(solved, trials, seed)
    if all(np.ptp(one) == 0 for one in drawn.values()):
        return None
    largest = max(len(one.part.diagram) for one in solved.parts.values())
    step = max(1, CELLS_MAX // largest)
    found = [
        _turn({name: one[at : at + step] for name, one in drawn.items()}, solved)
        for at in range(0, trials, step)
    ]
    return band_of(np.concatenate(found), seed=seed)


def band_of(values: Draw, *, seed: int) -> Band:
    """The band of drawn values."""
    low, median, high = np.quantile(values, [0.05, 0.5, 0.95])
    return Band(
        mean=float(values.mean()),
        low=float(low),
        median=float(median),
        high=float(high),
        trials=len(values),
        seed=seed,
    )


def _draws(solved: SolvedTree, trials: int, seed: int) -> dict[str, Draw]:
    """Each event's draws, cut to probabilities; by name, so that order does not matter."""
    numbers = Numbers(solved.tree.parameters, seed=seed, trials=trials)
    found: dict[str, Draw] = {}
    for name in sorted(node.name for node in solved.network.nodes if node.kind == "event"):
        said = solved.tree.events[name].probability
        if said is not None:
            found[name] = np.clip(numbers.draw(said), 0.0, 1.0)
    return found


def _turn(drawn: dict[str, Draw], solved: SolvedTree) -> Draw:
    found = {
        index: drawn[node.name]
        for index, node in enumerate(solved.network.nodes)
        if node.kind == "event"
    }
    for root, one in solved.parts.items():
        found[root] = one.part.diagram.probability([found[index] for index in one.part.events])
    return found[solved.network.top >> 1]
