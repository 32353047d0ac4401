"""The minimal sets of a tree up to some order, where no diagram of the whole tree fits.

From the events up, every gate's sets are kept as a zero-suppressed diagram in which none holds
another, and whatever grows beyond the order is dropped at once: a set of order k has only parts of
order k or less, so nothing that belongs to the answer is lost. The order grows until the nodes run
out; the answer is complete up to the last that fitted, and says so.

That is the way in plain Python. Diagrams kept within the sets of at most so many events, as in
`building`, get further where the library is compiled, and are the only way with negations: a set
dropped here may be one that the negation of its gate has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from provesafe.errors import invariant
from provesafe.prover.diagrams.minimal import SetBuilder, SetFamily
from provesafe.prover.errors import TooLargeError
from provesafe.prover.trees.network import Network
from provesafe.prover.trees.orders import event_order

__all__ = ["ORDER_MAX", "Limited", "has_negations", "sets_up_to"]

NODES_MAX = 600_000
"""LIMIT: nodes and kept results; some ten seconds and half a gigabyte."""
ORDER_MAX = 20
"""LIMIT: nobody looks at more events at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited:
    """All minimal sets of at most `order` events; variable `v` is node `events[v]`."""

    order: int
    family: SetFamily
    events: Sequence[int]


def has_negations(network: Network) -> bool:
    """Whether some event helps by not happening."""
    return bool(network.top & 1) or any(
        node.kind == "xor" or any(lit & 1 for lit in node.of) for node in network.nodes
    )


def sets_up_to(network: Network, *, nodes_max: int = NODES_MAX) -> Limited:
    """The minimal sets of a tree up to the highest order that fits.

    Args:
        network: the whole tree, its top a gate or an event.
        nodes_max: how many nodes and results may be kept for one order.

    Raises:
        TooLargeError: not even single events fit.
    """
    invariant(not has_negations(network), "sets dropped here may bring others back")
    whole = Network(nodes=network.nodes, top=network.top, modules=frozenset())
    events = event_order(whole, whole.top >> 1, "as-written")
    found: Limited | None = None
    for order in range(1, ORDER_MAX + 1):
        building = _Sets(order, nodes_max)
        try:
            root = _Gates(whole, events, building).top()
        except _Full:
            break
        found = Limited(
            order=order, family=building.family(root, range(len(events))), events=events
        )
    if found is None:
        raise TooLargeError("no order of events keeps the tree within the limits")
    return found


class _Full(Exception):  # noqa: N818 - the end of the search for an order, never an answer
    """No more nodes."""


class _Gates:
    """The sets of every gate, from the events up."""

    def __init__(self, network: Network, events: Sequence[int], sets: _Sets) -> None:
        self.network = network
        self.sets = sets
        self.found = {index: sets.node(rank, 1, 0) for rank, index in enumerate(events)}

    def top(self) -> int:
        root = self.network.top >> 1
        for index in self.network.below(root):
            if index not in self.found:
                node = self.network.nodes[index]
                parts = [self.found[lit >> 1] for lit in node.of]
                self.found[index] = self._gate(node.kind, parts, node.minimum)
        return self.found[root]

    def _gate(self, kind: str, parts: list[int], minimum: int) -> int:
        match kind:
            case "and":
                return self._all(parts, self.sets.both)
            case "or":
                return self._all(parts, self.sets.any)
            case _:
                row = [1] + [0] * minimum
                for part in parts:
                    for count in range(minimum, 0, -1):
                        more = self.sets.both(part, row[count - 1])
                        row[count] = self.sets.any(row[count], more)
                return row[minimum]

    def _all(self, parts: list[int], join: Callable[[int, int], int]) -> int:
        """Joined two by two, small ones first, so that what is dropped is dropped early."""
        waiting = sorted(parts, key=self.sets.rank)
        while len(waiting) > 1:
            waiting = [
                join(*waiting[at : at + 2]) if at + 1 < len(waiting) else waiting[at]
                for at in range(0, len(waiting), 2)
            ]
        return waiting[0]


