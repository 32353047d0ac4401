"""The three ways to the cart: plain, encrypted after a warning, encrypted and trusted."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from browsing import Cart, Chromium, fetched, served, trusting
from provesafe.adapters.wiring import view_production
from provesafe.ledger import parse_entry
from tidy.words import CHARTER, SCREEN

WAYS = ("/own/join", "/own/join/iphone", "/own/join/android", "/own/join/laptop")
ENTERING = ("/badge", "/viewers", "/cart", "/acts", "/enter/load", "/badges", "/join", "/log")


@pytest.fixture(scope="module")
def secured() -> Iterator[Cart]:
    """A demo that is served on both ways."""
    with served(tls=True) as running:
        yield running


@pytest.fixture(scope="module")
def told(secured: Cart, chromium: Chromium) -> Iterator[Chromium]:
    """A browser that trusts the set's authority, as the plain way hands it out."""
    with urllib.request.urlopen(f"{secured.base}/own/trust/authority.crt", timeout=10) as answer:
        certificate = answer.read()
    with trusting(certificate, beside=chromium) as found:
        yield found


def test_the_plain_way_looks_and_stops(secured: Cart) -> None:
    """By the plain way there is looking, STOP and how to join; nothing else, read or sent."""
    for path in ("/look", "/stop", "/concern", *WAYS):
        assert fetched(secured.base + path)[0] == 200, path
    for path in ENTERING:
        status, text = fetched(secured.base + path)
        assert status == 403, path
        assert f"{secured.encrypted}{path}" in text
    status, _ = fetched(f"{secured.base}/badge", data=b"code=x", Origin=secured.base)
    assert status == 403
    status, text = fetched(f"{secured.base}/stop", data=b"")
    assert (status, "Called at" in text) == (200, True)


def test_the_laptop_needs_no_other_way(secured: Cart, chromium: Chromium) -> None:
    """On the laptop itself, by its terminal's link, every page opens; the number stands there."""
    laptop = chromium.device("laptop")
    laptop.goto(secured.laptop)
    laptop.goto(f"{secured.base}/join")
    assert "The number that the phone shows" in laptop.inner_text("main")
    number = laptop.locator("section", has_text="own authority").locator(".code").inner_text()
    for path in WAYS:
        laptop.goto(secured.base + path)
        said = laptop.inner_text("body")
        # Whoever meddles with the plain way could write any number there.
        assert number not in said
        assert not SCREEN.search(said), path
        assert not CHARTER.search(said), path
    laptop.context.close()


@pytest.mark.parametrize("trusted", [False, True])
def test_the_encrypted_way(
    secured: Cart, chromium: Chromium, told: Chromium, trusted: bool
) -> None:
    """Who trusts the set gets no warning; who went on after one has keys all the same."""
    used = told if trusted else chromium
    phone = used.device("phone", ignore_https_errors=not trusted)
    phone.goto(f"{secured.encrypted}/badge")
    phone.get_by_role("button", name="Basil").click()
    phone.wait_for_url(f"{secured.encrypted}/cart")
    assert phone.evaluate("window.isSecureContext && !!crypto.subtle")
    (visit,) = [one for one in phone.context.cookies() if one["name"] == "ps_visit"]
    assert (visit["secure"], visit["httpOnly"], visit["sameSite"]) == (True, True, "Strict")
    if trusted:
        phone.wait_for_function("document.cookie.includes('ps_way=trusted')")
    phone.goto(f"{secured.encrypted}/enter/ask_to_see?weapon=rifle-1")
    phone.locator("main form button[type=submit]").last.click()
    phone.get_by_text("Entered").first.wait_for()
    with view_production(secured.folder) as seen:
        every = [parse_entry(raw) for raw in seen.store.entries()]
    last = [one for one in every if one.entry_class == "act"][-1]
    assert "'ask_to_see'" in str(last.fields["acts"])
    assert last.fields["way"] == ("trusted" if trusted else "warned")
    assert [one.grade for one in last.body.statements] == ["shared"]
    phone.context.close()


def test_a_stranger_is_not_taken_for_the_cart(secured: Cart, chromium: Chromium) -> None:
    """A browser that was told nothing opens no page on the encrypted way by itself."""
    phone = chromium.device("phone")
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        phone.goto(f"{secured.encrypted}/look")
    phone.context.close()
    chromium.faults.clear()


def test_both_ways_end_together(chromium: Chromium) -> None:
    """With pages open on either way the program ends within seconds, and says that all is in."""
    pages = []
    with served(tls=True) as cart:
        for base in (cart.base, cart.encrypted):
            page = chromium.device("phone", ignore_https_errors=True)
            page.goto(f"{base}/look")
            page.locator(".clock time").wait_for()
            pages.append(page)
        assert cart.stop() < 6
        assert cart.process.returncode == 0
    for page in pages:
        page.context.close()
    chromium.faults.clear()
