"""Rules as guards: for each deed, where the rules in force let it go ahead, and what it changes.

The flags of the rules' temporal parts are the bits; each deed is judged at a moment of its own, by
the formulas themselves. A flag that no deed can change is worked in as it stands; one that no guard
depends on is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from provesafe.prover.running.conditions import ALWAYS, NEVER, Conditions
from provesafe.prover.running.families import Families, Family, NotFiniteError
from provesafe.prover.running.moment import Flags, Key, Moment
from provesafe.prover.running.world import Standing, World
from provesafe.rulebook import (
    ANY_TIME,
    Atom,
    Const,
    Fact,
    Formula,
    Not,
    Or,
    Rule,
    Since,
    Var,
    arrange,
)

__all__ = [
    "Case",
    "Flag",
    "Guards",
    "Rules",
    "guards_of",
    "literals_of",
    "read_rules",
    "ways_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Rules that hold an act up, ready to be compiled; the same for every weapon."""

    families: Families
    violations: Mapping[str, Formula]
    """By rule, arranged."""
    left_out: Mapping[str, str]
    """Rules that are not in the model, each with why."""
    looked: Family
    """Of weapon and person: who said that they saw it, and it has been in sight since."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag: of a family, for what its variables stand for."""

    family: int
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A deed from standings that give the same facts and lead the same way."""

    deed: str
    standings: frozenset[Standing]
    changes: Mapping[str, str]
    """Parts of the standing, with what they become."""
    permitted: int
    """The condition under which no rule holds it up."""
    flags: Mapping[int, int]
    """Flags that may change, with the condition under which each is set afterwards."""
    open: Mapping[str, int]
    """By rule that may hold it up: under which condition."""


@dataclass(frozen=False, slots=True, kw_only=True)
class Guards:
    """Every case of every deed, over flags that matter."""

    conditions: Conditions
    flags: list[Flag] = field(default_factory=list)
    windows: dict[int, int] = field(default_factory=dict)
    """Flags that drop by themselves, with their seconds."""
    cases: list[Case] = field(default_factory=list)
    known: dict[int, Mapping[Key, int]] = field(default_factory=dict)
    """By family: what can be set, and what always is."""
    needed: frozenset[int] = frozenset()
    """The flags that some guard depends on, in the end."""


def read_rules(rules: Sequence[Rule], *, watched: frozenset[str] = frozenset()) -> Rules:
    """Compile the rules in force; those that cannot hold an act up are left out, with why.

    Args:
        rules: of every rulebook in force.
        watched: rulebooks that are only watched.
    """
    families = Families()
    violations: dict[str, Formula] = {}
    left_out: dict[str, str] = {}
    for rule in rules:
        if rule.rulebook in watched:
            left_out[rule.name] = "its rulebook is watched: said, and nothing waits for it"
        elif rule.force == "advise":
            left_out[rule.name] = "it advises: said, and nothing waits for it"
        elif rule.klass != "gate":
            left_out[rule.name] = f"it is looked at afterwards: {rule.klass_reason}"
        else:
            core = arrange(rule.violation)
            try:
                families.gather(core)
            except NotFiniteError as error:
                left_out[rule.name] = f"flags cannot keep it: {error.message}"
            else:
                violations[rule.name] = core
    families.gather(_LOOKED)
    looked = families.at(_LOOKED)[0]
    return Rules(families=families, violations=violations, left_out=left_out, looked=looked)


_LOOKED = Since(
    ANY_TIME,
    Not(Or(Atom("sight_lost", (Var("w"),)), Atom("locked_away", (Var("w"),)))),
    Atom("answered", (Var("w"), Var("p"), Const("saw it"))),
)


def guards_of(rules: Rules, world: World, now: Flags) -> Guards:
    """Judge every deed of a world by the rules.

    Args:
        rules: compiled.
        world: the deeds from every standing.
        now: the flags as the record leaves them.
    """
    return _Making(rules, world, now).made()


class _Making:
    def __init__(self, rules: Rules, world: World, now: Flags) -> None:
        self.rules = rules
        self.world = world
        self.now = now
        self.conditions = Conditions()
        self.guards = Guards(conditions=self.conditions)
        self.before: dict[int, dict[Key, int]] = {}
        self.moments: dict[frozenset[Fact], Moment] = {}
        for by_standing in world.taken.values():
            for taken in by_standing.values():
                if taken.facts not in self.moments:
                    self.moments[taken.facts] = Moment(
                        tuple(taken.facts), self.before, rules.families, self.conditions
                    )
        self.told: dict[frozenset[Fact], tuple[dict[str, int], dict[int, int]]] = {}

    def made(self) -> Guards:
        for family in self.rules.families.listed:
            self._open_flags(family)
        for deed, by_standing in self.world.taken.items():
            groups: dict[tuple[frozenset[Fact], tuple[tuple[str, str], ...], bool], list[Standing]]
            groups = {}
            for standing, taken in by_standing.items():
                changed = tuple(
                    (name, after)
                    for name, was, after in zip(
                        self.world.names, standing, taken.after, strict=True
                    )
                    if was != after
                )
                groups.setdefault((taken.facts, changed, taken.safe), []).append(standing)
            for (facts, changed, safe), standings in groups.items():
                self.guards.cases.append(self._case(deed, facts, dict(changed), safe, standings))
        self.guards.needed = self._needed()
        return self.guards

    def _open_flags(self, family: Family) -> None:
        """Every flag a family can ever have: one bit each, unless nothing changes it."""
        found = dict.fromkeys(self.now.get(family.number, {}), ALWAYS)
        moments = list(self.moments.values())
        for moment in moments:
            for key in moment.set_anew(family):
                found.setdefault(key, NEVER)
        flags: dict[Key, int] = {}
        for key, was in found.items():
            stays = was == ALWAYS and family.window is None
            if stays and all(moment.kept(family, key) == ALWAYS for moment in moments):
                flags[key] = ALWAYS
                continue
            number = len(self.guards.flags)
            self.guards.flags.append(Flag(family.number, key))
            if family.window is not None:
                self.guards.windows[number] = family.window
            flags[key] = self.conditions.flag(number)
        self.before[family.number] = flags
        self.guards.known[family.number] = flags

    def _case(
        self,
        deed: str,
        facts: frozenset[Fact],
        changes: dict[str, str],
        safe: bool,
        standings: list[Standing],
    ) -> Case:
        if facts not in self.told:
            self.told[facts] = self._judged(self.moments[facts])
        opens, flags = self.told[facts]
        refused = NEVER
        for condition in () if safe else opens.values():
            refused = self.conditions.either(refused, condition)
        return Case(
            deed=deed,
            standings=frozenset(standings),
            changes=changes,
            permitted=self.conditions.negation(refused),
            flags=flags,
            open={} if safe else opens,
        )

    def _judged(self, moment: Moment) -> tuple[dict[str, int], dict[int, int]]:
        opens: dict[str, int] = {}
        for name, violation in self.rules.violations.items():
            condition = moment.holds(violation, {})
            if condition != NEVER:
                opens[name] = condition
        after: dict[int, int] = {}
        for number, flag in enumerate(self.guards.flags):
            family = self.rules.families.listed[flag.family]
            if family.quiet is not None and not family.quiet & moment.predicates:
                continue
            condition = moment.now(family).get(flag.key, NEVER)
            if condition != self.conditions.flag(number):
                after[number] = condition
        return opens, after

    def _needed(self) -> frozenset[int]:
        """The flags guards ask, and those that decide what these become."""
        waiting = [
            flag for case in self.guards.cases for flag in self.conditions.flags(case.permitted)
        ]
        needed: set[int] = set()
        sources: dict[int, list[int]] = {}
        for case in self.guards.cases:
            for number, condition in case.flags.items():
                sources.setdefault(number, []).append(condition)
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed.add(number)
                for condition in sources.get(number, ()):
                    waiting += self.conditions.flags(condition)
        return frozenset(needed)


def literals_of(flags: Sequence[Flag], now: Flags) -> dict[int, bool]:
    """What each flag is, as a record leaves it."""
    return {
        number: now.get(flag.family, {}).get(flag.key, NEVER) == ALWAYS
        for number, flag in enumerate(flags)
    }


def ways_of(
    conditions: Conditions, guard: int, flags: Mapping[int, int]
) -> Iterator[tuple[dict[int, bool], dict[int, bool]]]:
    """A guard and what becomes of flags, as cases: what flags must be, what they are made.

    Args:
        conditions: where both live.
        guard: when it can happen at all.
        flags: for each flag that may change, the condition under which it is set afterwards.
    """
    yield from _ways(conditions, guard, dict(flags), {})


def _ways(
    conditions: Conditions, guard: int, flags: dict[int, int], known: dict[int, bool]
) -> Iterator[tuple[dict[int, bool], dict[int, bool]]]:
    if guard == NEVER:
        return
    asked = guard if guard != ALWAYS else next(
        (
            condition
            for number, condition in flags.items()
            if condition > ALWAYS and (number in known or condition != conditions.flag(number))
        ),
        ALWAYS,
    )  # fmt: skip
    if asked == ALWAYS:
        made = {
            number: condition == ALWAYS
            for number, condition in flags.items()
            if condition <= ALWAYS and known.get(number) != (condition == ALWAYS)
        }
        yield known, made
        return
    flag = conditions.top(asked)
    for value in (False, True):
        rest = {n: conditions.given(one, flag, value) for n, one in flags.items()}
        yield from _ways(
            conditions, conditions.given(guard, flag, value), rest, {**known, flag: value}
        )
