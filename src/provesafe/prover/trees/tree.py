"""What a fault tree is: named gates over events, as it was written.

    Tree(name="a", top="t", gates={"t": Gate("and", (Name("x"), Not(Name("y"))))}, …)

An event is something that happens or does not, by itself; a house event is switched on or off by
whoever wrote the tree; a gate happens when its formula does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from provesafe.prover.trees.numbers import Expression

__all__ = ["Connective", "Constant", "Event", "Formula", "Gate", "Name", "Tree", "children_of"]

Connective = Literal["and", "or", "not", "xor", "nand", "nor", "iff", "imply", "atleast"]


@dataclass(frozen=True, slots=True)
class Name:
    """A gate, an event or a house event, called by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """What always, or never, happens."""

    value: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A connective over formulas; `minimum` is the k of k-out-of-n, and 0 elsewhere."""

    kind: Connective
    of: tuple[Formula, ...]
    minimum: int = 0


Formula = Name | Constant | Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens by itself; `probability` is None where nothing was said."""

    name: str
    probability: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A fault tree: every name in a formula is a key of exactly one of the three mappings."""

    name: str
    top: str
    gates: Mapping[str, Formula]
    events: Mapping[str, Event]
    houses: Mapping[str, bool]
    parameters: Mapping[str, Expression]


def children_of(formula: Formula) -> Iterator[str]:
    """The names a formula calls, in the order they stand."""
    match formula:
        case Name(name=name):
            yield name
        case Gate(of=of):
            for part in of:
                yield from children_of(part)
