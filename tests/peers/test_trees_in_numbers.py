"""Three thousand random trees by brute force, and trees too large for it by their closed forms."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from provesafe.prover import Event, Gate, Tree, solve_tree
from provesafe.prover.trees.numbers import Expression
from provesafe.prover.trees.tree import Formula, Name, children_of
from random_trees import brute_minimal, brute_probability, orders_of, random_tree

TREES = 3000
TURN = 500


@pytest.mark.parametrize("start", range(0, TREES, TURN))
def test_random_trees_are_solved_as_by_hand(start: int) -> None:
    """Sets and probabilities of 3,000 trees, half of them with negations, are brute force's."""
    shares = 0
    for seed in range(start, start + TURN):
        tree = random_tree(seed, events=8, gates=10, coherent=bool(seed % 2))
        solved, wanted = solve_tree(tree), brute_minimal(tree)
        listed = {frozenset(one) for order in solved.by_order for one in solved.sets(order)}
        assert listed == wanted, seed
        assert solved.by_order == orders_of(wanted), seed
        assert math.isclose(solved.probability() or 0, brute_probability(tree), abs_tol=1e-15)
        shares += len(wanted) > 1
    assert shares > TURN * 0.25


@pytest.mark.parametrize(("rows", "columns"), [(6, 6), (12, 5), (9, 8)])
def test_a_grid_of_shared_events(rows: int, columns: int) -> None:
    """Some row whole, or some column whole: as many sets as rows and columns, none a module."""
    gates: Mapping[str, Formula] = {
        f"r{i}": Gate("and", tuple(Name(f"e{i}-{j}") for j in range(columns))) for i in range(rows)
    } | {
        f"c{j}": Gate("and", tuple(Name(f"e{i}-{j}") for i in range(rows))) for j in range(columns)
    }
    tree = _tree({"top": Gate("or", tuple(Name(name) for name in gates)), **gates})
    solved = solve_tree(tree)
    wanted = {columns: rows} if rows != columns else {columns: rows + columns}
    assert solved.by_order == (wanted if rows == columns else wanted | {rows: columns})
    # By inclusion and exclusion over rows and columns: i rows and j columns cover this many.
    total = sum(
        (-1) ** (i + j + 1)
        * math.comb(rows, i)
        * math.comb(columns, j)
        * 0.7 ** (i * columns + j * rows - i * j)
        for i in range(rows + 1)
        for j in range(columns + 1)
        if i + j
    )
    assert solved.probability() == pytest.approx(total, rel=1e-9)


def test_a_vote_of_votes() -> None:
    """Twelve of twenty-four, each two of three, counted by the product of their counts."""
    inner: Mapping[str, Formula] = {
        f"v{i}": Gate("atleast", tuple(Name(f"e{i}-{j}") for j in range(3)), 2) for i in range(24)
    }
    tree = _tree({"top": Gate("atleast", tuple(Name(name) for name in inner), 12), **inner})
    assert solve_tree(tree).by_order == {24: math.comb(24, 12) * 3**12}


def _tree(gates: Mapping[str, Formula]) -> Tree:
    number = Expression("float", value=0.7)
    called = [name for formula in gates.values() for name in children_of(formula)]
    events = dict.fromkeys(name for name in called if name not in gates)
    return Tree(
        name="t",
        top="top",
        gates=gates,
        events={name: Event(name=name, probability=number) for name in events},
        houses={},
        parameters={},
    )
