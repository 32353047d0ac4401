"""Phones let in and ended by the laptop and whoever vouches, as a shell does it."""

from __future__ import annotations

import pytest

from in_memory import Day, House
from ledger_sample import device_of, key_of
from provesafe.adapters.keys import Ed25519Signer
from provesafe.ledger import Json, KeyActError, SignatureMissingError, UnknownKeyError, sign_text
from provesafe.service import (
    Voucher,
    enrolment,
    enter_signed,
    propose,
    retirement,
    revocation,
    rotation,
)

ADAS, CLEOS, LATER = device_of("ada"), device_of("cleo"), device_of("cleo-2")


def enter(day: Day, act: dict[str, Json], *signing: Ed25519Signer, by: str = "") -> int:
    """Propose it, let everybody sign, and enter it; `by` vouches with Ada's phone."""
    vouching = [Voucher(person=day.id_of(by), device=ADAS.name)] if by else []
    body = propose(day.production, act, vouching=vouching, now_ms=day.now_ms)
    signatures = [sign_text(body.raw, signer) for signer in signing]
    return enter_signed(day.production, body, signatures, now_ms=day.now_ms)


def day_with_ada() -> Day:
    """A record whose laptop has let Ada's phone in."""
    day = House.of().begin({"ada": ("armorer",), "cleo": ("performer",)})
    enter(day, enrolment(ADAS.name, ADAS.public_key), ADAS)
    return day


def test_the_second_phone_needs_a_voucher() -> None:
    """The laptop alone lets the first in; for the second Ada's phone has to stand for it."""
    day = day_with_ada()
    act = enrolment(CLEOS.name, CLEOS.public_key)
    with pytest.raises(KeyActError):
        enter(day, act, CLEOS)
    index = enter(day, act, ADAS, CLEOS, by="ada")
    found = {one.name: one for one in day.house.verify().devices}
    assert found[CLEOS.name].enrolled_at == index
    assert found[CLEOS.name].let_in_by == (ADAS.name, "laptop")
    assert day.reopen().writer.devices.keys() == {"laptop", ADAS.name, CLEOS.name}


def test_a_phone_is_revoked_rotated_and_retired() -> None:
    """A lost phone's promised key takes its place; that one is revoked, and Ada's retires."""
    day = day_with_ada()
    enter(
        day,
        enrolment(CLEOS.name, CLEOS.public_key, next_key=LATER.public_key),
        *(ADAS, CLEOS),
        by="ada",
    )
    enter(day, rotation(CLEOS.name, LATER.name, LATER.public_key), LATER)
    size = day.production.writer.tree.size
    lost = revocation(LATER.name, suspect_from=size - 2, refused_from=size, why="left in a car")
    enter(day, lost, ADAS, by="ada")
    enter(day, retirement(ADAS.name), ADAS, by="ada")
    ended = {one.name: one.ended for one in day.house.verify().devices}
    assert ended == {
        "laptop": "",
        ADAS.name: "retired",
        CLEOS.name: "rotated",
        LATER.name: "revoked",
    }


def test_a_missing_signature_enters_nothing() -> None:
    """A key that nobody proves to hold, and a voucher who is not enrolled, are said at once."""
    day = day_with_ada()
    size = day.production.writer.tree.size
    with pytest.raises(SignatureMissingError):
        enter(day, enrolment(CLEOS.name, key_of("x").public_key), ADAS, by="ada")
    stranger = [Voucher(person="P-kit", device="kit")]
    with pytest.raises(UnknownKeyError):
        propose(day.production, retirement(ADAS.name), vouching=stranger, now_ms=day.now_ms)
    assert day.production.writer.tree.size == size
