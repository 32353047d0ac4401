"""Everything that can be entered has a form of its own, in the words of the set."""

from __future__ import annotations

from provesafe import custody
from provesafe.adapters.web.acts import ASKED, NOT_BY_HAND, PIN_ACTS
from provesafe.adapters.web.names import GROUPS, act_name, field_name, value_name
from tidy.words import CHARTER, SCREEN


def test_every_act_is_offered() -> None:
    """Every act but those the program enters by itself stands under a heading."""
    offered = {one.name for one in custody.VOCABULARY.values() if one.group in GROUPS}
    assert offered == set(custody.VOCABULARY)
    assert set(custody.VOCABULARY) > NOT_BY_HAND
    assert set(custody.VOCABULARY) - NOT_BY_HAND > ASKED | PIN_ACTS


def test_forms_speak_the_words_of_the_set() -> None:
    """No act, field or word of a form is a word of the workshop, and no two acts read the same."""
    names = [act_name(one) for one in custody.VOCABULARY]
    said = [*names, *GROUPS.values()]
    for act_type in custody.VOCABULARY.values():
        for field in act_type.fields:
            said += [field_name(field.name), *(value_name(one) for one in field.values)]
    assert not [one for one in said if CHARTER.search(one) or SCREEN.search(one)]
    assert len(set(names)) == len(names)
    assert all("_" not in one for one in said)


def test_what_makes_safe_is_never_asked_first() -> None:
    """An act that always makes safe has one way on: entered, with no rule check before it."""
    assert not [one for one in ASKED if custody.VOCABULARY[one].making_safe]
