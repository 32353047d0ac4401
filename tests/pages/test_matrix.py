"""Every page and form: works, wrong method, wrong person, wrong role, twice, out of date."""

from __future__ import annotations

import re

import pytest

from inside import Answer, Device, Inside
from pages.rows import ROWS, Row, address, fields_of

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
UPSETTING = ("/stop", "/down", "/down/aside", "/down/case")
PAGES = tuple(row for row in ROWS if row.method == "GET")
FORMS = tuple(row for row in ROWS if row.kind in ("report", "request", "desk"))
EVERYBODY = ("Ada", "Basil", "Cleo", "Dov", "Esi", "Farid", "Gil", "Hana", "Ines", "Jonas")


def _rows(rows: tuple[Row, ...], question: str) -> pytest.MarkDecorator:
    """A test for each row that a question is asked of."""
    asked = [row for row in rows if question not in row.but]
    return pytest.mark.parametrize("row", asked, ids=[row.name for row in asked])


def _cart(row: Row, cart: Inside, upset: Inside) -> Inside:
    return upset if row.method == "POST" and row.path in UPSETTING else cart


def _device(cart: Inside, row: Row) -> Device:
    """A device of whoever a row is for."""
    match row.who:
        case "guest":
            return cart.guest()
        case "crew":
            return cart.crew_device()
        case "badge":
            return cart.with_badge(row.by)
        case "laptop":
            return cart.at_laptop()


def _is_page(answer: Answer) -> None:
    """A whole page of ours, with STOP on it and nothing kept."""
    assert answer.headers["content-type"].startswith("text/html")
    assert "</html>" in answer.text
    assert "SHOUT STOP" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_every_route_has_a_row(cart: Inside) -> None:
    """What the app serves and what is tested here are the same; what is left out has a reason."""
    served = [
        f"{method} {route.path}"
        for route in cart.routes
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]
    assert sorted(served) == sorted(row.name for row in ROWS)
    assert all(why for row in ROWS for why in row.but.values())
    assert {at.path for at in cart.app.routes} - {at.path for at in cart.routes} == {"/static"}


@_rows(PAGES, "works")
def test_a_page_opens_for_those_it_is_for(cart: Inside, row: Row) -> None:
    """It is whole, or it leads on; looked at twice it enters nothing."""
    if row.first:
        row.first(cart)
    device = _device(cart, row)
    where = address(cart, row)
    before = cart.entries
    for _ in range(2):
        answer = device.get(where)
        if row.leads_to:
            assert (answer.status, answer.leads_to) == (303, row.leads_to)
        else:
            assert answer.status == 200, answer.text
    if not row.leads_to and "words" not in row.but:
        _is_page(answer)
    assert cart.entries == before


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_nothing_is_done_in_another_way(cart: Inside, row: Row) -> None:
    """Any other method is told so, which ones there are, and enters nothing."""
    there = {one.method for one in ROWS if one.path == row.path}
    where = row.at or row.path
    before = cart.entries
    device = cart.at_laptop("Ada")
    for method in METHODS:
        if method in there:
            continue
        answer = device.call(method, where, headers={"Origin": "http://127.0.0.1:8317"})
        assert answer.status == 405, method
        allowed = set(answer.headers["allow"].replace(" ", "").split(","))
        assert allowed - {"HEAD"} == there
        if not row.path.startswith("/api/"):
            _is_page(answer)
    assert cart.entries == before


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.turned], ids=[row.name for row in ROWS if row.turned]
)
def test_nobody_else_is_let_in(cart: Inside, row: Row) -> None:
    """Whoever it is not for is led on or told so, reads nothing of it, and enters nothing."""
    lesser: dict[str, tuple[Device, ...]] = {
        "crew": (cart.guest(),),
        "badge": (cart.guest(), cart.crew_device(), cart.at_laptop()),
        "laptop": (cart.guest(), cart.crew_device(), cart.with_badge("Ada")),
        "guest": (cart.guest(), cart.with_badge("Ada")),
    }
    where = row.at or row.path
    before = cart.entries
    for device in lesser[row.who]:
        if row.path.startswith("/what-if") and "ps_laptop" in device.cookies:
            continue  # what if is looked at on the laptop before the day, by whoever sits there
        answer = device.get(where) if row.method == "GET" else device.send(where, {"to": "x"})
        if row.turned.isdecimal():
            assert answer.status == int(row.turned), answer.text
            assert "DUMMIES" not in answer.text
        else:
            assert (answer.status, answer.leads_to) == (303, row.turned)
    assert cart.entries == before


