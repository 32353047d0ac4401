"""A real server and a real browser, for tests and for looking at screens.

    with served(demo=True) as cart, browser() as chromium:
        ada = chromium.device("laptop")
        ada.goto(cart.laptop)

The server is the program itself, in a process of its own; the browser is the system's Chromium,
driven by Playwright. Where either is missing a test fails in one line.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

__all__ = [
    "CART_NAME",
    "SIZES",
    "Cart",
    "Chromium",
    "barriers",
    "browser",
    "filming",
    "served",
    "started",
    "trusting",
]

ROOT = Path(__file__).parent.parent
AXE = ROOT / "tests" / "browser" / "vendor" / "axe-4.14.1.min.js"
READY_SECONDS = 40.0
CART_NAME = "dry-creek.local"
"""How a browser that films knows the cart; a plain page under it is no secure one."""
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "laptop": (1440, 900), "narrow": (320, 640)}

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(slots=True, kw_only=True)
class Cart:
    """A server that runs."""

    process: subprocess.Popen[str]
    folder: Path
    base: str
    laptop: str
    crew: str
    port: int
    encrypted: str
    """The encrypted way, `https://…`; empty where there is none."""
    ready_seconds: float
    errors: Path
    """What it wrote beside its answers."""

    def stop(self, *, hard: bool = False) -> float:
        """End it, with SIGTERM or without a word; the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
        self.process.wait(timeout=15)
        return time.monotonic() - began


@contextmanager
def served(
    folder: Path | None = None, *, port: int = 0, tls: bool = False, minute: int = 60_000
) -> Iterator[Cart]:
    """A demo being served from a folder; a new one that is thrown away where none is given."""
    with tempfile.TemporaryDirectory() as made:
        tls_port = 0 if tls else None
        cart = started(folder or Path(made) / "day", port=port, tls_port=tls_port, minute=minute)
        try:
            yield cart
        finally:
            if cart.process.poll() is None:
                cart.stop()


def started(
    folder: Path, *, port: int = 0, tls_port: int | None = None, minute: int = 60_000
) -> Cart:
    """Start a server on a demo in a folder and wait until its pages can be opened.

    Args:
        folder: a new one, or one of before.
        port: of the plain way; 0 for any.
        tls_port: of the encrypted way; none where it is left out.
        minute: how many milliseconds two phones have to sign; the program's own where left out.
    """
    began = time.monotonic()
    ways = [f"--port={port}", *([] if tls_port is None else ["--tls", f"--tls-port={tls_port}"])]
    program = [str(Path(sys.executable).with_name("provesafe"))]
    if minute != 60_000:
        program = [sys.executable, str(ROOT / "tests" / "hurried.py"), str(minute)]
    said, errors = (folder.with_suffix(ending) for ending in (".out", ".err"))
    with said.open("w") as out, errors.open("a") as err:
        process = subprocess.Popen(
            [*program, "serve", str(folder), "--demo", *ways, "--host=127.0.0.1"],
            stdout=out,
            stderr=err,
            text=True,
            env={**os.environ, "TZ": "America/Denver"},
        )
    while "\nguests" not in (text := said.read_text()):
        if process.poll() is not None or time.monotonic() - began > READY_SECONDS:
            process.kill()
            process.wait()
            raise AssertionError(f"the server did not start: {text}{errors.read_text()}")
        time.sleep(0.02)
    links = dict(re.findall(r"^(\w[\w, ]*?) +(https?://\S+)$", text, re.MULTILINE))
    base = links["this laptop"].partition("/laptop/")[0]
    return Cart(
        process=process,
        folder=folder,
        base=base,
        laptop=links["this laptop"],
        crew=links["crew, the list"],
        port=int(base.rpartition(":")[2]),
        encrypted=links.get("own phones", "").removesuffix("/own"),
        ready_seconds=time.monotonic() - began,
        errors=errors,
    )


