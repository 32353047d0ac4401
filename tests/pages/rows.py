"""Every page and form of the app: for whom it is, how it is sent, what a press on it enters.

One row for each method of each route; `test_matrix.py` holds the table against the app's own
routes, so that a new page without a row fails. What a row is left out of is named in `but`, with
the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from inside import Device, Inside
from sending import presses

__all__ = ["ROWS", "Row", "address", "fields_of", "pressed_from"]

Who: TypeAlias = Literal["guest", "crew", "badge", "laptop"]
Kind: TypeAlias = Literal["page", "report", "request", "desk", "phone", "program"]
Fields: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way of asking for one address."""

    path: str
    """As the route has it."""
    kind: Kind = "page"
    """page: looked at; report and request: entered; desk: kept beside the record; phone: JSON of
    own phones; program: JSON of other programs."""
    at: str = ""
    """An address of it, with `{…}` for what each demo has of its own; empty for the path itself."""
    who: Who = "guest"
    """Who is the first, in the order guest, crew, badge, laptop, to be let in."""
    turned: str = ""
    """What everybody before them is answered: where they are led, or a status."""
    by: str = "Ada"
    """Whose badge is in use where one is needed."""
    only: frozenset[str] = frozenset()
    """The people whose badge opens it; nobody named: everybody's."""
    press: str = ""
    """The page and the words of the button that sends this form: `page | words`; where several
    read the same, `page | words | action`."""
    fill: Mapping[str, str] = field(default_factory=dict)
    """What is filled in before."""
    first: Callable[[Inside], None] | None = None
    """What has to be done before it can be pressed."""
    leads_to: str = ""
    """Where it leads when it works; empty for a page of its own."""
    but: Mapping[str, str] = field(default_factory=dict)
    """Questions that are not asked of it, and why not."""

    @property
    def method(self) -> str:
        """GET or POST."""
        return "GET" if self.kind == "page" else "POST"

    @property
    def name(self) -> str:
        """What a test calls it."""
        return f"{self.method} {self.path}"


def pressed_from(
    device: Device, place: str, words: str, action: str = ""
) -> tuple[str, list[tuple[str, str]]]:
    """The form of a page by what its button says: where it goes, and what it holds."""
    text = device.get(place).text
    found = [one for one in presses(text) if words in one.said and action in one.action]
    assert found, (place, words, [one.said for one in presses(text)])
    return found[0].action, list(found[0].fields)


def fields_of(cart: Inside, row: Row, device: Device) -> tuple[str, list[tuple[str, str]]]:
    """Where a row's form goes and what it sends: from the page that has it."""
    if not row.press:
        return address(cart, row), [(n, _filled(cart, v)) for n, v in row.fill.items()]
    place, words, *rest = row.press.split(" | ")
    action, fields = pressed_from(device, _filled(cart, place), words, "".join(rest))
    filled = {name: _filled(cart, value) for name, value in row.fill.items()}
    return action, [*((n, v) for n, v in fields if n not in filled), *filled.items()]


def address(cart: Inside, row: Row) -> str:
    """A row's address in this demo."""
    return _filled(cart, row.at or row.path)


def _filled(cart: Inside, text: str) -> str:
    for name, make in _MADE.items():
        mark = "{" + name + "}"
        if mark in text:
            text = text.replace(mark, make(cart))
    return text


def _told_once(cart: Inside) -> str:
    """A form that was entered: what its answer is kept under."""
    ada = cart.with_badge("Ada")
    ada.send("/enter/lose_sight", [("once", "told"), ("weapon", "colt-2"), ("by", "ada")])
    return "told"


def _asked_badge(cart: Inside) -> str:
    """The token of a question on the viewers' device; none, once it is left as it lies."""
    if cart.look(lambda production: production.state.weapons["colt-2"].frozen):
        return "over"
    shown(cart)
    answer = cart.guest().send("/viewers/badge", {"code": cart.code_of("Basil")})
    return answer.leads_to.removeprefix("/viewers/answer/")


def _own_file(cart: Inside) -> str:
    text = cart.guest().send("/my-record", {"code": cart.code_of("Cleo"), "pin": "000000"}).text
    return text.partition('href="/my-record/')[2].partition('"')[0]


def _device(cart: Inside) -> str:
    found: str = cart.look(lambda p: next(iter(p.writer.devices)))
    return found


def _another_badge(cart: Inside) -> str:
    """A second badge of Jonas."""
    laptop = cart.at_laptop()
    laptop.send(*pressed_from(laptop, "/badges", "Make another badge for Jonas"))
    return cart.house.desk.badges()[-1].code


