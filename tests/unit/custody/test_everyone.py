"""Everyone involved in one use of a weapon."""

from __future__ import annotations

from acts import BLANKS, COLT, RUBBER, act, draw, hand_over, intake, load, placed, prove, show
from provesafe.custody import Act, everyone_involved


def use() -> tuple[Act, ...]:
    """A plan, people in their places, and one use with everything that can go with it."""
    return placed(
        [
            *intake(),
            act("plan", set_up="1a", weapon=COLT, version=1, contents="blank", count=1, by="dov"),
            act("take_post", set_up="1a", person="farid", post="camera", by="basil"),
            act("in_line", set_up="1a", person="kit", by="basil"),
            act("take_post", set_up="2b", person="esi", post="wings", by="basil"),
            draw(),
            prove(),
            act("use_in", set_up="1a", weapon=COLT, by="ada"),
            load("blank", 1),
            show("basil", contents="blank", count=1),
            act("call", weapon=COLT, by="ada", state="hot", words="hot gun"),
            act("repeat_call", weapon=COLT, by="basil", state="hot"),
            act(
                "direct",
                weapon=COLT,
                by="farid",
                to="cleo",
                aim="near-person",
                consulted=["dov"],
            ),
            act("go_ahead", rule="line", weapon=COLT, by="basil", words="no time"),
            hand_over(),
            act("answer", weapon=COLT, by="cleo", what="was told, not shown"),
            act("fire", weapon=COLT, by="cleo", count=1),
        ]
    )


def parts(acts: tuple[Act, ...], weapon: str = COLT) -> set[tuple[str, str]]:
    """(person, part) of everyone involved from the first drawing on."""
    start = next(one.at_ms for one in acts if one.name == "draw")
    found = everyone_involved(acts, weapon, from_ms=start, to_ms=acts[-1].at_ms)
    return {(one.person, one.part) for one in found}


def test_everyone_is_found_in_their_part() -> None:
    """Held, shown, called, heard, directed, asked, answered, in line, at a post, gone ahead."""
    assert parts(use()) == {
        ("ada", "handled"),
        ("ada", "called"),
        ("ada", "entered"),
        ("basil", "was shown"),
        ("basil", "heard"),
        ("basil", "authorised"),
        ("cleo", "handled"),
        ("cleo", "was directed"),
        ("cleo", "answered"),
        ("cleo", "was owed a look"),
        ("dov", "authorised"),
        ("dov", "was asked first"),
        ("farid", "directed"),
        ("farid", "had a post"),
        ("kit", "stood in line"),
    }


def test_each_row_names_its_entry_and_roles() -> None:
    """Kit stood in line by the entry that said so, made before the weapon was drawn."""
    acts = use()
    found = everyone_involved(acts, COLT, from_ms=acts[16].at_ms, to_ms=acts[-1].at_ms)
    row = next(one for one in found if one.part == "stood in line")
    assert acts[row.index].name == "in_line"
    assert row.entry == acts[row.index].entry
    assert next(one.roles for one in found if one.person == "farid") == ("director-of-photography",)


def test_who_was_shown_was_owed_nothing() -> None:
    """With a showing that stands, the receiver is not owed a look."""
    acts = placed([*intake(), draw(), prove(), show(), hand_over()])
    assert ("cleo", "was owed a look") not in parts(acts)
    assert ("cleo", "was shown") in parts(acts)


def test_other_weapons_and_other_times_are_left_out() -> None:
    """Nobody is named for a weapon they had nothing to do with, or for another hour."""
    acts = use()
    assert parts(acts, RUBBER) == set()
    assert everyone_involved(acts, COLT, from_ms=0, to_ms=1) == ()


def test_rounds_checked_for_the_weapon_count() -> None:
    """Who saw the rounds checked for this weapon was shown something of it."""
    check = act(
        "check_rounds",
        weapon=COLT,
        lot=BLANKS,
        checked=1,
        of=1,
        kind="blank",
        means="looked",
        seen_by=["basil"],
        by="esi",
    )
    found = parts(placed([*intake(), draw(), check]))
    assert {("basil", "was shown"), ("esi", "handled")} <= found
