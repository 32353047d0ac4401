"""Scanning: by camera, out of a photo, by a scanner that types, by hand; where each leads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from browsing import CART_NAME, Cart, Chromium, barriers, fetched, filming
from pictures import Picture, beside, png, symbol, turned, y4m
from provesafe.adapters.print.sheets import TAG_ADDRESS
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.wiring import view_production
from provesafe.service import grouped, name_of, tags_of

NOTHING = "Nothing could be read"


@pytest.fixture(scope="module")
def tags(cart: Cart) -> dict[str, str]:
    """The code on each weapon's tag."""
    with view_production(cart.folder) as seen:
        return tags_of(seen)


@pytest.fixture(scope="module")
def basil(cart: Cart) -> str:
    """The code of Basil's badge."""
    with view_production(cart.folder) as seen, closing(Desk(cart.folder / DESK)) as desk:
        (code,) = [one.code for one in desk.badges() if name_of(seen, one.person) == "Basil"]
        return code


@pytest.fixture(scope="module")
def camera(
    chromium: Chromium, tags: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """A browser before whose camera somebody holds a tag, askew, after a moment of nothing."""
    film = tmp_path_factory.mktemp("film") / "tag.y4m"
    tag = symbol(f"{TAG_ADDRESS}{tags['colt-2']}", "QRCode", scale=5)
    film.write_bytes(y4m([np.zeros_like(tag), turned(tag, 17), turned(tag, 24)]))
    with filming(film, beside=chromium) as found:
        yield found


def _photo(page: Page, picture: Picture | bytes) -> None:
    """Take a photo, as a phone hands it to the page."""
    data = picture if isinstance(picture, bytes) else png(picture)
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Take a photo of it").click()
    chosen.value.set_files(FilePayload(name="photo.png", mimeType="image/png", buffer=data))


def _damaged(picture: Picture) -> Picture:
    """A piece of it gone, one side in the dark, and the grain of a small camera."""
    found = picture.astype(float)
    high, wide = found.shape
    found[high // 2 : high // 2 + high // 6, wide // 2 : wide // 2 + wide // 6] = 90
    found *= np.linspace(0.25, 1, wide)
    found += np.random.default_rng(7).normal(0, 20, found.shape)
    seen: Picture = np.clip(found, 0, 255).astype(np.uint8)
    return seen


def test_a_camera_reads_a_tag(cart: Cart, camera: Chromium, tags: dict[str, str]) -> None:
    """Held before the camera, a tag leads to what is in that weapon; then the camera is off."""
    page = camera.device("phone")
    fetched_paths: list[str] = []
    page.on("request", lambda one: fetched_paths.append(one.url.removeprefix(cart.base)))
    page.context.grant_permissions(["camera"])
    page.goto(f"{cart.base}/look")
    assert not [one for one in fetched_paths if "zxing" in one or "scan.js" in one]
    page.get_by_role("button", name="Scan by camera").click()
    page.wait_for_url(f"{cart.base}/look/{tags['colt-2']}")
    expect(page.locator(".looks .tag")).to_have_text(grouped(tags["colt-2"]))
    assert "/static/vendor/zxing-reader-3.1.4.wasm" in fetched_paths
    assert not camera.faults


def test_a_camera_is_closed(cart: Cart, camera: Chromium) -> None:
    """Closed by hand, and where a badge is asked for: a tag is said to be one, nobody is let in."""
    page = camera.device("phone")
    page.context.grant_permissions(["camera"])
    page.goto(f"{cart.base}/badge")
    page.evaluate(
        "() => { const all = navigator.mediaDevices, got = all.getUserMedia.bind(all);"
        "all.getUserMedia = async asked => window.got = await got(asked); }"
    )
    page.get_by_role("button", name="Scan by camera").click()
    page.get_by_role("button", name="Close the camera").click()
    assert page.evaluate("window.got.getTracks().map(one => one.readyState)") == ["ended"]
    page.get_by_role("button", name="Scan by camera").click()
    expect(page.get_by_role("alert")).to_contain_text("This is a weapon's tag")
    # The browser tells of the page's own 400; nothing else.
    assert len(camera.faults) <= 1
    camera.faults.clear()


def test_a_camera_that_is_refused(cart: Cart, camera: Chromium, tags: dict[str, str]) -> None:
    """Refused, or not offered on the plain way: it is said, and a photo does the same."""
    page = camera.device("phone")
    page.goto(f"{cart.base}/look")
    page.get_by_role("button", name="Scan by camera").click()
    expect(page.get_by_text("The camera is not open to this page")).to_be_visible()
    assert not camera.faults
    page.goto(f"http://{CART_NAME}:{cart.port}/look")
    assert not page.evaluate("window.isSecureContext")
    expect(page.get_by_role("button", name="Scan by camera")).to_be_hidden()
    _photo(page, symbol(tags["colt-2"], "DataMatrix"))
    page.wait_for_url(f"**/look/{tags['colt-2']}")
    # The browser tells that it passes over a header which asks for a secure page.
    assert all("Cross-Origin-Opener-Policy" in one for one in camera.faults)
    camera.faults.clear()


def test_photos_that_can_be_read(cart: Cart, chromium: Chromium, tags: dict[str, str]) -> None:
    """Askew, damaged, upside down, inverted, far away, twice the same: each leads to its weapon."""
    page = chromium.device("phone")
    address = f"{TAG_ADDRESS}{tags['colt-2']}"
    qr, datamatrix = symbol(address, "QRCode"), symbol(address, "DataMatrix")
    far = np.full((3000, 4000), 200, dtype=np.uint8)
    far[1300 : 1300 + qr.shape[0], 1700 : 1700 + qr.shape[1]] = qr
    inverted = np.pad(255 - qr, 40)
    for picture in (
        turned(qr, 33),
        turned(datamatrix, 12),
        _damaged(qr),
        qr[::-1, ::-1],
        inverted,
        far,
        beside(qr, datamatrix),
    ):
        page.goto(f"{cart.base}/look")
        _photo(page, np.ascontiguousarray(picture))
        page.wait_for_url(f"**/look/{tags['colt-2']}")
    assert not chromium.faults


def test_photos_that_cannot(cart: Cart, chromium: Chromium, tags: dict[str, str]) -> None:
    """Nothing in it, no picture, too large, somebody else's code: each is said in words."""
    page = chromium.device("phone")
    page.goto(f"{cart.base}/look")
    said = page.locator(".scan [role=status]")
    blank = np.full((300, 300), 255, dtype=np.uint8)
    half = symbol(f"{TAG_ADDRESS}{tags['colt-2']}", "QRCode")[:110]
    for picture, words in (
        (blank, NOTHING),
        (b"no picture at all", "This is no picture"),
        (symbol("https://example.org/menu", "QRCode"), "Neither a badge nor a tag: “https://exam"),
        (symbol("<b id=x>" * 30, "QRCode"), "Neither a badge nor a tag: “<b id=x>"),
        (half, NOTHING),
    ):
        _photo(page, picture)
        expect(said).to_contain_text(words)
        assert page.locator("#x").count() == 0
    page.evaluate("Object.defineProperty(File.prototype, 'size', {get: () => 5e7})")
    _photo(page, blank)
    expect(said).to_have_text("This picture is too large.")
    assert page.url == f"{cart.base}/look"
    chromium.faults.clear()


def test_two_codes_in_one_photo(cart: Cart, chromium: Chromium, tags: dict[str, str]) -> None:
    """Two tags in view: the page asks which one, and takes neither by itself."""
    page = chromium.device("phone")
    page.goto(f"{cart.base}/look")
    one, other = sorted(tags)[:2]
    both = beside(symbol(tags[one], "QRCode"), symbol(tags[other], "DataMatrix"))
    _photo(page, both)
    expect(page.get_by_text("Several codes were read")).to_be_visible()
    assert not barriers(page)
    page.get_by_role("button", name=grouped(tags[other])).click()
    page.wait_for_url(f"**/look/{tags[other]}")


def test_a_badge_out_of_a_photo(cart: Cart, chromium: Chromium, basil: str) -> None:
    """A badge leads to its person's pages; where a tag is asked for, it is said to be a badge."""
    page = chromium.device("phone")
    page.goto(f"{cart.base}/look")
    _photo(page, symbol(basil, "QRCode"))
    expect(page.get_by_role("alert")).to_contain_text("This is somebody's badge")
    page.goto(f"{cart.base}/scan")
    _photo(page, symbol(basil, "QRCode"))
    page.wait_for_url(f"{cart.base}/cart")
    assert not chromium.faults


def test_a_scanner_that_types(
    cart: Cart, chromium: Chromium, tags: dict[str, str], basil: str
) -> None:
    """Wherever the page stands, a typed code leads on, and its Enter presses no button."""
    page = chromium.device("laptop")
    page.goto(f"{cart.base}/badge")
    page.locator("h1").click()
    page.keyboard.type(f"{basil}\n")
    page.wait_for_url(f"{cart.base}/cart")
    page.locator("button.stop").focus()
    page.keyboard.type(f"{TAG_ADDRESS}{tags['rifle-1']}\n")
    page.wait_for_url(f"{cart.base}/weapon/rifle-1")
    page.goto(f"{cart.base}/scan")
    page.keyboard.type(f"{tags['rifle-1'][:-1]}?\n")
    expect(page.get_by_role("alert")).to_contain_text("not the code of a badge or a tag")
    assert "STOP</h2>" not in fetched(f"{cart.base}/look")[1]
    chromium.faults.clear()
