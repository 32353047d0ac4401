"""The memory of the gate: one node for each temporal sub-formula, and how it takes in a time-point.

A node's table stands as after the last committed time-point. Taking in a time-point:

    ONCE f      enter every row that satisfies f now
    f SINCE g   drop every row that does not satisfy f now, then enter every row that satisfies g
    PREVIOUS f  replace all rows by those that satisfy PREVIOUS f now (only below another PREVIOUS)

Rows to enter and to drop are found with every table as it stands before, so all are found before
any is written. A node is touched only if facts with the predicates at hand can enter or drop a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from provesafe.errors import invariant
from provesafe.monitor.engine.normal import FALSE, negated, possible
from provesafe.monitor.engine.plan import FOUND, Go, Planner, Registers
from provesafe.monitor.engine.safety import Stored
from provesafe.monitor.engine.table import Key, Table
from provesafe.rulebook import (
    ANY_TIME,
    And,
    Exists,
    Formula,
    Interval,
    Once,
    Or,
    Previous,
    Since,
    free_variables,
)

__all__ = ["Memory", "Node", "Step", "spread"]

BRANCHES_MAX = 32
"""LIMIT: a drop condition is taken apart into at most this many alternatives."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Node:
    """One temporal sub-formula: its table and how rows enter and leave it."""

    twin: Formula
    table: Table
    entering: Formula
    """A row enters when it satisfies this."""
    leaving: Formula
    """A row leaves when it satisfies this; FALSE for rows that stay."""
    enter: tuple[Go, ...]
    leave: tuple[Go, ...]

    def write(self, dropped: list[Key], entered: list[Key], seconds: int) -> None:
        """Change the table: drop, then enter, then let go of what no window reaches."""
        table = self.table
        if isinstance(self.twin, Previous):
            table.clear()
        for key in dropped:
            table.discard(key)
        for key in entered:
            table.add(key, seconds)
        table.prune(seconds)


@dataclass(frozen=True, slots=True)
class Step:
    """A node that facts with some set of predicates can change, and how to find the rows."""

    node: Node
    leave: tuple[Go, ...]
    enter: tuple[Go, ...]

    def take(self, registers: Registers) -> tuple[list[Key], list[Key]]:
        """The rows to drop and the rows to enter, with every table as it stands before."""
        dropped: list[Key] = []
        registers[FOUND] = dropped
        for go in self.leave:
            go(registers)
        entered: list[Key] = []
        registers[FOUND] = entered
        for go in self.enter:
            go(registers)
        return dropped, entered


class Memory:
    """All nodes of a program, shared between equal sub-formulas."""

    def __init__(self) -> None:
        self.planner = Planner(self)
        self._nodes: dict[Formula, Node] = {}

    def table_of(self, twin: Formula) -> Table:
        """The table of a canonical Once, Since or Previous; the same one for the same twin."""
        if twin not in self._nodes:
            self._nodes[twin] = self._node(twin)
        return self._nodes[twin].table

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, in the order in which formulas asked for them."""
        return tuple(self._nodes.values())

    def steps(self, predicates: frozenset[str]) -> tuple[Step, ...]:
        """What a time-point with facts of just these predicates can change."""
        found = (
            Step(
                node,
                node.leave if possible(node.leaving, predicates) else (),
                node.enter if possible(node.entering, predicates) else (),
            )
            for node in self.nodes
        )
        return tuple(step for step in found if step.leave or step.enter)

    def _node(self, twin: Formula) -> Node:
        variables = free_variables(twin)
        interval, entering, leaving = _parts(twin)
        table = Table(columns=len(variables), interval=interval)
        read = self.planner.row(variables)
        nothing: frozenset[str] = frozenset()

        def take(registers: Registers) -> bool:
            registers[FOUND].append(read(registers))
            return False

        row = Stored(table, variables)
        branches = [] if leaving is FALSE else spread(leaving)
        return Node(
            twin=twin,
            table=table,
            entering=entering,
            leaving=leaving,
            enter=(self.planner.plan(entering, nothing, take),),
            leave=tuple(
                self.planner.conjunction([*branch, row], nothing, take) for branch in branches
            ),
        )


def _parts(twin: Formula) -> tuple[Interval, Formula, Formula]:
    """The window of a temporal operator, what enters a row and what makes one leave."""
    match twin:
        case Once(interval, body):
            return interval, body, FALSE
        case Since(interval, left, right):
            return interval, right, negated(left)
    invariant(isinstance(twin, Previous), f"{type(twin).__name__} has no memory")
    return ANY_TIME, twin, FALSE


def spread(core: Formula) -> list[list[Formula]]:
    """Alternatives of conjuncts that together say `core`; quantifiers at the top fall away.

    Only for a use where any witness will do: each bound variable has a name of its own, so it may
    as well be free.
    """
    match core:
        case Or(left, right):
            found = [*spread(left), *spread(right)]
        case And(left, right):
            found = [[*one, *two] for one, two in product(spread(left), spread(right))]
        case Exists(_, body):
            found = spread(body)
        case _:
            found = [[core]]
    return found if len(found) <= BRANCHES_MAX else [[core]]
