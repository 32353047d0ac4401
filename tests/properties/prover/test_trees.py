"""Random fault trees against trying every combination of their events."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import share
from provesafe.prover import Effort, parse_tree, render_tree, solve_tree
from random_trees import brute_minimal, brute_probability, orders_of, random_tree

SEEDS = st.integers(min_value=0, max_value=10_000_000)
FEW = share(fast=12, long=2000)
"""Thousands more are tried in tests/peers."""


@settings(max_examples=FEW)
@given(SEEDS)
def test_a_tree_is_solved_as_by_hand(seed: int) -> None:
    """Sets, counts by order and probability are those of trying every combination."""
    tree = random_tree(seed, events=6)
    solved = solve_tree(tree)
    wanted = brute_minimal(tree)
    listed = [one for order in solved.by_order for one in solved.sets(order)]
    assert {frozenset(one) for one in listed} == wanted
    assert len(listed) == len(wanted)
    assert solved.by_order == orders_of(wanted)
    assert math.isclose(solved.probability() or 0.0, brute_probability(tree), abs_tol=1e-15)


@settings(max_examples=FEW)
@given(SEEDS)
def test_plain_python_gives_the_same(seed: int) -> None:
    """Without CUDD the counts are the same."""
    tree = random_tree(seed, events=6, coherent=True)
    assert solve_tree(tree, effort=Effort(engine="python")).by_order == solve_tree(tree).by_order


@settings(max_examples=FEW)
@given(SEEDS)
def test_what_is_written_is_read_back(seed: int) -> None:
    """A tree written as Open-PSA is read as the same tree."""
    tree = random_tree(seed)
    assert parse_tree(render_tree(tree), source="written", top=tree.top) == tree
