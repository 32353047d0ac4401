"""How much every page makes a phone load: a poor network on set is the usual one.

Every route that answers with a page is visited, by Ada at the laptop and on her own phone, and
what it needs is counted as it is sent.
"""

from __future__ import annotations

import gzip
import http.client
import re
import ssl
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath

import pytest
from starlette.routing import Route, compile_path

from browsing import served
from in_memory import House as Memory
from own_phone import OwnPhone
from phoning import authority_of
from provesafe.adapters.web import DEMO_PIN
from provesafe.adapters.web.app import make_app
from provesafe.adapters.web.desk import Desk
from provesafe.adapters.web.house import House
from provesafe.adapters.web.joining import DeviceDesk, OwnDevices
from provesafe.adapters.web.serving.hub import Hub
from provesafe.adapters.web.serving.writer import Writer

FIRST_LOAD, PAGE = 150_000, 20_000
EACH_MAX = 6
"""Of one kind of page so many are visited: there is one for every rule and every act."""
FILLED = {
    "/weapon/{weapon}": "/weapon/colt-2",
    "/weapon/{weapon}/open": "/weapon/colt-2/open",
    "/what-if/{weapon}": "/what-if/colt-2",
    "/rule/{book}/{rule}": "/rule/custody/giver-has-it",
    "/enter/{act}": "/enter/hand_over?weapon=colt-2",
    "/why/{act}": "/why/hand_over",
    "/done/{once}": "/done/none",
    "/own/join/{platform}": "/own/join/android",
    "/task/{name}": "/task/store",
    "/my-record/{word}": "/my-record/none",
    "/viewers/answer/{token}": "/viewers/answer/none",
    "/look/{tag}": "/look/none",
    "/W/{tag}": "/W/none",
    "/crew/{word}": "/crew/none",
    "/laptop/{word}": "/laptop/none",
    "/language/{language}": "/language/none",
}
NO_PAGE = (
    "/live",
    "/own/live",
    "/own/worker.js",
    "/own/trust/authority.crt",
    "/own/hello",
    "/task/plan/paper",
)
LEAD_ON = {"/own", "/language/{language}", "/what-if", "/done/{once}", "/viewers/answer/{token}"}
"""They only lead to other pages; the last two until something was pressed that they tell of."""
_LINK = re.compile(r'(?:href|action|data-part|hx-get)="(/[^"#]*)"')
_NEEDED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_FONT = re.compile(r"url\(\"?([^)\"]*-latin-(?:400|700)-normal\.woff2)\"?\)")
_IMPORT = re.compile(r"^\s*import\s[^(;]*?\"(\.[^\"]+)\"", re.MULTILINE)


@dataclass(slots=True)
class Visitor:
    """Ada, at the laptop and on her own phone, on the encrypted way."""

    phone: OwnPhone
    sent: dict[str, int] = field(default_factory=dict)
    """Bytes of each file that pages need, as it was sent."""
    needs: dict[str, frozenset[str]] = field(default_factory=dict)
    """What each file needs in turn."""

    def fetch(self, path: str) -> tuple[int, str, str]:
        """The bytes that were sent, the type and the text of something."""
        where = urllib.parse.urlsplit(self.phone.base)
        context = ssl.create_default_context(
            cadata=ssl.DER_cert_to_PEM_cert(self.phone.certificate)
        )
        line = http.client.HTTPSConnection(
            where.hostname or "", where.port, timeout=20, context=context
        )
        cookies = "; ".join(f"{k}={v}" for k, v in self.phone.cookies.items())
        line.request("GET", path, headers={"Cookie": cookies, "Accept-Encoding": "gzip"})
        answer = line.getresponse()
        raw = answer.read()
        line.close()
        if 300 <= answer.status < 400:
            return len(raw), "redirection", ""
        kind = (answer.headers.get("Content-Type") or "").partition(";")[0]
        if answer.headers.get("Content-Encoding") == "gzip":
            return len(raw), kind, gzip.decompress(raw).decode()
        return len(raw), kind, raw.decode() if kind.startswith("text/") else ""

    def weigh(self, files: frozenset[str]) -> int:
        """The bytes of files that pages need, as they were sent."""
        return sum(self.sent[one] for one in files)

    def all_needed(self, html: str) -> frozenset[str]:
        """Every file a page loads before anybody presses anything."""
        found: set[str] = set()
        waiting = _NEEDED.findall(html)
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            if name not in self.sent:
                self.sent[name], kind, text = self.fetch(name)
                inside = _FONT.findall(text) if kind == "text/css" else _IMPORT.findall(text)
                at = urllib.parse.urlsplit(name).path.rpartition("/")[0]
                self.needs[name] = frozenset(normpath(join(at, one)) for one in inside)
            waiting += self.needs[name]
        return frozenset(found)


