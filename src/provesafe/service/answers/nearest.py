"""The nearest miss in words: what came closest to meeting a rule, and why it did not count.

    no entry
    shown by ada to cleo 11:52; out of sight 12:05
    proved empty by ada 10:31, 29 min too long ago

The monitor finds the miss; here it only gets words. A fact reads by the words of its predicate, the
people in it by what they are called here, the weapon that is being asked about left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from provesafe.monitor import Explanation, NearMiss
from provesafe.rulebook import Fact

__all__ = ["nearest_words"]

Label = Callable[[str], str]
Clock = Callable[[int], str]

_FACT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "sight_lost": "out of sight",
        "took": "taken by {1}",
        "gave_up": "given up by {1}",
        "contents_now": "contents changed",
        "locked_away": "locked away",
        "came_out": "taken out",
        "shown": "shown by {1} to {2}",
        "told": "told by {1} to {2}",
        "answered": "{1} answered “{2}”",
        "handed_over": "handed over by {1} to {2}",
        "returned": "given back by {1} to {2}",
        "inspected": "looked through by {1}",
        "proved_empty": "proved empty by {1}",
        "called": "called {2} by {1}",
        "loaded": "loaded by {1}",
        "unloaded": "unloaded by {1}",
        "directed": "{1} directed {2}: {3}",
        "kept_in_sight": "kept in sight by {1}",
        "bore_checked": "bore looked at by {1}",
        "set_up_opened": "{0} opened",
        "started": "{0} started: {1}",
        "broke_for": "break: {0}",
        "stopped": "stopped by {0}",
        "assigned": "{0} named {1}",
        "relieved": "{0} no longer {1}",
        "permit_given": "{0}: {1} until {2}",
        "planned": "plan {2} for {0}",
        "risk_assessed": "assessment of plan {2} for {0}",
    }
)
"""Words for the facts that stand in reasons most; `{0}` is the first argument."""


def nearest_words(told: Explanation, *, label: Label, clock: Clock) -> str:
    """The nearest miss of an explanation in a few words; `no entry` when nothing came near."""
    if not told.near:
        return ""
    # The one with something to point at says more than one that only says what is not there.
    miss = next((one for one in told.near if one.fact is not None), told.near[0])
    return _words(miss, label, clock)


def _words(miss: NearMiss, label: Label, clock: Clock) -> str:
    if miss.fact is None or miss.seconds is None:
        return "no entry" if miss.miss == "never" else ""
    what = f"{_fact(miss.fact, label)} {clock(miss.seconds * 1000)}"
    match miss.miss:
        case "undone" if miss.undone_by is not None and miss.undone_seconds is not None:
            then = f"{_fact(miss.undone_by, label)} {clock(miss.undone_seconds * 1000)}"
            return f"{what}; {then}"
        case "too-long-ago":
            return f"{what}, {_span(miss.short_by)} too long ago"
        case "too-recent":
            return f"{what}, {_span(miss.short_by)} too soon"
    return what


def _fact(fact: Fact, label: Label) -> str:
    arguments = [label(str(one)) for one in fact.arguments]
    template = _FACT_WORDS.get(fact.predicate.removeprefix("late_"))
    late = " (late entry)" if fact.predicate.startswith("late_") else ""
    if template is None:
        return f"{fact.predicate.replace('_', ' ')} ({', '.join(arguments)}){late}"
    return template.format(*arguments) + late


def _span(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
