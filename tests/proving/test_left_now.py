"""What still stands between, as the day goes on: from the record, in words."""

from __future__ import annotations

import time

from provesafe.prover import Left
from provesafe.service import Production, Prover, Report, left_now, read_act, report
from walked import Walk

NOW = 1_772_460_000_000
TEN = 10


def _entered(day: Production, now_ms: int, name: str, **fields: object) -> None:
    report(day, Report(acts=(read_act(day, name, fields),)), now_ms=now_ms)


def _left(prover: Prover, now_ms: int) -> Left:
    (one,) = left_now(prover, now_ms=now_ms).weapons
    assert one.left is not None
    return one.left


def test_each_look_takes_something_away_and_the_cart_brings_it_back(day: Production) -> None:
    """Once the performer has looked only the line is left; put away and out again, all of it is."""
    prover = Prover(day)
    first = _left(prover, NOW)
    assert "the performer says that it was seen, and has not looked" in first.standing
    _entered(day, NOW, "answer", weapon="colt-2", by="cleo", what="saw it")
    _entered(day, NOW, "call", weapon="colt-2", by="ada", state="cold")
    looked = _left(prover, NOW)
    assert looked.standing == ("somebody of the crew walks into the line",)
    assert looked.adds_most == "the armorer locks the weapon away"
    _entered(day, NOW, "put_away", weapon="colt-2", by="ada", place="cart", locked="yes")
    assert left_now(prover, now_ms=NOW).weapons == ()
    _entered(day, NOW, "draw", weapon="colt-2", by="ada", place="cart", purpose="filming")
    again = _left(prover, NOW)
    assert (
        "the armorer hands the weapon over although the rule check says not yet" in again.standing
    )
    assert len(again.standing) > len(first.standing)


def test_a_model_begun_later_says_what_a_new_one_says(day: Production) -> None:
    """Along a walk, the model that is kept and one made from nothing have the same words."""
    kept = Prover(day)
    walk = Walk(production=day, weapon="colt-2", now_ms=NOW, seed=3)
    for _ in range(15):
        walk.steps(4)
        now = walk.now_ms
        ours = left_now(kept, now_ms=now, weapons=("colt-2",)).weapons
        fresh = left_now(Prover(day), now_ms=now, weapons=("colt-2",)).weapons
        assert [one.left and one.left.standing for one in ours] == [
            one.left and one.left.standing for one in fresh
        ]
        assert [one.left and one.left.adds_most for one in ours] == [
            one.left and one.left.adds_most for one in fresh
        ]


def test_two_of_a_kind_might_be_taken_for_one_another(day: Production) -> None:
    """With another of its kind out, a mix-up is among what would have to go wrong."""
    prover = Prover(day)
    _entered(day, NOW, "draw", weapon="colt-1", by="dov", place="locker", purpose="filming")
    found = {one.weapon: one for one in left_now(prover, now_ms=NOW).weapons}
    assert set(found) == {"colt-1", "colt-2"}
    for one in found.values():
        assert one.left is not None
        assert not any("another weapon" in words for words in one.left.standing)
        assert all(other in found for other, _ in one.mixed_up)


def test_ten_that_are_out_are_worked_out_again_within_a_second(day: Production) -> None:
    """After each act, from the second on: all of them, each alone and in the pairs it touched."""
    for number in range(TEN - 1):
        name = f"more-{number}"
        _entered(day, NOW, "receive_weapon", weapon=name, kind="real", action="single",
                 chambers=6, by="ada")  # fmt: skip
        _entered(day, NOW, "draw", weapon=name, by="dov", place="locker", purpose="filming")
    prover = Prover(day)
    assert len(left_now(prover, now_ms=NOW).weapons) == TEN
    _entered(day, NOW, "answer", weapon="colt-2", by="cleo", what="saw it")
    left_now(prover, now_ms=NOW)
    _entered(day, NOW, "call", weapon="colt-2", by="ada", state="cold")
    began = time.process_time()
    assert len(left_now(prover, now_ms=NOW).weapons) == TEN
    assert time.process_time() - began < 1.0
