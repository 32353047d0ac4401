"""A day played under every rule at once, and played again with one of its acts left out.

    played = play(day, ["show"])          remembers what stood before these entries
    played.open                           rules that are open on the day as it stands
    for held in played.without("show"):   what then holds up each request, all done anyway

What one rulebook says does not depend on the others: what a day meets under `custody` and one more
is read off the same run.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
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
    gate: Mapping[str, Any] | None
    """None where nobody asked to come back here."""
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
        before = self.entries[out].gate
        assert before is not None, f"`{label}` was not to be left out"
        gate, walk = Gate(every_program()), Walk(self.entries[out].state)
        gate.recall(before)
        for one in self.entries[out + 1 :]:
            held = _enter(gate, walk, one.entry, one.acts)
            if held:
                yield held


def play(day: DayFile, labels: Container[str]) -> Played:
    """Play a day under every rule of every shipped rulebook.

    Args:
        day: the day.
        labels: of the acts that are to be left out.
    """
    gate, walk = Gate(every_program()), Walk()
    entries: list[Entered] = []
    found = frozenset[str]()
    for entry in (*day.tables, *day.acts):
        acts = acts_of(day, entry)
        before = gate.snapshot() if entry.label in labels else None
        entries.append(Entered(entry=entry, acts=acts, gate=before, state=walk.state()))
        found |= _enter(gate, walk, entry, acts)
    return Played(entries=tuple(entries), open=found)


def _enter(gate: Gate, walk: Walk, entry: DayAct, acts: tuple[Act, ...]) -> frozenset[str]:
    """Enter acts that are one time-point; the rules that would have held them up."""
    asked = entry.kind == "request" and not all(makes_safe(walk.state(), act) for act in acts)
    facts = frozenset(Fact(name, values) for act in acts for name, values in walk.take(act))
    violations = gate.commit(entry.at_ms // 1000, facts).violations
    found = {one.rule_id for one in violations} if asked else set()
    return frozenset(one for one in found if every_rule()[one].force != "advise")
