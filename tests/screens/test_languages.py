"""Pages in English, Spanish and French, from one catalogue; by link, kept on the device."""

from __future__ import annotations

import pytest

from browsing import Cart, Chromium

LOOK = {"es": "Qué hay dentro", "fr": "Ce qu’il y a dedans"}


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
