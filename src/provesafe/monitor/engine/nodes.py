"""What is remembered: one node for each temporal sub-formula, and how it takes in a time-point.

A node's table stands as after the last committed time-point. Taking in a time-point:

    ONCE f      enter every row that satisfies f now
    f SINCE g   drop every row that does not satisfy f now, then enter every row that satisfies g
    PREVIOUS f  replace all rows by those that satisfy PREVIOUS f now (only below another PREVIOUS)

Rows to enter and to drop are found with every table as it stands before, so all are found before
any is written. Equal sub-formulas, whatever their variables are called, are one node.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from provesafe.errors import invariant
from provesafe.monitor.engine.normal import FALSE, negated, predicates_of
from provesafe.monitor.engine.parts import NO, Both, Either, Kept, Part, Some, conjuncts
from provesafe.monitor.engine.plan import FOUND, Go, Planner, Registers
from provesafe.monitor.engine.table import Key, Place, Table
from provesafe.monitor.engine.unfold import unfold
from provesafe.rulebook import (
    ANY_TIME,
    Formula,
    Interval,
    Once,
    Previous,
    Since,
    free_variables,
)

__all__ = ["KINDS_MAX", "Node", "Nodes", "Step", "spread"]

BRANCHES_MAX = 32
"""LIMIT: a condition is taken apart into at most this many alternatives."""
KINDS_MAX = 64
"""LIMIT: a formula is compiled for at most so many sets of predicates, then once for all others."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Node:
    """One temporal sub-formula: where its table is and how rows enter and leave it."""

    twin: Formula
    variables: tuple[str, ...]
    place: Place
    number: int
    """Its table's number in a memory."""
    entering: Formula
    """A row enters when it satisfies this."""
    leaving: Formula
    """A row leaves when it satisfies this; FALSE for rows that stay."""
    predicates: frozenset[str]

    renewed: bool
    """Whether its rows are those of the last time-point alone."""

    def write(self, table: Table, dropped: list[Key], entered: list[Key], seconds: int) -> None:
        """Change a table: drop, then enter, then let go of what no window reaches."""
        if self.renewed:
            table.clear()
        for key in dropped:
            table.discard(key)
        for key in entered:
            table.add(key, seconds)
        table.prune(seconds)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """How a node takes in facts with some set of predicates."""

    node: Node
    leave: tuple[Go, ...]
    enter: tuple[Go, ...]

    def take(self, registers: Registers) -> tuple[list[Key], list[Key]]:
        """The rows to drop and the rows to enter, with every table as it stands before."""
        dropped: list[Key] = []
        if self.leave:
            registers[FOUND] = dropped
            for go in self.leave:
                go(registers)
        entered: list[Key] = []
        if self.enter:
            registers[FOUND] = entered
            for go in self.enter:
                go(registers)
        return dropped, entered


class Nodes:
    """All nodes of a program, and what compiles them."""

    def __init__(self) -> None:
        self.planner = Planner()
        self._nodes: dict[Formula, Node] = {}
        self._steps: dict[int, dict[frozenset[str] | None, Step | None]] = {}

    @property
    def every(self) -> tuple[Node, ...]:
        """Every node, inner ones first."""
        return tuple(self._nodes.values())

    def place_of(self, twin: Formula) -> Place:
        """The place of a canonical Once, Since or Previous; the same one for the same twin."""
        if twin not in self._nodes:
            interval, entering, leaving = _halves(twin)
            self.add(entering)
            self.add(leaving)
            variables = free_variables(twin)
            place = self.planner.place(columns=len(variables), interval=interval)
            self._nodes[twin] = Node(
                twin=twin,
                variables=variables,
                place=place,
                number=len(self._nodes),
                entering=entering,
                leaving=leaving,
                predicates=predicates_of(twin),
                renewed=isinstance(twin, Previous),
            )
        return self._nodes[twin].place

    def add(self, core: Formula) -> None:
        """See that each temporal operator of a formula has its node."""
        unfold(core, self.place_of, None)

    def steps(self, predicates: frozenset[str] | None) -> tuple[Step, ...]:
        """How facts with just these predicates, or with any, change what is remembered."""
        found = (
            self._step(node, None if predicates is None else predicates & node.predicates)
            for node in self.every
        )
        return tuple(step for step in found if step is not None)

    def _step(self, node: Node, predicates: frozenset[str] | None) -> Step | None:
        kinds = self._steps.setdefault(node.number, {})
        key = predicates if predicates in kinds or len(kinds) < KINDS_MAX else None
        if key not in kinds:
            kinds[key] = self._compiled(node, key)
        return kinds[key]

    def _compiled(self, node: Node, predicates: frozenset[str] | None) -> Step | None:
        entering = unfold(node.entering, self.place_of, predicates)
        leaving = unfold(node.leaving, self.place_of, predicates)
        if entering is NO and leaving is NO and not node.renewed:
            return None
        row = Kept(node.place, node.variables, None, before=False)
        drop = (self.planner.listing([*parts, row], node.variables) for parts in spread(leaving))
        enter = (self.planner.listing(conjuncts(entering), node.variables),)
        return Step(node, tuple(drop), enter if entering is not NO else ())


def spread(part: Part) -> list[list[Part]]:
    """Alternatives of conjuncts that together say the part; quantifiers at the top fall away.

    Only for a use where any witness will do: each bound variable has a name of its own, so it may
    as well be free.
    """
    match part:
        case Either(left, right):
            found = [*spread(left), *spread(right)]
        case Both(left, right):
            found = [[*one, *two] for one, two in product(spread(left), spread(right))]
        case Some(_, inner):
            found = spread(inner)
        case _:
            found = [] if part is NO else [[part]]
    return found if len(found) <= BRANCHES_MAX else [[part]]


def _halves(twin: Formula) -> tuple[Interval, Formula, Formula]:
    """The window of a temporal operator, what enters a row and what makes one leave."""
    match twin:
        case Once(interval, body):
            return interval, body, FALSE
        case Since(interval, left, right):
            return interval, right, negated(left)
    invariant(isinstance(twin, Previous), f"{type(twin).__name__} has no memory")
    return ANY_TIME, twin, FALSE
