"""The generated pages of acts and facts are current and complete."""

from __future__ import annotations

from act_page import ACTS_PAGE, FACTS_PAGE, render_acts, render_facts
from provesafe.custody import VOCABULARY, signature
from tidy.source import text_of


def test_the_page_of_acts_is_current() -> None:
    """docs/reference/acts.md is what the vocabulary gives; `make docs` writes it."""
    assert text_of(ACTS_PAGE) == render_acts()


def test_the_page_of_facts_is_current() -> None:
    """docs/reference/facts.md is what the signature gives; `make docs` writes it."""
    assert text_of(FACTS_PAGE) == render_facts()


def test_every_act_and_fact_is_on_its_page() -> None:
    """No act is left out because its group has no section, and no fact either."""
    acts, facts = render_acts(), render_facts()
    for name in VOCABULARY:
        assert f"### `{name}`" in acts
    for predicate in signature():
        if not predicate.startswith(("late_", "refused_")):
            assert f"| `{predicate}(" in facts
