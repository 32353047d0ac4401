"""The nearest miss in words: what came closest to meeting a rule, and why it did not count.

    no entry
    ada showed colt-2 to cleo 11:52; colt-2 went out of sight 12:05
    ada proved colt-2 empty 10:31, 29 min too long ago

The monitor finds the miss; here it only gets words. A fact reads by the phrase of its predicate,
the people in it by what they are called here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from provesafe import custody
from provesafe.monitor import Explanation, NearMiss
from provesafe.rulebook import Fact

__all__ = ["nearest_words", "span"]

Label = Callable[[str], str]
Clock = Callable[[int], str]


def nearest_words(
    told: Explanation, *, label: Label, clock: Clock, phrases: Mapping[str, str]
) -> str:
    """The nearest miss of an explanation in a few words; `no entry` when nothing came near.

    Args:
        told: the explanation.
        label: what a person is called here, or the word itself.
        clock: the wall clock of a moment in milliseconds.
        phrases: by predicate, with its arguments as slots: `{by} gave {weapon} to {to}`.
    """
    if not told.near:
        return ""
    # The one with something to point at says more than one that only says what is not there.
    miss = next((one for one in told.near if one.fact is not None), told.near[0])
    return _words(miss, clock, lambda fact: _fact(fact, label, phrases))


def _words(miss: NearMiss, clock: Clock, phrase: Callable[[Fact], str]) -> str:
    if miss.fact is None or miss.seconds is None:
        return "no entry" if miss.miss == "never" else ""
    what = f"{phrase(miss.fact)} {clock(miss.seconds * 1000)}"
    match miss.miss:
        case "undone" if miss.undone_by is not None and miss.undone_seconds is not None:
            then = f"{phrase(miss.undone_by)} {clock(miss.undone_seconds * 1000)}"
            return f"{what}; {then}"
        case "too-long-ago":
            return f"{what}, {span(miss.short_by)} too long ago"
        case "too-recent":
            return f"{what}, {span(miss.short_by)} too soon"
    return what


def _fact(fact: Fact, label: Label, phrases: Mapping[str, str]) -> str:
    predicate = fact.predicate.removeprefix("late_")
    late = " (late entry)" if predicate != fact.predicate else ""
    names = [name for name, _ in custody.signature().get(fact.predicate, ())]
    words = {name: label(str(one)) for name, one in zip(names, fact.arguments, strict=False)}
    template = phrases.get(predicate)
    if template is None:
        return f"{predicate.replace('_', ' ')} ({', '.join(words.values())}){late}"
    return template.format_map(words) + late


def span(seconds: int) -> str:
    """A time in the unit people would say it in."""
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
