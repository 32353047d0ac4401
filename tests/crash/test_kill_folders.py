"""Killed while a whole folder is made, moved, or somebody in it is forgotten."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

from kill_points import EndedOtherwiseError, count_points, killed_at
from made_production import NOW, make_production
from provesafe.adapters.standing import mark_place
from provesafe.adapters.standing.moving import move, take_over
from provesafe.adapters.store import record_file
from provesafe.adapters.wiring import new_production, open_production, verify_production
from provesafe.errors import ProvesafeError
from provesafe.service import DayTimes, Report, finish_erasures, read_act, report

DAY_MS = 86_400_000
WEAPON = {"weapon": "colt-2", "kind": "real", "by": "ada"}
PEOPLE = {"Ada Example", "Cleo Example", "Dov Example"}


def begin(folder: Path) -> None:
    """`provesafe new`: keys, record, place."""
    made = new_production(
        folder,
        title="Dry Creek",
        times=DayTimes(zone="UTC", starts=date(2026, 3, 2)),
        kind="training",
        passphrase="",
        at_ms=NOW,
    )
    made.store.close()
    made.disclosures.close()


def is_whole(folder: Path) -> bool:
    """Whether it opens."""
    try:
        production = open_production(folder, passphrase="")
    except ProvesafeError:
        return False
    production.store.close()
    production.disclosures.close()
    return True


def can_enter(folder: Path) -> bool:
    """Whether a program that opens the folder may go on with it."""
    try:
        production = open_production(folder, passphrase="")
    except ProvesafeError:
        return False
    with closing(production.store), closing(production.disclosures):
        act = read_act(production, "receive_weapon", WEAPON)
        report(production, Report(acts=(act,)), now_ms=NOW + DAY_MS)
    return True


def test_a_production_is_begun_or_can_be_begun_again(tmp_path: Path) -> None:
    """At each point: it stands whole, or the same command makes it, and nobody need tidy up."""
    points = count_points(lambda: begin(tmp_path / "whole"))
    assert points >= 10
    made_anew = 0
    for point in range(points):
        folder = tmp_path / f"at-{point}"
        try:
            killed_at(point, lambda: begin(folder))  # noqa: B023 - it is done at once
        except EndedOtherwiseError:
            assert point >= points - 2
        if not is_whole(folder):
            begin(folder)
            made_anew += 1
        assert verify_production(folder).tree_size == 2
    assert made_anew


def test_a_move_leaves_one_that_goes_on(tmp_path: Path) -> None:
    """At each point: never two folders that enter, and always one that holds every entry and goes
    on, at once or when somebody takes it over."""
    made = make_production(tmp_path / "made")
    mark_place(made, record_file(made))
    before = verify_production(made).tree_size

    def moved(at: Path) -> None:
        move(at / "here", at / "there", by="ada", passphrase="")

    def placed(at: Path) -> Path:
        at.mkdir()
        copied(made, at / "here")
        return at

    whole = placed(tmp_path / "whole")
    points = count_points(lambda: moved(whole))
    assert points >= 20
    for point in range(points):
        at = placed(tmp_path / f"at-{point}")
        try:
            killed_at(point, lambda: moved(at))  # noqa: B023 - it is done at once
        except EndedOtherwiseError:
            assert point >= points - 2
        able = [can_enter(at / one) for one in ("here", "there")]
        assert sum(able) <= 1
        if not any(able):
            take_over(at / "there", by="ada", why="the move was cut off", passphrase="")
            assert can_enter(at / "there")
            assert not can_enter(at / "here")
        goes_on = at / ("here" if able[0] else "there")
        assert verify_production(goes_on).tree_size > before


def test_whoever_is_erased_is_gone_when_it_is_opened_again(tmp_path: Path) -> None:
    """At each point: Cleo is known and not entered as erased, or gone at the next opening; the
    others stay."""
    made = make_production(tmp_path / "made")
    mark_place(made, record_file(made))
    whole = copied(made, tmp_path / "whole")
    points = count_points(lambda: forget(whole))
    assert points >= 8
    gone = 0
    for point in range(points):
        folder = copied(made, tmp_path / f"at-{point}")
        try:
            killed_at(point, lambda: forget(folder))  # noqa: B023 - it is done at once
        except EndedOtherwiseError:
            assert point >= points - 2
        production = open_production(folder, passphrase="")
        entered = any(b'"act":"erase_person"' in raw for raw in production.store.entries())
        named = {production.people.names.get(one) for one in production.disclosures.people()}
        assert named == (PEOPLE - {"Cleo Example"} if entered else PEOPLE)
        production.store.close()
        production.disclosures.close()
        gone += entered
    assert gone


def forget(folder: Path) -> None:
    """Cleo is erased, as the command does it."""
    production = open_production(folder, passphrase="")
    act = read_act(production, "erase_person", {"person": "cleo", "by": "ada"})
    report(production, Report(acts=(act,)), now_ms=NOW + DAY_MS)
    finish_erasures(production, now_ms=NOW + DAY_MS)
    production.store.close()
    production.disclosures.close()


def copied(made: Path, to: Path) -> Path:
    """The production as it was, in a folder of its own that is its place."""
    shutil.copytree(made, to)
    mark_place(to, record_file(to))
    return to
