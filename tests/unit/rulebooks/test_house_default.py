"""What the house's rules must not take for enough: yesterday's meeting, half of the dummies."""

from __future__ import annotations

from case_days import read_case_day, time_points
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature
from provesafe.monitor import Gate

PEOPLE = """
[day]
starts = 2026-03-02
until = "d3 20:00"
[[person]]
id = "ada"
roles = ["armorer"]
[[person]]
id = "basil"
roles = ["first-ad"]
[[person]]
id = "cleo"
roles = ["performer"]
[[person]]
id = "hana"
roles = ["safety-advisor"]
[[weapon]]
id = "colt-2"
kind = "real"
chambers = 6
[[lot]]
id = "dummies-1"
kind = "dummy"
count = 24
[[lot]]
id = "quarters-1"
kind = "blank"
count = 50
"""


def act(at: str, verb: str, **fields: object) -> str:
    """One act of a day file."""
    lines = [f'at = "{at}"', f'report = "{verb}"']
    lines += [f"{name} = {_value(value)}" for name, value in fields.items()]
    return "\n".join(["[[act]]", *lines, ""])


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def open_at(rule: str, *acts: str) -> list[dict[str, object]]:
    """What is open of one house rule, over all acts of a day."""
    (book,) = load_rulebooks(["house-default"])
    gate = Gate([one for one in book.rules if one.id == rule], signature=rulebook_signature())
    return [
        dict(violation.binding)
        for point in time_points(read_case_day(PEOPLE + "".join(acts)))
        for violation in gate.commit(point.seconds, point.facts).violations
    ]


def meeting(at: str, attended: list[str], kind: str = "safety") -> str:
    """The meeting that is called `morning` every day."""
    return act(
        at, "hold_meeting", meeting="morning", kind=kind, attended=attended,
        agenda=["action"], by="basil",
    )  # fmt: skip


def give(at: str) -> str:
    """Ada gives the revolver to Cleo."""
    return act(at, "hand_over", weapon="colt-2", by="ada", to="cleo", in_sight="yes")


def load(at: str, lot: str, kind: str, count: int) -> str:
    """Ada loads the revolver."""
    return act(at, "load", weapon="colt-2", by="ada", kind=kind, lot=lot, count=count)


def prove(at: str) -> str:
    """Ada goes through all five points and finds it empty."""
    points = ["muzzle safe", "rounds out", "chambers", "feed path", "bore"]
    return act(at, "inspect", weapon="colt-2", by="ada", points=points, found="empty")


def check(at: str, checked: int) -> str:
    """Ada shakes dummies one by one."""
    return act(
        at, "check_rounds", weapon="colt-2", lot="dummies-1", checked=checked, of=checked,
        kind="dummy", means="shaken", by="ada",
    )  # fmt: skip


def call(at: str) -> str:
    """Ada calls it cold."""
    return act(at, "call", weapon="colt-2", by="ada", state="cold")


def test_attendance_of_yesterday_ends_with_a_new_meeting_of_the_same_name() -> None:
    """Cleo was at `morning` on the first day and not on the second."""
    days = [meeting("d1 07:00", ["ada", "cleo"]), give("d1 08:00"), meeting("d2 07:00", ["ada"])]
    assert open_at("everyone-briefed", *days) == []
    (found,) = open_at("everyone-briefed", *days, give("d2 08:00"))
    assert found["p"] == "cleo"


def test_points_gone_through_yesterday_end_with_a_new_meeting_of_the_same_name() -> None:
    """All six points on the first day do not stand for the second."""
    six = ["action", "deviations", "abort plan", "emergency", "chain of command", "right to refuse"]
    first = act("d1 07:00", "hold_meeting", meeting="morning", kind="safety", agenda=six, by="ada")
    days = [first, give("d1 08:00"), meeting("d2 07:00", ["ada"]), give("d2 08:00")]
    assert len(open_at("agenda-gone-through", *days[:2])) == 0
    assert len(open_at("agenda-gone-through", *days)) == 1


def test_a_re_brief_of_the_same_name_keeps_who_was_at_the_meeting() -> None:
    """Only another meeting about weapons begins anew, not a few words after lunch."""
    days = [meeting("d1 07:00", ["ada", "cleo"]), meeting("d1 14:00", ["ada"], kind="re-brief")]
    assert open_at("everyone-briefed", *days, give("d1 14:30")) == []


def test_a_medic_of_yesterday_is_not_in_place_today() -> None:
    """Seen in place on the first day, and nobody entered that she left."""
    there = act("d1 07:00", "place_medic", person="ines", by="basil")
    hot = [prove("d1 08:00"), load("d1 08:10", "quarters-1", "blank", 2), give("d1 08:11")]
    assert open_at("first-aid-in-place", there, *hot) == []
    assert len(open_at("first-aid-in-place", there, *hot, give("d2 08:11"))) == 1


def test_dummies_are_cold_only_when_each_load_since_empty_was_checked() -> None:
    """Three unchecked and three checked are not six checked; the order does not matter."""
    first, second = (
        load("d1 08:01", "dummies-1", "dummy", 3),
        load("d1 08:03", "dummies-1", "dummy", 3),
    )
    both = [prove("d1 08:00"), check("d1 08:00:30", 3), first, check("d1 08:02", 3), second]
    assert open_at("called-after-seeing", *both, call("d1 08:05")) == []
    for left_out in (1, 3):
        half = [one for place, one in enumerate(both) if place != left_out]
        assert len(open_at("called-after-seeing", *half, call("d1 08:05"))) == 1


def test_an_endorsement_of_the_old_plan_is_not_one_of_the_new() -> None:
    """Ada endorsed version 1; version 2 was assessed by Hana alone."""

    def assessed(at: str, version: int, by: str, endorsed: list[str]) -> str:
        return act(
            at, "assess_risk", set_up="12B", assessment="ra", version=version,
            plan_version=version, kind="firearms", endorsed_by=endorsed, by=by,
        )  # fmt: skip

    def planned(at: str, version: int) -> str:
        return act(
            at, "plan", set_up="12B", weapon="colt-2", version=version, contents="empty", by="ada"
        )

    first = [
        planned("d1 07:00", 1),
        assessed("d1 07:10", 1, "hana", ["ada"]),
        act("d1 08:00", "open_set_up", set_up="12B", by="basil"),
        give("d1 08:10"),
        planned("d1 13:00", 2),
    ]
    alone = assessed("d1 13:10", 2, "hana", [])
    herself = assessed("d1 13:10", 2, "ada", [])
    assert open_at("armorer-endorsed", *first[:4]) == []
    assert len(open_at("armorer-endorsed", *first, alone, give("d1 13:20"))) == 1
    assert open_at("armorer-endorsed", *first, herself, give("d1 13:20")) == []
