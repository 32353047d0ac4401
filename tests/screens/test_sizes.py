"""Every size of screen and every way of reading: what is to be pressed is always in reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browsing import Chromium, served

_REACHED = """() => {
  const button = document.querySelector('main .decisive');
  if (!button) return 'no decisive button';
  const box = button.getBoundingClientRect();
  const bar = document.querySelector('.stop-bar').getBoundingClientRect();
  if (box.top < 0 || box.bottom > bar.top) return `${box.top} to ${box.bottom}, bar at ${bar.top}`;
  const inside = [[.05, .1], [.95, .1], [.5, .5], [.05, .9], [.95, .9]].every(([x, y]) => {
    const hit = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
    return button.contains(hit);
  });
  return inside ? '' : 'something lies over it';
}"""


def _in_reach(page: Page, where: str) -> None:
    """The decisive button is seen whole, with nothing over it, before anybody scrolls."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(60)
    assert page.evaluate(_REACHED) == "", where


@pytest.mark.parametrize("size", ["phone", "narrow"])
def test_the_decisive_button_is_never_under_the_stop_bar(chromium: Chromium, size: str) -> None:
    """On a phone, from the showing to the same again, what comes next is seen whole at once."""
    with served() as cart:
        ada, viewers = chromium.device(size), chromium.device(size)
        ada.goto(f"{cart.base}/badge?next=/weapon/colt-2")
        ada.get_by_role("button", name="Ada").click()
        _in_reach(ada, "to be shown")
        ada.get_by_role("button", name="I showed it").first.click()
        for name in ("Basil", "Farid", "Cleo"):
            viewers.goto(f"{cart.base}/viewers")
            viewers.get_by_role("button", name=f"Demo badge: {name}").click()
            viewers.get_by_role("button", name="I saw it").wait_for()
            _in_reach(viewers, f"{name} is asked")
            viewers.get_by_role("button", name="I saw it").click()
        for path in ("/weapon/colt-2", "/cart"):
            ada.goto(cart.base + path)
            _in_reach(ada, f"answered, {path}")
        ada.get_by_role("button", name="Rule check").click()
        expect(ada.get_by_text("Nothing open")).to_be_visible()
        for path in ("/weapon/colt-2", "/cart"):
            ada.goto(cart.base + path)
            _in_reach(ada, f"nothing open, {path}")
        ada.get_by_role("button", name="I kept it in my sight").click()
        ada.get_by_role("button", name="gave it back").click()
        ada.get_by_role("button", name="Same again").wait_for()
        for path in ("/weapon/colt-2", "/cart"):
            ada.goto(cart.base + path)
            _in_reach(ada, f"same again, {path}")
        for page in (ada, viewers):
            page.context.close()


def test_night_colours_stay_on_the_device(chromium: Chromium) -> None:
    """Night is chosen by hand, holds on every page of that device, and is dim and red."""
    with served() as cart:
        phone = chromium.device("phone")
        phone.goto(f"{cart.base}/badge")
        phone.get_by_role("button", name="Night colours").click()
        for path in ("/look", "/viewers", "/stop"):
            phone.goto(cart.base + path)
            shades = phone.evaluate(
                "[...document.querySelectorAll('body, main *, .top, .stop')].flatMap(e => {"
                "const s = getComputedStyle(e);"
                "return [s.color, s.backgroundColor].map(c => c.match(/[\\d.]+/g).map(Number))})"
            )
            seen = [one for one in shades if len(one) == 3 or one[3] > 0]
            # No blue or green light to speak of: eyes that see in the dark keep seeing.
            assert all(one[0] >= one[1] and one[0] >= one[2] for one in seen), path
            assert all(max(one[1], one[2]) <= 160 for one in seen), path
        kept = {one["name"]: one for one in phone.context.cookies()}["ps_night"]
        assert kept["value"] == "1"
        other = chromium.device("phone")
        other.goto(f"{cart.base}/look")
        assert other.locator("html.night").count() == 0
        for page in (phone, other):
            page.context.close()
