"""A fault tree solved: its minimal sets, counted and listed, and how probable its top is.

    solve_tree(tree).by_order             {2: 12, 3: 24, …} exact, however many there are
    solve_tree(tree).probability()        exact up to rounding, None where an event has none

The tree is cut into modules and each is solved by itself. A module that holds when nothing has
happened is turned round (its callers then call its negation), so that "the module holds" always
costs at least one event: sets of the whole are sets of the caller with each module in them
replaced by one of its own sets. That is true for any tree, with negations or without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias, TypeVar

from provesafe.prover.diagrams.minimal import Polynomial, SetFamily, minimal_solutions
from provesafe.prover.diagrams.space import is_compiled
from provesafe.prover.errors import TooLargeError, TreeError
from provesafe.prover.trees.building import Effort, Part, build_part
from provesafe.prover.trees.limited import ORDER_MAX, Limited, has_negations, sets_up_to
from provesafe.prover.trees.network import TRUE, Network, flatten_tree
from provesafe.prover.trees.numbers import value_of
from provesafe.prover.trees.tree import Tree

__all__ = ["SolvedTree", "solve_tree", "solve_up_to"]

BOUNDED_BUDGET, BOUNDED_PLAIN = 300_000, 100_000
"""LIMIT: nodes of a diagram of sets up to some order; some seconds for each order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedPart:
    """A module, or the top: its diagram, its minimal sets, and their counts by node."""

    part: Part
    family: SetFamily
    counts: Sequence[Polynomial]

    @property
    def total(self) -> Polynomial:
        """How many sets of each order this part has, its modules written out."""
        return self.counts[self.family.root]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedTree:
    """Every answer about one tree; complete, or up to an order that it names."""

    tree: Tree
    network: Network
    parts: Mapping[int, SolvedPart]
    """By gate, each after the modules inside it, the top last; empty where the top is constant."""
    by_order: Mapping[int, int]
    """How many minimal sets there are of each order."""
    limited: Limited | None = None
    """In place of the parts, where only sets up to some order fitted the limits."""
    up_to: int | None = None
    """The parts are within the sets of so many events, where no more fitted."""
    _chances: dict[str, float] = field(default_factory=dict)

    @property
    def order_limit(self) -> int | None:
        """The order up to which the sets are complete; None where all are there."""
        return self.up_to if self.limited is None else self.limited.order

    @property
    def count(self) -> int:
        """How many minimal sets there are in all."""
        return sum(self.by_order.values())

    def chances(self) -> Mapping[str, float] | None:
        """The probability of every event the top needs; None where one has none.

        Raises:
            TreeError: a number is not a probability.
        """
        if not self._chances:
            known: dict[str, float] = {}
            for node in self.network.nodes:
                if node.kind == "event":
                    said = self.tree.events[node.name].probability
                    if said is None:
                        return None
                    value = value_of(said, self.tree.parameters, known)
                    if not 0 <= value <= 1:
                        raise TreeError(f"`{node.name}` has the probability {value:g}")
                    self._chances[node.name] = value
        return self._chances

    def probability(self, given: Mapping[str, float] | None = None) -> float | None:
        """How probable the top is.

        Args:
            given: probabilities to use instead, by event.
        """
        if self.order_limit is not None:
            return None
        if not self.parts:
            return 1.0 if self.network.top == TRUE else 0.0
        chances = self.chances()
        if chances is None:
            return None
        return self.chances_by_node({**chances, **(given or {})})[self.network.top >> 1]

    def chances_by_node(self, chances: Mapping[str, float]) -> dict[int, float]:
        """The probability of every event and module, and of the top, by node."""
        found = {
            index: chances[node.name]
            for index, node in enumerate(self.network.nodes)
            if node.kind == "event"
        }
        for root, solved in self.parts.items():
            given = [found[index] for index in solved.part.events]
            found[root] = solved.part.diagram.probability(given)
        return found

    def sets(self, order: int) -> Iterator[tuple[str, ...]]:
        """Every minimal set of one order, as names of events, in the order they are found."""
        if self.order_limit is not None and order > self.order_limit:
            return
        if self.limited is not None:
            nodes, events = self.network.nodes, self.limited.events
            for one in self.limited.family.sets():
                if len(one) == order:
                    yield tuple(nodes[events[number]].name for number in one)
        elif self.parts:
            yield from self._listed(self.network.top >> 1, order)
        elif order == 0 and self.network.top == TRUE:
            yield ()

    def _listed(self, root: int, order: int) -> Iterator[tuple[str, ...]]:
        """Sets of one part with exactly `order` events, modules inside written out.

        What waits is a list, not calls: modules stand in modules as deep as the tree is.
        """
        first = _Listing(root=root, node=self.parts[root].family.root, left=order)
        waiting = [first]
        while waiting:
            here = waiting.pop()
            solved = self.parts[here.root]
            family, counts = solved.family, solved.counts
            if here.left >= len(counts[here.node]) or not counts[here.node][here.left]:
                continue
            if here.node == 1:
                names, modules = self._named(here)
                if modules is None:
                    yield tuple(_chained(names))
                else:
                    (index, size), rest = modules
                    start = self.parts[index].family.root
                    waiting.append(
                        _Listing(root=index, node=start, left=size, names=names, modules=rest)
                    )
                continue
            waiting.append(here._replace(node=family.lows[here.node]))
            index = solved.part.events[family.variables[here.node]]
            sizes = self.parts[index].total if index in self.parts else (0, 1)
            waiting += [
                here._replace(
                    node=family.highs[here.node],
                    left=here.left - size,
                    taken=((index, size), here.taken),
                )
                for size in range(min(here.left, len(sizes) - 1), 0, -1)
                if sizes[size]
            ]

    def _named(self, done: _Listing) -> tuple[_Chain[str], _Chain[tuple[int, int]]]:
        """The events of a part that is done by name, and the modules that are still to come."""
        names, modules = done.names, done.modules
        for index, size in _chained(done.taken):
            if index in self.parts:
                modules = ((index, size), modules)
            else:
                names = (self.network.nodes[index].name, names)
        return names, modules


