"""Sending forms as a page would, and reading what came of it, without a browser."""

from __future__ import annotations

import html
import re
import urllib.parse
from dataclasses import dataclass
from html.parser import HTMLParser

from playwright.sync_api import Page

from browsing import Cart, Chromium, fetched

__all__ = ["Person", "Press", "presses"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A form of a page: where it goes, what it holds, what its button says."""

    action: str
    fields: tuple[tuple[str, str], ...]
    said: str
    inputs: frozenset[str]
    """What is to be filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a badge, on a device of their own."""

    cart: Cart
    cookies: str

    @classmethod
    def of(cls, cart: Cart, chromium: Chromium, name: str) -> Person:
        """Take a device in hand with a demo badge."""
        page = chromium.device("phone")
        page.goto(f"{cart.base}/badge?next=/tasks")
        page.get_by_role("button", name=f"{name},").click()
        found = cls(cart=cart, cookies=cookies_of(page))
        page.context.close()
        return found

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return fetched(f"{self.cart.base}{path}", cookies=self.cookies)

    def send(
        self, path: str, fields: dict[str, str] | list[tuple[str, str]], **headers: str
    ) -> tuple[int, str]:
        """Send a form."""
        data = urllib.parse.urlencode(fields).encode()
        sent = {"Origin": self.cart.base, **headers}
        return fetched(f"{self.cart.base}{path}", cookies=self.cookies, data=data, **sent)

    def press(self, path: str, said: str, **filled: str) -> tuple[int, str]:
        """Press a button of a page by what it says, with what was filled in before."""
        _, text = self.get(path)
        found = [one for one in presses(text) if said in one.said]
        assert found, (path, said, [one.said for one in presses(text)])
        fields = [(name, value) for name, value in found[0].fields if name not in filled]
        return self.send(found[0].action, [*fields, *filled.items()])

    def log(self) -> str:
        """The day's log, as plain text."""
        return html.unescape(re.sub(r"<[^>]+>", " ", self.get("/log")[1]))


def cookies_of(page: Page) -> str:
    """A device's cookies, as a request sends them."""
    return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


def presses(text: str) -> list[Press]:
    """Every form of a page, one for each button in it."""
    reader = _Forms()
    reader.feed(text)
    return reader.found


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Press] = []
        self._action = ""
        self._fields: list[tuple[str, str]] = []
        self._inputs: set[str] = set()
        self._button: list[tuple[str, str]] | None = None
        self._said = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action, self._fields, self._inputs = given.get("action", ""), [], set()
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given["name"]
            self._inputs.add(given["name"])
        elif tag == "option" and "selected" in given:
            self._fields.append((self._select, given.get("value", "")))
        elif tag == "textarea":
            self._inputs.add(given["name"])
        elif tag in ("button", "summary"):
            self._said = ""
            self._button = [(given["name"], given.get("value", ""))] if "name" in given else []

    def _input(self, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if given.get("type") == "hidden":
            self._fields.append((name, given.get("value", "")))
            return
        self._inputs.add(name)
        ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
        if ticked and given.get("value"):
            self._fields.append((name, given["value"]))

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "summary" and self._action:
            self._summary = self._said
        if tag == "button" and self._button is not None:
            said = " ".join(f"{getattr(self, '_summary', '')} {self._said}".split())
            self._summary = ""
            self.found.append(
                Press(
                    action=self._action,
                    fields=(*self._fields, *self._button),
                    said=said,
                    inputs=frozenset(self._inputs),
                )
            )
        if tag in ("button", "summary"):
            self._button = None
