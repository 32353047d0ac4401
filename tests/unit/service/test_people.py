"""Who is who: labels, names and ids, kept apart from the record and never mixed up."""

from __future__ import annotations

import pytest

from in_memory import House
from provesafe.adapters.store import MemoryDisclosures
from provesafe.custody import parse_act
from provesafe.errors import UnavailableError
from provesafe.service import (
    LabelTakenError,
    People,
    UnknownPersonError,
    UnknownThingError,
    people_of,
    read_act,
)
from provesafe.service.disclosing import digests_of
from provesafe.service.overrides import person_ids

TWO = People().with_person("P-1", "ada", "Ada").with_person("P-2", "cleo")


def test_a_label_is_found_and_shown() -> None:
    """Labels lead to ids, ids to labels; an id is taken as it is; a name is optional."""
    assert (TWO.id_of("ada"), TWO.id_of("P-2")) == ("P-1", "P-2")
    assert (TWO.label("P-1"), TWO.label("P-9")) == ("ada", "P-9")
    assert dict(TWO.names) == {"P-1": "Ada"}


def test_an_unknown_person_is_told_with_the_nearest() -> None:
    """A slip offers who may be meant; otherwise, what to do."""
    with pytest.raises(UnknownPersonError) as near:
        TWO.id_of("clea")
    assert "did you mean `cleo`?" in near.value.hint
    with pytest.raises(UnknownPersonError) as far:
        TWO.id_of("zzz")
    assert far.value.hint == "enrol them first"


def test_a_label_belongs_to_one_person() -> None:
    """Two people of one label would be one in every list: it is refused."""
    with pytest.raises(LabelTakenError):
        TWO.with_person("P-3", "ada")
    assert TWO.with_person("P-1", "ada", "Ada B").names["P-1"] == "Ada B"


def test_erased_people_are_shown_by_their_id() -> None:
    """After erasing nothing leads back to the name."""
    store = MemoryDisclosures()
    store.put_person("P-1", label="ada", name="Ada")
    assert people_of(store).label("P-1") == "ada"
    store.erase("P-1")
    assert people_of(store) == People()


def test_digests_tell_nothing_by_their_order_or_number() -> None:
    """They are sorted and filled up to a multiple of four; none without anything to tell."""
    store = MemoryDisclosures()
    told = store.put("P-1", {str(i): "x" for i in range(5)})
    count = iter(range(100))
    digests = digests_of(told, random=lambda n: bytes([next(count)]) * n)
    assert len(digests) == 8
    assert digests == sorted(digests)
    assert {one.digest for one in told} < set(digests)
    assert digests_of([], random=bytes) == []


def test_only_what_brings_something_in_may_name_it_first() -> None:
    """A weapon or lot nobody entered is a slip, told with the nearest and with what to enter."""
    day = House().begin({"ada": ("armorer",)})
    day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
    with pytest.raises(UnknownThingError) as near:
        day.act("draw", weapon="colt-3", by="ada")
    assert "did you mean `colt-2`?" in near.value.hint
    with pytest.raises(UnknownThingError) as far:
        day.act("count_rounds", lot="dummy-45", place="safe", found=1, by="ada")
    assert "receive_lot" in far.value.hint
    with pytest.raises(UnknownThingError):
        day.act("open_incident", incident="i", by="ada", weapons=["colt-2", "colt-9"])


def test_people_in_lists_are_found_too() -> None:
    """Everybody an act names goes into the record by id."""
    day = House().begin({"ada": ("armorer",), "cleo": ("performer",), "kit": ("crew",)})
    day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
    act = day.act("show", weapon="colt-2", by="ada", to=["cleo", "kit"], contents="unknown")
    assert act.listed("to") == (day.id_of("cleo"), day.id_of("kit"))
    assert person_ids(act) == tuple(map(day.id_of, ("ada", "cleo", "kit")))
    with pytest.raises(UnknownPersonError):
        day.act("show", weapon="colt-2", by="ada", to=["cleo", "kitt"], contents="unknown")


def test_an_enrolment_names_somebody_new_once() -> None:
    """The same label is the same person, however often it is read before it is entered."""
    day = House().begin({"ada": ("armorer",)})
    first, again = (day.act("enrol", person="kit", roles=["crew"]) for _ in range(2))
    assert first.text("person") == again.text("person")
    assert day.id_of("kit") == first.text("person")
    assert len(day.house.disclosures.of_person(first.text("person"))) == 1


def test_a_label_that_could_not_be_kept_is_not_known() -> None:
    """Otherwise the person would be entered and their label nowhere to be found."""
    day = House().begin({"ada": ("armorer",)})
    kept, closed = day.production.disclosures, MemoryDisclosures()
    closed.close()
    day.production.disclosures = closed
    with pytest.raises(UnavailableError):
        read_act(day.production, "enrol", {"person": "kit", "roles": ["crew"]})
    assert "kit" not in day.production.people.ids
    day.production.disclosures = kept
    person = read_act(day.production, "enrol", {"person": "kit", "roles": ["crew"]})
    assert people_of(kept).label(person.text("person")) == "kit"


def test_who_is_named_by_an_act_without_people() -> None:
    """Nobody, and that is no error."""
    assert person_ids(parse_act("keep_alive", {})) == ()
