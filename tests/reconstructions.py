"""The reconstructed occurrences, played lightly: what is held up, by which rules, whose duty.

The real parser, the real acts and facts and the real gate, without keys and bytes, so that a day
can be played many times, and with some of its acts exchanged for those of another. `tests/docs`
holds this against the program itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature
from provesafe.custody import Walk, makes_safe, parse_act, refused_facts
from provesafe.monitor import Gate, Violation
from provesafe.rulebook import Fact, Rule
from provesafe.service import DayFile, parse_day_file
from provesafe.service.day import DayAct

__all__ = [
    "FOLDER",
    "NAMES",
    "SHOT",
    "THE_SHOT",
    "Held",
    "all_different",
    "alone",
    "play_lightly",
    "read",
    "rules_of",
]

FOLDER = Path(__file__).parent.parent / "examples" / "occurrences"
SHOT = ("1984", "1993", "2005", "2009", "2017", "2021")
"""Those in which a person was shot."""
NAMES = (*SHOT, "shoebox", "hammer-lock")
THE_SHOT = "the-shot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An act that met open rules: for each rule, the people whose duty it is."""

    act: DayAct
    duties: Mapping[str, frozenset[str]]

    @property
    def refused(self) -> bool:
        """Whether it was asked for; a report is only noted."""
        return self.act.kind == "request"


def read(name: str) -> DayFile:
    """One of the occurrences, `1984` or `1984-mended` for instance."""
    return parse_day_file((FOLDER / f"{name}.toml").read_text("utf-8"), source=f"{name}.toml")


def rules_of(day: DayFile) -> tuple[Rule, ...]:
    """The rules of the rulebooks the day names, with the values it sets."""
    return _loaded(day.rulebooks, json.dumps(day.settings, sort_keys=True))


@cache
def _loaded(names: tuple[str, ...], settings: str) -> tuple[Rule, ...]:
    books = load_rulebooks(names, settings=json.loads(settings))
    return tuple(rule for book in books for rule in book.rules)


def play_lightly(day: DayFile, rules: Sequence[Rule]) -> tuple[list[Held], int]:
    """Play a day through a gate with these rules; what was held up, and how many duties ran out."""
    gate = Gate(rules, signature=rulebook_signature())
    by_name = {rule.name: rule for rule in rules}
    walk = Walk()
    held: list[Held] = []
    overdue = 0
    for entry in (*day.tables, *day.acts):
        (item,) = entry.items
        act = parse_act(
            entry.name,
            dict(item),
            at_ms=entry.at_ms,
            happened_ms=entry.happened_ms,
            learned_ms=entry.learned_ms,
            shooting_day=day.times.shooting_day_of(entry.at_ms),
            date=day.times.date_of(entry.at_ms),
        )
        seconds = entry.at_ms // 1000
        before = walk.state()
        facts = _facts(walk.take(act))
        found = _said(gate.test(seconds, facts).violations, by_name)
        if entry.kind == "request" and makes_safe(before, act):
            found = []
        if found:
            held.append(Held(act=entry, duties=_duties(found, by_name, day)))
        if found and entry.kind == "request":
            overdue += len(gate.commit(seconds, _facts(refused_facts(act, before))).overdue)
        if not found or entry.kind == "report" or entry.anyway:
            overdue += len(gate.commit(seconds, facts).overdue)
        else:
            walk = Walk(before)
    return held, overdue + len(gate.advance(day.until_ms // 1000 + 1))


def alone(day: DayFile, twin: DayFile, held: Held) -> dict[str, frozenset[str]]:
    """The rules that hold an act up, with their duties, when all else was done as in the twin.

    In the twin, what was put in for the act (labelled like it, with a number) is left out again,
    and the act stands as it does in the occurrence, with what there belongs to it alone.
    """
    label = held.act.label
    kept = [act for act in twin.acts if not _belongs(act, label)]
    brought = [act for act in day.acts if _belongs(act, label)]
    acts = sorted([*kept, *brought], key=lambda act: act.at_ms)
    rules = [rule for rule in rules_of(day) if rule.name in held.duties]
    mixed = replace(twin, acts=tuple(acts))
    played, _ = play_lightly(mixed, rules)
    return next((dict(one.duties) for one in played if one.act.label == label), {})


def all_different(choices: Sequence[Mapping[str, frozenset[str]]]) -> int:
    """How many of these acts can each be given a rule and a person that no other is given."""
    return _given(choices, frozenset(), frozenset())


def _given(
    choices: Sequence[Mapping[str, frozenset[str]]], rules: frozenset[str], people: frozenset[str]
) -> int:
    if not choices:
        return 0
    first, *rest = choices
    best = _given(rest, rules, people)
    for rule, owing in sorted(first.items()):
        for person in sorted(owing):
            if rule not in rules and person not in people:
                best = max(best, 1 + _given(rest, rules | {rule}, people | {person}))
    return best


def _belongs(act: DayAct, label: str) -> bool:
    return act.label == label or act.label.rpartition("-")[0] == label


def _facts(pairs: Iterable[tuple[str, tuple[int | str, ...]]]) -> frozenset[Fact]:
    return frozenset(Fact(name, arguments) for name, arguments in pairs)


def _said(found: Iterable[Violation], rules: Mapping[str, Rule]) -> list[Violation]:
    return [one for one in found if rules[one.rule_id].force != "advise"]


def _duties(
    found: Iterable[Violation], rules: Mapping[str, Rule], day: DayFile
) -> dict[str, frozenset[str]]:
    duties: dict[str, frozenset[str]] = {}
    for one in found:
        values = dict(one.binding)
        people: set[str] = set()
        for owed in rules[one.rule_id].duty:
            people |= _with_role(day, owed) if owed.startswith("@") else {str(values[owed])}
        duties[one.rule_id] = duties.get(one.rule_id, frozenset()) | people
    return duties


def _with_role(day: DayFile, owed: str) -> set[str]:
    roles = owed.removeprefix("@").split("|")
    return {str(p["id"]) for p in day.people if any(role in p["roles"] for role in roles)}
