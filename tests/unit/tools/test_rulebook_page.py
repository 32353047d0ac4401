"""The generated page of rulebooks is current and complete."""

from __future__ import annotations

from provesafe.adapters.rulebooks import load_rulebooks, shipped_rulebooks
from rulebook_page import RULEBOOKS_PAGE, render_rulebooks
from tidy.source import text_of


def test_the_page_of_rulebooks_is_current() -> None:
    """docs/reference/rulebooks.md is what the rulebooks give; `make docs` writes it."""
    assert text_of(RULEBOOKS_PAGE) == render_rulebooks()


def test_every_rule_is_on_the_page_under_its_rulebook() -> None:
    """No rule is left out, those set aside included, and none stands under another rulebook."""
    sections = text_of(RULEBOOKS_PAGE).split("\n## ")
    for book in load_rulebooks(shipped_rulebooks()):
        (section,) = [one for one in sections if one.startswith(f"{book.id}\n")]
        ids = [rule.id for rule in book.rules] + [aside.id for aside in book.set_aside]
        assert [one for one in ids if f"`{one}`" not in section] == []
