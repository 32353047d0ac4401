"""The cart moves to another network in the middle of a showing."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from browsing import ROOT, Chromium, trusting
from provesafe.adapters.web import DEMO_PIN

HERE, THERE = "127.0.0.1", "127.0.0.2"


@pytest.fixture
def cart(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A cart that is where a file says."""
    told = tmp_path / "addresses"
    told.write_text(HERE)
    command = (sys.executable, str(ROOT / "tests" / "moving_cart.py"), str(tmp_path / "day"), told)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, told
        finally:
            process.terminate()
            process.wait(timeout=15)


def _links(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stdout is not None
    plain, encrypted = process.stdout.readline().split()
    return plain, encrypted


def _join(page: Page, base: str) -> None:
    page.goto(f"{base}/own")
    page.get_by_role("button", name="Ada,").click()
    page.get_by_label("PIN").fill(DEMO_PIN)
    page.get_by_role("button", name="This is my phone").click()
    expect(page.locator("#whose")).to_have_text("Ada’s phone")


def test_the_cart_moves(cart: tuple[subprocess.Popen[str], Path], chromium: Chromium) -> None:
    """At the new address, whoever trusts the set gets no warning and goes on where they were."""
    process, told = cart
    plain, encrypted = _links(process)
    with urllib.request.urlopen(f"{plain}/own/trust/authority.crt", timeout=10) as answer:
        certificate = answer.read()
    with trusting(certificate, beside=chromium) as told_to:
        phone = told_to.device("phone")
        _join(phone, encrypted)
        phone.get_by_role("button", name="I showed it").first.click()
        expect(phone.get_by_text("Not yet answered: Basil, Farid, Cleo")).to_be_visible()
        here = phone.locator(".mark").inner_text()
        told.write_text(THERE)
        plain_there, there = _links(process)
        assert (THERE in plain_there, THERE in there) == (True, True)
        # The old address is not vouched for any more, by nobody and for nobody.
        stranger = told_to.device("phone")
        with pytest.raises(Error, match="ERR_CERT_COMMON_NAME_INVALID"):
            stranger.goto(f"{encrypted}/own")
        again = told_to.device("phone")
        _join(again, there)
        expect(again.get_by_text("Not yet answered: Basil, Farid, Cleo")).to_be_visible()
        assert again.locator(".mark").inner_text() == here
        told_to.faults.clear()
