"""Pages in English, Spanish and French, from one catalogue; by link, kept on the device."""

from __future__ import annotations

import re

import pytest

from browsing import ROOT, Cart, Chromium
from provesafe.adapters.web.saying import LANGUAGES, page_words, say_in
from tidy.words import CHARTER

WEB = ROOT / "src" / "provesafe" / "adapters" / "web"
TO_BE_SAID = re.compile(r"""(?:say|_)\(\s*"((?:[^"\\]|\\.)+)\"""")
EVERYBODYS = ("base", "look", "_look", "_stop", "viewers", "_waiting", "list", "_list")
LOOK = {"es": "Qué hay dentro", "fr": "Ce qu’il y a dedans"}


def test_a_text_has_every_language_and_the_same_places() -> None:
    """Each line of the catalogue has all languages, and each of them puts in the same."""
    for line in (WEB / "saying" / "words.txt").read_text("utf-8").splitlines():
        texts = line.split(" | ")
        assert len(texts) == len(LANGUAGES), line
        assert len({frozenset(re.findall(r"\{\w+\}", text)) for text in texts}) == 1, line
        assert all(text.strip() == text and text for text in texts), line
    assert say_in("es")("{a} {b}", a="{b}", b="x") == "{b} x"


@pytest.mark.parametrize("language", ["es", "fr"])
def test_what_everybody_reads_is_said_in_every_language(language: str) -> None:
    """No text of the list, look-up, STOP and viewers' pages is without its translation."""
    words = page_words(language)
    texts = {
        text
        for name in EVERYBODYS
        for text in TO_BE_SAID.findall((WEB / "templates" / f"{name}.html").read_text("utf-8"))
    }
    assert len(texts) > 25
    assert not sorted(text for text in texts if text not in words)
    assert not [text for text in words.values() if CHARTER.search(text)]


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_crew_reads_its_own_language(cart: Cart, chromium: Chromium, language: str) -> None:
    """List, look-up, STOP and the viewers' device speak it, contents and places too."""
    phone = chromium.device("phone")
    phone.goto(cart.base + "/crew/" + cart.crew.rpartition("/")[2])
    phone.goto(f"{cart.base}/language/{language}?next=/look")
    assert LOOK[language] in phone.inner_text("main")
    for path in ("/", "/look", "/stop", "/viewers"):
        phone.goto(cart.base + path)
        assert phone.locator("html").get_attribute("lang") == language, path
        said = phone.inner_text("body")
        for english in ("SHOUT", "What is in it", "DUMMIES", "locked away", "Your badge"):
            assert english not in said, (path, english)
    phone.context.close()
