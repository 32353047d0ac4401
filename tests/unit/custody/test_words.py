"""Set words: contents, holders and sentences as people on set read them."""

from __future__ import annotations

import re

import pytest

from acts import COLT, RUBBER, act, draw, hand_over, load, prove, state_after
from provesafe.custody import (
    CATALOGUES,
    ENGLISH,
    VOCABULARY,
    Act,
    contents_words,
    holder_words,
    sentence,
)
from tidy.words import screen_problems

NEVER_SAID = re.compile(
    r"\b(gate|hold|verdict|permit|refuse|refuses|refused|violation|omission|override|custody"
    r"|failure|safe|safer)\b",
    re.IGNORECASE,
)


def test_no_set_word_is_one_that_is_never_said() -> None:
    """Neither the set words nor the sentences nor the values have a word of the workshop."""
    for key, text in ENGLISH.items():
        said = text.replace("{", "").replace("}", "")
        assert not NEVER_SAID.search(said), f"{key}: {text}"


def test_the_house_rule_for_screens_is_met() -> None:
    """The catalogue passes the same check as every text people on set read."""
    slots = re.compile(r"\{\w+\}")
    texts = {key: slots.sub("…", text) for key, text in ENGLISH.items()}
    assert screen_problems(texts) == []


def test_no_value_is_shown_with_a_word_that_is_never_said() -> None:
    """Words of enum fields read well too, or have another reading in the catalogue."""
    for act_type in VOCABULARY.values():
        for field in act_type.fields:
            for value in field.values:
                said = ENGLISH.get(f"value.{value}", value)
                assert not NEVER_SAID.search(said), f"{act_type.name}.{field.name}: {said}"
                assert screen_problems({"value": said}) == []


def test_every_value_reading_belongs_to_a_field() -> None:
    """The catalogue has no reading for a word that nobody can enter."""
    values = {
        value
        for act_type in VOCABULARY.values()
        for field in act_type.fields
        for value in field.values
    }
    assert {key.removeprefix("value.") for key in ENGLISH if key.startswith("value.")} <= values


SAID_SAFE = re.compile(r"\b(segur[oa]s?|sûre?s?|sécurisée?s?|sauve?s?)\b", re.IGNORECASE)
"""The word that no catalogue calls a weapon by."""


def shape(text: str) -> tuple[list[str], list[list[str]]]:
    """The slots of a text, and those of each part that may be left out."""
    parts = re.findall(r"\[([^\]]*)\]", text)
    slots = re.compile(r"\{(\w+)\}")
    return sorted(slots.findall(text)), sorted(sorted(slots.findall(one)) for one in parts)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_translation_has_every_key_and_no_other(language: str) -> None:
    """What is said in English is said in Spanish and French, and nothing besides."""
    assert set(CATALOGUES[language]) == set(ENGLISH)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_translation_has_the_slots_of_the_english_text(language: str) -> None:
    """No name is lost on the way, and what may be left out is left out together."""
    for key, text in CATALOGUES[language].items():
        assert shape(text) == shape(ENGLISH[key]), f"{key}: {text}"


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_translation_is_one_and_says_nobody_is_out_of_danger(language: str) -> None:
    """Its sentences are its own, and the word that no weapon is called by is absent."""
    for key, text in CATALOGUES[language].items():
        assert not SAID_SAFE.search(text), f"{key}: {text}"
        if key.startswith("act."):
            assert text != ENGLISH[key]
            assert text.endswith("."), key


@pytest.mark.parametrize(
    ("language", "contents", "holder", "told"),
    [
        (
            "es",
            "SIN SABER (trate como cargada)",
            "la tiene Ada",
            "Ada dio colt-2 a Cleo, siempre a la vista: sí.",
        ),
        (
            "fr",
            "INCONNU (à traiter comme chargée)",
            "Ada l'a",
            "Ada a donné colt-2 à Cleo, gardée en vue : oui.",
        ),
    ],
)
def test_a_weapon_is_spoken_of_in_the_language_asked_for(
    language: str, contents: str, holder: str, told: str
) -> None:
    """Contents, holder and an act, in Spanish and in French."""
    say, names = CATALOGUES[language], {"ada": "Ada", "cleo": "Cleo"}
    weapon = state_after(draw()).weapons[COLT]
    assert contents_words(weapon, say=say) == contents
    assert holder_words(weapon, names=names, say=say) == holder
    assert sentence(hand_over(), names=names, say=say) == told


