"""The task pages: each works, for whom, once, from a page that is still true, in set words."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from browsing import Cart, Chromium, fetched, served
from provesafe.adapters.web.tasks import TASKS
from sending import Person, presses

TASK_PAGES = tuple(f"/task/{one.name}" for one in TASKS)
PAGES = (
    "/tasks",
    "/task/card",
    "/task/device",
    "/my-record",
    "/why/hand_over",
    *TASK_PAGES,
)
EVIL = "<img src=x onerror=\"document.title='caught'\"><script>document.title='caught'</script>"


@pytest.fixture(scope="module")
def ada(cart: Cart, chromium: Chromium) -> Person:
    """Ada, with her badge."""
    return Person.of(cart, chromium, "Ada")


@pytest.fixture(scope="module")
def gil(cart: Cart, chromium: Chromium) -> Person:
    """Gil, with his badge."""
    return Person.of(cart, chromium, "Gil")


@pytest.fixture(scope="module")
def screen(cart: Cart, chromium: Chromium) -> Iterator[Page]:
    """A device on which Ada's badge is in use."""
    page = chromium.device("laptop")
    page.goto(f"{cart.base}/badge?next=/tasks")
    page.get_by_role("button", name="Ada").click()
    page.wait_for_url(f"{cart.base}/tasks")
    yield page
    page.context.close()


def test_task_pages_are_for_people_with_a_badge(cart: Cart, ada: Person) -> None:
    """A guest is asked for a badge and reads nothing; nothing is pressed with another method."""
    for path in (*TASK_PAGES, "/tasks", "/task/card"):
        status, text = fetched(cart.base + path)
        assert status == 200, path
        assert "Your badge, please" in text, path
        assert "colt-2" not in text, path
    assert "colt-2" not in fetched(f"{cart.base}/task/device")[1]
    assert "What is in it" in fetched(f"{cart.base}/why/hand_over")[1]
    for path in (*TASK_PAGES, "/tasks", "/why/hand_over"):
        assert ada.send(path, {})[0] == 405, path
    assert ada.get("/task/none-such")[0] == 404
    assert ada.get("/why/none-such")[0] == 404
    foreign = ada.send("/task/card", {}, Origin="http://elsewhere.example")
    assert foreign[0] == 400
    status, text = fetched(f"{cart.base}/task/card", data=b"weapon=colt-2", Origin=cart.base)
    assert (status, "nothing was entered" in text.lower()) == (403, True)


def test_each_page_says_why_it_asks(ada: Person) -> None:
    """From each task one gets to the rules in force about its acts, each with its source."""
    for one in TASKS:
        text = ada.get(f"/task/{one.name}")[1]
        for act in one.acts:
            assert f"/why/{act}" in text, one.name
    text = ada.get("/why/hand_over")[1]
    assert "/rule/custody/" in text
    assert "the state said aloud at the hand-over" in text


def test_a_day_goes_through_its_tasks(chromium: Chromium) -> None:
    """From the morning check to the wrap, each task enters its act with the press it offers."""
    with served() as cart:
        ada = Person.of(cart, chromium, "Ada")
        basil = Person.of(cart, chromium, "Basil")
        for who, path, said, filled in (
            (
                ada,
                "/task/morning",
                "Somebody was told",
                {"authority": "police", "about": "weapons"},
            ),
            (ada, "/task/people", "A role of Gil ends", {"role": "second-ad"}),
            (ada, "/task/people", "Another role for Gil", {"role": "second-ad"}),
            (ada, "/task/people", "Somebody joins", {"person": "kit", "roles": "crew"}),
            (ada, "/task/locker", "I take rifle-1 out", {}),
            (ada, "/task/load", "I opened rifle-1", {}),
            (ada, "/task/locker", "I put rifle-1 away", {}),
            (ada, "/task/count", "I counted dummy-45", {"found": "6", "place": "locker"}),
            (basil, "/task/count", "I counted it again", {"found": "6"}),
            (ada, "/task/plan", "I measured the distance", {"distance_cm": "720"}),
            (
                basil,
                "/task/plan",
                "Where to aim it was asked for",
                {"aim": "object", "to": "ada", "target": "the hat stand"},
            ),
            (basil, "/task/shoot", "Cut", {}),
            (basil, "/task/shoot", "I saw the line of fire clear", {}),
            (ada, "/task/calls", "I called “cold”", {}),
            (basil, "/task/calls", "I repeated it: “cold”", {}),
            (basil, "/task/line", "Cleo is in the line", {}),
            (basil, "/task/line", "Cleo is out of the line", {}),
        ):
            status, text = who.press(path, said, **filled)
            assert status == 200, (path, said, text)
            assert "Entered." in text, (path, said, text)
        log = ada.log()
        for words in (
            "Basil counted 6 rounds of dummy-45",
            "Ada called colt-2 cold",
            "Basil repeated the call for colt-2",
            "Cleo left the line of fire",
            "Basil called cut on 12A",
        ):
            assert words in log, words


