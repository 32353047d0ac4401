"""The drill: the laptop dies in the middle of the day, and work goes on from the second medium."""

from __future__ import annotations

import shutil
from pathlib import Path

from played import EXAMPLES
from provesafe.adapters.keeping_copies import back_up
from provesafe.adapters.standing.moving import take_over
from provesafe.adapters.wiring import (
    adoptions,
    now_ms,
    open_production,
    open_rehearsal,
    verify_production,
)
from provesafe.service import Ask, Production, ask, parse_day_file, read_act, rehearse

PROVED = ["muzzle safe", "rounds out", "chambers", "feed path", "bore"]


def asked(production: Production, name: str, **fields: object) -> set[str]:
    """Ask for an act that nobody does yet; the rules that hold it up."""
    act = read_act(production, name, fields)
    (decision,) = ask(production, Ask(acts=(act,), done=False), now_ms=now_ms())
    return {reason.id for reason in decision.reasons}


def done(production: Production, name: str, **fields: object) -> None:
    """Ask for an act and do it; nothing may hold it up."""
    act = read_act(production, name, fields)
    (decision,) = ask(production, Ask(acts=(act,)), now_ms=now_ms())
    assert decision.decision == "permit", decision.reasons


def test_the_laptop_dies_in_the_middle_of_the_day(tmp_path: Path) -> None:
    """Back from the copy every weapon is unknown; looked at and shown again, it changes hands."""
    day = parse_day_file((EXAMPLES / "minute/done-right.toml").read_text("utf-8"))
    books = adoptions(day.rulebooks, day.watched, day.settings, beside=tmp_path)
    laptop, stick, spare = (tmp_path / name for name in ("laptop", "stick", "spare"))
    with open_rehearsal(day, into=laptop) as production:
        rehearse(production, day, books)
        held = {name: one.contents.kind for name, one in production.state.weapons.items()}
        back_up(laptop, stick)
    shutil.rmtree(laptop)
    shutil.copytree(stick, spare)
    take_over(spare, by="ada", why="the laptop died", passphrase="")
    production = open_production(spare, passphrase="")
    try:
        weapons = production.state.weapons
        assert set(held.values()) != {"unknown"}
        assert {one.contents.kind for one in weapons.values()} == {"unknown"}
        (weapon,) = weapons
        to = "cleo"
        back = {"weapon": weapon, "by": to, "to": "ada"}
        if weapons[weapon].holder == production.people.id_of(to):
            done(production, "return_weapon", **back)
        given = {"weapon": weapon, "by": "ada", "to": to, "in_sight": "yes"}
        assert "set-practice/show-to-receiver" in asked(production, "hand_over", **given)
        done(production, "inspect", weapon=weapon, by="ada", found="empty", points=PROVED)
        done(production, "show", weapon=weapon, by="ada", to=[to], contents="empty")
        assert "set-practice/show-to-receiver" not in asked(production, "hand_over", **given)
    finally:
        production.store.close()
        production.disclosures.close()
    assert verify_production(spare).tree_size == production.writer.tree.size
