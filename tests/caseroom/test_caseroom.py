"""The case room: what each page shows, for whom, in which words; every look is noted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browsing import AXE, SIZES, Chromium, fetched
from provesafe.adapters.web.caseroom import Views, ViewsChangedError
from provesafe.casefile import wording_problems
from tidy.words import CHARTER, SCREEN

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("provesafe")
PAGES = (
    "/",
    "/sources",
    "/source/S1",
    "/source/S2",
    "/stage",
    "/accounts",
    "/differences",
    "/timeline",
    "/duties",
    "/people",
    "/gaps",
    "/report",
    "/views",
)


@dataclass(slots=True, kw_only=True)
class Opened:
    """A case room that is open."""

    folder: Path
    base: str
    link: str


def _run(*arguments: str | Path) -> None:
    subprocess.run(
        [PROGRAM, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, "PROVESAFE_PASSPHRASE": ""},
    )


@contextmanager
def opened(folder: Path) -> Iterator[Opened]:
    """The room of a case, as the program serves it."""
    out = folder.parent / "room.out"
    with out.open("w") as said:
        process = subprocess.Popen(
            [PROGRAM, "case", "open", folder, "--by=Hana", "--port=0"],
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        began = time.monotonic()
        while not (found := re.search(r"(http://\S+)/open/\S+", text := out.read_text())):
            assert process.poll() is None, text
            assert time.monotonic() - began < 40, text
            time.sleep(0.05)
        while fetched(found[1])[0] == 0:
            time.sleep(0.05)
        yield Opened(folder=folder, base=found[1], link=found[0])
    finally:
        process.terminate()
        process.wait(timeout=15)


@pytest.fixture(scope="module")
def room() -> Iterator[Opened]:
    """A case with the invented article, some of it gone through, and the record of a day."""
    with tempfile.TemporaryDirectory() as made:
        day, folder = Path(made) / "day", Path(made) / "case"
        subprocess.run(
            [PROGRAM, "rehearse", ROOT / "examples/minute/afterwards.toml", "--into", day],
            check=False,
            capture_output=True,
        )
        article = ROOT / "examples/case/article.txt"
        _run("case", "new", folder, article, day, "--by=Hana", "--training")
        waiting = subprocess.run(
            [PROGRAM, "case", "stage", folder], check=True, capture_output=True, text=True
        ).stdout
        lines = re.findall(r"^(S1\.\w+) ", waiting, re.MULTILINE)
        _run("case", "accept", folder, *lines[:-4], "--by=Hana")
        with opened(folder) as running:
            yield running


@pytest.fixture(scope="module")
def desk(room: Opened, chromium: Chromium) -> Iterator[Page]:
    """A laptop that came by the room's link."""
    page = chromium.device("laptop")
    page.goto(room.link)
    yield page
    page.context.close()


def _outside_marks(text: str) -> str:
    """The text without other people's words: what stands between quotation marks or is raw."""
    return re.sub(r"“[^”]*”", "", text)


def test_only_the_device_with_the_link_sees_anything(room: Opened, desk: Page) -> None:
    """Without the cookie every page is closed and says nothing of the case; wrong links too."""
    for path in (*PAGES, "/report.pdf", "/line/S1.C1"):
        status, text = fetched(room.base + path)
        assert status == 403, path
        assert "S1" not in text
    assert fetched(f"{room.base}/open/guessed")[0] == 403
    assert fetched(f"{room.base}/", Host="elsewhere.example")[0] == 421
    assert desk.goto(room.base).status == 200


def test_every_page_stands_and_says_purpose_and_as_of(room: Opened, desk: Page) -> None:
    """Each page has its heading, the purpose and *as of*, the mark, and no word that weighs."""
    for path in PAGES:
        desk.goto(room.base + path)
        said = desk.inner_text("body")
        assert desk.locator("h1").count() == 1, path
        assert "makes no finding on responsibility" in said, path
        assert re.search(r"as of \d{4}-\d\d-\d\d \d\d:\d\d", said), path
        assert "TRAINING" in said.upper(), path
        if not path.startswith("/source/S1"):
            plain = _outside_marks(desk.inner_text("main"))
            plain = re.sub(r"(?m)^S1\.\w+ .*$", "", plain) if path == "/stage" else plain
            assert not CHARTER.search(plain), path
            assert [one.text for one in wording_problems(plain)] == [], path
        frame = desk.inner_text("nav") + desk.inner_text("footer") + desk.inner_text("h1")
        assert not SCREEN.search(frame), path


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_the_room_can_be_used_by_everyone(room: Opened, desk: Page, size: str) -> None:
    """Axe finds nothing serious on any page, AAA included, and no page scrolls sideways."""
    width, height = SIZES[size]
    desk.set_viewport_size({"width": width, "height": height})
    for path in PAGES:
        desk.goto(room.base + path)
        desk.context.new_cdp_session(desk).send("Runtime.evaluate", {"expression": AXE.read_text()})
        found = desk.evaluate(
            "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag2aaa','wcag21aa','wcag22aa']})"
            ".then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
            ".map(v => v.id + ': ' + v.nodes[0].html.slice(0, 160)))"
        )
        assert not found, (path, found)
        assert desk.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
    desk.set_viewport_size({"width": 1440, "height": 900})


