"""Lines beside each other: each rule puts together what it should, else it is silent."""

from __future__ import annotations

import pytest

from provesafe.casefile import take_in

TOLD = "Tom Arden said he was told the gun was empty. "
PRACTICE = "“The armorer would always hand me the gun,” Tom Arden said. "


def rules(text: str) -> list[str]:
    """The rules that put lines of this text beside each other."""
    return [one.rule for one in take_in(text).differences]


@pytest.mark.parametrize(
    ("rule", "text", "silent"),
    [
        (
            "D1",
            "Tom Arden said he did not pull the trigger. Nora Bell said he pulled the trigger.",
            "Tom Arden said he did not pull the trigger. Nora Bell said she heard a shot.",
        ),
        (
            "D7",
            "“Then [Ada Quill] gave it to me,” Tom Arden said.",
            "“Then [she] gave it to me,” Tom Arden said.",
        ),
        (
            "D8",
            TOLD + "“There was a live round in it,” Nora Bell said.",
            TOLD + "“There was a light on it,” Nora Bell said.",
        ),
        (
            "D9",
            "Omar Field said Tom Arden could be charged. Ruth Lane said nobody would be charged.",
            "Omar Field said Tom Arden could be charged. Omar Field said others may be charged.",
        ),
        (
            "D10",
            PRACTICE + "On Friday, Tom Arden was handed a revolver, Nora Bell said.",
            PRACTICE + "On Friday, Tom Arden was shown a revolver, Nora Bell said.",
        ),
    ],
)
def test_a_rule_speaks_and_is_silent(rule: str, text: str, silent: str) -> None:
    """Each rule puts the lines of its own case together and none of the case beside it."""
    assert rule in rules(text)
    assert rule not in rules(silent)


def test_a_practice_stands_beside_the_occasion_not_against_it() -> None:
    """What is said of the practice comes first, then every line of that day, all with places."""
    text = PRACTICE + "On Friday, Tom Arden was handed a revolver, Nora Bell said."
    (found,) = [one for one in take_in(text).differences if one.rule == "D10"]
    assert [one.text for one in found.at] == ["The armorer would always hand me the gun,", "handed"]


def test_what_a_text_does_not_say_is_listed() -> None:
    """A passive leaves open who did it; a text that names the giver leaves no such gap."""
    silent = {one.what for one in take_in("Tom Arden was handed a gun that went off.").gaps}
    named = {one.what for one in take_in("Ada Quill handed Tom Arden a gun that went off.").gaps}
    assert "who handed it over" in silent
    assert "who handed it over" not in named
    assert take_in("The council met on Friday to talk about parking.").gaps == ()
