"""A day replayed against the protocol it ran: what was done although a rule stood open."""

from __future__ import annotations

from provesafe.service import Production, Prover, Report, read_act, replayed, report

NOW = 1_772_460_000_000


def _entered(day: Production, now_ms: int, name: str, **fields: object) -> None:
    report(day, Report(acts=(read_act(day, name, fields),)), now_ms=now_ms)


def test_a_day_by_the_rules_has_begun_no_set(day: Production) -> None:
    """The demo's day, as it was entered."""
    today = day.times.shooting_day_of(NOW)
    found = replayed(Prover(day), "colt-2", day=today, now_ms=NOW)
    assert found.followed > 5
    assert found.happened == ()
    assert found.sets == ()
    assert found.left is not None
    assert found.left.standing


def test_what_was_done_against_a_rule_begins_its_sets(day: Production) -> None:
    """Put down loaded, and handed over from the cart by the first AD: both, with their rules."""
    _entered(day, NOW, "put_down", weapon="colt-2", by="ada", place="cart", watched="yes")
    _entered(day, NOW + 1000, "hand_over", weapon="colt-2", by="basil", to="cleo", in_sight="yes")
    today = day.times.shooting_day_of(NOW)
    found = replayed(Prover(day), "colt-2", day=today, now_ms=NOW + 2000)
    assert [one.failure for one in found.happened] == ["put-down-loaded", "floor-hands"]
    assert "custody/put-down-empty" in found.happened[0].rules
    assert "set-practice/who-gives" in found.happened[1].rules
    assert found.sets
    nearest = found.sets[0]
    assert "floor-hands" in nearest.happened
    assert len(nearest.left) <= min(len(one.left) for one in found.sets)
    assert found.left is not None
    assert "the performer takes the weapon without having been shown" in found.left.standing
