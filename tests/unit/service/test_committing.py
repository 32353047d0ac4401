"""When the store fails nothing has moved; when the program ends the record has all or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from in_memory import Day, House
from provesafe.errors import ConflictError, ProvesafeError, UnavailableError
from provesafe.service import adopt, catch_up
from shaky_store import Ended, ShakyStore, Trouble
from small_book import PEOPLE, SMALL, small_day

GIVEN = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}


def ask_for_it(day: Day) -> None:
    """A request that is refused."""
    day.ask("hand_over", **GIVEN)


def put_it_away(day: Day) -> None:
    """A request that goes."""
    day.ask("put_away", weapon="colt-2", by="ada", place="safe", locked="yes")


def report_it(day: Day) -> None:
    """A report with rules it did not meet."""
    day.report("hand_over", **GIVEN)


def enrol(day: Day) -> None:
    """Somebody new, whose label is kept apart from the record."""
    day.report("enrol", person="kit", roles=["crew"])


STEPS = [ask_for_it, put_it_away, report_it, enrol]
Step = Callable[[Day], None]


def shaky_day() -> tuple[Day, ShakyStore]:
    """A day whose store can have trouble."""
    store = ShakyStore(House().store)
    return small_day(House(books=(SMALL,), store=store)), store


def standing(day: Day) -> tuple[object, ...]:
    """Everything of a production that entries move."""
    production = day.production
    return (
        production.writer,
        production.state,
        tuple(production.trace),
        tuple(production.leaves),
        tuple(production.entered),
        tuple(production.gone_ahead),
        tuple(production.refused),
        dict(production.adopted_from),
        production.gate.snapshot(),
    )


@pytest.mark.parametrize("step", STEPS)
def test_on_a_full_disk_nothing_moves(step: Step) -> None:
    """The error is told, and what is computed is as it was; once there is room, it goes."""
    day, store = shaky_day()
    before, stored = standing(day), list(store.entries())
    store.trouble = "full"
    with pytest.raises(UnavailableError):
        step(day)
    assert standing(day) == before
    assert list(store.entries()) == stored
    step(day)
    assert len(list(store.entries())) > len(stored)
    left = day.reopen()
    assert standing(day) == standing(Day(house=day.house, production=left, now_ms=0))


@pytest.mark.parametrize("trouble", ["ends before", "ends after"])
@pytest.mark.parametrize("step", STEPS)
def test_the_program_ends_at_a_commit(step: Step, trouble: Trouble) -> None:
    """Opened again, the record has all of the commit or nothing of it, and checks."""
    day, store = shaky_day()
    before, commits = standing(day), store.commits
    store.trouble = trouble
    with pytest.raises(Ended):
        step(day)
    assert store.commits == commits + (trouble == "ends after")
    day.reopen()
    assert (standing(day) == before) == (trouble == "ends before")
    day.house.verify()
    step(day)
    day.house.verify()


def test_whoever_is_enrolled_after_the_end_keeps_the_digest_of_their_label() -> None:
    """The label was kept, the enrolment was not: entered again, its digest stands in the record."""
    day, store = shaky_day()
    store.trouble = "ends before"
    with pytest.raises(Ended):
        enrol(day)
    day.reopen()
    start = store.head().tree_size
    enrol(day)
    (kept,) = day.house.disclosures.of_person(day.id_of("kit"))
    assert any(kept.digest.encode() in raw for raw in store.entries(start))


def test_of_two_who_open_it_the_second_is_told() -> None:
    """The record moved on: a conflict, nothing entered; caught up, it answers as the first does."""
    house = House(books=(SMALL,))
    first = small_day(house)
    second = Day(house=house, production=house.open(), now_ms=first.now_ms)
    report_it(first)
    before = house.store.head()
    with pytest.raises(ConflictError):
        report_it(second)
    assert house.store.head() == before
    start, end = catch_up(second.production, book_of=lambda _: SMALL)
    assert end == house.store.head().tree_size
    assert start < end
    assert standing(second) == standing(first)
    report_it(second)
    house.verify()


def test_catching_up_sees_rulebooks_and_people_that_came_since() -> None:
    """A rulebook taken on by the first opener holds for the second, and new people have names."""
    house = House()
    first = small_day(house)
    second = Day(house=house, production=house.open(), now_ms=first.now_ms)
    enrol(first)
    house.books = (SMALL,)
    day = house.open()
    from_book = Day(house=house, production=day, now_ms=first.now_ms)
    take_on_small(from_book)
    catch_up(second.production, book_of=lambda _: SMALL)
    assert second.production.people == from_book.production.people
    assert standing(second) == standing(from_book)
    assert second.ask("hand_over", **GIVEN).decision == "refuse"


def take_on_small(day: Day) -> None:
    """Adopt the small rulebook."""
    adopt(day.production, day.house.adoptions(), by=day.id_of("jonas"), now_ms=day.now_ms)


def test_catching_up_when_nothing_came_changes_nothing() -> None:
    """Asked too often it does no harm."""
    day = small_day()
    before = standing(day)
    size = day.house.store.head().tree_size
    assert catch_up(day.production, book_of=lambda _: SMALL) == (size, size)
    assert standing(day) == before


def test_an_empty_record_is_not_opened() -> None:
    """A store that nothing was entered in is an error with what to do about it."""
    with pytest.raises(ProvesafeError) as caught:
        House().open()
    assert "provesafe new" in caught.value.hint


def test_rulebooks_are_taken_on_in_one_entry() -> None:
    """Several at once are one entry: the program cannot end with half of them."""
    store = ShakyStore(House().store)
    house = House(books=(SMALL,), store=store)
    day = House(store=store).begin(PEOPLE)
    day = Day(house=house, production=day.production, now_ms=day.now_ms)
    commits = store.commits
    take_on_small(day)
    assert store.commits == commits + 1
    assert [book.id for book in day.production.books.adopted] == ["small"]
