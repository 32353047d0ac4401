"""What still stands between, on the armorer's page; what if, before the day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browsing import SIZES, Cart, Chromium, barriers, fetched, served
from tidy.words import CHARTER, SCREEN


@pytest.fixture(scope="module")
def cart() -> Iterator[Cart]:
    """A demo of its own: what is entered here is nobody else's."""
    with served() as found:
        yield found


def _with_badge(cart: Cart, chromium: Chromium, name: str, where: str) -> Page:
    page = chromium.laptop(cart, name)
    page.goto(cart.base + where)
    return page


def _well(page: Page, where: str) -> None:
    said = page.locator("body").inner_text()
    assert not SCREEN.findall(said), where
    assert not CHARTER.search(said), where
    for size in ("laptop", "phone"):
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        assert not barriers(page), (where, size)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_back_in_its_place_the_page_says_something_else(cart: Cart, chromium: Chromium) -> None:
    """Loaded in the armorer's hand, then locked away on the cart: other words, and no name."""
    page = _with_badge(cart, chromium, "Ada", "/between")
    part = page.locator("#between")
    expect(part).to_contain_text("says that it was seen, and has not looked", timeout=20_000)
    before = part.locator("ul.points").inner_text()
    assert "although the rule check says not yet" not in before
    assert "What adds most now: the armorer locks the weapon away" in part.inner_text()
    assert not any(character.isdigit() for character in before)
    assert not any(name in part.inner_text() for name in ("Ada", "Basil", "Cleo"))
    _well(page, "/between")
    other = page.context.new_page()
    other.goto(f"{cart.base}/enter/put_away?weapon=colt-2")
    other.get_by_label("yes", exact=True).check()
    other.locator("main form button[type=submit]").first.click()
    expect(part).to_contain_text("No weapon is out", timeout=10_000)
    other.goto(f"{cart.base}/enter/draw?weapon=colt-2")
    other.locator("main form button[type=submit]").first.click()
    expect(part).to_contain_text("although the rule check says not yet", timeout=10_000)
    assert part.locator("ul.points").inner_text() != before
    page.context.close()


def test_what_if_shows_how_much_less_there_is(cart: Cart, chromium: Chromium) -> None:
    """A switch is turned: fewer things have to go wrong, and the story is another."""
    page = _with_badge(cart, chromium, "Hana", "/what-if")
    expect(page.get_by_role("heading", name="colt-2")).to_be_visible()
    assert "Four things would have to go wrong" in page.locator("main").inner_text()
    page.get_by_label("whoever leads the floor hands it over").check()
    page.get_by_role("button", name="See what it comes to").click()
    changed = page.get_by_role("region", name="With these")
    expect(changed).to_contain_text("Three things would have to go wrong")
    expect(changed).to_contain_text("The first AD takes the weapon from the cart")
    _well(page, "/what-if")
    page.context.close()


def test_nobody_else_sees_it(cart: Cart, chromium: Chromium) -> None:
    """A guest and a performer are shown the way to a badge, or told whom to ask."""
    status, said = fetched(f"{cart.base}/between", cookies="")
    assert "still stands" not in said, status
    page = _with_badge(cart, chromium, "Cleo", "/between")
    assert "for the armorer and the safety advisor" in page.locator("main").inner_text()
    assert "live round" not in page.locator("main").inner_text()
    page.context.close()
