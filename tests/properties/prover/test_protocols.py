"""Random protocols against trying every set of failures, one step at a time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import share
from provesafe.prover import ground, prove_system, story_of
from provesafe.prover.systems.explicit import minimal_sets, reachable
from provesafe.prover.systems.symbolic import search
from random_protocols import brute_sets, random_protocol, replay

SEEDS = st.integers(min_value=0, max_value=10_000_000)
FEW = share(fast=10, long=2000)
"""Thousands more are tried in tests/peers."""


@settings(max_examples=FEW)
@given(SEEDS)
def test_the_sets_are_those_of_trying_all(seed: int) -> None:
    """The proof's minimal sets are the interpreter's, and both engines were asked."""
    protocol = random_protocol(seed)
    proof = prove_system(ground(protocol))
    assert {frozenset(proof.names(one)) for one in proof.smallest()} == brute_sets(protocol)
    assert len(proof.engines) == 2


@settings(max_examples=FEW)
@given(SEEDS)
def test_every_story_replays(seed: int) -> None:
    """Each story, replayed by the interpreter, reaches the hazard with exactly its failures."""
    protocol = random_protocol(seed)
    proof = prove_system(ground(protocol), check=False)
    for one in proof.smallest():
        story = story_of(protocol, proof, one)
        assert story is not None
        assert frozenset(story.failures) == frozenset(proof.names(one))
        assert replay(protocol, [line.act for line in story.lines], frozenset(proof.names(one)))


@settings(max_examples=FEW)
@given(SEEDS)
def test_engines_agree_on_every_state(seed: int) -> None:
    """CUDD, plain Python and the search state by state count the same states and sets."""
    system = ground(random_protocol(seed))
    fast, slow = search(system), search(system, engine="python")
    everything = (1 << len(system.failures)) - 1
    assert fast.states == slow.states == reachable(system, everything)
    assert fast.states_without == slow.states_without == reachable(system, 0)
    assert sorted(fast.family.sets()) == sorted(slow.family.sets())
    assert len(minimal_sets(system).sets) == sum(1 for _ in fast.family.sets())


@settings(max_examples=FEW)
@given(SEEDS, SEEDS)
def test_more_failures_never_stop_anything(seed: int, extra: int) -> None:
    """What suffices still does when more may go wrong."""
    proof = prove_system(ground(random_protocol(seed)), check=False)
    count = len(proof.system.failures)
    more = frozenset(number for number in range(count) if extra >> number & 1)
    for one in proof.smallest():
        assert proof.suffices(frozenset(one) | more)


@settings(max_examples=FEW)
@given(SEEDS)
def test_an_order_limit_only_leaves_out(seed: int) -> None:
    """A search up to order k finds exactly the sets up to order k, and says where it stopped."""
    system = ground(random_protocol(seed))
    whole = minimal_sets(system)
    for order in range(3):
        part = minimal_sets(system, order_max=order)
        assert set(part.sets) == {one for one in whole.sets if one.bit_count() <= order}
        assert part.order_limit in (None, order)
        assert part.order_limit is not None or part.sets == whole.sets
