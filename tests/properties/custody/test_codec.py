"""Laws of the stored forms of acts and states."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from act_strategies import any_act, history
from provesafe.custody import (
    ENGLISH,
    Act,
    contents_words,
    decode_act,
    decode_state,
    encode_act,
    encode_state,
    fold,
    holder_words,
    sentence,
)


@given(any_act(), st.none() | st.integers(0, 2**53 - 1), st.none() | st.integers(0, 2**53 - 1))
def test_an_act_survives_being_stored(act: Act, happened: int | None, learned: int | None) -> None:
    """decode(encode(x)) is x, through JSON text and back."""
    act = replace(act, happened_ms=happened, learned_ms=learned)
    document = json.loads(json.dumps(encode_act(act)))
    assert decode_act(document, shooting_day=act.shooting_day, date=act.date) == act


@given(any_act())
def test_what_is_accepted_is_stored_as_it_is(act: Act) -> None:
    """A document that is read encodes to itself."""
    document = json.loads(json.dumps(encode_act(act)))
    assert encode_act(decode_act(document)) == document


@given(history())
def test_a_state_survives_being_stored(acts: tuple[Act, ...]) -> None:
    """A snapshot, through JSON text, is the state it was made of."""
    state = fold(acts)
    assert decode_state(json.loads(json.dumps(encode_state(state)))) == state


@given(history(), st.integers(0, 25))
def test_a_fold_goes_on_from_a_snapshot(acts: tuple[Act, ...], cut: int) -> None:
    """Opening on a snapshot and going on is folding the whole record."""
    snapshot = json.loads(json.dumps(encode_state(fold(acts[:cut]))))
    assert fold(acts[cut:], decode_state(snapshot)) == fold(acts)


@given(history())
def test_everything_can_be_said_in_words(acts: tuple[Act, ...]) -> None:
    """Every act has a sentence with no gap left in it, every weapon its contents and holder."""
    for act in acts:
        said = sentence(act)
        assert said.endswith(".")
        assert "[" not in said
        assert str(act.fields.get("weapon", "")) in said
    for weapon in fold(acts).weapons.values():
        assert contents_words(weapon, say=ENGLISH)
        assert holder_words(weapon, say=ENGLISH)