_MADE: Mapping[str, Callable[[Inside], str]] = MappingProxyType(
    {
        "tag": lambda cart: cart.house.latest.lines[0].tag,
        "crew": lambda cart: cart.crew.rpartition("/")[2],
        "laptop": lambda cart: cart.laptop.rpartition("/")[2],
        "once": _told_once,
        "token": _asked_badge,
        "file": _own_file,
        "ada": lambda cart: cart.person("Ada"),
        "gil": lambda cart: cart.person("Gil"),
        "ada code": lambda cart: cart.code_of("Ada"),
        "gil code": lambda cart: cart.code_of("Gil"),
        "another code": _another_badge,
        "device": _device,
    }
)


# What has to be so before a form can be pressed.


def shown(cart: Inside) -> None:
    """Colt-2 is shown to everybody it rests on; nobody has answered."""
    ada = cart.with_badge("Ada")
    if cart.look(lambda p: p.state.weapons["colt-2"].holder) != cart.person("Ada"):
        ada.send("/weapon/colt-2/back", {})
    ada.send(*pressed_from(ada, "/weapon/colt-2", "I showed it"))


def answered(cart: Inside) -> None:
    """It was shown, and everybody saw it."""
    shown(cart)
    viewers = cart.guest()
    for name in ("Basil", "Farid", "Cleo"):
        question = viewers.send("/viewers/badge", {"code": cart.code_of(name)}).leads_to
        viewers.send(*pressed_from(viewers, question, "I saw it"))


def asked(cart: Inside) -> None:
    """Nothing is open for handing it over."""
    answered(cart)
    ada = cart.with_badge("Ada")
    ada.send(*pressed_from(ada, "/weapon/colt-2", "Rule check"))


def given(cart: Inside) -> None:
    """Cleo has it."""
    asked(cart)
    ada = cart.with_badge("Ada")
    ada.send(*pressed_from(ada, "/weapon/colt-2", "gave it to"))


def given_back(cart: Inside) -> None:
    """Cleo had it and gave it back."""
    given(cart)
    ada = cart.with_badge("Ada")
    ada.send(*pressed_from(ada, "/weapon/colt-2", "gave it back"))


def down(cart: Inside) -> None:
    """Someone is down: entered once, for opening its case takes a while."""
    if not cart.look(lambda production: production.state.incidents):
        cart.crew_device().send("/down", {})


_KEY = "a key of the phone signs what it sends: phones/test_own_phones.py and test_attacks.py"
_BADGE = "/badge?next="
_SEE_STREAM = "a page that listens is told what is so now, for as long as it listens"
_LOOKED = "nothing is entered by it, so that nothing in it can be out of date"


def _page(path: str, at: str = "", who: Who = "guest", turned: str = "", **more: object) -> Row:
    return Row(path=path, at=at, who=who, turned=turned, **more)  # type: ignore[arg-type]


def _phone(path: str, **but: str) -> Row:
    return Row(path=path, kind="phone", but={"works": _KEY, "twice": _KEY, "stale": _KEY, **but})


_BY_HAND = "its own page follows: tests/browser/test_day_by_hand.py presses it"

_OPEN = (
    _page("/live", but={"words": _SEE_STREAM}),
    _page("/look"),
    _page("/look/{tag}"),
    _page("/W/{tag}"),
    _page("/crew/{word}", "/crew/{crew}", leads_to="/"),
    _page("/laptop/{word}", "/laptop/{laptop}", leads_to="/"),
    _page("/stop"),
    _page("/concern"),
    _page("/down"),
    _page("/viewers"),
    _page("/viewers/answer/{token}"),
    _page("/badge"),
    _page("/scan"),
    _page("/my-record"),
    _page("/my-record/{word}", "/my-record/{file}", but={"words": "it is a file"}),
    _page("/task/device"),
    _page("/language/{language}", "/language/es?next=/look", leads_to="/look"),
    _page("/own/join"),
    _page("/own/join/{platform}", "/own/join/android", but={"works": "only where it is encrypted"}),
    _page("/own/trust/authority.crt", but={"works": "only where it is encrypted"}),
    _page("/own", leads_to="/own/phone"),
    _page("/own/phone", leads_to="/own/join"),
    _page("/own/worker.js", but={"words": "it is a script"}),
    _page("/api/openapi.json", but={"words": "it is for programs"}),
)

_CREW = (
    _page("/", who="crew", turned="/look"),
    _page("/log", who="crew", turned="/look"),
    _page("/rule/{book}/{rule}", "/rule/custody/giver-has-it", "crew", "/look"),
    _page("/why/{act}", "/why/hand_over", "crew", "/look"),
)

_TOLD = frozenset({"Ada", "Hana"})