def test_when_something_is_wrong_the_pages_lead_on(chromium: Chromium) -> None:
    """A shot that did not come, STOP, and someone down: each page has the next press, and why."""
    with served() as cart:
        ada = Person.of(cart, chromium, "Ada")
        hana = Person.of(cart, chromium, "Hana")
        ada.press("/task/misfire", "A shot of colt-2 did not come")
        text = ada.get("/task/misfire")[1]
        assert "The adopted wait is 60 s" in text
        assert "the wait is over at" in text
        # Too early: the rule of the adopted wait is open, and is named.
        _, text = ada.press("/task/misfire", "Open it")
        assert "NOT YET" in text
        assert "60" in text
        ada.press("/task/misfire", "I kept it pointed where nobody is")
        assert "waited 60 s" in ada.log()
        ada.send("/stop", {})
        text = hana.get("/task/resume")[1]
        assert "Called by Ada" in text
        hana.press("/task/resume", "Work goes on", words="looked at by Hana and Ada")
        assert "No STOP stands" in hana.get("/task/resume")[1]
        ada.send("/down", {"once": "down"})
        text = ada.get("/task/hour")[1]
        assert "Nobody has to say anything about it here" in text
        ada.press("/task/hour", "I set colt-2 aside as it was")
        ada.press("/task/hour", "Somebody was told", authority="police", about="injury")
        assert "set aside as it was" in ada.get("/task/hour")[1]


def test_a_press_from_an_old_page_asks_for_nothing(cart: Cart, ada: Person) -> None:
    """What was asked from a page that is no longer true is not entered, and the page says so."""
    _, text = ada.get("/task/locker")
    (old,) = [one for one in presses(text) if "I take colt-1 out" in one.said]
    ada.press("/task/locker", "I take colt-1 out")
    ada.press("/task/locker", "I put colt-1 away")
    status, text = ada.send(old.action, [*old.fields, ("once", "old-page")][1:])
    assert (status, "meanwhile" in text) == (409, True)


def test_a_task_pressed_twice_is_entered_once(cart: Cart, ada: Person) -> None:
    """The same press sent again leads to the same page, and nothing more is entered."""
    _, text = ada.get("/task/calls")
    (press,) = [one for one in presses(text) if "I called “clear”" in one.said]
    first = ada.send(press.action, list(press.fields))
    count = ada.log().count("Ada called colt-2 clear")
    assert ada.send(press.action, list(press.fields))[0] == first[0] == 200
    assert ada.log().count("Ada called colt-2 clear") == count == 1


def test_counts_do_not_say_what_is_expected(cart: Cart, ada: Person) -> None:
    """The page of counting names no number of rounds, weapons or cases."""
    text = ada.get("/task/count")[1]
    main = text[text.index("<main") : text.index("</main>")]
    (block,) = [one for one in main.split("<section") if "What is expected" in one]
    shown = "".join(part.partition(">")[2] for part in block.split("<"))
    assert not [word for word in shown.split() if word.isdigit()]


def test_what_people_type_is_never_markup_on_tasks(cart: Cart, ada: Person, screen: Page) -> None:
    """A script typed into plans, calls and counts is text on every task page and in drawings."""
    plan = {"set_up": "12A", "weapon": "colt-2", "version": "2", "contents": "dummy", "count": "6"}
    plan |= {"muzzle_line": EVIL, "positions": EVIL, "aim": "near-person", "by": "ada"}
    assert ada.send("/enter/plan", {**plan, "how": "report"})[0] == 200
    called = {"weapon": "colt-2", "state": "other", "words": EVIL, "by": "ada", "how": "report"}
    assert ada.send("/enter/call", called)[0] == 200
    for path in PAGES:
        screen.goto(cart.base + path)
        assert screen.title() != "caught", path
        assert screen.locator("img[src=x]").count() == 0, path
    text = ada.get(f"/task/plan?{urllib.parse.urlencode({'pick': EVIL})}")[1]
    assert "<script>document" not in text
    assert ada.get("/task/plan?told=none-such")[0] == 200


