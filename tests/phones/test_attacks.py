"""Own phones attacked: forged, borrowed and replayed entries, guessing, foreign pages, crowds."""

from __future__ import annotations

import re
import socket
import ssl
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from browsing import Cart, fetched, served, started
from own_phone import OwnPhone
from phoning import authority_of
from provesafe.adapters.keys import generate_key
from provesafe.adapters.web import DEMO_PIN
from provesafe.adapters.wiring import view_production

CLIENTS = 500


@dataclass(slots=True)
class Set:
    """A day that is served, and the phones of some who are there."""

    cart: Cart
    certificate: bytes
    codes: dict[str, str]
    phones: dict[str, OwnPhone] = field(default_factory=dict)

    def phone(self) -> OwnPhone:
        """One that has not joined."""
        return OwnPhone(self.cart.encrypted, self.certificate)

    def joined(self, name: str) -> OwnPhone:
        """Somebody's, let in by whoever joined first; its chain followed."""
        if name not in self.phones:
            first = next(iter(self.phones.values()), None)
            self.phones[name] = self.phone().join(self.codes[name], DEMO_PIN, voucher=first)
        one = self.phones[name]
        assert one.beat()[0] == 200
        return one

    def again(self) -> None:
        """Kill the cart without a word and start it on the same folder and ports."""
        self.cart.stop(hard=True)
        tls_port = int(self.cart.encrypted.rpartition(":")[2])
        self.cart = started(self.cart.folder, port=self.cart.port, tls_port=tls_port)


@pytest.fixture(scope="module")
def day() -> Iterator[Set]:
    """A demo on both ways, with the codes of its badges."""
    with served(tls=True) as cart:
        one = Set(cart, authority_of(cart), {})
        found = re.findall(r'data-badge="(\w+)">(\w+),', one.phone().send("/own/phone")[1]["html"])
        one.codes = {name: code for code, name in found}
        try:
            yield one
        finally:
            if one.cart.process.poll() is None:
                one.cart.stop()


def _stop(person: str) -> list[dict[str, object]]:
    return [{"act": "stop", "f": {"by": person}}]


def _see(phone: OwnPhone, contents: str = "dummy") -> list[dict[str, object]]:
    fields = {"by": phone.person, "contents": contents, "weapon": "colt-2", "what": "saw it"}
    return [{"act": "answer", "f": fields}]


def _show(day: Set) -> tuple[OwnPhone, OwnPhone]:
    """Ada shows colt-2 to Basil; both phones."""
    ada, basil = day.joined("Ada"), day.joined("Basil")
    fields = {
        "by": ada.person,
        "checked": 6,
        "contents": "dummy",
        "count": 6,
        "means": ["looked"],
        "of": 6,
        "to": [basil.person],
        "weapon": "colt-2",
    }
    people = [ada.person, basil.person]
    assert ada.enter("act", [{"act": "show", "f": fields}], rests=people)[0] == 200
    return ada, basil


def _here(phone: OwnPhone) -> str:
    """The two characters on a giver's phone."""
    found = re.search(r'class="mark">(\w\w)<', phone.send("/own/now")[1]["html"])
    assert found is not None
    return found[1]


def test_a_forged_entry_is_not_taken(day: Set) -> None:
    """A body of somebody's device under another key, or changed afterwards, enters nothing."""
    ada = day.joined("Ada")
    size = ada.seen["size"]
    own, ada.key = ada.key, generate_key()
    status, told = ada.enter("act", _stop(ada.person))
    ada.key = own
    assert (status, told.get("again")) == (422, None)
    raw = ada.signed("act", _stop(ada.person)).replace('"seq"', '"seq" ')
    assert ada.send("/own/enter", {"entry": raw})[0] == 422
    raw = ada.signed("act", _stop(ada.person)).replace(ada.person, "P-somebody")
    assert ada.send("/own/enter", {"entry": raw})[0] == 422
    ada.beat()
    assert ada.seen["size"] == size


def test_a_borrowed_name_is_not_taken(day: Set) -> None:
    """A phone stands for its own person alone, however it says so; another's session lends none."""
    ada, basil = day.joined("Ada"), day.joined("Basil")
    mine, basil.person = basil.person, ada.person
    status, told = basil.enter("act", _stop(ada.person))
    basil.person = mine
    assert (status, "own device" in told["words"]) == (422, True)
    # What Basil signed is Basil's, whoever carries it; nobody stands for more by carrying it.
    raw = basil.signed("act", _stop(basil.person))
    status, told = ada.send("/own/enter", {"entry": raw})
    assert status == 200
    basil.beat()


def test_a_replay_is_entered_once(day: Set) -> None:
    """The same bytes again, at once or after others, are answered and not entered."""
    ada = day.joined("Ada")
    raw = ada.signed("act", [{"act": "acknowledge_duties", "f": {"by": ada.person}}])
    assert ada.send("/own/enter", {"entry": raw})[0] == 200
    ada.beat()
    # The record itself may grow meanwhile: a device that joined is entered by the clock.
    seq = ada.seq
    status, told = ada.send("/own/enter", {"entry": raw})
    assert (status, told["answers"]) == (200, [])
    ada.beat()
    assert ada.seq == seq
    assert ada.enter("act", _stop(ada.person))[0] == 200
    assert ada.send("/own/enter", {"entry": raw})[0] == 200
    ada.beat()
    assert ada.seq == seq + 1


