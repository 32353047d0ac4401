"""Paper cards entered later, one's own record, and what a device keeps for itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

from browsing import ROOT, Cart, Chromium, fetched, served
from provesafe.adapters.wiring import view_production
from sending import Person


def _clock(person: Person, minutes: int) -> str:
    """So many minutes from now by the laptop's own clock; never before its midnight."""
    shown = re.search(r"<time[^>]*>(\d\d):(\d\d)", person.get("/tasks")[1])
    assert shown is not None
    now = int(shown[1]) * 60 + int(shown[2])
    at = min(max(now + minutes, 0), 24 * 60 - 1)
    return f"{at // 60:02}:{at % 60:02}"


def _ids(person: Person) -> dict[str, str]:
    """The ids of people by name, from the card's own page."""
    text = person.get("/task/card")[1]
    return {
        name: person_id
        for person_id, name in re.findall(r'<option value="(P-[^"]+)">([^<]+)</option>', text)
    }


def _entries(folder: Path) -> list[bytes]:
    with view_production(folder) as production:
        return list(production.store.entries())


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("provesafe")
    return subprocess.run([program, *words], capture_output=True, text=True, check=False, cwd=ROOT)


def test_a_showing_on_paper_is_entered_later_as_a_card(chromium: Chromium) -> None:
    """Showing, three answers and hand-over from a card: at its times, graded *card*, in order."""
    with served() as cart:
        ada = Person.of(cart, chromium, "Ada")
        ids = _ids(ada)
        viewers = [ids[name] for name in ("Basil", "Farid", "Cleo")]
        card = [
            ("once", "card-1"),
            ("weapon", "colt-2"),
            ("at", _clock(ada, -4)),
            ("by", ids["Ada"]),
            ("contents", "dummy"),
            ("count", "6"),
            ("means", "shaken"),
            *(("to", one) for one in viewers),
            *((f"{one}.answer", "saw it") for one in viewers),
            ("given_to", ids["Cleo"]),
            ("given_at", _clock(ada, -3)),
            ("in_sight", "yes"),
        ]
        for _ in range(2):
            status, text = ada.send("/task/card", card)
            assert status == 200, text
        log = ada.log()
        assert log.count("Ada gave colt-2 to Cleo") == 1
        assert "entered" in log
        late = dict(card) | {"at": _clock(ada, 30), "given_at": "", "once": "card-2"}
        status, text = ada.send("/task/card", late)
        assert (status, "still to come" in text) == (400, True)
        cart.stop()
        found = _run("verify", str(cart.folder))
        assert found.returncode == 0, found.stderr
        graded = [raw.count(b'"grade":"card"') for raw in _entries(cart.folder)]
        assert [one for one in graded if one] == [4, 1, 1, 1, 2]
        looked = json.loads(_run("audit", str(cart.folder), "--json").stdout)
        shown = [one for one in looked["not_met"] if "not been shown" in one["say"]]
        assert all(one["as_said"] == "met by an entry made late" for one in shown), shown


def test_my_own_record_with_badge_and_pin(cart: Cart, chromium: Chromium) -> None:
    """A file that verifies by itself, for whoever has badge and PIN, and for nobody else."""
    page = chromium.device("phone")
    page.goto(f"{cart.base}/badge")
    form = page.get_by_role("button", name="Cleo,").locator("xpath=..")
    code = form.locator("input[name=code]").get_attribute("value")
    assert code is not None
    page.goto(f"{cart.base}/my-record")
    page.get_by_label("Your badge").fill(code)
    # A badge that is whole is sent by scanners only where nothing else is asked.
    page.get_by_label("Your PIN").fill("000000")
    page.get_by_role("button", name="Make my file").click()
    link = page.get_by_role("link", name="Take it on this device").get_attribute("href")
    assert page.locator(".qr svg").count() == 1
    with urllib.request.urlopen(f"{cart.base}{link}", timeout=10) as answer:
        content = answer.read()
    out = cart.folder.parent / "own.zip"
    out.write_bytes(content)
    assert zipfile.is_zipfile(out)
    checked = _run("verify", str(out))
    # Nobody has vouched for a demo: its entries verify, and that is said to be all.
    assert checked.returncode == 6, checked.stderr
    assert "entries unchanged since signed" in checked.stdout
    assert "the assistant property master gave rubber-2 to you" in checked.stdout
    assert "Ada" not in checked.stdout
    for wrong in ({"code": code, "pin": "111111"}, {"code": "x", "pin": "000000"}):
        data = "&".join(f"{name}={value}" for name, value in wrong.items()).encode()
        status, text = fetched(f"{cart.base}/my-record", data=data, Origin=cart.base)
        assert (status, "Take it on this device" in text) == (403, False)
    assert fetched(f"{cart.base}/my-record/none-such")[0] == 404
    page.context.close()


def test_a_device_keeps_its_language(cart: Cart, chromium: Chromium) -> None:
    """By link, on that device alone; somewhere else it does not lead."""
    phone, other = chromium.device("phone"), chromium.device("phone")
    phone.goto(f"{cart.base}/look")
    phone.get_by_role("link", name="Español").click()
    phone.wait_for_url(f"{cart.base}/look")
    assert phone.locator("html").get_attribute("lang") == "es"
    phone.goto(f"{cart.base}/stop")
    assert phone.locator("html").get_attribute("lang") == "es"
    other.goto(f"{cart.base}/look")
    assert other.locator("html").get_attribute("lang") == "en"
    for path in ("/language/es?next=//elsewhere.example", "/language/xx?next=/look"):
        phone.goto(cart.base + path)
        assert phone.url.startswith(cart.base)
        assert phone.locator("html").get_attribute("lang") == "es"
    for page in (phone, other):
        page.context.close()


def test_nothing_waits_on_a_slow_page(cart: Cart, chromium: Chromium) -> None:
    """Every task page is made in well under a second."""
    ada = Person.of(cart, chromium, "Ada")
    for path in ("/task/timeline", "/task/plan", "/task/books", "/why/hand_over", "/cart"):
        began = time.monotonic()
        assert ada.get(path)[0] == 200
        assert time.monotonic() - began < 1.5, path
