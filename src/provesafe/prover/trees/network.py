"""A fault tree made small: numbered gates, constants gone, and cut into modules.

A literal is twice the number of a node, plus one where it is negated; node 0 is the constant, so
literal 0 is what never happens and literal 1 what always does. Connectives left: and, or, xor,
at least. Every rewriting keeps the function the tree is:

- house events and constants are worked in;
- gates that say the same are one gate;
- a gate called once, by a gate of its own kind, is part of that gate.

A *module* is a gate whose events nobody else calls: it is solved by itself and is one event to
the rest (Dutuit and Rauzy, 1996). Parts of a gate that nobody else calls are made a module too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from provesafe.prover.errors import TooLargeError, TreeError
from provesafe.prover.trees.tree import Constant, Formula, Gate, Name, Tree, children_of

__all__ = ["FALSE", "TRUE", "Literal", "Network", "Node", "flatten_tree"]

Literal = int
FALSE: Literal = 0
TRUE: Literal = 1

ATLEAST_CELLS_MAX = 1_000_000
"""LIMIT: k times (n - k + 1); a vote of 1,000 among 2,000. Each cell is a node of the diagram."""


@dataclass(frozen=True, slots=True)
class Node:
    """An event (`name`), or a gate over literals; `minimum` is the k of at least k."""

    kind: OneOf["constant", "event", "and", "or", "xor", "atleast"]
    of: tuple[Literal, ...] = ()
    minimum: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Nodes, each after those it calls, and the literal that is the whole tree."""

    nodes: tuple[Node, ...]
    top: Literal
    modules: frozenset[int]
    """The gates to solve by themselves; the top gate is not among them."""

    def below(self, root: int) -> Iterator[int]:
        """The nodes of `root`'s own part, `root` last; modules inside count as events."""
        seen: set[int] = set()
        waiting = [(root, False)]
        while waiting:
            index, ready = waiting.pop()
            if ready:
                yield index
            elif index not in seen:
                seen.add(index)
                waiting.append((index, True))
                if index == root or index not in self.modules:
                    waiting += [(lit >> 1, False) for lit in reversed(self.nodes[index].of)]


def flatten_tree(tree: Tree) -> Network:
    """Number the gates of a tree, work constants in, and find its modules.

    Raises:
        TreeError: gates go in a circle; the names on the way are said.
        TooLargeError: a vote among more than can be written out.
    """
    building = _Building(tree.houses)
    for name in _called_first(tree):
        building.define(name, tree.gates.get(name))
    top = building.literals[tree.top]
    return _with_modules(*_merged(building.nodes, top))


def _called_first(tree: Tree) -> list[str]:
    """The names below the top, each after those it calls."""
    order: list[str] = []
    state: dict[str, int] = {}
    path: list[str] = []
    waiting: list[tuple[str, bool]] = [(tree.top, False)]
    while waiting:
        name, ready = waiting.pop()
        if ready:
            path.pop()
            state[name] = 2
            order.append(name)
        elif state.get(name) == 1:
            circle = [*path[path.index(name) :], name]
            raise TreeError("gates go in a circle: " + " → ".join(f"`{one}`" for one in circle))
        elif name not in state:
            state[name] = 1
            path.append(name)
            waiting.append((name, True))
            calls = children_of(tree.gates[name]) if name in tree.gates else ()
            waiting += [(other, False) for other in reversed(list(calls))]
    return order


class _Building:
    """Nodes so far; the same node is never made twice."""

    def __init__(self, houses: Mapping[str, bool]) -> None:
        self.nodes: list[Node] = [Node("constant")]
        self.numbers: dict[Node, int] = {}
        self.literals: dict[str, Literal] = {
            name: TRUE if on else FALSE for name, on in houses.items()
        }

    def define(self, name: str, formula: Formula | None) -> None:
        if name not in self.literals:
            made = self._node(Node("event", name=name)) if formula is None else self._of(formula)
            self.literals[name] = made

    def _of(self, formula: Formula) -> Literal:
        match formula:
            case Name(name=name):
                return self.literals[name]
            case Constant(value=value):
                return TRUE if value else FALSE
            case Gate(kind=kind, of=of, minimum=minimum):
                parts = [self._of(part) for part in of]
                return self._gate(kind, parts, minimum)

    def _gate(self, kind: str, parts: list[Literal], minimum: int) -> Literal:
        match kind:
            case "not":
                return parts[0] ^ 1
            case "and":
                return self.conjunction(parts)
            case "nand":
                return self.conjunction(parts) ^ 1
            case "or":
                return self.disjunction(parts)
            case "nor":
                return self.disjunction(parts) ^ 1
            case "xor":
                return self._exclusive(parts)
            case "iff":
                return self._exclusive(parts) ^ 1
            case "imply":
                return self.disjunction([parts[0] ^ 1, parts[1]])
        return self._vote(parts, minimum)

    def conjunction(self, parts: list[Literal]) -> Literal:
        kept = list(dict.fromkeys(part for part in parts if part != TRUE))
        if FALSE in kept or any(part ^ 1 in kept for part in kept if part & 1):
            return FALSE
        if len(kept) < 2:
            return kept[0] if kept else TRUE
        return self._node(Node("and", tuple(kept)))

    def disjunction(self, parts: list[Literal]) -> Literal:
        kept = list(dict.fromkeys(part for part in parts if part != FALSE))
        if TRUE in kept or any(part ^ 1 in kept for part in kept if part & 1):
            return TRUE
        if len(kept) < 2:
            return kept[0] if kept else FALSE
        return self._node(Node("or", tuple(kept)))

    def _exclusive(self, parts: list[Literal]) -> Literal:
        negated = sum(part & 1 for part in parts) & 1
        odd = [part for part, count in Counter(p & ~1 for p in parts).items() if count & 1]
        kept = [part for part in odd if part != FALSE]
        if len(kept) < 2:
            return (kept[0] if kept else FALSE) ^ negated
        return self._node(Node("xor", tuple(kept))) ^ negated

    def _vote(self, parts: list[Literal], minimum: int) -> Literal:
        minimum -= sum(part == TRUE for part in parts)
        kept = [part for part in parts if part > TRUE]
        if minimum <= 0:
            return TRUE
        if minimum > len(kept):
            return FALSE
        if minimum == 1:
            return self.disjunction(kept)
        if minimum == len(kept):
            return self.conjunction(kept)
        if minimum * (len(kept) - minimum + 1) > ATLEAST_CELLS_MAX:
            raise TooLargeError(f"{minimum} of {len(kept)} is more than can be written out")
        return self._node(Node("atleast", tuple(kept), minimum))

    def _node(self, node: Node) -> Literal:
        if node not in self.numbers:
            self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return 2 * self.numbers[node]


