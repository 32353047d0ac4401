"""Pictures of every screen, so that people can look at them: `tools/screens.py OUT`.

A demo is served, its day is played on by hand from screen to screen as four people would, and each
screen is taken at phone and laptop size.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from playwright.sync_api import Page

from browsing import Chromium, browser, served, trusting
from phoning import LOOKERS, Phones, authority_of
from provesafe.adapters.web.tasks import TASKS


def main() -> int:
    """Take the pictures; the folder is made."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with served() as cart, browser() as chromium:
        for size in ("phone", "laptop"):
            _public(chromium, cart.base, cart.laptop, out, size)
        _showing(chromium, cart.base, cart.laptop, out)
        print(*chromium.faults, sep="\n")
        _own_phones(chromium, out)
    return 0


def _own_phones(chromium: Chromium, out: Path) -> None:
    """Joining, and the showing on phones of people's own."""
    with served(tls=True) as cart, trusting(authority_of(cart), beside=chromium) as told:
        for size in ("phone", "laptop"):
            page = chromium.device(size)
            for path in ("/own/join", "/own/join/iphone", "/own/join/android", "/own/join/laptop"):
                page.goto(cart.base + path)
                _take(page, out, f"join{path.removeprefix('/own/join').replace('/', '-')}", size)
            page.goto(f"{cart.base}/badge")
            _take(page, out, "join-plain-way", size)
            page.goto(cart.laptop)
            for path in ("/join", "/own/devices"):
                page.goto(cart.base + path)
                _take(page, out, f"laptop{path.replace('/', '-')}-tls", size)
            form = told.device(size)
            form.goto(f"{cart.encrypted}/own")
            form.get_by_role("button", name="This is my phone").wait_for()
            _take(form, out, "own-1-join", size)
        phones = Phones(cart, told)
        phones.join("Ada", *LOOKERS)
        ada, cleo = phones.pages["Ada"], phones.pages["Cleo"]
        here = phones.show()
        _take(ada, out, "own-2-shown", "phone")
        _take(cleo, out, "own-3-asked", "phone")
        for name in LOOKERS:
            phones.answer(name, here, "I was told" if name == "Cleo" else "I saw it")
        ada.get_by_role("button", name="may Cleo have it").click()
        ada.get_by_text("NOT YET").wait_for()
        _take(ada, out, "own-4-not-yet", "phone")
        cart.stop(hard=True)
        cleo.get_by_text("No word from the cart").wait_for()
        cleo.get_by_role("button", name="SHOUT STOP").click()
        cleo.get_by_text("1 pressed since").wait_for()
        _take(cleo, out, "own-5-no-word", "phone")


def _take(page: Page, out: Path, name: str, size: str) -> None:
    page.screenshot(path=str(out / f"{name}-{size}.png"), full_page=True)


def _public(chromium: Chromium, base: str, laptop: str, out: Path, size: str) -> None:
    guest = chromium.device(size)
    for path in ("/look", "/viewers", "/badge", "/stop"):
        guest.goto(base + path)
        _take(guest, out, f"guest{path.replace('/', '-')}", size)
    cart = chromium.device(size)
    cart.goto(laptop)
    cart.wait_for_timeout(300)
    _take(cart, out, "list", size)
    for path in ("/badges", "/join", "/log", "/down", "/concern"):
        cart.goto(base + path)
        _take(cart, out, f"laptop{path.replace('/', '-')}", size)
    cart.goto(f"{base}/badge?next=/cart")
    cart.get_by_role("button", name="Ada").click()
    for path in (
        "/cart",
        "/acts",
        "/weapon/colt-2",
        "/weapon/rifle-1",
        "/enter/load?weapon=colt-2",
        "/enter/open_store",
        "/meeting",
        "/tasks",
        *(f"/task/{one.name}" for one in TASKS),
        "/task/card",
        "/task/device",
        "/my-record",
        "/why/hand_over",
        "/own/join",
    ):
        cart.goto(base + path)
        _take(cart, out, "armorer" + path.partition("?")[0].replace("/", "-"), size)


def _showing(chromium: Chromium, base: str, laptop: str, out: Path) -> None:
    ada, viewers = chromium.device("phone"), chromium.device("tablet")
    ada.goto(f"{base}/badge?next=/cart")
    ada.get_by_role("button", name="Ada").click()
    viewers.goto(f"{base}/viewers")
    ada.get_by_role("button", name="I showed it").first.click()
    _take(ada, out, "showing-1-waiting", "phone")
    for name in ("Basil", "Farid", "Cleo"):
        viewers.get_by_role("button", name=f"Demo badge: {name}").click()
        _take(viewers, out, "showing-2-question", "tablet")
        viewers.get_by_role("button", name="I saw it").click()
    _take(viewers, out, "showing-3-thanks", "tablet")
    ada.get_by_role("button", name="Rule check").wait_for()
    _take(ada, out, "showing-4-answered", "phone")
    ada.get_by_role("button", name="Rule check").click()
    ada.get_by_text("Nothing open").wait_for()
    _take(ada, out, "showing-5-nothing-open", "phone")
    ada.get_by_role("button", name="I kept it in my sight").click()
    ada.get_by_role("button", name="gave it back").wait_for()
    _take(ada, out, "showing-6-handed-over", "phone")
    ada.get_by_role("button", name="gave it back").click()
    ada.get_by_role("button", name="Same again").wait_for()
    _take(ada, out, "showing-7-again", "phone")
    ada.goto(f"{base}/enter/lose_sight?weapon=colt-2")
    ada.get_by_role("button", name="Enter it").click()
    _take(ada, out, "showing-8-entered", "phone")
    ada.goto(f"{base}/weapon/colt-2")
    ada.get_by_role("button", name="I showed it").first.click()
    for name, what in (("Basil", "I was told"), ("Farid", "I saw it"), ("Cleo", "I saw it")):
        viewers.get_by_role("button", name=f"Demo badge: {name}").click()
        viewers.get_by_role("button", name=what).click()
    ada.get_by_role("button", name="Rule check").click()
    ada.get_by_text("NOT YET").wait_for()
    _take(ada, out, "showing-9-not-yet", "phone")
    ada.get_by_role("link", name="Why am I asked").or_(
        ada.get_by_role("link", name="more")
    ).first.click()
    _take(ada, out, "showing-10-open", "phone")
    ada.get_by_role("link", name="Why am I asked this?").first.click()
    _take(ada, out, "showing-11-rule", "phone")
    ada.get_by_role("button", name="SHOUT STOP").click()
    _take(ada, out, "stop", "phone")
    wall = chromium.device("laptop")
    wall.goto(laptop)
    _take(wall, out, "list-stopped", "laptop")


if __name__ == "__main__":
    sys.exit(main())
