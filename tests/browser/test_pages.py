"""Every page: for whom, in which way, at which size, with which words; what guests never see."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browsing import Cart, Chromium, fetched, served, started
from tidy.words import CHARTER, SCREEN

OPEN_PAGES = ("/look", "/scan", "/stop", "/viewers", "/badge", "/concern", "/down")
CREW_PAGES = ("/", "/log", "/rule/custody/giver-has-it")
LAPTOP_PAGES = ("/badges", "/join")
BADGE_PAGES = (
    "/cart",
    "/acts",
    "/meeting",
    "/weapon/colt-2",
    "/weapon/rifle-1",
    "/enter/load?weapon=colt-2",
    "/enter/open_store",
    "/enter/enrol",
    "/enter/hold_meeting",
    "/enter/permit",
)
EVIL = "<img src=x onerror=\"document.title='caught'\"><script>document.title='caught'</script>"


@pytest.fixture(scope="module")
def ada(cart: Cart, chromium: Chromium) -> Iterator[Page]:
    """A laptop on which Ada's badge is in use."""
    page = chromium.laptop(cart, "Ada")
    yield page
    page.context.close()


def _cookies(page: Page) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


def _send(
    page: Page, cart: Cart, path: str, fields: dict[str, str], **headers: str
) -> tuple[int, str]:
    """Send a form as a script would."""
    data = urllib.parse.urlencode(fields).encode()
    sent = {"Origin": cart.base, **headers}
    return fetched(f"{cart.base}{path}", cookies=_cookies(page), data=data, **sent)


def test_every_page_says_set_words_only(cart: Cart, ada: Page) -> None:
    """No page has a word of the workshop, a word of the charter, or *safe* as a state."""
    for path in (*OPEN_PAGES, *CREW_PAGES, *LAPTOP_PAGES, *BADGE_PAGES):
        ada.goto(cart.base + path)
        said = ada.locator("body").inner_text()
        # The trade's own point of a check keeps its name; `right to refuse` is an agenda's.
        found = [one.group() for one in SCREEN.finditer(said)]
        assert not found, (path, found)
        assert not CHARTER.search(said), path
        assert "demo" in said.lower(), path


def test_text_twice_as_large_still_fits(cart: Cart, chromium: Chromium) -> None:
    """At twice the text size on a phone, the look-up and STOP stay whole and in reach."""
    phone = chromium.device("phone")
    for path in ("/look", "/stop"):
        phone.goto(cart.base + path)
        phone.evaluate("document.documentElement.style.setProperty('font-size', '250%')")
        stop = phone.get_by_role("button", name="SHOUT STOP")
        assert stop.is_visible()
        assert phone.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    phone.context.close()


def test_contents_are_told_apart_without_colour(cart: Cart, ada: Page) -> None:
    """In greyscale the list still has a word, a sign and a border of its own for each contents."""
    ada.goto(cart.base)
    shapes = ada.evaluate(
        "[...document.querySelectorAll('.contents')].map(c => [c.innerText.split(' ')[0],"
        " c.querySelector('svg').innerHTML, getComputedStyle(c).borderStyle])"
    )
    by_word = {word: (sign, border) for word, sign, border in shapes}
    assert len(set(by_word.values())) == len(by_word) >= 3


def test_a_guest_reads_contents_and_may_stop(cart: Cart, chromium: Chromium) -> None:
    """A guest's page has contents and STOP, and no holder, place, make, serial or name."""
    guest = chromium.device("phone")
    guest.goto(cart.base)
    guest.wait_for_url(f"{cart.base}/look")
    text = guest.content()
    for word in ("Ada", "locker", "cart,", "DC-1002", "revolver", "colt-2", "12A"):
        assert word not in text, word
    assert "UNKNOWN" in guest.inner_text("main")
    for path in (*CREW_PAGES, *BADGE_PAGES):
        guest.goto(cart.base + path)
        assert "Ada has it" not in guest.content(), path
        assert "DC-1002" not in guest.content(), path
    stream = guest.evaluate(
        "fetch('/live?list=1').then(async r => {const d = r.body.getReader(); let t = '';"
        " for (let i = 0; i < 2; i++) t += new TextDecoder().decode((await d.read()).value);"
        " d.cancel(); return t})"
    )
    assert "event: changed" in stream
    assert "Ada" not in stream
    guest.context.close()


