"""Tables of people, weapons and lots: every row or none, each once, mistakes with their line."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from in_memory import Day, House
from provesafe.errors import UnavailableError
from provesafe.service import (
    ImportKind,
    ImportRowError,
    Rows,
    UnknownPersonError,
    enter_rows,
)
from shaky_store import ShakyStore

ADA = {"id": "ada", "roles": "armorer", "trained": "firearms; handling", "assessed": "handling"}
DOV = {
    "id": "dov",
    "name": "Dov",
    "roles": "property-master",
    "reports_to": "jonas",
    "permits": "entertainment-firearms until 2026-12-31; federal-licence until 2027-01-31",
    "duties_acknowledged": "yes",
}
COLT = {"id": "colt-2", "kind": "real", "chambers": "6", "place": "safe"}
DUMMIES = {"id": "dummy-45", "kind": "dummy", "count": "12"}


def day() -> Day:
    """A production with its producer."""
    return House().begin({"jonas": ("producer",)})


def bring_in(to: Day, kind: ImportKind, *rows: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Enter rows, the first in line 2; what was entered and what was left."""
    numbered: Rows = list(enumerate(rows, start=2))
    to.now_ms += 1000
    found = enter_rows(to.production, kind, numbered, by="jonas", source="t.csv", now_ms=to.now_ms)
    return list(found.entered), list(found.left)


def test_people_come_with_their_papers() -> None:
    """Roles, training, permits and duties of a row all stand, under the person's own id."""
    here = day()
    assert bring_in(here, "person", ADA, DOV) == (["ada", "dov"], [])
    people = here.production.state.people
    ada, dov = people[here.id_of("ada")], people[here.id_of("dov")]
    assert (ada.roles, ada.trained, ada.assessed) == (
        ("armorer",),
        ("firearms", "handling"),
        ("handling",),
    )
    assert [(paper.kind, paper.until) for paper in dov.papers] == [
        ("entertainment-firearms", 20261231),
        ("federal-licence", 20270131),
    ]
    assert dov.reports_to == here.id_of("jonas")
    assert dov.duties_acknowledged
    assert here.production.people.names[dov.id] == "Dov"


def test_weapons_and_lots_come_in() -> None:
    """A weapon is where the table says, its contents unknown; a lot has its rounds."""
    here = day()
    bring_in(here, "weapon", COLT)
    bring_in(here, "lot", DUMMIES)
    colt = here.production.state.weapons["colt-2"]
    assert (colt.place, colt.locked, colt.contents.kind) == ("safe", True, "unknown")
    assert here.production.state.lots["dummy-45"].received == 12


def test_the_same_table_twice_does_no_harm() -> None:
    """What has been entered is left as it is, and named."""
    here = day()
    bring_in(here, "weapon", COLT)
    size = here.house.store.head().tree_size
    assert bring_in(here, "weapon", COLT) == ([], ["colt-2"])
    assert here.house.store.head().tree_size == size
    assert bring_in(here, "weapon", COLT, {**COLT, "id": "colt-3"}) == (["colt-3"], ["colt-2"])


@pytest.mark.parametrize(
    ("kind", "row", "words"),
    [
        ("person", {"id": "", "roles": "armorer"}, "no `id`"),
        ("person", {**ADA, "roles": "armourer"}, "armourer"),
        ("person", {**ADA, "role": "armorer"}, "no key `role`"),
        ("person", {**ADA, "permits": "entertainment-firearms"}, "not what that column holds"),
        ("person", {**ADA, "permits": "x until 31.12.2026"}, "not what that column holds"),
        ("person", {**ADA, "scheduled": "tomorrow"}, "not a time"),
        ("person", {**ADA, "reports_to": "nobody"}, "nobody here is called `nobody`"),
        ("weapon", {**COLT, "kind": "gun"}, "gun"),
        ("weapon", {**COLT, "chambers": "six"}, "not what that column holds"),
        ("weapon", {**COLT, "calibr": "45"}, "no field `calibr`"),
        ("weapon", {"id": "colt-2"}, "needs `kind`"),
        ("lot", {**DUMMIES, "count": "-1"}, "count"),
        ("lot", {"id": "dummy-45", "kind": "dummy"}, "needs `count`"),
    ],
)
def test_a_table_with_a_mistake_enters_nothing(
    kind: ImportKind, row: Mapping[str, str], words: str
) -> None:
    """The mistake is told with its line, and the good row before it is not entered either."""
    here = day()
    good = {"person": {**ADA, "id": "esi"}, "weapon": {**COLT, "id": "colt-1"}}
    good["lot"] = {**DUMMIES, "id": "dummy-1"}
    size = here.house.store.head().tree_size
    with pytest.raises(ImportRowError) as caught:
        bring_in(here, kind, good[kind], row)
    assert words in caught.value.message
    assert str(caught.value.span) == "t.csv:3:1"
    assert caught.value.hint
    assert here.house.store.head().tree_size == size
    assert set(here.production.people.ids) == {"jonas"}


def test_an_id_that_stands_twice_is_named_with_both_lines() -> None:
    """Nobody can tell which of the two rows is meant."""
    with pytest.raises(ImportRowError) as caught:
        bring_in(day(), "weapon", COLT, DUMMIES, {**COLT, "serial": "2"})
    assert "stands in line 2 already" in caught.value.message
    assert caught.value.span is not None
    assert caught.value.span.line == 4


def test_nobody_unknown_brings_in_a_table() -> None:
    """Whoever enters it has to be enrolled."""
    here = day()
    with pytest.raises(UnknownPersonError):
        enter_rows(here.production, "weapon", [(2, COLT)], by="kit", source="t.csv", now_ms=0)


def test_a_course_on_a_weapon_nobody_took_in_is_a_mistake() -> None:
    """A slip in one column never makes a weapon."""
    here = day()
    bring_in(here, "weapon", COLT)
    with pytest.raises(ImportRowError, match="nobody here is called"):
        bring_in(here, "person", {**ADA, "reports_to": "colt-2"})


def test_once_more_brings_in_what_a_full_disk_left_out() -> None:
    """Nobody is half brought in: the rows that were entered stand whole, the rest follows."""
    store = ShakyStore(House().store)
    here = House(store=store).begin({"jonas": ("producer",)})
    append = store.append
    done: list[int] = []

    def full_at_the_second(entries: list[bytes], checkpoint: bytes, **size: int) -> None:
        store.trouble = "full" if len(done) == 1 else ""
        done.append(1)
        append(entries, checkpoint, **size)

    store.append = full_at_the_second  # type: ignore[method-assign, assignment]
    with pytest.raises(UnavailableError):
        bring_in(here, "person", DOV, ADA)
    assert here.production.state.people[here.id_of("dov")].papers
    here.reopen()
    assert bring_in(here, "person", DOV, ADA) == (["ada"], ["dov"])
    assert here.production.state.people[here.id_of("ada")].trained == ("firearms", "handling")
    here.house.verify()