def test_many_weapons_go_with_one_press(chromium: Chromium) -> None:
    """A squad is taken out and put away by one press each; who has something open is named."""
    with served() as cart:
        esi = Person.of(cart, chromium, "Esi")
        before = esi.log().count("Esi took")
        _, text = esi.press("/task/squad", "Take them out")
        assert esi.log().count("Esi took") >= before + 2, text
        page = esi.get("/task/squad")[1]
        (give,) = [one for one in presses(page) if "gave each to its person" in one.said]
        # Nobody was shown them: everything stays, and each is named with what is open.
        chosen = [("weapon", w) for w in ("colt-1", "rifle-1")]
        people = [(f"{w}.to", "cleo") for _, w in chosen]
        kept = [(n, v) for n, v in give.fields if n != "weapon" and not n.endswith(".to")]
        _, text = esi.send(give.action, [*kept, *chosen, *people])
        assert text.count("NOT YET:") == 2
        assert esi.log().count("Esi gave colt-1 to Cleo") == 1  # as asked, not yet
        _, text = esi.press("/task/squad", "Put away, locked")
        assert "Entered." in text
        # A tick that says what was looked at is made by whoever looked, never by the page.
        esi.press("/task/locker", "I take rifle-1 out")
        (looked,) = [
            one for one in presses(esi.get("/task/squad")[1]) if "looked through" in one.said
        ]
        assert "weapon" not in dict(looked.fields)
        belts = [("each", "person"), ("person", "cleo"), ("lot", "dummy-45"), ("count", "3")]
        esi.send("/enter/wear_rounds", [*belts, ("by", "esi"), ("how", "report")])
        assert "3 rounds of dummy-45 on Cleo" in esi.log()
        nothing = esi.send("/enter/draw", [("each", "weapon"), ("by", "esi"), ("how", "ask")])
        assert nothing[0] == 400


def test_a_scribe_is_named_and_takes_no_part(chromium: Chromium) -> None:
    """What is said aloud is noted by one press each, and each entry names who noted it."""
    with served() as cart:
        gil = Person.of(cart, chromium, "Gil")
        ada = Person.of(cart, chromium, "Ada")
        gil.press("/task/scribe", "Ada showed it to")
        for name in ("Basil", "Cleo", "Farid"):
            text = gil.get("/task/scribe")[1]
            assert "gave it to" not in text
            gil.press("/task/scribe", f"{name} said: I saw it")
        gil.press("/task/scribe", "Ada called “cold”")
        status, text = gil.press("/task/scribe", "Ada gave it to Cleo")
        assert (status, "Entered." in text) == (200, True), text
        log = gil.log()
        assert "Ada gave colt-2 to Cleo" in log
        assert log.count("noted by Gil") >= 5
        # Whoever takes part is offered no such press, and the service takes none.
        assert "gave it back to Ada" not in ada.get("/task/scribe")[1]
        assert "gave it back to Ada" in gil.get("/task/scribe")[1]
        text = gil.press("/task/scribe", "gave it back to Ada")[1]
        assert "Entered." in text


def test_a_concern_never_names_who_typed_it(cart: Cart, gil: Person) -> None:
    """A concern entered from a device with somebody's badge names no scribe."""
    fields = {"concern": "c-77", "words": "the rail is loose", "how": "report"}
    assert gil.send("/enter/raise_concern", fields)[0] == 200
    line = next(one for one in gil.log().splitlines() if "the rail is loose" in one)
    assert "noted by" not in line


def test_whoever_came_late_is_told_by_one_scan(chromium: Chromium) -> None:
    """At a meeting a badge enters somebody late, and another that they read their duties."""
    with served() as cart:
        basil = Person.of(cart, chromium, "Basil")
        text = basil.get("/meeting")[1]
        assert "Not there, and not told yet: Jonas" in text
        late = [one for one in presses(text) if one.action == "/meeting/late"]
        (jonas,) = [one for one in late if one.said.endswith("Jonas")]
        status, text = basil.send(jonas.action, list(jonas.fields))
        assert (status, "Everybody who has joined was there" in text) == (200, True)
        duties = [one for one in presses(text) if one.action == "/meeting/duties"]
        (farid,) = [one for one in duties if one.said.endswith("Farid")]
        basil.send(farid.action, list(farid.fields))
        log = basil.log()
        assert "Basil told Jonas, who came later" in log
        assert "Farid read the duties of their role" in log
        assert basil.send("/meeting/late", {"code": "x", "meeting": "morning"})[0] == 400
        nickname = basil.send("/weapon/colt-2/nickname", {"words": "hero <b>Colt</b> 2"})
        assert nickname[0] == 200
        assert "hero &lt;b&gt;Colt&lt;/b&gt; 2" in basil.get("/weapon/colt-2")[1]
        assert "hero" not in fetched(f"{cart.base}/look")[1]
