"""When something is wrong on our side: a page that says so, with STOP on it; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inside import Device, FaultError, Inside, inside
from pages.rows import ROWS
from provesafe.adapters.web.house import Encrypted
from provesafe.adapters.web.joining.plain import is_open_plainly

FROM_HERE = {"Origin": "http://127.0.0.1:8317"}
ENCRYPTED = Encrypted(
    link="https://127.0.0.1:8318",
    by_name="https://cart.local:8318",
    certificate=b"der",
    fingerprint="AB",
    ends="2027-01-01",
)


@pytest.fixture
def ended() -> Iterator[tuple[Inside, Device]]:
    """A demo whose record can be entered in no more, and a device with Ada's badge."""
    with inside() as cart:
        ada = cart.with_badge("Ada")
        cart.house.writer.stop()
        yield cart, ada


def test_without_the_record_every_page_says_so(ended: tuple[Inside, Device]) -> None:
    """Where the record is not open, a page says that nothing was entered, and never falls over."""
    _, ada = ended
    for path in ("/cart", "/tasks", "/look", "/log"):
        answer = ada.get(path)
        assert answer.status == 503, path
        assert "nothing was entered" in answer.text
        assert "SHOUT STOP" in answer.text
    for path in ("/stop", "/weapon/colt-2/back", "/enter/lose_sight"):
        answer = ada.send(path, {"weapon": "colt-2", "by": "ada"})
        assert answer.status == 503, path
        assert "nothing was entered" in answer.text


def test_a_fault_of_the_program_is_a_page(cart: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody thought of is told as a fault of the program, with what to do, and is logged."""

    def broken(_showing: str) -> str:
        raise ZeroDivisionError("nobody thought of it")

    ada = cart.with_badge("Ada")
    ada.send("/weapon/colt-2/show", {"contents": "empty", "means": "looked", "to": "basil"})
    monkeypatch.setattr(cart.house, "here_of", broken)
    with pytest.raises(FaultError) as raised:
        ada.get("/weapon/colt-2")
    answer = raised.value.answer
    assert answer.status == 500
    assert "A fault of the program" in answer.text
    assert "nobody thought of it" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_on_the_plain_way_there_is_looking_and_stop(cart: Inside) -> None:
    """With an encrypted way, everything that enters but STOP and its like is led to it."""
    cart.house.encrypted = ENCRYPTED
    try:
        for row in ROWS:
            where = row.at or row.path
            before = cart.entries
            answer = cart.guest().call(row.method, where, headers=FROM_HERE)
            is_led = answer.status == 403 and "By the encrypted way" in answer.text
            assert is_led != is_open_plainly(row.path), row.name
            assert cart.entries == before or row.path in ("/stop", "/down"), row.name
    finally:
        cart.house.encrypted = None


def test_how_to_trust_the_set_on_each_telephone(cart: Inside) -> None:
    """The guided pages open where there is an encrypted way; the certificate is as it is."""
    guest = cart.guest()
    for path in ("/own/join/iphone", "/own/trust/authority.crt"):
        assert guest.get(path).status == 404
    cart.house.encrypted = ENCRYPTED
    try:
        for platform in ("iphone", "android", "laptop"):
            answer = guest.get(f"/own/join/{platform}")
            assert (answer.status, "SHOUT STOP" in answer.text) == (200, True)
        assert guest.get("/own/join/none-such").status == 404
        assert guest.get("/own/trust/authority.crt").body == b"der"
        assert guest.get("/own/phone", scheme="https").status == 200
    finally:
        cart.house.encrypted = None
