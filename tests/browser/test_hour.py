"""Someone is down: one press, and from then on no page asks anybody for anything."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import Cart, Chromium, barriers, served
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
