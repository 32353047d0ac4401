"""Chains: gates that rest on one another far deeper than calls may nest."""

from __future__ import annotations

import pytest

from provesafe.prover import Effort, TreeError, parse_tree, solve_tree
from random_trees import brute_minimal

GATES = 3_000


def _chain(count: int, gate: str, last: str = '<basic-event name="last"/>') -> str:
    """Gates that each call the next; `{i}` is a gate's number, `{j}` one more."""
    made = [
        f'<define-gate name="g{i}">{gate.format(i=i, j=i + 1, then=then)}</define-gate>'
        for i in range(count)
        for then in [f'<gate name="g{i + 1}"/>' if i + 1 < count else last]
    ]
    return f'<opsa-mef><define-fault-tree name="t">{"".join(made)}</define-fault-tree></opsa-mef>'


@pytest.mark.parametrize("engine", ["cudd", "python"])
def test_a_chain_of_three_thousand_gates_is_read_and_solved(engine: str) -> None:
    """Each of them shares an event with the next: all pairs, and the last event alone."""
    pair = '<and><basic-event name="e{i}"/><basic-event name="e{j}"/></and>'
    tree = parse_tree(_chain(GATES, f"<or>{pair}{{then}}</or>"), source="chain")
    solved = solve_tree(tree, effort=Effort(engine=engine))
    assert solved.by_order == {1: 1, 2: GATES}
    assert list(solved.sets(1)) == [("last",)]


def test_sets_of_a_deep_chain_of_votes_are_listed() -> None:
    """Two of three, the third the next vote: counted as in short chains, listed to the end."""
    vote = '<atleast min="2"><basic-event name="e{i}"/><basic-event name="e{j}"/>{then}</atleast>'
    for gates in (4, 6, 8, GATES):
        tree = parse_tree(_chain(gates, vote), source="chain")
        solved = solve_tree(tree)
        longest = max(solved.by_order)
        assert (solved.count, longest) == (gates + 2, gates // 2 + 2)
        if gates < GATES:
            assert {frozenset(one) for size in solved.by_order for one in solved.sets(size)} == (
                brute_minimal(tree)
            )
    assert [len(set(one)) for one in solved.sets(longest)] == [longest]


def test_modules_within_modules_are_listed_as_deep_as_they_stand() -> None:
    """Or and and in turn, every gate a module of the one above: one set for each or."""
    gates = [
        f'<define-gate name="g{i}"><{kind}><basic-event name="e{i}"/>{then}</{kind}></define-gate>'
        for i in range(600)
        for kind in [("or", "and")[i % 2]]
        for then in [f'<gate name="g{i + 1}"/>' if i < 599 else '<basic-event name="last"/>']
    ]
    text = f'<opsa-mef><define-fault-tree name="t">{"".join(gates)}</define-fault-tree></opsa-mef>'
    solved = solve_tree(parse_tree(text, source="chain"))
    assert list(solved.by_order) == list(range(1, 302))
    (longest,) = solved.sets(301)
    assert set(longest) == {f"e{i}" for i in range(1, 600, 2)} | {"last"}


def test_gates_in_a_long_circle_are_a_circle() -> None:
    """Three thousand gates, the last of which calls the second: told, not solved."""
    text = _chain(GATES, "<or>{then}</or>", '<gate name="g1"/>')
    with pytest.raises(TreeError, match="go in a circle"):
        solve_tree(parse_tree(text, source="chain"))
