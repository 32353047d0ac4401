"""What the laptop enters says how long it has run, so that a clock that is set is seen."""

from __future__ import annotations

from itertools import count

from in_memory import House
from provesafe.ledger import parse_entry
from provesafe.service import Ask, ask


def test_acts_tell_the_run_and_a_set_clock_is_flagged() -> None:
    """Every draft tells it, what ends a commit does not, and an hour forward is one jump."""
    day = House.of().begin({"ada": ("armorer",)})
    ticks = count(0, 1000)
    day.production.ran = lambda: ("a-run", next(ticks))
    day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
    day.report("draw", weapon="colt-2", by="ada", place="safe")
    day.now_ms += 3_600_000
    day.report("put_down", weapon="colt-2", by="ada", place="cart", watched="yes")
    entries = [parse_entry(raw) for raw in day.house.store.entries()]
    told = [one.entry_class for one in entries if one.fields.get("boot") == "a-run"]
    assert told == ["act", "act", "act"]
    assert dict(day.house.verify().times.counts) == {"jump": 1}
    act = day.act("put_away", weapon="colt-2", by="ada", place="safe", locked="yes")
    ask(day.production, Ask(acts=(act,)), now_ms=day.now_ms + 1000)
    before = day.production.state
    day.reopen()
    assert day.production.state == before
