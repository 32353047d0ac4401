"""A hundred own phones at once: from the press to the answer, and to everybody's list.

    python -m bench.devices                     100 phones, 50 presses a second, 20 s
    python -m bench.devices --devices 10 --presses 5

A demo with as many people as phones is served as people serve it, over TLS, in a process of its
own; this process makes the load. Every phone has joined by badge and PIN and listens. Every second
press is a request that all rules decide, the others are acts; one press in fifty is a request that
is refused, with each reason explained, which alone costs more than ten others. Each press is
signed, checked, entered with FULL durability and told to every phone. The floor is the same presses
with one phone listening. Bars: p99 within 150 ms from the press to the answer and from the press to
the last phone's list; every phone is told of every state that was sent out; a first load of 150 kB
in gzip and 20 kB a page.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import re
import ssl
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import argon2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browsing import Cart, started
from own_phone import OwnPhone
from phoning import authority_of
from provesafe import custody
from provesafe.adapters.web import DEMO_PIN, make_demo
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.wiring import now_ms, view_production
from provesafe.service import Report, introduce, new_badge_code, report

BAR_MS = 150.0
FIRST_LOAD_BYTES = 150_000
PAGE_BYTES = 20_000
PAGES = ("/own/phone", "/", "/cart", "/log", "/look", "/badge", "/weapon/colt-2")
REFUSED = 50
EVERY = 51
"""How much a phone's next press is further in the mix, so that each phone makes all kinds."""
_ID = re.compile(rb"\nid: (\d+)\n")
_SOURCE = re.compile(r'(?:href|src)="(/static/[^"]+)"|url\((vendor/[^)]+-latin-[47]00[^)]+)\)')


@dataclass(slots=True)
class Told:
    """What a listening phone was told, and when."""

    at: dict[int, float] = field(default_factory=dict)
    """By the size of the record that the list showed."""


@dataclass(slots=True)
class Pressed:
    """One press."""

    began: float
    answered: float
    index: int


def make(folder: Path, people: int) -> list[str]:
    """A demo with so many people more; the codes of everybody's badge."""
    production = make_demo(folder, now_ms=now_ms(), zone="America/Denver")
    desk = Desk(folder / DESK, pin_cost=argon2.PasswordHasher(1, 64, 1))
    try:
        for place in range(people - len(desk.badges())):
            name = f"extra-{place}"
            introduce(production, name, f"Extra {place}")
            person = production.people.id_of(name)
            enrolled = custody.parse_act("enrol", {"person": person, "roles": ["extra"]})
            report(production, Report(acts=(enrolled,)), now_ms=now_ms())
            code = new_badge_code(production.random)
            desk.give_badge(code, person)
            desk.set_pin(person, DEMO_PIN)
        return [one.code for one in desk.badges()]
    finally:
        desk.close()
        production.store.close()
        production.disclosures.close()


def join(cart: Cart, codes: list[str]) -> list[OwnPhone]:
    """A phone for each badge, let in by the first."""
    certificate = authority_of(cart)
    phones: list[OwnPhone] = []
    for code in codes:
        phone = OwnPhone(cart.encrypted, certificate)
        phones.append(phone.join(code, DEMO_PIN, voucher=phones[0] if phones else None))
    phones[0].beat()
    return phones


async def play(
    phones: list[OwnPhone], *, listening: int, presses: float, seconds: float
) -> tuple[list[Pressed], list[Told]]:
    """Have phones press, so many a second in all, while the first of them listen."""
    context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(phones[0].certificate))
    told = [Told() for _ in range(listening)]
    ears = [
        asyncio.create_task(_listen(phone, context, one))
        for phone, one in zip(phones, told, strict=False)
    ]
    await asyncio.sleep(1.0)
    began = time.monotonic()
    every = len(phones) / presses
    hands = [
        asyncio.create_task(
            _press(phone, context, place, began + place / presses, every, began + seconds)
        )
        for place, phone in enumerate(phones)
    ]
    pressed = [one for hand in hands for one in await hand]
    await asyncio.sleep(1.0)
    for one in ears:
        one.cancel()
    await asyncio.gather(*ears, return_exceptions=True)
    return pressed, told


async def _listen(phone: OwnPhone, context: ssl.SSLContext, told: Told) -> None:
    reader, _ = await _opened(phone, context, "GET", "/own/live", "")
    tail = b""
    while part := await reader.read(65_536):
        now = time.monotonic()
        tail += part
        for found in _ID.finditer(tail):
            told.at.setdefault(int(found[1]), now)
        tail = tail[-64:]


async def _press(
    phone: OwnPhone,
    context: ssl.SSLContext,
    place: int,
    first: float,
    every: float,
    until: float,
) -> list[Pressed]:
    reader, writer = await _opened(phone, context, "", "", "")
    done: list[Pressed] = []
    moment, number = first, place
    while moment < until:
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
        moment += every
        began = time.monotonic()
        raw = _pressed(phone, number)
        number += EVERY
        writer.write(_head(phone, "POST", "/own/enter", json.dumps({"entry": raw})))
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        answer = json.loads(await reader.readexactly(int(length[1]) if length else 0))
        if "index" not in answer:
            raise SystemExit(f"not entered: {answer}")
        phone.moved_to(raw)
        done.append(Pressed(began, time.monotonic(), answer["index"]))
    writer.close()
    return done