CHECK = act(
    "check_rounds",
    weapon=COLT,
    lot="dummies-1",
    checked=6,
    of=6,
    kind="dummy",
    means="shaken",
    by="ada",
)


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ((), "UNKNOWN (treat as loaded)"),
        ((prove(),), "EMPTY"),
        ((prove(), CHECK, load()), "DUMMIES 6 (6 of 6 checked)"),
        ((prove(), load()), "DUMMIES 6 (0 of 6 checked)"),
        ((prove(), load("blank", 2)), "BLANKS 2, half"),
        (
            (prove(), load("blank", 2), act("fire", weapon=COLT, by="ada", count=1)),
            "BLANKS 1, half, fired cases in it",
        ),
        ((prove(), load("blank", 2), load("dummy", 2)), "DUMMIES AND BLANKS, 4 (treat as loaded)"),
        (
            (
                prove(),
                act("receive_lot", lot="box", kind="live", count=1, by="dov"),
                act("load", weapon=COLT, by="dov", kind="live", lot="box", count=1),
            ),
            "LIVE ROUND",
        ),
    ],
)
def test_contents_are_said_in_words(acts: tuple[Act, ...], words: str) -> None:
    """What is in the revolver, in the words of a label."""
    assert contents_words(state_after(draw(), *acts).weapons[COLT]) == words


def test_what_cannot_fire_is_called_by_its_kind() -> None:
    """A rubber gun is no firearm, until somebody enters rounds in it."""
    assert contents_words(state_after().weapons[RUBBER]) == "NOT A FIREARM (rubber)"
    loaded = state_after(load("blank", 1, weapon=RUBBER))
    assert contents_words(loaded.weapons[RUBBER]) == "UNKNOWN (treat as loaded)"


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ((), "nobody has it, nobody entered where it is"),
        ((draw(),), "Ada has it"),
        (
            (act("put_away", weapon=COLT, by="ada", place="truck", locked="yes"),),
            "locked away, truck",
        ),
        ((act("put_away", weapon=COLT, by="ada", locked="yes"),), "locked away"),
        (
            (draw(), act("put_down", weapon=COLT, by="ada", place="cart", watched="no")),
            "nobody has it, put down at cart",
        ),
        (
            (act("hand_to_police", item=COLT, receipt="R-1", by="ada"),),
            "with the police, receipt R-1",
        ),
        ((act("send_back", weapon=COLT, to_whom="the house", by="ada"),), "sent back to the house"),
        ((act("miss", item=COLT, by="ada"),), "missing"),
    ],
)
def test_holders_and_places_are_said_in_words(acts: tuple[Act, ...], words: str) -> None:
    """Who has it or where it is, with names where they are known."""
    weapon = state_after(*acts).weapons[COLT]
    assert holder_words(weapon, names={"ada": "Ada"}) == words
    assert holder_words(weapon, names={"ada": "Ada"}, since="08:32") == f"{words}, since 08:32"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (hand_over(), "Ada gave colt-2 to Cleo, kept in sight: yes."),
        (
            act("tell", weapon=COLT, by="ada", to="cleo", words="cold {gun} [sic]"),
            "Ada told Cleo about colt-2: “cold {gun} [sic]”.",
        ),
        (act("wrap", day=20260302, by="ada"), "Ada called wrap for 2026-03-02."),
        (
            act("direct", weapon=COLT, by="basil", to="cleo", aim="at-person"),
            "basil asked Cleo to aim colt-2: at a person.",
        ),
        (
            act("send_back", lot="dummies-1", count=5, to_whom="the house", by="ada"),
            "Ada sent dummies-1 (5 rounds) back to the house.",
        ),
        (act("raise_concern", concern="c1", words="odd"), "Concern c1: “odd”."),
    ],
)
def test_an_act_is_one_plain_sentence(one: Act, words: str) -> None:
    """What was said stands as it was said; what was not said leaves no gap."""
    assert sentence(one, names={"ada": "Ada", "cleo": "Cleo"}) == words
