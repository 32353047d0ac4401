"""Play a day on, and try the remedies of everything that is refused on it.

    bench = bench_of(day)                         the rules the day names, with its values
    faults(bench, day, entries)                   what is wrong with the remedies met from here on
    less_one(bench, day, places)                  the same with one entry left out, each in turn

A remedy works when its reason is gone after it, and no danger is open that was met before, but for
looking again at what was opened or was in other hands; and when all of them together lead to the
act going through.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache

from laws.mending import (
    AGAIN,
    SIGHT,
    Bench,
    ForbiddenError,
    StuckError,
    carry_out_all,
    mend,
)
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature
from provesafe.custody import Act
from provesafe.monitor import Program, Violation
from provesafe.rulebook import Rule
from provesafe.service import DayFile
from provesafe.service.day import DayAct, acts_of

__all__ = ["bench_of", "faults", "less_one", "tried_out"]


def less_one(bench: Bench, day: DayFile, places: Container[int]) -> Iterator[tuple[str, str]]:
    """What is wrong with the remedies met when one entry of a day is left out, each in turn."""
    entries = (*day.tables, *day.acts)
    for place, entry in enumerate(entries):
        if place in places:
            mark = bench.mark()
            yield from faults(bench, day, entries[place + 1 :])
            bench.back(mark)
        bench.enter(*acts_of(day, entry))


def faults(bench: Bench, day: DayFile, entries: Sequence[DayAct]) -> Iterator[tuple[str, str]]:
    """Play on, all done whatever is open; what is wrong with the remedies of what was refused."""
    tried: set[tuple[str, str]] = set()
    for entry in entries:
        acts = acts_of(day, entry)
        if entry.kind == "request":
            for act in acts:
                found = bench.open(act)
                fresh = [one for one in found if (one.rule_id, act.name) not in tried]
                tried.update((one.rule_id, act.name) for one in fresh)
                if fresh:
                    for wrong in tried_out(bench, act, found, fresh):
                        yield f"{entry.label or entry.line} {act.name}", wrong
        bench.enter(*acts)


def tried_out(
    bench: Bench, act: Act, found: Sequence[Violation], fresh: Sequence[Violation]
) -> Iterator[str]:
    """Try the remedies of some of an act's reasons, each by itself and then all together."""
    mark = bench.mark()
    for reason in fresh:
        if bench.rules[reason.rule_id].remedy is not None:
            yield from wrong_with(bench, act, found, reason)
            bench.back(mark)
    try:
        carry_out_all(bench, act)
    except StuckError as error:
        yield f"all together: {error}"
    except ForbiddenError:
        pass
    bench.back(mark)


def wrong_with(
    bench: Bench, act: Act, found: Sequence[Violation], reason: Violation
) -> Iterator[str]:
    """Carry one remedy out; the reason has to be gone, and no danger be new."""
    asked = bench.asked(act)
    try:
        carried = mend(bench, act, reason)
    except StuckError as error:
        yield f"{reason.rule_id}: {error}"
        return
    except ForbiddenError:
        return
    now = bench.open(carried.act)
    if carried.instead:
        if reason.rule_id in {one.rule_id for one in now}:
            yield f"{reason.rule_id} is still open, done otherwise"
        return
    if (reason.rule_id, reason.binding) in {(one.rule_id, one.binding) for one in now}:
        yield f"{reason.rule_id} is still open"
    touched = SIGHT & {fact.predicate for fact in carried.facts}
    met = asked - {one.rule_id for one in found}
    for one in now:
        rule = bench.rules[one.rule_id]
        look = touched and rule.remedy is not None and rule.remedy.act in AGAIN
        if rule.weight == "danger" and rule.name in met and not look:
            yield f"{reason.rule_id}: {rule.name} is newly open"


def bench_of(day: DayFile) -> Bench:
    """The rules a day names, with the values it sets; those only watched hold nothing up."""
    names = tuple(dict.fromkeys(("custody", *day.rulebooks)))
    rules, program = compiled(names, json.dumps(day.settings, sort_keys=True))
    return Bench(program, rules, [n for n, rule in rules.items() if rule.force != "advise"])


@cache
def compiled(names: tuple[str, ...], settings: str) -> tuple[Mapping[str, Rule], Program]:
    """Rulebooks, compiled once for all days that name them."""
    books = load_rulebooks(names, settings=json.loads(settings))
    rules = {rule.name: rule for book in books for rule in book.rules}
    program = Program(tuple(rules.values()), signature=rulebook_signature(), checked=True)
    return rules, program
