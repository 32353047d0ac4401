"""In which order a diagram asks the events of a tree: what decides between a second and never.

No order is good for every tree. Each of these walks the tree from its top and takes events as it
meets them; they differ in which child they go to first. The first that stays within a budget of
nodes is taken; then the budget grows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from provesafe.prover.trees.network import Network

__all__ = ["LARGE_FIRST", "LIKELY", "ORDERS", "event_order"]

ORDERS = ("shared-first", "small-first", "as-written", "level", "large-first")
LARGE_FIRST = "small-first"
"""Which of them to try first where every try takes long."""
LIKELY = ("shared-first", "large-first")
"""Those that solved every public tree which needs more nodes than a first try has, but for one."""


def event_order(network: Network, root: int, name: str) -> list[int]:
    """The events (and modules, as events) of one part of a network, in the order to ask them.

    Args:
        network: the whole tree.
        root: the gate whose part it is.
        name: which of ORDERS.
    """
    inside = list(network.below(root))
    leaves = {
        index
        for index in inside
        if index != root and (index in network.modules or not network.nodes[index].of)
    }
    if name == "level":
        return _by_level(network, root, leaves)
    sizes = _sizes(network, inside, leaves)
    calls = Counter(
        lit >> 1 for index in inside if index not in leaves for lit in network.nodes[index].of
    )
    keys: dict[str, Callable[[int], object]] = {
        "small-first": lambda index: sizes[index],
        "large-first": lambda index: -sizes[index],
        "as-written": lambda _index: 0,
        "shared-first": lambda index: (-calls[index], sizes[index]),
    }
    return _walked(network, root, leaves, keys[name])


def _sizes(network: Network, inside: Sequence[int], leaves: set[int]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for index in inside:
        sizes[index] = (
            1 if index in leaves else 1 + sum(sizes[lit >> 1] for lit in network.nodes[index].of)
        )
    return sizes


def _walked(
    network: Network, root: int, leaves: set[int], key: Callable[[int], object]
) -> list[int]:
    order: list[int] = []
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        index = waiting.pop()
        if index in seen:
            continue
        seen.add(index)
        if index in leaves:
            order.append(index)
            continue
        children = [lit >> 1 for lit in network.nodes[index].of]
        children.sort(key=key)  # type: ignore[arg-type]  # numbers and pairs of them
        waiting += reversed(children)
    return order


def _by_level(network: Network, root: int, leaves: set[int]) -> list[int]:
    """Events high in the tree first, each level from left to right."""
    order: list[int] = []
    seen = {root}
    row = [root]
    while row:
        below: list[int] = []
        for index in row:
            for lit in network.nodes[index].of:
                child = lit >> 1
                if child in seen:
                    continue
                seen.add(child)
                if child in leaves:
                    order.append(child)
                else:
                    below.append(child)
        row = below
    return order