def test_look_up_and_stop_need_no_script(chromium: Chromium) -> None:
    """Without a script a guest reads contents and stops in one press; the list then says so."""
    with served() as day:
        phone = chromium.device("phone", java_script_enabled=False)
        phone.goto(f"{day.base}/look")
        assert "DUMMIES 6" in phone.inner_text("main")
        assert re.search(r"as of \d\d:\d\d", phone.inner_text("header"))
        assert phone.locator("noscript meta[http-equiv=refresh]").count() == 1
        phone.get_by_role("button", name="SHOUT STOP").click()
        assert "Called at" in phone.inner_text("main")
        assert "How work goes on" in phone.inner_text("main")
        status, text = fetched(f"{day.base}/look")
        assert (status, "STOP" in text) == (200, True)
        # Tapped by ten fingers, it is one STOP.
        for _ in range(3):
            fetched(f"{day.base}/stop", data=b"", Origin="http://elsewhere.example")
        phone.goto(f"{day.base}/stop")
        assert phone.inner_text("main").count("Called at") == 1
        phone.context.close()


def test_keys_alone_are_enough(cart: Cart, chromium: Chromium) -> None:
    """With the keyboard alone the focus is seen, goes to every control, and STOP can be pressed."""
    page = chromium.device("laptop")
    page.goto(f"{cart.base}/look")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        if "SHOUT STOP" in seen[-1]:
            break
        assert outline != "0px", seen
    assert "SHOUT STOP" in seen[-1]
    page.context.close()


def test_pages_are_for_those_they_are_for(cart: Cart, chromium: Chromium, ada: Page) -> None:
    """Without a badge nothing is entered; badges are made at the laptop only; forms are our own."""
    guest = chromium.device("phone")
    guest.goto(f"{cart.base}/look")
    for path in ("/weapon/colt-2/show", "/weapon/colt-2/gave", "/enter/load"):
        status, text = _send(guest, cart, path, {"to": "x"})
        assert (status, "nothing was entered" in text.lower()) == (403, True), path
    for path in ("/badges/give", "/badges/pin", "/badges/end"):
        assert _send(guest, cart, path, {"person": "ada"})[0] == 403, path
    assert fetched(f"{cart.base}/badges")[0] == 403
    foreign = _send(ada, cart, "/weapon/rifle-1/back", {}, Origin="http://elsewhere.example")
    assert foreign[0] == 400
    assert fetched(f"{cart.base}/look", Host="elsewhere.example")[0] == 421
    for path in (*OPEN_PAGES, "/", "/cart", "/acts"):
        if path in ("/stop", "/scan", "/badge", "/concern", "/down"):
            continue
        assert _send(ada, cart, path, {})[0] == 405, path
    for path in ("/leave", "/badges/give", "/viewers/answer", "/weapon/colt-2/show"):
        assert fetched(cart.base + path, cookies=_cookies(ada))[0] == 405, path
    guest.context.close()


def test_a_form_sent_twice_is_entered_once(cart: Cart, ada: Page) -> None:
    """The same form sent again leads to the same page, and nothing more is entered."""
    fields = {"once": "the-same", "weapon": "rifle-1", "by": "ada", "how": "report"}
    first = _send(ada, cart, "/enter/lose_sight", fields)
    ada.goto(f"{cart.base}/log")
    count = ada.inner_text("main").count("rifle-1 was out of sight")
    assert _send(ada, cart, "/enter/lose_sight", fields)[0] == first[0] == 200
    ada.goto(f"{cart.base}/log")
    assert ada.inner_text("main").count("rifle-1 was out of sight") == count == 1


def test_an_old_page_enters_nothing_it_asks_for(cart: Cart, ada: Page) -> None:
    """What is shown or asked from a page that is no longer true is told so and not entered."""
    stale = {"seen": "1", "contents": "empty", "to": "basil", "means": "looked"}
    status, text = _send(ada, cart, "/weapon/rifle-1/show", stale)
    assert (status, "Look again" in text) == (409, True)
    assert _send(ada, cart, "/weapon/colt-2/ask", {"seen": "1", "to": "cleo"})[0] == 409
    assert _send(ada, cart, "/viewers/answer", {"token": "gone", "what": "saw it"})[0] == 409


