"""The desk: badges that end, PINs whose guessing ends, forms that count once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import argon2
import pytest

from provesafe.adapters.web.desk import Desk, PinLockedError, PinWrongError
from provesafe.errors import InputError

CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk of its own."""
    made = Desk(tmp_path / "desk.sqlite", pin_cost=CHEAP)
    yield made
    made.close()


def test_a_badge_is_somebody_until_it_is_ended(desk: Desk) -> None:
    """A badge is its person's until it is ended, and nobody's from then on."""
    desk.give_badge("CODE", "P-1")
    assert desk.person_of_badge("CODE") == "P-1"
    desk.end_badge("CODE", now_ms=5)
    assert desk.person_of_badge("CODE") == ""
    assert [one.ended for one in desk.badges()] == [True]


def test_guessing_a_pin_ends(desk: Desk, tmp_path: Path) -> None:
    """After five wrong PINs each waits twice as long, after ten none is compared, also reopened."""
    desk.set_pin("P-1", "123456")
    now_ms = 0
    for _ in range(4):
        with pytest.raises(PinWrongError):
            desk.check_pin("P-1", "000000", now_ms=now_ms)
    with pytest.raises(PinWrongError):
        desk.check_pin("P-1", "000000", now_ms=now_ms)
    with pytest.raises(PinLockedError):
        desk.check_pin("P-1", "123456", now_ms=now_ms + 29_000)
    other = Desk(tmp_path / "desk.sqlite", pin_cost=CHEAP)
    for turn in range(5):
        now_ms += 30_000 * 2**turn
        with pytest.raises(PinWrongError):
            other.check_pin("P-1", "000000", now_ms=now_ms)
    with pytest.raises(PinLockedError):
        other.check_pin("P-1", "123456", now_ms=now_ms * 100)
    other.set_pin("P-1", "654321")
    other.check_pin("P-1", "654321", now_ms=now_ms)
    other.close()
    assert desk.has_pin("P-1")


def test_a_pin_is_digits(desk: Desk) -> None:
    """Fewer than six digits, and anything else, is no PIN."""
    for pin in ("12345", "abcdef", "", "１２３４５６", "1" * 13):
        with pytest.raises(InputError):
            desk.set_pin("P-1", pin)
    with pytest.raises(PinWrongError):
        desk.check_pin("P-2", "123456", now_ms=0)


def test_a_visit_ends(desk: Desk) -> None:
    """A device is in somebody's hands until they leave it, or fourteen hours have gone."""
    token = desk.begin_visit("P-1", now_ms=0)
    assert desk.person_of_visit(token, now_ms=10) == "P-1"
    assert desk.person_of_visit(token, now_ms=15 * 3_600_000) == ""
    assert desk.person_of_visit("another", now_ms=10) == ""
    desk.end_visit(token)
    assert desk.person_of_visit(token, now_ms=10) == ""


def test_what_was_sent_is_remembered(desk: Desk) -> None:
    """Where a form led is remembered, and a roll keeps its order."""
    assert desk.led_to("x") == ""
    desk.pressed("x", "/stop")
    desk.pressed("x", "/elsewhere")
    assert desk.led_to("x") == "/stop"
    for person in ("P-2", "P-1", "P-2"):
        desk.on_roll("morning", person)
    assert desk.roll("morning") == ["P-2", "P-1"]
    assert desk.secret("a") == desk.secret("a") != desk.secret("b")
