"""What looks wrong in a protocol: each kind once where it is so, and once where it is not."""

from __future__ import annotations

import pytest

from provesafe.prover import answer_protocol, parse_protocol
from two_looks import TWO_LOOKS

PERSON = """
[[person]]
id = "A"
roles = [ROLES]
"""
OPENED = """
[[state]]
id = "open"
kind = "seen"
"""
WEIGHED = """
[[what_if]]
id = "weighed"
say = "it is weighed"
FORGET
needs = { give = { weighed = "yes" } }
[[what_if.state]]
id = "weighed"
kind = "believed"
[[what_if.step]]
id = "weigh"
by = "first-ad"
say = "weighs it"
detects = { inside = "live round" }
does = { weighed = "yes" }
"""


def _changed(*changes: tuple[str, str], more: str = "") -> str:
    """The protocol of two looks with some words changed."""
    text = TWO_LOOKS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text + more


LOOK_EXPIRES = (
    'id = "looked"\nkind = "believed"',
    'id = "looked"\nkind = "believed"\nexpires_on = ["put-down"]',
)
LIVE_BY_FIRST_AD = ('kind = "act"\n', 'kind = "act"\nby = "first-ad"\n')
LATE_HAS_CHANCE = (
    'say = "comes late"',
    'say = "comes late"\nchance = { judgement = 0.1, factor = 2 }',
)
NEVER = ('needs = { shown = "yes" }', 'needs = { given = "yes", looked = "no" }')
LOOK_OPENS = ('does = { looked = "yes" }', 'does = { looked = "yes", open = "yes" }')
LIVE_WHEN_OPEN = ('needs = { looked = "no" }', 'needs = { open = "yes" }')


def _kinds(text: str) -> set[tuple[str, str]]:
    protocol = parse_protocol(text, source="p")
    answer = answer_protocol(protocol, what_ifs=protocol.what_ifs)
    return {(one.kind, one.about) for one in answer.lints}


@pytest.mark.parametrize(
    ("kind", "about", "fires", "silent"),
    [
        ("never-expires", "looked", TWO_LOOKS, _changed(LOOK_EXPIRES)),
        ("no-chance", "late", TWO_LOOKS, _changed(LATE_HAS_CHANCE)),
        ("unreachable", "put-down", _changed(NEVER), TWO_LOOKS),
        ("one-person", "the first AD", _changed(LIVE_BY_FIRST_AD), TWO_LOOKS),
        (
            "double-duty",
            "A",
            _changed(more=PERSON.replace("ROLES", '"armorer", "first-ad"')),
            _changed(more=PERSON.replace("ROLES", '"armorer"')),
        ),
        (
            "check-makes-it-worse",
            "look",
            _changed(LOOK_OPENS, LIVE_WHEN_OPEN, more=OPENED),
            _changed(LOOK_OPENS, more=OPENED),
        ),
        (
            "check-makes-it-worse",
            "weighed",
            _changed(more=WEIGHED.replace("FORGET", 'forget = { give = ["looked"] }')),
            _changed(more=WEIGHED.replace("FORGET", "")),
        ),
    ],
)
def test_each_lint_fires_and_is_silent(kind: str, about: str, fires: str, silent: str) -> None:
    """What is wrong is found by its kind and name, and nothing where it was put right."""
    found, clean = _kinds(fires), _kinds(silent)
    assert (kind, about) in found
    assert (kind, about) not in clean


def test_a_deed_that_meets_with_something_is_no_check() -> None:
    """Handing it over might show what is in it: without the hand-over nothing can happen at all."""
    met = ('does = { given = "yes" }', 'detects = { inside = "dummies" }\ndoes = { given = "yes" }')
    assert not {kind for kind, about in _kinds(_changed(met)) if about == "give"}


def test_lints_speak_in_the_files_own_words() -> None:
    """Who does what is said in words, with its name beside it for whoever mends the file."""
    said = {
        one.kind: one.say for one in answer_protocol(parse_protocol(TWO_LOOKS, source="p")).lints
    }
    assert said["never-expires"].startswith(
        "once the first AD looks (`look`), `looked` is believed to the end"
    )
