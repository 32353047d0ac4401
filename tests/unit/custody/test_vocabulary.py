"""The vocabulary: what is declared, and the predicates generated from it."""

from __future__ import annotations

import pytest

from provesafe.custody import VOCABULARY, signature
from provesafe.custody.act_type import declare
from provesafe.custody.transitions import LATE_AWARE, TRANSITIONS
from provesafe.custody.vocabulary.parts import BY, WEAPON, yes_no
from provesafe.errors import InvariantBroken


@pytest.mark.parametrize(
    ("predicate", "types"),
    [
        ("handed_over", ("string", "string", "string")),
        ("planned_distance", ("string", "string", "int")),
        ("risk_assessed", ("string", "string", "int")),
        ("contents_now", ("string", "string", "int")),
        ("rounds_checked", ("string", "string", "int", "int", "string")),
        ("called_load", ("string", "string", "int")),
        ("went_ahead", ("string", "string", "string")),
        ("permit_given", ("string", "string", "int")),
        ("on_day", ("int",)),
        ("record_opened", ()),
    ],
)
def test_predicates_have_the_types_of_their_fields(predicate: str, types: tuple[str, ...]) -> None:
    """The signature takes argument types from the declared fields."""
    assert tuple(kind for _, kind in signature()[predicate]) == types


def test_refused_variants_exist_for_every_head() -> None:
    """Every head fact has a variant for a request that did not go ahead."""
    for act_type in VOCABULARY.values():
        for head in act_type.heads:
            assert signature()[f"refused_{head.predicate}"] == signature()[head.predicate]


def test_late_variants_exist_only_for_what_clears() -> None:
    """Showing can come too late; being out of sight cannot."""
    assert "late_shown" in signature()
    assert "late_proved_empty" in signature()
    assert "late_bore_checked" in signature()
    assert "late_bore_blocked" not in signature()
    assert "late_lost_sight" not in signature()


def test_every_transition_belongs_to_an_act() -> None:
    """No function changes the state for an act that nobody can enter."""
    assert set(TRANSITIONS) <= set(VOCABULARY)
    assert set(TRANSITIONS) >= LATE_AWARE


def test_every_act_with_an_effect_has_a_transition() -> None:
    """An act that declares effects does something to the state."""
    declared = {one.name for one in VOCABULARY.values() if one.effects}
    assert declared <= set(TRANSITIONS)


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("held(weapon, nobody)", "{by} had {weapon}."),
        ("held(weapon, by) if sure=perhaps", "{by} had {weapon}."),
        ("held(weapon, by*)", "{by} had {weapon}."),
        ("held weapon", "{by} had {weapon}."),
        ("held(weapon, by)", "{by} had {it}."),
    ],
)
def test_a_slip_in_a_declaration_stops_the_program(head: str, sentence: str) -> None:
    """A declaration that names what it does not have is not accepted."""
    with pytest.raises(InvariantBroken):
        declare(
            "have",
            group="test",
            fields=(WEAPON, BY, yes_no("sure")),
            head=head,
            sentence=sentence,
        )