def test_what_people_type_is_never_markup(cart: Cart, ada: Page, chromium: Chromium) -> None:
    """A script typed into any field is shown as text on every page, and runs on none."""
    for act, fields in {
        "tell": {"weapon": "rifle-1", "by": "ada", "to": "cleo", "words": EVIL},
        "decline": {"weapon": "rifle-1", "by": "cleo", "words": EVIL},
        "put_down": {"weapon": "rifle-1", "by": "ada", "place": EVIL[:40].replace('"', "'")},
        "raise_concern": {"concern": "c-1", "words": EVIL},
        "log_cause": {"weapon": "rifle-1", "by": "ada", "words": EVIL},
        "misfire": {"weapon": "<b>x</b>", "by": "ada", "kind": "misfire"},
    }.items():
        assert _send(ada, cart, f"/enter/{act}", {**fields, "how": "report"})[0] < 500, act
    _send(ada, cart, "/meeting", {"meeting": "<script>1</script>", "roll": "x"})
    for path in (
        "/",
        "/log",
        "/cart",
        "/weapon/rifle-1",
        "/acts",
        f"/look?tag={urllib.parse.quote(EVIL)}",
    ):
        ada.goto(cart.base + path)
        assert ada.title() != "caught"
        assert "<script>document" not in ada.content().replace("&lt;", "")
        assert ada.locator("img[src=x]").count() == 0
    ada.goto(f"{cart.base}/badge?next=//elsewhere.example/cart")
    assert "elsewhere" not in ada.content()
    headers = ada.request.get(f"{cart.base}/look").headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_a_form_has_limits(cart: Cart, ada: Page) -> None:
    """More than a form holds is not taken, whatever it says."""
    status, _ = _send(ada, cart, "/enter/tell", {"words": "x" * 70_000})
    assert status == 400
    data = "&".join(f"f{n}=1" for n in range(700)).encode()
    assert (
        fetched(f"{cart.base}/enter/tell", cookies=_cookies(ada), data=data, Origin=cart.base)[0]
        == 400
    )


def test_a_pin_is_asked_for_and_guessing_ends(chromium: Chromium) -> None:
    """The locker opens with the PIN; wrong ones are counted, also across a restart."""
    with served() as day:
        ada = chromium.device("phone")
        ada.goto(f"{day.base}/badge?next=/cart")
        ada.get_by_role("button", name="Ada").click()
        fields = {"place": "locker", "by": "ada", "how": "report"}
        status, text = _send(
            ada, day, "/enter/open_store", {**fields, "pin": "000000", "once": "a"}
        )
        assert (status, "Entered" in text) == (200, True)
        for turn in range(5):
            text = _send(ada, day, "/enter/open_store", {**fields, "pin": f"11111{turn}"})[1]
            assert "not the PIN" in text, turn
        assert (
            "wait" in _send(ada, day, "/enter/open_store", {**fields, "pin": "000000"})[1].lower()
        )
        day.stop()
        again = started(day.folder, port=day.port)
        try:
            text = _send(ada, day, "/enter/open_store", {**fields, "pin": "000000"})[1]
            assert "wait" in text.lower()
        finally:
            again.stop()
        ada.context.close()


def test_a_page_that_hears_nothing_says_unknown(chromium: Chromium) -> None:
    """Six seconds after the cart is gone the list says UNKNOWN, and no old contents stay."""
    with served() as day:
        wall = chromium.device("laptop")
        wall.goto(day.laptop)
        expect(wall.get_by_text("DUMMIES 6")).to_be_visible()
        day.stop(hard=True)
        expect(wall.get_by_text("UNKNOWN – treat as loaded").first).to_be_visible(timeout=9_000)
        text = wall.inner_text("main")
        assert "DUMMIES" not in text
        assert "Ada has it" not in text
        wall.context.close()
    chromium.faults.clear()


def test_it_stops_at_once_with_pages_open(chromium: Chromium) -> None:
    """SIGTERM ends the server within three seconds with pages listening, and closes the record."""
    with served() as day:
        pages = [chromium.device("phone") for _ in range(3)]
        for page in pages:
            page.goto(day.crew)
            expect(page.get_by_role("heading", name="The list")).to_be_visible()
        assert day.stop() < 3
        assert day.process.returncode == 0
        for page in pages:
            page.context.close()
    chromium.faults.clear()
