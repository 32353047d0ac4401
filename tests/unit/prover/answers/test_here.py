"""From here: what still stands between, as the western day goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from provesafe.prover import (
    Protocol,
    ProtocolError,
    follow,
    from_here,
    ground,
    intended_run,
    parse_protocol,
)

WESTERN = Path(__file__).parents[4] / "examples/protocols/western-day.toml"
CALLED = ("meet", "clear-line", "receive", "rattle", "take", "load", "show", "look", "call")


@pytest.fixture(scope="module")
def western() -> Protocol:
    """The shipped western day."""
    return parse_protocol(WESTERN.read_text(encoding="utf-8"), source="western-day")


def test_the_day_as_it_is_meant_ends_with_the_trigger(western: Protocol) -> None:
    """The shortest way on which nothing goes wrong passes every check once."""
    run = intended_run(western, ground(western))
    assert run[:9] == CALLED
    assert run[-1] == "fire"


def test_back_on_the_cart_more_stands_in_between(western: Protocol) -> None:
    """A call counts in the hand; put down, everything has to be shown and looked at again."""
    system = ground(western)
    called = from_here(western, system, follow(system, CALLED))
    put_down = from_here(western, system, follow(system, (*CALLED, "put-down")))
    assert (called.proof.distance, put_down.proof.distance) == (2, 3)
    assert not any("calls it cold" in words for words in called.standing)
    assert any("calls it cold without having looked" in words for words in put_down.standing)


def test_unloading_adds_most_before_it_is_looked_at(western: Protocol) -> None:
    """With a round inside, what adds most is to take it out."""
    system = ground(western)
    here = from_here(western, system, follow(system, CALLED[:6]))
    assert here.adds_most == "the armorer unloads"


def test_what_cannot_be_done_is_told(western: Protocol) -> None:
    """An act out of its place, and an act nobody knows, end in an error that names it."""
    system = ground(western)
    with pytest.raises(ProtocolError, match="act 2, `hand-over`, cannot be done there"):
        follow(system, ("meet", "hand-over"))
    with pytest.raises(ProtocolError, match="is not in the protocol"):
        follow(system, ("dance",))
