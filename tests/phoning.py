"""People's own phones in the browser: joining, the two characters, answering, as people press."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from browsing import Cart, Chromium
from provesafe.adapters.web import DEMO_PIN

__all__ = ["LOOKERS", "Phones", "authority_of"]

LOOKERS = ("Basil", "Farid", "Cleo")


def authority_of(cart: Cart) -> bytes:
    """The certificate of the set's authority, as the plain way hands it out."""
    with urllib.request.urlopen(f"{cart.base}/own/trust/authority.crt", timeout=10) as answer:
        certificate: bytes = answer.read()
    return certificate


@dataclass(slots=True)
class Phones:
    """The own phones of a day."""

    cart: Cart
    chromium: Chromium
    """One that trusts the set."""
    pages: dict[str, Page] = field(default_factory=dict)

    def join(self, *names: str) -> None:
        """Have people join, each let in by whoever joined first."""
        for name in names:
            first = next(iter(self.pages.values()), None)
            page = self.chromium.device("phone")
            page.goto(f"{self.cart.encrypted}/own")
            self.let_in(page, name, first)
            self.pages[name] = page

    def let_in(self, page: Page, name: str, voucher: Page | None) -> None:
        """Join on a page that is open."""
        page.get_by_role("button", name=f"{name},").click()
        page.get_by_label("PIN").fill(DEMO_PIN)
        page.get_by_role("button", name="This is my phone").click()
        if voucher is not None:
            voucher.get_by_role("button", name="let it in").click()
        expect(page.locator("#whose")).to_have_text(f"{name}’s phone")
        expect(page.get_by_text("Everything you pressed is at the cart.")).to_be_visible()

    def show(self, giver: str = "Ada") -> str:
        """The giver enters the showing; the two characters on their phone."""
        ada = self.pages[giver]
        ada.get_by_role("button", name="I showed it").first.click()
        expect(ada.get_by_text("Not yet answered: Basil, Farid, Cleo")).to_be_visible()
        return str(ada.locator(".mark").inner_text())

    def ready(self) -> Page:
        """Everybody has answered, and nothing is open for Cleo; the giver's phone."""
        self.join("Ada", *LOOKERS)
        here = self.show()
        for name in LOOKERS:
            self.answer(name, here)
        ada = self.pages["Ada"]
        ada.get_by_role("button", name="may Cleo have it").click()
        expect(ada.get_by_text("Nothing open. Ada decides.")).to_be_visible()
        return ada

    def answer(self, name: str, here: str, words: str = "I saw it") -> None:
        """Somebody reads the two characters and answers."""
        page = self.pages[name]
        page.get_by_label("two characters").fill(here.lower())
        page.get_by_role("button", name="I am here").click()
        page.get_by_role("button", name=words).click()
        expect(page.get_by_label("two characters")).to_have_count(0)
        expect(page.get_by_role("button", name=words)).to_have_count(0)
