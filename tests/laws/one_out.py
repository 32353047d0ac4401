"""A day played under every rule at once, and played again with one of its acts left out.

    played = play(day)                    remembers what stood before every entry
    played.open                           rules that are open on the day as it stands
    for held in played.without("show"):   what then holds up each request, all done anyway

What one rulebook says does not depend on the others: what a day meets under `custody` and one more
is read off the same run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from every_rule import every_program, every_rule
from provesafe.custody import Act, State, Walk, makes_safe
from provesafe.monitor import Gate
from provesafe.rulebook import Fact
from provesafe.service.day import DayAct, DayFile, acts_of

__all__ = ["Entered", "Played", "play"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One entry of a day, and what stood before it."""

    entry: DayAct
    acts: tuple[Act, ...]
    gate: Mapping[str, Any]
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A day, played through."""

    entries: tuple[Entered, ...]
    open: frozenset[str]
    """Rules that hold up something on the day as it stands."""

    def without(self, label: str) -> Iterator[frozenset[str]]:
        """Leave one act out and do the rest all the same; what would hold up each request."""
        (out,) = [place for place, one in enumerate(self.entries) if one.entry.label == label]
        gate, walk = Gate(every_program()), Walk(self.entries[out].state)
        gate.recall(self.entries[out].gate)
        for one in self.entries[out + 1 :]:
            held = _enter(gate, walk, one.entry, one.acts)
            if held:
                yield held


def play(day: DayFile) -> Played:
    """Play a day under every rule of every shipped rulebook."""
    gate, walk = Gate(every_program()), Walk()
    entries: list[Entered] = []
    found = frozenset[str]()
    for entry in (*day.tables, *day.acts):
        acts = acts_of(day, entry)
        entries.append(Entered(entry=entry, acts=acts, gate=gate.snapshot(), state=walk.state()))
        found |= _enter(gate, walk, entry, acts)
    return Played(entries=tuple(entries), open=found)


def _enter(gate: Gate, walk: Walk, entry: DayAct, acts: tuple[Act, ...]) -> frozenset[str]:
    """Enter acts that are one time-point; the rules that would have held them up."""
    asked = entry.kind == "request" and not all(makes_safe(walk.state(), act) for act in acts)
    facts = frozenset(Fact(name, values) for act in acts for name, values in walk.take(act))
    violations = gate.commit(entry.at_ms // 1000, facts).violations
    found = {one.rule_id for one in violations} if asked else set()
    return frozenset(one for one in found if every_rule()[one].force != "advise")