def test_what_is_not_entered_by_hand(day: Set) -> None:
    """A phone enters no coverage, no badge, no rulebook; opening the locker asks for the PIN."""
    ada = day.joined("Ada")
    for name, fields in (
        ("keep_alive", {}),
        ("join_device", {"device": ada.device}),
        ("give_badge", {"person": ada.person, "badge": "x" * 43, "by": ada.person}),
    ):
        rests = [ada.person] if "by" in fields else []
        status, _ = ada.enter("act", [{"act": name, "f": fields}], rests=rests)
        assert status in (400, 422), name
        ada.beat()
    opened = [{"act": "open_store", "f": {"by": ada.person, "place": "locker"}}]
    assert ada.enter("act", opened)[0] == 400
    ada.beat()
    raw = ada.signed("act", opened)
    assert ada.send("/own/enter", {"entry": raw, "pin": DEMO_PIN})[0] == 200
    ada.beat()


def test_the_two_characters_are_not_guessed(day: Set) -> None:
    """Three wrong pairs for a showing are the end of it on that phone, also after a restart."""
    ada, basil = _show(day)
    right = _here(ada)
    wrong = "22" if right != "22" else "33"
    assert basil.enter("act", _see(basil))[0] == 400
    basil.beat()
    asked = {"weapon": "colt-2", "here": wrong}
    statuses = [basil.send("/own/here", asked)[0] for _ in range(3)]
    assert statuses == [400, 400, 409]
    day.again()
    assert basil.send("/own/here", {"weapon": "colt-2", "here": right})[0] == 409
    assert basil.enter("act", _see(basil), here=right)[0] == 409
    ada, basil = _show(day)
    right = _here(ada)
    assert basil.send("/own/here", {"weapon": "colt-2", "here": right})[0] == 200
    assert "I saw it" in basil.send("/own/now")[1]["html"]
    assert basil.enter("act", _see(basil), here=right)[0] == 200


def test_a_pin_is_not_guessed(day: Set) -> None:
    """Five wrong PINs and each further one waits, also after the cart was killed."""
    phone = day.phone()
    code = day.codes["Jonas"]
    statuses = [phone.ask_in(code, f"99999{place}")[0] for place in range(6)]
    assert statuses == [400] * 5 + [409]
    day.again()
    status, told = phone.ask_in(code, DEMO_PIN)
    assert (status, "wait" in told["words"].lower()) == (409, True)
    assert phone.ask_in("A" * 27, DEMO_PIN)[0] == 400


def test_other_sites_press_nothing(day: Set) -> None:
    """Whatever a foreign page has the browser send is refused, and so is the plain way."""
    ada = day.joined("Ada")
    for path in ("let-in", "hello", "beat", "here", "enter", "vouch/x", "let-in/x"):
        status, told = ada.send(f"/own/{path}", {}, origin="https://elsewhere.example")
        assert (status, "not sent from a page of ours" in told["words"]) == (400, True), path
    sent = urllib.parse.urlencode({"entry": "x"}).encode()
    assert fetched(f"{day.cart.base}/own/enter", data=sent, Origin=day.cart.base)[0] == 403
    assert ada.send("/own/enter", {"entry": "x" * 200_000})[0] == 400


def test_a_lost_phone_enters_nothing(day: Set) -> None:
    """A phone that was told to be lost at the laptop opens and enters nothing from then on."""
    farid = day.joined("Farid")
    assert farid.send("/own/now")[0] == 200
    jar: dict[str, str] = {}
    status, _ = fetched(day.cart.laptop)
    assert status == 200
    word = day.cart.laptop.rpartition("/")[2]
    jar["ps_laptop"] = word
    cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
    _, text = fetched(f"{day.cart.base}/own/devices", cookies=cookies)
    assert farid.device in text
    sent = urllib.parse.urlencode({"device": farid.device, "once": "lost-1"}).encode()
    headers = {"cookies": cookies, "data": sent, "Origin": day.cart.base}
    assert fetched(f"{day.cart.base}/own/devices/lost", **headers)[0] == 200  # type: ignore[arg-type]
    assert farid.send("/own/now")[0] == 401
    status, told = farid.enter("act", _stop(farid.person))
    assert (status, "lost" in told["words"]) == (422, True)
    # Somebody else's phone is asked, and signs beside the laptop: the record revokes the key.
    day.phones.pop("Farid")
    other = next(iter(day.phones.values()), None) or day.joined("Ada")
    ends = f"/own/lost/{farid.device}"
    asked = other.send("/own/now")[1]["html"]
    if _ended(day, farid.device) is None:
        assert f'data-ends="{farid.device}"' in asked
        assert farid.send(ends, {})[0] == 400
        assert other.send(ends, {"body": "x", "sig": "x"})[1]["state"] == "sign"
        told = other.send(ends, {})[1]
        assert other.send(ends, other.signature(told["body"])) == (200, {"state": "in"})
        other.beat()
    assert _ended(day, farid.device) == "revoked"
    # Killed and started again, it is lost still; its person is in with another phone in seconds.
    day.again()
    assert farid.send("/own/now")[0] == 401
    assert farid.enter("act", _stop(farid.person))[0] == 422
    began = time.monotonic()
    again = day.joined("Farid")
    assert time.monotonic() - began < 20
    assert again.device != farid.device
    assert again.enter("act", _stop(again.person))[0] == 200


