"""The diagram of one part of a tree: orders tried in turn, each within a growing budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from provesafe.prover.diagrams.flat import Diagram
from provesafe.prover.diagrams.space import OverBudget, Space, flatten, is_compiled
from provesafe.prover.errors import TooLargeError
from provesafe.prover.trees.network import Network
from provesafe.prover.trees.orders import LARGE_FIRST, LIKELY, ORDERS, event_order

__all__ = ["Effort", "Part", "build_part"]


PLAIN_BUDGET_MAX = 2_000_000
"""LIMIT: nodes of the plain library at once; each takes some hundred bytes, so 1 GB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is tried before `cannot say`: nodes, never seconds, so that answers repeat."""

    engine: str = "cudd"
    budgets: tuple[int, ...] = (150_000, 2_000_000, 25_000_000)
    last_resort: int = 100_000
    """Nodes for a last try in which CUDD looks for orders as it goes; 0 for none."""
    up_to: int | None = None
    """Leave out whatever needs more events than this; None for everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One gate's own part as a diagram; variable `v` of it is node `events[v]` of the network."""

    root: int
    events: Sequence[int]
    diagram: Diagram
    order: str


def build_part(
    network: Network, root: int, flips: Sequence[bool], effort: Effort, *, negate: bool = False
) -> Part:
    """Build the diagram of one part.

    Args:
        network: the whole tree.
        root: the gate whose part it is.
        flips: for each node, whether calling it means its module does *not* hold.
        effort: how much to try.
        negate: the diagram of when the gate does not hold.

    Raises:
        TooLargeError: no order fits the budgets.
    """
    orders = {name: event_order(network, root, name) for name in ORDERS}
    compiled = effort.engine == "cudd" and is_compiled()
    most = effort.budgets[-1] if compiled else min(effort.budgets[-1], PLAIN_BUDGET_MAX)
    for name, budget, reorder in _turns(effort, most, compiled=compiled):
        order = orders[name]
        manager = Space(len(order), engine=effort.engine, budget_nodes=budget, reorder=reorder)
        try:
            within = manager.true if effort.up_to is None else _at_most(manager, effort.up_to)
            function = _Walk(network, root, flips, order, manager, within).built()
        except (OverBudget, ValueError, RuntimeError, MemoryError) as error:
            if not manager.ran_out(error):
                raise
            continue
        manager.inside.configure(reordering=False)
        diagram = flatten(manager, ~function & within if negate else function)
        return Part(root=root, events=order, diagram=diagram, order=name)
    raise TooLargeError("no order of events keeps the tree within the limits")


def _turns(effort: Effort, most: int, *, compiled: bool) -> Iterator[tuple[str, int, bool]]:
    """What is tried, in order: order of events, nodes, whether to look for better orders."""
    first, *rest = dict.fromkeys(min(budget, most) for budget in effort.budgets)
    if rest:
        yield from ((name, first, False) for name in ORDERS)
    for budget in rest[:-1]:
        yield from ((name, budget, False) for name in LIKELY)
    # Each turn is long now: first what has solved more large trees than any other.
    last = (LARGE_FIRST, *LIKELY) if rest else ORDERS
    yield from ((name, [first, *rest][-1], False) for name in last)
    # The plain library looks for orders too, for hours.
    if compiled and effort.last_resort:
        yield (ORDERS[0], min(effort.last_resort, most), True)


def _at_most(manager: Space, count: int) -> Any:
    """Where at most `count` of the variables hold."""
    row = [manager.true] * (count + 1)
    for variable in reversed(manager.variables):
        with_it = [manager.false, *row[:-1]]
        row = [
            manager.ite(variable, then, otherwise)
            for then, otherwise in zip(with_it, row, strict=True)
        ]
        manager.check()
    return row[count]


class _Walk:
    """Gates to functions, from the events up; a function is let go after its last caller.

    Everything is kept `within` some sets of events: those of at most so many. What a gate is there
    follows from what its parts are there, negations included, so nothing of it is lost.
    """

    def __init__(
        self,
        network: Network,
        root: int,
        flips: Sequence[bool],
        order: Sequence[int],
        manager: Space,
        within: Any,
    ) -> None:
        self.network = network
        self.root = root
        self.flips = flips
        self.manager = manager
        self.within = within
        self.number = {index: number for number, index in enumerate(order)}
        self.functions: dict[int, Any] = {}
        self.tops: dict[int, int] = dict(self.number)

    def built(self) -> Any:
        calls: dict[int, int] = {}
        inside = [index for index in self.network.below(self.root) if index not in self.number]
        for index in inside:
            for lit in self.network.nodes[index].of:
                calls[lit >> 1] = calls.get(lit >> 1, 0) + 1
        for index in inside:
            self.functions[index] = self._gate(index)
            self.manager.check()
            for lit in self.network.nodes[index].of:
                child = lit >> 1
                calls[child] -= 1
                if not calls[child]:
                    self.functions.pop(child, None)
        return self.functions[self.root]

    def _literal(self, lit: int) -> Any:
        index = lit >> 1
        if index in self.number:
            function = self.manager.variables[self.number[index]]
            negated = bool(lit & 1) != self.flips[index]
        else:
            function, negated = self.functions[index], bool(lit & 1)
        return (~function if negated else function) & self.within

    def _gate(self, index: int) -> Any:
        node = self.network.nodes[index]
        tops = [self.tops[lit >> 1] for lit in node.of]
        self.tops[index] = min(tops)
        # What is asked last first: each step then works on what lies below it.
        lits = [lit for _, lit in sorted(zip(tops, node.of, strict=True), reverse=True)]
        parts = [self._literal(lit) for lit in lits]
        if node.kind == "atleast":
            return self._vote(parts, node.minimum)
        found = parts[0]
        for part in parts[1:]:
            match node.kind:
                case "and":
                    found = found & part
                case "or":
                    found = found | part
                case _:
                    found = self.manager.xor(found, part)
            self.manager.check()
        return found

    def _vote(self, parts: list[Any], minimum: int) -> Any:
        row: list[Any] = [self.within] + [self.manager.false] * minimum
        for part in parts:
            for k in range(minimum, 0, -1):
                row[k] = self.manager.ite(part, row[k - 1], row[k])
            self.manager.check()
        return row[minimum]
