"""The whole showing and hand-over by four people on their own phones, and what may go wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browsing import SIZES, Cart, Chromium, barriers, served, started, trusting
from phoning import LOOKERS, Phones, authority_of
from provesafe import custody
from provesafe.adapters.wiring import view_production
from provesafe.ledger import Entry, parse_entry
from provesafe.service import Production
from tidy.words import CHARTER, SCREEN

SHELL = {"/own/phone", "/static/page.css", "/static/sign.svg"}


@pytest.fixture
def day(chromium: Chromium) -> Iterator[Phones]:
    """A day of its own, served on both ways, and a browser that trusts it."""
    with served(tls=True) as cart, trusting(authority_of(cart), beside=chromium) as told:
        yield Phones(cart, told)


def _entries(cart: Cart) -> list[Entry]:
    """Everything that a closed day's record holds."""
    with view_production(cart.folder) as seen:
        return [parse_entry(raw) for raw in seen.store.entries()]


def _acts(seen: Production) -> list[custody.Act]:
    return [act for one in seen.entered for act in one.acts]


def _own(entries: list[Entry], name: str) -> list[str]:
    """Who stands for the acts of a name with their own device, one for each entry."""
    return [
        statement.person
        for one in entries
        if one.entry_class == "act" and name in str(one.fields["acts"])
        for statement in one.body.statements
        if statement.grade == "own"
    ]


def test_four_phones_hand_over(day: Phones) -> None:
    """Shown, answered, asked, handed over on four phones: it stands as their own, and checks."""
    day.join("Ada", *LOOKERS)
    here = day.show()
    ada = day.pages["Ada"]
    for place, name in enumerate(LOOKERS):
        day.answer(name, here)
        # Blind: nobody's phone says what anybody answered before all have.
        for page in day.pages.values() if place < 2 else ():
            assert f"{name}: saw it" not in page.content()
    ada.get_by_role("button", name="may Cleo have it").click()
    expect(ada.get_by_text("Nothing open. Ada decides.")).to_be_visible()
    ada.get_by_role("button", name="I kept it in my sight and gave it to Cleo").click()
    cleo = day.pages["Cleo"]
    cleo.get_by_role("button", name="I have it: I sign it too").click()
    expect(ada.get_by_text("Signed by you and Cleo.")).to_be_visible()
    cleo.get_by_role("button", name="I gave it back to Ada").click()
    ada.get_by_role("button", name="Same again").click()
    expect(cleo.get_by_role("button", name="I gave it back to Ada")).to_be_visible()
    presses = json.loads(ada.evaluate("sessionStorage.getItem('presses')"))
    assert [one["what"].split(":")[0].split(",")[0] for one in presses[-2:]] == [
        "I kept it in my sight and gave it to Cleo",
        "Same again",
    ]
    assert not day.chromium.faults
    day.cart.stop()
    program = Path(sys.executable).with_name("provesafe")
    checked = subprocess.run(
        (program, "verify", day.cart.folder), capture_output=True, text=True, check=False
    )
    assert (checked.returncode, "entries unchanged" in checked.stdout) == (0, True)
    entries = _entries(day.cart)
    people = {one for name in ("'answer'", "'show'", "'hand_over'") for one in _own(entries, name)}
    assert len(people) == 4
    # One of both, and one of Ada's alone: the same again is one press by one person.
    assert len(_own(entries, "'hand_over'")) == 3
    signed = [one for one in entries if one.body.device.startswith("p/") and "acts" in one.fields]
    assert {one.fields["way"] for one in signed} == {"trusted"}
    assert {one.entry_class for one in signed} == {"act", "request"}
    answers = [one for one in signed if "'answer'" in str(one.fields["acts"])]
    assert [one.fields["here"] for one in answers] == [here] * 3
    with view_production(day.cart.folder) as seen:
        given = [act for act in _acts(seen) if act.name == "hand_over"]
        assert len(given) >= 2


