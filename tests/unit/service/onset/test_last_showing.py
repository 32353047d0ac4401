"""The last showing of a weapon: kept as acts come in, the same as when the record is read."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from in_memory import Day, House
from provesafe import custody
from provesafe.service import acts_since, looking_at
from provesafe.service.onset import showing
from provesafe.service.production import Production
from provesafe.service.record.showings import Showings

PEOPLE = {"ada": ("armorer",), "basil": ("first-ad",), "cleo": ("performer",)}
GOES_ON = {"answer", "ask_to_see", "tell", "call", "repeat_call", "direct"}
WEAPONS = ("colt-2", "navy-1")


def began() -> Day:
    """Two weapons, drawn."""
    day = House.of("custody").begin(PEOPLE)
    for weapon in WEAPONS:
        day.report(
            "receive_weapon", weapon=weapon, kind="real", action="single", chambers=6, by="ada"
        )
        day.report("draw", weapon=weapon, by="ada")
    return day


def show(day: Day, weapon: str) -> None:
    """Show it to both."""
    day.report("show", weapon=weapon, by="ada", to=["basil", "cleo"], contents="empty")


def read_whole(production: Production, weapon: str) -> tuple[str, dict[str, str], bool] | None:
    """The last showing, its answers and whether it is over, from the record's first entry on."""
    acts = [one for one in acts_since(production, 0) if one.fields.get("weapon") == weapon]
    shown = [place for place, one in enumerate(acts) if one.name == "show"]
    if not shown:
        return None
    after = acts[shown[-1] + 1 :]
    answers = {one.text("by"): one.text("what") for one in after if one.name == "answer"}
    return acts[shown[-1]].entry, answers, any(one.name not in GOES_ON for one in after)


def test_what_is_kept_is_what_the_record_says() -> None:
    """After every act of random days, and after an opening at any moment, nothing differs."""
    chance = Random(6)
    day, seen = began(), set()
    for _ in range(60):
        weapon = chance.choice(WEAPONS)
        match chance.choice(("show", "answer", "answer", "call", "put_down", "reopen", "forget")):
            case "show":
                show(day, weapon)
            case "answer":
                what = chance.choice(("saw it", "was told, not shown", "not me"))
                by = chance.choice(("basil", "cleo"))
                day.report("answer", weapon=weapon, by=by, what=what)
            case "call":
                day.report("call", weapon=weapon, by="ada", state="cold")
            case "put_down":
                day.report("put_down", weapon=weapon, by="ada")
            case "reopen":
                day.reopen()
            case _:
                # As after an opening on a snapshot, which says nothing of showings.
                day.production.showings = Showings()
        for one in WEAPONS:
            looking, whole = looking_at(day.production, one), read_whole(day.production, one)
            found = looking and (looking.shown.entry, dict(looking.answers), looking.over)
            if looking is not None:
                assert found == whole
            seen.add((looking is None, bool(looking and looking.answers), bool(found and found[2])))
    assert len(seen) >= 4


def test_a_long_day_is_not_read_at_every_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at the showing reads no act that came after it, however many there were."""
    day = began()
    show(day, "colt-2")
    for _ in range(20):
        day.report("call", weapon="navy-1", by="ada", state="cold")
    read = []

    def counted(production: Production, index: int) -> Iterator[custody.Act]:
        read.append(index)
        return acts_since(production, index)

    monkeypatch.setattr(showing, "acts_since", counted)
    for _ in range(3):
        looking = looking_at(day.production, "colt-2")
        assert looking is not None
        assert not looking.over
    assert read == []
