"""Fault trees as Open-PSA XML: reading them.

Read: fault trees and components, gates (and, or, not, xor, nand, nor, iff, imply, atleast), basic
events, house events, parameters, common-cause groups (written out, see `common_cause`); numbers,
arithmetic, `exponential`, `system-mission-time`, and the distributions of `numbers`. Anything else
is refused by name: nothing is passed over that could change an answer.

Source: Open-PSA Model Exchange Format 2.0d, chapters 4 and 5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import get_args

from provesafe.errors import Span
from provesafe.prover.errors import TreeError
from provesafe.prover.trees.common_cause import (
    COMMON_CAUSES,
    CommonCause,
    expand_group,
    levels_of,
)
from provesafe.prover.trees.numbers import DISTRIBUTIONS, OPERATIONS, Expression
from provesafe.prover.trees.tree import (
    Connective,
    Constant,
    Event,
    Formula,
    Gate,
    Name,
    Tree,
    children_of,
)
from provesafe.prover.trees.xml_elements import Element, parse_elements

__all__ = ["parse_tree"]

_CONNECTIVES: Mapping[str, Connective] = {str(name): name for name in get_args(Connective)}
_CALLS = ("gate", "event", "basic-event", "house-event")
# How many formulas a connective takes, where that is fixed.
_EXACTLY: Mapping[str, int] = {"not": 1, "xor": 2, "iff": 2, "imply": 2}
# How many numbers each operation takes: fewest and most.
_NUMBERS: Mapping[str, tuple[int, int]] = {
    "neg": (1, 1),
    "add": (1, 1000),
    "mul": (1, 1000),
    "sub": (2, 1000),
    "div": (2, 1000),
    "exponential": (2, 2),
    "lognormal": (2, 3),
    "normal": (2, 2),
    "uniform": (2, 2),
    "beta": (2, 2),
    "gamma": (2, 2),
}


def parse_tree(text: str, *, source: str, top: str = "") -> Tree:
    """Read a fault tree.

    Args:
        text: Open-PSA XML.
        source: what to call the text when something is wrong.
        top: the gate to ask about; empty where only one gate is called by no other.

    Raises:
        TreeError: with the place, or with the names that are at fault.
    """
    root = parse_elements(text, source)
    if root.tag != "opsa-mef":
        raise TreeError(f"this is not Open-PSA: it begins with `{root.tag}`", span=root.place)
    reading = _Reading()
    for part in root.parts():
        reading.take(part)
    return reading.tree(top, root.place)


class _Reading:
    """What was defined so far, each with its place."""

    def __init__(self) -> None:
        self.name = ""
        self.gates: dict[str, Formula] = {}
        self.events: dict[str, Event] = {}
        self.houses: dict[str, bool] = {}
        self.parameters: dict[str, Expression] = {}
        self.places: dict[str, Span] = {}
        self.called: list[tuple[str, str, Span]] = []
        self.groups: list[tuple[CommonCause, Span]] = []
        self.struck: dict[str, str] = {}

    def take(self, element: Element) -> None:
        match element.tag:
            case "define-fault-tree" | "define-component" | "model-data":
                if element.tag == "define-fault-tree":
                    self.name = self.name or element.need("name")
                for part in element.parts():
                    self.take(part)
            case "define-gate":
                name = self._new(element)
                self.gates[name] = self._formula(_only(element))
            case "define-basic-event":
                name = self._new(element)
                numbers = tuple(element.parts())
                said = _expression(_only(element)) if numbers else None
                self.events[name] = Event(name=name, probability=said)
            case "define-house-event":
                name = self._new(element)
                states = tuple(element.parts())
                self.houses[name] = bool(states) and _truth(_only(element))
            case "define-parameter":
                name = element.need("name")
                if name in self.parameters:
                    raise TreeError(f"the parameter `{name}` is defined twice", span=element.place)
                self.parameters[name] = _expression(_only(element))
            case "define-CCF-group":
                self.groups.append((_group(element), element.place))
            case _:
                raise TreeError(f"`{element.tag}` is not read", span=element.place)

    def tree(self, top: str, place: Span) -> Tree:
        for group, where in self.groups:
            self._write_out(group, where)
        self._check_calls()
        if not self.gates:
            raise TreeError("there is no gate", span=place)
        return Tree(
            name=self.name,
            top=top or self._top(),
            gates=self._known_top(top),
            events=self.events,
            houses=self.houses,
            parameters=self.parameters,
        )

    def _known_top(self, top: str) -> Mapping[str, Formula]:
        if top and top not in self.gates:
            raise TreeError(f"there is no gate `{top}`", hint=f"there are {_some(self.gates)}")
        return self.gates

    def _top(self) -> str:
        called = {name for formula in self.gates.values() for name in children_of(formula)}
        tops = [name for name in self.gates if name not in called]
        if not tops:
            raise TreeError("every gate is called by another: they go in a circle")
        if len(tops) > 1:
            raise TreeError(
                f"{len(tops)} gates are called by no other: {_some(tops)}", hint="say which: --top"
            )
        return tops[0]

    def _new(self, element: Element) -> str:
        name = element.need("name")
        if name in self.places:
            first = self.places[name].line
            raise TreeError(
                f"`{name}` is defined twice (first in line {first})", span=element.place
            )
        self.places[name] = element.place
        return name

    def _formula(self, element: Element) -> Formula:
        if element.tag in _CALLS:
            # A component's own names are written with its path; names are unique without it.
            name = element.need("name").rpartition(".")[2]
            kind = element.attributes.get("type", element.tag)
            self.called.append((name, kind, element.place))
            return Name(name)
        if element.tag == "constant":
            return Constant(_truth(element))
        if element.tag not in _CONNECTIVES:
            raise TreeError(f"the connective `{element.tag}` is not read", span=element.place)
        of = tuple(self._formula(part) for part in element.parts())
        exactly = _EXACTLY.get(element.tag)
        if not of or (exactly is not None and len(of) != exactly):
            wanted = "at least one" if exactly is None else str(exactly)
            raise TreeError(f"`{element.tag}` takes {wanted}, not {len(of)}", span=element.place)
        minimum = _minimum(element, len(of)) if element.tag == "atleast" else 0
        return Gate(_CONNECTIVES[element.tag], of, minimum)

    def _write_out(self, group: CommonCause, place: Span) -> None:
        """The members of a common-cause group become gates over the ways to be struck."""
        for member in group.members:
            if member in self.struck:
                first = self.struck[member]
                raise TreeError(f"`{member}` is in `{first}` and in `{group.name}`", span=place)
            if member in self.gates or member in self.houses:
                raise TreeError(f"`{member}` of `{group.name}` is no basic event", span=place)
            self.struck[member] = group.name
            self.events.pop(member, None)
        called = {name for name, _, _ in self.called}
        gates, events = expand_group(group)
        if taken := sorted(events.keys() & self.places.keys()):
            raise TreeError(f"`{taken[0]}` is a name that `{group.name}` needs", span=place)
        # A member that nobody calls would be a top of its own.
        self.gates |= {name: gate for name, gate in gates.items() if name in called}
        self.events |= events

    def _check_calls(self) -> None:
        kinds: Mapping[str, tuple[Mapping[str, object], ...]] = {
            "gate": (self.gates,),
            "house-event": (self.houses,),
            "basic-event": (self.events, self.struck),
            "event": (self.gates, self.events, self.houses),
        }
        for name, kind, place in self.called:
            if any(name in known for known in kinds.get(kind, ())):
                continue
            if kind == "basic-event" and name not in self.places:
                # The format lets an event go undefined: it has no probability.
                self.events[name] = Event(name=name)
                continue
            raise TreeError(f"the {kind} `{name}` is called but not defined", span=place)


def _group(element: Element) -> CommonCause:
    """A common-cause group; its members need no definition of their own."""
    name, said = element.need("name"), element.need("model")
    model = next((one for one in COMMON_CAUSES if one == said), None)
    if model is None:
        raise TreeError(f"the common-cause model `{said}` is not read", span=element.place)
    parts: dict[str, list[Element]] = {}
    for part in element.parts():
        parts.setdefault(part.tag, []).append(part)
    for tag in ("members", "distribution"):
        if len(parts.get(tag, ())) != 1:
            raise TreeError(f"`{name}` needs one `{tag}`", span=element.place)
    members = tuple(one.need("name") for one in parts["members"][0].parts())
    if len(members) < 2 or len(set(members)) < len(members):
        raise TreeError(f"`{name}` needs two members or more, each once", span=element.place)
    listed = [*parts.get("factor", ())]
    listed += [one for many in parts.get("factors", ()) for one in many.parts()]
    factors = {_level(one, len(members)): _expression(_only(one)) for one in listed}
    if len(factors) < len(listed) or tuple(sorted(factors)) not in levels_of(model, len(members)):
        raise TreeError(
            f"`{name}` has factors of levels {sorted(factors)}, which `{model}` cannot have",
            span=element.place,
        )
    chance = _expression(_only(parts["distribution"][0]))
    return CommonCause(name=name, model=model, members=members, chance=chance, factors=factors)


def _level(element: Element, members: int) -> int:
    said = element.need("level")
    if not said.isdecimal() or len(said) > 4 or not 1 <= int(said) <= members:
        raise TreeError(f"`{said}` is no number of {members} members", span=element.place)
    return int(said)


def _only(element: Element) -> Element:
    parts = list(element.parts())
    if len(parts) != 1:
        name = element.attributes.get("name", "")
        raise TreeError(
            f"`{element.tag}` of `{name}` holds {len(parts)} things, not one", span=element.place
        )
    return parts[0]


def _truth(element: Element) -> bool:
    value = element.need("value")
    if element.tag not in ("constant", "bool") or value not in ("true", "false"):
        raise TreeError("a switch is `true` or `false`", span=element.place)
    return value == "true"


def _minimum(element: Element, parts: int) -> int:
    said = element.need("min")
    if not said.isdecimal() or len(said) > 9 or not 1 <= int(said) <= parts:
        raise TreeError(f"at least `{said}` of {parts} is no number of them", span=element.place)
    return int(said)


def _expression(element: Element) -> Expression:
    tag = element.tag.removesuffix("-deviate")
    match tag:
        case "float" | "int":
            said = element.need("value")
            try:
                value = float(said)
            except ValueError as error:
                raise TreeError(f"`{said}` is not a number", span=element.place) from error
            if not math.isfinite(value):
                raise TreeError(f"`{said}` is not a number", span=element.place)
            return Expression("float", value=value)
        case "parameter":
            return Expression("parameter", name=element.need("name"))
        case "system-mission-time":
            return Expression("mission-time")
    for known in (*OPERATIONS, *DISTRIBUTIONS):
        if tag == known and element.tag.endswith("-deviate") == (tag in DISTRIBUTIONS):
            parts = tuple(_expression(part) for part in element.parts())
            fewest, most = _NUMBERS[tag]
            if not fewest <= len(parts) <= most:
                raise TreeError(
                    f"`{element.tag}` takes {fewest} to {most} numbers, not {len(parts)}",
                    span=element.place,
                )
            return _spread_checked(Expression(known, parts), element)
    raise TreeError(f"the number `{element.tag}` is not read", span=element.place)


def _spread_checked(expression: Expression, element: Element) -> Expression:
    """A distribution over plain numbers, with numbers it can have."""
    if expression.operation not in DISTRIBUTIONS:
        return expression
    if any(part.operation != "float" for part in expression.of):
        raise TreeError(f"`{element.tag}` is read over plain numbers only", span=element.place)
    numbers = [part.value for part in expression.of]
    possible = {
        "lognormal": numbers[0] > 0 and numbers[1] > 1 and 0.5 < (*numbers, 0.95)[2] < 1,
        "normal": numbers[1] >= 0,
        "uniform": numbers[0] <= numbers[1],
        "beta": min(numbers) > 0,
        "gamma": min(numbers) > 0,
    }
    if not possible[expression.operation]:
        raise TreeError(f"`{element.tag}` of {numbers} is no distribution", span=element.place)
    return expression


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    shown = ", ".join(f"`{name}`" for name in listed[:8])
    return f"{shown} and {len(listed) - 8} more" if len(listed) > 8 else shown
