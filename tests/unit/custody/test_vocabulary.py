"""The vocabulary: what is declared, and the predicates generated from it."""

from __future__ import annotations

from collections.abc import Mapping

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


LIFE: Mapping[str, str] = {
    "people join, take on and leave roles": "enrol assign relieve give_badge end_badge",
    "papers and training": "permit revoke_permit train assess ask_training decide_training",
    "contact and medic": "name_contact place_medic medic_leaves",
    "fitness": "fitness_doubt fitness_cleared",
    "rulebooks and duties": "adopt acknowledge_duties schedule",
    "planning": "assess_risk plan consider_alternative",
    "notices and papers of the production": "notify notify_end issue_call_sheet"
    " hold_production_permit",
    "intake and tests": "receive_weapon receive_lot test_fire function_test send_back",
    "meetings": "hold_meeting brief_late",
    "set-ups": "open_set_up start roll cut release_crew use_in break_for close_set_up wrap",
    "store and cart": "open_store draw put_away lock_store seal break_seal give_key lose_key"
    " change_lock",
    "put down, left, out of sight": "put_down pick_up leave_unattended lose_sight",
    "counts": "count_weapons count_rounds count_cases find_rounds issue_rounds return_rounds",
    "costume belts": "wear_rounds take_off_rounds",
    "other ways of rounds": "convert_rounds destroy_rounds move_lot",
    "proving": "inspect check_bore check_rounds clean",
    "told, shown, answered": "tell show answer ask_to_see",
    "calls, repeat-back, warning": "call repeat_call warn",
    "direction": "direct",
    "loading": "load unload",
    "hand-over": "hand_over return_weapon decline",
    "line of fire": "clear_line in_line leave_line measure protect take_post",
    "shots": "fire discharge misfire wait_out take_over_misfire open_misfire log_cause tell_cause",
    "out of use": "withdraw repair put_back quarantine release",
    "stop and concern": "stop resume raise_concern answer_concern take_action refuse_work",
    "incident": "open_incident close_incident know_injury report_injury freeze",
    "authority": "authority_arrives authority_asks answer_authority hand_to_police come_back"
    " examination_result",
    "loss": "miss find_missing report_loss",
    "the record": "go_ahead amend void view_record move_record take_over_record",
    "kept and erased": "set_retention place_legal_hold lift_legal_hold ask_erasure erase_person",
    "coverage": "open_record close_record join_device lose_device device_returns deliver_late"
    " battery_dies keep_alive",
}
"""The life of a weapon, a round and a record, as we hold ourselves to it; by part, the acts."""


def test_the_whole_life_of_a_weapon_and_a_round_can_be_entered() -> None:
    """Every part of it has its acts, and every act its part."""
    told = [name for part in LIFE.values() for name in part.split()]
    assert len(told) == len(set(told))
    assert set(told) == set(VOCABULARY)


@pytest.mark.parametrize(
    ("act", "field", "values"),
    [
        ("misfire", "kind", {"misfire", "squib-load"}),
        ("check_rounds", "means", {"shaken", "drilled", "base", "weighed", "looked"}),
        ("show", "means", {"looked", "shaken", "rod", "weighed", "photographed", "hand"}),
        ("answer", "what", {"saw it", "was told, not shown", "show me again", "not me"}),
        ("start", "what", {"rehearsal", "line-up", "take"}),
        ("discharge", "how", {"trigger", "hammer", "drop", "not-known"}),
        ("adopt", "mode", {"enforced", "watched"}),
    ],
)
def test_what_is_told_apart_has_words_of_its_own(act: str, field: str, values: set[str]) -> None:
    """Where one word would blur what happened there are several."""
    declared = VOCABULARY[act].field(field)
    assert declared is not None
    assert set(declared.values) >= values


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ("examination_result", "number"),
        ("check_rounds", "photo"),
        ("plan", "positions"),
        ("hand_to_police", "receipt"),
        ("count_cases", "weapon"),
        ("direct", "target"),
        ("test_fire", "distance_cm"),
        ("receive_lot", "container"),
    ],
)
def test_what_an_examination_asks_for_has_its_field(act: str, field: str) -> None:
    """Item numbers, photographs, positions, receipts: there is a place to enter each."""
    assert VOCABULARY[act].field(field) is not None


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
