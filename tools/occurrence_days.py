"""The reconstructed occurrences, played lightly: what is held up, by which rules, whose duty.

The real parser, the real acts and facts and the real gate, without keys and bytes, so that a day
can be played many times, and with some of its acts exchanged for those of another. `tests/docs`
holds this against the program itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature
from provesafe.custody import Act, Walk, makes_safe, parse_act, refused_facts
from provesafe.monitor import Gate, Overdue, Program, Violation
from provesafe.rulebook import Fact, Rule
from provesafe.service import DayFile, parse_day_file
from provesafe.service.day import DayAct
from stages import ROOT

FOLDER = ROOT / "examples" / "occurrences"
SHOT = ("1984", "1993", "2005", "2009", "2017", "2021")
"""Those in which a person was shot."""
NAMES = (*SHOT, "shoebox", "hammer-lock")
THE_SHOT = "the-shot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An act that met open rules: each rule with its violations."""

    entry: DayAct
    act: Act
    rules: Mapping[str, tuple[Violation, ...]]

    @property
    def refused(self) -> bool:
        """Whether it was asked for; a report is only noted."""
        return self.entry.kind == "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A day, played: what was held up or noted, in order, and the duties whose time ran out."""

    day: DayFile
    rules: Mapping[str, Rule]
    held: tuple[Held, ...]
    overdue: tuple[Overdue, ...]

    def owing(self, held: Held) -> dict[str, frozenset[str]]:
        """For each rule that an act met open, the people whose duty it is."""
        return {
            name: frozenset(who for one in found for who in self.people(one))
            for name, found in held.rules.items()
        }

    def people(self, violation: Violation) -> tuple[str, ...]:
        """The people whose duty one open rule is: named by it, or having the role it names."""
        values = dict(violation.binding)
        found: dict[str, None] = {}
        for owed in self.rules[violation.rule_id].duty:
            if owed.startswith("@"):
                found.update(dict.fromkeys(_with_role(self.day, owed.removeprefix("@"))))
            else:
                found[str(values[owed])] = None
        return tuple(found)


def read(name: str) -> DayFile:
    """One of the occurrences, `1984` or `1984-mended` for instance."""
    return parse_day_file((FOLDER / f"{name}.toml").read_text("utf-8"), source=f"{name}.toml")


@cache
def played(name: str) -> Seen:
    """An occurrence, or a twin, played by all its rules; once, however many look at it."""
    return play_lightly(read(name))


def play_lightly(day: DayFile) -> Seen:
    """Play a day through a gate with the rulebooks it names and the values it sets."""
    by_name, program = _compiled(day.rulebooks, json.dumps(day.settings, sort_keys=True))
    gate = Gate(program)
    walk = Walk()
    held: list[Held] = []
    overdue: list[Overdue] = []
    for entry in (*day.tables, *day.acts):
        act = _read_act(day, entry)
        seconds = entry.at_ms // 1000
        before = walk.state()
        facts = _facts(walk.take(act))
        found = [
            one
            for one in gate.test(seconds, facts).violations
            if by_name[one.rule_id].force != "advise"
        ]
        if entry.kind == "request" and makes_safe(before, act):
            found = []
        if found:
            held.append(Held(entry=entry, act=act, rules=_by_rule(found)))
        if found and entry.kind == "request":
            overdue += gate.commit(seconds, _facts(refused_facts(act, before))).overdue
        if not found or entry.kind == "report" or entry.anyway:
            overdue += gate.commit(seconds, facts).overdue
        else:
            walk = Walk(before)
    overdue += gate.advance(day.until_ms // 1000 + 1)
    return Seen(day=day, rules=by_name, held=tuple(held), overdue=tuple(overdue))


@cache
def _compiled(names: tuple[str, ...], settings: str) -> tuple[Mapping[str, Rule], Program]:
    books = load_rulebooks(names, settings=json.loads(settings))
    rules = [rule for book in books for rule in book.rules]
    program = Program(rules, signature=rulebook_signature())
    return {rule.name: rule for rule in rules}, program


def _read_act(day: DayFile, entry: DayAct) -> Act:
    (item,) = entry.items
    return parse_act(
        entry.name,
        dict(item),
        at_ms=entry.at_ms,
        happened_ms=entry.happened_ms,
        learned_ms=entry.learned_ms,
        shooting_day=day.times.shooting_day_of(entry.at_ms),
        date=day.times.date_of(entry.at_ms),
    )


def _facts(pairs: Iterable[tuple[str, tuple[int | str, ...]]]) -> frozenset[Fact]:
    return frozenset(Fact(name, arguments) for name, arguments in pairs)


def _by_rule(found: Iterable[Violation]) -> dict[str, tuple[Violation, ...]]:
    sorted_out: dict[str, tuple[Violation, ...]] = {}
    for one in found:
        sorted_out[one.rule_id] = (*sorted_out.get(one.rule_id, ()), one)
    return sorted_out


def _with_role(day: DayFile, roles: str) -> list[str]:
    """Everybody who has the first of these roles that anybody on the day has."""
    for role in roles.split("|"):
        if found := [str(person["id"]) for person in day.people if role in person["roles"]]:
            return found
    return []
