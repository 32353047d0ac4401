"""One shooting day as armorers describe it: dummies in close-up, then two blanks past camera.

The day fits together, so the record must find nothing to differ about. A discrepancy here would
be a false alarm on every real day.
"""

from __future__ import annotations

from acts import BLANKS, COLT, DAY, DUMMIES, RUBBER, TRUCK, act, intake, load, placed, prove
from provesafe.custody import Act, State, contents_words, fold

CART = "cart"
VIEWERS = ("basil", "farid", "cleo")


def check(lot: str, count: int, kind: str, means: str) -> Act:
    """Every round of a loading is checked by its mark."""
    return act(
        "check_rounds",
        weapon=COLT,
        lot=lot,
        checked=count,
        of=count,
        kind=kind,
        means=means,
        seen_by=["dov"],
        by="ada",
    )


def morning() -> list[Act]:
    """Store, counts, proving, rounds drawn and checked, meeting, rubber for blocking."""
    return [
        act("notify", authority="police", about="blank fire", reference="17", by="gil"),
        act("count_rounds", lot=DUMMIES, place=TRUCK, found=50, by="ada", second="dov"),
        act("count_rounds", lot=BLANKS, place=TRUCK, found=100, by="ada", second="dov"),
        act("draw", weapon=COLT, by="ada", place=TRUCK, purpose="filming"),
        prove(),
        act("issue_rounds", lot=DUMMIES, count=8, by="ada", place=TRUCK, second="dov"),
        act("issue_rounds", lot=BLANKS, count=4, by="ada", place=TRUCK, second="dov"),
        check(DUMMIES, 6, "dummy", "shaken"),
        act(
            "hold_meeting",
            meeting="m1",
            kind="safety",
            agenda=["action", "deviations", "abort plan", "emergency", "chain of command"],
            attended=["ada", "cleo", "farid"],
            walk_through="yes",
            by="basil",
        ),
        act("brief_late", meeting="m1", person="esi", by="gil"),
        act("draw", weapon=RUBBER, by="dov", place=TRUCK, purpose="rehearsal"),
        act("hand_over", weapon=RUBBER, by="dov", to="cleo", in_sight="yes"),
        act("return_weapon", weapon=RUBBER, by="cleo", to="dov"),
        act("put_away", weapon=RUBBER, by="dov", place=TRUCK, locked="yes"),
    ]


def close_up() -> list[Act]:
    """Six dummies, loaded in view, handed over, back, shown again, unloaded, bore looked at."""
    return [
        act("plan", set_up="a", weapon=COLT, version=1, contents="dummy", count=6, by="ada"),
        act("open_set_up", set_up="a", by="basil"),
        load("dummy", 6, in_view=VIEWERS),
        act("call", weapon=COLT, by="ada", state="cold", words="cold gun, six dummies"),
        act("hand_over", weapon=COLT, by="ada", to="cleo", in_sight="yes"),
        act("answer", weapon=COLT, by="cleo", what="saw it"),
        act("start", set_up="a", what="take", by="basil"),
        act("cut", set_up="a", by="basil"),
        act("return_weapon", weapon=COLT, by="cleo", to="ada"),
        act(
            "show",
            weapon=COLT,
            by="ada",
            to=["cleo"],
            contents="dummy",
            count=6,
            checked=6,
            of=6,
        ),
        act("hand_over", weapon=COLT, by="ada", to="cleo", in_sight="yes"),
        act("return_weapon", weapon=COLT, by="cleo", to="ada"),
        act("unload", weapon=COLT, by="ada", spent=0, unspent=6),
        act("check_bore", weapon=COLT, by="ada", means="rod", result="clear"),
        act("close_set_up", set_up="a", by="basil"),
    ]