def test_told_is_not_shown(day: Phones) -> None:
    """A receiver who answers on their own phone that they were told makes it not yet, danger."""
    day.join("Ada", *LOOKERS)
    here = day.show()
    for name in LOOKERS:
        day.answer(name, here, "I was told" if name == "Cleo" else "I saw it")
    ada = day.pages["Ada"]
    ada.get_by_role("button", name="may Cleo have it").click()
    expect(ada.get_by_text("NOT YET")).to_be_visible()
    points = ada.locator(".result .point")
    assert 1 <= points.count() <= 2
    assert "danger" in points.first.inner_text().lower()
    assert ada.get_by_role("button", name="I kept it in my sight").count() == 0


def test_the_key_stays_on_the_phone(day: Phones) -> None:
    """No script reads the key out; what the phone keeps is the shell, with no word of a weapon."""
    day.join("Ada")
    ada = day.pages["Ada"]
    refused = ada.evaluate(
        """async () => {
          const asked = indexedDB.open('own', 1);
          const db = await new Promise(go => { asked.onsuccess = () => go(asked.result); });
          const read = db.transaction('me').objectStore('me').get('me');
          const me = await new Promise(go => { read.onsuccess = () => go(read.result); });
          return crypto.subtle.exportKey('pkcs8', me.key).catch(error => error.name);
        }"""
    )
    assert refused == "InvalidAccessError"
    kept = ada.evaluate(
        """async () => {
          await navigator.serviceWorker.ready;
          const names = await caches.keys();
          const kept = await Promise.all(names.map(one => caches.open(one)));
          const all = await Promise.all(kept.map(one => one.keys()));
          return all.flat().map(one => new URL(one.url).pathname);
        }"""
    )
    assert set(kept) >= SHELL
    assert all(one == "/own/phone" or one.startswith("/static/") for one in kept)
    text = ada.evaluate("caches.match('/own/phone').then(one => one.text())")
    assert "colt" not in text
    assert "DUMMIES" not in text
    ada.reload()
    expect(ada.locator("#whose")).to_have_text("Ada’s phone")
    assert not SCREEN.search(ada.inner_text("body"))
    assert not CHARTER.search(ada.inner_text("body"))


def test_without_the_cart(day: Phones) -> None:
    """Unheard for six seconds, all is UNKNOWN; presses are kept and arrive as late as they are."""
    day.join("Ada", "Basil")
    basil = day.pages["Basil"]
    expect(basil.get_by_text("DUMMIES 6").first).to_be_visible()
    basil.evaluate("navigator.serviceWorker.ready.then(() => true)")
    day.cart.stop(hard=True)
    expect(basil.get_by_text("No word from the cart")).to_be_visible(timeout=9_000)
    assert "DUMMIES" not in basil.inner_text("main")
    basil.reload()
    expect(basil.locator("#whose")).to_have_text("Basil’s phone")
    expect(basil.get_by_text("No word from the cart")).to_be_visible()
    assert "DUMMIES" not in basil.content()
    # Three minutes ago, by this phone's clock: what waits that long is late.
    basil.evaluate("{ const now = Date.now; Date.now = () => now() - 180000; }")
    basil.get_by_role("button", name="SHOUT STOP").click()
    expect(basil.get_by_text("Shout: no word from the cart")).to_be_visible()
    expect(basil.get_by_text("1 pressed since")).to_be_visible()
    basil.reload()
    expect(basil.get_by_text("1 pressed since")).to_be_visible()
    expect(basil.locator("#waiting")).to_contain_text("STOP")
    # Reported without the cart, by names alone; then the page is killed, its storage kept.
    basil.get_by_label("Weapon", exact=True).select_option("rifle-1")
    basil.get_by_role("button", name="I did not take it").click()
    expect(basil.locator("#waiting")).to_contain_text("I did not take it · rifle-1")
    context = basil.context
    basil.close()
    basil = day.chromium.page(context)
    basil.goto(f"{day.cart.encrypted}/own/phone")
    expect(basil.locator("#waiting li")).to_have_count(2)
    expect(basil.get_by_role("heading", name="Report what happened")).to_be_visible()
    assert "DUMMIES" not in basil.content()
    tls_port = int(day.cart.encrypted.rpartition(":")[2])
    again = started(day.cart.folder, port=day.cart.port, tls_port=tls_port)
    try:
        expect(basil.get_by_text("Everything you pressed is at the cart")).to_be_visible()
        expect(basil.get_by_text("DUMMIES 6").first).to_be_visible()
        expect(day.pages["Ada"].locator(".stopped").first).to_be_visible()
        expect(day.pages["Ada"].get_by_text("Called by Basil").first).to_be_visible()
    finally:
        again.stop()
    with view_production(day.cart.folder) as seen:
        (stop,) = [act for act in _acts(seen) if act.name == "stop"]
        assert stop.late
        assert stop.text("by") in seen.owners.values()
        late = [act for act in _acts(seen) if act.name == "deliver_late"]
        assert [act.fields["count"] for act in late] in ([1], [2])
        (declined,) = [act for act in _acts(seen) if act.name == "decline"]
        assert declined.text("weapon") == "rifle-1"
        joined = {act.text("device") for act in _acts(seen) if act.name == "join_device"}
        assert joined
        assert joined <= set(seen.owners)
    day.chromium.faults.clear()