class _Sets(SetBuilder):
    """Families of sets, none within another, none larger than the order."""

    def __init__(self, order: int, nodes_max: int) -> None:
        super().__init__()
        self.order = order
        self.nodes_max = nodes_max
        self.joined: dict[tuple[int, int], int] = {}
        self.products: dict[tuple[int, int, int], int] = {}
        self.cut: dict[tuple[int, int], int] = {}

    def rank(self, node: int) -> int:
        """The first event of a family."""
        return self.ranks[node]

    def node(self, rank: int, high: int, low: int) -> int:
        kept = len(self.joined) + len(self.products) + len(self.differences)
        if len(self.ranks) + kept > self.nodes_max:
            raise _Full
        return super().node(rank, high, low)

    # Each of the three keeps what waits in a list: calls would go as deep as there are events.

    def any(self, one: int, other: int) -> int:
        """The sets of either, those that hold another left out."""
        waiting = [(one, other)]
        while waiting:
            left, right = waiting[-1]
            if self._known_any(left, right) is not None:
                waiting.pop()
                continue
            rank, (low, high), (low2, high2) = self._split(left, right)
            if (lows := self._known_any(low, low2)) is None:
                waiting.append((low, low2))
            elif (highs := self._known_any(high, high2)) is None:
                waiting.append((high, high2))
            else:
                made = self.node(rank, self.without(highs, lows), lows)
                self.joined[min(left, right), max(left, right)] = made
                waiting.pop()
        return cast(int, self._known_any(one, other))

    def _known_any(self, one: int, other: int) -> int | None:
        if one == other or other == 0:
            return one
        if one == 0:
            return other
        if 1 in (one, other):
            return 1
        return self.joined.get((one, other) if one < other else (other, one))

    def both(self, one: int, other: int) -> int:
        """A set of each together, as far as the order goes."""
        waiting = [(one, other, self.order)]
        while waiting:
            left, right, order = waiting[-1]
            if self._known_both(left, right, order) is not None:
                waiting.pop()
                continue
            rank, (low, high), (low2, high2) = self._split(left, right)
            parts = (low, low2, order), (high, high2, order - 1), (high, low2, order - 1), (
                low, high2, order - 1)  # fmt: skip
            found = [self._known_both(*part) for part in parts]
            if missing := [part for part, done in zip(parts, found, strict=True) if done is None]:
                waiting += missing
                continue
            lows, *withs = [done for done in found if done is not None]
            highs = self.any(withs[0], self.any(withs[1], withs[2]))
            made = self.node(rank, self.without(highs, lows), lows)
            self.products[min(left, right), max(left, right), order] = made
            waiting.pop()
        return cast(int, self._known_both(one, other, self.order))

    def _known_both(self, one: int, other: int, order: int) -> int | None:
        if one == 0 or other == 0:
            return 0
        if one == 1 or other == 1:
            return self.up_to(other if one == 1 else one, order)
        if order == 0:
            return 0
        return self.products.get((min(one, other), max(one, other), order))

    def up_to(self, one: int, order: int) -> int:
        """The sets with at most so many events."""
        waiting = [(one, order)]
        while waiting:
            key = node, most = waiting[-1]
            if node > 1 and key not in self.cut:
                needs = [(self.lows[node], most)]
                if most:
                    needs.append((self.highs[node], most - 1))
                if missing := [part for part in needs if part[0] > 1 and part not in self.cut]:
                    waiting += missing
                    continue
                low, *high = [part[0] if part[0] <= 1 else self.cut[part] for part in needs]
                self.cut[key] = self.node(self.ranks[node], high[0], low) if high else low
            waiting.pop()
        return one if one <= 1 else self.cut[one, order]

    def _split(self, one: int, other: int) -> tuple[int, tuple[int, int], tuple[int, int]]:
        rank = min(self.ranks[one], self.ranks[other])
        return rank, self._parts(one, rank), self._parts(other, rank)

    def _parts(self, one: int, rank: int) -> tuple[int, int]:
        """Those without the event, and those with it, without it."""
        if self.ranks[one] == rank:
            return self.lows[one], self.highs[one]
        return one, 0
