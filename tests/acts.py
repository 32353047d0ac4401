"""Short ways to write acts in tests, with the cast and one revolver.

history(draw(), prove(), load(), hand_over())
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cast import ADA, BASIL, CLEO, DOV, ESI, FARID, KIT
from provesafe.custody import Act, FactTuple, State, Walk, fold, parse_act

DAY = 20260302
COLT = "colt-2"
RUBBER = "colt-rubber"
DUMMIES = "dummies-1"
BLANKS = "blanks-1"
TRUCK = "truck"
POINTS = ("muzzle safe", "rounds out", "chambers", "feed path", "bore")


def act(name: str, **fields: object) -> Act:
    """An act on the first day, not yet placed in a record."""
    return parse_act(name, fields, shooting_day=DAY, date=DAY)


def placed(acts: Iterable[Act], *, start_ms: int = 1_000_000) -> tuple[Act, ...]:
    """The acts recorded ten seconds apart, with index and entry id."""
    return tuple(
        replace(one, at_ms=start_ms + 10_000 * index, index=index, entry=f"e{index}")
        for index, one in enumerate(acts)
    )


def intake() -> tuple[Act, ...]:
    """The cast joins, the revolver and two lots of rounds come in, the store is open."""
    people = tuple(
        act("enrol", person=one.id, roles=list(one.roles))
        for one in (ADA, BASIL, CLEO, DOV, ESI, FARID, KIT)
    )
    things = (
        act(
            "receive_weapon",
            weapon=COLT,
            kind="real",
            action="single",
            chambers=6,
            calibre=".45",
            by="ada",
        ),
        act("receive_weapon", weapon=RUBBER, kind="rubber", by="ada"),
        act("receive_lot", lot=DUMMIES, kind="dummy", count=50, factory="yes", by="ada"),
        act("receive_lot", lot=BLANKS, kind="blank", load="half", count=100, by="ada"),
        act("open_store", place=TRUCK, by="ada"),
    )
    return people + things


def draw(weapon: str = COLT, by: str = "ada") -> Act:
    """`by` takes the weapon out of the truck."""
    return act("draw", weapon=weapon, by=by, place=TRUCK, purpose="filming")


def prove(weapon: str = COLT, by: str = "ada") -> Act:
    """All five points in order, found empty."""
    return act("inspect", weapon=weapon, by=by, points=list(POINTS), found="empty")


def load(
    kind: str = "dummy", count: int = 6, *, in_view: tuple[str, ...] = (), weapon: str = COLT
) -> Act:
    """Ada loads dummies or blanks."""
    lot = DUMMIES if kind == "dummy" else BLANKS
    return act(
        "load", weapon=weapon, by="ada", kind=kind, lot=lot, count=count, in_view=list(in_view)
    )


def show(to: str = "cleo", contents: str = "dummy", count: int = 6, by: str = "ada") -> Act:
    """The revolver is shown, every round of it."""
    return act("show", weapon=COLT, by=by, to=[to], contents=contents, count=count, checked=6, of=6)


def hand_over(to: str = "cleo", by: str = "ada") -> Act:
    """The revolver goes from hand to hand, kept in sight."""
    return act("hand_over", weapon=COLT, by=by, to=to, in_sight="yes")


def state_after(*acts: Act) -> State:
    """What stands after the intake and these acts."""
    return fold(placed((*intake(), *acts)))


def facts_of_last(*acts: Act) -> tuple[FactTuple, ...]:
    """The facts of the last of these acts, after the intake and the others."""
    walk = Walk()
    given: tuple[FactTuple, ...] = ()
    for one in placed((*intake(), *acts)):
        given = walk.take(one)
    return given


def kinds(state: State) -> list[str]:
    """The kinds of discrepancies of a state, in order."""
    return [one.kind for one in state.discrepancies]