def test_a_source_stands_whole_with_what_rests_on_it(room: Opened, desk: Page) -> None:
    """Every character of the article is there in order; a place that is asked for is marked."""
    article = (ROOT / "examples/case/article.txt").read_text("utf-8")
    desk.goto(f"{room.base}/source/S1")
    shown = desk.evaluate(
        "[...document.querySelectorAll('.raw')].map(raw => {const c = raw.cloneNode(true);"
        "c.querySelectorAll('.tag-line, .why').forEach(x => x.remove()); return c.textContent})[0]"
    )
    assert shown == article
    assert desk.locator("mark").count() > 20
    desk.goto(f"{room.base}/accounts")
    link = desk.locator(".refs a").first
    where = link.get_attribute("href") or ""
    link.click()
    desk.wait_for_url(f"{room.base}{where}")
    first, last = (int(one) for one in re.findall(r"=(\d+)-(\d+)", where)[0])
    pointed = desk.evaluate("[...document.querySelectorAll('mark.at')].map(m => m.textContent)")
    assert "".join(pointed) == article[first:last]


def test_lines_are_accepted_corrected_and_dropped_by_name(room: Opened, desk: Page) -> None:
    """Each press is one decision under the investigator's name; what is done waits no more."""
    desk.goto(f"{room.base}/stage")
    waiting = desk.locator("article.card")
    count, first = waiting.count(), waiting.first.get_attribute("id") or ""
    assert count == 4
    desk.get_by_role("button", name=f"Accept {first}").click()
    assert f"{first}: accepted, by Hana" in desk.inner_text("[role=status]")
    second = desk.locator("article.card").first.get_attribute("id") or ""
    desk.get_by_role("button", name=f"Drop {second}").click()
    third = desk.locator("article.card").first.get_attribute("id") or ""
    desk.get_by_role("link", name=f"Correct {third}").click()
    assert third in desk.inner_text("h1")
    field = desk.locator("input[name^=set-]").first
    field.fill("2026-03-02")
    desk.get_by_label("Why").fill("as the call sheet has it")
    desk.get_by_role("button", name="Take it over so").click()
    desk.wait_for_load_state()
    listed = subprocess.run(
        [PROGRAM, "case", "stage", room.folder, "--all"], check=True, capture_output=True, text=True
    ).stdout
    assert re.search(rf"^{re.escape(first)} +accepted", listed, re.MULTILINE)
    assert re.search(rf"^{re.escape(second)} +dropped", listed, re.MULTILINE)


def test_two_texts_stand_side_by_side(room: Opened, desk: Page) -> None:
    """Each difference has its texts beside each other, each leading to its place; none is right."""
    desk.goto(f"{room.base}/differences")
    cards = desk.locator("section.card")
    for number in range(cards.count()):
        sides = cards.nth(number).locator(".side")
        assert sides.count() >= 2
        assert sides.first.locator("a").count() >= 1
        words = [one.partition("\n")[0] for one in sides.all_inner_texts()]
        assert len(set(words)) == len(words), "no text stands there twice"
    assert cards.count() or "No rule puts any two lines side by side" in desk.inner_text("main")


def test_observers_orders_and_conditions_are_on_the_pages(room: Opened, desk: Page) -> None:
    """Accounts say how many observers stand behind a slot; the timeline orders and what stood."""
    desk.goto(f"{room.base}/accounts")
    held = desk.locator("table", has=desk.get_by_text("Lines by observer"))
    assert held.locator("tbody tr").count() > 3
    assert "one source" in held.inner_text()
    desk.goto(f"{room.base}/timeline")
    orders = desk.locator("table", has=desk.get_by_text("Order not recorded"))
    events = desk.locator("table", has=desk.get_by_text("By all lines together"))
    assert orders.locator("tbody tr").count() == events.locator("tbody tr").count() > 10
    stood = desk.locator("table", has=desk.get_by_text("What stood"))
    assert "UNKNOWN (treat as loaded)" in stood.inner_text()
    stood.locator(".refs a").first.click()
    desk.wait_for_url(f"{room.base}/source/S2#e*")


def test_each_cell_of_the_matrix_opens_what_it_rests_on(room: Opened, desk: Page) -> None:
    """A cell says its kind, opens the words behind it, and leads to the entry itself."""
    desk.goto(f"{room.base}/duties")
    cells = desk.locator("details")
    assert cells.count() > 10
    assert desk.locator("thead th").count() == 8
    last = desk.locator("thead th").last.bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= 1440, "all columns stand on a desk's screen"
    first = cells.first
    first.locator("summary").click()
    link = first.locator("a").first
    assert link.is_visible()
    where = link.get_attribute("href") or ""
    link.click()
    desk.wait_for_url(f"{room.base}{where}")
    assert desk.locator(f"#{where.partition('#')[2]}").count() == 1


def test_every_look_is_noted_before_it_is_shown(room: Opened, desk: Page) -> None:
    """The list of looks names each page and who; altered, it no longer hangs together."""
    desk.goto(f"{room.base}/gaps")
    desk.goto(f"{room.base}/views")
    assert "/gaps" in desk.inner_text("main")
    looks = Views(room.folder).listed()
    assert {by for _, by, _ in looks} == {"Hana"}
    assert [page for _, _, page in looks][-2:] == ["/gaps", "/views"]
    raw = (room.folder / "views.jsonl").read_bytes()
    other = room.folder.parent / "altered"
    other.mkdir()
    lines = raw.splitlines(keepends=True)
    (other / "views.jsonl").write_bytes(b"".join([*lines[:3], *lines[4:]]))
    with pytest.raises(ViewsChangedError):
        Views(other)


def test_nothing_is_decided_from_elsewhere(room: Opened, desk: Page) -> None:
    """A form from another site is not taken, and a look at a page changes nothing."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in desk.context.cookies())
    before = (room.folder / "history.jsonl").read_bytes()
    status, _ = fetched(
        f"{room.base}/stage",
        cookies=cookies,
        data=b"line=all&what=accept",
        Origin="http://elsewhere.example",
    )
    assert status == 400
    for path in PAGES:
        fetched(room.base + path, cookies=cookies)
    assert (room.folder / "history.jsonl").read_bytes() == before
