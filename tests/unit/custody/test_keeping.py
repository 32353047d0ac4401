"""What is kept for the law comes before anybody's wish that it be erased."""

from __future__ import annotations

import pytest

from acts import TRUCK, act, kinds, state_after
from provesafe.custody import Act, erasure_of

TODAY = 20260302


def kept(reference: str = "claim-4", *persons: str) -> Act:
    """Jonas has what is on record kept, about some people or about everybody."""
    return act(
        "place_legal_hold",
        reference=reference,
        authority="insurer",
        persons=list(persons),
        by="jonas",
        words="a burnt sleeve",
    )


def lifted(reference: str = "claim-4") -> Act:
    """It need not be kept any more."""
    return act("lift_legal_hold", reference=reference, by="jonas")


def until(day: int) -> Act:
    """Jonas sets how long everything is kept."""
    return act("set_retention", until=day, by="jonas")


@pytest.mark.parametrize(
    ("acts", "holds", "kept_until"),
    [
        ((), (), 0),
        ((kept("claim-4", "cleo"),), ("claim-4",), 0),
        ((kept("claim-4", "ada"),), (), 0),
        ((kept("claim-4"),), ("claim-4",), 0),
        ((kept("claim-4", "cleo"), lifted()), (), 0),
        ((kept("claim-4", "cleo"), kept("court-1"), lifted()), ("court-1",), 0),
        ((until(20261231),), (), 20261231),
        ((until(TODAY),), (), TODAY),
        ((until(20260301),), (), 0),
        ((until(20261231), until(20260301)), (), 0),
        ((kept("claim-4"), until(20261231)), ("claim-4",), 20261231),
    ],
)
def test_holds_and_days_stand_in_the_way(
    acts: tuple[Act, ...], holds: tuple[str, ...], kept_until: int
) -> None:
    """A hold on somebody or on everybody, and a day that has not passed; nothing else does."""
    answer = erasure_of(state_after(*acts), "cleo", today=TODAY)
    assert (answer.holds, answer.kept_until) == (holds, kept_until)
    assert answer.allowed == (not holds and not kept_until)


def test_what_was_asked_and_done_is_known() -> None:
    """Since when it is asked for, until it is done; a person nobody knows was not asked for."""
    asked, done = (
        act("ask_erasure", person="cleo", by="cleo"),
        act("erase_person", person="cleo", by="jonas"),
    )
    before = erasure_of(state_after(asked), "cleo", today=TODAY)
    after = erasure_of(state_after(asked, done), "cleo", today=TODAY)
    assert before.asked_ms is not None
    assert not before.done
    assert (after.asked_ms, after.done) == (None, True)
    assert erasure_of(state_after(), "nobody", today=TODAY).asked_ms is None


def test_what_was_erased_all_the_same_is_a_discrepancy() -> None:
    """An erasure against a hold, or before its day, is said; one in order is not."""
    erased = act("erase_person", person="cleo", by="jonas")
    assert kinds(state_after(kept("claim-4", "cleo"), erased)) == ["erased-while-kept"]
    assert kinds(state_after(until(20261231), erased)) == ["erased-while-kept"]
    assert kinds(state_after(until(20260301), erased)) == []
    assert kinds(state_after(lifted(), erased)) == ["no-legal-hold"]


def test_a_key_is_with_whom_it_was_given_until_the_lock_is_changed() -> None:
    """Who has a key of the store, and that one was lost; opening the store changes neither."""
    given = act("give_key", place=TRUCK, by="ada", to="dov")
    lost = act("lose_key", place=TRUCK, by="dov")
    opened = act("open_store", place=TRUCK, by="ada")
    place = state_after(given, lost, opened).places[TRUCK]
    assert (place.key_with, place.key_lost, place.open) == (("dov",), True, True)
    changed = state_after(given, lost, act("change_lock", place=TRUCK, by="ada")).places[TRUCK]
    assert (changed.key_with, changed.key_lost) == (("ada",), False)
