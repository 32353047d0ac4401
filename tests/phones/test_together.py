"""One hand-over, two phones: both sign it, or it lapses and the giver's report stands alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browsing import Cart, Chromium, served, trusting
from phoning import Phones, authority_of
from provesafe.adapters.wiring import view_production
from provesafe.ledger import Entry, Lapse, parse_entry

MINUTE = 4_000
GAVE = "I kept it in my sight and gave it to Cleo"
TOO = "I have it: I sign it too"
ASKED = "Cleo’s phone is asked to sign the same"


@pytest.fixture
def day(chromium: Chromium) -> Iterator[Phones]:
    """A day of its own whose minute for two signatures is four seconds."""
    with (
        served(tls=True, minute=MINUTE) as cart,
        trusting(authority_of(cart), beside=chromium) as told,
    ):
        yield Phones(cart, told)


def _gave(cart: Cart) -> list[Entry]:
    """What was signed on phones about giving and taking, and what lapsed, in order."""
    with view_production(cart.folder) as seen:
        every = [parse_entry(raw) for raw in seen.store.entries()]
    words = ("'hand_over'", "'decline'", "'stop'")
    return [
        one
        for one in every
        if isinstance(one.body.own, Lapse)
        or (
            (one.body.device.startswith("p/") and one.entry_class == "act")
            and any(word in str(one.fields["acts"]) for word in words)
        )
    ]


def _grades(entry: Entry) -> list[str]:
    return [one.grade for one in entry.body.statements]


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_both_phones_are_killed(day: Phones) -> None:
    """Cleo's never signed: the list says what is not entered, until Ada's own report arrives."""
    ada = day.ready()
    basil = day.pages["Basil"]
    _press(ada, GAVE)
    expect(ada.get_by_text(ASKED)).to_be_visible()
    expect(day.pages["Cleo"].get_by_role("button", name=TOO)).to_be_visible()
    context = ada.context
    day.pages["Cleo"].close()
    ada.close()
    said = basil.get_by_text("Cleo has not signed; it is not entered")
    expect(said).to_be_visible(timeout=9_000)
    assert "gave colt-2 to Cleo" in said.inner_text()
    ada = day.chromium.page(context)
    ada.goto(f"{day.cart.encrypted}/own")
    expect(ada.get_by_role("button", name="Cleo gave it back")).to_be_visible()
    expect(said).to_have_count(0)
    lapsed, given = _gave(day.cart)
    assert isinstance(lapsed.body.own, Lapse)
    proposal = lapsed.body.own.proposal.body
    assert _grades(lapsed.body.own.proposal) == ["own", "own"]
    assert sorted(_grades(given)) == ["noted", "own"]
    link, before = given.body.links[0], proposal.links[0]
    assert (link.seq, link.prev) == (before.seq + 1, proposal.id)
    assert not day.chromium.faults


def test_one_is_offline_and_a_stop_waits_for_nobody(day: Phones) -> None:
    """Cleo's phone is away when she signs, and Ada calls STOP: what was asked lapses at once.

    Her report stands alone, the STOP behind it; back late, Cleo's phone follows the record.
    """
    ada, cleo = day.ready(), day.pages["Cleo"]
    _press(ada, GAVE)
    too = cleo.get_by_role("button", name=TOO)
    expect(too).to_be_visible()
    cleo.context.set_offline(True)
    too.click()
    expect(cleo.get_by_text("nothing was signed here")).to_be_visible()
    _press(ada, "SHOUT STOP")
    expect(ada.get_by_text("STOP is entered")).to_be_visible()
    entries = _gave(day.cart)
    assert [one.entry_class for one in entries] == ["lapsed", "act", "act"]
    assert "'stop'" in str(entries[-1].fields["acts"])
    cleo.context.set_offline(False)
    _press(cleo, "I gave it back to Ada")
    expect(ada.get_by_role("button", name="Cleo gave it back")).to_have_count(0)
    expect(ada.get_by_text("is with me").first).to_be_visible()
    day.chromium.faults.clear()


def test_who_did_not_take_it_says_so(day: Phones) -> None:
    """Cleo presses that she did not take it: nothing is entered for Ada, and Ada is told."""
    ada = day.ready()
    _press(ada, GAVE)
    _press(day.pages["Cleo"], "I did not take it")
    expect(ada.get_by_text("not entered: Cleo did not sign").first).to_be_visible()
    lapsed, declined = _gave(day.cart)
    assert isinstance(lapsed.body.own, Lapse)
    assert "'decline'" in str(declined.fields["acts"])
    # Her next press follows what lapsed; nothing of hers is lost or held up.
    _press(ada, "SHOUT STOP")
    expect(ada.get_by_text("STOP is entered")).to_be_visible()
    assert not day.chromium.faults
