"""Small fault trees from a seed, and what they are by trying every combination of events.

Shares no code with what solves trees: formulas are evaluated one assignment at a time.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from itertools import combinations, product

from provesafe.prover import Event, Tree
from provesafe.prover.trees.numbers import Expression
from provesafe.prover.trees.tree import Connective, Constant, Formula, Gate, Name, children_of

COHERENT: tuple[Connective, ...] = ("and", "or", "and", "or", "atleast")
ANY: tuple[Connective, ...] = (
    *COHERENT, "and", "or", "not", "xor", "nand", "nor", "iff", "imply",
)  # fmt: skip


def random_tree(
    seed: int, *, events: int = 7, gates: int = 8, coherent: bool = False, plain: bool = False
) -> Tree:
    """A tree over at most so many events and gates; gates call gates made before them.

    `plain` leaves out what SCRAM does not read: nested formulas, constants, a child twice.
    """
    stream = random.Random(seed)
    names = [f"e{number}" for number in range(stream.randint(2, events))]
    houses = {"h0": True, "h1": False} if stream.random() < 0.2 and not plain else {}
    made: dict[str, Formula] = {}
    for number in range(stream.randint(2, gates)):
        known = [*names, *houses, *list(made)[-4:], *list(made)[-4:]]
        kinds = COHERENT if coherent else ANY
        made[f"g{number}"] = (
            _plain(stream, sorted(set(known)), kinds)
            if plain
            else _formula(stream, known, kinds, depth=2)
        )
    called = _called(list(made)[-1], made)
    made = {name: formula for name, formula in made.items() if name in called}
    names = [name for name in names if name in called] if plain else names
    return Tree(
        name=f"seed-{seed}",
        top=list(made)[-1],
        gates=made,
        events={
            name: Event(
                name=name, probability=Expression("float", value=stream.choice((0.001, 0.1, 0.5)))
            )
            for name in names
        },
        houses=houses,
        parameters={},
    )


def brute_minimal(tree: Tree) -> set[frozenset[str]]:
    """Every minimal set of events that alone bring about the top, by trying all of them."""
    found: list[frozenset[str]] = []
    names = list(tree.events)
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            one = frozenset(chosen)
            if not any(other <= one for other in found) and _holds(tree, tree.top, one):
                found.append(one)
    return set(found)


def brute_probability(tree: Tree) -> float:
    """The probability of the top, as a sum over every combination of events."""
    names = list(tree.events)
    total = 0.0
    for values in product((False, True), repeat=len(names)):
        happened = frozenset(name for name, value in zip(names, values, strict=True) if value)
        if _holds(tree, tree.top, happened):
            weight = 1.0
            for name in names:
                said = tree.events[name].probability
                chance = said.value if said else 0.0
                weight *= chance if name in happened else 1 - chance
            total += weight
    return total


def orders_of(sets: set[frozenset[str]]) -> Mapping[int, int]:
    """How many sets there are of each size."""
    return dict(sorted(Counter(len(one) for one in sets).items()))


def _called(top: str, gates: Mapping[str, Formula]) -> set[str]:
    found: set[str] = set()
    waiting = [top]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += children_of(gates[name]) if name in gates else ()
    return found


def _holds(tree: Tree, name: str, happened: frozenset[str]) -> bool:
    if name in tree.events:
        return name in happened
    if name in tree.houses:
        return tree.houses[name]
    return _true(tree, tree.gates[name], happened)


def _true(tree: Tree, formula: Formula, happened: frozenset[str]) -> bool:
    match formula:
        case Name(name=name):
            return _holds(tree, name, happened)
        case Constant(value=value):
            return value
        case Gate(kind=kind, of=of, minimum=minimum):
            values = [_true(tree, one, happened) for one in of]
            return {
                "and": all(values),
                "or": any(values),
                "not": not values[0],
                "xor": sum(values) == 1,
                "nand": not all(values),
                "nor": not any(values),
                "iff": len(set(values)) == 1,
                "imply": not values[0] or values[-1],
                "atleast": sum(values) >= minimum,
            }[kind]


def _formula(
    stream: random.Random, known: list[str], kinds: tuple[Connective, ...], *, depth: int
) -> Formula:
    kind = stream.choice(kinds)
    count = {"not": 1, "xor": 2, "iff": 2, "imply": 2}.get(kind) or stream.randint(2, 4)
    of: list[Formula] = []
    for _ in range(count):
        if depth and stream.random() < 0.2:
            of.append(_formula(stream, known, kinds, depth=depth - 1))
        elif stream.random() < 0.01:
            of.append(Constant(stream.random() < 0.5))
        else:
            of.append(Name(stream.choice(known)))
    minimum = stream.randint(1, count) if kind == "atleast" else 0
    return Gate(kind, tuple(of), minimum)


def _plain(stream: random.Random, known: list[str], kinds: tuple[Connective, ...]) -> Formula:
    kind = stream.choice([one for one in kinds if one not in ("iff", "imply")])
    count = {"not": 1, "xor": 2}.get(kind) or min(len(known), stream.randint(2, 5))
    if kind == "atleast" and count < 3:
        kind = "or"
    minimum = stream.randint(2, count - 1) if kind == "atleast" else 0
    # What was made last is at the end; it is called more often, so that little is left uncalled.
    weights = sorted(known, key=lambda name: stream.random() * (1 if name[0] == "g" else 2))
    return Gate(kind, tuple(Name(name) for name in weights[:count]), minimum)