def test_killed_between_showing_and_hand_over(day: Phones) -> None:
    """The cart is killed in the middle; the same people are waited for, on the same phones."""
    day.join("Ada", *LOOKERS)
    here = day.show()
    day.answer("Basil", here)
    day.cart.stop(hard=True)
    tls_port = int(day.cart.encrypted.rpartition(":")[2])
    again = started(day.cart.folder, port=day.cart.port, tls_port=tls_port)
    try:
        ada = day.pages["Ada"]
        expect(ada.get_by_text("Not yet answered: Farid, Cleo")).to_be_visible()
        assert ada.locator(".mark").inner_text() == here
        for name in ("Farid", "Cleo"):
            day.answer(name, here)
        ada.get_by_role("button", name="may Cleo have it").click()
        expect(ada.get_by_text("Nothing open. Ada decides.")).to_be_visible()
        ada.get_by_role("button", name="I kept it in my sight").click()
        day.pages["Cleo"].get_by_role("button", name="I sign it too").click()
        expect(ada.get_by_role("button", name="Cleo gave it back")).to_be_visible()
    finally:
        again.stop()
    day.chromium.faults.clear()


def test_another_phone_takes_its_place(day: Phones) -> None:
    """A phone that lost its key is let in again in seconds; the old key signs no more."""
    day.join("Ada", "Basil")
    with view_production(day.cart.folder) as seen:
        before = dict(seen.owners)
    page = day.chromium.device("phone")
    page.goto(f"{day.cart.encrypted}/own")
    began = page.evaluate("performance.now()")
    day.let_in(page, "Basil", day.pages["Ada"])
    assert page.evaluate("performance.now()") - began < 20_000
    old = day.pages["Basil"]
    expect(old.get_by_text("key is not in use here any more")).to_be_visible()
    with view_production(day.cart.folder) as seen:
        (new,) = seen.owners.keys() - before.keys()
        (gone,) = [one for one, state in seen.writer.devices.items() if state.ended]
        assert seen.owners[gone] == seen.owners[new]
    day.chromium.faults.clear()


@pytest.mark.parametrize("size", ["phone", "narrow", "laptop"])
def test_everyone_can_use_it(day: Phones, size: str) -> None:
    """Axe finds nothing serious on a phone's page before and after joining, at any size."""
    width, height = SIZES[size]
    page = day.chromium.device("phone")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{day.cart.encrypted}/own")
    assert not barriers(page)
    day.let_in(page, "Ada", None)
    page.get_by_role("button", name="I showed it").first.wait_for()
    assert not barriers(page)
    low = page.evaluate(
        "[...document.querySelectorAll('button')]"
        ".filter(b => b.offsetHeight && b.offsetHeight < 64).map(b => b.textContent)"
    )
    assert not low
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
