"""Someone is down: one press, and from then on no page asks anybody for anything."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import Cart, Chromium, barriers, fetched, served
from provesafe.service import NOT_ASKED


@pytest.fixture
def day() -> Iterator[Cart]:
    """A day of its own."""
    with served() as running:
        yield running


def _badge(page: Page, cart: Cart, name: str) -> None:
    page.goto(f"{cart.base}/badge")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(f"{cart.base}/cart")


def test_the_hour_after_is_one_press(chromium: Chromium, day: Cart) -> None:
    """In the middle of a showing: everything set aside, no question left, and a case is open."""
    ada, viewers = chromium.device("phone"), chromium.device("tablet")
    _badge(ada, day, "Ada")
    viewers.goto(f"{day.crew}?next=viewers")
    ada.get_by_role("button", name="I showed it").click()
    expect(viewers.get_by_text("not yet answered by")).to_be_visible()
    ada.goto(f"{day.base}/down")
    ada.get_by_role("button", name="Someone is down").click()
    expect(ada.get_by_role("heading", name="The weapons, as they lie")).to_be_visible()
    expect(ada.get_by_text(NOT_ASKED)).to_be_visible()
    expect(viewers.get_by_text("not yet answered by")).to_have_count(0)
    mine = ada.get_by_role("listitem").filter(has_text="colt-2")
    mine.get_by_role("button", name="I stand by it").click()
    expect(mine).to_contain_text("set aside as it was, not opened")
    ada.goto(f"{day.base}/cart")
    expect(ada.get_by_text("It stays as it is, not opened")).to_be_visible()
    expect(ada.get_by_role("button", name="Rule check")).to_have_count(0)
    ada.goto(f"{day.base}/log")
    expect(ada.get_by_role("listitem").first).to_contain_text("after the incident")
    ada.goto(f"{day.base}/down")
    assert barriers(ada) == []
    laptop = chromium.device("laptop")
    laptop.goto(day.laptop)
    laptop.goto(f"{day.base}/down")
    expect(laptop.get_by_text("Opened beside the record")).to_be_visible()
    case = laptop.locator("code").inner_text().removeprefix("provesafe case list ")
    program = Path(sys.executable).with_name("provesafe")
    listed = subprocess.run(
        [program, "case", "list", case, "--json"], check=True, capture_output=True
    )
    held = json.loads(listed.stdout)
    assert [one["kind"] for one in held["sources"]] == ["record"]
    assert held["real"] == "demo"
    assert chromium.faults == []


# Not /between and /what-if: the same frame, and seconds of the prover's work for each.
CREW = (
    *("/", "/look", "/look/colt-2", "/stop", "/concern", "/log", "/viewers", "/badge", "/cart"),
    *("/tasks", "/acts", "/down", "/meeting"),
    *("/weapon/colt-2", "/weapon/colt-2/open", "/my-record", "/enter/answer", "/why/hand_over"),
    *("/rule/set-practice/show-to-receiver", "/own/join", "/own/phone"),
)
LAPTOP = ("/badges", "/join", "/down", "/log", "/own/devices")
GUEST = ("/", "/look", "/stop", "/concern", "/own/join", "/own/phone")
REMINDERS = re.compile(r"not yet answered|no entry by|was due|please enter|what happened", re.I)


def _tells_nobody(page: Page, base: str, paths: Iterable[str]) -> None:
    """Each page says that nothing need be entered, and reminds nobody of anything."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    for path in paths:
        _, said = fetched(base + path, cookies=cookies)
        assert NOT_ASKED in said, path
        assert REMINDERS.search(said.partition("<main")[2].partition("</main")[0]) is None, path


def _fill(page: Page, heading: str, **fields: str) -> None:
    """Open a folded form of the first hour, fill it in, and enter it."""
    form = page.locator("details").filter(has=page.get_by_text(heading, exact=True)).first
    form.locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f"[name={name}]").first
        kind = field.evaluate("f => f.tagName + ' ' + f.type")
        if kind.endswith(("checkbox", "radio")):
            form.get_by_label(value, exact=False).first.check()
        elif kind.startswith("SELECT"):
            field.select_option(label=value) if name != "item" else field.select_option(value)
        else:
            field.fill(value)
    form.get_by_role("button").last.click()


def test_nobody_is_asked_on_any_page_and_items_go_and_come_back(
    chromium: Chromium, day: Cart
) -> None:
    """Every page of crew, laptop and guests; then a receipt, a result by number, a person named."""
    ada, laptop, guest = (chromium.device(one) for one in ("phone", "laptop", "phone"))
    laptop.goto(day.laptop)
    _badge(ada, day, "Ada")
    ada.goto(f"{day.base}/tasks")
    tasks = ada.evaluate(
        "[...document.querySelectorAll('main a')].map(a => a.getAttribute('href'))"
    )
    guest.goto(f"{day.base}/down")
    assert guest.get_by_role("button", name="Someone is down").count() == 0
    ada.goto(f"{day.base}/down")
    ada.get_by_role("button", name="Someone is down").click()
    expect(ada.get_by_role("heading", name="The weapons, as they lie")).to_be_visible()
    _tells_nobody(ada, day.base, dict.fromkeys([*CREW, *tasks]))
    _tells_nobody(laptop, day.base, LAPTOP)
    _tells_nobody(guest, day.base, GUEST)
    ada.goto(f"{day.base}/down")
    ada.get_by_role("link", name="given to the police").click()
    _fill(ada, "Given to the police, against a receipt", receipt="R-17")
    ada.goto(f"{day.base}/task/hour")
    _fill(ada, "Enter what was found", item="colt-1", number="7", words="hammer intact")
    ada.goto(f"{day.base}/task/hour")
    _fill(ada, "Name somebody", persons="Cleo")
    ada.goto(f"{day.base}/down")
    expect(ada.get_by_text("with the police, receipt R-17")).to_be_visible()
    expect(ada.get_by_text("examined, item 7: “hammer intact”")).to_be_visible()
    ada.goto(f"{day.base}/task/hour")
    expect(ada.get_by_text("Back from the police")).to_have_count(1)
    ada.goto(f"{day.base}/log")
    first = ada.get_by_role("listitem").first
    expect(first).to_contain_text("after the incident")
    expect(first).to_contain_text("Cleo")
    assert chromium.faults == []