def patterns(folder: Path) -> list[str]:
    """Every route that can be opened, as the application has it."""
    production = Memory.of().begin({"ada": ("armorer",)}).production
    desk, devices = Desk(folder / "desk.sqlite"), DeviceDesk(folder / "devices.sqlite")
    writer = Writer(
        production,
        book_of=lambda adoption: pytest.fail(f"`{adoption.rulebook}` was asked for"),
        clock=lambda: 0,
        changed=lambda _listing: None,
    )
    house = House(
        writer=writer,
        desk=desk,
        hub=Hub(),
        title="Dry Creek",
        kind="training",
        origin=production.writer.origin,
        folder=folder,
        times=production.times,
        clock=lambda: 0,
        names=frozenset(),
    )
    try:
        routes = make_app(house, OwnDevices(desk=devices)).routes
        opened = [
            one.path for one in routes if isinstance(one, Route) and "GET" in (one.methods or ())
        ]
        return sorted({one for one in opened if not one.startswith("/api/")} - {*NO_PAGE})
    finally:
        desk.close()
        devices.close()


def visited(ada: Visitor, routes: list[str]) -> Iterator[tuple[str, str, int, str]]:
    """The route, address, sent bytes and text of every page, found by following links."""
    kinds = [(one, compile_path(one)[0]) for one in sorted(routes, key=lambda r: "{" in r)]
    waiting = [FILLED.get(one, one) for one in routes]
    seen, each = set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        bare = urllib.parse.urlsplit(path).path
        route = next((one for one, kind in kinds if kind.match(bare)), None)
        if bare in seen or route is None or each[route] >= EACH_MAX:
            continue
        seen.add(bare)
        each[route] += 1
        sent, kind, text = ada.fetch(path.replace("&amp;", "&"))
        if kind == "text/html":
            waiting += _LINK.findall(text)
            yield route, path, sent, text


def test_no_page_is_heavy(tmp_path: Path) -> None:
    """The first page of a phone is within 150 kB as sent, any page after it within 20 kB."""
    routes = patterns(tmp_path)
    with served(tls=True) as cart:
        phone = OwnPhone(cart.encrypted, authority_of(cart))
        shell = phone.send("/own/phone")[1]["html"]
        (code,) = re.findall(r'data-badge="(\w+)">Ada,', shell)
        phone.join(code, DEMO_PIN)
        assert phone.beat()[0] == 200
        phone.send(urllib.parse.urlsplit(cart.laptop).path)
        # So that there is a page of everything that is open.
        fields = {"by": phone.person, "in_sight": "yes", "to": "P-nobody", "weapon": "colt-2"}
        assert phone.enter("request", [{"act": "hand_over", "f": fields}])[1]["points"]
        ada = Visitor(phone)
        pages = list(visited(ada, routes))
        loaded = {path: ada.all_needed(text) for _, path, _, text in pages}
    light = {path: sent for _, path, sent, _ in pages}
    # Whoever has been on the list, or on their own phone's first page, has these already.
    entrances = loaded["/"], loaded["/own/phone"]
    first = {path: light[path] + ada.weigh(needed) for path, needed in loaded.items()}
    later = {
        path: light[path] + min(ada.weigh(needed - had) for had in entrances)
        for path, needed in loaded.items()
    }
    assert {path: size for path, size in first.items() if size > FIRST_LOAD} == {}
    assert {path: size for path, size in later.items() if size > PAGE} == {}
    # Routes that only lead on, or say that there is nothing of that name, are told apart here.
    found = {route for route, *_ in pages}
    assert sorted(set(routes) - found - LEAD_ON) == []
    assert len(pages) > 60
