"""A day with weapons as a transition system, whose numbers of states are known from five tools.

Written from the description of the model, straight as a system: no protocol file is involved.
Every weapon is received, rattled, loaded, shown, looked at, called, handed over and aimed; each of
these can go wrong in ways that are failures. Weapons share the meeting, the line and one another's
call (the wrong one may be picked up).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provesafe.prover.systems.system import Act, System, SystemBuilder

CART, ARMORER, PERFORMER = 0, 1, 4
STATES = (
    ("box", 3), ("insp", 2), ("load", 3), ("shown", 2), ("adok", 2),
    ("call", 2), ("hold", 5), ("pok", 2), ("aim", 3), ("out", 2),
)  # fmt: skip
SHARED = ("mtg", "line", "haz")
OPEN = {"shown": 0, "adok": 0, "call": 0}
Needs = Mapping[str, int | Sequence[int]]


def note_model(
    weapons: int = 1,
    *,
    custody: bool = False,
    checks: int = 0,
    ways: int = 1,
    coupled: bool = True,
) -> System:
    """The model; `custody` lets looks and calls lapse on the cart, `checks` adds checks before the
    call, each of which can go wrong in `ways` ways."""
    made = _Made()
    made.shared()
    for weapon in range(weapons):
        made.weapon(weapon, custody=custody, checks=checks, ways=ways)
    if coupled and weapons > 1:
        for weapon in range(weapons):
            made.wrong_weapon(weapon, (weapon + 1) % weapons)
    made.builder.hazard({"haz": (1,)})
    return made.builder.system()


class _Made:
    def __init__(self) -> None:
        self.builder = SystemBuilder()

    def shared(self) -> None:
        for name, values in (("mtg", 3), ("line", 3), ("haz", 2)):
            self.builder.variable(name, values)
        self.act("meeting", {"mtg": 0}, {"mtg": 1})
        self.act("no meeting", {"mtg": 0}, {"mtg": 2}, "no_meeting")
        self.act("line cleared", {"line": 0, "mtg": (1, 2)}, {"line": 1})
        self.act("line not cleared", {"line": 0}, {"line": 2}, "line_not_cleared")
        self.act("walks in", {"line": 1, "mtg": 1}, {"line": 2}, "walk_in")
        self.act("walks in unbriefed", {"line": 1, "mtg": 2}, {"line": 2})

    def act(
        self,
        name: str,
        needs: Needs,
        does: Mapping[str, int | str],
        failure: str = "",
        *,
        weapon: int | None = None,
    ) -> None:
        def called(key: str) -> str:
            return key if key in SHARED or weapon is None else f"{key}{weapon}"

        wanted = dict(needs)
        if weapon is not None:
            wanted |= {"out": 0, "haz": 0}
        block = 0 if weapon is None else weapon + 1
        number = -1
        if failure:
            own = failure if weapon is None else f"{failure}[{weapon}]"
            number = self.builder.failure(own, block=block)
        self.builder.act(
            Act(name=name, failure=number),
            {
                called(key): (value,) if isinstance(value, int) else value
                for key, value in wanted.items()
            },
            {
                called(key): called(value) if isinstance(value, str) else value
                for key, value in does.items()
            },
        )

    def weapon(self, number: int, *, custody: bool, checks: int, ways: int) -> None:
        extra = tuple((f"x{check}_", 2) for check in range(checks))
        for name, values in (*STATES, *extra):
            self.builder.variable(f"{name}{number}", values, block=number + 1)

        def a(name: str, needs: Needs, does: Mapping[str, int | str], failure: str = "") -> None:
            self.act(name, needs, does, failure, weapon=number)

        any_load, found = (1, 2), {"out": 1}
        lapse = {**OPEN, **{name: 0 for name, _ in extra}} if custody else {}
        a("dummies", {"box": 0, "mtg": (1, 2)}, {"box": 1})
        a("live in box", {"box": 0, "mtg": (1, 2)}, {"box": 2}, "live_in_box")
        a("rattled", {"box": 1, "insp": 0}, {"insp": 1})
        a("rattle finds", {"box": 2, "insp": 0}, found)
        a("rattle skipped", {"box": any_load, "insp": 0}, {"insp": 1}, "rattle_skipped")
        a("rattle missed", {"box": 2, "insp": 0}, {"insp": 1}, "rattle_missed")
        a("taken", {"hold": CART}, {"hold": ARMORER})
        a("put down", {"hold": ARMORER}, {"hold": CART, **lapse})
        a(
            "loaded",
            {"box": any_load, "insp": 1, "hold": ARMORER, "load": 0},
            {"load": "box", **OPEN, "pok": 0},
        )
        a("unloaded", {"hold": ARMORER, "load": 1}, {"load": 0, **OPEN, "pok": 0})
        a("shown each", {"hold": ARMORER, "load": 1, "shown": 0}, {"shown": 1})
        a("showing finds", {"hold": ARMORER, "load": 2, "shown": 0}, found)
        a(
            "not shown",
            {"hold": ARMORER, "load": any_load, "shown": 0},
            {"shown": 1},
            "show_skipped",
        )
        looked = {"shown": 1, "adok": 0, "hold": ARMORER}
        a("looked", {**looked, "load": 1}, {"adok": 1})
        a("look finds", {**looked, "load": 2}, found)
        a("not looked", {**looked, "load": any_load}, {"adok": 1}, "ad_no_look")
        before: Needs = {"adok": 1}
        for check, (name, _) in enumerate(extra):
            a(f"check {check}", {**before, name: 0, "load": 1}, {name: 1})
            a(f"check {check} finds", {**before, name: 0, "load": 2}, found)
            for way in range(ways):
                needs = {**before, name: 0, "load": 2}
                a(f"check {check} skipped", needs, {name: 1}, f"x{check}_skipped_{way}")
            before = {name: 1}
        a("called", {**before, "call": 0, "load": any_load}, {"call": 1})
        a("called unlooked", {"call": 0, "load": any_load}, {"call": 1}, "cold_no_look")
        self._hands(a, any_load, found)

    def _hands(self, a, any_load: Sequence[int], found: Mapping[str, int | str]) -> None:  # type: ignore[no-untyped-def]  # a local function
        given = {"hold": PERFORMER, "pok": 0}
        a("handed over", {"hold": ARMORER, "call": 1}, given)
        a("AD hands", {"hold": CART, "call": 1, "load": any_load}, given, "ad_hands")
        a("prop hands", {"hold": CART, "load": any_load}, given, "prop_hands")
        a("outsider loads", {"hold": CART, "load": (0, 1)}, {"load": 2}, "cart_unattended")
        a("performer shown", {"hold": PERFORMER, "pok": 0, "load": 1}, {"pok": 1})
        a("performer sees", {"hold": PERFORMER, "pok": 0, "load": 2}, found)
        a("performer not shown", {"hold": PERFORMER, "pok": 0}, {"pok": 1}, "perf_not_shown")
        aims = {"hold": PERFORMER, "pok": 1, "aim": 0, "line": (1, 2)}
        a("aims along the line", aims, {"aim": 1})
        a("aims at a person", {"hold": PERFORMER, "aim": (0, 1)}, {"aim": 2}, "aim_at_person")
        a("lowers", {"hold": PERFORMER, "aim": (1, 2)}, {"aim": 0})
        a("gives back", {"hold": PERFORMER, "aim": 0}, {"hold": ARMORER, "pok": 0})
        fires = {"hold": PERFORMER, "aim": 1, "line": 2, "load": 2, "pok": 1}
        a("fires as scripted", fires, {"haz": 1})
        goes_off = {"hold": PERFORMER, "aim": 2, "load": 2}
        a("goes off", goes_off, {"haz": 1}, "unplanned_trigger")

    def wrong_weapon(self, called: int, picked: int) -> None:
        number = self.builder.failure(f"wrong_weapon[{called}]", block=picked + 1)
        self.builder.act(
            Act(name="wrong weapon picked", failure=number),
            {
                f"call{called}": (1,),
                f"hold{picked}": (CART,),
                f"load{picked}": (1, 2),
                f"out{picked}": (0,),
                "haz": (0,),
            },
            {f"hold{picked}": PERFORMER, f"pok{picked}": 0},
        )