def _pressed(phone: OwnPhone, number: int) -> str:
    """What the press of this number signs."""
    if number % REFUSED == 0:
        fields = {"by": phone.person, "in_sight": "yes", "to": "P-nobody", "weapon": "colt-2"}
        return phone.signed("request", [{"act": "hand_over", "f": fields}])
    if number % 2:
        fields = {"by": phone.person, "state": "cold", "weapon": "colt-2"}
        return phone.signed("request", [{"act": "call", "f": fields}])
    return phone.signed("act", [{"act": "acknowledge_duties", "f": {"by": phone.person}}])


async def _opened(
    phone: OwnPhone, context: ssl.SSLContext, method: str, path: str, body: str
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(phone.base)
    reader, writer = await asyncio.open_connection(where.hostname, where.port, ssl=context)
    if method:
        writer.write(_head(phone, method, path, body))
        await reader.readuntil(b"\r\n\r\n")
    return reader, writer


def _head(phone: OwnPhone, method: str, path: str, body: str) -> bytes:
    cookies = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {urlsplit(phone.base).netloc}",
        f"Origin: {phone.base}",
        f"Cookie: {cookies}",
        "Content-Type: application/json",
        f"Content-Length: {len(body.encode())}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def told_ms(pressed: list[Pressed], told: list[Told]) -> list[float]:
    """For each press, how long until the last phone's list showed it."""
    found = []
    for press in pressed:
        times = [
            min((at for size, at in one.at.items() if size > press.index), default=float("inf"))
            for one in told
        ]
        found.append((max(times) - press.began) * 1000)
    return found


def missed(told: list[Told]) -> int:
    """How many states that somebody was told of did not reach everybody."""
    every = set().union(*(one.at for one in told))
    return sum(len(every - one.at.keys()) for one in told)


def cpu_seconds(process: int) -> float:
    """The processor time of another process so far; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def at(values: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def loads(phone: OwnPhone) -> dict[str, tuple[int, int, int]]:
    """For each page: bytes of it, of everything it needs on the first visit, and that in gzip."""
    found = {}
    for path in PAGES:
        page = phone.send(path)[1]["html"]
        parts = {path: page}
        for name in _needed(page):
            parts[name] = phone.raw(name)
        whole = [part.encode() if isinstance(part, str) else part for part in parts.values()]
        packed = sum(len(gzip.compress(one)) for one in whole)
        found[path] = (len(gzip.compress(page.encode())), sum(map(len, whole)), packed)
    return found


def _needed(page: str) -> list[str]:
    names = [one[0] for one in _SOURCE.findall(page) if one[0]]
    names += [f"/static/vendor/atkinson-hyperlegible-latin-{w}-normal.woff2" for w in (400, 700)]
    return [*names, *(["/static/own/keep.js", "/static/own/record.js"] if "own/" in page else [])]


def main() -> int:
    """Print what was measured; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--devices", type=int, default=100)
    parser.add_argument("--presses", type=float, default=50.0, help="a second, of all together")
    parser.add_argument("--seconds", type=float, default=20.0)
    given, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "day"
        codes = make(folder, given.devices)
        with view_production(folder) as seen:
            before = seen.writer.tree.size
        cart = started(folder, tls_port=0)
        try:
            began = time.monotonic()
            phones = join(cart, codes[: given.devices])
            joined = time.monotonic() - began
            results = {}
            for name, listening in (("floor", 1), ("all", len(phones))):
                played = play(
                    phones, listening=listening, presses=given.presses, seconds=given.seconds
                )
                spent = cpu_seconds(cart.process.pid)
                pressed, told = asyncio.run(played)
                spent = cpu_seconds(cart.process.pid) - spent
                lists = told_ms(pressed, told)
                answers = [(one.answered - one.began) * 1000 for one in pressed]
                results[name] = {
                    "presses": len(pressed),
                    "server's CPU a press": spent / len(pressed) * 1000,
                    "answer p50": at(answers, 0.5),
                    "answer p99": at(answers, 0.99),
                    "list p50": at(lists, 0.5),
                    "list p99": at(lists, 0.99),
                    "frames missed": missed(told),
                    "frames": sum(len(one.at) for one in told),
                }
            weights = loads(phones[0])
        finally:
            cart.stop()
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{given.devices} phones joined in {joined:.1f} s, onto {before} entries")
    for name, result in results.items():
        print(name, {key: round(value, 1) for key, value in result.items()})
    for path, (page, first, packed) in weights.items():
        print(f"{path}: page {page}, first load {first}, in gzip {packed} bytes")
    worst = results["all"]
    light = all(packed <= FIRST_LOAD_BYTES and p <= PAGE_BYTES for p, _, packed in weights.values())
    good = worst["answer p99"] <= BAR_MS and worst["list p99"] <= BAR_MS
    return 0 if good and light and worst["frames missed"] == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
