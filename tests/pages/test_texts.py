"""What is read on every page: nothing typed is markup, foreign forms enter nothing, set words."""

from __future__ import annotations

import io
import re
import urllib.parse
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from inside import Answer, Device, Inside
from pages.rows import ROWS, Row, address, answered
from pages.values import evil, value_of
from provesafe import custody
from provesafe.adapters.print import KINDS, last_day, print_sheet
from provesafe.adapters.saying import LANGUAGES
from provesafe.adapters.web.acts import NOT_BY_HAND, PIN_ACTS
from provesafe.adapters.web.tasks import TASKS
from provesafe.service import Production, name_of
from sending import presses
from tidy.words import CHARTER, SCREEN

ELSEWHERE = (
    {"Origin": "http://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "", "Sec-Fetch-Site": "same-site"},
)
CHANGING = ("/crew/{word}", "/laptop/{word}", "/language/{language}")
TASK_PAGES = tuple(f"/task/{one.name}" for one in TASKS)
ENTERED = tuple(
    name for name in custody.VOCABULARY if name not in NOT_BY_HAND and name not in PIN_ACTS
)
# What is never said, in the other two languages; the English list is the house rules' own.
NEVER = {
    "es": r"certificad\w+|garantizad\w+|aprobad\w+|más segur\w+|inviolable|custodia|veredicto"
    r"|violaci\w+|está seguro|segura y",
    "fr": r"certifié\w*|garanti\w*|approuvé\w*|plus sûr\w*|inviolable|infalsifiable|verdict"
    r"|violation\w*|est sûre?",
}


class _Tags(HTMLParser):
    """What a browser would make of a page: bad tags and attributes, and the words in it."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.startswith("xss-") or any(name.startswith("on") for name, _ in attrs):
            self.bad.append(self.get_starttag_text() or tag)
        self._silent += tag in ("style", "script")
        self.said += [
            value or "" for name, value in attrs if name in ("aria-label", "title", "placeholder")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.said.append(" ".join(data.split()))


def _read(answer: Answer) -> _Tags:
    tags = _Tags()
    tags.feed(answer.text)
    return tags


def _pages(cart: Inside, device: Device) -> Iterator[tuple[str, Answer]]:
    """Every page of the table, as a device sees it where it is led."""
    rows = [row for row in ROWS if row.method == "GET" and "words" not in row.but]
    # Links that lead to another page of these, and would make it another device.
    places = [address(cart, one) for one in rows if one.path not in CHANGING]
    for place in (*places, *TASK_PAGES, "/weapon/rifle-1"):
        answer = device.get(place)
        for _ in range(3):
            answer = device.follow(answer)
        yield place, answer


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.method == "POST"],
    ids=[row.path for row in ROWS if row.method == "POST"],
)
def test_a_form_of_another_site_enters_nothing(cart: Inside, row: Row) -> None:
    """With every cookie there is, a form sent from elsewhere is told so; STOP alone is taken."""
    device = cart.at_laptop("Ada")
    where = row.at or row.path
    before = cart.entries
    for headers in ELSEWHERE:
        sent = {name: value for name, value in headers.items() if value}
        answer = device.call("POST", where, headers=sent, body=b"weapon=colt-2&words=x&to=x")
        if row.path == "/stop":
            # Anyone may stop, from anywhere: at worst work rests until somebody looked.
            assert answer.status == 303
        elif row.path.startswith("/api/"):
            # A program is known by its token, which no browser sends along by itself.
            assert answer.status == 401
        else:
            assert answer.status in (400, 401), (headers, answer.text)
    if row.path != "/stop":
        assert cart.entries == before


@pytest.mark.parametrize("name", ENTERED)
def test_every_act_is_entered_as_a_report(upset: Inside, name: str) -> None:
    """Whatever can be entered is: from its own form, with anything typed into its free fields."""
    ada = upset.with_badge("Ada")
    asked = custody.VOCABULARY[name].fields
    # In the order of the form, as a browser sends it: the button's own word comes last.
    fields = [*((one.name, value_of(one)) for one in asked), ("how", "report")]
    before = upset.entries
    answer = ada.send(f"/enter/{name}", fields)
    assert answer.status == 303, _read(answer).said
    assert upset.entries > before
    assert not _read(ada.follow(answer)).bad


@pytest.mark.parametrize("which", ["cart", "upset"])
def test_whatever_is_sent_to_a_form_is_text(which: str, request: pytest.FixtureRequest) -> None:
    """Each field of each form of each page, hidden ones too: no answer holds it as markup."""
    on: Inside = request.getfixturevalue(which)
    ada = on.at_laptop("Ada")
    seen: set[tuple[str, frozenset[str]]] = set()
    for place, page in _pages(on, ada):
        for press in presses(page.text):
            names = frozenset({*(name for name, _ in press.fields), *press.inputs} - {"once"})
            if press.action in ("/leave", "/stop", "") or (press.action, names) in seen:
                continue
            seen.add((press.action, names))
            for filled in (press.inputs, names):
                if not filled:
                    continue
                kept = [(n, v) for n, v in press.fields if n not in filled]
                answer = ada.send(press.action, [*kept, *((n, evil()) for n in sorted(filled))])
                assert answer.status < 500, (place, press.action, answer.text)
                assert not _read(answer).bad, (place, press.action)
    assert len(seen) > 40


def test_whatever_stands_in_an_address_is_text(upset: Inside) -> None:
    """In every place of every address, and in everything that may be asked with it."""
    ada = upset.at_laptop("Ada")
    typed = urllib.parse.quote(evil(), safe="")
    asked = "&".join(
        f"{name}={typed}"
        for name in ("next", "told", "pick", "day", "tag", "thanks", "meeting", "words", "done")
    )
    for row in ROWS:
        if row.method != "GET" or "live" in row.path:
            continue
        for where in (re.sub(r"\{\w+\}", typed, row.path), f"{row.at or row.path}?{asked}"):
            for device in (ada, upset.guest()):
                answer = device.get(where)
                assert answer.status < 500, where
                assert not answer.leads_to.startswith(("//", "http")), where
                if answer.headers.get("content-type", "").startswith("text/html"):
                    assert not _read(answer).bad, where


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_is_text_on_every_page(upset: Inside, language: str) -> None:
    """After all of that, no page has it as markup, for whoever looks; it is shown."""
    for device in (upset.at_laptop("Ada"), upset.crew_device(), upset.guest()):
        device.cookies["ps_language"] = language
        shown = 0
        for place, answer in _pages(upset, device):
            assert answer.status < 500, place
            tags = _read(answer)
            assert not tags.bad, place
            assert "7*7" in answer.text or "49" not in re.findall(r"&(\d+)\b", answer.text), place
            shown += any("<xss-" in one for one in tags.said)
        assert shown >= (3 if "ps_visit" in device.cookies else 0)


def test_what_was_typed_is_text_on_paper(upset: Inside) -> None:
    """Every sheet is printed with it, and the day's log has it word for word."""
    for kind in sorted(KINDS):
        made: bytes = upset.look(
            lambda production, kind=kind: print_sheet(
                kind, production, day=last_day(production), badges=()
            )
        )
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
        assert not CHARTER.search(text), kind
        if kind == "day-log":
            assert "<xss-" in re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_set_words(cart: Inside, language: str) -> None:
    """In all languages: no word of the workshop, and none that the charter rules out."""
    never = re.compile(rf"\b(?:{NEVER[language]})\b", re.I) if language in NEVER else SCREEN
    others = (cart.crew_device(), cart.guest()) if language == "en" else ()
    for device in (cart.at_laptop("Ada"), *others):
        device.cookies["ps_language"] = language
        for place, answer in _pages(cart, device):
            said = "\n".join(_read(answer).said)
            assert not [one.group() for one in never.finditer(said)], place
            assert not CHARTER.search(said), place
            assert 'class="watermark"' in answer.text, place


def test_a_guest_reads_contents_and_nothing_else(upset: Inside, cart: Inside) -> None:
    """No page that a guest can open has a holder, a place, a make, a serial or a weapon's name."""
    answered(cart)
    for on in (cart, upset):
        on.house.demo, kept = (), on.house.demo
        try:
            # Forms that were sent before may have given it another serial.
            never = on.look(_never_for_guests) | {"DC-1002"}
            assert {"colt-2", "Ada", "12A"} <= never
            for device in (on.guest(), on.guest()):
                for place, answer in _pages(on, device):
                    if place.startswith("/viewers/answer/"):
                        continue  # opened by a badge: whose it is reads what they were shown
                    # What they asked for themselves stands in the address to go on to.
                    text = re.sub(
                        r"/(?:weapon|what-if|task)/[\w-]+", "", urllib.parse.unquote(answer.text)
                    )
                    found = {one for one in never if re.search(rf"\b{re.escape(one)}\b", text)}
                    assert not found, place
                    device.cookies["ps_language"] = "es"
                live = device.get("/live?list=1").text
                assert not {one for one in never if one in live}
        finally:
            on.house.demo = kept


def _never_for_guests(production: Production) -> set[str]:
    """Who has anything, where anything is, what it is called, made by and numbered."""
    state = production.state
    found: set[str] = set()
    for one in state.weapons.values():
        made = one.identity
        found |= {one.id, one.place, one.set_up, made.serial, made.maker, made.model}
    found |= {name_of(production, one) for one in state.people}
    # The laptop itself is called the cart, on every page.
    return {one for one in found - {"cart"} if one and "xss" not in one}
