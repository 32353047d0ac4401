"""Every page in a real browser: narrow, with large text, in grey, by keyboard alone, by axe.

The list of pages is that of the app's own routes (`pages/rows.py`), so that a new page is looked at
too. One browser and one device for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Page

from browsing import SIZES, Cart, Chromium, barriers
from pages.rows import ROWS
from provesafe.adapters.web.tasks import TASKS

NO_PAGES = {
    "/crew/{word}": "it leads to the list",
    "/laptop/{word}": "it leads to the list",
    "/language/{language}": "it leads back to the page it stands on",
    "/my-record/{word}": "it is a file",
    "/own": "it leads to a phone's own page: phones/",
    "/own/phone": "a phone's own page, over TLS: phones/",
    "/own/join/{platform}": "only where it is encrypted: phones/test_ways.py",
    "/own/trust/authority.crt": "it is a file",
}

# How a page stands at a width: what scrolls sideways, and links in a text told by colour alone.
_STANDS = """() => {
  document.querySelectorAll('details').forEach(one => one.open = true);
  const found = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) found.push(`${wide} px too wide`);
  document.querySelectorAll('main p a:not(.button)').forEach(one => {
    if (!getComputedStyle(one).textDecorationLine.includes('underline'))
      found.push(`only its colour tells the link ${one.textContent}`);
  });
  document.querySelectorAll('.contents').forEach(one => {
    if (!one.querySelector('svg') || !one.textContent.trim()) found.push('contents without words');
  });
  document.querySelectorAll('button').forEach(one => {
    if (one.offsetHeight && one.offsetHeight < 64) found.push(`low: ${one.textContent}`);
  });
  return found;
}"""

# Every control that is seen, in the order of the page; radio buttons of one name are one control.
_CONTROLS = """() => {
  document.querySelectorAll('details').forEach(one => one.open = true);
  const seen = new Set(), radios = new Set();
  let number = 0;
  document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')
    .forEach(one => {
      if (!one.getClientRects().length || one.type === 'hidden' || one.disabled) return;
      if (one.type === 'radio') {
        const form = [...document.forms].indexOf(one.form);
        if (radios.has(form + one.name)) { one.dataset.k = one.dataset.k || ''; return; }
        radios.add(form + one.name);
        document.getElementsByName(one.name).forEach(each => {
          if (each.form === one.form) each.dataset.k = number; });
      }
      one.dataset.k = number++;
    });
  // From the top of the page, as for whoever has just come to it.
  document.body.tabIndex = -1;
  document.body.focus();
  window.scrollTo(0, 0);
  return number;
}"""
_FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const named = (one.textContent || one.name || '').trim().slice(0, 30);
  return [one === document.body ? '' : one.dataset.k || '?', ring, named];
}"""


@pytest.fixture(scope="module")
def device(cart: Cart, chromium: Chromium) -> Iterator[Page]:
    """The laptop, with Ada's badge in use on it."""
    # What if is worked out by a process of its own, which has to start first.
    page = chromium.laptop(cart, "Ada", seconds=60)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def places(cart: Cart, device: Page) -> Mapping[str, str]:
    """An address of every page, by its route."""
    device.goto(f"{cart.base}/weapon/colt-2")
    device.get_by_role("button", name="I showed it").first.click()
    device.wait_for_url(f"{cart.base}/weapon/colt-2")
    device.goto(f"{cart.base}/viewers")
    device.get_by_role("button", name="Demo badge: Basil").click()
    device.wait_for_url(f"{cart.base}/viewers/answer/*")
    made = {"/viewers/answer/{token}": device.url.removeprefix(cart.base)}
    device.goto(f"{cart.base}/enter/tell?weapon=rifle-1&to=cleo&words=loud")
    device.get_by_label("To").first.select_option(index=1)
    device.get_by_role("button", name="Enter it").click()
    device.wait_for_url(f"{cart.base}/done/*")
    made["/done/{once}"] = device.url.removeprefix(cart.base)
    device.goto(f"{cart.base}/look")
    tag = "".join(device.locator(".tag").first.inner_text().split())
    made |= {"/look/{tag}": f"/look/{tag}", "/W/{tag}": f"/W/{tag}"}
    for row in ROWS:
        if row.method == "GET" and "words" not in row.but and row.path not in NO_PAGES:
            made.setdefault(row.path, row.at or row.path)
    made |= {f"/task/{one.name}": f"/task/{one.name}" for one in TASKS}
    assert not [one for one in made.values() if "{" in one]
    return made


def test_every_page_stands_in_a_narrow_window(
    cart: Cart, device: Page, places: Mapping[str, str]
) -> None:
    """At 320 px, at twice the text size and in grey: nothing is cut off, hidden or colour alone."""
    found: dict[str, object] = {}
    for path, place in places.items():
        device.set_viewport_size({"width": SIZES["narrow"][0], "height": SIZES["narrow"][1]})
        device.goto(cart.base + place)
        if told := [*device.evaluate(_STANDS), *barriers(device)]:
            found[path] = told
        device.set_viewport_size({"width": SIZES["phone"][0], "height": SIZES["phone"][1]})
        device.evaluate(
            "document.documentElement.style.fontSize ="
            " 2 * parseFloat(getComputedStyle(document.documentElement).fontSize) + 'px'"
        )
        if told := device.evaluate(_STANDS):
            found[f"{path}, text twice as large"] = told
    assert not found


def test_every_control_is_reached_by_keyboard(
    cart: Cart, device: Page, places: Mapping[str, str]
) -> None:
    """With the Tab key alone: every control in the order of the page, seen to be there, no trap."""
    found: dict[str, str] = {}
    # What is told anew meanwhile would take the place of what was counted.
    device.route("**/live*", lambda asked: asked.abort())
    device.set_viewport_size({"width": SIZES["laptop"][0], "height": SIZES["laptop"][1]})
    for path, place in places.items():
        device.goto(cart.base + place)
        wanted = device.evaluate(_CONTROLS)
        reached: list[int] = []
        for _ in range(2 * wanted + 20):
            device.keyboard.press("Tab")
            number, ring, named = device.evaluate(_FOCUSED)
            if not number or (len(reached) > 1 and number == str(reached[0])):
                break  # out of the page, or round again: no trap either way
            if not ring or number == "?":
                found[path] = f"not seen: {named}"
                break
            if int(number) not in reached[-1:]:
                reached.append(int(number))  # a time's hours and minutes are one control
        if reached != list(range(wanted)):
            found.setdefault(path, f"{reached} of {wanted}")
    device.unroute("**/live*")
    assert not found
