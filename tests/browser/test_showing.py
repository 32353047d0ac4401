"""The whole showing and hand-over by four people, the way of the viewers' device."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browsing import Cart, Chromium, served, started

LOOKERS = ("Basil", "Farid", "Cleo")


@pytest.fixture
def day() -> Iterator[Cart]:
    """A day of its own."""
    with served() as running:
        yield running


def _badge(page: Page, cart: Cart, name: str, *, leads_to: str = "/cart") -> None:
    """Come in with a badge."""
    page.goto(f"{cart.base}/badge?next={leads_to}")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(f"{cart.base}{leads_to}")
    page.evaluate("sessionStorage.clear()")


def _presses(*pages: Page) -> list[str]:
    """What people pressed, from the pages' own logs."""
    return [
        one["what"]
        for page in pages
        for one in json.loads(page.evaluate("sessionStorage.getItem('presses') || '[]'"))
    ]


def _answer(viewers: Page, name: str, words: str = "I saw it") -> None:
    # A press before the page's scripts are there counts as well, but is in no log of the page.
    viewers.wait_for_load_state()
    viewers.get_by_role("button", name=f"Demo badge: {name}").click()
    expect(viewers.get_by_role("heading", level=1)).to_have_text(name)
    viewers.wait_for_load_state()
    viewers.get_by_role("button", name=words).click()
    expect(viewers.get_by_role("heading", level=1)).to_contain_text(f"Thank you, {name}")


def _two(chromium: Chromium, day: Cart) -> tuple[Page, Page]:
    ada, viewers = chromium.device("phone"), chromium.device("tablet")
    _badge(ada, day, "Ada")
    viewers.goto(f"{day.base}/viewers")
    return ada, viewers


def test_four_people_need_nine_presses(chromium: Chromium, day: Cart) -> None:
    """Shown, answered by three with their badges, asked and handed over in nine presses in all."""
    ada, viewers = _two(chromium, day)
    ada.get_by_role("button", name="I showed it").click()
    expect(ada.get_by_text("Not yet answered: Basil, Farid, Cleo")).to_be_visible()
    for place, name in enumerate(LOOKERS):
        _answer(viewers, name)
        for early in LOOKERS[: place + 1] if place < 2 else ():
            # Blind: neither page says what anybody answered before all have.
            assert f"{early}: saw it" not in ada.content()
            assert f"{early}: saw it" not in viewers.content()
    for name in LOOKERS:
        expect(ada.get_by_text(f"{name}: saw it")).to_be_visible()
    ada.get_by_role("button", name="may Cleo have it").click()
    expect(ada.get_by_text("Nothing open. Ada decides.")).to_be_visible()
    shown = "DUMMIES 6 (6 of 6 checked) · shown by Ada to Basil, Farid, Cleo · set-up 12A."
    expect(ada.get_by_text(shown)).to_be_visible()
    ada.get_by_role("button", name="I kept it in my sight and gave it to Cleo").click()
    expect(ada.get_by_text("Cleo has it")).to_be_visible()
    assert "Nothing open" not in ada.inner_text("main")
    presses = _presses(ada, viewers)
    assert len(presses) == 9, presses

    # The next take: Cleo gives it back, and one press of Ada's is the whole hand-over.
    ada.get_by_role("button", name="Cleo gave it back").click()
    ada.evaluate("sessionStorage.clear()")
    ada.get_by_role("button", name="Same again").click()
    expect(ada.get_by_text("Cleo has it")).to_be_visible()
    assert len(_presses(ada)) == 1
    assert not chromium.faults


def test_told_is_not_shown(chromium: Chromium, day: Cart) -> None:
    """A receiver who was told and not shown makes it not yet, danger, in at most two lines."""
    ada, viewers = _two(chromium, day)
    ada.get_by_role("button", name="I showed it").click()
    for name in LOOKERS:
        _answer(viewers, name, "I was told" if name == "Cleo" else "I saw it")
    ada.get_by_role("button", name="may Cleo have it").click()
    expect(ada.get_by_text("NOT YET")).to_be_visible()
    points = ada.locator(".result .point")
    assert 1 <= points.count() <= 2
    assert "danger" in points.first.inner_text().lower()
    assert ada.get_by_role("button", name="I kept it in my sight").count() == 0


def test_an_answer_lapses_at_any_entry(chromium: Chromium, day: Cart) -> None:
    """ "Nothing open" is gone from the page as soon as anything is entered about that weapon."""
    ada, viewers = _two(chromium, day)
    ada.get_by_role("button", name="I showed it").click()
    for name in LOOKERS:
        _answer(viewers, name)
    ada.get_by_role("button", name="may Cleo have it").click()
    expect(ada.get_by_text("Nothing open")).to_be_visible()
    other = chromium.page(ada.context)
    other.goto(f"{day.base}/enter/lose_sight?weapon=colt-2")
    other.get_by_role("button", name="Enter it").click()
    expect(ada.get_by_text("Nothing open")).to_have_count(0)
    ada.goto(f"{day.base}/log")
    assert "was out of sight" in ada.inner_text("main")


def test_the_server_dies_in_the_middle(chromium: Chromium, day: Cart) -> None:
    """Killed between showing and hand-over and started again, the day goes on where it was."""
    ada, viewers = _two(chromium, day)
    ada.get_by_role("button", name="I showed it").click()
    _answer(viewers, "Basil")
    day.stop(hard=True)
    expect(ada.get_by_text("No word from the cart")).to_be_visible(timeout=12_000)
    assert "DUMMIES" not in ada.inner_text("main")
    again = started(day.folder, port=day.port)
    try:
        ada.goto(f"{day.base}/cart")
        expect(ada.get_by_text("Not yet answered: Farid, Cleo")).to_be_visible()
        viewers.goto(f"{day.base}/viewers")
        for name in ("Farid", "Cleo"):
            _answer(viewers, name)
        ada.get_by_role("button", name="may Cleo have it").click()
        expect(ada.get_by_text("Nothing open. Ada decides.")).to_be_visible()
        again.stop(hard=True)
        third = started(day.folder, port=day.port)
        try:
            ada.goto(f"{day.base}/cart")
            ada.get_by_role("button", name="I kept it in my sight and gave it to Cleo").click()
            expect(ada.get_by_text("Cleo has it")).to_be_visible()
        finally:
            third.stop()
    finally:
        if again.process.poll() is None:
            again.stop()
    # While nobody served, the browser said so in its console.
    chromium.faults.clear()


def test_a_typed_badge_counts_the_same(chromium: Chromium, day: Cart) -> None:
    """A badge's code typed in groups and small letters asks the same question as a scan."""
    laptop = chromium.device("laptop")
    laptop.goto(day.laptop)
    laptop.goto(f"{day.base}/badges")
    cleo = laptop.locator("section.card", has_text="Cleo")
    code = cleo.locator(".code").inner_text()
    ada, viewers = _two(chromium, day)
    ada.get_by_role("button", name="I showed it").click()
    viewers.get_by_label("Scan it").press_sequentially(code.lower())
    expect(viewers.get_by_role("heading", level=1)).to_have_text("Cleo")
    # One wrong character is found before anybody is looked up.
    viewers.goto(f"{day.base}/viewers")
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    viewers.get_by_label("Scan it").fill(wrong)
    viewers.get_by_role("alert").wait_for()
    assert "One character of the code is wrong" in viewers.inner_text("main")
    chromium.faults.clear()
