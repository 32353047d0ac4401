"""A thousand random protocols by brute force, and the note's model by its known numbers."""

from __future__ import annotations

import pytest

from note_model import note_model
from provesafe.prover import count_states, ground, prove_system, story_of
from provesafe.prover.systems.explicit import reachable, shortest_run
from provesafe.prover.systems.symbolic import search
from random_protocols import brute_sets, random_protocol, replay

PROTOCOLS = 1000
TURN = 250


@pytest.mark.parametrize("start", range(0, PROTOCOLS, TURN))
def test_random_protocols_are_as_by_hand(start: int) -> None:
    """Sets are those of trying all, and every story replays with exactly its failures."""
    reached = 0
    for seed in range(start, start + TURN):
        protocol = random_protocol(seed)
        proof = prove_system(ground(protocol))
        assert {frozenset(proof.names(one)) for one in proof.smallest()} == brute_sets(protocol)
        for one in proof.smallest():
            story = story_of(protocol, proof, one)
            assert story is not None
            names = frozenset(proof.names(one))
            assert frozenset(story.failures) == names
            assert replay(protocol, [line.act for line in story.lines], names)
        reached += bool(proof.distance)
    assert reached > TURN * 0.2


@pytest.mark.parametrize(
    ("weapons", "without", "states", "by_order"),
    [
        (1, 35, 2_700, {3: 4, 5: 16, 6: 8}),
        (2, 549, 1_042_392, {3: 8, 5: 48, 6: 16}),
        (3, 9_017, 404_989_296, {3: 12, 5: 72, 6: 24}),
    ],
)
def test_the_states_five_tools_counted(
    weapons: int, without: int, states: int, by_order: dict[int, int]
) -> None:
    """One to three weapons: states and minimal sets are those that five tools agreed on."""
    system = note_model(weapons)
    proof = prove_system(system)
    assert (proof.states_without, proof.states) == (without, states)
    assert proof.by_order == by_order
    assert reachable(system, 0) == count_states(system, 0) == without
    if weapons < 3:
        assert count_states(system, (1 << len(system.failures)) - 1) == states


@pytest.mark.parametrize(
    ("model", "sets"),
    [
        ({"checks": 5}, 28),
        ({"checks": 15}, 28),
        ({"checks": 8, "ways": 3}, 20 + 8 * 3**8),
        ({"checks": 20, "ways": 3}, 20 + 8 * 3**20),
        ({"weapons": 2, "coupled": False}, 2 * 28),
        ({"weapons": 2}, 36 * 2),
        ({"weapons": 2, "custody": True}, 48 * 2),
        ({"custody": True}, 36),
    ],
)
def test_closed_forms(model: dict[str, int], sets: int) -> None:
    """n checks with a ways each: 20 + 8 a^n sets; W coupled weapons 36 W, uncoupled 28 W."""
    weapons = model.pop("weapons", 1)
    proof = prove_system(note_model(weapons, **model), check=False)  # type: ignore[arg-type]  # flags and counts
    assert proof.count == sets
    first = next(proof.smallest())
    assert len(first) == proof.distance


def test_a_bound_that_is_too_short_gives_wrong_sets() -> None:
    """Runs of ten steps miss smaller sets and leave larger ones; no bound is used here."""
    system = note_model(1)
    proof = prove_system(system)
    lengths = [len(shortest_run(system, _bits(one)) or ()) for one in proof.smallest()]
    longer = [one for one, steps in zip(proof.smallest(), lengths, strict=True) if steps > 10]
    assert longer, "every set has a story of ten steps: the trap is not shown"
    assert proof.count == 28


def test_plain_python_gives_the_same() -> None:
    """Without CUDD, one weapon with five checks has the same states and sets."""
    system = note_model(1, checks=5)
    fast, slow = search(system), search(system, engine="python")
    assert fast.states == slow.states
    assert sorted(map(sorted, fast.family.sets())) == sorted(map(sorted, slow.family.sets()))


def _bits(failures: tuple[int, ...]) -> int:
    return sum(1 << number for number in failures)