def blanks() -> list[Act]:
    """Two blanks past camera: warned, rolled, loaded, fired, collected, cases counted, released."""
    return [
        act("plan", set_up="b", weapon=COLT, version=1, contents="blank", count=2, by="ada"),
        act("open_set_up", set_up="b", by="basil"),
        act("protect", set_up="b", what="ears", who=["farid", "cleo"], by="ada"),
        act("clear_line", set_up="b", by="ada"),
        act("warn", set_up="b", by="basil", words="fire in the hole"),
        act("roll", set_up="b", by="basil"),
        check(BLANKS, 2, "blank", "looked"),
        load("blank", 2, in_view=VIEWERS),
        act("call", weapon=COLT, by="ada", state="hot", load="half", count=2),
        act("hand_over", weapon=COLT, by="ada", to="cleo", in_sight="yes"),
        act("fire", weapon=COLT, by="cleo", count=2),
        act("cut", set_up="b", by="basil"),
        act("return_weapon", weapon=COLT, by="cleo", to="ada"),
        act("unload", weapon=COLT, by="ada", spent=2, unspent=0),
        act("count_cases", weapon=COLT, lot=BLANKS, found=2, by="ada"),
        prove(),
        act("call", weapon=COLT, by="ada", state="clear", words="the weapons are cold"),
        act("release_crew", set_up="b", by="basil"),
        act("close_set_up", set_up="b", by="basil"),
    ]


def evening() -> list[Act]:
    """Everything back, counted, locked, told as finished."""
    return [
        act("clean", weapon=COLT, by="ada"),
        act("put_away", weapon=COLT, by="ada", place=TRUCK, locked="yes"),
        act("return_rounds", lot=DUMMIES, count=8, by="ada", place=TRUCK, second="dov"),
        act("return_rounds", lot=BLANKS, count=2, by="ada", place=TRUCK, second="dov"),
        act("count_rounds", lot=DUMMIES, place=TRUCK, found=50, by="ada", second="dov"),
        act("count_rounds", lot=BLANKS, place=TRUCK, found=98, by="ada", second="dov"),
        act("count_weapons", place=TRUCK, found=2, by="ada", second="dov"),
        act("lock_store", place=TRUCK, by="ada", second="dov"),
        act("wrap", day=DAY, by="basil"),
        act("notify_end", authority="police", by="gil"),
    ]


def state_until(*parts: list[Act]) -> State:
    """What stands after these parts of the day."""
    return fold(placed([*intake(), *(one for part in parts for one in part)]))


def test_an_ordinary_day_has_no_discrepancy() -> None:
    """From the store and back into it, nothing differs and nothing is unaccounted for."""
    state = state_until(morning(), close_up(), blanks(), evening())
    assert [one.words for one in state.discrepancies] == []
    lot = state.lots[BLANKS]
    assert (lot.in_store, lot.issued, lot.fired, lot.cases_counted) == (98, 0, 2, 2)
    assert state.lots[DUMMIES].in_store == 50


def test_everything_is_locked_away_at_the_end() -> None:
    """Nobody has a weapon after wrap, and none is out."""
    state = state_until(morning(), close_up(), blanks(), evening())
    assert all(weapon.locked and not weapon.holder for weapon in state.weapons.values())
    assert contents_words(state.weapons[COLT]) == "EMPTY"


def test_contents_are_right_all_day() -> None:
    """Dummies in the close-up, blanks in the shot, and empty between."""
    first, shot = close_up(), blanks()
    loaded = state_until(morning(), first[:3]).weapons[COLT]
    assert contents_words(loaded) == "DUMMIES 6 (6 of 6 checked)"
    assert contents_words(state_until(morning(), first).weapons[COLT]) == "EMPTY"
    hot = state_until(morning(), first, shot[:8]).weapons[COLT]
    assert contents_words(hot) == "BLANKS 2, half"


def test_one_round_short_at_the_end_is_found() -> None:
    """The same day with one blank fewer in the closing count: one unaccounted, by its entry."""
    close = evening()
    close[5] = act("count_rounds", lot=BLANKS, place=TRUCK, found=97, by="ada", second="dov")
    state = state_until(morning(), close_up(), blanks(), close)
    assert state.lots[BLANKS].unaccounted == 1
    assert [one.thing for one in state.discrepancies] == [BLANKS]