Item = TypeVar("Item")
_Chain: TypeAlias = "tuple[Item, _Chain[Item]] | None"
"""A list that many share the rest of."""


class _Listing(NamedTuple):
    """Where the listing of one set has come: a node of a part, and what is left to be taken."""

    root: int
    node: int
    left: int
    taken: _Chain[tuple[int, int]] = None
    """Of this part: events and modules, with how many events each comes to."""
    names: _Chain[str] = None
    modules: _Chain[tuple[int, int]] = None
    """Of parts that are done, to be written out."""


def _chained(chain: _Chain[Item]) -> Iterator[Item]:
    while chain is not None:
        one, chain = chain
        yield one


def solve_tree(tree: Tree, *, effort: Effort | None = None) -> SolvedTree:
    """Find all minimal sets of a tree.

    Args:
        tree: what to solve.
        effort: how much to try before giving up.

    Returns:
        All of them; up to some order where the whole outgrew the effort, and it says so.

    Raises:
        TreeError: the tree has no shape that can be solved.
        TooLargeError: it outgrew the effort, and not even single events fit.
    """
    network = flatten_tree(tree)
    if network.top <= TRUE:
        by_order = {0: 1} if network.top == TRUE else {}
        return SolvedTree(tree=tree, network=network, parts={}, by_order=by_order)
    wanted = effort or Effort()
    try:
        return _whole(tree, network, wanted)
    except TooLargeError:
        return _up_to_some_order(tree, network, wanted)


def _whole(tree: Tree, network: Network, effort: Effort) -> SolvedTree:
    top = network.top >> 1
    flips = [False] * len(network.nodes)
    sizes: list[Polynomial] = [(0, 1)] * len(network.nodes)
    parts: dict[int, SolvedPart] = {}
    for root in [*sorted(network.modules), top]:
        negate = root == top and bool(network.top & 1)
        part = build_part(network, root, flips, effort, negate=negate)
        if root != top and part.diagram.holds(frozenset()):
            flips[root] = True
            part = build_part(network, root, flips, effort, negate=True)
        family = minimal_solutions(part.diagram)
        counts = family.counts([sizes[index] for index in part.events])
        parts[root] = SolvedPart(part=part, family=family, counts=counts)
        sizes[root] = parts[root].total
    by_order = {order: count for order, count in enumerate(sizes[top]) if count}
    return SolvedTree(tree=tree, network=network, parts=parts, by_order=by_order)


def _up_to_some_order(tree: Tree, network: Network, effort: Effort) -> SolvedTree:
    """Diagrams get further than sets where the library that builds them is compiled; and sets
    dropped from a gate would be missing in its negation."""
    negations, compiled = has_negations(network), effort.engine == "cudd" and is_compiled()
    if negations or compiled:
        budget = BOUNDED_BUDGET if compiled else BOUNDED_PLAIN
        try:
            return _bounded(tree, network, replace(effort, budgets=(budget,), last_resort=0))
        except TooLargeError:
            if negations:
                raise
    limited = sets_up_to(network)
    sizes = limited.family.counts([(0, 1)] * len(limited.events))[limited.family.root]
    by_order = {order: count for order, count in enumerate(sizes) if count}
    return SolvedTree(tree=tree, network=network, parts={}, by_order=by_order, limited=limited)


def solve_up_to(tree: Tree, network: Network, effort: Effort, order: int) -> SolvedTree:
    """The minimal sets of at most so many events, negations or none.

    A set is minimal if nothing *smaller* suffices, so sets of more events never decide over it; and
    a module costs its caller at least one event, so no caller needs more of them than the order.

    Args:
        tree: what to solve.
        network: the same, made small.
        effort: how much to try before giving up.
        order: how many events a set may have.

    Raises:
        TooLargeError: it outgrew the effort.
    """
    solved = _whole(tree, network, replace(effort, up_to=order))
    by_order = {size: count for size, count in solved.by_order.items() if size <= order}
    return replace(solved, by_order=by_order, up_to=order)


def _bounded(tree: Tree, network: Network, effort: Effort) -> SolvedTree:
    """The sets up to the highest order that fits."""
    found = solve_up_to(tree, network, effort, 1)
    for order in range(2, ORDER_MAX + 1):
        try:
            found = solve_up_to(tree, network, effort, order)
        except TooLargeError:
            break
    return found
