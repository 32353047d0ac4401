"""Carry out what a refusal names, and ask again: a day in play that can go back to where it was.

    bench = Bench(rules)                     rules in force, all memory empty
    bench.enter(act)                         what has happened
    found = bench.open(act)                  the reasons that hold it up
    carried = mend(bench, act, found[0])     carry one remedy out, ask again

A remedy is the act itself done otherwise, or another act before it. It is asked for like any other:
what holds it up is mended first, by its own remedies. Nothing is done that no refusal named, but
for two things that go with an act: rounds are taken out of a weapon before it is proved empty, and
the lot that is chosen instead of another is taken in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from laws.filling import OTHER_LOT, Case, filled
from provesafe.custody import Act, State, Walk, makes_safe, parse_act
from provesafe.monitor import Gate, Program, Violation
from provesafe.rulebook import Fact, Rule
from provesafe.service.answers import Remedy
from provesafe.service.answers.reasons import remedy_of, roles_held

__all__ = [
    "AGAIN",
    "SIGHT",
    "Bench",
    "Carried",
    "ForbiddenError",
    "StuckError",
    "carry_out_all",
    "mend",
]

STEPS_MAX = 40
"""LIMIT: remedies one after another until an act goes through; more is going round in a circle."""
DEPTH_MAX = 6
"""LIMIT: a remedy that needs a remedy, and so on."""
AGAIN = frozenset({"draw", "show", "answer", "call", "inspect", "unload", "check_bore", "measure"})
"""What is done again once somebody has opened a weapon, or it was out of sight or in other hands,
or its plan was changed: taking it up, looking at it, measuring."""
SIGHT = frozenset({"sight_lost", "contents_now", "came_out", "took", "gave_up", "planned"})
"""Facts after which a weapon is taken up and looked at again."""


class StuckError(AssertionError):
    """What a refusal names does not lead on."""


class ForbiddenError(Exception):
    """What a refusal names is itself held up by a rule that says that nothing mends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment to go back to."""

    gate: Mapping[str, Any]
    state: State
    seconds: int


class Bench:
    """A day in play under some rules."""

    def __init__(
        self, program: Program, rules: Mapping[str, Rule], in_force: Iterable[str]
    ) -> None:
        """
        Args:
            program: the rules, compiled.
            rules: by name.
            in_force: the names of those that hold anything up here.
        """
        self.gate, self.walk = Gate(program), Walk()
        self.rules = rules
        self.in_force = frozenset(in_force)
        self.seconds = 0

    @property
    def state(self) -> State:
        """What stands."""
        return self.walk.state()

    def mark(self) -> Mark:
        """Remember this moment."""
        return Mark(gate=self.gate.snapshot(), state=self.walk.state(), seconds=self.seconds)

    def back(self, mark: Mark) -> None:
        """Go back to a moment; what was done since was only tried."""
        self.gate.recall(mark.gate)
        self.walk, self.seconds = Walk(mark.state), mark.seconds

    def open(self, *acts: Act) -> list[Violation]:
        """What holds acts up, were they asked for now: those of danger first."""
        state = self.walk.state()
        if all(makes_safe(state, act) for act in acts):
            return []
        found = self.gate.test(*self._point(Walk(state), acts)).violations
        held = [one for one in found if one.rule_id in self.in_force]
        return sorted(held, key=lambda one: (self.rules[one.rule_id].weight != "danger", one))

    def asked(self, act: Act) -> frozenset[str]:
        """The rules that are asked about an act, whatever they find."""
        seconds, facts = self._point(Walk(self.walk.state()), (act,))
        return frozenset(rule for rule, _ in self.gate.triggered(seconds, facts))

    def enter(self, *acts: Act) -> frozenset[Fact]:
        """Do acts of one moment; gives their facts."""
        seconds, facts = self._point(self.walk, acts)
        self.gate.commit(seconds, facts)
        return facts

    def placed(self, name: str, fields: Mapping[str, Any], *, like: Act) -> Act:
        """An act of this moment, on the day of another."""
        at_ms = max(self.seconds * 1000, like.at_ms)
        return parse_act(
            name, dict(fields), at_ms=at_ms, shooting_day=like.shooting_day, date=like.date
        )

    def _point(self, walk: Walk, acts: Sequence[Act]) -> tuple[int, frozenset[Fact]]:
        self.seconds = max(self.seconds, acts[0].at_ms // 1000)
        facts = frozenset(Fact(name, values) for act in acts for name, values in walk.take(act))
        return self.seconds, facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What came of carrying a remedy out: how the act is asked for now, and what was touched."""

    act: Act
    instead: bool
    """Whether it is the act itself, done otherwise."""
    facts: frozenset[Fact]
    """Of what was done before it."""


