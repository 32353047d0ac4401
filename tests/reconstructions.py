"""What holds up an act of a reconstructed occurrence by itself, with everything else mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from occurrence_days import Held, Seen, play_lightly
from provesafe.service import DayFile
from provesafe.service.day import DayAct

__all__ = ["all_different", "alone"]

Owing = Mapping[str, frozenset[str]]


def alone(seen: Seen, twin: DayFile, held: Held) -> dict[str, frozenset[str]]:
    """The rules that hold an act up, with their duties, when all else was done as in the twin.

    In the twin, what was put in for the act (labelled like it, with a number) is left out again,
    and the act stands as it does in the occurrence, with what there belongs to it alone. What else
    this holds up goes ahead, so that the act is judged on what was done.
    """
    label = held.entry.label
    kept = [act for act in twin.acts if not _belongs(act, label)]
    brought = [act for act in seen.day.acts if _belongs(act, label)]
    acts = [replace(act, anyway=act.kind == "request") for act in (*kept, *brought)]
    acts.sort(key=lambda act: act.at_ms)
    mixed = play_lightly(replace(twin, acts=tuple(acts)))
    found = next((mixed.owing(one) for one in mixed.held if one.entry.label == label), {})
    return {rule: people for rule, people in found.items() if rule in held.rules}


def all_different(choices: Sequence[Owing]) -> int:
    """How many of these acts can each be given a rule and a person that no other is given."""
    return _given(choices, frozenset(), frozenset())


def _given(choices: Sequence[Owing], rules: frozenset[str], people: frozenset[str]) -> int:
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
