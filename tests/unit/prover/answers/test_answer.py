"""Answers about a small protocol whose sets are seen at a glance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provesafe.prover import (
    Answer,
    Protocol,
    answer_protocol,
    compare_protocols,
    importance_of,
    parse_protocol,
    parse_what_ifs,
    protocol_tree,
    render_promela,
    solve_tree,
)
from provesafe.prover.protocols.model import Person, Trust
from two_looks import TWO_LOOKS

WHAT_IFS = """
[[what_if]]
id = "no-show"
say = "nobody shows"
permit = ["not-shown"]

[[what_if]]
id = "one-reason"
say = "one reason is behind both"
merge = { hurry = ["not-shown", "no-look"] }

[[what_if]]
id = "nothing-left"
say = "nobody looks at all"
permit = ["not-shown", "no-look", "live"]
drop = ["late"]
"""


@pytest.fixture
def protocol() -> Protocol:
    """Live round in after the showing and no look, or before with neither."""
    return parse_protocol(TWO_LOOKS, source="two.toml")


def _sets(answer: Answer) -> set[frozenset[str]]:
    return {frozenset(answer.proof.names(one)) for one in answer.proof.smallest()}


def test_the_sets_and_the_distance(protocol: Protocol) -> None:
    """Shown first, then the round: two failures are enough, whatever else goes wrong."""
    answer = answer_protocol(protocol)
    assert _sets(answer) == {frozenset({"live", "no-look"})}
    assert answer.proof.distance == 2
    assert answer.listed == 4
    assert set(answer.never) == {"not-shown", "late"}
    assert answer.numbers is not None
    assert answer.numbers.mean == pytest.approx(0.1 * 0.3)


def test_the_story_is_told_in_the_files_words(protocol: Protocol) -> None:
    """Four lines: shown, the round gets in, not looked at, handed over."""
    (story,) = answer_protocol(protocol).stories
    said = [(line.say, bool(line.failure)) for line in story.lines]
    assert said == [
        ("shows it", False),
        ("a live round gets in", True),
        ("does not look", True),
        ("hands it over", False),
    ]
    assert story.hazard == "a live round is handed over"


def test_what_ifs_change_the_distance(protocol: Protocol) -> None:
    """A permitted failure costs nothing; merged ones count once; with all permitted it is 0."""
    changes = parse_what_ifs(WHAT_IFS, source="w")
    first, merged, nothing = answer_protocol(protocol, what_ifs=changes).what_ifs
    assert first.proof.distance == 2
    assert _sets(merged) == {frozenset({"live", "hurry"})}
    assert merged.apart.distance == 2
    assert nothing.proof.distance == 0
    assert nothing.stories[0].failures == ()


def test_two_places_at_once_are_one_reason(protocol: Protocol) -> None:
    """Skips of one person with two roles are counted once, and the lint says so."""
    both = replace(protocol, people=(Person(id="A", roles=("armorer", "first-ad")),))
    answer = answer_protocol(both)
    assert set(answer.causes) == {"not-shown", "no-look", "late"}
    assert "double-duty" in {lint.kind for lint in answer.lints}


def test_trust_between_checkers_is_an_event(protocol: Protocol) -> None:
    """With full trust, who did not get to see it makes the second look worth nothing."""
    early = replace(
        protocol,
        failures=tuple(
            replace(one, needs={"shown": ("no",), "looked": ("no",)}) if one.id == "live" else one
            for one in protocol.failures
        ),
    )
    assert _sets(answer_protocol(early)) == {
        frozenset({"live", "not-shown", "no-look"}),
        frozenset({"live", "late", "no-look"}),
    }
    trusting = replace(
        early, trusts=(Trust(earlier="not-shown", later="no-look", level="complete"),)
    )
    assert _sets(answer_protocol(trusting)) == {
        frozenset({"live", "not-shown", "no-look"}),
        frozenset({"live", "late", "no-look"}),
        frozenset({"live", "not-shown", "no-look-trusts-not-shown"}),
    }


def test_two_protocols_compared(protocol: Protocol) -> None:
    """What is let through by the protocol without a look only, and nothing the other way."""
    changes = parse_what_ifs('[[what_if]]\nid = "a"\nsay = "b"\npermit = ["no-look"]', source="w")
    whole = answer_protocol(protocol, what_ifs=changes)
    found = compare_protocols(whole, whole.what_ifs[0])
    assert found.only_first == ()
    assert found.only_second == (("live",),)
    assert found.unknown_to_second == ("no-look",)


def test_the_sets_as_a_fault_tree(protocol: Protocol) -> None:
    """The exported tree has the same sets, and the same probability."""
    answer = answer_protocol(protocol)
    solved = solve_tree(protocol_tree(answer))
    assert {frozenset(one) for one in solved.sets(2)} == _sets(answer)
    assert answer.numbers is not None
    assert solved.probability() == pytest.approx(answer.numbers.mean)
    assert {one.event for one in importance_of(solved)} == {"live", "no-look"}


def test_the_model_for_spin(protocol: Protocol) -> None:
    """Every row is a branch and the hazard an assertion."""
    answer = answer_protocol(protocol)
    text = render_promela(answer.apart.system)
    assert text.count(":: d_step") == len(answer.apart.system.rows)
    assert text.count("assert(false)") == 1