@dataclass(slots=True, kw_only=True)
class Chromium:
    """The browser; each device has cookies of its own."""

    driver: Playwright
    browser: Browser
    faults: list[str] = field(default_factory=list)
    """What the browser's console said that it should not have."""

    def device(self, size: str = "phone", **options: Any) -> Page:
        """A page on a device of its own."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, has_touch=size != "laptop", **options
        )
        return self.page(context)

    def laptop(self, cart: Cart, name: str, *, seconds: float = 15) -> Page:
        """The laptop, with somebody's badge in use on it; it shows their cart."""
        page = self.device("laptop")
        page.set_default_timeout(1_000 * seconds)
        page.goto(cart.laptop)
        page.goto(f"{cart.base}/badge?next=/cart")
        page.get_by_role("button", name=name).click()
        page.wait_for_url(f"{cart.base}/cart")
        return page

    def page(self, context: BrowserContext) -> Page:
        """Another page of a device."""
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console",
            lambda said: self.faults.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page


def barriers(page: Page) -> list[str]:
    """What axe finds serious on a page, AAA included: the rule and where."""
    # The bar that stays in view would cover what is measured where the page was scrolled to.
    page.evaluate("document.querySelector('.stop-bar').style.position = 'static'")
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE.read_text()})
    found: list[str] = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag2aaa','wcag21aa','wcag22aa']})"
        ".then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
        ".map(v => v.id + ': ' + v.nodes[0].html.slice(0, 120)))"
    )
    return found


@contextmanager
def browser() -> Iterator[Chromium]:
    """The system's Chromium."""
    with sync_playwright() as driver:
        chromium = _launched(driver)
        try:
            yield chromium
        finally:
            chromium.browser.close()


@contextmanager
def trusting(certificate: bytes, *, beside: Chromium) -> Iterator[Chromium]:
    """One that was told to trust an authority, as people are told to.

    Args:
        certificate: of the authority, in DER.
        beside: another one that runs, for there is one driver in a process.
    """
    with tempfile.TemporaryDirectory() as home:
        _trust(Path(home), certificate)
        chromium = _launched(beside.driver, HOME=home)
        try:
            yield chromium
        finally:
            chromium.browser.close()


@contextmanager
def filming(film: Path, *, beside: Chromium) -> Iterator[Chromium]:
    """One whose camera sees a film, over and over, and which knows the cart by a name.

    Args:
        film: a file of `pictures.y4m`.
        beside: another one that runs.
    """
    camera = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    named = f"--host-resolver-rules=MAP {CART_NAME} 127.0.0.1"
    chromium = _launched(beside.driver, *camera, named)
    try:
        yield chromium
    finally:
        chromium.browser.close()


def _launched(driver: Playwright, *flags: str, **env: str) -> Chromium:
    found = next(
        (
            path
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (path := shutil.which(name))
        ),
        None,
    )
    if found is None:
        raise AssertionError("no Chromium on this machine: install the package `chromium`")
    made = driver.chromium.launch(
        executable_path=found, args=[*FLAGS, *flags], env={**os.environ, **env}
    )
    return Chromium(driver=driver, browser=made)


def _trust(home: Path, certificate: bytes) -> None:
    """Have a browser with this home trust an authority."""
    if shutil.which("certutil") is None:
        raise AssertionError("no certutil on this machine: install the package `libnss3-tools`")
    place = home / ".pki" / "nssdb"
    place.mkdir(parents=True)
    (home / "set.crt").write_bytes(certificate)
    for what in (
        ("-N", "--empty-password"),
        ("-A", "-t", "C,,", "-n", "set", "-i", str(home / "set.crt")),
    ):
        subprocess.run(("certutil", "-d", f"sql:{place}", *what), check=True)


def fetched(
    address: str, *, cookies: str = "", data: bytes | None = None, **headers: str
) -> tuple[int, str]:
    """One request without a browser: status and text; redirections are followed."""
    request = urllib.request.Request(address, data=data, headers={"Cookie": cookies, **headers})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