@pytest.mark.parametrize(
    "row",
    [row for row in PAGES if row.who == "badge"],
    ids=[row.name for row in PAGES if row.who == "badge"],
)
def test_a_badge_of_another_role(cart: Inside, row: Row) -> None:
    """Every badge opens what is for everybody; what is for some says so to the others."""
    if row.first:
        row.first(cart)
    where = address(cart, row)
    for name in EVERYBODY:
        answer = cart.with_badge(name).get(where)
        if row.only and name not in row.only:
            assert answer.status == 403, name
            assert "Not on this badge" in answer.text
        else:
            assert answer.status == (303 if row.leads_to else 200), name


@_rows(FORMS, "works")
def test_a_form_works_and_is_entered_once(cart: Inside, upset: Inside, row: Row) -> None:
    """It leads where it should; sent again it leads there again, and nothing more is entered."""
    on = _cart(row, cart, upset)
    if row.first:
        row.first(on)
    device = _device(on, row)
    where, fields = fields_of(on, row, device)
    before = on.entries
    answer = device.send(where, fields)
    assert answer.status == (303 if row.leads_to else 200), answer.text
    assert answer.leads_to.startswith(row.leads_to)
    entered = on.entries - before
    assert bool(entered) == (row.kind != "desk")
    if "twice" in row.but:
        return
    again = device.send(where, fields)
    assert (again.status, again.leads_to) == (answer.status, answer.leads_to)
    assert on.entries == before + entered


@_rows(tuple(row for row in FORMS if row.kind == "report" and row.who == "badge"), "stale")
def test_a_report_is_entered_from_an_old_page(cart: Inside, upset: Inside, row: Row) -> None:
    """What has happened is entered, also from a page that is no longer true."""
    on = _cart(row, cart, upset)
    if row.first:
        row.first(on)
    device = _device(on, row)
    where, fields = fields_of(on, row, device)
    _meanwhile(on)
    before = on.entries
    answer = device.send(where, fields)
    if answer.status == 409:
        # It is asked once more whether it is so, for somebody may have pressed for something else.
        where, fields = _said_again(answer)
        assert on.entries == before
        answer = device.send(where, fields)
    assert answer.status == 303, answer.text
    assert on.entries > before


@_rows(tuple(row for row in FORMS if row.kind == "request"), "stale")
def test_a_request_from_an_old_page_is_not_entered(cart: Inside, row: Row) -> None:
    """What is asked on a page that is no longer true is not entered, and the page says so."""
    if row.first:
        row.first(cart)
    device = _device(cart, row)
    where, fields = fields_of(cart, row, device)
    _meanwhile(cart)
    before = cart.entries
    answer = device.send(where, fields)
    assert answer.status == 409
    assert "meanwhile" in answer.text
    assert "as it is now" in answer.text
    assert cart.entries == before


@pytest.mark.parametrize(
    "row",
    [row for row in FORMS if row.who == "badge"],
    ids=[row.name for row in FORMS if row.who == "badge"],
)
def test_a_form_by_another_role(cart: Inside, upset: Inside, row: Row) -> None:
    """Whoever presses, what happened is entered; what is asked is answered; nothing falls over."""
    if "works" in row.but:
        return
    on = _cart(row, cart, upset)
    if row.first:
        row.first(on)
    where, fields = fields_of(on, row, _device(on, row))
    for name in ("Jonas", "Cleo", "Gil"):
        sent = [(n, f"{v}-{name}" if n == "once" else v) for n, v in fields]
        answer = on.with_badge(name).send(where, sent)
        assert answer.status in (303, 409), (name, answer.text)


def _meanwhile(cart: Inside) -> None:
    """Somebody else enters something about the weapon."""
    gil = cart.with_badge("Gil")
    gil.send("/enter/tell", {"weapon": "colt-2", "by": "gil", "to": "cleo", "words": "it is loud"})


def _said_again(answer: Answer) -> tuple[str, list[tuple[str, str]]]:
    """The form by which an old page's press is entered all the same."""
    found = re.search(
        r'<form method="post" action="([^"]+)" class="again">(.*?)</form>', answer.text
    )
    assert found is not None, answer.text
    return found[1], re.findall(r'name="([^"]+)" value="([^"]*)"', found[2])
