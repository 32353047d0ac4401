"""Timelines: against every assignment there is, on networks small enough to try them all."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provesafe.casefile.timeline import (
    Constraint,
    TimelineError,
    When,
    impossible_sets,
    tighten,
)

EVENTS = ("a", "b", "c")
MINUTES = range(6)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[When], list[Constraint]]:
    """Every event inside the six minutes, and up to four lines between events."""
    stated = [When(event=name, line=f"in {name}", earliest=0, latest=5) for name in EVENTS]
    for row in range(draw(st.integers(0, 2))):
        low, high = sorted((draw(st.integers(0, 5)), draw(st.integers(0, 5))))
        name = draw(st.sampled_from(EVENTS))
        stated.append(When(event=name, line=f"when {row}", earliest=low, latest=high))
    lines: list[Constraint] = []
    for row in range(draw(st.integers(0, 4))):
        first, second = draw(st.permutations(EVENTS))[:2]
        low, high = sorted((draw(st.integers(-4, 4)), draw(st.integers(-4, 4))))
        open_side = draw(st.sampled_from(("neither", "least", "most")))
        lines.append(
            Constraint(
                event=first,
                other=second,
                line=f"line {row}",
                least=None if open_side == "least" else low,
                most=None if open_side == "most" else high,
            )
        )
    return stated, lines


def fitting(stated: list[When], lines: list[Constraint]) -> list[dict[str, int]]:
    """Every assignment of minutes that all lines allow."""
    found = []
    for minutes in product(MINUTES, repeat=len(EVENTS)):
        at = dict(zip(EVENTS, minutes, strict=True))
        if all(_allows(one, at[one.event]) for one in stated) and all(
            _within(line, at[line.event] - at[line.other]) for line in lines
        ):
            found.append(at)
    return found


def _allows(one: When, minute: int) -> bool:
    return (one.earliest is None or one.earliest <= minute) and (
        one.latest is None or minute <= one.latest
    )


def _within(line: Constraint, minutes: int) -> bool:
    return (line.least is None or line.least <= minutes) and (
        line.most is None or minutes <= line.most
    )


@given(networks())
def test_bounds_and_orders_are_those_of_all_assignments(
    network: tuple[list[When], list[Constraint]],
) -> None:
    """Tightened bounds and possible orders are exactly what trying every minute gives."""
    stated, lines = network
    possible = fitting(stated, lines)
    timeline = tighten(EVENTS, stated, lines)
    assert bool(timeline.clash) == (not possible)
    if not possible:
        return
    for name in EVENTS:
        bounds = timeline.bounds[name]
        assert bounds.earliest == min(at[name] for at in possible)
        assert bounds.latest == max(at[name] for at in possible)
    for first, second in (("a", "b"), ("b", "c")):
        orders = {
            "before" if at[first] < at[second] else "after" if at[first] > at[second] else "same"
            for at in possible
        }
        assert set(timeline.orders(first, second)) == orders


@given(networks())
def test_a_clash_names_lines_that_cannot_hold_and_no_line_too_many(
    network: tuple[list[When], list[Constraint]],
) -> None:
    """The named lines alone clash, and without any one of them they no longer do."""
    stated, lines = network
    clash = set(tighten(EVENTS, stated, lines).clash)
    if not clash:
        return
    kept = [one for one in stated if one.line in clash], [one for one in lines if one.line in clash]
    assert tighten(EVENTS, *kept).clash
    for left_out in clash:
        fewer = (
            [one for one in kept[0] if one.line != left_out],
            [one for one in kept[1] if one.line != left_out],
        )
        assert not tighten(EVENTS, *fewer).clash


@given(networks())
def test_the_impossible_sets_are_all_there_are(
    network: tuple[list[When], list[Constraint]],
) -> None:
    """Asking every subset of the lines gives the same smallest sets."""
    stated, lines = network
    ids = sorted({one.line for one in stated} | {one.line for one in lines})
    smallest: list[set[str]] = []
    for count in range(1, len(ids) + 1):
        for kept in combinations(ids, count):
            if any(one <= set(kept) for one in smallest):
                continue
            # That `tighten` is right about one network is tried against every minute above.
            if tighten(
                EVENTS,
                [one for one in stated if one.line in kept],
                [one for one in lines if one.line in kept],
            ).clash:
                smallest.append(set(kept))
    found = impossible_sets(EVENTS, stated, lines)
    assert found.complete
    assert sorted(found.sets) == sorted(tuple(sorted(one)) for one in smallest)


def test_what_is_said_of_an_hour_later_bounds_what_is_said_of_the_day() -> None:
    """A day and "45 minutes or an hour later" give the later event 00:45 to 01:00 the next day."""
    timeline = tighten(
        ["shot", "learned"],
        [When(event="shot", line="that day", earliest=0, latest=1439)],
        [Constraint(event="learned", other="shot", line="later", least=45, most=60)],
    )
    learned = timeline.bounds["learned"]
    assert (learned.earliest, learned.latest) == (45, 1499)
    assert timeline.orders("shot", "learned") == ("before",)


def test_an_open_side_stays_open() -> None:
    """An event that nothing bounds from one side has no bound there, and no order is made up."""
    timeline = tighten(["a", "b"], [When(event="a", line="x", earliest=10, latest=None)], [])
    assert timeline.bounds["a"].latest is None
    assert timeline.bounds["b"].earliest is None
    assert timeline.orders("a", "b") == ("before", "same", "after")


@pytest.mark.parametrize(
    ("events", "stated"),
    [
        (["a", "a"], []),
        (["a"], [When(event="b", line="x", earliest=0, latest=1)]),
        (["a"], [When(event="a", line="x", earliest=2, latest=1)]),
    ],
)
def test_a_malformed_timeline_is_an_error(events: list[str], stated: list[When]) -> None:
    """A repeated or unknown event and minutes that run backwards are told."""
    with pytest.raises(TimelineError):
        tighten(events, stated, [])