_BADGES = (
    _page("/cart", "", "badge", f"{_BADGE}/cart"),
    _page("/acts", "", "badge", f"{_BADGE}/acts"),
    _page("/tasks", "", "badge", f"{_BADGE}/tasks"),
    _page("/task/{name}", "/task/plan", "badge", f"{_BADGE}/task/plan"),
    _page("/task/card", "", "badge", f"{_BADGE}/task/card"),
    _page(
        "/task/plan/paper",
        "",
        "badge",
        f"{_BADGE}/task/plan",
        but={"words": "it is a sheet of paper"},
    ),
    _page("/meeting", "", "badge", f"{_BADGE}/meeting"),
    _page("/weapon/{weapon}", "/weapon/colt-2", "badge", f"{_BADGE}/weapon/colt-2"),
    _page(
        "/weapon/{weapon}/open",
        "/weapon/colt-2/open",
        "badge",
        f"{_BADGE}/weapon/colt-2",
        first=asked,
    ),
    _page("/enter/{act}", "/enter/load", "badge", f"{_BADGE}/enter/load"),
    _page("/done/{once}", "", "badge", "/badge"),
    _page("/between", "", "badge", f"{_BADGE}/between", only=_TOLD),
    _page("/what-if", "", "badge", f"{_BADGE}/what-if", only=_TOLD, leads_to="/what-if/colt-2"),
    _page("/what-if/{weapon}", "/what-if/colt-2", "badge", f"{_BADGE}/what-if/colt-2", only=_TOLD),
)

_LAPTOP = (
    _page("/badges", "", "laptop", "403"),
    _page("/join", "", "laptop", "403"),
    _page("/own/devices", "", "laptop", "403"),
)

_OVER = {"stale": "an answer belongs to the showing it was asked for; to another it is not entered"}
_SAME = {"twice": "a STOP tapped again within ten seconds is the same one"}

