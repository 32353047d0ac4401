"""Wording: what weighs a person is found in our own text and left alone in somebody else's."""

from __future__ import annotations

import pytest

from provesafe.casefile.wording import wording_problems


@pytest.mark.parametrize(
    "text",
    [
        "The performer claimed that it was empty.",
        "The armorer failed to show it.",
        "The first AD should have looked.",
        "It was an accident.",
        "She changed her story.",
        "Nobody is guilty.",
        "The cause of the shot.",
    ],
)
def test_a_word_that_weighs_is_found_with_what_to_say_instead(text: str) -> None:
    """Each is found once, at its place, with what to say instead."""
    (problem,) = wording_problems(text)
    assert text[problem.start : problem.end] == problem.text
    assert problem.instead


@pytest.mark.parametrize(
    "text",
    [
        "The performer said: “I admit nothing, it was an accident.”",
        "No entry, record open.",
        "Accounts differ on who handed it over.",
        "The armorer entered at 09:14 that it was empty.",
    ],
)
def test_what_others_said_and_what_we_say_is_left_alone(text: str) -> None:
    """Quoted words and the product's own sentences raise nothing."""
    assert wording_problems(text) == ()
