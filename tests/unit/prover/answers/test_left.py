"""What is left, looked up: the same as what proving from there says."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from random import Random

from note_model import note_model
from provesafe.prover import (
    Distances,
    Here,
    System,
    follow,
    from_here,
    ground,
    left_from,
    parse_protocol,
)
from provesafe.prover.answers.here import between_of

WESTERN = Path(__file__).parents[4] / "examples/protocols/western-day.toml"
CALLED = ("meet", "clear-line", "receive", "rattle", "take", "load", "show", "look", "call")


def _nearest(system: System, state: int) -> int | None:
    """The fewest failing rows on any run to a hazard, by trying all."""
    best = {state: 0}
    waiting = deque([state])
    while waiting:
        here = waiting.popleft()
        for row in system.rows:
            if here & row.guard_mask == row.guard_value:
                after = here & ~row.write_mask | row.write_value
                cost = best[here] + (row.failure >= 0)
                if cost < best.get(after, 1 << 20):
                    best[after] = cost
                    waiting.append(after)
    return min((cost for one, cost in best.items() if system.is_hazard(one)), default=None)


def test_distances_are_those_of_trying_every_run() -> None:
    """From the beginning and from states on the way, in both libraries."""
    system, chance = note_model(1), Random(1)
    compiled, plain = Distances(system), Distances(system, engine="python")
    state = system.initial
    for _ in range(12):
        assert compiled.of(state) == plain.of(state) == _nearest(system, state)
        onward = [row for row in system.rows if state & row.guard_mask == row.guard_value]
        if not onward:
            break
        row = chance.choice(onward)
        state = state & ~row.write_mask | row.write_value


def _by_sets(here: Here) -> str:
    """How much of what is listed it takes, by going through the smallest sets."""
    if not here.proof.distance:
        return "no way" if here.proof.distance is None else "nothing"
    sets = list(here.proof.sets(here.proof.distance))
    if len(sets) == 1:
        return "all"
    return "any" if all(len(one) == 1 for one in sets) else "some"


def test_what_is_left_is_what_proving_from_there_says() -> None:
    """The same words and the same next step, at several points of the western day."""
    western = parse_protocol(WESTERN.read_text(encoding="utf-8"), source="western-day")
    system = ground(western)
    distances = Distances(system)
    for count in (2, 6, 9):
        state = follow(system, CALLED[:count])
        left = left_from(western, system, distances, state)
        here = from_here(western, system, state)
        assert set(left.standing) == set(here.standing)
        assert left.between == here.between == _by_sets(here)
        assert left.adds_most == here.adds_most
        assert left.story is not None
        assert here.story is not None
        assert len(left.story.failures) == len(here.story.failures)
    put_down = follow(system, (*CALLED, "put-down"))
    assert left_from(western, system, distances, put_down).between == "some"


def test_how_much_of_what_is_listed_it_takes() -> None:
    """One way with all of it; single things, any of which is enough; some of it together; none."""
    assert between_of(2, 2) == "all"
    assert between_of(1, 1) == "all"
    assert between_of(1, 3) == "any"
    assert between_of(2, 3) == "some"
    assert between_of(0, 0) == "nothing"
    assert between_of(None, 0) == "no way"
