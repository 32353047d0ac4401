"""Killed between any two steps of anything that writes: reopened, nothing lost, nothing doubled."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kill_points import EndedOtherwiseError, count_points, killed_at
from ledger_sample import device_of
from made_production import NOW, make_production
from provesafe.adapters.days import spool
from provesafe.adapters.days.pouring import enter_what_was_left
from provesafe.adapters.days.spool import leave
from provesafe.adapters.keeping_copies import back_up
from provesafe.adapters.keys import load_key
from provesafe.adapters.production_keys import key_file, make_next_key
from provesafe.adapters.standing import mark_place
from provesafe.adapters.store import record_file
from provesafe.adapters.wiring import (
    adoptions,
    keep_texts,
    open_production,
    verify_production,
)
from provesafe.ledger import join_entry, parse_entry, sign_text
from provesafe.service import (
    Ask,
    Production,
    Report,
    adopt,
    ask,
    compose,
    enrolment,
    enter_signed,
    keep_snapshot,
    propose,
    read_act,
    report,
    rotate_laptop,
    seal_day,
    take_signed,
)

PHONE = device_of("ada")
LATER = NOW + 3_600_000
DRAW = {"weapon": "colt-2", "by": "ada", "place": "safe"}


def opened(work: Callable[[Path, Production], object]) -> Callable[[Path], None]:
    """What a program does: open, work, close."""

    def run(folder: Path) -> None:
        production = open_production(folder, passphrase="")
        work(folder, production)
        production.store.close()
        production.disclosures.close()

    return run


def enter(_: Path, production: Production) -> None:
    """Report one act."""
    report(production, Report(acts=(read_act(production, "draw", DRAW),)), now_ms=LATER)


def request(_: Path, production: Production) -> None:
    """Ask for one act: request, decision and act in one commit."""
    ask(production, Ask(acts=(read_act(production, "draw", DRAW),)), now_ms=LATER)


def concern(folder: Path) -> None:
    """Leave a concern; no program is open."""
    leave(folder, "one more", once="a form")


def pour(folder: Path, production: Production) -> None:
    """Noon: what was left is entered and taken out of the spool."""
    enter_what_was_left(folder, production, now_ms=LATER)


def let_in(_: Path, production: Production) -> None:
    """Ada's phone is let in."""
    act = enrolment(PHONE.name, PHONE.public_key, person=production.people.id_of("ada"))
    body = propose(production, act, vouching=(), now_ms=LATER)
    enter_signed(production, body, [sign_text(body.raw, PHONE)], now_ms=LATER)


def sent(_: Path, production: Production) -> None:
    """Ada's phone sends an act that it signed."""
    take_signed(production, signed_act(production), now_ms=LATER)


def signed_act(production: Production) -> bytes:
    """An act as the phone keeps it in its outbox until it has heard of its place."""
    body = compose(
        production,
        "act",
        [read_act(production, "draw", DRAW)],
        device=PHONE.name,
        own={production.people.id_of("ada"): PHONE.name},
        now_ms=LATER,
    )
    return join_entry(body, [sign_text(body.raw, PHONE)]).raw


def rotate(folder: Path, production: Production) -> None:
    """The laptop goes on with the key that it promised."""
    digest = make_next_key(folder, "laptop-2", passphrase="")
    following = load_key(key_file(folder, "laptop-2"), passphrase="")
    rotate_laptop(production, following, next_digest=digest, now_ms=LATER)
    key_file(folder, "laptop").unlink()


def take_on(folder: Path, production: Production) -> None:
    """A rulebook is taken on, its texts kept first."""
    books = adoptions((), (), {}, beside=folder)
    keep_texts(folder, books, beside=folder)
    adopt(production, books, by=production.people.id_of("ada"), now_ms=LATER)


def snapshot(_: Path, production: Production) -> None:
    """What stands is kept for the next opening."""
    keep_snapshot(production)


def seal(_: Path, production: Production) -> None:
    """The day is sealed."""
    seal_day(production, now_ms=LATER)