_FORMS = (
    Row(path="/stop", kind="report", press="/look | SHOUT STOP", leads_to="/stop", but=_SAME),
    Row(
        path="/concern",
        kind="desk",
        press="/concern | Leave it",
        fill={"words": "the rail"},
        leads_to="/concern?done=1",
    ),
    Row(
        path="/night",
        kind="desk",
        press="/badge | Night colours",
        leads_to="/badge",
        but={"twice": "the same switch, on and off"},
    ),
    Row(
        path="/down",
        kind="report",
        who="crew",
        turned="403",
        press="/down | Someone is down",
        leads_to="/down",
    ),
    Row(
        path="/down/aside",
        kind="report",
        who="badge",
        turned="403",
        first=down,
        press="/down | I stand by it",
        leads_to="/down",
    ),
    Row(path="/down/case", kind="desk", who="laptop", turned="403", first=down, leads_to="/down"),
    Row(
        path="/task/wrap/seal",
        kind="desk",
        who="badge",
        turned="403",
        press="/task/wrap | seal it",
        fill={"pin": "000000"},
        but={"works": _BY_HAND, "twice": _BY_HAND},
    ),
    Row(
        path="/viewers/badge",
        kind="desk",
        first=shown,
        press="/viewers | This is me",
        fill={"code": "{gil code}"},
        but={
            "works": "asked of a badge that was shown: the answer's"
            " own row; Gil was not, and is told so (409)"
        },
    ),
    Row(
        path="/viewers/answer",
        kind="report",
        press="/viewers/answer/{token} | I saw it",
        leads_to="/viewers?thanks=Basil",
        but=_OVER,
    ),
    Row(
        path="/weapon/{weapon}/show",
        kind="report",
        who="badge",
        turned="403",
        press="/weapon/colt-2 | I showed it",
        leads_to="/weapon/colt-2",
    ),
    Row(
        path="/weapon/{weapon}/ask",
        kind="request",
        who="badge",
        turned="403",
        first=answered,
        press="/weapon/colt-2 | Rule check",
        leads_to="/weapon/colt-2",
    ),
    Row(
        path="/weapon/{weapon}/gave",
        kind="report",
        who="badge",
        turned="403",
        first=asked,
        press="/weapon/colt-2 | gave it to",
        leads_to="/weapon/colt-2",
    ),
    Row(
        path="/weapon/{weapon}/back",
        kind="report",
        who="badge",
        turned="403",
        first=given,
        press="/weapon/colt-2 | gave it back",
        leads_to="/weapon/colt-2",
    ),
    Row(
        path="/weapon/{weapon}/again",
        kind="request",
        who="badge",
        turned="403",
        first=given_back,
        press="/weapon/colt-2 | Same again",
        leads_to="/weapon/colt-2",
    ),
    Row(
        path="/weapon/{weapon}/nickname",
        kind="desk",
        who="badge",
        turned="403",
        press="/weapon/colt-2 | Keep it",
        fill={"words": "hero"},
        leads_to="/weapon/colt-2",
    ),
    Row(
        path="/enter/{act}",
        kind="report",
        who="badge",
        turned="403",
        press="/enter/lose_sight?weapon=colt-2 | Enter it",
        leads_to="/done/",
    ),
    Row(path="/badge", kind="desk", press="/badge | Ada,", leads_to="/cart"),
    Row(path="/scan", kind="desk", fill={"code": "{tag}"}, leads_to="/look/"),
    Row(path="/leave", kind="desk", press="", leads_to="/badge"),
    Row(
        path="/badges/give",
        kind="report",
        who="laptop",
        turned="403",
        press="/badges | Make another badge for Jonas",
        leads_to="/badges?told=badge",
    ),
    Row(
        path="/badges/end",
        kind="report",
        who="laptop",
        turned="403",
        press="/badges | This badge is lost",
        fill={"code": "{another code}"},
        leads_to="/badges",
    ),
    Row(
        path="/badges/pin",
        kind="desk",
        who="laptop",
        turned="403",
        press="/badges | Set the PIN",
        fill={"pin": "000000"},
        leads_to="/badges?told=pin",
    ),
    Row(
        path="/meeting/roll",
        kind="desk",
        who="badge",
        turned=f"{_BADGE}/meeting",
        press="/meeting | Demo badge: Gil",
        leads_to="/meeting",
    ),
    Row(
        path="/meeting/late",
        kind="report",
        who="badge",
        turned=f"{_BADGE}/meeting",
        press="/meeting | Badges of the demo",
        leads_to="/meeting",
    ),
    Row(
        path="/meeting/duties",
        kind="report",
        who="badge",
        turned=f"{_BADGE}/meeting",
        fill={"code": "{gil code}"},
        press="/meeting | Enter it | /meeting/duties",
        leads_to="/meeting",
    ),
    Row(
        path="/meeting",
        kind="report",
        who="badge",
        turned=f"{_BADGE}/meeting",
        press="/meeting | The meeting was held",
        leads_to="/log",
    ),
    Row(
        path="/my-record",
        kind="desk",
        press="/my-record | Make my file",
        fill={"code": "{ada code}", "pin": "000000"},
        but={"twice": "a file is made as often as somebody asks for it"},
    ),
    Row(
        path="/task/card",
        kind="report",
        who="badge",
        turned="403",
        press="/task/card | Enter the",
        fill={
            "weapon": "colt-1",
            "at": "00:00",
            "by": "{ada}",
            "to": "{gil}",
            "means": "looked",
            "contents": "dummy",
            "count": "6",
            "checked": "6",
        },
        leads_to="/log",
    ),
    Row(
        path="/task/device/battery",
        kind="report",
        who="badge",
        turned=f"{_BADGE}/task/device",
        but={
            "works": "a device of somebody's own has to have joined: phones/test_own_phones.py",
            "twice": "as it works",
            "stale": "as it works",
        },
    ),
    Row(
        path="/own/devices/lost",
        kind="report",
        who="laptop",
        turned="403",
        but={
            "works": "a device of somebody's own has to have joined: phones/test_attacks.py",
            "twice": "as it works",
            "stale": "as it works",
        },
    ),
)

_PHONES = (
    _phone("/own/let-in"),
    _phone("/own/let-in/{ticket}"),
    _phone("/own/vouch/{ticket}"),
    _phone("/own/hello"),
    _phone("/own/beat"),
    _phone("/own/here"),
    _phone("/own/enter"),
    _phone("/own/together"),
    _phone("/own/together/{ticket}"),
    replace(_phone("/own/lost/{device:path}"), at="/own/lost/p/none"),
)
_PHONE_PAGES = (
    _page("/own/now", but={"works": _KEY, "words": "it is part of a phone's own page"}),
    _page("/own/live", but={"words": _SEE_STREAM}),
    _page("/own/hello", but={"words": "it is for the phone's own script"}),
)

_TOKEN = {"works": "a token is needed: test_programs.py", "words": "it is for programs"}
_AT_ONCE = {**_TOKEN, "twice": "as it works", "stale": "a program asks about what stands then"}
_PROGRAMS = (
    _page("/api/v1/list", turned="401", but=_TOKEN),
    _page("/api/v1/log", turned="401", but=_TOKEN),
    _page("/api/v1/rules", turned="401", but=_TOKEN),
    Row(path="/api/v1/ask", kind="program", turned="401", but=_AT_ONCE),
    Row(path="/api/v1/report", kind="program", turned="401", but=_AT_ONCE),
)

ROWS: tuple[Row, ...] = (
    *_OPEN,
    *_CREW,
    *_BADGES,
    *_LAPTOP,
    *_FORMS,
    *_PHONES,
    *_PHONE_PAGES,
    *_PROGRAMS,
)
