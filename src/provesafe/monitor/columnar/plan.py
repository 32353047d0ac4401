"""What is to be done with the columns: the plan a formula is compiled to.

Two kinds of node:

- a *query* stands on its own and gives one table for the whole trace. Its variables are called
  "0", "1", … in order of first appearance, so that parts that differ in names alone are equal and
  are worked out once, also across formulas;
- a *step* is taken on a table of bindings (the context) and gives those that remain, perhaps with
  more variables. `Use` is the step that brings in a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from provesafe.monitor.columnar.values import Kind
from provesafe.rulebook import AggregateOp, Compare, Const, Interval, Term

__all__ = [
    "Adjacent",
    "Carried",
    "Chain",
    "Either",
    "Give",
    "Grouped",
    "Hide",
    "Lasting",
    "Never",
    "Query",
    "Rows",
    "Scan",
    "Step",
    "Test",
    "Use",
    "Without",
]


@dataclass(frozen=True, slots=True)
class Scan:
    """The facts of a predicate; each place holds a constant or the number of a variable."""

    predicate: str
    places: tuple[int | Const, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a step gives when it is taken on nothing; `variables` are kept, the others hidden."""

    step: Step
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjacent:
    """PREVIOUS, or NEXT when `future`."""

    interval: Interval
    body: Query
    future: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """ONCE, or EVENTUALLY when `future`."""

    interval: Interval
    body: Query
    future: bool


@dataclass(frozen=True, slots=True)
class Lasting:
    """SINCE, or UNTIL when `future`; `left` is a step on the bindings that `right` gives."""

    interval: Interval
    left: Step
    right: Use
    future: bool


@dataclass(frozen=True, slots=True)
class Grouped:
    """An aggregation; its result is variable "0", its group "1", "2", …"""

    op: AggregateOp
    over: str
    kind: Kind
    group: tuple[str, ...]
    body: Use


Query: TypeAlias = Scan | Rows | Adjacent | Carried | Lasting | Grouped


@dataclass(frozen=True, slots=True)
class Use:
    """Join the table of a query; its variable number i is called names[i] here."""

    query: Query
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """Keep the bindings of which a comparison holds."""

    compare: Compare
    kinds: tuple[tuple[str, Kind], ...]


@dataclass(frozen=True, slots=True)
class Give:
    """Give a variable the value of a term."""

    variable: str
    term: Term


@dataclass(frozen=True, slots=True)
class Chain:
    """AND: one step after the other; no step at all is TRUE."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """OR."""

    left: Step
    right: Step


@dataclass(frozen=True, slots=True)
class Without:
    """AND NOT."""

    body: Step


@dataclass(frozen=True, slots=True)
class Hide:
    """EXISTS."""

    variables: tuple[str, ...]
    body: Step


@dataclass(frozen=True, slots=True)
class Never:
    """FALSE."""


Step: TypeAlias = Use | Test | Give | Chain | Either | Without | Hide | Never