def mend(bench: Bench, act: Act, reason: Violation, *, depth: int = 0) -> Carried:
    """Carry out the remedy of one reason; the bench stands after it, the act not yet asked again.

    Raises:
        StuckError: it goes round in a circle.
        ForbiddenError: it needs something that nothing mends.
    """
    rule = bench.rules[reason.rule_id]
    if rule.no_remedy:
        raise ForbiddenError(f"{rule.name}: {rule.no_remedy}")
    if rule.remedy is None or depth > DEPTH_MAX:
        raise StuckError(f"{rule.name}: {'no end of remedies' if rule.remedy else 'no remedy'}")
    remedy = remedy_of(rule.remedy, dict(reason.binding), roles_held(bench.state), str)
    if remedy.act == "wait":
        bench.seconds += remedy.wait_seconds
        return Carried(act=_again(bench, act), instead=False, facts=frozenset())
    fields = filled(Case(act=act, remedy=remedy, state=bench.state))
    facts = frozenset[Fact]()
    if fields.get("lot") == OTHER_LOT:
        facts |= _take_in(bench, act)
    if _same(remedy, act):
        instead = bench.placed(act.name, fields, like=act)
        return Carried(act=instead, instead=True, facts=facts)
    if remedy.act == "inspect":
        facts |= _rounds_out(bench, act, str(fields["weapon"]), str(fields["by"]))
    done, before = carry_out_all(bench, bench.placed(remedy.act, fields, like=act), depth=depth + 1)
    facts |= before | bench.enter(_again(bench, done))
    bench.seconds += remedy.wait_seconds
    return Carried(act=_again(bench, act), instead=False, facts=facts)


def carry_out_all(bench: Bench, act: Act, *, depth: int = 0) -> tuple[Act, frozenset[Fact]]:
    """Carry out one remedy after another until nothing holds the act up; it is not yet done.

    Gives the act as it can be done now, and the facts of what was done before it.

    Raises:
        StuckError: they do not lead there.
        ForbiddenError: nothing mends one of them.
    """
    facts = frozenset[Fact]()
    told: list[str] = []
    for _ in range(STEPS_MAX):
        found = bench.open(act)
        if not found:
            return act, facts
        told.append(found[0].rule_id)
        carried = mend(bench, act, found[0], depth=depth)
        act, facts = carried.act, facts | carried.facts
    raise StuckError(f"`{act.name}` goes round in a circle: {told[-8:]}")


def _same(remedy: Remedy, act: Act) -> bool:
    """Whether the remedy is the act itself, done otherwise: the same act on the same things."""
    if remedy.act != act.name:
        return False
    things = ("weapon", "lot", "set_up", "item")
    said = {name: str(remedy.fields[name]) for name in things if name in remedy.fields}
    return all(value.startswith("<") or value == act.text(name) for name, value in said.items())


def _again(bench: Bench, act: Act) -> Act:
    """The act asked for again now; what it says of the time since is said anew."""
    fields = dict(act.fields)
    if "in_sight" in fields:
        fields["in_sight"] = "yes"
    return bench.placed(act.name, fields, like=replace(act, at_ms=bench.seconds * 1000))


def _rounds_out(bench: Bench, act: Act, weapon: str, by: str) -> frozenset[Fact]:
    """The second of the five points: what is in it comes out, and is entered."""
    inside = bench.state.weapons[weapon].contents.rounds if weapon in bench.state.weapons else ()
    if not inside:
        return frozenset()
    unspent, spent = sum(one.count for one in inside), sum(one.spent for one in inside)
    fields = {"weapon": weapon, "by": by, "spent": spent, "unspent": unspent}
    return bench.enter(bench.placed("unload", fields, like=act))


def _take_in(bench: Bench, act: Act) -> frozenset[Fact]:
    """Another lot, of the kind that is wanted, made in a factory, its supplier entered."""
    if OTHER_LOT in bench.state.lots:
        return frozenset()
    remedy = Remedy(act="receive_lot", by=(act.text("by"),), fields={"lot": OTHER_LOT})
    fields = filled(Case(act=act, remedy=remedy, state=bench.state))
    return bench.enter(bench.placed("receive_lot", fields, like=act))