def test_a_lost_phone_ends_by_the_next(day: Set) -> None:
    """Where nobody signed that it is lost, its person's next phone does, and it counts as lost."""
    day.joined("Ada")
    ines = day.joined("Ines")
    sent = urllib.parse.urlencode({"device": ines.device, "once": "lost-2"}).encode()
    cookies = f"ps_laptop={day.cart.laptop.rpartition('/')[2]}"
    path = f"{day.cart.base}/own/devices/lost"
    assert fetched(path, cookies=cookies, data=sent, Origin=day.cart.base)[0] == 200
    day.phones.pop("Ines")
    day.joined("Ines")
    assert _ended(day, ines.device) == "revoked"


def _ended(day: Set, device: str) -> str | None:
    """How a device's key ended, by the record."""
    with view_production(day.cart.folder) as seen:
        return seen.writer.devices[device].ended or None


def test_slow_clients_hold_nobody_up(day: Set) -> None:
    """A hundred connections that send half a request and stay keep no page waiting."""
    where = urllib.parse.urlsplit(day.cart.encrypted)
    context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(day.certificate))
    with ExitStack() as stack:
        for place in range(100):
            line = socket.create_connection((where.hostname, where.port), timeout=10)
            stack.enter_context(line)
            if place % 2:
                # Every second one does not even finish the handshake.
                line.sendall(b"\x16\x03\x01")
                continue
            secured = stack.enter_context(context.wrap_socket(line, server_hostname=where.hostname))
            secured.sendall(b"POST /own/enter HTTP/1.1\r\nHost: x\r\nContent-Le")
        began = time.monotonic()
        assert day.phone().send("/look")[0] == 200
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("path", ["/own/enter", "/stop", "/viewers/badge"])
def test_more_than_anybody_says_is_not_taken_in(day: Set, path: str) -> None:
    """A body without an end is not kept: it is told so early, and the cart does not grow by it."""
    where = urllib.parse.urlsplit(day.cart.encrypted)
    context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(day.certificate))
    before, sent = _largest_kib(day.cart.process.pid), 0
    with ExitStack() as stack:
        plain = stack.enter_context(socket.create_connection((where.hostname, where.port), 20))
        line = stack.enter_context(context.wrap_socket(plain, server_hostname=where.hostname))
        head = f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nOrigin: {day.cart.encrypted}\r\n"
        kind = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        line.sendall((head + kind).encode())
        part = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        with suppress(OSError):
            for _ in range(1024):
                line.sendall(part)
                sent += len(part)
        answered = b""
        with suppress(OSError):
            answered = line.recv(100)
    # Some answer came, or the line was cut; in neither case was all of it waited for.
    assert answered.startswith(b"HTTP/1.1 4") or not answered
    assert sent < 1024 * len(part)
    assert _largest_kib(day.cart.process.pid) - before < 16 * 1024
    assert day.phone().send("/look")[0] == 200


def _largest_kib(process: int) -> int:
    """The most memory a process ever held."""
    found = re.search(r"^VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])


def test_five_hundred_connections(day: Set) -> None:
    """Five hundred pages listen at once and twenty more try; a press is taken and all are told."""
    ada = day.joined("Ada")
    where = urllib.parse.urlsplit(day.cart.encrypted)
    context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(day.certificate))
    with ExitStack() as stack:
        lines = []
        for _ in range(CLIENTS + 20):
            line = socket.create_connection((where.hostname, where.port), timeout=20)
            line = context.wrap_socket(line, server_hostname=where.hostname)
            lines.append(stack.enter_context(line))
            line.sendall(b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        heard = [b"event: changed" in _heard(line, b"event: changed") for line in lines]
        # Beyond those there is no place to listen, and such a page goes on by loading itself.
        assert heard == [True] * CLIENTS + [False] * 20
        lines = lines[:CLIENTS]
        assert day.phone().send("/look")[0] == 200
        assert ada.enter("act", _stop(ada.person))[0] == 200
        told = [b"event: changed" in _heard(line, b"event: changed") for line in lines]
        assert all(told)


def _heard(line: socket.socket, wanted: bytes) -> bytes:
    """What a listening page is sent, up to something."""
    heard = b""
    while wanted not in heard:
        part = line.recv(4096)
        if not part:
            break
        heard += part
    return heard