def _merged(nodes: list[Node], top: Literal) -> tuple[list[Node], Literal]:
    """Gates called once by a gate of their kind become part of it; what is not called goes."""
    calls = _calls(nodes, top)
    made = _Building({})
    now: dict[int, Literal] = {0: FALSE}
    # What a merged gate would add to its caller: kept aside until the caller is made.
    for index, node in enumerate(nodes):
        if index == 0 or not calls[index]:
            continue
        if node.kind == "event":
            now[index] = made._node(node)
            continue
        parts = [now[lit >> 1] ^ (lit & 1) for lit in node.of]
        if node.kind in ("and", "or"):
            parts = [
                inner
                for lit, part in zip(node.of, parts, strict=True)
                for inner in _absorbed(made, node.kind, part, once=calls[lit >> 1] == 1)
            ]
        now[index] = made._gate(node.kind, parts, node.minimum)
    literal = now[top >> 1] ^ (top & 1)
    return made.nodes, literal


def _absorbed(made: _Building, kind: str, part: Literal, *, once: bool) -> tuple[Literal, ...]:
    """The parts of a gate that says the same as its caller, by De Morgan where it is negated."""
    child = made.nodes[part >> 1]
    if not once:
        return (part,)
    if not part & 1 and child.kind == kind:
        return child.of
    if part & 1 and child.kind == ("or" if kind == "and" else "and"):
        return tuple(lit ^ 1 for lit in child.of)
    return (part,)


def _calls(nodes: list[Node], top: Literal) -> Counter[int]:
    """How often each node is called, by nodes that the top needs."""
    calls: Counter[int] = Counter([top >> 1])
    for index in range(len(nodes) - 1, 0, -1):
        if calls[index]:
            calls.update(lit >> 1 for lit in nodes[index].of)
    return calls


def _with_modules(nodes: list[Node], top: Literal) -> Network:
    """Group the parts of each gate that nobody else calls, then name every module."""
    if top <= TRUE:
        return Network(nodes=(nodes[0],), top=top, modules=frozenset())
    if nodes[top >> 1].kind == "event":
        nodes = [*nodes, Node("and", (top & ~1,))]
        top = 2 * (len(nodes) - 1) + (top & 1)
    own = _own_gates(nodes, top >> 1)
    calls = _calls(nodes, top)
    grouped = list(nodes[:1])
    now: dict[int, int] = {0: 0}
    modules: set[int] = set()
    for index, node in enumerate(nodes):
        if not index or not calls[index]:
            continue
        parts = tuple(2 * now[lit >> 1] + (lit & 1) for lit in node.of)
        if node.kind in ("and", "or"):
            private = [
                part
                for lit, part in zip(node.of, parts, strict=True)
                if calls[lit >> 1] == 1 and (lit >> 1 in own or nodes[lit >> 1].kind == "event")
            ]
            if 2 <= len(private) < len(parts):
                grouped.append(Node(node.kind, tuple(private)))
                modules.add(len(grouped) - 1)
                rest = [part for part in parts if part not in private]
                parts = (2 * (len(grouped) - 1), *rest)
        grouped.append(Node(node.kind, parts, node.minimum, node.name))
        now[index] = len(grouped) - 1
        if index in own:
            modules.add(now[index])
    whole = now[top >> 1]
    return Network(
        nodes=tuple(grouped), top=2 * whole + (top & 1), modules=frozenset(modules - {whole})
    )


def _own_gates(nodes: list[Node], root: int) -> set[int]:
    """The gates whose every node is called from inside alone, in one walk with dates.

    A gate is a module if every node below it is met for the first and for the last time between
    the gate's own first and last visit.
    """
    first: dict[int, int] = {}
    left: dict[int, int] = {}
    last: dict[int, int] = {}
    clock = 0
    waiting: list[tuple[int, bool]] = [(root, False)]
    order: list[int] = []
    while waiting:
        index, ready = waiting.pop()
        clock += 1
        last[index] = clock
        if ready:
            left[index] = clock
            order.append(index)
        elif index not in first:
            first[index] = clock
            waiting.append((index, True))
            waiting += [(lit >> 1, False) for lit in nodes[index].of]
    earliest: dict[int, int] = {}
    latest: dict[int, int] = {}
    own: set[int] = set()
    for index in order:
        below = [lit >> 1 for lit in nodes[index].of]
        # What lies below only: the gate's own later visits do not count against it.
        low = min((min(first[one], earliest[one]) for one in below), default=first[index])
        high = max((max(last[one], latest[one]) for one in below), default=last[index])
        earliest[index], latest[index] = low, high
        if nodes[index].kind != "event" and low > first[index] and high < left[index]:
            own.add(index)
    return own