def copy(folder: Path) -> None:
    """A copy goes to a second medium."""
    back_up(folder, folder.parent / "medium" / folder.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something that writes, and the words by which it is counted in the record."""

    run: Callable[[Path], None]
    mark: bytes
    """Stands in the entries that it makes; in exactly one when it is done."""
    made_ready: Callable[[Path], None] = lambda _folder: None
    again: Callable[[Path], None] | None = None
    """Done a second time by whoever heard no answer; must not double anything."""


OPERATIONS = {
    "an act": Operation(run=opened(enter), mark=b'"act":"draw"'),
    "a request": Operation(run=opened(request), mark=b'"class":"request"'),
    "a concern": Operation(run=concern, mark=b"one more", again=concern),
    "noon": Operation(
        run=opened(pour),
        mark=b"one more",
        made_ready=concern,
        again=opened(pour),
    ),
    "a phone let in": Operation(run=opened(let_in), mark=b'"do":"enrol"'),
    "a phone's act": Operation(run=opened(sent), mark=b'"act":"draw"', made_ready=opened(let_in)),
    "a key that follows": Operation(run=opened(rotate), mark=b'"do":"rotate"'),
    "a rulebook": Operation(run=opened(take_on), mark=b'"act":"adopt"'),
    "a snapshot": Operation(run=opened(snapshot), mark=b'"never entered"'),
    "a seal": Operation(run=opened(seal), mark=b'"class":"seal_day"'),
    "a copy": Operation(run=copy, mark=b'"never entered"'),
}


def entries(folder: Path) -> list[bytes]:
    """What the record holds when it is opened again, after every byte of it was checked."""
    production = open_production(folder, passphrase="")
    found = list(production.store.entries())
    production.store.close()
    production.disclosures.close()
    assert verify_production(folder).tree_size == len(found)
    return found


def ready(folder: Path) -> Path:
    """A production with a revolver in it."""
    received = ("receive_weapon", {"weapon": "colt-2", "kind": "real", "by": "ada"})
    made = make_production(folder, received)
    mark_place(made, record_file(made))
    return made


def copied(made: Path, to: Path) -> Path:
    """The production as it was, in a folder of its own that is its place."""
    shutil.copytree(made, to)
    mark_place(to, record_file(to))
    return to


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was killed while writing the spool is not waited for as long as on set."""
    monkeypatch.setattr(spool, "_WAIT_SECONDS", 0.02)


@pytest.mark.parametrize("name", list(OPERATIONS))
def test_killed_between_any_two_steps(name: str, tmp_path: Path) -> None:
    """At each point: it opens, all that stood there stands, what was begun is whole or not there;
    done once more by whoever heard no answer, it is there once."""
    operation = OPERATIONS[name]
    made = ready(tmp_path / "made")
    operation.made_ready(made)
    before = entries(made)
    whole = copied(made, tmp_path / "whole")
    points = count_points(lambda: operation.run(whole))
    assert points >= 4
    for point in range(points):
        folder = copied(made, tmp_path / f"at-{point}")
        try:
            killed_at(point, lambda: operation.run(folder))  # noqa: B023 - it is done at once
        except EndedOtherwiseError:
            # Chance made this run a step shorter: then it has ended well.
            assert point >= points - 2
        found = entries(folder)
        assert found[: len(before)] == before
        new = sum(operation.mark in raw for raw in found[len(before) :])
        assert new <= 1
        if operation.again is not None:
            operation.again(folder)
            opened(pour)(folder)
            assert sum(operation.mark in raw for raw in entries(folder)) == 1
        if name == "a copy" and (made_copy := tmp_path / "medium" / folder.name).exists():
            assert verify_production(made_copy).tree_size == len(before)
        shutil.rmtree(folder)


def test_a_phone_that_heard_no_answer_sends_it_again(tmp_path: Path) -> None:
    """Killed at each step of taking it in, the same bytes are sent again: they stand once."""
    made = ready(tmp_path / "made")
    opened(let_in)(made)
    production = open_production(made, passphrase="")
    raw = signed_act(production)
    production.store.close()
    production.disclosures.close()

    def send(folder: Path) -> None:
        opened(lambda _, found: take_signed(found, raw, now_ms=LATER))(folder)

    whole = copied(made, tmp_path / "whole")
    points = count_points(lambda: send(whole))
    for point in range(0, points, 2):
        folder = copied(made, tmp_path / f"at-{point}")
        try:
            killed_at(point, lambda: send(folder))  # noqa: B023 - it is done at once
        except EndedOtherwiseError:
            assert point >= points - 2
        send(folder)
        assert entries(folder).count(raw) == 1
        shutil.rmtree(folder)


def test_the_points_can_tell(tmp_path: Path) -> None:
    """A program that takes the boxes away before it has entered them loses a concern, and is
    found; so is one that enters what it has entered."""
    made = ready(tmp_path / "made")
    concern(made)

    def careless(folder: Path, production: Production) -> None:
        (folder / "spool").unlink()
        enter(folder, production)

    lost = False
    whole = copied(made, tmp_path / "whole")
    points = count_points(lambda: opened(careless)(whole))
    for point in range(points):
        folder = copied(made, tmp_path / f"at-{point}")
        killed_at(point, lambda: opened(careless)(folder))  # noqa: B023 - it is done at once
        opened(pour)(folder)
        lost |= not any(b"one more" in raw for raw in entries(folder))
        shutil.rmtree(folder)
    assert lost
    assert parse_entry(entries(made)[0]).entry_class == "genesis"
