"""Sets up to some order, where the whole does not fit: the same sets, and it says how far."""

from __future__ import annotations

import sys
from itertools import pairwise
from random import Random

import pytest

from provesafe.prover import (
    Effort,
    TooLargeError,
    Tree,
    importance_of,
    parse_tree,
    solve_tree,
)
from provesafe.prover.trees.building import build_part
from provesafe.prover.trees.limited import ORDER_MAX, has_negations, sets_up_to
from provesafe.prover.trees.network import flatten_tree
from provesafe.prover.trees.solving import solve_up_to
from provesafe.prover.trees.tree import Event, Formula, Gate, Name
from random_trees import brute_minimal, orders_of, random_tree

NOTHING = Effort(budgets=(1,), last_resort=1, engine="python")


def _tree(gates: dict[str, Formula], events: list[str]) -> Tree:
    """A tree with its top gate `top`, whose events have no probability."""
    return Tree(
        name="made",
        top="top",
        gates=gates,
        events={one: Event(name=one, probability=None) for one in events},
        houses={},
        parameters={},
    )


def _random(chance: Random) -> Tree:
    """A tree without negations, of shared events and gates."""
    events = [f"e{number}" for number in range(9)]
    gates: dict[str, Formula] = {}
    known = list(events)
    for number in range(7):
        chosen = chance.sample(known, chance.choice((2, 3, 3)))
        kind = chance.choice(("and", "or", "atleast"))
        parts = tuple(Name(one) for one in chosen)
        minimum = 2 if kind == "atleast" else 0
        gates[f"g{number}"] = Gate(kind, parts, minimum)  # type: ignore[arg-type]
        known.append(f"g{number}")
    gates["top"] = Gate("or", tuple(Name(one) for one in list(gates)[-3:]))
    return _tree(gates, events)


def test_up_to_each_order_the_sets_are_those_of_the_whole() -> None:
    """Random trees: listed and counted as the complete engine has them."""
    chance = Random(3)
    for _ in range(80):
        tree = _random(chance)
        whole = solve_tree(tree)
        part = solve_tree(tree, effort=NOTHING)
        assert part.limited is not None
        assert part.by_order == whole.by_order
        for order in whole.by_order:
            assert sorted(map(sorted, part.sets(order))) == sorted(map(sorted, whole.sets(order)))
        assert part.probability() is None


def test_where_nodes_run_out_the_answer_says_how_far_it_goes() -> None:
    """A small budget gives a smaller order, and every count up to it is right."""
    tree = _random(Random(11))
    whole = solve_tree(tree)
    network = flatten_tree(tree)
    orders = set()
    for budget in (30, 60, 120, 1_000):
        try:
            limited = sets_up_to(network, nodes_max=budget)
        except TooLargeError:
            continue
        orders.add(limited.order)
        counts = limited.family.counts([(0, 1)] * len(limited.events))[limited.family.root]
        found = {order: count for order, count in enumerate(counts) if count}
        assert found == {o: c for o, c in whole.by_order.items() if o <= limited.order}
    assert len(orders) > 1


@pytest.mark.parametrize("engine", ["cudd", "python"])
def test_with_and_without_negations_the_sets_are_those_of_every_try(engine: str) -> None:
    """Random trees of any gates: up to each order as trying all sets finds them, and no further."""
    negations = 0
    for seed in range(150):
        tree = random_tree(seed)
        network = flatten_tree(tree)
        if network.top <= 1:
            continue
        negations += has_negations(network)
        every = brute_minimal(tree)
        for order in (1, 2, 3):
            found = solve_up_to(tree, network, Effort(engine=engine), order)
            wanted = {one for one in every if len(one) <= order}
            sets = {frozenset(one) for size in range(order + 1) for one in found.sets(size)}
            assert sets == wanted
            assert found.by_order == orders_of(wanted)
            assert (found.order_limit, found.probability()) == (order, None)
            assert list(found.sets(order + 1)) == []
    assert negations > 70


def test_what_denies_an_event_is_answered_up_to_an_order() -> None:
    """Where no diagram of the whole fits: the set, without what must not happen, and how far."""
    text = """<opsa-mef><define-fault-tree name="t"><define-gate name="top"><and>
    <basic-event name="a"/><not><basic-event name="b"/></not><basic-event name="c"/></and>
    </define-gate>
    </define-fault-tree></opsa-mef>"""
    found = solve_tree(parse_tree(text, source="t.xml"), effort=NOTHING)
    assert (found.by_order, found.order_limit) == ({2: 1}, ORDER_MAX)
    assert [set(one) for one in found.sets(2)] == [{"a", "c"}]
    assert importance_of(found) == ()


def test_many_events_with_negations_are_answered_as_far_as_nodes_go() -> None:
    """Two chains over the same 200 events, one denied at its end: counted by hand."""
    events = [f"e{one}" for one in range(200)]
    gates: dict[str, Formula] = {"off": Gate("not", (Name("e0"),))}
    for name, apart in (("near", 1), ("far", 100)):
        pairs = zip(events, events[apart:], strict=False)
        gates[name] = Gate("or", tuple(Gate("and", (Name(a), Name(b))) for a, b in pairs))
    gates["top"] = Gate("and", (Name("near"), Name("far"), Name("off")))
    tree = _tree(gates, events)
    near = {frozenset((a, b)) for a, b in pairwise(events[1:])}
    far = {frozenset((a, b)) for a, b in zip(events[1:], events[101:], strict=False)}
    either = {one | other for one in near for other in far}
    threes = {one for one in either if len(one) == 3}
    fours = {one for one in either if len(one) == 4 and not any(three <= one for three in threes)}
    found = solve_up_to(tree, flatten_tree(tree), Effort(budgets=(300_000,), last_resort=0), 4)
    assert found.by_order == {3: len(threes), 4: len(fours)}


def test_plain_python_with_more_variables_than_calls_may_nest_says_so() -> None:
    """Two chains over the same 1,200 events: too large in plain Python, and never a traceback."""
    events = [f"e{one}" for one in range(1_200)]
    gates: dict[str, Formula] = {"top": Gate("and", (Name("near"), Name("far")))}
    for name, apart in (("near", 1), ("far", 2)):
        pairs = zip(events, events[apart:], strict=False)
        gates[name] = Gate("or", tuple(Gate("and", (Name(a), Name(b))) for a, b in pairs))
    network = flatten_tree(_tree(gates, events))
    flips = [False] * len(network.nodes)
    with pytest.raises(TooLargeError):
        build_part(network, network.top >> 1, flips, Effort(engine="python", budgets=(60_000,)))
    assert len(build_part(network, network.top >> 1, flips, Effort()).diagram) > len(events)


def test_more_events_than_calls_may_nest_are_answered() -> None:
    """Seven hundred pairs: whole, and up to an order, with Python's own limit as it was."""
    before = sys.getrecursionlimit()
    pairs = 700
    assert 2 * pairs > before
    gates: dict[str, Formula] = {
        f"g{one}": Gate("and", (Name(f"a{one}"), Name(f"b{one}"))) for one in range(pairs)
    }
    gates["top"] = Gate("or", tuple(Name(one) for one in list(gates)))
    names = [f"{side}{one}" for one in range(pairs) for side in "ab"]
    tree = _tree(gates, names)
    assert solve_tree(tree, effort=Effort(engine="python")).by_order == {2: pairs}
    limited = sets_up_to(flatten_tree(tree))
    assert limited.family.counts([(0, 1)] * len(names))[limited.family.root] == (0, 0, pairs)
    assert sys.getrecursionlimit() == before
